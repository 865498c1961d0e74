//! A delivery: the FASTQ files of one specimen, from the manifest to acceptance or quarantine.

mod act;
mod refusal;

use ledger::{Aggregate, NewJob};
use serde::{Deserialize, Serialize};
use specimen::words::Role;
use store::Value;
use words::{At, CaseId, ConsentRef, Digest, PersonId, SiteId};

use crate::words::{Clock, Decision, Manifest, ProfileRef, Reason, SealedFile, Signed};

pub use refusal::Refusal;

/// The job that reads the files once and decides.
pub const INTAKE: &str = "sequencing.intake";
/// The job that wipes what lies unencrypted.
pub const WIPE: &str = "sequencing.wipe";

/// A delivery.
pub struct Delivery;

/// What is known about a delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Its id, for the jobs.
    pub id: String,
    /// The order it answers.
    pub order: String,
    /// The case of the order.
    pub case: CaseId,
    /// Whose reads.
    pub person: PersonId,
    /// Tumour or normal.
    pub role: Role,
    /// Who delivers.
    pub vendor: SiteId,
    /// What the vendor says.
    pub manifest: Manifest,
    /// The limits.
    pub profile: ProfileRef,
    /// The consent record it was announced under.
    pub consent: String,
    /// How the files come.
    pub source: Source,
    /// Files that came by upload.
    pub arrived: Vec<String>,
    /// Where it stands.
    pub status: Status,
    /// Why it is in quarantine.
    pub reasons: Vec<Reason>,
    /// The files, sealed with the key of the case.
    pub files: Vec<SealedFile>,
    /// Digest of the multiset of reads.
    pub reads_digest: Option<String>,
    /// How it stood to the two weeks when it was accepted.
    pub clock: Option<Clock>,
    /// What the vendor signed, and with which key.
    #[serde(default)]
    pub signed: Option<Signed>,
    /// What the centre decided on it.
    #[serde(default)]
    pub decision: Option<Decision>,
    /// Earlier deliveries of the specimen that were taken in with it.
    #[serde(default)]
    pub merged: Vec<String>,
}

/// How the files come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// They lie in the vendor's incoming directory already.
    Incoming,
    /// They are uploaded one by one.
    Upload,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The manifest is here, files are still to come.
    Announced,
    /// Everything is here; the intake reads it.
    Checking,
    /// Accepted and sealed.
    Accepted,
    /// Sealed and set aside, with reasons.
    Quarantined,
    /// Topped up: taken in with a later delivery.
    Merged,
    /// Refused because consent was withdrawn; nothing was kept.
    Refused,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Announce files by their manifest.
    Announce {
        /// Id of the delivery.
        id: String,
        /// What the vendor says.
        manifest: Box<Manifest>,
        /// How the files come.
        source: Source,
        /// What was signed, and with which key.
        signed: Signed,
    },
    /// A file was uploaded whole.
    Arrive {
        /// Its name.
        file: String,
        /// Its size.
        bytes: u64,
    },
    /// Every check passed.
    Accept(Box<Accepted>),
    /// A check failed.
    Quarantine {
        /// Why, in the order of the checks.
        reasons: Vec<Reason>,
        /// What was sealed.
        files: Vec<SealedFile>,
    },
    /// The centre says how it goes on.
    Decide(Decision),
    /// A top-up was accepted with it.
    Merge {
        /// The later delivery.
        into: String,
    },
    /// Consent was withdrawn.
    Refuse {
        /// The withdrawn consent record.
        consent: String,
    },
}

/// What an accepted delivery brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The files, sealed.
    pub files: Vec<SealedFile>,
    /// Digest of the multiset of reads.
    pub reads_digest: String,
    /// Reads, all mates.
    pub reads: u64,
    /// Letters.
    pub bases: u64,
    /// Digest of the read QC.
    pub qc: Digest,
    /// Earlier deliveries of the specimen that are part of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Files were announced.
    Announced {
        /// Id of the delivery.
        id: String,
        /// The case of the order.
        case: CaseId,
        /// Whose reads.
        person: PersonId,
        /// Tumour or normal.
        role: Role,
        /// Who delivers.
        vendor: SiteId,
        /// What the vendor says.
        manifest: Box<Manifest>,
        /// The limits.
        profile: ProfileRef,
        /// How the files come.
        source: Source,
        /// The consent it rests on.
        consent: ConsentRef,
        /// What was signed, and with which key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<Signed>,
    },
    /// A file came by upload.
    FileArrived {
        /// Its name.
        file: String,
        /// Its size.
        bytes: u64,
    },
    /// Everything is here; the intake was asked for.
    IntakeAsked {
        /// Id of the delivery.
        id: String,
    },
    /// Every check passed.
    Accepted {
        /// What it brought.
        accepted: Accepted,
        /// How it stands to the two weeks.
        clock: Clock,
        /// Days since the files were generated.
        days: i64,
        /// The consent it rests on.
        consent: ConsentRef,
    },
    /// A check failed; the files are kept, sealed.
    Quarantined {
        /// Why, in the order of the checks.
        reasons: Vec<Reason>,
        /// What was sealed.
        files: Vec<SealedFile>,
    },
    /// The centre decided how it goes on.
    Decided {
        /// How.
        decision: Decision,
    },
    /// It was topped up and taken in with a later delivery.
    Merged {
        /// The later delivery.
        into: String,
    },
    /// Consent was withdrawn before the intake; what lay unencrypted is wiped.
    Refused {
        /// Id of the delivery.
        id: String,
        /// The withdrawn consent record.
        consent: String,
    },
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// The order named by the manifest.
    pub order: Option<super::order::State>,
    /// The tube was found fit for use.
    pub sample_ok: bool,
    /// Earlier deliveries of the specimen, oldest first.
    pub earlier: Vec<State>,
    /// The site that calls; `None` for the platform itself.
    pub vendor: Option<SiteId>,
    /// Consent in force of the person whose specimen it is.
    pub consent: Option<ConsentRef>,
}

impl Facts {
    /// Facts for commands that ask nothing of upstream.
    #[must_use]
    pub fn bare(now: At) -> Self {
        Self {
            now,
            order: None,
            sample_ok: false,
            earlier: vec![],
            vendor: None,
            consent: None,
        }
    }
}

impl Aggregate for Delivery {
    const KIND: &'static str = "delivery";
    const TABLE: &'static str = "sequencing_delivery";
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;
    type Facts = Facts;

    fn decide(
        state: Option<&State>,
        command: Command,
        facts: &Facts,
    ) -> Result<Vec<Event>, Refusal> {
        act::decide(state, command, facts)
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        act::evolve(state, event)
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("case_id", (&state.case).into()),
            ("order_id", state.order.as_str().into()),
            ("vendor", (&state.vendor).into()),
            ("status", state.status.code().into()),
            ("reads_digest", state.reads_digest.clone().into()),
        ]
    }

    fn jobs(_: &str, event: &Event) -> Vec<NewJob> {
        let job = |kind: &'static str, id: &str| NewJob {
            kind,
            payload: serde_json::json!({ "delivery": id }),
            key: format!("{kind}:{id}"),
        };
        match event {
            Event::IntakeAsked { id } => vec![job(INTAKE, id)],
            Event::Refused { id, .. } => vec![job(WIPE, id)],
            _ => vec![],
        }
    }
}

impl State {
    /// In quarantine for nothing but a limit: its reads are whole, and it is for the centre to decide how it goes on.
    #[must_use]
    pub fn is_short(&self) -> bool {
        let limit = |r: &Reason| matches!(r, Reason::Limit { .. });
        self.status == Status::Quarantined && self.reasons.iter().all(limit)
    }

    /// Waits for more reads of the same specimen.
    #[must_use]
    pub fn is_topped_up(&self) -> bool {
        self.status == Status::Quarantined && self.decision == Some(Decision::Topup)
    }
}

impl Status {
    /// As in columns and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Checking => "checking",
            Self::Accepted => "accepted",
            Self::Quarantined => "quarantined",
            Self::Merged => "merged",
            Self::Refused => "refused",
        }
    }

    /// For people.
    #[must_use]
    pub fn text(self) -> words::Text {
        match self {
            Self::Announced => words::text!("受付済（ファイル待ち）", "announced, files to come"),
            Self::Checking => words::text!("検査中", "being checked"),
            Self::Accepted => words::text!("受入済", "accepted"),
            Self::Quarantined => words::text!("隔離", "quarantined"),
            Self::Merged => {
                words::text!("追加分と合わせて受入済", "accepted together with a top-up")
            }
            Self::Refused => words::text!("受入拒否（同意撤回）", "refused (consent withdrawn)"),
        }
    }
}
