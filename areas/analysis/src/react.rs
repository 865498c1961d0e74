//! What upstream events mean here.

use registry::facts::Relation;
use sequencing::facts::ReadSet;
use specimen::words::Role;
use words::{At, Digest, PersonId};

use crate::{
    decide::Command,
    words::{Mode, Sample, SampleRole},
};

/// Days in which a withdrawal may still be taken back before anything is destroyed (governance §6.12).
pub const COOLING_OFF_DAYS: i64 = 14;

/// The command for every run of a case when the consent of one of its people was withdrawn at `t0`.
#[must_use]
pub fn on_withdrawal(consent: &str, t0: At, cooling_off_days: Option<i64>) -> Command {
    let days = cooling_off_days
        .unwrap_or(COOLING_OFF_DAYS)
        .clamp(0, COOLING_OFF_DAYS);
    Command::Withdraw {
        consent: consent.to_owned(),
        forget_at: t0.plus_days(days),
    }
}

/// Which workflow the accepted reads allow, and what each of them is in it. `None`: something is missing. A family is
/// analysed together when both parents take part; with one parent or none, the child is analysed alone and inheritance
/// cannot be assessed.
#[must_use]
pub fn compose(
    cancer: bool,
    members: &[(PersonId, Relation)],
    reads: &[ReadSet],
) -> Option<(Mode, Vec<Sample>)> {
    if cancer {
        let of =
            |role: Role, as_role| newest(reads, |r| r.role == role).map(|r| sample(as_role, r));
        return Some((
            Mode::Pair,
            vec![
                of(Role::Tumour, SampleRole::Tumour)?,
                of(Role::Normal, SampleRole::Normal)?,
            ],
        ));
    }
    let of = |relation: Relation, role| {
        let person = members.iter().find(|m| m.1 == relation).map(|m| &m.0)?;
        newest(reads, |r| r.person == *person).map(|r| sample(role, r))
    };
    let proband = of(Relation::Proband, SampleRole::Proband)?;
    let has = |relation| members.iter().any(|m| m.1 == relation);
    if !(has(Relation::Mother) && has(Relation::Father)) {
        return Some((
            Mode::Germline,
            vec![Sample {
                role: SampleRole::Sample,
                ..proband
            }],
        ));
    }
    Some((
        Mode::Trio,
        vec![
            proband,
            of(Relation::Mother, SampleRole::Mother)?,
            of(Relation::Father, SampleRole::Father)?,
        ],
    ))
}

/// Whether the people of a case changed, so that its run has to be made anew: somebody left it, or came back.
#[must_use]
pub fn on_case(event: &str) -> bool {
    matches!(event, "member_removed" | "member_restored" | "restored")
}

/// Tube numbers count upwards: of several tubes of the same kind the last was collected to replace the others.
fn newest(reads: &[ReadSet], of: impl Fn(&&ReadSet) -> bool) -> Option<&ReadSet> {
    reads
        .iter()
        .filter(of)
        .max_by(|a, b| a.specimen.cmp(&b.specimen))
}

fn sample(role: SampleRole, reads: &ReadSet) -> Sample {
    let files: Vec<Digest> = reads.files.iter().map(|f| f.sha256.clone()).collect();
    Sample {
        role,
        specimen: reads.specimen.clone(),
        person: reads.person.clone(),
        reads_digest: reads.reads_digest.to_string(),
        files,
    }
}
