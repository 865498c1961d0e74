//! The decisions about a report, one function each.

use words::{CaseId, Digest};

use super::{Draft, Event, Facts, Files, Refusal, Report, Signature, Stage, Version};
use crate::words::Kind;

pub fn draft_version(
    state: Option<&Report>,
    case: CaseId,
    kind: Kind,
    draft: Draft,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    if !facts.consented {
        return Err(Refusal::NoConsent);
    }
    let ready = match kind {
        Kind::Analysis => true,
        Kind::Panel => facts.analysis_signed && facts.panel_closed,
        Kind::Lay => facts.panel_closed && facts.panel_report_signed,
    };
    if !ready {
        return Err(Refusal::TooEarly(kind));
    }
    let last = state.and_then(Report::last);
    // An answered test makes a new version even where it changes no sentence: the paper must know the answers.
    let same =
        |v: &&Version| v.draft.basis == draft.basis && v.draft.confirmations == draft.confirmations;
    if let Some(same) = last.filter(same) {
        match same.stage {
            // Somebody asked twice for the same draft: the one that stands is the answer.
            Stage::Draft => return Ok(vec![]),
            Stage::Signed => return Err(Refusal::NothingNew(same.version)),
            Stage::Superseded | Stage::Dropped => {}
        }
    }
    Ok(vec![Event::Drafted {
        case,
        kind,
        version: last.map_or(1, |v| v.version + 1),
        supersedes: state.and_then(Report::in_force).map(|v| v.version),
        draft,
    }])
}

pub fn sign(
    state: Option<&Report>,
    digest: Digest,
    signer: (String, String),
    facts: &Facts,
) -> Result<Event, Refusal> {
    let last = state.and_then(Report::last).ok_or(Refusal::NothingToSign)?;
    match (last.stage, &last.signature) {
        (Stage::Signed, Some(by)) => {
            return Err(Refusal::SignedAlready(last.version, Box::new(by.clone())));
        }
        (Stage::Draft, _) => {}
        _ => return Err(Refusal::NothingToSign),
    }
    if last.draft.data != digest {
        let stands = last.draft.data.clone();
        return Err(Refusal::Changed {
            saw: digest,
            stands,
        });
    }
    if !facts.consented {
        return Err(Refusal::NoConsent);
    }
    let (account, role) = signer;
    Ok(Event::Signed {
        version: last.version,
        signature: Signature {
            account,
            role,
            at: facts.now,
            digest,
        },
    })
}

pub fn render(
    state: Option<&Report>,
    version: i64,
    signed: bool,
    files: Files,
) -> Result<Vec<Event>, Refusal> {
    let refused = Refusal::NotRenderable(version);
    let of = state
        .and_then(|r| r.version(version))
        .ok_or(refused.clone())?;
    let has = if signed { &of.signed } else { &of.drafted };
    if *has == files {
        return Ok(vec![]);
    }
    if signed && of.signature.is_none() {
        return Err(refused);
    }
    Ok(vec![Event::Rendered {
        version,
        signed,
        files,
    }])
}

pub fn drop_draft(state: Option<&Report>) -> Vec<Event> {
    let last = state
        .and_then(Report::last)
        .filter(|v| v.stage == Stage::Draft);
    last.map(|v| Event::Dropped { version: v.version })
        .into_iter()
        .collect()
}
