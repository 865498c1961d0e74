//! Effects: annotating the variants of a run and sealing what was found; hearing of runs and withdrawals.

mod germline;
mod kit;
mod prints;
mod rare;
pub(crate) mod reads;
mod reference;
pub(crate) mod renewed;
mod small;
mod structural;
mod withdrawal;

use analysis::facts::Output;
use anyhow::{Context as _, bail};
use clinical::facts as clinic;
use ledger::{Along, Failed, Recorded};
use registry::facts::CaseKind;
use serde_json::Value;
use store::Write;
use web::Platform;
use words::{Actor, CaseId, Context};

use crate::decide::{Code, Command, Failure, Interpretation, Outcome, State, Status, id_of};
use crate::facts::key;
use crate::react;
use crate::words::{Finding, PanelGenes};
pub(crate) use withdrawal::on_consent;

/// A run was accepted.
pub(crate) async fn on_run(platform: Platform, heard: Recorded) -> anyhow::Result<()> {
    let Some(case) = &heard.case else {
        return Ok(());
    };
    let Some(command) = react::on_run(&heard.event, &heard.id, case) else {
        return Ok(());
    };
    execute(&platform, &id_of(&heard.id), case, command).await
}

pub(crate) async fn execute(
    platform: &Platform,
    id: &str,
    case: &CaseId,
    command: Command,
) -> anyhow::Result<()> {
    execute_along(platform, id, case, command, Vec::new()).await
}

pub(crate) async fn execute_along(
    platform: &Platform,
    id: &str,
    case: &CaseId,
    command: Command,
    writes: Vec<Write>,
) -> anyhow::Result<()> {
    let context = resting(platform, case, Actor::system()).await?;
    let along = Along {
        writes,
        ..Along::default()
    };
    match platform
        .ledger()
        .execute_along::<Interpretation>(id, command, &(), &context, along)
        .await
    {
        Ok(_) | Err(Failed::Refused(_)) => Ok(()),
        Err(Failed::Stale) => bail!("somebody else acted first"),
        Err(Failed::Store(error)) => Err(error.into()),
    }
}

/// Who acts now for a case, on the consent of its proband.
pub(crate) async fn resting(
    platform: &Platform,
    case: &CaseId,
    actor: Actor,
) -> anyhow::Result<Context> {
    let context = Context::new(platform.now(), actor).on(case);
    let Some(view) = registry::facts::case(platform.db(), case).await? else {
        return Ok(context);
    };
    let Some(proband) = view.proband() else {
        return Ok(context);
    };
    let held = consent::facts::in_force_for(platform.db(), proband, case).await?;
    Ok(match held {
        Some(consent) => context.resting_on(consent.reference),
        None => context,
    })
}

/// What the patient's side brings to the reading of variants.
pub(crate) struct Asked {
    /// Cancer or rare disease.
    pub cancer: bool,
    /// OncoTree code of the patient's tumour.
    pub oncotree: Option<String>,
    /// HPO terms of the patient.
    pub features: Vec<String>,
    /// The list of panel genes.
    pub panel: PanelGenes,
}

/// Annotates the run of an interpretation. Run twice it finds the same and records it once; what cannot be done as things
/// are is recorded as a failure and not tried again by itself.
pub(crate) async fn annotate(platform: Platform, payload: Value) -> anyhow::Result<()> {
    let id = payload
        .get("interpretation")
        .and_then(Value::as_str)
        .context("failed to read the job: it names no interpretation")?;
    let loaded = platform.ledger().load::<Interpretation>(id).await?;
    let state: State = loaded
        .with_context(|| format!("failed to find interpretation {id}"))?
        .state;
    if state.status != Status::Requested {
        return Ok(());
    }
    let run = analysis::facts::accepted_run(platform.db(), &state.case).await?;
    let Some(run) = run.filter(|r| r.id == state.run) else {
        return Ok(());
    };
    let (command, rows) = if knowledge::facts::can_annotate(platform.db()).await? {
        answer(&platform, id, &state, &run.outputs).await?
    } else {
        let failure = Failure::of(Code::KnowledgeMissing, None);
        (Command::Fail(failure), Vec::new())
    };
    execute_along(&platform, id, &state.case, command, rows).await
}

/// Reads what the run made, and seals what was found.
async fn answer(
    platform: &Platform,
    id: &str,
    state: &State,
    outputs: &[Output],
) -> anyhow::Result<(Command, Vec<Write>)> {
    let engine = knowledge::facts::engine(platform).await?;
    let asked = asked(platform, &state.case).await?;
    let files = kit::fetch(platform, &state.case, id, outputs).await?;
    let releases = engine.releases.iter().map(|r| r.id.clone()).collect();
    let panel = asked.panel.version.clone();
    let read = engine.clone();
    let work = move || read_all(&read, &asked, &files);
    let (findings, variants) = match tokio::task::spawn_blocking(work).await?? {
        Read::Done(findings, variants) => (findings, variants),
        Read::Stopped(failure) => return Ok((Command::Fail(failure), Vec::new())),
    };
    let bytes = serde_json::to_vec(&findings)?;
    let put = platform.blobs().put(&key(state), &bytes).await?;
    let rows = prints::rows(platform, &engine, id, &state.case, &findings)?;
    let held = findings.iter().filter(|f| f.secondary);
    let outcome = Outcome {
        digest: put.digest,
        held: held.map(|f| f.id.clone()).collect(),
        findings: findings.into_iter().map(|f| f.id).collect(),
        releases,
        variants,
        panel,
    };
    Ok((Command::Finish(outcome), rows))
}

const PANEL_GENES: &str = include_str!("../../../catalog/interpretation/panel-genes.toml");

async fn asked(platform: &Platform, case: &CaseId) -> anyhow::Result<Asked> {
    let view = registry::facts::case(platform.db(), case)
        .await?
        .with_context(|| format!("failed to find case {case}"))?;
    let solid = clinic::value(platform, case, "cancer.tumour.cancer_type_solid").await?;
    let oncotree = match solid {
        Some(code) => Some(code),
        None => clinic::value(platform, case, "cancer.tumour.cancer_type_haem").await?,
    };
    Ok(Asked {
        cancer: view.kind == CaseKind::Cancer,
        oncotree,
        features: clinic::phenotypes(platform, case).await?,
        panel: toml::from_str(PANEL_GENES).context("failed to understand panel-genes.toml")?,
    })
}

/// What reading the files of a run comes to.
enum Read {
    /// Findings, and how many variants were looked at.
    Done(Vec<Finding>, u64),
    /// A file that must not be read.
    Stopped(Failure),
}

/// Every kind of variant, in order of weight; ids are given last.
fn read_all(
    engine: &knowledge::facts::Engine,
    asked: &Asked,
    files: &kit::Files,
) -> anyhow::Result<Read> {
    for file in files.all() {
        if let Some(failure) = reference::check(engine, file)? {
            return Ok(Read::Stopped(failure));
        }
    }
    let (mut findings, mut variants) = (Vec::new(), 0);
    let mut add = |(found, seen): (Vec<Finding>, u64)| {
        findings.extend(found);
        variants += seen;
    };
    if let Some(file) = files.get("somatic.vcf.gz") {
        add(small::read(engine, asked, file)?);
    }
    match files.get("trio.vcf.gz") {
        Some(file) if !asked.cancer => add(rare::read(engine, asked, file)?),
        _ => {
            if let Some(file) = files.get("germline.vcf.gz") {
                add(if asked.cancer {
                    germline::read(engine, asked, file)?
                } else {
                    rare::read(engine, asked, file)?
                });
            }
        }
    }
    if let (true, Some(file)) = (asked.cancer, files.get("sv.vcf.gz")) {
        add(structural::read(engine, asked, file)?);
    }
    findings.sort_by_key(|f| {
        (
            f.secondary,
            f.level,
            f.tier.clone().unwrap_or_else(|| "~".to_owned()),
        )
    });
    for (finding, number) in findings.iter_mut().zip(1..) {
        finding.id = format!("F{number:03}");
    }
    Ok(Read::Done(findings, variants))
}
