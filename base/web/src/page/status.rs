//! Status: a shape and a word, never a colour alone.

use maud::{Markup, PreEscaped, html};
use words::{Lang, Text, text};

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done, passed, in force.
    Done,
    /// Being done now.
    Now,
    /// Not begun.
    Waiting,
    /// Held until somebody decides.
    Hold,
    /// Passed with a remark.
    Warn,
    /// Failed; somebody must act.
    Problem,
    /// Was a problem, was solved.
    Solved,
    /// Stopped for good: withdrawn, closed.
    Stopped,
    /// Cannot be judged with what there is.
    NotAssessable,
}

impl Status {
    /// The plain word; pages may say a more exact one.
    #[must_use]
    pub fn word(self) -> Text {
        match self {
            Self::Done => text!("済", "done"),
            Self::Now => text!("進行中", "in progress"),
            Self::Waiting => text!("待ち", "waiting"),
            Self::Hold => text!("保留", "on hold"),
            Self::Warn => text!("注意", "with a remark"),
            Self::Problem => text!("要対応", "needs action"),
            Self::Solved => text!("解決済", "solved"),
            Self::Stopped => text!("中止", "stopped"),
            Self::NotAssessable => text!("評価不能", "not assessable"),
        }
    }

    fn shape(self) -> &'static str {
        match self {
            Self::Done => r##"<circle cx="8" cy="8" r="5" fill="#1d1d1b"/>"##,
            Self::Now => {
                r##"<circle cx="8" cy="8" r="5" fill="#fff" stroke="#1d1d1b" stroke-width="2"/><circle cx="8" cy="8" r="2" fill="#1d1d1b"/>"##
            }
            Self::Waiting => {
                r##"<circle cx="8" cy="8" r="4.5" fill="#fff" stroke="#8a867c" stroke-width="1.5"/>"##
            }
            Self::Hold => {
                r##"<rect x="4" y="3" width="3" height="10" fill="#1d1d1b"/><rect x="9" y="3" width="3" height="10" fill="#1d1d1b"/>"##
            }
            Self::Warn => {
                r##"<circle cx="8" cy="8" r="5" fill="#1d1d1b"/><path d="M8 4.8v3.8" stroke="#fff" stroke-width="1.6"/><circle cx="8" cy="10.9" r="1" fill="#fff"/>"##
            }
            Self::Problem => r##"<path d="M8 1.8 15 14H1Z" fill="#c0101f"/>"##,
            Self::Solved => {
                r##"<path d="M8 3 13.6 13H2.4Z" fill="#fff" stroke="#1d1d1b" stroke-width="1.5"/>"##
            }
            Self::Stopped => {
                r##"<path d="M3 13 13 3" stroke="#1d1d1b" stroke-width="2"/><path d="M3 8h4M9 8h4" stroke="#1d1d1b" stroke-width="2"/>"##
            }
            Self::NotAssessable => {
                r##"<path d="M3 8h10" stroke="#1d1d1b" stroke-width="2" stroke-dasharray="2.5 2"/>"##
            }
        }
    }
}

/// A status with its shape and a word (the plain one unless another is given).
#[must_use]
pub fn status(lang: Lang, status: Status, word: Option<&Text>) -> Markup {
    let plain = status.word();
    let word = word.unwrap_or(&plain);
    let class = if status == Status::Problem {
        "status problem"
    } else {
        "status"
    };
    html! {
        span class=(class) {
            svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" { (PreEscaped(status.shape())) }
            " " (word.get(lang))
        }
    }
}
