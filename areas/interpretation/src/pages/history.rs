//! Everything that was said of a finding, in order: who, when, what, why.

use blob::KeyId;
use maud::{Markup, html};
use web::{Platform, Problem};
use words::{Digest, Lang, Text, text};

use super::verdict::name;
use crate::api::desk::Desk;
use crate::decide::judging::{JudgingEvent, judgement_of};
use crate::facts;
use crate::words::{Given, Reading};

/// The list, the newest last; nothing if nobody said anything.
pub(super) async fn section(
    platform: &Platform,
    desk: &Desk,
    lang: Lang,
) -> Result<Markup, Problem> {
    let own = judgement_of(&desk.interpretation(), &desk.proposed.id);
    let events = platform.ledger().events_of_case(&desk.case.id).await?;
    let mut lines = Vec::new();
    for event in events
        .iter()
        .filter(|e| e.kind == "judgement" && e.id == own)
    {
        let said: JudgingEvent =
            serde_json::from_value(event.payload.clone()).map_err(anyhow::Error::from)?;
        let who = name(platform, &event.actor.account).await?;
        let body = line(platform, desk, &said, lang).await?;
        lines.push(html! {
            li {
                span class="small" { (event.at.show(lang)) " " } strong { (who) } " " (body)
            }
        });
    }
    Ok(html! {
        @if !lines.is_empty() { ol class="readings" { @for line in &lines { (line) } } }
    })
}

async fn line(
    platform: &Platform,
    desk: &Desk,
    said: &JudgingEvent,
    lang: Lang,
) -> Result<Markup, Problem> {
    let (head, given, words): (Text, Option<&Given>, Option<&Digest>) = match said {
        JudgingEvent::FirstRead { given, .. } => {
            (text!("一次判定", "read it first"), Some(given), None)
        }
        JudgingEvent::SecondRead {
            given,
            agrees: true,
        } => (
            text!("二次判定：同意", "read it second and agreed"),
            Some(given),
            None,
        ),
        JudgingEvent::SecondRead { given, .. } => (
            text!("二次判定：異なる", "read it second and differs"),
            Some(given),
            None,
        ),
        JudgingEvent::Proposed { given } => (text!("結論の提案", "proposed"), Some(given), None),
        JudgingEvent::Settled { given } => (text!("結論", "concluded"), Some(given), None),
        JudgingEvent::Remarked { remark, .. } => (text!("意見", "remarked"), None, Some(remark)),
        JudgingEvent::Reopened { reason, .. } => (
            text!("判定のやり直し", "opened it again"),
            None,
            Some(reason),
        ),
        JudgingEvent::Withdrawn { .. } => (
            text!("同意の撤回により使用停止", "unusable after the withdrawal"),
            None,
            None,
        ),
    };
    let words = match (words, given) {
        (Some(digest), _) => Some(opened(platform, desk, digest).await?),
        (None, Some(given)) => match &given.reading.reason {
            Some(digest) => Some(opened(platform, desk, digest).await?),
            None => None,
        },
        _ => None,
    };
    let sentence = match given.and_then(|g| g.reading.sentence.as_ref()) {
        Some(digest) => Some(facts::written(platform, &desk.case.id, digest).await?),
        None => None,
    };
    Ok(html! {
        (head.get(lang))
        @if let Some(given) = given { " " (reading(&given.reading, lang)) }
        @if let Some(sentence) = &sentence { p { "「" (sentence.get(lang)) "」" } }
        @if let Some(words) = &words { p class="reason" { (text!("理由・意見", "In their words").get(lang)) ": " (words) } }
    })
}

async fn opened(platform: &Platform, desk: &Desk, digest: &Digest) -> Result<String, Problem> {
    let key = KeyId::case(&desk.case.id);
    let bytes = platform.blobs().get(&key, digest).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A reading in tags.
pub(super) fn reading(reading: &Reading, lang: Lang) -> Markup {
    let level = reading.level;
    html! {
        span class="tag" { (reading.verdict.text().get(lang)) }
        @if let Some(tier) = &reading.tier { " " span class="tag" { "Tier " (tier) } }
        @if let Some(class) = reading.class { " " span class="tag" { (class.text().get(lang)) } }
        " " span class="tag" { (text!(("レベル{level}"), ("level {level}")).get(lang)) }
    }
}
