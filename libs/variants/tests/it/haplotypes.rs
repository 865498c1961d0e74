//! Random haplotypes, written in random equivalent words, always match; changed haplotypes never do.

use std::path::PathBuf;

use proptest::prelude::*;
use variants::compare::{Options, Report, compare};
use variants::normalise::Edit;

use crate::kit::{Folder, is_perfect};

const CASES: u32 = 1000;

/// A contig with many repeats, so that indels can be written in many places.
fn sequence() -> impl Strategy<Value = String> {
    let unit = prop_oneof![
        "[ACGT]{1,12}",
        ("[ACGT]{1,3}", 2usize..7).prop_map(|(unit, times)| unit.repeat(times))
    ];
    prop::collection::vec(unit, 10..25)
        .prop_map(|parts| format!("GATTACA{}TGCATTC", parts.concat()))
}

/// Edits of one haplotype: gaps to the previous one, replaced length, new bases.
fn plan() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    prop::collection::vec((1usize..12, 0usize..4, "[ACGT]{0,4}"), 1..6)
}

/// Places the plan on the sequence: sorted edits that do not touch each other.
fn edits(sequence: &str, plan: &[(usize, usize, String)]) -> Vec<Edit> {
    let (mut at, mut edits) = (3, Vec::new());
    for (gap, length, bases) in plan {
        let (start, end) = (at + gap, at + gap + length);
        if end + 4 >= sequence.len() {
            break;
        }
        let edit = Edit::new(start, &sequence.as_bytes()[start..end], bases.as_bytes());
        at = end + 1;
        if edit.start != edit.end || !edit.bases.is_empty() {
            edits.push(edit);
        }
    }
    edits
}

/// The haplotype the edits make.
fn made(sequence: &str, edits: &[Edit]) -> Vec<u8> {
    let (mut bases, mut at) = (Vec::new(), 0);
    for edit in edits {
        bases.extend_from_slice(&sequence.as_bytes()[at..edit.start]);
        bases.extend_from_slice(&edit.bases);
        at = edit.end;
    }
    bases.extend_from_slice(&sequence.as_bytes()[at..]);
    bases
}

/// The same haplotype in other words: neighbours joined with the bases between them, substitutions taken apart, and
/// indels moved to either side as far as the neighbours allow. `choices` are bits that decide.
fn reworded(sequence: &str, edits: &[Edit], choices: &[u8]) -> Vec<Edit> {
    let bases = sequence.as_bytes();
    let choice = |i: usize| choices.get(i % choices.len().max(1)).copied().unwrap_or(0);
    let mut words: Vec<Edit> = Vec::new();
    for (i, edit) in edits.iter().enumerate() {
        match words.last_mut() {
            Some(last) if choice(i) & 1 == 1 && edit.start - last.end < 8 => {
                last.bases.extend_from_slice(&bases[last.end..edit.start]);
                last.bases.extend_from_slice(&edit.bases);
                last.end = edit.end;
            }
            _ => words.push(edit.clone()),
        }
    }
    let parts = words.into_iter().enumerate().flat_map(|(i, word)| {
        if choice(i) & 2 == 2 {
            apart(word, bases)
        } else {
            vec![word]
        }
    });
    let mut words: Vec<Edit> = parts.collect();
    for i in 0..words.len() {
        let (from, to) = (
            if i == 0 { 1 } else { words[i - 1].end + 1 },
            words
                .get(i + 1)
                .map_or(bases.len() - 1, |w| w.start.saturating_sub(1)),
        );
        for _ in 0..choice(i) >> 3 {
            let moved = if choice(i) & 4 == 4 {
                right(&words[i], bases)
            } else {
                left(&words[i], bases)
            };
            match moved {
                Some(moved) if moved.start >= from && moved.end <= to => words[i] = moved,
                _ => break,
            }
        }
    }
    words
}

/// A replaced stretch as substitutions and one insertion or deletion at its end.
fn apart(edit: Edit, bases: &[u8]) -> Vec<Edit> {
    let length = edit.end - edit.start;
    if length == 0 || edit.bases.is_empty() {
        return vec![edit];
    }
    let common = length.min(edit.bases.len());
    let mut parts: Vec<Edit> = (0..common)
        .map(|i| Edit {
            start: edit.start + i,
            end: edit.start + i + 1,
            bases: vec![edit.bases[i]],
        })
        .collect();
    parts.retain(|part| part.bases[0] != bases[part.start]);
    if length != edit.bases.len() {
        parts.push(Edit {
            start: edit.start + common,
            end: edit.end,
            bases: edit.bases[common..].to_vec(),
        });
    }
    parts
}

fn left(edit: &Edit, bases: &[u8]) -> Option<Edit> {
    let (start, end) = (edit.start.checked_sub(1)?, edit.end.checked_sub(1)?);
    if edit.is_deletion() {
        return (bases[start] == bases[end]).then(|| Edit {
            start,
            end,
            bases: Vec::new(),
        });
    }
    if edit.is_insertion() && edit.bases.last() == Some(&bases[start]) {
        let mut turned = edit.bases.clone();
        turned.rotate_right(1);
        return Some(Edit {
            start,
            end,
            bases: turned,
        });
    }
    None
}

fn right(edit: &Edit, bases: &[u8]) -> Option<Edit> {
    let (start, end) = (edit.start + 1, edit.end + 1);
    if end > bases.len() {
        return None;
    }
    if edit.is_deletion() {
        return (bases[edit.start] == bases[edit.end]).then(|| Edit {
            start,
            end,
            bases: Vec::new(),
        });
    }
    if edit.is_insertion() && edit.bases.first() == Some(&bases[edit.start]) {
        let mut turned = edit.bases.clone();
        turned.rotate_left(1);
        return Some(Edit {
            start,
            end,
            bases: turned,
        });
    }
    None
}

/// True when neighbouring edits together change nothing: such alleles are never a match, by rule.
fn undoes_itself(sequence: &str, edits: &[Edit]) -> bool {
    let plain = sequence.as_bytes();
    (0..edits.len()).any(|i| (i..edits.len()).any(|j| made(sequence, &edits[i..=j]) == plain))
}

/// Writes both haplotypes; an edit that stands on both becomes homozygous when `joined`.
fn written(
    folder: &Folder,
    name: &str,
    sequence: &str,
    pair: [&[Edit]; 2],
    joined: bool,
) -> PathBuf {
    let spelled = |edit: &Edit| edit.spelled(sequence.as_bytes());
    let mut rows: Vec<(u64, String, String, &str)> = Vec::new();
    for edit in pair[0] {
        let (pos, reference, alternate) = spelled(edit);
        if reference != alternate {
            let both = joined && pair[1].contains(edit);
            rows.push((pos, reference, alternate, if both { "1/1" } else { "0/1" }));
        }
    }
    for edit in pair[1]
        .iter()
        .filter(|edit| !(joined && pair[0].contains(edit)))
    {
        let (pos, reference, alternate) = spelled(edit);
        if reference != alternate {
            rows.push((pos, reference, alternate, "0/1"));
        }
    }
    rows.sort();
    folder.vcf(
        name,
        "\tFORMAT\ts",
        rows.iter()
            .map(|(pos, r, a, gt)| format!("c\t{pos}\t.\t{r}\t{a}\t.\tPASS\t.\tGT\t{gt}")),
    )
}

fn compared(folder: &Folder, truth: PathBuf, calls: PathBuf) -> Report {
    compare(
        &[calls],
        &[truth],
        &mut folder.reference(),
        &Options::default(),
    )
    .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn equal_haplotypes_match_however_they_are_written(
        sequence in sequence(),
        first in plan(),
        second in plan(),
        shared in any::<bool>(),
        choices in prop::collection::vec(any::<u8>(), 1..8),
        others in prop::collection::vec(any::<u8>(), 1..8),
    ) {
        let folder = Folder::new(&sequence);
        let a = edits(&sequence, &first);
        let b = if shared { a.clone() } else { edits(&sequence, &second) };
        let (c, d) = (reworded(&sequence, &a, &choices), reworded(&sequence, &b, &others));
        prop_assert_eq!(made(&sequence, &a), made(&sequence, &c));
        prop_assert_eq!(made(&sequence, &b), made(&sequence, &d));
        prop_assume!(!a.is_empty() || !b.is_empty());
        prop_assume!([&a, &b, &c, &d].iter().all(|edits| !undoes_itself(&sequence, edits)));
        let truth = written(&folder, "truth.vcf", &sequence, [&a, &b], true);
        let calls = written(&folder, "calls.vcf", &sequence, [&c, &d], choices[0] & 1 == 0);
        let report = compared(&folder, truth, calls);
        prop_assert!(is_perfect(&report), "{:?}", report);
    }

    #[test]
    fn different_haplotypes_never_match_fully(
        sequence in sequence(),
        plan in plan(),
        other in plan(),
        choices in prop::collection::vec(any::<u8>(), 1..8),
    ) {
        let folder = Folder::new(&sequence);
        let a = edits(&sequence, &plan);
        let mut b = reworded(&sequence, &a, &choices);
        // change one thing: leave one out, or take another haplotype
        if choices[0] & 1 == 0 { b.pop(); } else { b = edits(&sequence, &other); }
        prop_assume!(made(&sequence, &a) != made(&sequence, &b));
        let truth = written(&folder, "truth.vcf", &sequence, [&a, &a], true);
        let calls = written(&folder, "calls.vcf", &sequence, [&b, &b], true);
        prop_assert!(!is_perfect(&compared(&folder, truth, calls)));
    }

    #[test]
    fn every_word_of_an_edit_has_one_normal_word(sequence in sequence(), plan in plan(), steps in 0usize..12) {
        let bases = sequence.as_bytes();
        for edit in edits(&sequence, &plan) {
            let normal = edit.clone().shifted_left(bases);
            prop_assert_eq!(made(&sequence, std::slice::from_ref(&normal)), made(&sequence, std::slice::from_ref(&edit)));
            let mut moved = edit;
            for _ in 0..steps {
                if let Some(next) = right(&moved, bases) {
                    moved = next;
                }
            }
            let (pos, reference, alternate) = moved.spelled(bases);
            let read = Edit::new(pos as usize - 1, reference.as_bytes(), alternate.as_bytes());
            prop_assert_eq!(read.shifted_left(bases), normal);
        }
    }
}
