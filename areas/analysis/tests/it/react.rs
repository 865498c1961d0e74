//! Which workflow the accepted reads allow.

use analysis::{
    react::{compose, on_withdrawal},
    words::{Mode, SampleRole},
};
use registry::facts::Relation;
use sequencing::facts::ReadSet;
use specimen::words::Role;
use words::PersonId;

use crate::decide::NOW;

fn reads(specimen: &str, person: &str, role: Role) -> ReadSet {
    ReadSet {
        delivery: "d".to_owned(),
        specimen: specimen.to_owned(),
        person: PersonId::parse(person).unwrap(),
        role,
        files: vec![],
        reads_digest: Default::default(),
    }
}

fn member(person: &str, relation: Relation) -> (PersonId, Relation) {
    (PersonId::parse(person).unwrap(), relation)
}

#[test]
fn a_pair_takes_the_newest_tube_of_each_kind() {
    let members = [member("p", Relation::Proband)];
    let all = [
        reads("T-01", "p", Role::Tumour),
        reads("T-02", "p", Role::Tumour),
        reads("N-01", "p", Role::Normal),
    ];
    let (mode, samples) = compose(true, &members, &all).unwrap();
    assert_eq!(
        (mode, samples[0].specimen.as_str(), samples[1].role),
        (Mode::Pair, "T-02", SampleRole::Normal)
    );
    assert!(compose(true, &members, &all[..2]).is_none());
}

#[test]
fn a_family_is_a_trio_and_a_child_alone_is_germline() {
    let family = [
        member("c", Relation::Proband),
        member("m", Relation::Mother),
        member("f", Relation::Father),
    ];
    let all = [
        reads("1", "f", Role::Normal),
        reads("2", "m", Role::Normal),
        reads("3", "c", Role::Normal),
    ];
    let (mode, samples) = compose(false, &family, &all).unwrap();
    assert_eq!(
        (
            mode,
            samples
                .iter()
                .map(|s| s.specimen.as_str())
                .collect::<Vec<_>>()
        ),
        (Mode::Trio, vec!["3", "2", "1"])
    );
    assert!(compose(false, &family, &all[1..]).is_none());
    assert_eq!(
        compose(false, &family[..1], &all).unwrap().0,
        Mode::Germline
    );
}

#[test]
fn the_cooling_off_period_has_bounds() {
    for (said, days) in [(None, 14), (Some(0), 0), (Some(99), 14), (Some(-3), 0)] {
        let command = on_withdrawal("c", NOW, said);
        assert!(
            matches!(command, analysis::decide::Command::Withdraw { forget_at, .. } if forget_at == NOW.plus_days(days))
        );
    }
}
