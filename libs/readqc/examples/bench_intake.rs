//! Prints what one intake pass costs: `bench_intake [--repeat N] R1.fastq.gz R2.fastq.gz …`. CPU seconds of this process, Mbase/s per core.

use std::{path::PathBuf, time::Instant};

use readqc::{NameRule, intake};

fn main() -> std::io::Result<()> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut repeat = 1;
    if args.first().is_some_and(|a| a == "--repeat") {
        repeat = args.get(1).and_then(|n| n.parse().ok()).unwrap_or(1);
        args.drain(..2);
    }
    let files: Vec<PathBuf> = args.iter().map(PathBuf::from).collect();
    let (mut bases, mut bytes, mut faults) = (0, 0, 0);
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    for _ in 0..repeat {
        for pair in files.chunks(2) {
            if let [r1, rest @ ..] = pair {
                let r2 = rest.first().map(PathBuf::as_path);
                let report = intake(r1, r2, NameRule::Illumina, &mut |_| {})?;
                bases += report.files().map(|f| f.bases).sum::<u64>();
                bytes += report.files().map(|f| f.bytes).sum::<u64>();
                faults += report.faults.len();
            }
        }
    }
    let cpu_s = cpu_seconds() - cpu;
    let wall_s = wall.elapsed().as_secs_f64();
    let speed = bases as f64 / 1e6 / cpu_s;
    println!(
        "{{\"bases\":{bases},\"bytes\":{bytes},\"faults\":{faults},\"cpu_s\":{cpu_s:.3},\"wall_s\":{wall_s:.3},\"mbase_per_cpu_s\":{speed:.1}}}"
    );
    Ok(())
}

/// User and system seconds of this process, from `/proc/self/stat` (hundredths of a second on Linux).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|f| f.parse::<f64>().ok())
            .unwrap_or_default()
    };
    (ticks(11) + ticks(12)) / 100.0
}
