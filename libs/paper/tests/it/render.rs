use std::path::PathBuf;

use paper::{Error, Fonts, render, render_with};
use serde_json::json;

fn fonts() -> Fonts {
    Fonts::find(&[PathBuf::from("/usr/share/fonts")]).unwrap_or_else(|e| panic!("{e}"))
}

const PAGE: &str = r#"
#let data = json("data.json")
#set document(title: data.document.title)
#set text(font: ("Noto Sans CJK JP", "IPAexGothic"), lang: "ja")
= #data.document.title
#data.body
"#;

fn data() -> serde_json::Value {
    json!({"document": {"id": "d1", "title": "解析レポート", "at": "2026-04-03T05:05:00Z"}, "body": "本文です。"})
}

#[test]
fn the_same_data_gives_the_same_archival_file() {
    let first = render(PAGE, &data(), &fonts()).unwrap_or_else(|e| panic!("{e}"));
    let second = render(PAGE, &data(), &fonts()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(first.pages, 1);
    assert!(first.bytes == second.bytes, "not reproducible");
    let text = String::from_utf8_lossy(&first.bytes);
    assert!(text.contains("<pdfaid:part>3</pdfaid:part>"));
    assert!(text.contains("<pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(text.contains("2026-04-03T05:05:00"));
}

#[test]
fn missing_fonts_are_named() {
    let error = Fonts::find(&[PathBuf::from("/nowhere")]).err();
    let text = error.map(|e| e.to_string()).unwrap_or_default();
    assert!(
        text.contains("/nowhere") && text.contains("fonts-noto-cjk"),
        "{text}"
    );
}

#[test]
fn a_template_cannot_read_the_clock_and_data_must_hold_the_date() {
    let clock = render("#datetime.today().year()", &data(), &fonts());
    assert!(matches!(clock, Err(Error::Template(_))), "{clock:?}");
    let dateless = render(
        PAGE,
        &json!({"document": {"title": "x"}, "body": ""}),
        &fonts(),
    );
    assert!(matches!(dateless, Err(Error::NoDate)));
}

#[test]
fn an_error_names_file_and_line() {
    let kit = "#let shout(x) = x.nothing\n";
    let template = "#import \"kit.typ\": shout\n#shout(json(\"data.json\"))";
    let error = render_with(template, &[("kit.typ", kit)], &data(), &fonts()).err();
    let text = error.map(|e| e.to_string()).unwrap_or_default();
    assert!(text.contains("kit.typ:1"), "{text}");
}

#[test]
fn the_smaller_font_will_do() {
    let dir = PathBuf::from("/usr/share/fonts/opentype/ipaexfont-gothic");
    if !dir.exists() {
        eprintln!("skipped: fonts-ipaexfont is not installed");
        return;
    }
    let fonts = Fonts::find(&[dir]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(fonts.families(), ["IPAexGothic"]);
    assert!(render(PAGE, &data(), &fonts).is_ok());
}
