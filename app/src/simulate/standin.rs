//! What needs real sequence is stood in for: the intake of reads, the pipeline, the annotation, the printing of documents.
//!
//! Each runs as the job it stands in for, ends in the same command, and seals small objects under the same keys: one object per
//! specimen instead of its FASTQ files, one per run instead of CRAM and VCF, the same small PDF for every document. Findings,
//! figures of quality, contents of reports are real in form and invented in content. Reads around findings are not kept.

mod findings;
mod paper;
mod reads;
mod run;

use serde_json::Value;

use super::world::World;

/// Runs a job if there is a stand-in for it; says whether there was.
pub async fn job(world: &World, kind: &str, payload: &Value) -> anyhow::Result<bool> {
    let text = |field: &str| {
        payload
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    match kind {
        sequencing::decide::delivery::INTAKE => reads::take_in(world, text("delivery")).await?,
        analysis::decide::RUN => run::run(world, text("run")).await?,
        interpretation::decide::ANNOTATE => findings::find(world, text("interpretation")).await?,
        interpretation::decide::READS => {}
        "consent.receipt" => paper::receipt(world, text("consent")).await?,
        "report.render" => paper::report(world, payload).await?,
        _ => return Ok(false),
    }
    Ok(true)
}
