//! Where a version stands, what may be done with it, and all versions beside each other.

use maud::{Markup, html};
use web::{
    Problem,
    page::{self, Status},
};
use words::{Lang, Text, text};

use super::Sheet;
use crate::api::reports::asked_for;
use crate::decide::report::{Reason, Stage, Version};
use crate::words::Kind;

/// A stage as a shape and a word.
pub fn stage(stage: Stage, lang: Lang) -> Markup {
    let (shape, word) = match stage {
        Stage::Draft => (Status::Now, text!("草案", "draft")),
        Stage::Signed => (Status::Done, text!("署名済", "signed")),
        Stage::Superseded => (Status::Stopped, text!("新しい版に置き換え済", "superseded")),
        Stage::Dropped => (Status::Stopped, text!("破棄", "dropped")),
    };
    page::status(lang, shape, Some(&word))
}

fn reason(reason: Reason) -> Text {
    match reason {
        Reason::First => text!("最初の版", "first version"),
        Reason::NewResult => text!("結果が変わった", "results changed"),
        Reason::Confirmation => text!("確認検査の結果", "a confirmatory test was answered"),
        Reason::Correction => text!("誤りの訂正", "an error was mended"),
        Reason::NewKnowledge => text!("知識の更新", "knowledge changed"),
        Reason::FurtherLevels => text!("次のレベルの所見", "findings of a further level"),
    }
}

/// An old version says so first.
pub fn superseded(sheet: &Sheet, version: &Version) -> Markup {
    let lang = sheet.lang;
    let newer = sheet
        .report
        .in_force()
        .filter(|v| v.version > version.version);
    let Some(newer) = newer else {
        return html! {};
    };
    let (number, why) = (newer.version, reason(newer.draft.reason));
    let said = text!(
        ("この版は第{number}版に置き換えられました（{}）。", why.ja),
        ("Version {number} took the place of this one ({}).", why.en)
    );
    html! { (page::notice(lang, &said, true)) p { a href=(sheet.to(&format!("?version={number}"))) { (text!("新しい版を開く", "Open the new version").get(lang)) } } }
}

/// What the reader may do with the version.
pub async fn actions(sheet: &Sheet, version: &Version) -> Result<Markup, Problem> {
    let lang = sheet.lang;
    let last = sheet.report.last().map(|v| v.version);
    if Some(version.version) != last {
        return Ok(html! {});
    }
    let drafts = sheet.may("report.draft").await?;
    let signs = sheet.draft().is_some() && sheet.may(sheet.report.kind.sign_action()).await?;
    let shares = sheet.report.in_force().is_some() && sheet.may("report.share").await?;
    let title = text!("この版について", "About this version");
    Ok(html! {
        section aria-labelledby="actions-h" {
            h2 id="actions-h" { (title.get(lang)) }
            @if signs { (sign(sheet, version)) }
            @if shares { (share(sheet)) }
            @if drafts { (draft(sheet, version)) }
        }
    })
}

fn sign(sheet: &Sheet, version: &Version) -> Markup {
    let lang = sheet.lang;
    let (number, case, digest) = (version.version, &sheet.about.id, &version.draft.data);
    let consequence = if version.supersedes.is_some() {
        text!(
            ("症例 {case} の第{number}版に署名します。前の版に代わって有効になり、前の版を開いた人に知らせます。"),
            ("You sign version {number} for case {case}. It takes the place of the one before, and whoever opened that one is told.")
        )
    } else {
        text!(
            ("症例 {case} の第{number}版に署名します。署名した版は書き換えられません。"),
            ("You sign version {number} for case {case}. A signed version is never rewritten.")
        )
    };
    let body = html! { input type="hidden" name="digest" value=(digest); };
    let asked = asked_for(&sheet.id, digest);
    let verb = text!("署名する", "Sign");
    page::sign(lang, &sheet.to("/sign"), &asked, &verb, &consequence, body)
}

fn share(sheet: &Sheet) -> Markup {
    let lang = sheet.lang;
    let version = sheet.report.in_force().map(|v| v.version);
    let given = sheet
        .report
        .shared
        .iter()
        .filter(|s| Some(s.version) == version);
    let given: Vec<_> = given.collect();
    html! {
        @for s in &given {
            p { (page::status(lang, Status::Done, Some(&text!(
                ("遺伝カウンセラー{}名と共有済み", s.with.len()),
                ("shared with {} counsellors", s.with.len())
            )))) " " span class="small" { (s.at.show(lang)) } }
        }
        @if given.is_empty() {
            (page::act(lang, &sheet.to("/share"), &text!("遺伝カウンセラーと共有する", "Share with the counsellor"), &[]))
        }
    }
}

fn draft(sheet: &Sheet, version: &Version) -> Markup {
    let lang = sheet.lang;
    let reasons = [
        ("new_result", reason(Reason::NewResult)),
        ("correction", reason(Reason::Correction)),
        ("new_knowledge", reason(Reason::NewKnowledge)),
        ("further_levels", reason(Reason::FurtherLevels)),
    ];
    let levels = [
        ("1", text!("レベル1まで", "up to level 1")),
        ("2", text!("レベル2まで", "up to level 2")),
        ("3", text!("レベル3まで（すべて）", "up to level 3 (all)")),
    ];
    let present = version.draft.levels.unwrap_or(3).to_string();
    let body = html! {
        (page::select(lang, "reason", &text!("新しい版を作る理由", "Why a new version"), &reasons, "new_result"))
        @if sheet.report.kind == Kind::Analysis {
            (page::select(lang, "levels", &text!("記載する所見", "Findings to report"), &levels, &present))
        }
    };
    html! {
        details class="card" {
            summary { (text!("新しい版を作る", "Make a new version").get(lang)) }
            (page::form(lang, &sheet.to("/draft"), &text!("草案を作る", "Draft"), body))
        }
    }
}

/// All versions, with what compares them.
pub async fn table(sheet: &Sheet) -> Result<Markup, Problem> {
    let lang = sheet.lang;
    let mut rows = Vec::new();
    for v in sheet.report.versions.iter().rev() {
        let number = v.version;
        let signer = match &v.signature {
            Some(s) => {
                let code = s.signed.as_ref().map(|k| k.code());
                Some((sheet.name(&s.account).await?, s.at.show(lang), code))
            }
            None => None,
        };
        let before = sheet.report.version(number - 1).is_some();
        rows.push(vec![
            html! { a href=(sheet.to(&format!("?version={number}"))) { (text!(("第{number}版"), ("version {number}")).get(lang)) } },
            stage(v.stage, lang),
            html! { (reason(v.draft.reason).get(lang)) @if !v.earlier.is_empty() { " " span class="tag" { (text!("手直しあり", "edited").get(lang)) } } },
            html! { (page::number(v.draft.level_max, "")) },
            html! { @if let Some((who, at, code)) = signer { (who) br; span class="small" { (at) } @if let Some(code) = code { br; code { (code) } } } @else { "–" } },
            html! { @if before { a href=(sheet.to(&format!("/compare?from={}&to={number}", number - 1))) { (text!("前の版と比べる", "Compare").get(lang)) } } @else { "–" } },
        ]);
    }
    let head = [
        text!("版", "Version"),
        text!("状態", "State"),
        text!("理由", "Reason"),
        text!("最高レベル", "Highest level"),
        text!("署名", "Signed"),
        text!("比較", "Compare"),
    ];
    let title = text!("版", "Versions");
    let empty = text!("版はありません。", "There is no version.");
    Ok(page::section(
        lang,
        "versions",
        &title,
        page::table(lang, &title, &head, &rows, &empty),
    ))
}
