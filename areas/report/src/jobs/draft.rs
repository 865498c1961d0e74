//! Makes a version: gather, compose, seal, decide.

use std::collections::BTreeMap;

use ledger::{Aggregate as _, Failed};
use web::Platform;
use words::{Actor, At, CaseId, Context, Digest};

use super::gather::{CaseFacts, Material, Neighbours};
use crate::decide::report::{Command, Draft, Facts, Reason, Refusal, Report};
use crate::rules::mend;
use crate::rules::parts::compose;
use crate::store;
use crate::words::content::Content;
use crate::words::input::{ReportInput, SignedLine};
use crate::words::panel::PanelOutcome;
use crate::words::{Kind, report_id};

/// Why no version was made.
#[derive(Debug)]
pub enum NotDrafted {
    /// There is no such case.
    NoCase,
    /// The decision said no, or the store failed.
    Failed(Failed<Refusal>),
    /// The world failed.
    Broken(anyhow::Error),
}

impl From<anyhow::Error> for NotDrafted {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<::store::Error> for NotDrafted {
    fn from(error: ::store::Error) -> Self {
        Self::Failed(Failed::Store(error))
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The case.
    pub case: CaseId,
    /// Which document.
    pub kind: Kind,
    /// Why, for a later version.
    pub reason: Option<Reason>,
    /// Answers of confirmatory tests.
    pub confirmations: BTreeMap<String, bool>,
    /// Findings up to this level only; absent means as in the version before, or all of them.
    pub levels: Option<u8>,
}

/// Drafts a report and returns it. Asking again for what stands already changes nothing.
///
/// # Errors
/// [`NotDrafted`].
pub async fn draft(
    platform: &Platform,
    around: &dyn Neighbours,
    wish: Wish,
    actor: Actor,
) -> Result<Report, NotDrafted> {
    let case = around
        .case(platform, &wish.case)
        .await?
        .ok_or(NotDrafted::NoCase)?;
    let id = report_id(&wish.case, wish.kind);
    let loaded = platform
        .ledger()
        .load::<Report>(&id)
        .await?
        .map(|l| l.state);
    let facts = facts(platform, &case).await?;
    let too_early = NotDrafted::Failed(Failed::Refused(Refusal::TooEarly(wish.kind)));
    let material = around.material(platform, &wish.case).await?;
    let now = platform.now();
    let settings = platform.settings();
    let basis = Basis {
        version: loaded
            .as_ref()
            .and_then(Report::last)
            .map_or(1, |v| v.version + 1),
        at: now,
        synthetic: settings.synthetic,
        demo: settings.demo,
    };
    let signed = store::signed(platform.db(), &wish.case, Kind::Analysis).await?;
    let panel = super::session::outcome(platform, &wish.case).await?;
    let before = loaded.as_ref().and_then(Report::last);
    let levels = wish.levels.or(before.and_then(|v| v.draft.levels));
    let wish = Wish { levels, ..wish };
    let mut content = input(&wish, &case, material, basis, signed, panel)
        .map(|i| compose(&i))
        .ok_or(too_early)?;
    let composed = digest_of(&timeless(&content));
    if let Some(before) = before.filter(|v| !v.earlier.is_empty()) {
        let old: Content = super::open(platform, &wish.case, &before.draft.data).await?;
        mend::carry(&old, &mut content);
    }
    let mut draft = about(&content, composed, &wish, loaded.is_none());
    // Decide before sealing, so that a refused draft leaves no object behind.
    let command = |draft: Draft| Command::Draft {
        case: wish.case.clone(),
        kind: wish.kind,
        draft,
    };
    let decided = Report::decide(loaded.as_ref(), command(draft.clone()), &facts);
    let events = decided.map_err(|r| NotDrafted::Failed(Failed::Refused(r)))?;
    if let (true, Some(stands)) = (events.is_empty(), loaded) {
        return Ok(stands);
    }
    draft.data = super::seal(platform, &wish.case, &content).await?;
    let mut context = Context::new(now, actor).on(&wish.case);
    context.consent = case.consent;
    let done = platform
        .ledger()
        .execute::<Report>(&id, command(draft), &facts, &context)
        .await;
    let done = done.map_err(NotDrafted::Failed)?;
    done.state
        .ok_or_else(|| NotDrafted::Broken(anyhow::anyhow!("a drafted report has no state")))
}

/// What decisions about reports need to know of a case.
///
/// # Errors
/// If the store fails.
pub async fn facts(platform: &Platform, case: &CaseFacts) -> Result<Facts, ::store::Error> {
    let db = platform.db();
    let signed = |kind| store::signed(db, &case.id, kind);
    Ok(Facts {
        now: platform.now(),
        consented: case.consented,
        analysis_signed: signed(Kind::Analysis).await?.is_some(),
        panel_closed: store::panel_outcome(db, &case.id).await?.is_some(),
        panel_report_signed: signed(Kind::Panel).await?.is_some(),
        openers: vec![],
    })
}

struct Basis {
    version: i64,
    at: At,
    synthetic: bool,
    demo: bool,
}

/// The input of the composition; none as long as the run is missing.
fn input(
    wish: &Wish,
    case: &CaseFacts,
    material: Material,
    basis: Basis,
    signed: Option<store::SignedReport>,
    panel: Option<PanelOutcome>,
) -> Option<ReportInput> {
    let later = wish.kind != Kind::Analysis;
    Some(ReportInput {
        kind: wish.kind,
        version: basis.version,
        case: wish.case.clone(),
        case_kind: case.kind,
        site: case.site.to_string(),
        at: basis.at,
        synthetic: basis.synthetic,
        demo: basis.demo,
        members: material.members,
        clinical: material.clinical,
        specimens: material.specimens,
        run: material.run?,
        findings: material.findings,
        rejected: material.rejected,
        releases: material.releases,
        panel: panel.filter(|_| later),
        analysis: signed.filter(|_| later).map(|s| SignedLine {
            report: s.report,
            version: s.version,
            digest: s.digest.to_string(),
            at: s.at,
        }),
        confirmations: wish.confirmations.clone(),
        choices: case.choices.clone(),
        levels: wish.levels.filter(|_| !later),
    })
}

/// The content without its time and number: equal means that nothing changed.
fn timeless(content: &Content) -> Content {
    Content {
        at: At::from_micros(0),
        version: 0,
        ..content.clone()
    }
}

fn digest_of(content: &Content) -> Digest {
    Digest::of(&serde_json::to_vec(content).unwrap_or_default())
}

/// `basis` is the digest of what was composed, before a hand's earlier mending was carried over.
fn about(content: &Content, basis: Digest, wish: &Wish, first: bool) -> Draft {
    let mut releases: Vec<String> = content
        .findings
        .iter()
        .flat_map(|f| &f.evidence)
        .map(|e| format!("{} {}", e.source, e.release))
        .collect();
    releases.sort();
    releases.dedup();
    Draft {
        data: digest_of(content),
        basis,
        levels: wish.levels.filter(|_| wish.kind == Kind::Analysis),
        findings: content.findings.iter().map(|f| f.id.clone()).collect(),
        level_max: content.findings.iter().map(|f| f.level).max().unwrap_or(0),
        releases,
        confirmations: wish.confirmations.clone(),
        rests_on: rests_on(content),
        reason: wish.reason.unwrap_or(if first {
            Reason::First
        } else {
            Reason::NewResult
        }),
    }
}

/// The earlier decisions among the sources of the content.
fn rests_on(content: &Content) -> Vec<String> {
    let sources = content.sentences().into_iter().flat_map(|s| &s.sources);
    let ids = sources.map(|s| &s.id);
    let mut ids: Vec<_> = ids
        .filter(|id| id.starts_with("report:") || id.starts_with("panel:"))
        .cloned()
        .collect();
    ids.sort();
    ids.dedup();
    ids
}
