//! The neighbours of this house: what reports ask, answered by the facts of the areas before this one.

mod clinic;
mod consents;
pub mod findings;
mod run;

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use registry::facts::{CaseKind as Registered, CaseStatus, CaseView, Relation};
use web::Platform;
use words::{CaseId, Text, text};

use super::gather::{CaseFacts, Material, Neighbours};
use crate::words::CaseKind;
use crate::words::input::{FindingLine, MemberLine, RejectedLine, RunLine, SpecimenLine};

/// What interpretation found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Findings in order of weight.
    pub kept: Vec<FindingLine>,
    /// What a curator took out.
    pub rejected: Vec<RejectedLine>,
    /// Finding → what a curator said of it.
    pub verdicts: BTreeMap<String, String>,
}

/// Where findings come from: interpretation, behind one question.
pub trait Findings: Send + Sync {
    /// The findings of a case; none as long as interpretation is not ready.
    fn findings<'a>(
        &'a self,
        platform: &'a Platform,
        case: &'a CaseId,
    ) -> BoxFuture<'a, anyhow::Result<Option<Found>>>;
}

/// The house: everything by the facts of the areas, and the findings it is given.
pub struct House<R>(pub R);

impl<R: Findings> Neighbours for House<R> {
    fn case<'a>(
        &'a self,
        platform: &'a Platform,
        id: &'a CaseId,
    ) -> BoxFuture<'a, anyhow::Result<Option<CaseFacts>>> {
        Box::pin(case(platform, id))
    }

    fn material<'a>(
        &'a self,
        platform: &'a Platform,
        id: &'a CaseId,
    ) -> BoxFuture<'a, anyhow::Result<Material>> {
        Box::pin(async move {
            let Some(view) = registry::facts::case(platform.db(), id).await? else {
                return Ok(Material::default());
            };
            // Without an interpretation there is nothing to report: an empty report would read as negative.
            let Some(found) = self.0.findings(platform, id).await? else {
                return Ok(Material::default());
            };
            Ok(Material {
                members: members(platform, &view).await?,
                specimens: specimens(platform, id).await?,
                run: accepted_run(platform, id).await?,
                clinical: clinic::items(platform, id).await?,
                releases: clinic::releases(platform).await?,
                findings: found.kept,
                rejected: found.rejected,
                verdicts: found.verdicts,
            })
        })
    }
}

/// The case with the consents it rests on.
async fn case(platform: &Platform, id: &CaseId) -> anyhow::Result<Option<CaseFacts>> {
    let Some(view) = registry::facts::case(platform.db(), id).await? else {
        return Ok(None);
    };
    let Some(proband) = view.proband().cloned() else {
        return Ok(None);
    };
    let consents = consents::all(platform.db(), &view).await?;
    let own = consents.iter().find(|c| c.relation == Relation::Proband);
    let in_force = own.and_then(|c| c.in_force.as_ref());
    let others = consents.iter().filter(|c| c.relation != Relation::Proband);
    let answers = |c: &consents::Held| {
        c.in_force
            .as_ref()
            .map(|f| f.answers.clone())
            .unwrap_or_default()
    };
    Ok(Some(CaseFacts {
        id: view.id.clone(),
        kind: kind(view.kind),
        site: view.site.clone(),
        proband,
        consented: view.status == CaseStatus::Active
            && consents.iter().all(|c| c.in_force.is_some()),
        consent: in_force.map(|f| f.reference.clone()),
        choices: in_force.map(|f| f.answers.clone()).unwrap_or_default(),
        others: others
            .map(|c| (word(c.relation).to_owned(), answers(c)))
            .collect::<BTreeMap<_, _>>(),
    }))
}

/// The participants with the consent each one's data rest on.
async fn members(platform: &Platform, view: &CaseView) -> anyhow::Result<Vec<MemberLine>> {
    let consents = consents::all(platform.db(), view).await?;
    let line = |held: consents::Held| MemberLine {
        person: held.person.to_string(),
        relation: relation(held.relation),
        scope: held
            .in_force
            .as_ref()
            .map_or(Text::new("", ""), |f| consents::scope(&f.answers)),
        consent: held.in_force.map(|f| f.reference),
    };
    Ok(consents.into_iter().map(line).collect())
}

/// The tubes of the case.
async fn specimens(platform: &Platform, case: &CaseId) -> anyhow::Result<Vec<SpecimenLine>> {
    let tubes = specimen::facts::tubes(platform.db(), case).await?;
    let line = |tube: specimen::facts::TubeView| SpecimenLine {
        role: tube_role(&tube),
        person: tube.person.to_string(),
        id: tube.id,
    };
    Ok(tubes.into_iter().map(line).collect())
}

/// The accepted run, if there is one.
async fn accepted_run(platform: &Platform, case: &CaseId) -> anyhow::Result<Option<RunLine>> {
    let Some(view) = analysis::facts::accepted_run(platform.db(), case).await? else {
        return Ok(None);
    };
    let qc = analysis::facts::qc(platform, case, &view).await?;
    Ok(Some(run::line(view, qc.as_ref())))
}

fn kind(kind: Registered) -> CaseKind {
    match kind {
        Registered::Cancer => CaseKind::Cancer,
        Registered::Rare => CaseKind::Rare,
    }
}

fn word(relation: Relation) -> &'static str {
    match relation {
        Relation::Proband => "proband",
        Relation::Mother => "mother",
        Relation::Father => "father",
    }
}

fn relation(relation: Relation) -> Text {
    match relation {
        Relation::Proband => text!("本人", "the person"),
        Relation::Mother => text!("母", "mother"),
        Relation::Father => text!("父", "father"),
    }
}

fn tube_role(tube: &specimen::facts::TubeView) -> Text {
    use specimen::words::{Material, Role};
    let role = match tube.role {
        Role::Tumour => text!("腫瘍", "tumour"),
        Role::Normal => text!("正常", "normal"),
    };
    let material = match tube.material {
        Material::Dna => text!("DNA", "DNA"),
        Material::Rna => text!("RNA", "RNA"),
        Material::Unextracted => text!("未抽出", "not extracted"),
    };
    text!(
        ("{}・{}", role.ja, material.ja),
        ("{}, {}", role.en, material.en)
    )
}
