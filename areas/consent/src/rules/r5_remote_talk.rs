//! R5: over a distance both sides show a document and sit in a private place; and nobody's identity is checked face to face.

use words::text;

use super::{Example, Rule, Verdict};
use crate::{
    decide::Refusal,
    words::{IdentityCheck, Place, Record, Remote},
};

/// The rule.
pub const RULE: Rule = Rule {
    id: "r5_remote_talk",
    says: text!(
        "遠隔の説明では、双方が身分証を示し、他人に聞かれない場所で話す",
        "a talk by video needs documents shown by both sides, in a private place"
    ),
    judge: |record, _| {
        let fits = record.place == Place::Onsite || is_sound(record.remote);
        match (fits, record.place, record.identity_check) {
            (false, ..) => Verdict::Refused(Refusal::Remote),
            (true, Place::Remote, Some(check)) if is_face_to_face(check) => {
                Verdict::Refused(Refusal::NotFaceToFace)
            }
            _ => Verdict::Pass,
        }
    },
    examples: || {
        vec![
            Example {
                shows: "at the hospital",
                change: |_, _| {},
                answer: "pass",
            },
            Example {
                shows: "by video, nothing confirmed",
                change: |record, _| record.place = Place::Remote,
                answer: "E-CONSENT-REMOTE",
            },
            Example {
                shows: "by video, somebody else listens",
                change: |record, _| by_video(record, false),
                answer: "E-CONSENT-REMOTE",
            },
            Example {
                shows: "by video, both showed a document, in private",
                change: |record, _| by_video(record, true),
                answer: "pass",
            },
            Example {
                shows: "by video nobody stands face to face",
                change: |record, _| {
                    by_video(record, true);
                    record.identity_check = Some(IdentityCheck::FaceToFace);
                },
                answer: "E-CONSENT-NOT-FACE-TO-FACE",
            },
        ]
    },
};

/// Whether everything about a talk by video was confirmed.
#[must_use]
pub fn is_sound(remote: Option<Remote>) -> bool {
    remote.is_some_and(|r| r.documents_shown && r.private_place)
}

/// Whether a check needs both in one room.
#[must_use]
pub fn is_face_to_face(check: IdentityCheck) -> bool {
    matches!(
        check,
        IdentityCheck::FaceToFace | IdentityCheck::PatientCard
    )
}

fn by_video(record: &mut Record, private_place: bool) {
    record.place = Place::Remote;
    record.identity_check = Some(IdentityCheck::VideoMutual);
    record.remote = Some(Remote {
        documents_shown: true,
        private_place,
    });
}
