//! Two versions of a report beside each other, sentence by sentence.

use words::Text;

use crate::words::content::Content;

/// What became of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It says the same.
    Same(Text),
    /// It is gone.
    Gone(Text),
    /// It is new.
    New(Text),
    /// It says something else.
    Other(Text, Text),
}

/// The changes from one version to another, in the order of reading.
#[must_use]
pub fn compare(old: &Content, new: &Content) -> Vec<Change> {
    let said = |c: &Content| -> Vec<Text> {
        let all = c.sentences().into_iter();
        all.map(|s| s.text.clone()).collect()
    };
    paired(sentences(&said(old), &said(new)))
}

/// A longest common run of sentences decides what is the same.
fn sentences(old: &[Text], new: &[Text]) -> Vec<Change> {
    let width = new.len() + 1;
    // length[i * width + j]: the longest common subsequence of old[i..] and new[j..].
    let mut length = vec![0_u32; (old.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    for (i, o) in old.iter().enumerate().rev() {
        for (j, n) in new.iter().enumerate().rev() {
            let get = |k: usize| length.get(k).copied().unwrap_or(0);
            let best = if o == n {
                get(at(i + 1, j + 1)) + 1
            } else {
                get(at(i + 1, j)).max(get(at(i, j + 1)))
            };
            if let Some(cell) = length.get_mut(at(i, j)) {
                *cell = best;
            }
        }
    }
    let get = |i: usize, j: usize| length.get(at(i, j)).copied().unwrap_or(0);
    let (mut i, mut j, mut changes) = (0, 0, Vec::new());
    loop {
        match (old.get(i), new.get(j)) {
            (Some(o), Some(n)) if o == n => {
                changes.push(Change::Same(o.clone()));
                (i, j) = (i + 1, j + 1);
            }
            (Some(o), n) if n.is_none() || get(i + 1, j) >= get(i, j + 1) => {
                changes.push(Change::Gone(o.clone()));
                i += 1;
            }
            (_, Some(n)) => {
                changes.push(Change::New(n.clone()));
                j += 1;
            }
            _ => return changes,
        }
    }
}

/// A run of gone sentences followed by as many new ones is read as the same sentences saying something else.
fn paired(changes: Vec<Change>) -> Vec<Change> {
    let mut out = Vec::new();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for change in changes {
        match change {
            Change::Gone(text) if new.is_empty() => gone.push(text),
            Change::Gone(text) => {
                flush(&mut out, &mut gone, &mut new);
                gone.push(text);
            }
            Change::New(text) => new.push(text),
            same => {
                flush(&mut out, &mut gone, &mut new);
                out.push(same);
            }
        }
    }
    flush(&mut out, &mut gone, &mut new);
    out
}

fn flush(out: &mut Vec<Change>, gone: &mut Vec<Text>, new: &mut Vec<Text>) {
    if gone.len() == new.len() {
        let both = gone.drain(..).zip(new.drain(..));
        out.extend(both.map(|(o, n)| Change::Other(o, n)));
    } else {
        out.extend(gone.drain(..).map(Change::Gone));
        out.extend(new.drain(..).map(Change::New));
    }
}
