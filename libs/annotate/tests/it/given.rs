//! What the tests stand on.

use std::path::{Path, PathBuf};

use annotate::Annotator;
use variants::slices::Slices;

/// The data folder; says so when it is absent, and fails in CI.
pub fn data() -> Option<PathBuf> {
    let dir = std::env::var_os("KUMI_DATA")
        .map(PathBuf::from)
        .filter(|d| d.join("knowledge").is_dir());
    if dir.is_none() {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "KUMI_DATA is required in CI"
        );
        eprintln!("SKIPPED: KUMI_DATA is not set");
    }
    dir
}

/// Both reference pieces and their MANE transcripts.
pub fn annotator(data: &Path, work: &Path) -> Annotator {
    let reference = data.join("ref");
    let mut contigs =
        annotate::genome::read(&reference.join("GRCh38.chr20_1_11114352.fa.gz")).unwrap();
    contigs.extend(annotate::genome::read(&reference.join("GRCh38.slices.fa.gz")).unwrap());
    let mut transcripts =
        annotate::transcripts::read(&reference.join("mane.chr20.gff3.gz")).unwrap();
    transcripts
        .extend(annotate::transcripts::read(&reference.join("mane.slices.gff3.gz")).unwrap());
    let genome = annotate::genome::write(&contigs, work).unwrap();
    Annotator::new(
        transcripts,
        &genome,
        Slices::read(&reference.join("slices.tsv")).unwrap(),
    )
    .unwrap()
}

/// Writes a file of a test.
pub fn file(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}
