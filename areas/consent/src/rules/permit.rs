//! What a consent permits. Outer deny, inner permit: what is not written is not permitted.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::words::{Answers, Scope};

/// What somebody wants to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum Purpose {
    /// Whole-genome analysis for the patient, with all that it takes.
    Analysis,
    /// Telling a result about the disease; found now, or later.
    ReturnPrimary {
        /// Found after the panel, by later research.
        later: bool,
    },
    /// Telling an inherited trait that is not about the disease; found now, or later.
    ReturnSecondary {
        /// Found after the panel, by later research.
        later: bool,
    },
    /// Telling blood relatives.
    TellRelatives,
    /// Contacting the person about a topic (`result`, `trial`, `questionnaire`, `news`).
    Recontact {
        /// The topic.
        topic: String,
    },
    /// Use of data by others.
    UseData {
        /// By whom.
        by: UserClass,
        /// Outside Japan.
        abroad: bool,
    },
    /// Use of leftover specimens by others.
    UseSpecimen {
        /// By whom.
        by: UserClass,
        /// Outside Japan.
        abroad: bool,
    },
}

/// Who uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserClass {
    /// Universities and research institutes.
    Academia,
    /// Academia and industry together.
    Joint,
    /// Industry alone.
    Industry,
}

/// The answer, with the rule it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Permit {
    /// Permitted or not.
    pub granted: bool,
    /// Which rule said so.
    pub rule: &'static str,
}

/// Whether a consent in force with these answers, and with these scopes ended, permits a purpose.
#[must_use]
pub fn permit(answers: &Answers, ended: &BTreeSet<Scope>, purpose: &Purpose) -> Permit {
    let over = |scopes: &[Scope]| scopes.iter().any(|s| ended.contains(s));
    let yes = |code: &'static str| Permit {
        granted: answers.get(code).is_some_and(|a| a == "yes"),
        rule: code,
    };
    let no = |rule| Permit {
        granted: false,
        rule,
    };
    if over(&[Scope::All]) {
        return no("withdrawn");
    }
    match purpose {
        Purpose::Analysis if over(&[Scope::FutureData]) => no("withdrawn.future_data"),
        Purpose::Analysis => Permit {
            granted: true,
            rule: "mandatory.participation",
        },
        Purpose::ReturnPrimary { later: false } => yes("ror.primary_now"),
        Purpose::ReturnPrimary { later: true } => yes("ror.primary_later"),
        Purpose::ReturnSecondary { later: false } => yes("ror.secondary_now"),
        Purpose::ReturnSecondary { later: true } => yes("ror.secondary_later"),
        Purpose::TellRelatives => yes("ror.relatives"),
        Purpose::Recontact { .. } if over(&[Scope::Recontact]) => no("withdrawn.recontact"),
        Purpose::Recontact { topic } => recontact(answers, topic),
        Purpose::UseData { .. } | Purpose::UseSpecimen { .. } if over(&[Scope::Sharing]) => {
            no("withdrawn.sharing")
        }
        Purpose::UseData { by, .. } | Purpose::UseSpecimen { by, .. }
            if *by != UserClass::Academia && over(&[Scope::Industry]) =>
        {
            no("withdrawn.industry")
        }
        Purpose::UseData { abroad, .. } | Purpose::UseSpecimen { abroad, .. }
            if *abroad && over(&[Scope::Overseas]) =>
        {
            no("withdrawn.overseas")
        }
        Purpose::UseData { .. } => Permit {
            granted: true,
            rule: "mandatory.data_use",
        },
        Purpose::UseSpecimen { .. } if over(&[Scope::Specimens]) => no("withdrawn.specimens"),
        Purpose::UseSpecimen { by, abroad } => specimen(answers, *by, *abroad),
    }
}

fn recontact(answers: &Answers, topic: &str) -> Permit {
    let allowed = answers.get("recontact.allowed").is_some_and(|a| a == "yes");
    let about = answers
        .get("recontact.topics")
        .is_some_and(|a| a.split(',').any(|t| t == topic));
    Permit {
        granted: allowed && about,
        rule: if allowed {
            "recontact.topics"
        } else {
            "recontact.allowed"
        },
    }
}

fn specimen(answers: &Answers, by: UserClass, abroad: bool) -> Permit {
    let widest = match answers.get("spec.scope").map(String::as_str) {
        Some("academia") => Some(UserClass::Academia),
        Some("academia_industry_joint") => Some(UserClass::Joint),
        Some("industry_alone") => Some(UserClass::Industry),
        _ => None,
    };
    if widest.is_none_or(|widest| by > widest) {
        return Permit {
            granted: false,
            rule: "spec.scope",
        };
    }
    if abroad && answers.get("spec.abroad").is_none_or(|a| a != "yes") {
        return Permit {
            granted: false,
            rule: "spec.abroad",
        };
    }
    Permit {
        granted: true,
        rule: "spec.scope",
    }
}
