//! The same reads are not taken twice, under whatever name.

use super::Delivered;
use crate::words::Reason;

pub(super) fn judge(delivered: &Delivered<'_>) -> Vec<Reason> {
    let earlier = delivered.earlier.clone();
    earlier
        .map(|delivery| Reason::Duplicate { delivery })
        .into_iter()
        .collect()
}
