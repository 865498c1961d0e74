//! A report: immutable versions, drafted, rendered, signed, superseded.

mod act;
mod event;
mod refusal;
mod version;

use ledger::{Aggregate, NewJob};
use serde::{Deserialize, Serialize};
use serde_json::json;
use words::CaseId;

use crate::words::Kind;

pub use event::{Command, Event, Facts};
pub use refusal::Refusal;
pub use version::{Amendment, Draft, Files, Reason, Share, Signature, Stage, Version};

/// A report with all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The case.
    pub case: CaseId,
    /// Which document.
    pub kind: Kind,
    /// In order; never rewritten.
    pub versions: Vec<Version>,
    /// Versions that took the place of signed ones, and who is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended: Vec<Amendment>,
    /// To whom a version was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<Share>,
}

impl Report {
    /// The newest version.
    #[must_use]
    pub fn last(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The version in force.
    #[must_use]
    pub fn in_force(&self) -> Option<&Version> {
        self.versions
            .iter()
            .rev()
            .find(|v| v.stage == Stage::Signed)
    }

    /// A version by number.
    #[must_use]
    pub fn version(&self, version: i64) -> Option<&Version> {
        self.versions.iter().find(|v| v.version == version)
    }

    fn version_mut(&mut self, version: i64) -> Option<&mut Version> {
        self.versions.iter_mut().find(|v| v.version == version)
    }

    /// The state word of the row: of the version in force, or of the newest.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let of = self.in_force().or_else(|| self.last());
        of.map_or(Stage::Draft, |v| v.stage)
    }

    /// A report begins with its first draft.
    fn begun(event: &Event) -> Option<Self> {
        let Event::Drafted { case, kind, .. } = event else {
            return None;
        };
        Some(Self {
            case: case.clone(),
            kind: *kind,
            versions: vec![],
            amended: vec![],
            shared: vec![],
        })
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Drafted {
                version,
                supersedes,
                draft,
                ..
            } => {
                self.move_on(Stage::Draft, Stage::Dropped);
                self.versions
                    .push(Version::new(*version, draft, *supersedes));
            }
            Event::Rendered {
                version,
                signed,
                files,
            } => {
                if let Some(v) = self.version_mut(*version) {
                    let place = if *signed {
                        &mut v.signed
                    } else {
                        &mut v.drafted
                    };
                    place.clone_from(files);
                }
            }
            Event::Signed { version, signature } => {
                self.move_on(Stage::Signed, Stage::Superseded);
                if let Some(v) = self.version_mut(*version) {
                    v.stage = Stage::Signed;
                    v.signature = Some(signature.clone());
                }
            }
            Event::Edited { version, data, .. } => {
                if let Some(v) = self.version_mut(*version) {
                    let before = std::mem::replace(&mut v.draft.data, data.clone());
                    v.earlier.push(before);
                }
            }
            Event::Amended(amendment) => self.amended.push(amendment.clone()),
            Event::Shared(share) => self.shared.push(share.clone()),
            Event::Dropped { version } => {
                if let Some(v) = self.version_mut(*version) {
                    v.stage = Stage::Dropped;
                }
            }
        }
    }

    /// What stood gives way to what comes.
    fn move_on(&mut self, from: Stage, to: Stage) {
        for old in self.versions.iter_mut().filter(|v| v.stage == from) {
            old.stage = to;
        }
    }
}

impl Aggregate for Report {
    const KIND: &'static str = "report";
    const TABLE: &'static str = "report_report";
    type State = Self;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&Self>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Draft { case, kind, draft } => {
                act::draft_version(state, case, kind, draft, facts)
            }
            Command::Render {
                version,
                signed,
                files,
            } => act::render(state, version, signed, files),
            Command::Sign {
                digest,
                signer,
                signed,
            } => act::sign(state, digest, (signer, signed), facts),
            Command::Edit { from, data, by } => act::edit(state, (from, data), by, facts),
            Command::Share { with, by } => act::share(state, with, by, facts),
            Command::Drop => Ok(act::drop_draft(state)),
        }
    }

    fn evolve(state: Option<Self>, event: &Event) -> Option<Self> {
        let mut report = state.or_else(|| Self::begun(event))?;
        report.apply(event);
        Some(report)
    }

    fn columns(state: &Self) -> Vec<(&'static str, store::Value)> {
        let stage = match state.stage() {
            Stage::Draft => "draft",
            Stage::Signed => "signed",
            Stage::Superseded => "superseded",
            Stage::Dropped => "dropped",
        };
        vec![
            ("case_id", (&state.case).into()),
            ("kind", state.kind.word().into()),
            ("status", stage.into()),
        ]
    }

    fn jobs(id: &str, event: &Event) -> Vec<NewJob> {
        let (version, signed, what) = match event {
            Event::Drafted { version, .. } => (*version, false, String::new()),
            Event::Edited { version, data, .. } => (*version, false, format!(":{data}")),
            Event::Signed { version, .. } => (*version, true, String::new()),
            Event::Rendered { .. }
            | Event::Dropped { .. }
            | Event::Amended(_)
            | Event::Shared(_) => return vec![],
        };
        vec![NewJob {
            kind: "report.render",
            payload: json!({"report": id, "version": version, "signed": signed}),
            key: format!("report.render:{id}:{version}:{signed}{what}"),
        }]
    }
}
