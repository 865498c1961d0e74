//! Counting what matched.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cluster::Cluster;
use super::load::Set;
use super::{Allele, Class, Options, Verdict, sv};
use crate::Regions;

/// Counts of one class. Ratios are null where nothing can be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Counts {
    pub tp: u64,
    pub fp: u64,
    #[serde(rename = "fn")]
    pub missed: u64,
    pub precision: Option<f64>,
    pub recall: Option<f64>,
    pub f1: Option<f64>,
}

impl Counts {
    fn finished(mut self) -> Self {
        let ratio = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        self.precision = ratio(self.tp, self.tp + self.fp);
        self.recall = ratio(self.tp, self.tp + self.missed);
        self.f1 = ratio(2 * self.tp, 2 * self.tp + self.fp + self.missed);
        self
    }
}

/// On which side a disagreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Called, not in the truth.
    FalseCall,
    /// Called although the truth marks it as lost.
    LostCalled,
    /// In the truth, not called.
    Missed,
}

/// One false or missed variant, left-aligned.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    pub side: Side,
    pub class: String,
    pub contig: String,
    pub pos: u64,
    pub reference: String,
    pub alternate: String,
    /// Line in its file.
    pub line: u64,
}

/// The whole comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    pub snv: Counts,
    pub indel: Counts,
    pub sv: Counts,
    /// Classes of which the truth has records.
    pub assessed: BTreeMap<&'static str, bool>,
    /// Calls of records that the truth marks LOST (they are counted as false calls too).
    pub lost_called: u64,
    pub disagreements: Vec<Disagreement>,
    #[serde(skip)]
    confident: Option<Regions>,
    #[serde(skip)]
    sv_distance: u64,
}

const CLASSES: [(Class, &str); 3] = [
    (Class::Snv, "snv"),
    (Class::Indel, "indel"),
    (Class::Sv, "sv"),
];

fn name(class: Class) -> &'static str {
    CLASSES
        .iter()
        .find(|(c, _)| *c == class)
        .map_or("", |(_, name)| name)
}

impl Report {
    pub(super) fn new(truth: &Set, options: &Options) -> Self {
        // A truth set of small variants speaks about SNVs and indels alike, even if one of them is empty.
        let small = truth
            .alleles
            .values()
            .flatten()
            .any(|a| a.class() != Class::Sv);
        let structural = !truth.structural.is_empty()
            || truth
                .alleles
                .values()
                .flatten()
                .any(|a| a.class() == Class::Sv);
        let nothing = !small && !structural;
        Self {
            snv: Counts::default(),
            indel: Counts::default(),
            sv: Counts::default(),
            assessed: BTreeMap::from([
                ("snv", small || nothing),
                ("indel", small || nothing),
                ("sv", structural),
            ]),
            lost_called: 0,
            disagreements: Vec::new(),
            confident: options.confident.clone(),
            sv_distance: options.sv_distance,
        }
    }

    fn counts(&mut self, class: Class) -> &mut Counts {
        match class {
            Class::Snv => &mut self.snv,
            Class::Indel => &mut self.indel,
            Class::Sv => &mut self.sv,
        }
    }

    fn is_assessed(&self, class: Class) -> bool {
        self.assessed.get(name(class)).copied().unwrap_or(false)
    }

    /// Counts a cluster.
    pub(super) fn add(
        &mut self,
        contig: &str,
        cluster: &Cluster,
        verdict: &Verdict,
        lost: &[Allele],
        sequence: &[u8],
    ) {
        for (allele, matched) in cluster.truth.iter().zip(&verdict.truth) {
            let class = allele.class();
            if !self.inside(contig, allele) {
                continue;
            }
            if *matched {
                self.counts(class).tp += 1;
            } else {
                self.counts(class).missed += 1;
                self.note(Side::Missed, contig, allele, sequence);
            }
        }
        for (allele, matched) in cluster.calls.iter().zip(&verdict.calls) {
            let class = allele.class();
            if *matched || !self.is_assessed(class) || !self.inside(contig, allele) {
                continue;
            }
            self.counts(class).fp += 1;
            let aligned = allele.edit.clone().shifted_left(sequence);
            let is_lost = lost
                .iter()
                .any(|l| l.edit.clone().shifted_left(sequence) == aligned);
            self.lost_called += u64::from(is_lost);
            self.note(
                if is_lost {
                    Side::LostCalled
                } else {
                    Side::FalseCall
                },
                contig,
                allele,
                sequence,
            );
        }
    }

    fn inside(&self, contig: &str, allele: &Allele) -> bool {
        let Some(regions) = &self.confident else {
            return true;
        };
        // An insertion stands between two bases; both must be inside.
        let edit = &allele.edit;
        let (start, end) = if edit.is_insertion() {
            (edit.start.saturating_sub(1), edit.end + 1)
        } else {
            (edit.start, edit.end)
        };
        regions.contains(contig, start as u64, end as u64)
    }

    fn note(&mut self, side: Side, contig: &str, allele: &Allele, sequence: &[u8]) {
        let (pos, reference, alternate) =
            allele.edit.clone().shifted_left(sequence).spelled(sequence);
        self.disagreements.push(Disagreement {
            side,
            class: name(allele.class()).to_owned(),
            contig: contig.to_owned(),
            pos,
            reference,
            alternate,
            line: allele.line,
        });
    }

    /// Counts variants that have breakpoints instead of sequence.
    pub(super) fn match_structural(&mut self, truth: &Set, calls: &Set) {
        if !self.is_assessed(Class::Sv) {
            return;
        }
        let inside = |event: &&sv::Event| match &self.confident {
            Some(regions) => {
                let (a, b) = (&event.from, &event.to);
                regions.overlaps(&a.0, a.1.saturating_sub(1), a.1 + 1)
                    && regions.overlaps(&b.0, b.1.saturating_sub(1), b.1 + 1)
            }
            None => true,
        };
        let (known, made) = (
            sv::events(&truth.structural, self.sv_distance),
            sv::events(&calls.structural, self.sv_distance),
        );
        let found = sv::matched(&known, &made, self.sv_distance);
        let mut noted = Vec::new();
        for (event, hit) in known.iter().zip(&found.truth).filter(|(e, _)| inside(e)) {
            if *hit {
                self.sv.tp += 1;
            } else {
                self.sv.missed += 1;
                noted.push(event.disagreement(Side::Missed));
            }
        }
        for (event, _) in made
            .iter()
            .zip(&found.calls)
            .filter(|(e, hit)| !**hit && inside(e))
        {
            self.sv.fp += 1;
            noted.push(event.disagreement(Side::FalseCall));
        }
        self.disagreements.extend(noted);
    }

    pub(super) fn finished(mut self) -> Self {
        (self.snv, self.indel, self.sv) = (
            self.snv.finished(),
            self.indel.finished(),
            self.sv.finished(),
        );
        self
    }
}
