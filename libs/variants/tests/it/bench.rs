//! How long a comparison takes: a guard against a search that grows without bound.

use std::time::Instant;

use variants::compare::{Options, compare};

use crate::kit::{Folder, bases, is_perfect};

#[test]
fn a_dense_cluster_stays_cheap() {
    let sequence = bases(20_000, 11);
    let folder = Folder::new(&sequence);
    let other = |base: u8| match base {
        b'A' => "C",
        b'C' => "G",
        b'G' => "T",
        _ => "A",
    };
    let rows: Vec<String> = (0..1500)
        .map(|i| {
            let at = 20 + i * 13;
            let reference = &sequence[at..=at];
            format!(
                "c\t{}\t.\t{reference}\t{}\t.\tPASS\t.\tGT\t0/1",
                at + 1,
                other(reference.as_bytes()[0])
            )
        })
        .collect();
    let truth = folder.vcf("truth.vcf", "\tFORMAT\ts", rows.clone());
    // every tenth call is missing: no cluster is equal word for word
    let calls = folder.vcf(
        "calls.vcf",
        "\tFORMAT\ts",
        rows.into_iter()
            .enumerate()
            .filter(|(i, _)| i % 10 != 3)
            .map(|(_, row)| row),
    );
    let started = Instant::now();
    let report = compare(
        &[calls],
        std::slice::from_ref(&truth),
        &mut folder.reference(),
        &Options::default(),
    )
    .unwrap();
    assert_eq!(
        (report.snv.tp, report.snv.fp, report.snv.missed),
        (1350, 0, 150)
    );
    assert!(is_perfect(
        &compare(
            std::slice::from_ref(&truth),
            std::slice::from_ref(&truth),
            &mut folder.reference(),
            &Options::default()
        )
        .unwrap()
    ));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
