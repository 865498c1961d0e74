//! Questions of the patient that nobody answered yet.

use ::words::text;
use ledger::Recorded;

use super::{Kind, Of, Place, what};
use crate::{rules::known::Known, words::Strand};

pub(super) static KIND: Kind = Kind {
    id: "question_answer",
    roles: &["coordinator", "physician", "counsellor"],
    place: Place::Hospital,
    strand: Strand::Clinic,
    says: text!("患者さんからの質問", "Answer a question of the patient"),
    verb: text!("答える", "Answer"),
    days: 3,
    url: |case, _| format!("/threads/{case}"),
    hear,
};

fn hear(event: &Recorded, _: &Known, of: &mut Of<'_, '_>) {
    let number = |field: &str| {
        let n = event.payload.get(field).and_then(serde_json::Value::as_i64);
        n.map_or_else(String::new, |n| n.to_string())
    };
    match what(event) {
        ("thread", "question_asked") => of.open(&number("n")),
        ("thread", "question_answered") => of.close(&number("question")),
        _ => {}
    }
}
