//! The cord in one sentence, for those who do not see it, and for plain lists.

use words::{At, Lang, Text, text};

use super::{Cord, Knot, KnotState, STRANDS, measure::short_date};

/// One sentence: what each strand reached, what is now, what is wrong, what comes next.
#[must_use]
pub fn sentence(cord: &Cord, lang: Lang) -> String {
    if cord.is_empty() {
        return text!("まだ記録はありません。", "Nothing is recorded yet.")
            .get(lang)
            .to_owned();
    }
    if let Some(at) = cord.cut {
        return withdrawn(cord, at).get(lang).to_owned();
    }
    let mut parts: Vec<String> = STRANDS
        .iter()
        .zip(&cord.strands)
        .filter_map(|((name, _, _), knots)| strand(name, knots, lang))
        .collect();
    if let Some(at) = cord.ended {
        parts.push(
            text!(
                (
                    "ご逝去（{}に記録）。患者さんへの予定はここまで",
                    short_date(at, Lang::Ja)
                ),
                (
                    "the patient died (recorded on {}): nothing is planned with the patient any more",
                    short_date(at, Lang::En)
                )
            )
            .get(lang)
            .to_owned(),
        );
    }
    match lang {
        Lang::Ja => parts.join("。") + "。",
        Lang::En => parts.join("; ") + ".",
    }
}

/// After a withdrawal only two things matter: when all work stopped, and what was done before.
fn withdrawn(cord: &Cord, at: At) -> Text {
    let done = |lang: Lang| -> Vec<&str> {
        let strands = cord.strands.iter();
        let last = strands.filter_map(|s| s.iter().rfind(|k| k.state == KnotState::Done));
        last.map(|k| k.label.get(lang)).collect()
    };
    let (ja, en) = (done(Lang::Ja).join("、"), done(Lang::En).join(", "));
    text!(
        (
            "{}に同意が撤回され、以後の作業はすべて中止されました。それまでに済んだこと：{}。",
            short_date(at, Lang::Ja),
            if ja.is_empty() { "なし" } else { &ja }
        ),
        (
            "Consent was withdrawn on {} and all further work stopped. Done before: {}.",
            short_date(at, Lang::En),
            if en.is_empty() { "nothing" } else { &en }
        )
    )
}

fn strand(name: &Text, knots: &[Knot], lang: Lang) -> Option<String> {
    let walked = knots.iter().rfind(|k| k.state == KnotState::Done);
    let open = knots.iter().filter(|k| {
        matches!(
            k.state,
            KnotState::Now | KnotState::Hold | KnotState::Problem | KnotState::Stopped
        )
    });
    let mut said: Vec<String> = walked
        .into_iter()
        .chain(open)
        .map(|k| knot(k, lang))
        .collect();
    if said.is_empty() {
        let next = knots.first()?;
        said.push(knot(next, lang));
    }
    Some(match lang {
        Lang::Ja => format!("{}：{}", name.ja, said.join("、")),
        Lang::En => format!("{}: {}", name.en, said.join(", ")),
    })
}

/// A knot with its state in words.
pub(super) fn knot(knot: &Knot, lang: Lang) -> String {
    let state = match knot.state {
        KnotState::Done => text!("済", "done"),
        KnotState::Now => text!("進行中", "now"),
        KnotState::Waiting => text!("これから", "to come"),
        KnotState::Hold => text!("保留", "on hold"),
        KnotState::Problem => text!("要対応", "needs action"),
        KnotState::Solved => text!("解決済", "solved"),
        KnotState::Stopped => text!("中止", "stopped"),
    };
    let date = knot
        .at
        .map(|at| short_date(at, lang) + " ")
        .unwrap_or_default();
    match lang {
        Lang::Ja => format!("{}（{date}{}）", knot.label.ja, state.ja),
        Lang::En => format!("{} ({date}{})", knot.label.en, state.en),
    }
}
