//! Stands in for the pipeline: it fails, waits or brings figures of quality as the plan says.

use std::collections::{BTreeMap, BTreeSet};

use analysis::{
    decide::{Command, Facts, Results, Run, State},
    rules::{self, Measured, Profile},
    words::{Mode, Output, Owner, SampleRole, Status},
};
use anyhow::Context as _;
use blob::KeyId;
use serde_json::{Value, json};
use sim::{Chance, scenario::End};
use words::{Actor, Context, Digest};

use super::super::{clock, world::World};

pub async fn run(world: &World, id: &str) -> anyhow::Result<()> {
    let platform = &world.opened.platform;
    let found = platform.ledger().load::<Run>(id).await?;
    let state = found.with_context(|| format!("no run {id}"))?.state;
    if !matches!(state.status, Status::Planned | Status::Running) {
        return Ok(());
    }
    let plan = world.plan_of(state.case.as_str())?;
    if plan.end == End::DataAccepted {
        return Ok(());
    }
    let mut consents = Vec::new();
    for person in state
        .samples
        .iter()
        .map(|s| &s.person)
        .collect::<BTreeSet<_>>()
    {
        let held = consent::facts::in_force_for(platform.db(), person, &state.case).await?;
        consents.extend(held.map(|c| c.reference));
    }
    let facts = Facts {
        consents,
        another: None,
    };
    say(world, &state, Command::Start, &facts).await?;
    clock::pass(5 * 3600);
    let command = if plan.end == End::RunFailed {
        Command::Fail {
            code: "E-PIPELINE-STEP".to_owned(),
            step: "call_variants".to_owned(),
        }
    } else {
        Command::Finish(Box::new(results(world, &state, plan.seed).await?))
    };
    say(world, &state, command, &facts).await
}

async fn say(world: &World, state: &State, command: Command, facts: &Facts) -> anyhow::Result<()> {
    let mut context = Context::new(clock::now(), Actor::system()).on(&state.case);
    context.consent = facts.consents.first().cloned();
    let ledger = world.opened.platform.ledger();
    let done = ledger
        .execute::<Run>(&state.id, command, facts, &context)
        .await;
    done.map(drop).map_err(anyhow::Error::from)
}

async fn results(world: &World, state: &State, seed: u64) -> anyhow::Result<Results> {
    let blobs = world.opened.platform.blobs();
    let key = KeyId::run(&state.case, &state.id);
    let qc = quality(state, seed);
    let gates = rules::judge(&Measured {
        qc: &qc,
        mode: state.mode,
        profile: Profile::of(&state.profile).context("no such profile")?,
    });
    let text = serde_json::to_vec(&qc)?;
    let qc = blobs.put(&key, &text).await?;
    let said = format!("stand-in for the results of {}", state.id);
    let rest = blobs.put(&key, said.as_bytes()).await?;
    let output = |name: String, put: &blob::Put| Output {
        name,
        digest: put.digest.clone(),
        blob: put.digest.clone(),
        bytes: put.size,
        owner: Owner::Run {
            run: state.id.clone(),
        },
    };
    let calls = match state.mode {
        Mode::Germline => vec!["germline.vcf.gz"],
        Mode::Pair => vec!["somatic.vcf.gz", "germline.vcf.gz", "sv.vcf.gz"],
        Mode::Trio => vec!["trio.vcf.gz"],
    };
    let mut outputs = vec![output("qc.json".to_owned(), &qc)];
    outputs.extend(calls.into_iter().map(|name| output(name.to_owned(), &rest)));
    Ok(Results {
        outputs,
        pipeline_digest: Digest::of(b"stand-in for the pipeline").to_string(),
        reference: "GRCh38 (stand-in)".to_owned(),
        tools: BTreeMap::from([("stand-in".to_owned(), "1".to_owned())]),
        gates,
        qc: qc.digest,
    })
}

/// `qc.json` in its form, with invented figures within the limits or a little beside them.
fn quality(state: &State, seed: u64) -> Value {
    let mut chance = Chance::of_seed(seed ^ 0x9c);
    let mut samples = serde_json::Map::new();
    for sample in &state.samples {
        let base = if sample.role == SampleRole::Tumour {
            118
        } else {
            33
        };
        let mean = (base + chance.below(14)) as f64;
        let depths: Vec<Value> = (0..20)
            .map(|n| json!([n * 6, 1.0 / f64::from(n + 2)]))
            .collect();
        samples.insert(
            sample.role.code().to_owned(),
            json!({
                "conservation": { "reads_in": 820_000_000_u64, "reads_out": 820_000_000_u64, "same": true },
                "alignment": { "reads": 8.2e8, "mapped": 8.18e8, "mapped_fraction": 0.997,
                    "duplicate_fraction": 0.06, "insert": { "histogram": [[320, 10], [350, 24], [390, 9]] },
                    "gc": [[30.0, 2.0], [40.0, 7.0], [50.0, 4.0]] },
                "coverage": { "mean": mean, "histogram": depths },
            }),
        );
    }
    let gates = match state.mode {
        Mode::Pair => json!([
            { "gate": "identity.concordance", "answer": "pass", "value": 0.998, "limit": { "warn": 0.95, "fail": 0.6 }, "n": 73, "reason": "within_limits" },
            { "gate": "contamination.normal", "answer": "pass", "value": 0.001, "limit": { "warn": 0.01, "fail": 0.03 }, "n": 73, "reason": "within_limits" },
        ]),
        _ => json!([]),
    };
    json!({ "mode": state.mode, "samples": samples, "identity": { "gates": gates } })
}
