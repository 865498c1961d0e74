//! Stands in for the intake: the delivery is accepted, or is short of a limit where the plan says so.

use anyhow::Context as _;
use blob::KeyId;
use ledger::Along;
use readqc::{FileReport, PairReport};
use sequencing::{
    decide::{
        delivery::{Accepted, Command, Delivery, Facts, State, Status},
        order::{self, Order},
    },
    words::{Reason, SealedFile},
};
use sim::scenario::End;
use store::Write;
use words::{Actor, Context, Digest};

use super::super::{clock, world::World};

pub async fn take_in(world: &World, id: &str) -> anyhow::Result<()> {
    let platform = &world.opened.platform;
    let found = platform.ledger().load::<Delivery>(id).await?;
    let delivery = found.with_context(|| format!("no delivery {id}"))?.state;
    if delivery.status != Status::Checking {
        return Ok(());
    }
    let consent =
        consent::facts::in_force_for(platform.db(), &delivery.person, &delivery.case).await?;
    let now = clock::now();
    let facts = Facts {
        consent: consent.map(|c| c.reference),
        ..Facts::bare(now)
    };
    let mut context = Context::new(now, Actor::system()).on(&delivery.case);
    context.consent = facts.consent.clone();
    let pairs = pairs(&delivery)?;
    let qc = serde_json::to_string(&pairs)?;
    let kept = Digest::of(qc.as_bytes());
    let (case, own) = (delivery.case.to_string(), kept.to_string());
    let mut along = Along::default();
    along.writes.push(Write::new(
        "INSERT INTO sequencing_read_qc (delivery, case_id, digest, qc) VALUES ($1, $2, $3, $4)",
        vec![id.into(), case.as_str().into(), own.into(), qc.into()],
    ));
    let short = world.plan_of(&case)?.end == End::Quarantined;
    let files = seal(world, &delivery, !short).await?;
    let command = if short {
        let reason = Reason::Limit {
            measure: "q30".to_owned(),
            found: 0.71,
            limit: 0.8,
        };
        Command::Quarantine {
            reasons: vec![reason],
            files,
        }
    } else {
        let object = |f: &SealedFile| {
            let sql = "INSERT INTO sequencing_object (id, delivery, file) VALUES ($1, $2, $3)";
            let drs = f.drs.clone().unwrap_or_default();
            Write::new(sql, vec![drs.into(), id.into(), f.name.as_str().into()])
        };
        along.writes.extend(files.iter().map(object));
        let read = || pairs.iter().flat_map(PairReport::files);
        Command::Accept(Box::new(Accepted {
            files,
            reads_digest: pairs
                .first()
                .map(|p| p.digest.to_string())
                .unwrap_or_default(),
            reads: read().map(|f| f.reads).sum(),
            bases: read().map(|f| f.bases).sum(),
            qc: kept,
            merged: Vec::new(),
        }))
    };
    let ledger = platform.ledger();
    ledger
        .execute_along::<Delivery>(id, command, &facts, &context, along)
        .await?;
    if short {
        return Ok(());
    }
    let command = order::Command::RecordData {
        specimen: delivery.manifest.specimen.clone(),
        delivery: delivery.id.clone(),
    };
    let facts = order::Facts::bare(now);
    ledger
        .execute::<Order>(&delivery.order, command, &facts, &context)
        .await?;
    Ok(())
}

/// One small object stands for every file of the specimen.
async fn seal(world: &World, delivery: &State, named: bool) -> anyhow::Result<Vec<SealedFile>> {
    let platform = &world.opened.platform;
    let key = KeyId::member(&delivery.case, &delivery.person);
    let said = format!("stand-in for the reads of {}", delivery.manifest.specimen);
    let put = platform.blobs().put(&key, said.as_bytes()).await?;
    let sealed = |file: &sequencing::words::ManifestFile| SealedFile {
        name: file.name.clone(),
        mate: file.mate,
        lane: file.lane.clone(),
        sha256: file.sha256.clone(),
        blob: put.digest.clone(),
        bytes: file.bytes,
        drs: named.then(|| platform.new_id("drs")),
    };
    Ok(delivery.manifest.files.iter().map(sealed).collect())
}

fn pairs(delivery: &State) -> anyhow::Result<Vec<PairReport>> {
    let report = |mate: u8| {
        let file = delivery.manifest.files.iter().find(|f| f.mate == mate);
        file.map(|f| FileReport {
            name: f.name.clone(),
            bytes: f.bytes,
            sha256: f.sha256.to_string(),
            mate: Some(mate),
            reads: f.reads.unwrap_or_default(),
            bases: f.bases.unwrap_or_default(),
            q30: f.bases.unwrap_or_default() / 10 * 9,
            ..FileReport::default()
        })
    };
    let r1 = report(1).context("a manifest without a first mate")?;
    let sum = Digest::of(delivery.id.as_bytes()).to_string();
    let sum = sum.get(..32).unwrap_or_default().to_owned();
    let digest = format!("rd1-{}-{sum}", r1.reads * 2);
    Ok(vec![PairReport {
        r2: report(2),
        r1,
        digest: digest
            .parse()
            .map_err(|e| anyhow::anyhow!("{digest}: {e}"))?,
        ..PairReport::default()
    }])
}
