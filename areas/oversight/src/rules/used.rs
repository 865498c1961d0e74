//! Who used a person's data, in sentences: group of roles, purpose, day. Never a name, never a count.
//!
//! What is looked at tells what was found. So acts that exist only because of findings (judging, reporting, panels, tests,
//! counselling) are never listed one by one, and from the end of the analysis until the explanation no day is listed at all:
//! that time is told in one sentence, the same for everybody. Roles are joined so that a counsellor cannot be told from a
//! physician, nor a curator from an analyst.

use std::collections::{BTreeMap, BTreeSet};

use words::{At, Day, Text, text};

/// Who, as a patient is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Physicians and genetic counsellors.
    Care,
    /// Coordinators.
    Coordinator,
    /// Laboratory technicians.
    Laboratory,
    /// The sequencing company.
    Vendor,
    /// Analysts, curators, the expert panel.
    Centre,
    /// The office of the programme.
    Office,
    /// Who acts for the patient.
    Proxy,
}

/// What for, as a patient is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Name, birth day, patient number.
    Identity,
    /// The consent.
    Consent,
    /// Answers of the clinical sheets.
    Clinical,
    /// Tubes.
    Samples,
    /// Reading the genome, its quality, its analysis.
    Genome,
    /// Where the test stands.
    Progress,
}

/// A decision of the access log, as far as it matters here.
#[derive(Debug, Clone)]
pub struct Look {
    /// When.
    pub at: At,
    /// In which role.
    pub role: String,
    /// What was done.
    pub action: String,
}

/// One day of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The day.
    pub day: Day,
    /// Who.
    pub group: Group,
    /// What for.
    pub purposes: BTreeSet<Purpose>,
}

/// What a patient is told, newest first. `analysed` and `explained` bound the time that is not listed by day.
#[must_use]
pub fn used(looks: &[Look], analysed: Option<At>, explained: Option<At>) -> Vec<Use> {
    let veiled = |at: At| {
        let after = analysed.is_some_and(|from| at >= from);
        after && explained.is_none_or(|until| at < until)
    };
    let mut days: BTreeMap<(String, Group), (Day, BTreeSet<Purpose>)> = BTreeMap::new();
    for look in looks.iter().filter(|l| !veiled(l.at)) {
        let (Some(group), Some(purpose)) = (group(&look.role), purpose(&look.action)) else {
            continue;
        };
        let day = look.at.day();
        let of = days.entry((day.to_string(), group));
        of.or_insert_with(|| (day, BTreeSet::new()))
            .1
            .insert(purpose);
    }
    let each = days
        .into_iter()
        .rev()
        .map(|((_, group), (day, purposes))| Use {
            day,
            group,
            purposes,
        });
    each.collect()
}

fn group(role: &str) -> Option<Group> {
    Some(match role {
        "physician" | "counsellor" => Group::Care,
        "coordinator" => Group::Coordinator,
        "technician" => Group::Laboratory,
        "vendor" => Group::Vendor,
        "analyst" | "curator" | "panel_chair" | "panel_member" => Group::Centre,
        "office" | "security" | "admin" => Group::Office,
        "proxy" => Group::Proxy,
        _ => return None,
    })
}

/// None for what is done only because something was found, and for what says nothing about a person.
fn purpose(action: &str) -> Option<Purpose> {
    let (thing, verb) = action.split_once('.')?;
    Some(match (thing, verb) {
        // openings outside the team are listed one by one elsewhere
        ("identity", "read" | "write") => Purpose::Identity,
        ("consent", _) => Purpose::Consent,
        ("clinical", _) => Purpose::Clinical,
        ("specimen", _) => Purpose::Samples,
        ("order" | "delivery" | "quarantine" | "run" | "qc", _) => Purpose::Genome,
        ("case", "read" | "register") => Purpose::Progress,
        _ => return None,
    })
}

impl Group {
    /// In words.
    #[must_use]
    pub fn word(self) -> Text {
        match self {
            Self::Care => text!(
                "担当の医師・遺伝カウンセラー",
                "your doctors and genetic counsellors"
            ),
            Self::Coordinator => text!("病院のコーディネーター", "the hospital's coordinators"),
            Self::Laboratory => text!("検査室の担当者", "the laboratory's staff"),
            Self::Vendor => text!(
                "ゲノムを読み取る検査会社",
                "the company that reads the genome"
            ),
            Self::Centre => text!("解析センターの専門家", "the experts of the analysis centre"),
            Self::Office => text!("事業の事務局", "the programme's office"),
            Self::Proxy => text!("代理の方（ご家族など）", "who acts for you (family)"),
        }
    }
}

impl Purpose {
    /// In words.
    #[must_use]
    pub fn word(self) -> Text {
        match self {
            Self::Identity => text!("お名前や生年月日を確かめるため", "to make sure who you are"),
            Self::Consent => text!("同意の内容を確かめるため", "to look up your consent"),
            Self::Clinical => text!(
                "診療の情報を記録し、確かめるため",
                "to record and look up what is known of your illness"
            ),
            Self::Samples => text!("検体を取り扱うため", "to handle your samples"),
            Self::Genome => text!(
                "ゲノムを読み取り、解析するため",
                "to read and analyse your genome"
            ),
            Self::Progress => text!("進み具合を確かめるため", "to see where your test stands"),
        }
    }
}
