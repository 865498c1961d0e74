//! Verdicts over HTTP: a reading, agreement, a remark, opening again. Pages say the same through [`say`].

use axum::{
    Json,
    extract::{Path, State},
};
use blob::KeyId;
use ledger::Along;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Platform, Problem};
use words::{AccountId, Actor, At, Digest, Text};

use super::desk::{Desk, desk};
use crate::decide::judging::{Judge, Judging, NotJudged, judgement_of};
use crate::facts;
use crate::jobs::resting;
use crate::words::{Acmg, Given, Origin, Reading, Stage, Verdict};

/// The routes.
pub(crate) fn router() -> OpenApiRouter<Platform> {
    OpenApiRouter::default()
        .routes(routes!(read))
        .routes(routes!(agree))
        .routes(routes!(remark))
        .routes(routes!(reopen))
}

/// A reading as it was typed.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
pub(crate) struct Typed {
    /// The verdict.
    pub verdict: Verdict,
    /// AMP/ASCO/CAP tier, `I-A` … `IV`.
    #[serde(default)]
    pub tier: Option<String>,
    /// ACMG/AMP class.
    #[serde(default)]
    pub class: Option<Acmg>,
    /// Level of the report; as proposed unless said.
    #[serde(default)]
    pub level: Option<u8>,
    /// Origin; as proposed unless said.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub origin: Option<Origin>,
    /// The sentence for the report, in both languages; as proposed unless said.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub sentence: Option<Text>,
    /// Why; needed where it differs from what is proposed.
    #[serde(default)]
    pub reason: Option<String>,
    /// The version that was looked at; another one is refused.
    #[serde(default)]
    pub version: Option<i64>,
}

/// The version that was looked at.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
pub(crate) struct VersionIn {
    /// Another one is refused.
    version: Option<i64>,
}

/// Something in words.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct WordsIn {
    /// The words.
    text: String,
    /// The version that was looked at; another one is refused.
    version: Option<i64>,
}

/// How far the people are with a finding.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct VerdictOut {
    /// How far.
    stage: Stage,
    /// The version, to give with the next call.
    version: i64,
    /// The first reader.
    #[schema(value_type = Option<String>)]
    first: Option<AccountId>,
    /// The second reader.
    #[schema(value_type = Option<String>)]
    second: Option<AccountId>,
    /// The verdict that stands.
    verdict: Option<Verdict>,
    /// Its tier.
    tier: Option<String>,
    /// Its class.
    class: Option<Acmg>,
    /// Its level.
    level: Option<u8>,
}

/// What somebody wants to say.
pub(crate) enum Wish {
    Read(Box<Typed>),
    Agree,
    Remark(String),
    Reopen(String),
}

/// Says it. Pages and programs come here.
pub(crate) async fn say(
    platform: &Platform,
    desk: &Desk,
    wish: Wish,
    version: Option<i64>,
) -> Result<(), Problem> {
    let command = command(platform, desk, wish, platform.now()).await?;
    let interpretation = desk.interpretation();
    let facts = facts::proposal(&interpretation, &desk.case.id, &desk.proposed);
    let context = resting(platform, &desk.case.id, desk.actor.clone()).await?;
    let along = Along {
        expect: version,
        ..Along::default()
    };
    let id = judgement_of(&interpretation, &desk.proposed.id);
    platform
        .ledger()
        .execute_along::<Judging>(&id, command, &facts, &context, along)
        .await?;
    Ok(())
}

async fn command(platform: &Platform, desk: &Desk, wish: Wish, at: At) -> Result<Judge, Problem> {
    let Actor { account: by, .. } = desk.actor.clone();
    Ok(match wish {
        Wish::Agree => Judge::Agree { by, at },
        Wish::Remark(said) => {
            let remark = seal(platform, desk, &said).await?;
            let remark = remark.ok_or_else(|| Problem::refused(&NotJudged::ReasonMissing))?;
            Judge::Remark { by, remark }
        }
        Wish::Reopen(said) => Judge::Reopen {
            at,
            reason: seal(platform, desk, &said).await?,
        },
        Wish::Read(typed) => {
            let reading = reading(platform, desk, *typed).await?;
            Judge::Read(Given { by, at, reading })
        }
    })
}

async fn reading(platform: &Platform, desk: &Desk, typed: Typed) -> Result<Reading, Problem> {
    let sentence = match typed.sentence {
        Some(said) => {
            let (ja, en) = (said.ja.trim(), said.en.trim());
            if ja.is_empty() != en.is_empty() {
                return Err(Problem::refused(&NotJudged::OneLanguage));
            }
            let own =
                !ja.is_empty() && (ja, en) != (&*desk.proposed.text.ja, &*desk.proposed.text.en);
            if own {
                let said = serde_json::to_vec(&Text::made(ja, en));
                let said = said.map_err(anyhow::Error::from)?;
                Some(put(platform, desk, &said).await?)
            } else {
                None
            }
        }
        None => None,
    };
    let reason = seal(platform, desk, typed.reason.as_deref().unwrap_or_default()).await?;
    Ok(Reading {
        verdict: typed.verdict,
        tier: typed.tier.filter(|t| !t.is_empty()),
        class: typed.class,
        level: typed.level.unwrap_or(desk.proposed.level),
        origin: typed.origin.unwrap_or(desk.proposed.origin),
        sentence,
        reason,
    })
}

/// Seals what was written freely; nothing written is nothing sealed.
async fn seal(platform: &Platform, desk: &Desk, said: &str) -> Result<Option<Digest>, Problem> {
    match said.trim() {
        "" => Ok(None),
        said => Ok(Some(put(platform, desk, said.as_bytes()).await?)),
    }
}

async fn put(platform: &Platform, desk: &Desk, bytes: &[u8]) -> Result<Digest, Problem> {
    let key = KeyId::case(&desk.case.id);
    Ok(platform.blobs().put(&key, bytes).await?.digest)
}

async fn told(
    platform: &Platform,
    caller: &Caller,
    (id, finding): (&str, &str),
    wish: Wish,
    version: Option<i64>,
) -> Result<Json<VerdictOut>, Problem> {
    let opened = desk(platform, caller, "finding.judge", id, finding).await?;
    say(platform, &opened, wish, version).await?;
    let own = judgement_of(&opened.interpretation(), finding);
    let loaded = platform.ledger().load::<Judging>(&own).await?;
    let loaded = loaded.ok_or_else(Problem::broken)?;
    let state = loaded.state;
    let stands = state.decided.as_ref().map(|g| &g.reading);
    Ok(Json(VerdictOut {
        stage: state.stage,
        version: loaded.version,
        verdict: stands.map(|r| r.verdict),
        tier: stands.and_then(|r| r.tier.clone()),
        class: stands.and_then(|r| r.class),
        level: stands.map(|r| r.level),
        first: state.first.map(|g| g.by),
        second: state.second.map(|g| g.by),
    }))
}

/// Reads a finding: first, second, or in a discussion.
#[utoipa::path(post, path = "/api/cases/{id}/findings/{fid}/verdict", request_body = Typed,
    responses((status = 200, body = VerdictOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("finding.judge"))))]
async fn read(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, finding)): Path<(String, String)>,
    Json(typed): Json<Typed>,
) -> Result<Json<VerdictOut>, Problem> {
    let version = typed.version;
    let wish = Wish::Read(Box::new(typed));
    told(&platform, &caller, (&id, &finding), wish, version).await
}

/// Agrees with the reading that waits for somebody else.
#[utoipa::path(post, path = "/api/cases/{id}/findings/{fid}/agree", request_body = VersionIn,
    responses((status = 200, body = VerdictOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("finding.judge"))))]
async fn agree(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, finding)): Path<(String, String)>,
    Json(input): Json<VersionIn>,
) -> Result<Json<VerdictOut>, Problem> {
    told(
        &platform,
        &caller,
        (&id, &finding),
        Wish::Agree,
        input.version,
    )
    .await
}

/// Says something in a discussion.
#[utoipa::path(post, path = "/api/cases/{id}/findings/{fid}/remark", request_body = WordsIn,
    responses((status = 200, body = VerdictOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("finding.judge"))))]
async fn remark(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, finding)): Path<(String, String)>,
    Json(input): Json<WordsIn>,
) -> Result<Json<VerdictOut>, Problem> {
    said(&platform, &caller, (&id, &finding), input, Wish::Remark).await
}

/// Opens a verdict again.
#[utoipa::path(post, path = "/api/cases/{id}/findings/{fid}/reopen", request_body = WordsIn,
    responses((status = 200, body = VerdictOut), (status = 409, body = Problem)),
    extensions(("x-action" = json!("finding.judge"))))]
async fn reopen(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, finding)): Path<(String, String)>,
    Json(input): Json<WordsIn>,
) -> Result<Json<VerdictOut>, Problem> {
    said(&platform, &caller, (&id, &finding), input, Wish::Reopen).await
}

/// What was said in words, with the version that was seen.
async fn said(
    platform: &Platform,
    caller: &Caller,
    at: (&str, &str),
    input: WordsIn,
    wish: fn(String) -> Wish,
) -> Result<Json<VerdictOut>, Problem> {
    told(platform, caller, at, wish(input.text), input.version).await
}
