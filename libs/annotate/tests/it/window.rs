//! Windows of reads.

use annotate::window::{Window, merged};

fn window(contig: &str, from: u64, to: u64) -> Window {
    Window {
        contig: contig.to_owned(),
        from,
        to,
        chrom: "chr7".to_owned(),
        at: from + 50,
    }
}

#[test]
fn windows_that_one_read_may_reach_are_one() {
    let all = [
        window("b", 100, 200),
        window("a", 5_000, 6_000),
        window("a", 100, 1_100),
        window("a", 900, 1_500),
        window("a", 2_400, 2_600),
    ];
    let ends: Vec<_> = merged(&all)
        .into_iter()
        .map(|w| (w.contig, w.from, w.to))
        .collect();
    let told = |c: &str, from, to| (c.to_owned(), from, to);
    assert_eq!(
        ends,
        [
            told("a", 100, 2_600),
            told("a", 5_000, 6_000),
            told("b", 100, 200)
        ]
    );
}

#[test]
fn what_is_no_bam_is_an_error() {
    assert!(annotate::window::narrow(b"not a bam", "chr7", 1, 2).is_err());
}
