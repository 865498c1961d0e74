//! The outcome of every finding and of the case: proposed before the session, corrected in it.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use web::{
    Problem,
    page::{self, Field},
};
use words::{Lang, Text, text};

use super::{Refused, Room, answer};
use crate::api::Desk;
use crate::api::seat::{Seat, seat};
use crate::decide::panel::{Command, Panel, Stage};
use crate::pages::typed::{Sent, Typed, date, wire};
use crate::rules::parts::wording;
use crate::rules::prepare;
use crate::words::input::FindingLine;
use crate::words::panel::{Outcome, Trial};

/// As many trials fit into the form.
const TRIALS: usize = 3;

type Options = Vec<(&'static str, Text)>;

fn returns() -> Options {
    vec![
        ("now", text!("返却する", "return")),
        (
            "after_confirmation",
            text!("確認検査の後に返却する", "return after confirmation"),
        ),
        ("no", text!("返却しない", "do not return")),
    ]
}

fn aims() -> Options {
    vec![
        (
            "primary_now",
            text!("主な結果（確立）", "about the disease, established"),
        ),
        (
            "primary_later",
            text!("主な結果（後の解析）", "about the disease, found later"),
        ),
        (
            "secondary_now",
            text!("二次的所見（確立）", "secondary, established"),
        ),
        (
            "secondary_later",
            text!("二次的所見（後の解析）", "secondary, found later"),
        ),
    ]
}

fn actions() -> Options {
    vec![
        ("approved_drug", text!("承認薬", "approved drug")),
        ("trial", text!("治験・臨床試験", "trial")),
        ("off_label", text!("適応外使用", "off-label drug")),
        ("surveillance", text!("経過をみる", "surveillance")),
        ("none", text!("なし", "none")),
    ]
}

fn tests() -> Options {
    vec![
        ("", text!("不要", "not needed")),
        ("single_gene", text!("単一遺伝子検査", "single-gene test")),
        (
            "companion_diagnostic",
            text!("コンパニオン診断", "companion diagnostic"),
        ),
        ("gene_panel", text!("遺伝子パネル検査", "gene panel")),
        ("sanger", text!("サンガー法", "Sanger sequencing")),
    ]
}

/// The form of the chair.
pub async fn form(
    room: &Room,
    panel: &Panel,
    version: i64,
    refused: Option<&Refused>,
) -> Result<Markup, Problem> {
    let lang = room.lang;
    let typed = refused.filter(|r| r.form == "outcomes").map(|r| &r.typed);
    let set = match typed {
        Some(typed) => panel
            .findings
            .iter()
            .filter_map(|f| read(typed, f))
            .collect(),
        None => prepare::fill(
            room.seat.about.kind,
            &panel.findings,
            &room.findings,
            &panel.outcomes,
        ),
    };
    let prepared = panel.outcomes.is_empty() && typed.is_none();
    let (advice, trials) = case_words(room, panel, typed, &set).await?;
    let next = match typed {
        Some(typed) => typed.raw("next_review").to_owned(),
        None => date(panel.next_review),
    };
    let verb = match panel.stage {
        Stage::Planned => text!("準備として記録する", "Record as preparation"),
        _ => text!("結論を記録する", "Record the outcomes"),
    };
    let body = html! {
        @if prepared { (page::notice(lang, &text!(
            "所見のTierとクラスから作った案です。違うところだけ直してください。",
            "A proposal from tiers and classes. Correct only what is different."
        ), false)) }
        input type="hidden" name="seen" value=(version);
        @for (i, outcome) in set.iter().enumerate() {
            (one(i + 1, outcome, room.findings.iter().find(|f| f.id == outcome.finding), lang))
        }
        fieldset {
            legend { (text!("症例の結論", "Outcome of the case").get(lang)) }
            (page::textarea(lang, "advice.ja", &text!("推奨（日本語）", "Recommendation (Japanese)"), &advice.ja, 2))
            (page::textarea(lang, "advice.en", &text!("推奨（英語）", "Recommendation (English)"), &advice.en, 2))
            (page::field(lang, &Field::new("next_review", text!("次の見直し", "Next review")).kind("date").value(&next)))
            details open[!trials.is_empty()] {
                summary { (text!("治験を加える", "Trials").get(lang)) }
                @for i in 0..TRIALS { (trial(i, trials.get(i), lang)) }
            }
        }
    };
    let form = page::form(lang, &room.to("/outcomes"), &verb, body);
    Ok(page::section(
        lang,
        "outcomes",
        &text!("所見ごとの結論", "Outcome per finding"),
        form,
    ))
}

/// The recommendation and the trials as typed, as recorded, or as the outcomes suggest.
async fn case_words(
    room: &Room,
    panel: &Panel,
    typed: Option<&Typed>,
    set: &[Outcome],
) -> Result<(Text, Vec<Trial>), Problem> {
    if let Some(typed) = typed {
        let advice = Text::made(typed.raw("advice.ja"), typed.raw("advice.en"));
        return Ok((advice, read_trials(typed)));
    }
    let advice = match &panel.recommendation {
        Some(digest) => room.seat.open(digest).await?,
        None => prepare::advise(set, &room.findings),
    };
    let trials = match &panel.trials {
        Some(digest) => room.seat.open(digest).await?,
        None => vec![],
    };
    Ok((advice, trials))
}

fn one(number: usize, o: &Outcome, finding: Option<&FindingLine>, lang: Lang) -> Markup {
    let id = &o.finding;
    let name = finding.map_or_else(|| id.clone(), FindingLine::name);
    let field = |what: &str| format!("o.{id}.{what}");
    let test = o.confirm_test.as_ref().map(wire).unwrap_or_default();
    let class = o
        .tier
        .as_ref()
        .or(o.class.as_ref())
        .cloned()
        .unwrap_or_default();
    let label = if o.tier.is_some() || o.class.is_none() {
        text!("Tier", "Tier")
    } else {
        text!("クラス", "Class")
    };
    let key = if o.tier.is_some() || o.class.is_none() {
        "tier"
    } else {
        "class"
    };
    let levels = [
        ("1", text!("レベル1", "level 1")),
        ("2", text!("レベル2", "level 2")),
        ("3", text!("レベル3", "level 3")),
    ];
    let mut cohorts = vec![("", text!("なし", "none"))];
    cohorts.extend(prepare::COHORTS.iter().cloned());
    html! {
        fieldset class="outcome" {
            legend { "F" (number) " " (name) }
            input type="hidden" name="finding" value=(id);
            div class="cells" {
                (page::select(lang, &field("return"), &text!("返却", "Return"), &returns(), &wire(&o.give_back)))
                (page::select(lang, &field("test"), &text!("確認検査", "Confirmatory test"), &tests(), &test))
                (page::select(lang, &field("action"), &text!("推奨", "Advice"), &actions(), &wire(&o.action)))
                (page::select(lang, &field("aim"), &text!("対象", "Aim"), &aims(), &wire(&o.aim)))
                (page::select(lang, &field("level"), &text!("レベル", "Level"), &levels, &o.level.to_string()))
                (page::field(lang, &Field::new(&field(key), label).value(&class)))
                (page::select(lang, &field("cohort"), &text!("コホート", "Cohort"), &cohorts, o.cohort.as_deref().unwrap_or_default()))
            }
            (page::tick(lang, &field("counselling"), "1", &text!("遺伝カウンセリングが必要", "Counselling needed"), o.counselling_needed))
        }
    }
}

fn trial(i: usize, trial: Option<&Trial>, lang: Lang) -> Markup {
    let field = |what: &str| format!("trial.{i}.{what}");
    let n = i + 1;
    let value = |of: fn(&Trial) -> String| trial.map(of).unwrap_or_default();
    html! {
        (page::field(lang, &Field::new(&field("id"), text!(("治験{n}の番号"), ("Number of trial {n}"))).value(&value(|t| t.id.clone()))))
        (page::field(lang, &Field::new(&field("day"), text!("検索した日", "Looked up on")).kind("date").value(&value(|t| date(Some(t.looked_up))))))
        (page::field(lang, &Field::new(&field("why.ja"), text!("合う理由（日本語）", "Why it fits (Japanese)")).value(&value(|t| t.reasons.ja.to_string()))))
        (page::field(lang, &Field::new(&field("why.en"), text!("合う理由（英語）", "Why it fits (English)")).value(&value(|t| t.reasons.en.to_string()))))
    }
}

/// The outcomes as a table, for those who do not write them.
pub async fn table(room: &Room, panel: &Panel) -> Result<Markup, Problem> {
    let lang = room.lang;
    let set = prepare::fill(
        room.seat.about.kind,
        &panel.findings,
        &room.findings,
        &panel.outcomes,
    );
    let row = |o: &Outcome| {
        let finding = room.findings.iter().find(|f| f.id == o.finding);
        let name = finding.map_or_else(|| o.finding.clone(), FindingLine::name);
        let class = o
            .tier
            .as_ref()
            .or(o.class.as_ref())
            .cloned()
            .unwrap_or_default();
        vec![
            html! { a href=(format!("#finding-{}", o.finding)) { (name) } },
            html! { (wording::give_back(o.give_back).get(lang)) },
            html! { (page::number(o.level, "")) " " (class) },
            html! { (wording::action(o.action).get(lang)) @if o.counselling_needed { " " span class="tag" { (text!("要カウンセリング", "counselling needed").get(lang)) } } },
            html! { (o.confirm_test.map(wording::test).map_or("–".to_owned(), |t| t.get(lang).to_owned())) },
        ]
    };
    let rows: Vec<_> = set.iter().map(row).collect();
    let head = [
        text!("所見", "Finding"),
        text!("返却", "Return"),
        text!("レベル・Tier・クラス", "Level, tier, class"),
        text!("推奨", "Advice"),
        text!("確認検査", "Confirmatory test"),
    ];
    let title = if panel.outcomes.is_empty() {
        text!("所見ごとの結論の案", "Proposed outcome per finding")
    } else {
        text!("所見ごとの結論", "Outcome per finding")
    };
    let (advice, trials) = case_words(room, panel, None, &set).await?;
    let empty = text!(
        "議題の所見はありません。",
        "There is no finding on the agenda."
    );
    let body = html! {
        (page::table(lang, &title, &head, &rows, &empty))
        p { strong { (text!("推奨", "Recommendation").get(lang)) } " " (advice.get(lang)) }
        @for t in &trials { p { (t.id) " " (t.looked_up.show(lang)) " " (t.reasons.get(lang)) } }
        @if let Some(day) = panel.next_review { p { (text!("次の見直し", "Next review").get(lang)) " " (day.show(lang)) } }
    };
    Ok(page::section(lang, "outcomes", &title, body))
}

/// The typed outcome of one finding; absent where a needed answer is missing.
fn read(typed: &Typed, id: &str) -> Option<Outcome> {
    let field = |what: &str| format!("o.{id}.{what}");
    Some(Outcome {
        finding: id.to_owned(),
        give_back: typed.word(&field("return"))?,
        level: typed.get(&field("level"))?.parse().ok()?,
        tier: typed.get(&field("tier")).map(str::to_owned),
        class: typed.get(&field("class")).map(str::to_owned),
        aim: typed.word(&field("aim"))?,
        action: typed.word(&field("action"))?,
        counselling_needed: typed.ticked(&field("counselling")),
        confirm_test: typed.word(&field("test")),
        cohort: typed.get(&field("cohort")).map(str::to_owned),
    })
}

fn read_trials(typed: &Typed) -> Vec<Trial> {
    let one = |i: usize| {
        Some(Trial {
            id: typed.get(&format!("trial.{i}.id"))?.to_owned(),
            looked_up: typed.day(&format!("trial.{i}.day"))?,
            reasons: typed.text(&format!("trial.{i}.why"))?,
        })
    };
    (0..TRIALS).filter_map(one).collect()
}

/// Records the outcomes; refused if somebody changed the session after the writer opened it.
pub async fn post(desk: Desk, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let typed = Typed(sent.0);
    let seat = seat(desk, "panel.close", &case).await?;
    let done = record(&seat, &typed).await;
    answer(seat, "outcomes", typed, done).await
}

async fn record(seat: &Seat, typed: &Typed) -> Result<(), Problem> {
    let outcomes: Vec<_> = typed
        .all("finding")
        .filter_map(|id| read(typed, id))
        .collect();
    if outcomes.len() != typed.all("finding").count() {
        return Err(Problem::bad_input(text!(
            "選ばれていない項目があります。何も記録していません。",
            "Something was left open. Nothing was recorded."
        )));
    }
    let recommendation = match typed.text("advice") {
        Some(text) => Some(seat.seal(&text).await?),
        None => None,
    };
    let trials = match &read_trials(typed)[..] {
        [] => None,
        trials => Some(seat.seal(&trials).await?),
    };
    let command = Command::Decide {
        outcomes,
        recommendation,
        trials,
        next_review: typed.day("next_review"),
    };
    seat.act_on(command, typed.seen()).await.map(drop)
}
