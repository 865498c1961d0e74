//! What the database says against what is kept beside the signing key.

use words::At;

use super::{Fault, LONGEST_UNSEALED, MOST_UNSEALED, Verified, replay::Roots};
use crate::{kept::Kept, tree::signed};

/// Compares the kept checkpoints with those of the database, and with the roots that its events really have.
pub(super) fn compare(kept: Option<&Kept>, stored: &Roots, found: &Roots, out: &mut Verified) {
    let Some(kept) = kept else {
        if !stored.is_empty() {
            out.faults.push(Fault::NothingKept);
        }
        return;
    };
    out.kept = i64::try_from(kept.roots.len()).unwrap_or(i64::MAX);
    out.restored = kept.restored;
    out.faults.extend(
        kept.forged
            .iter()
            .map(|line| Fault::KeptForged { line: *line }),
    );
    let agreed = |(size, root): &(&u64, &_)| found.get(size) == Some(root);
    let agreed = kept.roots.iter().take_while(agreed).last();
    out.agreed = agreed.map(|(size, root)| (*size, *root));
    let newest = kept.roots.keys().next_back().copied().unwrap_or_default();
    let reached = |size: &&u64| found.contains_key(size);
    if let Some(first) = kept.roots.keys().find(|size| !reached(size)) {
        out.faults.push(Fault::RolledBack {
            sealed: signed(newest),
            first: signed(*first),
            found: out.events,
        });
    }
    let other = |(size, root): &(&u64, &_)| found.get(size).is_some_and(|r| r != *root);
    if let Some((size, _)) = kept.roots.iter().find(other) {
        out.faults.push(Fault::Rewritten {
            size: signed(*size),
        });
    }
    let gone: Vec<u64> = kept
        .roots
        .keys()
        .filter(|size| found.contains_key(size) && !stored.contains_key(size))
        .copied()
        .collect();
    if let (Some(first), Some(last)) = (gone.first(), gone.last()) {
        out.faults.push(Fault::CheckpointsMissing {
            count: gone.len(),
            first: signed(*first),
            last: signed(*last),
        });
    }
}

/// Events may not stand without a checkpoint for long, nor in great number.
pub(super) fn tail(now: At, out: &mut Verified) {
    let old = out
        .unsealed_since
        .filter(|since| since.plus_seconds(LONGEST_UNSEALED) < now);
    if old.is_some() || out.unsealed > MOST_UNSEALED {
        out.faults.push(Fault::Unsealed {
            events: out.unsealed,
            since: out.unsealed_since.unwrap_or(now),
        });
    }
}
