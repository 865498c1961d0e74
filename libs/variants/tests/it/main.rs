//! Tests over files and made-up haplotypes.
