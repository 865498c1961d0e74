//! Which genes a structural variant touches, and where its breakends lie.

use serde::Serialize;
use vareffect::{Breakend, SvConsequenceResult, SvKind};

use crate::Error;
use crate::consequence::{Annotator, Gravity, Place, gravity};

/// A structural variant as a VCF states it.
#[derive(Debug, Clone)]
pub struct Structural<'a> {
    /// Contig of the loaded genome or chromosome of GRCh38.
    pub contig: &'a str,
    /// 1-based.
    pub pos: u64,
    /// DEL, DUP, INV, INS or BND.
    pub kind: &'a str,
    /// 1-based last base, for intervals.
    pub end: Option<u64>,
    /// ALT, read for the mate of a breakend.
    pub alternate: &'a str,
    /// The mate where ALT is symbolic (`CHR2`, `POS2`).
    pub mate: Option<(&'a str, u64)>,
}

/// What it does to one transcript.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Touched {
    /// Gene symbol.
    pub gene: String,
    /// Accession.
    pub transcript: String,
    /// Sequence Ontology terms, gravest first.
    pub terms: Vec<&'static str>,
    /// Rating.
    pub gravity: Gravity,
    /// Share of the transcript inside, 0 to 1.
    pub overlap: f64,
    /// Exons inside.
    pub exons: u16,
    /// Touched by the far end of a breakend.
    pub far: bool,
}

/// The ends on GRCh38 and the genes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// Near end.
    pub near: Place,
    /// Far end: of the interval, or the mate.
    pub far: Option<Place>,
    /// Genes, gravest first.
    pub genes: Vec<Touched>,
}

impl Annotator {
    /// What a structural variant touches.
    ///
    /// # Errors
    /// [`Error::Outside`] if the place is not loaded; [`Error::Engine`] if an interval ends before it begins or ALT is no breakend.
    pub fn reach(&self, sv: &Structural<'_>) -> Result<Reach, Error> {
        let outside = || Error::Outside {
            contig: sv.contig.to_owned(),
            pos: sv.pos,
        };
        let (contig, pos) = self.loaded(sv.contig, sv.pos).ok_or_else(outside)?;
        let shift = |end: u64| end + pos - sv.pos;
        let near = self.place(&contig, pos);
        let interval = |kind: SvKind| -> Result<Reach, Error> {
            let end = shift(sv.end.unwrap_or(sv.pos + 1));
            let found = self.engine().annotate_interval(&contig, pos, end, kind)?;
            Ok(reach(
                near.clone(),
                Some(self.place(&contig, end)),
                found,
                Vec::new(),
            ))
        };
        match sv.kind {
            "DEL" => interval(SvKind::Deletion),
            "DUP" => interval(SvKind::Duplication),
            "INV" => interval(SvKind::Inversion),
            "INS" => Ok(reach(
                near,
                None,
                self.engine().annotate_sv_insertion(&contig, pos - 1),
                Vec::new(),
            )),
            _ => {
                let here = self.engine().annotate_breakend(&contig, pos - 1);
                let stated = match sv.mate {
                    Some((chrom, pos)) => Some((chrom.to_owned(), pos)),
                    None => Breakend::parse(sv.alternate)?
                        .mate
                        .map(|m| (m.chrom, m.pos)),
                };
                let mate = stated.and_then(|(chrom, pos)| self.loaded(&chrom, pos));
                let there = mate
                    .as_ref()
                    .map(|(c, p)| self.engine().annotate_breakend(c, p - 1))
                    .unwrap_or_default();
                Ok(reach(
                    near,
                    mate.map(|(c, p)| self.place(&c, p)),
                    here,
                    there,
                ))
            }
        }
    }
}

fn reach(
    near: Place,
    far: Option<Place>,
    here: Vec<SvConsequenceResult>,
    there: Vec<SvConsequenceResult>,
) -> Reach {
    let touched = |far: bool| {
        move |t: SvConsequenceResult| Touched {
            gene: t.gene_symbol,
            transcript: t.transcript,
            terms: t.consequences.iter().map(|c| c.as_str()).collect(),
            gravity: gravity(t.impact),
            overlap: t.transcript_overlap_fraction,
            exons: t.exons_overlapped,
            far,
        }
    };
    let mut genes: Vec<Touched> = here
        .into_iter()
        .map(touched(false))
        .chain(there.into_iter().map(touched(true)))
        .collect();
    genes.sort_by_key(|t| std::cmp::Reverse(t.gravity));
    Reach { near, far, genes }
}
