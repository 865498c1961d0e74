//! The decisions about a report, one function each.

use words::{CaseId, Digest, Signed};

use super::{
    Amendment, Draft, Event, Facts, Files, Reason, Refusal, Report, Share, Signature, Stage,
    Version,
};
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
            // To mend an error somebody begins with the same words.
            Stage::Signed if draft.reason == Reason::Correction => {}
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
    (signer, signed): ((String, String), Option<Box<Signed>>),
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
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
    let signed = signed.ok_or(Refusal::Unsigned)?;
    let (account, role) = signer;
    let mut events = vec![Event::Signed {
        version: last.version,
        signature: Signature {
            account,
            role,
            at: facts.now,
            digest,
            signed: Some(signed),
        },
    }];
    if let Some(old) = state.and_then(Report::in_force) {
        events.push(Event::Amended(Amendment {
            version: last.version,
            supersedes: old.version,
            reason: last.draft.reason,
            tell: facts.openers.clone(),
        }));
    }
    Ok(events)
}

pub fn edit(
    state: Option<&Report>,
    (from, data): (Digest, Digest),
    by: String,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let last = state.and_then(Report::last);
    let last = last.filter(|v| v.stage == Stage::Draft);
    let last = last.ok_or(Refusal::NothingToSign)?;
    if !facts.consented {
        return Err(Refusal::NoConsent);
    }
    let stands = &last.draft.data;
    if *stands == data {
        return Ok(vec![]);
    }
    if *stands != from {
        let stands = stands.clone();
        return Err(Refusal::Changed { saw: from, stands });
    }
    Ok(vec![Event::Edited {
        version: last.version,
        data,
        by,
    }])
}

pub fn share(
    state: Option<&Report>,
    with: Vec<String>,
    by: String,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let in_force = state.and_then(Report::in_force);
    let version = in_force.ok_or(Refusal::NothingToShare)?.version;
    if !facts.consented {
        return Err(Refusal::NoConsent);
    }
    if with.is_empty() {
        return Err(Refusal::Nobody);
    }
    let had = |s: &&Share| s.version == version;
    let given = state.iter().flat_map(|r| &r.shared).filter(had);
    let given: Vec<_> = given.flat_map(|s| &s.with).collect();
    if with.iter().all(|w| given.contains(&w)) {
        return Ok(vec![]);
    }
    Ok(vec![Event::Shared(Share {
        version,
        with,
        by,
        at: facts.now,
    })])
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
