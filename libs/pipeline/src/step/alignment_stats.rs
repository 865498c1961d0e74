//! What `samtools stats` says, as far as gates and plots need it.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::flags;

/// Longest insert size that is plotted, and the width of a bar.
const LONGEST: f64 = 1000.0;
const BAR: f64 = 10.0;

/// `--stats TXT --sample S --out JSON`
///
/// # Errors
/// If the file is not from `samtools stats`.
pub fn run(arguments: &[String]) -> Result<Value, String> {
    let pairs = flags::parse(arguments, &["stats", "sample", "out"])?;
    let (stats, out) = (flags::one(&pairs, "stats")?, flags::one(&pairs, "out")?);
    let text =
        std::fs::read_to_string(stats).map_err(|e| format!("failed to read {stats}: {e}"))?;
    let value = tell(flags::one(&pairs, "sample")?, &text)
        .ok_or_else(|| format!("{stats} is not from samtools stats"))?;
    std::fs::write(out, value.to_string()).map_err(|e| format!("failed to write {out}: {e}"))?;
    Ok(value)
}

fn tell(sample: &str, text: &str) -> Option<Value> {
    let fields = |key: &'static str| {
        text.lines()
            .filter_map(move |line| line.strip_prefix(key)?.strip_prefix('\t'))
            .map(|rest| rest.split('\t').collect::<Vec<_>>())
    };
    let summary: HashMap<&str, f64> = fields("SN")
        .filter_map(|f| Some((f.first()?.trim_end_matches(':'), f.get(1)?.parse().ok()?)))
        .collect();
    let count = |key: &str| summary.get(key).copied();
    let (reads, mapped) = (count("raw total sequences")?, count("reads mapped")?);
    let duplicates = count("reads duplicated")?;
    let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
    let pairs = |key: &'static str| {
        fields(key)
            .filter_map(|f| Some((f.first()?.parse().ok()?, f.get(1)?.parse().ok()?)))
            .collect::<Vec<(f64, f64)>>()
    };
    let inserts: Vec<(f64, f64)> = pairs("IS")
        .into_iter()
        .filter(|(size, _)| *size <= LONGEST)
        .collect();
    Some(json!({
        "sample": sample,
        "reads": reads,
        "mapped": mapped,
        "mapped_fraction": share(mapped, reads),
        "properly_paired_fraction": share(count("reads properly paired").unwrap_or(0.0), reads),
        "duplicates": duplicates,
        "duplicate_fraction": share(duplicates, mapped),
        "mapq0_fraction": share(count("reads MQ0").unwrap_or(0.0), mapped),
        "error_rate": count("error rate"),
        "insert": {"mean": count("insert size average"), "sd": count("insert size standard deviation"), "median": median(&inserts), "histogram": bars(&inserts)},
        "gc": pairs("GCF"),
    }))
}

/// `(from, pairs)` for every bar that has some.
fn bars(histogram: &[(f64, f64)]) -> Vec<(u64, u64)> {
    let mut bars: Vec<(u64, u64)> = Vec::new();
    for (size, pairs) in histogram.iter().filter(|(_, pairs)| *pairs > 0.0) {
        let from = ((size / BAR).floor() * BAR) as u64;
        match bars.last_mut() {
            Some(last) if last.0 == from => last.1 += *pairs as u64,
            _ => bars.push((from, *pairs as u64)),
        }
    }
    bars
}

fn median(histogram: &[(f64, f64)]) -> Option<f64> {
    let total: f64 = histogram.iter().map(|(_, n)| n).sum();
    let mut seen = 0.0;
    histogram
        .iter()
        .find(|(_, n)| {
            seen += n;
            seen * 2.0 >= total && total > 0.0
        })
        .map(|(size, _)| *size)
}

#[cfg(test)]
mod tests {
    #[test]
    fn figures_are_read() {
        let text = "SN\traw total sequences:\t10\t# x\nSN\treads mapped:\t8\nSN\treads duplicated:\t2\nIS\t300\t3\t0\t0\t0\nIS\t301\t5\t0\t0\t0\n";
        let told = super::tell("S", text).unwrap_or_default();
        assert_eq!(
            told.pointer("/mapped_fraction")
                .and_then(serde_json::Value::as_f64),
            Some(0.8)
        );
        assert_eq!(
            told.pointer("/insert/median")
                .and_then(serde_json::Value::as_f64),
            Some(301.0)
        );
    }
}
