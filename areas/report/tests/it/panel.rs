//! Quorum and the decisions of a session.

use ledger::Aggregate as _;
use report::decide::panel::{Asked, Ballot, Command, Facts, Panel, Refusal, Stage};
use report::rules::quorum;
use report::words::CaseKind;
use report::words::panel::*;
use words::{AccountId, Day, Digest, Refusal as _};

use crate::sample::{at, case, outcomes};

pub fn account(name: &str) -> AccountId {
    AccountId::parse(name).unwrap_or_else(|e| panic!("{e}"))
}

fn day() -> Day {
    Day::new(2026, 4, 2).unwrap_or_else(|| panic!("a day"))
}

fn member(name: &str, roles: &[&str], field: &str) -> Member {
    Member {
        account: account(name),
        roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        specialties: vec![field.to_owned()],
        full_time: true,
        wgs_ground: Some("bi_course".to_owned()),
        attending: false,
    }
}

/// A complete panel under EP-WGS.
pub fn plan() -> Plan {
    Plan {
        rule_set: "EP-WGS".to_owned(),
        day: day(),
        mode: Mode::Realtime,
        members: vec![
            member("m-onc1", &["drug_therapy"], "respiratory"),
            member("m-onc2", &["drug_therapy", "genome_expert"], "breast"),
            member(
                "m-gen",
                &["genetics_physician", "genetic_counselling"],
                "genetics",
            ),
            member("m-path", &["pathologist"], "pathology"),
            member("m-wgs", &["wgs_expert", "bioinformatician"], "informatics"),
            Member {
                attending: true,
                ..member("m-att", &["attending"], "respiratory")
            },
        ],
        childhood: false,
        in_house: true,
        information_supplied: false,
    }
}

pub fn all_present() -> Vec<Presence> {
    plan()
        .members
        .into_iter()
        .map(|m| Presence {
            account: m.account,
            interest: Interest::None,
        })
        .collect()
}

fn facts() -> Facts {
    let asked = |id: &str, germline| Asked {
        id: id.to_owned(),
        germline,
    };
    Facts {
        now: at(),
        case: case(),
        case_kind: CaseKind::Cancer,
        account: account("chair"),
        role: "panel_chair".to_owned(),
        analysis: Some("report:0123-04-00057.analysis@1".to_owned()),
        findings: vec![
            asked("f-egfr", false),
            asked("f-tp53", false),
            asked("f-brca2", true),
        ],
        consented: true,
    }
}

fn after(state: Option<Panel>, command: Command) -> Panel {
    let events = Panel::decide(state.as_ref(), command, &facts()).unwrap_or_else(|r| panic!("{r}"));
    events
        .iter()
        .fold(state, Panel::evolve)
        .unwrap_or_else(|| panic!("no state"))
}

fn refused(state: Option<&Panel>, command: Command, facts: &Facts) -> Refusal {
    match Panel::decide(state, command, facts) {
        Err(refusal) => refusal,
        Ok(events) => panic!("not refused: {events:?}"),
    }
}

fn vote(name: &str, vote: Vote) -> Command {
    Command::Vote {
        member: account(name),
        ballot: Ballot {
            vote,
            comment: None,
        },
    }
}

fn close() -> Command {
    Command::Close {
        minutes: Digest::of(b"minutes"),
    }
}

fn decided(presence: Vec<Presence>) -> Panel {
    let mut panel = after(None, Command::Plan(Box::new(plan())));
    panel = after(Some(panel), Command::Open(presence));
    let voters: Vec<_> = panel.voters().map(ToString::to_string).collect();
    for name in voters {
        panel = after(Some(panel), vote(&name, Vote::Agree));
    }
    after(
        Some(panel),
        Command::Decide {
            outcomes: outcomes(),
            recommendation: None,
        },
    )
}

#[test]
fn every_rule_set_can_be_read_and_every_requirement_keeps_its_examples() {
    assert_eq!(
        quorum::rule_sets().len(),
        quorum::FILES.len(),
        "a rule set cannot be read"
    );
    for set in quorum::rule_sets() {
        for need in &set.need {
            assert!(
                quorum::ALL.iter().any(|r| r.role == need.role),
                "{}: {}",
                set.id,
                need.role
            );
        }
    }
    for requirement in quorum::ALL {
        for (member, expected) in (requirement.examples)() {
            assert_eq!(
                (requirement.qualifies)(&member),
                expected,
                "{}: {member:?}",
                requirement.role
            );
        }
    }
}

#[test]
fn a_complete_panel_closes_with_its_outcome() {
    let closed = after(Some(decided(all_present())), close());
    assert_eq!(closed.stage, Stage::Closed);
    let outcome = closed
        .outcome("p", 9)
        .unwrap_or_else(|| panic!("no outcome"));
    assert_eq!(outcome.outcomes.len(), 3);
    assert_eq!(outcome.votes.get("agree"), Some(&6));
}

#[test]
fn a_plan_names_the_roles_that_are_missing_in_both_languages() {
    let mut short = plan();
    short.members.retain(|m| m.account.as_str() != "m-wgs");
    let planned = after(None, Command::Plan(Box::new(short)));
    let unmet = planned.unmet();
    let roles: Vec<_> = unmet.iter().map(|u| u.role.as_str()).collect();
    assert_eq!(roles, ["bioinformatician", "wgs_expert"]);
    assert!(
        unmet[1].text.ja.contains("全ゲノム解析の有識者")
            && unmet[1].text.en.contains("whole-genome")
    );
}

#[test]
fn without_quorum_it_does_not_close_and_says_who_is_missing() {
    let there = all_present()
        .into_iter()
        .filter(|p| p.account.as_str() != "m-path")
        .collect();
    let refusal = refused(Some(&decided(there)), close(), &facts());
    assert_eq!(refusal.code(), "E-PANEL-NO-QUORUM");
    assert!(
        refusal.text().ja.contains("病理の専門医"),
        "{}",
        refusal.text().ja
    );
    assert!(refusal.text().en.contains("pathologist"));
}

#[test]
fn a_recused_member_counts_for_nothing_and_may_not_vote() {
    let mut there = all_present();
    there[3].interest = Interest::Recused;
    let panel = decided(there);
    assert_eq!(
        refused(Some(&panel), close(), &facts()).code(),
        "E-PANEL-NO-QUORUM"
    );
    let refusal = refused(Some(&panel), vote("m-path", Vote::Agree), &facts());
    assert_eq!(refusal, Refusal::MayNotVote(account("m-path")));
}

#[test]
fn two_oncologists_of_one_field_are_not_enough() {
    let mut same = plan();
    same.members[1].specialties = vec!["respiratory".to_owned()];
    let planned = after(None, Command::Plan(Box::new(same)));
    let unmet: Vec<_> = planned.unmet().into_iter().map(|u| u.role).collect();
    assert_eq!(unmet, ["drug_therapy"]);
}

#[test]
fn a_child_needs_a_paediatric_oncologist() {
    let child = Plan {
        childhood: true,
        ..plan()
    };
    let unmet = after(None, Command::Plan(Box::new(child))).unmet();
    assert_eq!(unmet.len(), 1);
    assert_eq!(unmet[0].role, "paediatrics");
}

#[test]
fn the_notice_of_2022_lets_nobody_fill_two_roles_and_knows_no_circulation() {
    let old = Plan {
        rule_set: "EP-2022".to_owned(),
        ..plan()
    };
    let unmet: Vec<_> = after(None, Command::Plan(Box::new(old.clone())))
        .unmet()
        .into_iter()
        .map(|u| u.role)
        .collect();
    assert!(
        unmet.contains(&"genetic_counselling".to_owned()),
        "{unmet:?}"
    );
    let circulated = Plan {
        mode: Mode::Circulation,
        ..old
    };
    assert_eq!(
        refused(None, Command::Plan(Box::new(circulated)), &facts()).code(),
        "E-PANEL-MODE"
    );
}

#[test]
fn a_wish_to_discuss_turns_circulation_into_a_meeting() {
    let circulated = Plan {
        mode: Mode::Circulation,
        ..plan()
    };
    let mut panel = after(None, Command::Plan(Box::new(circulated)));
    panel = after(Some(panel), Command::Open(all_present()));
    let chair = refused(Some(&panel), vote("m-path", Vote::Agree), &facts());
    assert_eq!(chair.code(), "E-PANEL-VOTE-OF-ANOTHER");
    let own = Facts {
        account: account("m-path"),
        role: "panel_member".to_owned(),
        ..facts()
    };
    let events = Panel::decide(Some(&panel), vote("m-path", Vote::Discuss), &own)
        .unwrap_or_else(|r| panic!("{r}"));
    panel = events
        .iter()
        .fold(Some(panel), Panel::evolve)
        .unwrap_or_else(|| panic!("no state"));
    assert_eq!(
        (panel.stage, panel.plan.mode),
        (Stage::Split, Mode::Realtime)
    );
    for presence in all_present()
        .iter()
        .filter(|p| p.account.as_str() != "m-path")
    {
        panel = after(Some(panel), vote(presence.account.as_str(), Vote::Agree));
    }
    panel = after(
        Some(panel),
        Command::Decide {
            outcomes: outcomes(),
            recommendation: None,
        },
    );
    assert_eq!(
        refused(Some(&panel), close(), &facts()).code(),
        "E-PANEL-UNDECIDED"
    );
    panel = after(Some(panel), vote("m-path", Vote::AgreeWithComment));
    assert_eq!(after(Some(panel), close()).stage, Stage::Closed);
}

#[test]
fn every_finding_needs_an_outcome_that_can_be_acted_on() {
    let panel = decided(all_present());
    let decide = |change: &dyn Fn(&mut Vec<Outcome>)| {
        let mut all = outcomes();
        change(&mut all);
        Command::Decide {
            outcomes: all,
            recommendation: None,
        }
    };
    let code = |command| refused(Some(&panel), command, &facts()).code();
    assert_eq!(
        code(decide(&|all| all[0].confirm_test = None)),
        "E-PANEL-NO-TEST"
    );
    assert_eq!(
        code(decide(&|all| all[2].counselling_needed = false)),
        "E-PANEL-NO-COUNSELLING"
    );
    assert_eq!(
        code(decide(&|all| all[1].finding = "other".to_owned())),
        "E-PANEL-NO-SUCH-FINDING"
    );
    assert_eq!(
        code(decide(&|all| all[1] = all[0].clone())),
        "E-PANEL-FINDING-TWICE"
    );
    let short = after(
        Some(panel.clone()),
        decide(&|all| {
            all.pop();
        }),
    );
    assert_eq!(
        refused(Some(&short), close(), &facts()),
        Refusal::Unjudged(vec!["f-brca2".to_owned()])
    );
}

#[test]
fn the_analysis_report_is_signed_before_the_panel_is_planned() {
    let unsigned = Facts {
        analysis: None,
        ..facts()
    };
    assert_eq!(
        refused(None, Command::Plan(Box::new(plan())), &unsigned),
        Refusal::NotSigned
    );
    let rare = Facts {
        case_kind: CaseKind::Rare,
        ..facts()
    };
    assert_eq!(
        refused(None, Command::Plan(Box::new(plan())), &rare).code(),
        "E-PANEL-OTHER-CASES"
    );
}
