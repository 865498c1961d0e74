//! The verdict on the page of the finding: what was said, what waits for whom, and the form.

use maud::{Markup, html};
use web::{Caller, Platform, Problem, page};
use words::{AccountId, Lang, Text, text};

use super::form::{FormIn, fields, keyed};
use super::{history, say};
use crate::api::desk::Desk;
use crate::words::{Given, Stage};

/// What was refused, with what was typed.
pub(super) struct Refused {
    pub problem: Problem,
    pub form: FormIn,
}

/// The whole part.
pub(super) async fn section(
    platform: &Platform,
    caller: &Caller,
    desk: &Desk,
    refused: Option<&Refused>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let on = crate::api::resource(&desk.case);
    let may = caller.sees(platform, "finding.judge", &on).await?.is_some();
    let stage = desk.judged.as_ref().map_or(Stage::Open, |j| j.stage);
    let history = history::section(platform, desk, lang).await?;
    let form = match refused {
        Some(refused) => refused.form.clone(),
        None => FormIn::begun(platform, desk).await?,
    };
    Ok(html! {
        p class="stage" { strong { (stage.text().get(lang)) } }
        (proposal(desk, lang))
        (history)
        @if may { (act(caller, desk, stage, &form, refused)) }
        @else { p class="quiet-line" { (text!("判定はセンターのキュレーターが行います。", "Curators of the centre give the verdict.").get(lang)) } }
    })
}

fn proposal(desk: &Desk, lang: Lang) -> Markup {
    let said = text!("自動の提案", "Proposed by the rules");
    html! { p class="small" { (said.get(lang)) ": " (say::tags(&desk.proposed, lang)) } }
}

/// What this reader can do now.
fn act(
    caller: &Caller,
    desk: &Desk,
    stage: Stage,
    form: &FormIn,
    refused: Option<&Refused>,
) -> Markup {
    let lang = caller.lang();
    let own = |g: Option<&Given>| g.is_some_and(|g| g.by == caller.account);
    let judged = desk.judged.as_ref();
    let first = judged.and_then(|j| j.first.as_ref());
    let proposed = judged.and_then(|j| j.proposed.as_ref());
    let verb = |stage: Stage| match stage {
        Stage::First if !own(first) => text!("別の判定を記録する", "Record another verdict"),
        Stage::First => text!("一次判定を記録し直す", "Record the first verdict again"),
        Stage::Discussion => text!("結論を記録する", "Record the conclusion"),
        _ => text!("一次判定を記録する", "Record the first verdict"),
    };
    let said = match stage {
        Stage::First if own(first) => text!(
            "あなたが一次判定をしました。別のキュレーターの二次判定を待っています。",
            "You read it first. Another curator reads it next."
        ),
        Stage::First => text!(
            "内容を確かめて、同意するか、別の判定を理由とともに記録してください。",
            "Check it, then agree, or record another verdict with your reason."
        ),
        Stage::Discussion => text!(
            "二人の判定が分かれています。二人が同じ結論を記録するか、三人目が結論を記録すると確定します。",
            "Two readings differ. The verdict stands when both record the same conclusion, or a third person records one."
        ),
        _ => Text::made("", ""),
    };
    let waits = match stage {
        Stage::First => first.filter(|g| g.by != caller.account),
        Stage::Discussion => proposed.filter(|g| g.by != caller.account),
        _ => None,
    };
    let open = stage == Stage::Open || refused.is_some() || stage == Stage::Discussion;
    let body = fields(desk, form, lang);
    let to = format!("/findings/{}/{}", desk.case.id, desk.proposed.id);
    html! {
        @if let Some(refused) = refused { (page::refused(lang, &refused.problem)) }
        @if !said.ja.is_empty() { p { (said.get(lang)) } }
        @if waits.is_some() {
            (page::act(lang, &format!("{to}/agree"), &text!("同意する", "Agree"), &[("version", &desk.version.to_string())]))
        }
        @if stage == Stage::Decided { (again(desk, &to, lang)) }
        @else if stage != Stage::Withdrawn {
            details class="judging" open[open] {
                summary { (verb(stage).get(lang)) }
                (keyed(page::drafted(lang, &format!("{to}/verdict"), &format!("finding.{}.{}", desk.case.id, desk.proposed.id), &verb(stage), body), desk, lang))
            }
        }
        @if stage == Stage::Discussion { (remark(desk, &to, lang)) }
    }
}

fn again(desk: &Desk, to: &str, lang: Lang) -> Markup {
    let verb = text!("判定をやり直す", "Open the verdict again");
    let body = html! {
        input type="hidden" name="version" value=(desk.version);
        (page::textarea(lang, "reason", &text!("やり直す理由", "Why it is opened again"), "", 2))
    };
    html! { details { summary { (verb.get(lang)) } (page::form(lang, &format!("{to}/reopen"), &verb, body)) } }
}

fn remark(desk: &Desk, to: &str, lang: Lang) -> Markup {
    let verb = text!("意見を書き込む", "Add a remark");
    let body = html! {
        input type="hidden" name="version" value=(desk.version);
        (page::textarea(lang, "remark", &text!("意見", "Remark"), "", 2))
    };
    page::form(lang, &format!("{to}/remark"), &verb, body)
}

/// Names of people, as their colleagues know them.
pub(super) async fn name(platform: &Platform, account: &AccountId) -> Result<String, Problem> {
    let profile = platform.auth().profile(account).await?;
    Ok(profile.map_or_else(|| account.to_string(), |p| p.name))
}
