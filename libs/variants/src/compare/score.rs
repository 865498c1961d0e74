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
    /// Long alleles with sequence that replay did not match: perhaps the other side has them without sequence.
    #[serde(skip)]
    waiting: Vec<Waiting>,
}

/// A long allele that waits for the comparison by breakpoints.
#[derive(Clone, Debug, PartialEq)]
struct Waiting {
    event: sv::Event,
    class: Class,
    is_truth: bool,
    otherwise: Disagreement,
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
            waiting: Vec::new(),
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
                let noted = noted(Side::Missed, contig, allele, sequence);
                self.settle_or_wait(contig, allele, true, noted, sequence);
            }
        }
        for (allele, matched) in cluster.calls.iter().zip(&verdict.calls) {
            if *matched || !self.inside(contig, allele) {
                continue;
            }
            let aligned = |allele: &Allele| allele.edit.clone().shifted_left(sequence);
            let is_lost = lost.iter().any(|l| aligned(l) == aligned(allele));
            let side = if is_lost {
                Side::LostCalled
            } else {
                Side::FalseCall
            };
            let noted = noted(side, contig, allele, sequence);
            self.settle_or_wait(contig, allele, false, noted, sequence);
        }
    }

    fn settle_or_wait(
        &mut self,
        contig: &str,
        allele: &Allele,
        is_truth: bool,
        otherwise: Disagreement,
        sequence: &[u8],
    ) {
        let class = allele.class();
        match sv::Event::of_sequence(contig, &allele.edit, allele.line, sequence) {
            Some(event) => self.waiting.push(Waiting {
                event,
                class,
                is_truth,
                otherwise,
            }),
            None => self.settle(class, is_truth, otherwise),
        }
    }

    /// Counts a disagreement; a false call only in a class the truth speaks about.
    fn settle(&mut self, class: Class, is_truth: bool, noted: Disagreement) {
        if is_truth {
            self.counts(class).missed += 1;
        } else if self.is_assessed(class) {
            self.counts(class).fp += 1;
            self.lost_called += u64::from(noted.side == Side::LostCalled);
        } else {
            return;
        }
        self.disagreements.push(noted);
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

    /// Counts variants that have breakpoints instead of sequence, together with the long alleles that wait.
    pub(super) fn match_structural(&mut self, truth: &Set, calls: &Set) {
        let mut known = self.candidates(&truth.structural, true);
        let mut made = self.candidates(&calls.structural, false);
        for waiting in std::mem::take(&mut self.waiting) {
            let side = if waiting.is_truth {
                &mut known
            } else {
                &mut made
            };
            side.push(waiting);
        }
        let events = |side: &[Waiting]| side.iter().map(|w| w.event.clone()).collect::<Vec<_>>();
        let found = sv::matched(&events(&known), &events(&made), self.sv_distance);
        for (waiting, hit) in known.into_iter().zip(found.truth) {
            if hit {
                self.counts(waiting.class).tp += 1;
            } else {
                self.settle(waiting.class, true, waiting.otherwise);
            }
        }
        for (waiting, _) in made.into_iter().zip(found.calls).filter(|(_, hit)| !hit) {
            self.settle(waiting.class, false, waiting.otherwise);
        }
    }

    /// Events without sequence, one per event, inside the confident regions.
    fn candidates(&self, records: &[sv::Event], is_truth: bool) -> Vec<Waiting> {
        let inside = |event: &sv::Event| match &self.confident {
            Some(regions) => [&event.from, &event.to]
                .iter()
                .all(|point| regions.overlaps(&point.0, point.1.saturating_sub(1), point.1 + 1)),
            None => true,
        };
        let side = if is_truth {
            Side::Missed
        } else {
            Side::FalseCall
        };
        let events = sv::events(records, self.sv_distance)
            .into_iter()
            .filter(inside);
        events
            .map(|event| Waiting {
                otherwise: event.disagreement(side),
                event,
                class: Class::Sv,
                is_truth,
            })
            .collect()
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

fn noted(side: Side, contig: &str, allele: &Allele, sequence: &[u8]) -> Disagreement {
    let (pos, reference, alternate) = allele.edit.clone().shifted_left(sequence).spelled(sequence);
    Disagreement {
        side,
        class: name(allele.class()).to_owned(),
        contig: contig.to_owned(),
        pos,
        reference,
        alternate,
        line: allele.line,
    }
}
