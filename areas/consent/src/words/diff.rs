//! Two versions of a form side by side: which items are new, gone or worded anew, and where in the sentence.

use words::Lang;

use super::form::{Form, Item};

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The same in both.
    Same,
    /// Worded anew.
    Reworded,
    /// New in the later one.
    Added,
    /// No longer there.
    Removed,
}

/// One row of the comparison.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// What became of it.
    pub fate: Fate,
    /// In the earlier version.
    pub before: Option<&'a Item>,
    /// In the later version.
    pub after: Option<&'a Item>,
}

/// A piece of a sentence, and whether the other version lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The piece.
    pub text: String,
    /// Whether it differs.
    pub differs: bool,
}

/// The items of both, in the order of the later version; what is gone comes last.
#[must_use]
pub fn rows<'a>(before: &'a Form, after: &'a Form) -> Vec<Row<'a>> {
    let later = after.items.iter().map(|item| {
        let earlier = before.item(&item.code);
        let fate = match earlier {
            None => Fate::Added,
            Some(e) if e.text == item.text && e.options == item.options && e.kind == item.kind => {
                Fate::Same
            }
            Some(_) => Fate::Reworded,
        };
        Row {
            fate,
            before: earlier,
            after: Some(item),
        }
    });
    let gone = before
        .items
        .iter()
        .filter(|i| after.item(&i.code).is_none());
    let gone = gone.map(|item| Row {
        fate: Fate::Removed,
        before: Some(item),
        after: None,
    });
    later.chain(gone).collect()
}

/// Both sentences in pieces: by word in English, by character in Japanese.
#[must_use]
pub fn pieces(before: &str, after: &str, lang: Lang) -> (Vec<Piece>, Vec<Piece>) {
    let cut = |text: &str| -> Vec<String> {
        match lang {
            Lang::Ja => text.chars().map(String::from).collect(),
            Lang::En => text.split_inclusive(' ').map(str::to_owned).collect(),
        }
    };
    let (a, b) = (cut(before), cut(after));
    let common = longest(&a, &b);
    let left = join(&a, common.iter().map(|(i, _)| *i).collect());
    let right = join(&b, common.iter().map(|(_, j)| *j).collect());
    (left, right)
}

/// The longest common subsequence as pairs of places.
fn longest(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut table = vec![0_u32; (a.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    let read = |table: &[u32], place: usize| table.get(place).copied().unwrap_or_default();
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let best = if x == y {
                read(&table, at(i + 1, j + 1)) + 1
            } else {
                read(&table, at(i + 1, j)).max(read(&table, at(i, j + 1)))
            };
            if let Some(cell) = table.get_mut(at(i, j)) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if read(&table, at(i + 1, j)) >= read(&table, at(i, j + 1)) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Neighbouring pieces of the same sort joined.
fn join(all: &[String], kept: Vec<usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (place, text) in all.iter().enumerate() {
        let differs = kept.binary_search(&place).is_err();
        match pieces.last_mut() {
            Some(last) if last.differs == differs => last.text.push_str(text),
            _ => pieces.push(Piece {
                text: text.clone(),
                differs,
            }),
        }
    }
    pieces
}
