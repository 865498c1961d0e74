//! What the expert panel decided.

use ::words::{Text, text};
use auth::Holds;
use maud::{Markup, html};
use report::{
    facts::{Aim, ConfirmTest, Outcome, PanelOutcome, Return},
    words::panel::Action,
};
use web::{Problem, page};

use super::view::{Part, View};

/// The part about the panel.
pub(super) async fn part(view: &View<'_>) -> Result<Part, Problem> {
    let title = text!("パネル", "Expert panel");
    if !view.sees("panel.read", Holds::Genomic).await? {
        return Ok(Part::new("panel", title, None));
    }
    let outcome = report::facts::panel_outcome(view.platform.db(), &view.case.id).await?;
    let body = match outcome {
        Some(outcome) => closed(view, &outcome),
        None => view.none_yet(&text!(
            "パネルはまだ終わっていません。",
            "The panel has not closed yet."
        )),
    };
    let way = html! {
        (body)
        @if view.withdrawn.is_none() {
            p { a class="button second" href=(format!("/panels/{}", view.case.id)) { (text!("検討のページを開く", "Open the session").get(view.lang)) } }
        }
    };
    Ok(Part::new("panel", title, Some(way)))
}

fn closed(view: &View<'_>, panel: &PanelOutcome) -> Markup {
    let lang = view.lang;
    let members: usize = panel.votes.values().sum();
    let rows: Vec<_> = panel
        .outcomes
        .iter()
        .filter(|o| view.wants_secondary || !is_secondary(o.aim))
        .map(|o| row(view, o))
        .collect();
    let head = [
        text!("所見", "Finding"),
        text!("返却", "Return"),
        text!("レベル", "Level"),
        text!("Tier・クラス", "Tier, class"),
        text!("推奨", "Advice"),
        text!("確認検査", "Confirmatory test"),
    ];
    let caption = text!("所見ごとの結論", "Outcome per finding");
    let empty = text!(
        "返却する所見はありません。",
        "No finding is to be returned."
    );
    html! {
        (page::facts(lang, &[
            (text!("開催日", "Day"), html! { (panel.day.show(lang)) }),
            (text!("規則", "Rule set"), html! { (panel.rule_set) }),
            (text!("投票", "Votes"), html! { (text!(("{members}人"), ("{members} members")).get(lang)) }),
            (text!("議事録", "Minutes"), page::digest(&panel.minutes)),
        ]))
        (page::table(lang, &caption, &head, &rows, &empty))
    }
}

pub(super) fn is_secondary(aim: Aim) -> bool {
    matches!(aim, Aim::SecondaryNow | Aim::SecondaryLater)
}

fn row(view: &View<'_>, outcome: &Outcome) -> Vec<Markup> {
    let lang = view.lang;
    let back = match outcome.give_back {
        Return::Now => text!("返却する", "yes"),
        Return::AfterConfirmation => text!("確認検査の後", "after confirmation"),
        Return::No => text!("返却しない", "no"),
    };
    let class = outcome.tier.as_deref().or(outcome.class.as_deref());
    let test = outcome.confirm_test.map(test);
    vec![
        html! { a href=(view.finding(&outcome.finding)) { (outcome.finding) } },
        html! { (back.get(lang)) },
        html! { (outcome.level) },
        html! { (class.unwrap_or("–")) },
        html! {
            (action(outcome.action).get(lang))
            @if outcome.counselling_needed { " " span class="tag" { (text!("要カウンセリング", "counselling needed").get(lang)) } }
        },
        html! { (test.as_ref().map_or("–", |t| t.get(lang))) },
    ]
}

fn action(action: Action) -> Text {
    match action {
        Action::ApprovedDrug => text!("承認薬", "approved drug"),
        Action::Trial => text!("治験・臨床試験", "trial"),
        Action::OffLabel => text!("適応外使用", "off-label drug"),
        Action::Surveillance => text!("経過をみる", "surveillance"),
        Action::None => text!("なし", "none"),
    }
}

/// A test in words.
pub(super) fn test(test: ConfirmTest) -> Text {
    match test {
        ConfirmTest::SingleGene => text!("単一遺伝子検査", "single-gene test"),
        ConfirmTest::CompanionDiagnostic => text!("コンパニオン診断", "companion diagnostic"),
        ConfirmTest::GenePanel => text!("遺伝子パネル検査", "gene panel"),
        ConfirmTest::Sanger => text!("サンガー法", "Sanger sequencing"),
    }
}
