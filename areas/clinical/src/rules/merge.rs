//! Two people at one form: what each changed since both saw the same, and where they differ.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Typed;

/// What to show to who saves second.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// What to put into the fields: the own answers, and the other's where the own was not touched.
    pub typed: Typed,
    /// Where both changed the answer: what the other saved (empty if the answer was taken away).
    pub differs: BTreeMap<String, String>,
    /// Where only the other changed it.
    pub taken: BTreeSet<String>,
}

/// Puts two changes of one form together. Nothing typed is lost, and nothing saved.
#[must_use]
pub fn merge(base: &Typed, saved: &Typed, mine: &Typed) -> Merged {
    let paths: BTreeSet<&String> = base.keys().chain(saved.keys()).chain(mine.keys()).collect();
    let mut out = Merged::default();
    for path in paths {
        let at = |typed: &Typed| typed.get(path).map_or("", |t| t.trim()).to_owned();
        let (was, theirs, own) = (at(base), at(saved), at(mine));
        let value = if theirs == own || theirs == was {
            own
        } else if own == was {
            out.taken.insert(path.clone());
            theirs
        } else {
            out.differs.insert(path.clone(), theirs);
            own
        };
        let stands = mine.contains_key(path) || saved.contains_key(path);
        if stands {
            out.typed.insert(path.clone(), value);
        }
    }
    out
}
