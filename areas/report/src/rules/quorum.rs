//! Is a panel complete? One file per requirement; the numbers stand in `catalog/panel/*.toml`.

mod attending;
mod bioinformatician;
mod drug_therapy;
mod field_physician;
mod genetic_counselling;
mod genetics_physician;
mod genome_expert;
mod paediatrics;
mod pathologist;
mod wgs_expert;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use words::{Text, text};

use crate::words::panel::{Interest, Member, Plan, Presence, RoleNeed, RuleSet};

/// A requirement: who can fill it and when it applies.
pub struct Requirement {
    /// Its role, as in the rule sets and in [`Member::roles`].
    pub role: &'static str,
    /// The name of the role.
    pub name: Text,
    /// Where it comes from.
    pub cites: &'static str,
    /// Does this session need it?
    pub applies: fn(&Plan) -> bool,
    /// Can this member, who is registered for the role, fill it?
    pub qualifies: fn(&Member) -> bool,
    /// Members and whether they can fill it; one test runs them all.
    pub examples: fn() -> Vec<(Member, bool)>,
}

/// All requirements.
pub const ALL: &[Requirement] = &[
    drug_therapy::REQUIREMENT,
    genetics_physician::REQUIREMENT,
    genetic_counselling::REQUIREMENT,
    pathologist::REQUIREMENT,
    genome_expert::REQUIREMENT,
    bioinformatician::REQUIREMENT,
    paediatrics::REQUIREMENT,
    attending::REQUIREMENT,
    wgs_expert::REQUIREMENT,
    field_physician::REQUIREMENT,
];

/// The rule sets as written.
pub const FILES: [(&str, &str); 4] = [
    (
        "ep-2022",
        include_str!("../../../../catalog/panel/ep-2022.toml"),
    ),
    (
        "ep-2025",
        include_str!("../../../../catalog/panel/ep-2025.toml"),
    ),
    (
        "ep-wgs",
        include_str!("../../../../catalog/panel/ep-wgs.toml"),
    ),
    (
        "rd-provisional",
        include_str!("../../../../catalog/panel/rd-provisional.toml"),
    ),
];

static SETS: LazyLock<Vec<RuleSet>> = LazyLock::new(|| {
    FILES
        .iter()
        .filter_map(|(_, file)| toml::from_str(file).ok())
        .collect()
});

/// The rule sets that can be read; a test holds all of them to it.
#[must_use]
pub fn rule_sets() -> &'static [RuleSet] {
    &SETS
}

/// A rule set by id.
#[must_use]
pub fn rule_set(id: &str) -> Option<&'static RuleSet> {
    SETS.iter().find(|s| s.id == id)
}

/// The name of a role.
#[must_use]
pub fn role_name(role: &str) -> Text {
    let found = ALL.iter().find(|r| r.role == role);
    found.map_or_else(|| Text::made(role, role), |r| r.name.clone())
}

/// A requirement that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The role.
    pub role: String,
    /// What is missing.
    pub text: Text,
}

/// What the appointed members lack; empty if the panel may be held.
#[must_use]
pub fn members(set: &RuleSet, plan: &Plan) -> Vec<Unmet> {
    let lacks = |need: &RoleNeed| {
        let holders = holders(set, plan, need);
        let fields: BTreeSet<_> = holders.iter().flat_map(|m| &m.specialties).collect();
        let (name, has, wants) = (role_name(&need.role), holders.len(), need.members);
        let text = if has < wants {
            text!(
                ("{}が{wants}名以上必要ですが、{has}名です", name.ja),
                ("{}: {wants} needed, {has} appointed", name.en)
            )
        } else if fields.len() < need.fields {
            let (has, wants) = (fields.len(), need.fields);
            text!(
                (
                    "{}の専門分野が{wants}つ以上必要ですが、{has}つです",
                    name.ja
                ),
                (
                    "{}: {wants} different fields needed, {has} covered",
                    name.en
                )
            )
        } else {
            return None;
        };
        Some(Unmet {
            role: need.role.clone(),
            text,
        })
    };
    needs(set, plan).filter_map(lacks).collect()
}

/// What those present lack; empty if the session has its quorum.
#[must_use]
pub fn present(set: &RuleSet, plan: &Plan, there: &[Presence]) -> Vec<Unmet> {
    let counts = count(set, plan, there);
    let lacks = |need: &RoleNeed| {
        let has = counts.get(&need.role).copied().unwrap_or_default();
        let (name, wants) = (role_name(&need.role), need.present);
        (has < wants).then(|| Unmet {
            role: need.role.clone(),
            text: text!(
                ("{}の出席が{wants}名以上必要ですが、{has}名です", name.ja),
                ("{}: {wants} needed at the meeting, {has} present", name.en)
            ),
        })
    };
    needs(set, plan).filter_map(lacks).collect()
}

/// Role → members present who fill it. Those recused for a conflict of interest count for nothing.
#[must_use]
pub fn count(set: &RuleSet, plan: &Plan, there: &[Presence]) -> BTreeMap<String, usize> {
    let here = |m: &&Member| {
        let mut there = there.iter();
        there.any(|p| p.account == m.account && p.interest != Interest::Recused)
    };
    let of = |need: &RoleNeed| holders(set, plan, need).into_iter().filter(here).count();
    set.need
        .iter()
        .map(|need| (need.role.clone(), of(need)))
        .collect()
}

fn needs<'a>(set: &'a RuleSet, plan: &'a Plan) -> impl Iterator<Item = &'a RoleNeed> {
    let applies = |role: &str| ALL.iter().any(|r| r.role == role && (r.applies)(plan));
    set.need.iter().filter(move |n| applies(&n.role))
}

fn holders<'a>(set: &RuleSet, plan: &'a Plan, need: &RoleNeed) -> Vec<&'a Member> {
    let Some(requirement) = ALL.iter().find(|r| r.role == need.role) else {
        return vec![];
    };
    let fills = |m: &&Member| {
        // Where one person may fill one role only, the first one registered is that role.
        let registered = if set.overlap {
            m.roles.iter().any(|r| r == requirement.role)
        } else {
            m.roles.first().is_some_and(|r| r == requirement.role)
        };
        let registered = registered || (requirement.role == "attending" && m.attending);
        registered && (!need.full_time || m.full_time) && (requirement.qualifies)(m)
    };
    plan.members.iter().filter(fills).collect()
}

/// A member for the examples of a requirement.
fn member(role: &str) -> Member {
    Member {
        account: words::AccountId::parse("member")
            .unwrap_or_else(|_| unreachable!("a constant id")),
        roles: vec![role.to_owned()],
        specialties: vec![],
        full_time: true,
        wgs_ground: None,
        attending: false,
    }
}
