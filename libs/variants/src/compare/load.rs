//! Reading calls and truth into alleles.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::allele::{Allele, Copies, atoms};
use super::{Options, sv};
use crate::normalise::{Edit, check_reference, sequence_of};
use crate::vcf::{Reader, Record};
use crate::{Error, Reference};

/// One side of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Set {
    /// Alleles with sequence, by contig.
    pub alleles: IndexMap<String, Vec<Allele>>,
    /// Alleles that the truth marks as lost: not to be called.
    pub lost: IndexMap<String, Vec<Allele>>,
    pub structural: Vec<sv::Event>,
}

/// Which sample of each side is compared; `None` when the side has no samples.
pub(super) struct Pair {
    pub calls: Option<String>,
    pub truth: Option<String>,
}

/// Chooses the samples: the named ones; else the one name both sides share; else the only one of each side.
pub(super) fn samples(
    calls: &[PathBuf],
    truth: &[PathBuf],
    options: &Options,
) -> Result<Pair, Error> {
    let (made, known) = (names(calls)?, names(truth)?);
    let check = |names: &BTreeSet<String>, name: &Option<String>, paths: &[PathBuf]| match name {
        Some(name) if !names.contains(name) => Err(Error::UnknownSample {
            path: paths.first().cloned().unwrap_or_default(),
            name: name.clone(),
            known: names.iter().cloned().collect::<Vec<_>>().join(", "),
        }),
        _ => Ok(()),
    };
    check(&made, &options.calls_sample, calls)?;
    check(&known, &options.truth_sample, truth)?;
    let shared: Vec<&String> = made.intersection(&known).collect();
    let choose = |given: &Option<String>, names: &BTreeSet<String>| {
        given
            .clone()
            .or_else(|| match (shared.as_slice(), names.len()) {
                ([one], _) => Some((*one).clone()),
                (_, 1) => names.first().cloned(),
                _ => None,
            })
    };
    let pair = Pair {
        calls: choose(&options.calls_sample, &made),
        truth: choose(&options.truth_sample, &known),
    };
    let by_genotype = !options.somatic && !known.is_empty();
    if by_genotype && (pair.truth.is_none() || pair.calls.is_none()) {
        let list = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
        return Err(Error::Usage(format!(
            "which sample to compare is not clear: the calls have {}, the truth has {}; name them with --sample, or with --calls-sample and --truth-sample",
            list(&made),
            list(&known)
        )));
    }
    Ok(pair)
}

fn names(paths: &[PathBuf]) -> Result<BTreeSet<String>, Error> {
    let mut names = BTreeSet::new();
    for path in paths {
        names.extend(Reader::open(path)?.header.samples);
    }
    Ok(names)
}

/// Contigs of both sides, in the order met.
pub(super) fn contigs(truth: &Set, calls: &Set) -> Vec<String> {
    let mut all: Vec<String> = truth.alleles.keys().cloned().collect();
    all.extend(
        calls
            .alleles
            .keys()
            .filter(|c| !truth.alleles.contains_key(*c))
            .cloned(),
    );
    all
}

/// Reads all files of one side.
pub(super) fn load(
    paths: &[PathBuf],
    sample: Option<&str>,
    somatic: bool,
    reference: &mut Reference,
) -> Result<Set, Error> {
    let mut set = Set::default();
    for path in paths {
        let mut reader = Reader::open(path)?;
        let column = sample.and_then(|name| reader.header.sample(name));
        while let Some(record) = reader.next().transpose()? {
            add(&mut set, &record, column, somatic, reference, path)?;
        }
    }
    for alleles in set.alleles.values_mut() {
        alleles.sort_by(|a, b| {
            a.edit
                .cmp(&b.edit)
                .then((a.copies as u8).cmp(&(b.copies as u8)))
        });
        if somatic {
            alleles.dedup_by(|a, b| a.edit == b.edit);
        }
    }
    Ok(set)
}

fn add(
    set: &mut Set,
    record: &Record,
    column: Option<usize>,
    somatic: bool,
    reference: &mut Reference,
    path: &Path,
) -> Result<(), Error> {
    let lost = record.filters.iter().any(|f| f == "LOST");
    if !lost && !record.passed() {
        return Ok(());
    }
    let genotype = column.and_then(|column| record.genotype(column));
    if let Some(event) = sv::Event::read(record) {
        let absent = !somatic && genotype.as_ref().is_some_and(|g| !g.is_variant());
        if !lost && !absent {
            set.structural.push(event);
        }
        return Ok(());
    }
    let sequence = sequence_of(reference, record, path)?;
    check_reference(record, &sequence, path)?;
    for (index, alternate) in record.alternates.iter().enumerate() {
        if !record.is_sequence(index) || *alternate == record.reference {
            continue;
        }
        let copies = match &genotype {
            _ if somatic => Copies::One,
            Some(genotype) => match genotype.copies(index + 1) {
                0 => continue,
                n if n == genotype.alleles.len() => Copies::Both,
                _ => Copies::One,
            },
            None if column.is_some() => continue,
            None => {
                return Err(Error::malformed(
                    path,
                    record.line,
                    "no genotypes here, while the other files have them; compare alleles only (--somatic), or each kind by itself",
                ));
            }
        };
        let edit = Edit::new(
            record.start(),
            record.reference.as_bytes(),
            alternate.as_bytes(),
        );
        let atoms = atoms(
            Allele {
                edit,
                copies,
                line: record.line,
            },
            &sequence,
        );
        let side = if lost {
            &mut set.lost
        } else {
            &mut set.alleles
        };
        side.entry(record.contig.clone()).or_default().extend(atoms);
    }
    Ok(())
}
