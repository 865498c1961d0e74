//! The same reads are not taken twice, under whatever name: not of an accepted delivery, of one that is topped up, or of this one.

use super::Delivered;
use crate::words::Reason;

pub(super) fn judge(delivered: &Delivered<'_>) -> Vec<Reason> {
    let reason = |delivery: &str| Reason::Duplicate {
        delivery: delivery.to_owned(),
    };
    if let Some(earlier) = &delivered.earlier {
        return vec![reason(earlier)];
    }
    let own = delivered.reports.iter().map(|r| (delivered.id, r.digest));
    let kept = delivered.kept.iter();
    let kept = kept.flat_map(|(id, pairs)| pairs.iter().map(|r| (id.as_str(), r.digest)));
    let all: Vec<_> = kept.chain(own).filter(|(_, d)| d.reads() > 0).collect();
    let twice = (0..).zip(&all).find_map(|(at, (id, digest))| {
        let mut later = all.iter().skip(at + 1);
        later.any(|(_, other)| other == digest).then(|| reason(id))
    });
    twice.into_iter().collect()
}
