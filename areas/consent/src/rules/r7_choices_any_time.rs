//! R7: a choice may be changed at any time; a mandatory item may not (that would be a withdrawal).

use crate::{
    decide::Refusal,
    words::{Answers, form, form::ItemKind},
};

/// The answers after a change, or why not. What is no longer shown after the change loses its answer.
///
/// # Errors
/// If a code is not a choice of the form, or an answer is not one of its own.
pub fn change(form: &str, before: &Answers, changes: &Answers) -> Result<Answers, Refusal> {
    let form = form::find(form).ok_or_else(|| Refusal::Form(form.to_owned()))?;
    let mut after = before.clone();
    for (code, answer) in changes {
        let item = form.item(code).filter(|i| i.kind == ItemKind::Choice);
        let item = item.ok_or_else(|| Refusal::NotAChoice(code.clone()))?;
        if !item.takes(answer) {
            return Err(Refusal::Answer(item.text.clone()));
        }
        after.insert(code.clone(), answer.clone());
    }
    let shown: Vec<_> = form
        .items
        .iter()
        .filter(|i| i.shown(&after))
        .map(|i| i.code.clone())
        .collect();
    after.retain(|code, _| shown.contains(code));
    super::r2_complete::answers(form, &after).map_or(Ok(after), Err)
}
