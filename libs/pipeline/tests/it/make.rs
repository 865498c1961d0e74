//! A small reference, reads of it, and a request; the program that answers to `step` is the example `pipe`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pipeline::{Mode, Request, Role, SampleReads};

pub fn pipe() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/pipe")
}

/// Letters that look like chance but are always the same.
pub fn letters(count: usize) -> String {
    let mut state = 42_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b"ACGT"[(state >> 60) as usize & 3])
    };
    (0..count).map(|_| next()).collect()
}

pub fn gzip(path: &Path, text: &str) {
    let mut out = flate2::write::GzEncoder::new(
        std::fs::File::create(path).unwrap(),
        flate2::Compression::fast(),
    );
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap();
}

fn complement(letters: &str) -> String {
    letters
        .chars()
        .rev()
        .map(|c| match c {
            'A' => 'T',
            'C' => 'G',
            'G' => 'C',
            _ => 'A',
        })
        .collect()
}

/// Reference of 20 kb, and pairs of 100 letters at 30x.
pub fn request(directory: &Path, tools: Vec<PathBuf>) -> Request {
    let genome = letters(20_000);
    let reference = directory.join("ref.fa.gz");
    gzip(&reference, &format!(">one\n{genome}\n"));
    let (mut r1, mut r2) = (String::new(), String::new());
    for number in 0..3_000_usize {
        let at = number * 7919 % (genome.len() - 300);
        let (first, second) = (
            &genome[at..at + 100],
            complement(&genome[at + 200..at + 300]),
        );
        let quality = "I".repeat(100);
        r1 += &format!("@M:1:F:1:1:{number}:1 1:N:0:A\n{first}\n+\n{quality}\n");
        r2 += &format!("@M:1:F:1:1:{number}:1 2:N:0:A\n{second}\n+\n{quality}\n");
    }
    let reads = (
        directory.join("s_R1.fastq.gz"),
        directory.join("s_R2.fastq.gz"),
    );
    gzip(&reads.0, &r1);
    gzip(&reads.1, &r2);
    Request {
        mode: Mode::Germline,
        reference,
        samples: vec![SampleReads {
            role: Role::Sample,
            name: Some("S".to_owned()),
            sex: None,
            reads: vec![reads],
        }],
        regions: None,
        truth: vec![],
        confident: None,
        slices: None,
        genes: None,
        threads: 2,
        out_dir: directory.join("out"),
        cache_dir: None,
        reference_cache: Some(directory.join("references")),
        kumi_exe: pipe(),
        tools,
        keep_work: false,
        backend: None,
        cancel: Default::default(),
        progress: Arc::new(|_| {}),
    }
}

/// A directory with one tool that does not do what it should.
pub fn broken(directory: &Path, tool: &str, script: &str) -> Vec<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let place = directory.join("broken");
    std::fs::create_dir_all(&place).unwrap();
    let path = place.join(tool);
    std::fs::write(&path, format!("#!/bin/bash\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    vec![place]
}

/// Whether the tools are there; says so aloud where not, and insists in CI.
pub fn tools() -> bool {
    let missing: Vec<_> = pipeline::tools::check()
        .into_iter()
        .filter(|t| t.path.is_none())
        .map(|t| t.tool)
        .collect();
    if missing.is_empty() {
        return true;
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "CI needs {}",
        missing.join(", ")
    );
    eprintln!("SKIPPED: needs {}", missing.join(", "));
    false
}
