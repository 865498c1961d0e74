//! From calls and alignments to calls with better indel genotypes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::genotype::{Genotype, unseen, weigh};
use super::window::Window;
use super::{MIN_READS, reads};
use crate::normalise::{Edit, check_reference, sequence_of};
use crate::vcf::{Reader, Record, Writer};
use crate::{Error, Reference};

/// What was changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub records: u64,
    pub indels: u64,
    /// Sample genotypes that spanning reads decided, and those of them that differ from the caller's.
    pub weighed: u64,
    pub changed: u64,
    pub new_alleles: u64,
    pub reads: u64,
}

/// Reads calls and alignments (SAM text of their samples), writes all records, indels with genotypes of spanning reads.
pub fn regenotype(
    calls: &Path,
    alignments: &[PathBuf],
    reference: &mut Reference,
    out: &Path,
) -> Result<Summary, Error> {
    let mut reader = Reader::open(calls)?;
    let mut header = reader.header.clone();
    let (mut summary, mut others, mut contigs) = (
        Summary::default(),
        Vec::new(),
        HashMap::<String, Vec<Window>>::new(),
    );
    while let Some(record) = reader.next().transpose()? {
        summary.records += 1;
        let sequence = sequence_of(reference, &record, calls)?;
        check_reference(&record, &sequence, calls)?;
        match Window::of(&record, &sequence) {
            Some(window) => contigs
                .entry(record.contig.clone())
                .or_default()
                .push(window),
            None => others.push(record),
        }
    }
    for windows in contigs.values_mut() {
        windows.sort_by_key(|w| w.start);
        summary.indels += windows.len() as u64;
    }
    let samples: HashMap<&str, usize> = header
        .samples
        .iter()
        .enumerate()
        .map(|(i, s)| (s.as_str(), i))
        .collect();
    for path in alignments {
        reads::walk(path, |read| {
            count(read, &samples, &mut contigs, &mut summary)
        })?;
    }
    for windows in contigs.into_values() {
        for window in windows {
            let sequence = reference.sequence(&window.record.contig)?;
            others.push(settle(window, &sequence, &mut summary));
        }
    }
    others.sort_by_key(|r| (reference.rank(&r.contig), r.pos, r.line));
    header.declare("##INFO=<ID=SPAN,Number=0,Type=Flag,Description=\"Genotypes, PL and AD are of the reads that span the indel\">");
    let mut writer = Writer::create(out, &header)?;
    others.iter().try_for_each(|record| writer.write(record))?;
    writer.finish()?;
    Ok(summary)
}

fn count(
    read: &reads::Alignment,
    samples: &HashMap<&str, usize>,
    contigs: &mut HashMap<String, Vec<Window>>,
    summary: &mut Summary,
) {
    let Some(windows) = contigs.get_mut(read.contig) else {
        return;
    };
    let sample = match read.sample {
        Some(name) => samples.get(name).copied(),
        None if samples.len() == 1 => Some(0),
        None => None,
    };
    let Some(sample) = sample else { return };
    summary.reads += 1;
    let first = windows.partition_point(|w| w.start < read.start);
    for window in windows[first..]
        .iter_mut()
        .take_while(|w| w.start < read.end)
    {
        if window.is_spanned(read.start, read.end) {
            window.count(sample, &read.edits);
        }
    }
}

/// Decides the genotypes of a record; adds alleles that the caller missed.
fn settle(window: Window, sequence: &[u8], summary: &mut Summary) -> Record {
    let mut edits = window.edits.clone();
    let growths = |edits: &[Edit]| -> Vec<i64> {
        std::iter::once(0)
            .chain(edits.iter().map(Edit::growth))
            .collect()
    };
    for tally in window.tallies.iter().filter(|t| t.reads() >= MIN_READS) {
        edits.extend(unseen(tally, &growths(&edits)));
    }
    let added = edits.len() - window.edits.len();
    summary.new_alleles += added as u64;
    let growths = growths(&edits);
    let mut record = window.record;
    if added > 0 {
        respell(&mut record, &edits, sequence);
        without_allele_lists(&mut record);
    }
    let mut touched = false;
    for (sample, tally) in window
        .tallies
        .iter()
        .enumerate()
        .filter(|(_, t)| t.reads() >= MIN_READS)
    {
        let genotype = weigh(tally, &growths);
        let before = record.genotype(sample).map(|g| g.alleles);
        let after = vec![Some(genotype.pair.0), Some(genotype.pair.1)];
        summary.weighed += 1;
        summary.changed += u64::from(before != Some(after));
        store(&mut record, sample, &genotype);
        touched = true;
    }
    if touched {
        record.info.push(("SPAN".to_owned(), None));
    }
    record
}

/// Spells all alleles over one stretch of the reference, with an anchor base before it.
fn respell(record: &mut Record, edits: &[Edit], sequence: &[u8]) {
    let start = edits
        .iter()
        .map(|e| e.start)
        .min()
        .unwrap_or_default()
        .saturating_sub(1);
    let end = edits
        .iter()
        .map(|e| e.end)
        .max()
        .unwrap_or_default()
        .max(start + 1);
    let text = |bases: &[u8]| String::from_utf8_lossy(bases).into_owned();
    let spell = |edit: &Edit| {
        text(&sequence[start..edit.start]) + &text(&edit.bases) + &text(&sequence[edit.end..end])
    };
    record.pos = start as u64 + 1;
    record.reference = text(&sequence[start..end]);
    record.alternates = edits.iter().map(spell).collect();
}

/// Lists with one value per allele no longer fit: only genotype and depth stay, and the INFO counts go.
fn without_allele_lists(record: &mut Record) {
    let kept: Vec<usize> = (0..record.format.len())
        .filter(|i| ["GT", "DP", "GQ"].contains(&record.format[*i].as_str()))
        .collect();
    for values in &mut record.samples {
        *values = kept
            .iter()
            .map(|i| values.get(*i).cloned().unwrap_or_else(|| ".".to_owned()))
            .collect();
    }
    record.format = kept.iter().map(|i| record.format[*i].clone()).collect();
    record
        .info
        .retain(|(key, _)| ["INDEL", "DP", "MQ"].contains(&key.as_str()));
}

fn store(record: &mut Record, sample: usize, genotype: &Genotype) {
    let list = |numbers: &[u32]| {
        numbers
            .iter()
            .map(u32::to_string)
            .collect::<Vec<_>>()
            .join(",")
    };
    let mut ordered = genotype.likelihoods.clone();
    ordered.sort_unstable();
    let values = [
        ("GT", format!("{}/{}", genotype.pair.0, genotype.pair.1)),
        ("PL", list(&genotype.likelihoods)),
        ("AD", list(&genotype.counts)),
        ("DP", genotype.reads.to_string()),
        (
            "GQ",
            ordered.get(1).copied().unwrap_or(0).min(127).to_string(),
        ),
    ];
    for (key, value) in values {
        let at = record
            .format
            .iter()
            .position(|f| f == key)
            .unwrap_or_else(|| {
                record.format.push(key.to_owned());
                record.format.len() - 1
            });
        for values in &mut record.samples {
            values.resize(record.format.len().max(values.len()), ".".to_owned());
        }
        record.samples[sample][at] = value;
    }
    // Numbers of the caller that no longer belong to this genotype.
    for key in ["GP", "ADF", "ADR", "GL"] {
        if let Some(at) = record.format.iter().position(|f| f == key)
            && let Some(value) = record.samples[sample].get_mut(at)
        {
            *value = ".".to_owned();
        }
    }
}
