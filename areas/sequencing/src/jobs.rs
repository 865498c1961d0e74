//! Effects: the intake reads every file of a delivery once and decides; wiping removes what lies unencrypted.
//! What is sent to a vendor is the order with specimen numbers, never a name.

mod follow;
mod places;
mod read;
mod scan;
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

pub(crate) use follow::on_tube_or_delivery;
pub(crate) use places::{staged, wipe as wipe_files};
pub(crate) use withdrawal::on_consent;

/// Takes a delivery in. May run again after a crash: each step looks first at what was done.
pub(crate) async fn intake(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let delivery = load(&platform, &payload).await?;
    match delivery.status {
        Status::Announced => Ok(()),
        Status::Checking => check(&platform, &delivery).await,
        Status::Accepted => after_acceptance(&platform, &delivery).await,
        Status::Quarantined | Status::Merged | Status::Refused => {
            places::wipe(&platform, &delivery).await
        }
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
    let kept = topped_up(platform, delivery).await?;
    let mut reasons = judge(platform, delivery, &files, (&reports, &kept)).await?;
    // What is whole may be taken in, now or with a top-up; what is broken is sealed and never opened.
    if reasons.iter().all(|r| matches!(r, Reason::Limit { .. })) {
        reasons.extend(scan::files(platform, &files).await?);
    }
    let sealed = seal(platform, delivery, &files, &reports).await?;
    let outcome = Outcome {
        reasons,
        sealed,
        reports,
        kept,
    };
    close(platform, delivery, outcome).await
}

/// The deliveries that this one tops up, with what the intake saw of them.
async fn topped_up(
    platform: &Platform,
    delivery: &State,
) -> anyhow::Result<Vec<(State, Vec<PairReport>)>> {
    let (order, specimen) = (&delivery.order, &delivery.manifest.specimen);
    let earlier = store::of_specimen(platform.db(), order, specimen).await?;
    let qc = store::read_qc(platform.db(), &delivery.case).await?;
    let mut kept = Vec::new();
    for state in earlier.into_iter().filter(State::is_topped_up) {
        let pairs = qc.iter().find(|q| q.delivery == state.id);
        let pairs = pairs.context("failed to find the read QC of a delivery to top up")?;
        kept.push((state, pairs.pairs.clone()));
    }
    Ok(kept)
}

/// Every check of the content, over what was read in the one pass.
async fn judge(
    platform: &Platform,
    delivery: &State,
    files: &places::Found,
    (reports, kept): (&[PairReport], &[(State, Vec<PairReport>)]),
) -> anyhow::Result<Vec<Reason>> {
    let read = reports.iter().filter(|r| r.digest.reads() > 0);
    let digests = read.map(|r| r.digest.to_string());
    let profile =
        Profile::of(&delivery.profile).context("failed to find the profile of the order")?;
    let kept: Vec<_> = kept
        .iter()
        .map(|(s, p)| (s.id.clone(), p.clone()))
        .collect();
    Ok(rules::judge(&Delivered {
        id: &delivery.id,
        manifest: &delivery.manifest,
        reports,
        missing: &files.missing,
        earlier: store::same_reads(platform.db(), digests).await?,
        kept: &kept,
        limits: profile.limits(delivery.role),
    }))
}

/// What the intake found.
struct Outcome {
    reasons: Vec<Reason>,
    sealed: Vec<SealedFile>,
    reports: Vec<PairReport>,
    kept: Vec<(State, Vec<PairReport>)>,
}

impl Outcome {
    /// What is accepted: this delivery, after those it tops up. Every file becomes an object with an id of its own.
    fn accepted(self, platform: &Platform, qc: Digest) -> Accepted {
        let merged = self.kept.iter().map(|(s, _)| s.id.clone()).collect();
        let before = self.kept.iter().flat_map(|(s, _)| s.files.clone());
        let files = before.chain(self.sealed).map(|file| SealedFile {
            drs: Some(platform.new_id("drs")),
            ..file
        });
        let files = files.collect();
        let kept = self.kept.into_iter().flat_map(|(_, pairs)| pairs);
        let pairs: Vec<PairReport> = kept.chain(self.reports).collect();
        let digest = pairs
            .iter()
            .fold(ReadsDigest::default(), |all, r| all.and(r.digest));
        let read = || pairs.iter().flat_map(PairReport::files);
        Accepted {
            files,
            reads_digest: digest.to_string(),
            reads: read().map(|f| f.reads).sum(),
            bases: read().map(|f| f.bases).sum(),
            qc,
            merged,
        }
    }
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
            drs: None,
        });
    }
    Ok(sealed)
}

async fn close(platform: &Platform, delivery: &State, outcome: Outcome) -> anyhow::Result<()> {
    let qc = serde_json::to_string(&outcome.reports)?;
    let qc_digest = Digest::of(qc.as_bytes());
    let keep = store::keep_qc(&delivery.id, &delivery.case, &qc_digest, qc);
    let mut along = Along {
        writes: vec![keep],
        ..Along::default()
    };
    let command = if outcome.reasons.is_empty() {
        let pairs = outcome.reports.iter();
        let pairs = pairs.chain(outcome.kept.iter().flat_map(|(_, p)| p));
        let remember = |p: &PairReport| store::remember_pair(&delivery.id, p.digest.to_string());
        along.writes.extend(pairs.map(remember));
        let accepted = outcome.accepted(platform, qc_digest);
        let object =
            |f: &SealedFile| Some(store::name_object(f.drs.as_deref()?, &delivery.id, &f.name));
        along
            .writes
            .extend(accepted.files.iter().filter_map(object));
        Command::Accept(Box::new(accepted))
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
    for earlier in &delivery.merged {
        let into = delivery.id.clone();
        merge(platform, earlier, Command::Merge { into }).await?;
    }
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

/// Saying it twice changes nothing.
async fn merge(platform: &Platform, id: &str, command: Command) -> anyhow::Result<()> {
    let found = platform.ledger().load::<Delivery>(id).await?;
    let Some(earlier) = found else { return Ok(()) };
    execute(platform, &earlier.state, command, Along::default()).await?;
    Ok(())
}

async fn facts(platform: &Platform, delivery: &State) -> anyhow::Result<Facts> {
    let consent =
        consent::facts::in_force_for(platform.db(), &delivery.person, &delivery.case).await?;
    Ok(Facts {
        consent: consent.map(|c| c.reference),
        ..Facts::bare(platform.now())
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
    let facts = Facts {
        consent: consent.map(|c| c.reference),
        ..Facts::bare(platform.now())
    };
    let mut context = Context::new(facts.now, Actor::system()).on(&delivery.case);
    context.consent = facts.consent.clone();
    let done = platform
        .ledger()
        .execute_along::<Delivery>(&delivery.id, command, &facts, &context, along)
        .await?;
    Ok(done.state)
}
