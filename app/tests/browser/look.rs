//! What holds for every page, on a desk and on a phone: it fits, it can be used without eyes and without a mouse, the
//! browser does not complain, and nothing is asked of another place.

use serde_json::Value;

use crate::visitor::Visitor;

/// A desk and a phone.
pub const SIZES: [(u32, u32); 2] = [(1440, 900), (390, 844)];

/// Serious findings of axe-core: rule, and the first places.
const AXE: &str = "const done = arguments[0];
axe.run(document).then(r => done(r.violations
  .filter(v => v.impact === 'serious' || v.impact === 'critical')
  .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))))";

/// Looks at the page that is open.
pub async fn look(visitor: &Visitor<'_>, page: &str) {
    for (width, height) in SIZES {
        visitor.size(width, height).await;
        fits(visitor, &format!("{page} at {width}")).await;
        checker(visitor, &format!("{page} at {width}")).await;
    }
    visitor.size(SIZES[0].0, SIZES[0].1).await;
    let (browser, none) = (visitor.browser, Vec::<String>::new());
    assert_eq!(browser.complaints().await, none, "{page}");
    assert_eq!(browser.strangers(visitor.base).await, none, "{page}");
}

/// Nothing is wider than the window, every field has a label, every button can be hit with a thumb.
async fn fits(visitor: &Visitor<'_>, page: &str) {
    let overflow = "return document.documentElement.scrollWidth - window.innerWidth";
    let overflow = visitor.ask(overflow).await.as_i64().unwrap_or(1);
    assert!(overflow <= 0, "{page} is too wide by {overflow}");
    let unlabelled = "return [...document.querySelectorAll('input:not([type=hidden])')].filter(i => !i.labels.length).length";
    assert_eq!(visitor.ask(unlabelled).await, 0, "{page}");
    let small = "return [...document.querySelectorAll('main button')].filter(b => b.checkVisibility() && b.getBoundingClientRect().height < 44).map(b => b.outerHTML)";
    let small = visitor.ask(small).await;
    assert_eq!(small, Value::Array(Vec::new()), "{page}");
}

/// axe-core finds nothing serious. `cargo xtask test` brings it; without it the other checks still run.
async fn checker(visitor: &Visitor<'_>, page: &str) {
    let Some(script) = script() else { return };
    let there = visitor.ask("return typeof window.axe").await;
    if there == "undefined" {
        visitor.ask(&script).await;
    }
    let found = visitor.later(AXE).await;
    assert_eq!(found, Value::Array(Vec::new()), "{page}");
}

fn script() -> Option<String> {
    let read = std::env::var_os("KUMI_AXE").map(std::fs::read_to_string);
    match read {
        Some(Ok(script)) => Some(script),
        _ => {
            eprintln!("SKIPPED: axe-core is not here; `cargo xtask test` fetches it");
            None
        }
    }
}
