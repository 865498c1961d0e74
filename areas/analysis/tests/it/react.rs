//! Which workflow the accepted reads allow.

use analysis::{
    react::{compose, on_withdrawal},
    rules::owner,
    words::{Mode, Owner, SampleRole},
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
fn with_one_parent_the_child_is_analysed_alone() {
    let family = [
        member("c", Relation::Proband),
        member("m", Relation::Mother),
    ];
    let all = [reads("2", "m", Role::Normal), reads("3", "c", Role::Normal)];
    let (mode, samples) = compose(false, &family, &all).unwrap();
    assert_eq!((mode, samples.len()), (Mode::Germline, 1));
    assert_eq!(samples[0].person, family[0].0);
}

#[test]
fn an_output_is_of_one_person_or_of_a_run() {
    let family = [
        member("c", Relation::Proband),
        member("m", Relation::Mother),
        member("f", Relation::Father),
    ];
    let all = [
        reads("S-1", "c", Role::Normal),
        reads("S-10", "m", Role::Normal),
        reads("S-2", "f", Role::Normal),
    ];
    let (_, trio) = compose(false, &family, &all).unwrap();
    let of = |name: &str| owner("run-1", &trio, name);
    let person = |at: usize| Owner::Member {
        person: family[at].0.clone(),
    };
    assert_eq!(of("S-1.cram"), person(0));
    assert_eq!(of("S-10.cram.crai"), person(1));
    let run = Owner::Run {
        run: "run-1".to_owned(),
    };
    assert_eq!((of("trio.vcf.gz"), of("qc.json")), (run.clone(), run));
    let (_, alone) = compose(false, &family[..1], &all).unwrap();
    assert_eq!(owner("run-1", &alone, "germline.vcf.gz"), person(0));
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
