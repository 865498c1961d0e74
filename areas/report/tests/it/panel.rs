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
        deadline: None,
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
        before: None,
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
        edited: false,
        signed: Some(crate::sample::signed(
            "panel.close",
            &Digest::of(b"minutes"),
        )),
    }
}

/// Planned and open, nothing said yet.
pub fn open_with(presence: Vec<Presence>) -> Panel {
    let panel = after(None, Command::Plan(Box::new(plan())));
    after(Some(panel), Command::Open(presence))
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
            trials: None,
            next_review: None,
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
fn minutes_that_no_key_signed_close_nothing() {
    let bare = Command::Close {
        minutes: Digest::of(b"minutes"),
        edited: false,
        signed: None,
    };
    let refusal = refused(Some(&decided(all_present())), bare, &facts());
    assert_eq!(refusal.code(), "E-PANEL-UNSIGNED");
    assert!(refusal.text().ja.contains("パスキー") && refusal.text().en.contains("passkey"));
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

/// As a member who acts for nobody else.
fn own(name: &str) -> Facts {
    Facts {
        account: account(name),
        role: "panel_member".to_owned(),
        ..facts()
    }
}

fn after_as(state: Panel, command: Command, facts: &Facts) -> Panel {
    let events = Panel::decide(Some(&state), command, facts).unwrap_or_else(|r| panic!("{r}"));
    events
        .iter()
        .fold(Some(state), Panel::evolve)
        .unwrap_or_else(|| panic!("no state"))
}

/// Open for circulation until the third of April, with nobody heard yet.
pub fn circulated() -> Panel {
    let plan = Plan {
        mode: Mode::Circulation,
        deadline: Day::new(2026, 4, 3),
        ..plan()
    };
    let panel = after(None, Command::Plan(Box::new(plan)));
    after(Some(panel), Command::Open(all_present()))
}

fn says(panel: Panel, name: &str, said: Vote) -> Panel {
    let own = own(name);
    let panel = after_as(panel, Command::Declare(Interest::None), &own);
    after_as(panel, vote(name, said), &own)
}

#[test]
fn a_wish_to_discuss_turns_circulation_into_a_meeting() {
    let panel = circulated();
    let chair = refused(Some(&panel), vote("m-path", Vote::Agree), &facts());
    assert_eq!(chair.code(), "E-PANEL-VOTE-OF-ANOTHER");
    let panel = says(panel, "m-onc1", Vote::Agree);
    let mut panel = says(panel, "m-path", Vote::Discuss);
    assert_eq!(
        (panel.stage, panel.plan.mode, panel.live_because),
        (Stage::Split, Mode::Realtime, Some(Because::Discuss))
    );
    // Nobody is there until the chair has noted it: a circulated list is no attendance.
    assert_eq!(
        refused(Some(&panel), close(), &facts()).code(),
        "E-PANEL-NO-QUORUM"
    );
    panel = after(Some(panel), Command::Open(all_present()));
    assert_eq!(panel.ballots.len(), 2, "what was said is kept");
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
            trials: None,
            next_review: None,
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
fn a_missed_deadline_forces_a_meeting() {
    let panel = says(circulated(), "m-onc1", Vote::Agree);
    let late = Facts {
        now: facts().now.plus_days(2),
        ..facts()
    };
    assert!(!panel.overdue(facts().now.day()));
    assert!(panel.overdue(late.now.day()));
    assert_eq!(
        refused(Some(&panel), close(), &late),
        Refusal::DeadlineMissed
    );
    // A late opinion is kept, and the meeting is called.
    let own = Facts {
        now: late.now,
        ..own("m-path")
    };
    let panel = after_as(panel, Command::Declare(Interest::None), &own);
    let panel = after_as(panel, vote("m-path", Vote::Agree), &own);
    assert_eq!(panel.live_because, Some(Because::Deadline));
    assert_eq!(panel.ballots.len(), 2);
    let again = Panel::decide(Some(&panel), Command::CallLive, &late);
    assert_eq!(again, Err(Refusal::LiveAlready));
}

#[test]
fn in_a_circulation_interest_is_declared_before_an_opinion() {
    let panel = circulated();
    let refusal = refused(Some(&panel), vote("m-path", Vote::Agree), &own("m-path"));
    assert_eq!(refusal, Refusal::Undeclared(account("m-path")));
    let stranger = refused(
        Some(&panel),
        Command::Declare(Interest::None),
        &own("nobody"),
    );
    assert_eq!(stranger, Refusal::NotAMember(account("nobody")));
}

#[test]
fn who_leaves_for_a_conflict_of_interest_loses_the_vote_and_fills_no_role() {
    let panel = says(circulated(), "m-path", Vote::Agree);
    let panel = after_as(panel, Command::Declare(Interest::Recused), &own("m-path"));
    assert!(panel.ballots.is_empty(), "{:?}", panel.ballots);
    let refusal = refused(Some(&panel), vote("m-path", Vote::Agree), &own("m-path"));
    assert_eq!(refusal, Refusal::MayNotVote(account("m-path")));
    // While planning the missing role shows at once.
    let planned = after(None, Command::Plan(Box::new(plan())));
    let planned = after_as(planned, Command::Declare(Interest::Recused), &own("m-path"));
    let unmet: Vec<_> = planned.unmet().into_iter().map(|u| u.role).collect();
    assert_eq!(unmet, ["pathologist"]);
    // The chair cannot soften it.
    let opened = after(Some(planned), Command::Open(all_present()));
    let there = opened
        .presence
        .iter()
        .find(|p| p.account == account("m-path"));
    assert_eq!(there.map(|p| p.interest), Some(Interest::Recused));
}

#[test]
fn what_was_prepared_stays_when_the_plan_changes() {
    let planned = after(None, Command::Plan(Box::new(plan())));
    let prepared = after(
        Some(planned),
        Command::Decide {
            outcomes: outcomes(),
            recommendation: Some(Digest::of(b"advice")),
            trials: None,
            next_review: Day::new(2026, 10, 1),
        },
    );
    let other = Plan {
        information_supplied: true,
        ..plan()
    };
    let again = after(Some(prepared), Command::Plan(Box::new(other)));
    assert_eq!((again.stage, again.outcomes.len()), (Stage::Planned, 3));
    assert_eq!(again.next_review, Day::new(2026, 10, 1));
}

#[test]
fn a_newer_report_is_discussed_again_and_the_first_outcome_counts_until_then() {
    let closed = after(Some(decided(all_present())), close());
    let plan = || Command::Plan(Box::new(plan()));
    assert_eq!(
        refused(Some(&closed), plan(), &facts()),
        Refusal::WrongStage(Stage::Closed)
    );
    let outcome = closed
        .outcome("p", 9)
        .unwrap_or_else(|| panic!("no outcome"));
    let newer = Facts {
        analysis: Some("report:0123-04-00057.analysis@2".to_owned()),
        before: Some(Box::new(Before {
            outcome: outcome.clone(),
            recommendation: None,
            trials: None,
        })),
        ..facts()
    };
    let second = after_as(closed, plan(), &newer);
    assert_eq!(second.stage, Stage::Planned);
    assert!(second.declared.is_empty() && second.ballots.is_empty());
    assert_eq!(
        second.outcomes.len(),
        3,
        "the first outcomes are the proposal"
    );
    let kept = |panel: &Panel| panel.before.as_ref().map(|b| b.outcome.clone());
    assert_eq!(kept(&second), Some(outcome.clone()));
    let changed = after_as(second, plan(), &newer);
    assert_eq!(
        kept(&changed),
        Some(outcome),
        "also after the plan was changed"
    );
}

#[test]
fn a_session_seats_its_members_until_it_is_closed() {
    let panel = decided(all_present());
    assert!(panel.seats(&account("m-path")) && !panel.seats(&account("nobody")));
    let closed = after(Some(panel), close());
    assert!(!closed.seats(&account("m-path")));
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
            trials: None,
            next_review: None,
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
