//! Keeping the reads around the findings: cut out once when the findings are there, sealed as the reads themselves are, so that
//! nobody opens a whole alignment to look at a place.

use std::collections::BTreeMap;
use std::path::Path;

use analysis::facts::{Output, RunView, Sample, key};
use annotate::window::Window;
use anyhow::Context as _;
use blob::KeyId;
use knowledge::facts::Engine;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use web::Platform;
use words::CaseId;

use super::{execute, kit::Place};
use crate::decide::{Command, Interpretation, Kept, SampleReads, State, Status};
use crate::facts::{self, key as sealed_with};
use crate::rules::window;
use crate::words::Finding;

/// The bases of the genome under a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Bases {
    /// Chromosome of GRCh38.
    pub chrom: String,
    /// 1-based.
    pub from: u64,
    /// In upper case.
    pub bases: String,
}

/// Cuts out the reads of a ready interpretation. Run twice it finds the same and records it once.
pub(crate) async fn keep(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let id = payload.get("interpretation").and_then(Value::as_str);
    let id = id.context("failed to read the job: it names no interpretation")?;
    let loaded = platform.ledger().load::<Interpretation>(id).await?;
    let state: State = loaded
        .with_context(|| format!("failed to find interpretation {id}"))?
        .state;
    if state.status != Status::Ready || state.reads.is_some() {
        return Ok(());
    }
    let run = analysis::facts::accepted_run(platform.db(), &state.case).await?;
    let Some(run) = run.filter(|r| r.id == state.run) else {
        return Ok(());
    };
    let kept = cut(&platform, id, &state, &run).await?;
    execute(&platform, id, &state.case, Command::KeepReads(kept)).await
}

async fn cut(platform: &Platform, id: &str, state: &State, run: &RunView) -> anyhow::Result<Kept> {
    let engine = knowledge::facts::engine(platform).await?;
    let findings = facts::proposed(platform, state).await?;
    let genome = serde_json::to_vec(&bases(&engine, &findings))?;
    let genome = platform.blobs().put(&sealed_with(state), &genome).await?;
    let windows: Vec<Window> = findings.iter().filter_map(window_of).collect();
    let mut samples = Vec::new();
    for sample in &run.samples {
        let kept = of_sample(platform, id, state, run, sample, &engine, &windows).await?;
        samples.extend(kept);
    }
    Ok(Kept {
        samples,
        genome: genome.digest,
    })
}

fn bases(engine: &Engine, findings: &[Finding]) -> BTreeMap<String, Bases> {
    let of = |f: &Finding| {
        let range = window::around(f, window::KEPT);
        let read = |from: u64| {
            let bases = engine.annotator.bases(&f.chrom, from, *range.end());
            bases.ok().map(|b| (from, b))
        };
        // a window may begin before the part of a chromosome that is loaded
        let (from, bases) = read(*range.start()).or_else(|| read(f.pos))?;
        Some(Bases {
            chrom: f.chrom.clone(),
            from,
            bases: String::from_utf8_lossy(&bases).into_owned(),
        })
    };
    findings
        .iter()
        .filter_map(|f| Some((f.id.clone(), of(f)?)))
        .collect()
}

/// The window of a finding in the aligned file, whose contigs are those of the calls.
fn window_of(finding: &Finding) -> Option<Window> {
    let (contig, pos) = window::written(&finding.provenance.record)?;
    let range = window::around(finding, window::KEPT);
    let before = (finding.pos - range.start()).min(pos.saturating_sub(1));
    let after = range.end() - finding.pos;
    Some(Window {
        contig: contig.to_owned(),
        from: pos - before,
        to: pos + after,
        chrom: finding.chrom.clone(),
        at: finding.pos - before,
    })
}

/// The reads of one sample; none if the run kept no aligned file of it, or its key is gone.
async fn of_sample(
    platform: &Platform,
    id: &str,
    state: &State,
    run: &RunView,
    sample: &Sample,
    engine: &Arc<Engine>,
    windows: &[Window],
) -> anyhow::Result<Option<SampleReads>> {
    let name = format!("{}.cram", sample.specimen);
    let (Some(cram), Some(index)) = (run.output(&name), run.output(&format!("{name}.crai"))) else {
        return Ok(None);
    };
    if platform
        .blobs()
        .is_forgotten(&key(&state.case, &cram.owner))
    {
        return Ok(None);
    }
    let place = Place::make(platform, &format!("{id}.reads"))?;
    for output in [cram, index] {
        fetch(platform, &state.case, output, &place.join(&output.name)).await?;
    }
    let (path, engine, windows) = (place.join(&name), engine.clone(), windows.to_vec());
    let work = move || {
        let genome = move |contig: &str| engine.annotator.contig(contig);
        annotate::window::cut(&path, genome, &windows)
    };
    let bam = tokio::task::spawn_blocking(work).await??;
    let own = KeyId::member(&state.case, &sample.person);
    let put = platform.blobs().put(&own, &bam).await?;
    Ok(Some(SampleReads {
        specimen: sample.specimen.clone(),
        person: sample.person.clone(),
        digest: put.digest,
    }))
}

async fn fetch(
    platform: &Platform,
    case: &CaseId,
    output: &Output,
    to: &Path,
) -> anyhow::Result<()> {
    let key = key(case, &output.owner);
    platform.blobs().get_file(&key, &output.blob, to).await?;
    Ok(())
}
