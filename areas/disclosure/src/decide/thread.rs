//! Notes among staff, questions of the patient, answers of the team. One thread per case; the words are sealed, the ledger
//! holds who, when, of which kind and a digest.

use ledger::Aggregate;
use serde::{Deserialize, Serialize};
use words::{At, CaseId, Digest, Text, text};

use crate::words::{Line, LineKind};

/// The longest line, in characters.
pub const LONGEST: usize = 4000;

/// The thread of a case; its id is the case's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The case.
    pub case: CaseId,
    /// The lines, oldest first.
    pub lines: Vec<Said>,
}

/// A line with its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What it is.
    pub kind: LineKind,
    /// Of an answer: the number of its question.
    #[serde(default)]
    pub question: Option<u32>,
    /// The line.
    #[serde(flatten)]
    pub line: Line,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub enum ThreadCommand {
    /// Write a note for staff.
    Note(Digest),
    /// Ask the team.
    Ask(Digest),
    /// Answer a question.
    Answer {
        /// Its number.
        question: u32,
        /// The sealed words.
        text: Digest,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ThreadEvent {
    /// A note for staff was written.
    NoteWritten {
        /// The case.
        case: CaseId,
        /// The line.
        #[serde(flatten)]
        line: Line,
    },
    /// The patient or a proxy asked.
    QuestionAsked {
        /// The case.
        case: CaseId,
        /// The line.
        #[serde(flatten)]
        line: Line,
    },
    /// The team answered.
    QuestionAnswered {
        /// The number of the question.
        question: u32,
        /// The line.
        #[serde(flatten)]
        line: Line,
    },
}

/// What the decision cannot know by itself.
#[derive(Debug, Clone)]
pub struct ThreadFacts {
    /// Now.
    pub now: At,
    /// The case.
    pub case: CaseId,
    /// Who acts.
    pub account: String,
    /// The role used.
    pub role: String,
    /// How many characters were written.
    pub length: usize,
    /// The key of the case is destroyed: nothing can be sealed any more.
    pub closed: bool,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThreadRefusal {
    /// Nothing was written.
    Empty,
    /// Too much was written.
    TooLong,
    /// There is no such question.
    NoSuchQuestion,
    /// The case was erased.
    Closed,
}

impl std::error::Error for ThreadRefusal {}

impl std::fmt::Display for ThreadRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&words::Refusal::text(self).en)
    }
}

impl words::Refusal for ThreadRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "E-THREAD-EMPTY",
            Self::TooLong => "E-THREAD-TOO-LONG",
            Self::NoSuchQuestion => "E-THREAD-NO-SUCH-QUESTION",
            Self::Closed => "E-THREAD-CLOSED",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Empty => text!(
                "何も書かれていません。文章を入れてから送ってください。",
                "Nothing is written. Write something and send it again."
            ),
            Self::TooLong => text!(
                ("長すぎるため送れません（{LONGEST}字まで）。分けて送ってください。"),
                ("It is too long to send (up to {LONGEST} characters). Send it in parts.")
            ),
            Self::NoSuchQuestion => text!(
                "その質問は見つかりません。ページを開き直してください。",
                "There is no such question. Open the page again."
            ),
            Self::Closed => text!(
                "同意の撤回により記録が消去されたため、ここには書けません。病院へ直接ご連絡ください。",
                "The records were erased after the withdrawal, so nothing can be written here. Please call the hospital."
            ),
        }
    }
}

impl Aggregate for Thread {
    const KIND: &'static str = "thread";
    const TABLE: &'static str = "disclosure_thread";
    type State = Self;
    type Command = ThreadCommand;
    type Event = ThreadEvent;
    type Refusal = ThreadRefusal;
    type Facts = ThreadFacts;

    fn decide(
        state: Option<&Self>,
        command: ThreadCommand,
        facts: &ThreadFacts,
    ) -> Result<Vec<ThreadEvent>, ThreadRefusal> {
        match facts.length {
            _ if facts.closed => return Err(ThreadRefusal::Closed),
            0 => return Err(ThreadRefusal::Empty),
            long if long > LONGEST => return Err(ThreadRefusal::TooLong),
            _ => {}
        }
        let count = state.map_or(0, |s| s.lines.len());
        let line = |text: Digest| Line {
            n: u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1),
            by: facts.account.clone(),
            role: facts.role.clone(),
            at: facts.now,
            text,
        };
        let case = facts.case.clone();
        Ok(vec![match command {
            ThreadCommand::Note(text) => ThreadEvent::NoteWritten {
                case,
                line: line(text),
            },
            ThreadCommand::Ask(text) => ThreadEvent::QuestionAsked {
                case,
                line: line(text),
            },
            ThreadCommand::Answer { question, text } => {
                let asked = state.is_some_and(|s| s.questions().any(|q| q.line.n == question));
                if !asked {
                    return Err(ThreadRefusal::NoSuchQuestion);
                }
                ThreadEvent::QuestionAnswered {
                    question,
                    line: line(text),
                }
            }
        }])
    }

    fn evolve(state: Option<Self>, event: &ThreadEvent) -> Option<Self> {
        let (kind, question, line) = match event {
            ThreadEvent::NoteWritten { line, .. } => (LineKind::Note, None, line),
            ThreadEvent::QuestionAsked { line, .. } => (LineKind::Question, None, line),
            ThreadEvent::QuestionAnswered { question, line } => {
                (LineKind::Answer, Some(*question), line)
            }
        };
        let begun = match event {
            ThreadEvent::NoteWritten { case, .. } | ThreadEvent::QuestionAsked { case, .. } => {
                Some(Self {
                    case: case.clone(),
                    lines: Vec::new(),
                })
            }
            ThreadEvent::QuestionAnswered { .. } => None,
        };
        let mut thread = state.or(begun)?;
        thread.lines.push(Said {
            kind,
            question,
            line: line.clone(),
        });
        Some(thread)
    }

    fn columns(state: &Self) -> Vec<(&'static str, store::Value)> {
        let waiting = state.waiting_since().map(At::micros);
        vec![
            ("case_id", (&state.case).into()),
            ("waiting_since", waiting.into()),
        ]
    }
}

impl Thread {
    /// The questions.
    pub fn questions(&self) -> impl Iterator<Item = &Said> {
        self.lines.iter().filter(|l| l.kind == LineKind::Question)
    }

    /// The answers to a question.
    pub fn answers(&self, question: u32) -> impl Iterator<Item = &Said> {
        let of = move |l: &&Said| l.question == Some(question);
        self.lines.iter().filter(of)
    }

    /// Questions without an answer.
    pub fn open(&self) -> impl Iterator<Item = &Said> {
        self.questions()
            .filter(|q| self.answers(q.line.n).next().is_none())
    }

    /// Since when the oldest unanswered question waits.
    #[must_use]
    pub fn waiting_since(&self) -> Option<At> {
        self.open().map(|q| q.line.at).min()
    }
}
