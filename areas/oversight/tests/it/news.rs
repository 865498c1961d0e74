//! What is new for a participant: only steps with words for the patient, and answers.

use oversight::{
    rules::{
        news::{Heard, calls, since},
        steps::STEPS,
    },
    words::{Progress, Reached},
};
use words::At;

const BEFORE: At = At::from_micros(1_000);
const THEN: At = At::from_micros(2_000);

fn reached(of_patient: bool) -> Progress {
    let steps = STEPS.iter().filter(|s| s.patient.is_some() == of_patient);
    Progress {
        reached: steps
            .map(|step| Reached {
                step,
                at: THEN,
                seq: 1,
            })
            .collect(),
        ..Progress::default()
    }
}

#[test]
fn steps_without_words_for_the_patient_call_nobody() {
    let progress = reached(false);
    assert!(!progress.reached.is_empty());
    let heard = Heard {
        progress: &progress,
        answers: &[],
    };
    assert!(since(&heard, BEFORE).is_empty() && !calls(&heard, BEFORE));
}

#[test]
fn steps_for_the_patient_and_answers_are_new_once() {
    let (progress, none) = (reached(true), Progress::default());
    for heard in [
        Heard {
            progress: &progress,
            answers: &[],
        },
        Heard {
            progress: &none,
            answers: &[THEN],
        },
    ] {
        assert!(calls(&heard, BEFORE));
        assert!(!calls(&heard, THEN), "seen is not new");
    }
}

#[test]
fn after_a_death_or_a_withdrawal_nobody_is_called() {
    let died = Progress {
        died: Some(THEN),
        ..reached(true)
    };
    let left = Progress {
        withdrawn: Some(THEN),
        ..reached(true)
    };
    for (progress, shown) in [(died, false), (left, true)] {
        let heard = Heard {
            progress: &progress,
            answers: &[THEN],
        };
        assert!(!calls(&heard, BEFORE));
        // the own page of who withdrew may still say what happened before
        assert_eq!(!since(&heard, BEFORE).is_empty(), shown);
    }
}
