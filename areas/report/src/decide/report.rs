//! A report: immutable versions, drafted, rendered, signed, superseded.

use std::collections::BTreeMap;

use ledger::{Aggregate, NewJob};
use serde::{Deserialize, Serialize};
use serde_json::json;
use words::{At, CaseId, Digest, Text, text};

use crate::words::{Kind, report_id};

/// Why there is a new version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The first version.
    First,
    /// The findings or the panel's outcome changed.
    NewResult,
    /// A confirmatory test was answered.
    Confirmation,
    /// An error was mended.
    Correction,
    /// Knowledge changed.
    NewKnowledge,
}

/// A version's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not signed.
    Draft,
    /// Signed and in force.
    Signed,
    /// Was signed; a later version is.
    Superseded,
    /// Was never signed; a later draft or a withdrawal took its place.
    Dropped,
}

/// Who signed, when, and what they saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The account.
    pub account: String,
    /// The role used.
    pub role: String,
    /// When.
    pub at: At,
    /// Digest of the content that was signed.
    pub digest: Digest,
}

/// The files of a version: sealed objects of the case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Files {
    /// Language tag → digest of the PDF.
    pub pdfs: BTreeMap<String, Digest>,
    /// Language tag → pages.
    #[serde(default)]
    pub pages: BTreeMap<String, usize>,
    /// Digest of the FHIR bundle.
    #[serde(default)]
    pub fhir: Option<Digest>,
}

/// What a version is about, decided when it is drafted and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Digest of the sealed content.
    pub data: Digest,
    /// Digest of the content without its time and version: equal means that nothing changed.
    pub basis: Digest,
    /// The findings it speaks about.
    pub findings: Vec<String>,
    /// The highest level among them; 0 if there are none.
    pub level_max: u8,
    /// Releases of knowledge, `source version`.
    pub releases: Vec<String>,
    /// Answers of confirmatory tests it knows.
    #[serde(default)]
    pub confirmations: BTreeMap<String, bool>,
    /// What the decision rested on: `report:ID@VERSION`, `panel:ID@VERSION`.
    #[serde(default)]
    pub rests_on: Vec<String>,
    /// Why it was made.
    pub reason: Reason,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 1, 2, …
    pub version: i64,
    /// Where it stands.
    pub stage: Stage,
    /// What it is about.
    #[serde(flatten)]
    pub draft: Draft,
    /// The version it takes the place of, if that was signed.
    pub supersedes: Option<i64>,
    /// Who signed.
    pub signature: Option<Signature>,
    /// Files of the draft.
    pub drafted: Files,
    /// Files that carry the signature.
    pub signed: Files,
}

/// A report with all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The case.
    pub case: CaseId,
    /// Which document.
    pub kind: Kind,
    /// In order; never rewritten.
    pub versions: Vec<Version>,
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
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// Make a new version.
    Draft {
        /// The case.
        case: CaseId,
        /// Which document.
        kind: Kind,
        /// What it is about.
        draft: Draft,
    },
    /// The files of a version are there.
    Render {
        /// Which version.
        version: i64,
        /// They carry the signature.
        signed: bool,
        /// The files.
        files: Files,
    },
    /// Sign the newest version.
    Sign {
        /// Digest of the content the signer saw.
        digest: Digest,
        /// The signer's account and role.
        signer: (String, String),
    },
    /// A withdrawal: drafts are dropped.
    Drop,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A version was made.
    Drafted {
        /// The case.
        case: CaseId,
        /// Which document.
        kind: Kind,
        /// Its number.
        version: i64,
        /// The signed version it will take the place of.
        supersedes: Option<i64>,
        /// What it is about.
        #[serde(flatten)]
        draft: Draft,
    },
    /// Its files were made.
    Rendered {
        /// Which version.
        version: i64,
        /// They carry the signature.
        signed: bool,
        /// The files.
        #[serde(flatten)]
        files: Files,
    },
    /// It was signed.
    Signed {
        /// Which version.
        version: i64,
        /// By whom, when, and what they saw.
        signature: Signature,
    },
    /// A draft was dropped because consent was withdrawn.
    Dropped {
        /// Which version.
        version: i64,
    },
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Now.
    pub now: At,
    /// Consent of everybody in the case is in force.
    pub consented: bool,
    /// The analysis report is signed.
    pub analysis_signed: bool,
    /// The panel is closed.
    pub panel_closed: bool,
    /// The panel report is signed.
    pub panel_report_signed: bool,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody's consent is not in force.
    NoConsent,
    /// The earlier document is missing.
    TooEarly(Kind),
    /// The newest version is signed and nothing has changed since.
    NothingNew(i64),
    /// The newest version is signed already.
    SignedAlready(i64, Box<Signature>),
    /// The signer saw other content.
    Changed {
        /// What the signer saw.
        saw: Digest,
        /// What stands there.
        stands: Digest,
    },
    /// There is nothing to sign.
    NothingToSign,
    /// No such version, or it is not in a state to have these files.
    NotRenderable(i64),
}

impl std::error::Error for Refusal {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&words::Refusal::text(self).en)
    }
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoConsent => "E-REPORT-NO-CONSENT",
            Self::TooEarly(_) => "E-REPORT-ORDER",
            Self::NothingNew(_) => "E-REPORT-NOTHING-NEW",
            Self::SignedAlready(..) => "E-REPORT-SIGNED-TWICE",
            Self::Changed { .. } => "E-REPORT-CHANGED",
            Self::NothingToSign => "E-REPORT-NOTHING-TO-SIGN",
            Self::NotRenderable(_) => "E-REPORT-NOT-RENDERABLE",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::NoConsent => text!(
                "効力のある同意がない参加者がいるため、レポートを作成・署名できません。何も変更していません。同意の記録を確認してください。",
                "A participant's consent is not in force, so no report can be made or signed. Nothing was changed. Check the consent record."
            ),
            Self::TooEarly(kind) => too_early(*kind),
            Self::NothingNew(version) => text!(
                ("第{version}版は署名済みで、その後に変わった内容はありません。新しい版は作りませんでした。"),
                ("Version {version} is signed and nothing has changed since. No new version was made.")
            ),
            Self::SignedAlready(version, by) => {
                let (who, code) = (&by.account, by.digest.short());
                let (ja, en) = (by.at.show(words::Lang::Ja), by.at.show(words::Lang::En));
                text!(
                    ("第{version}版は {ja} に {who} が署名済みです（確認コード {code}）。二重の署名は記録していません。訂正するときは新しい版を作ってください。"),
                    ("Version {version} was signed by {who} on {en} (code {code}). No second signature was recorded. To correct it, make a new version.")
                )
            }
            Self::Changed { saw, stands } => {
                let (saw, stands) = (saw.short(), stands.short());
                text!(
                    ("ご覧になった内容（{saw}）と、現在の草案（{stands}）が違います。署名していません。最新の草案を開いて確認してください。"),
                    ("What you saw ({saw}) is not the draft that stands now ({stands}). Nothing was signed. Open the latest draft and check it.")
                )
            }
            Self::NothingToSign => text!(
                "署名できる草案がありません。先に草案を作成してください。",
                "There is no draft to sign. Make a draft first."
            ),
            Self::NotRenderable(version) => text!(
                ("第{version}版にはこのファイルを付けられません。"),
                ("Version {version} cannot have these files.")
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::NoConsent => "policy article 5",
            Self::TooEarly(_) => "case steps 8 to 10",
            _ => "",
        }
    }
}

fn too_early(kind: Kind) -> Text {
    match kind {
        Kind::Analysis => text!(
            "解析の結果がそろっていません。",
            "The results of the analysis are not complete."
        ),
        Kind::Panel => text!(
            "パネル後報告書は、解析レポートに署名し、エキスパートパネルを終えてから作成します。何も変更していません。",
            "The panel report is made after the analysis report is signed and the expert panel is closed. Nothing was changed."
        ),
        Kind::Lay => text!(
            "患者さんへの説明書は、パネル後報告書に署名してから作成します。何も変更していません。",
            "The patient's report is made after the panel report is signed. Nothing was changed."
        ),
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
            Command::Draft { case, kind, draft } => draft_version(state, case, kind, draft, facts),
            Command::Render {
                version,
                signed,
                files,
            } => render(state, version, signed, files),
            Command::Sign { digest, signer } => sign(state, digest, signer, facts).map(|e| vec![e]),
            Command::Drop => Ok(drop_draft(state)),
        }
    }

    fn evolve(state: Option<Self>, event: &Event) -> Option<Self> {
        match event {
            Event::Drafted {
                case,
                kind,
                version,
                supersedes,
                draft,
            } => {
                let mut report = state.unwrap_or_else(|| Self {
                    case: case.clone(),
                    kind: *kind,
                    versions: vec![],
                });
                for old in report
                    .versions
                    .iter_mut()
                    .filter(|v| v.stage == Stage::Draft)
                {
                    old.stage = Stage::Dropped;
                }
                report.versions.push(Version {
                    version: *version,
                    stage: Stage::Draft,
                    draft: draft.clone(),
                    supersedes: *supersedes,
                    signature: None,
                    drafted: Files::default(),
                    signed: Files::default(),
                });
                Some(report)
            }
            Event::Rendered {
                version,
                signed,
                files,
            } => state.map(|mut report| {
                if let Some(v) = report.version_mut(*version) {
                    *(if *signed {
                        &mut v.signed
                    } else {
                        &mut v.drafted
                    }) = files.clone();
                }
                report
            }),
            Event::Signed { version, signature } => state.map(|mut report| {
                for old in report
                    .versions
                    .iter_mut()
                    .filter(|v| v.stage == Stage::Signed)
                {
                    old.stage = Stage::Superseded;
                }
                if let Some(v) = report.version_mut(*version) {
                    v.stage = Stage::Signed;
                    v.signature = Some(signature.clone());
                }
                report
            }),
            Event::Dropped { version } => state.map(|mut report| {
                if let Some(v) = report.version_mut(*version) {
                    v.stage = Stage::Dropped;
                }
                report
            }),
        }
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
        let (version, signed) = match event {
            Event::Drafted { version, .. } => (*version, false),
            Event::Signed { version, .. } => (*version, true),
            Event::Rendered { .. } | Event::Dropped { .. } => return vec![],
        };
        vec![NewJob {
            kind: "report.render",
            payload: json!({"report": id, "version": version, "signed": signed}),
            key: format!("report.render:{id}:{version}:{signed}"),
        }]
    }
}

fn draft_version(
    state: Option<&Report>,
    case: CaseId,
    kind: Kind,
    draft: Draft,
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    if !facts.consented {
        return Err(Refusal::NoConsent);
    }
    let ready = match kind {
        Kind::Analysis => true,
        Kind::Panel => facts.analysis_signed && facts.panel_closed,
        Kind::Lay => facts.panel_closed && facts.panel_report_signed,
    };
    if !ready {
        return Err(Refusal::TooEarly(kind));
    }
    let last = state.and_then(Report::last);
    // An answered test makes a new version even where it changes no sentence: the paper must know the answers.
    let same =
        |v: &&Version| v.draft.basis == draft.basis && v.draft.confirmations == draft.confirmations;
    if let Some(same) = last.filter(same) {
        match same.stage {
            // Somebody asked twice for the same draft: the one that stands is the answer.
            Stage::Draft => return Ok(vec![]),
            Stage::Signed => return Err(Refusal::NothingNew(same.version)),
            Stage::Superseded | Stage::Dropped => {}
        }
    }
    Ok(vec![Event::Drafted {
        case,
        kind,
        version: last.map_or(1, |v| v.version + 1),
        supersedes: state.and_then(Report::in_force).map(|v| v.version),
        draft,
    }])
}

fn sign(
    state: Option<&Report>,
    digest: Digest,
    signer: (String, String),
    facts: &Facts,
) -> Result<Event, Refusal> {
    let last = state.and_then(Report::last).ok_or(Refusal::NothingToSign)?;
    match (last.stage, &last.signature) {
        (Stage::Signed, Some(by)) => {
            return Err(Refusal::SignedAlready(last.version, Box::new(by.clone())));
        }
        (Stage::Draft, _) => {}
        _ => return Err(Refusal::NothingToSign),
    }
    if last.draft.data != digest {
        let stands = last.draft.data.clone();
        return Err(Refusal::Changed {
            saw: digest,
            stands,
        });
    }
    if !facts.consented {
        return Err(Refusal::NoConsent);
    }
    let (account, role) = signer;
    Ok(Event::Signed {
        version: last.version,
        signature: Signature {
            account,
            role,
            at: facts.now,
            digest,
        },
    })
}

fn render(
    state: Option<&Report>,
    version: i64,
    signed: bool,
    files: Files,
) -> Result<Vec<Event>, Refusal> {
    let refused = Refusal::NotRenderable(version);
    let of = state
        .and_then(|r| r.version(version))
        .ok_or(refused.clone())?;
    let has = if signed { &of.signed } else { &of.drafted };
    if *has == files {
        return Ok(vec![]);
    }
    if signed && of.signature.is_none() {
        return Err(refused);
    }
    Ok(vec![Event::Rendered {
        version,
        signed,
        files,
    }])
}

fn drop_draft(state: Option<&Report>) -> Vec<Event> {
    let last = state
        .and_then(Report::last)
        .filter(|v| v.stage == Stage::Draft);
    last.map(|v| Event::Dropped { version: v.version })
        .into_iter()
        .collect()
}

/// The id of a report of a case.
#[must_use]
pub fn id(case: &CaseId, kind: Kind) -> String {
    report_id(case, kind)
}
