//! All feedback of the programme on one page: what flows against the order of the areas.
//!
//! An area only emits a wish; here the wish becomes a command upstream. Withdrawal is not a loop: it flows forward, and each area says in its own `react.rs` what it does.
//!
//! | wish | from | becomes | where |
//! |---|---|---|---|
//! | recollect, after a failed gate | analysis | a new tube is planned by a person | the quality page offers it |
//! | top-up or repeat sequencing | analysis | a new order is released by a person | the quality page offers it |
//! | clinical addendum | the panel | the section is opened again by a person | the panel page says so |
//!
//! Today every loop passes through a person, so there is no automatic command here yet.
