//! Effects: the intake reads every file of a delivery once and decides; wiping removes what lies unencrypted.
//! What is sent to a vendor is the order with specimen numbers, never a name.

mod places;
mod read;
mod withdrawal;

use anyhow::Context as _;
use blob::KeyId;
use ledger::{Along, Failed};
use readqc::{PairReport, ReadsDigest};
use serde_json::Value;
use web::Platform;
use words::{Actor, Context, Digest};

use crate::{
    decide::{
        delivery::{Accepted, Command, Delivery, Facts, Refusal, State, Status},
        order::{self, Order},
    },
    rules::{self, Delivered, Profile},
    store,
    words::{Reason, SealedFile},
};

pub(crate) use places::{staged, wipe as wipe_files};
pub(crate) use withdrawal::on_consent;

/// Takes a delivery in. May run again after a crash: each step looks first at what was done.
pub(crate) async fn intake(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let delivery = load(&platform, &payload).await?;
    match delivery.status {
        Status::Announced => Ok(()),
        Status::Checking => check(&platform, &delivery).await,
        Status::Accepted => after_acceptance(&platform, &delivery).await,
        Status::Quarantined | Status::Refused => places::wipe(&platform, &delivery).await,
    }
}

/// Removes what a refused delivery left unencrypted.
pub(crate) async fn wipe(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let delivery = load(&platform, &payload).await?;
    places::wipe(&platform, &delivery).await
}

async fn load(platform: &Platform, payload: &Value) -> anyhow::Result<State> {
    let id = payload.get("delivery").and_then(Value::as_str);
    let id = id.context("failed to read the job: it names no delivery")?;
    let found = platform.ledger().load::<Delivery>(id).await?;
    Ok(found
        .with_context(|| format!("failed to find delivery {id}"))?
        .state)
}

async fn check(platform: &Platform, delivery: &State) -> anyhow::Result<()> {
    if facts(platform, delivery).await?.consent.is_none() {
        return refuse(platform, delivery).await;
    }
    let files = places::find(platform, delivery).await?;
    let reports = read::pairs(delivery, &files).await?;
    let digest = reports
        .iter()
        .fold(ReadsDigest::default(), |all, r| all.and(r.digest));
    let earlier = match digest.reads() {
        0 => None,
        _ => store::same_reads(platform.db(), &digest.to_string()).await?,
    };
    let profile =
        Profile::of(&delivery.profile).context("failed to find the profile of the order")?;
    let reasons = rules::judge(&Delivered {
        manifest: &delivery.manifest,
        reports: &reports,
        missing: &files.missing,
        earlier,
        limits: profile.limits(delivery.role),
    });
    let sealed = seal(platform, delivery, &files, &reports).await?;
    close(
        platform,
        delivery,
        Outcome {
            reasons,
            sealed,
            reports,
            digest,
        },
    )
    .await
}

/// What the intake found.
struct Outcome {
    reasons: Vec<Reason>,
    sealed: Vec<SealedFile>,
    reports: Vec<PairReport>,
    digest: ReadsDigest,
}

/// Seals every file that came with the key of its person in the case, good or bad: nothing is lost, and nothing stays readable.
async fn seal(
    platform: &Platform,
    delivery: &State,
    files: &places::Found,
    reports: &[PairReport],
) -> anyhow::Result<Vec<SealedFile>> {
    let key = KeyId::member(&delivery.case, &delivery.person);
    let mut sealed = Vec::new();
    for (file, path) in &files.present {
        let put = platform.blobs().put_file(&key, path).await?;
        let read = reports
            .iter()
            .flat_map(PairReport::files)
            .find(|r| r.name == file.name);
        if read.is_some_and(|r| r.sha256 != put.digest.as_str()) {
            anyhow::bail!("failed to seal {}: it changed while it was read", file.name);
        }
        sealed.push(SealedFile {
            name: file.name.clone(),
            mate: file.mate,
            lane: file.lane.clone(),
            sha256: put.digest.clone(),
            blob: put.digest,
            bytes: put.size,
        });
    }
    Ok(sealed)
}

async fn close(platform: &Platform, delivery: &State, outcome: Outcome) -> anyhow::Result<()> {
    let qc = serde_json::to_string(&outcome.reports)?;
    let qc_digest = Digest::of(qc.as_bytes());
    let along = Along {
        writes: vec![store::keep_qc(&delivery.id, &delivery.case, &qc_digest, qc)],
        ..Along::default()
    };
    let files = || outcome.reports.iter().flat_map(PairReport::files);
    let command = if outcome.reasons.is_empty() {
        Command::Accept(Box::new(Accepted {
            files: outcome.sealed,
            reads_digest: outcome.digest.to_string(),
            reads: files().map(|f| f.reads).sum(),
            bases: files().map(|f| f.bases).sum(),
            qc: qc_digest,
        }))
    } else {
        Command::Quarantine {
            reasons: outcome.reasons,
            files: outcome.sealed,
        }
    };
    match execute(platform, delivery, command, along).await {
        Ok(Some(state)) if state.status == Status::Accepted => {
            after_acceptance(platform, &state).await
        }
        Ok(_) => places::wipe(platform, delivery).await,
        Err(Failed::Refused(Refusal::NoConsent)) => refuse(platform, delivery).await,
        // Somebody refused it while it was read.
        Err(Failed::Refused(_)) => places::wipe(platform, delivery).await,
        Err(failed) => Err(failed.into()),
    }
}

/// Consent ended before the reads were taken in: they are refused, and what lies unencrypted is wiped.
async fn refuse(platform: &Platform, delivery: &State) -> anyhow::Result<()> {
    let command = Command::Refuse {
        consent: delivery.consent.clone(),
    };
    execute(platform, delivery, command, Along::default()).await?;
    places::wipe(platform, delivery).await
}

async fn after_acceptance(platform: &Platform, delivery: &State) -> anyhow::Result<()> {
    let command = order::Command::RecordData {
        specimen: delivery.manifest.specimen.clone(),
        delivery: delivery.id.clone(),
    };
    let facts = order::Facts::bare(platform.now());
    let context = context(platform, delivery).await?;
    let done = platform
        .ledger()
        .execute::<Order>(&delivery.order, command, &facts, &context)
        .await;
    match done {
        // An order that was cancelled meanwhile keeps its answer; the reads stay sealed.
        Ok(_) | Err(Failed::Refused(_)) => places::wipe(platform, delivery).await,
        Err(failed) => Err(failed.into()),
    }
}

async fn facts(platform: &Platform, delivery: &State) -> anyhow::Result<Facts> {
    let consent =
        consent::facts::in_force_for(platform.db(), &delivery.person, &delivery.case).await?;
    Ok(Facts {
        now: platform.now(),
        order: None,
        vendor: None,
        consent: consent.map(|c| c.reference),
    })
}

async fn context(platform: &Platform, delivery: &State) -> anyhow::Result<Context> {
    let consent = facts(platform, delivery).await?.consent;
    let context = Context::new(platform.now(), Actor::system()).on(&delivery.case);
    Ok(match consent {
        Some(consent) => context.resting_on(consent),
        None => context,
    })
}

async fn execute(
    platform: &Platform,
    delivery: &State,
    command: Command,
    along: Along,
) -> Result<Option<State>, Failed<Refusal>> {
    let consent =
        consent::facts::in_force_for(platform.db(), &delivery.person, &delivery.case).await?;
    let consent = consent.map(|c| c.reference);
    let facts = Facts {
        now: platform.now(),
        order: None,
        vendor: None,
        consent: consent.clone(),
    };
    let mut context = Context::new(facts.now, Actor::system()).on(&delivery.case);
    if let Some(consent) = consent {
        context = context.resting_on(consent);
    }
    let done = platform
        .ledger()
        .execute_along::<Delivery>(&delivery.id, command, &facts, &context, along)
        .await?;
    Ok(done.state)
}
