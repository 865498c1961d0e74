//! Effects: gathering what a report is made of, sealing contents, printing.

pub mod print;
