//! Consequence and HGVS of small variants. The one module that speaks to `vareffect`, so that it can be exchanged.

use std::path::Path;

use serde::{Deserialize, Serialize};
use vareffect::{
    ConsequenceResult, FastaReader, Impact, TranscriptModel, TranscriptStore, VarEffect,
    VarEffectError,
};
use variants::slices::Slices;

use crate::Error;

/// A place of GRCh38: chromosome and 1-based position.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// `chr7`.
    pub chrom: String,
    /// 1-based.
    pub pos: u64,
}

/// How grave a consequence is, as VEP rates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// Outside of what is translated or spliced.
    Modifier,
    /// Synonymous, splice region.
    Low,
    /// Missense, in-frame.
    Moderate,
    /// Truncating, splice site, start or stop lost.
    High,
}

/// What a variant does to one transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// Gene symbol; empty between genes.
    pub gene: String,
    /// RefSeq accession with version.
    pub transcript: String,
    /// Sequence Ontology terms, gravest first.
    pub terms: Vec<&'static str>,
    /// The rating of the gravest term.
    pub gravity: Gravity,
    /// `NM_…:c.2573T>G`.
    pub hgvs_c: Option<String>,
    /// `NP_…:p.Leu858Arg`.
    pub hgvs_p: Option<String>,
    /// First changed residue, 1-based.
    pub residue: Option<u32>,
    /// `21/28`.
    pub exon: Option<String>,
    /// The transcript is predicted to be degraded.
    pub nmd: bool,
    /// The MANE Select transcript.
    pub mane_select: bool,
    /// Bases to the transcript if the variant lies beside it.
    pub distance: Option<u64>,
}

/// Derives consequences over one set of transcripts and one genome. Shared between threads.
pub struct Annotator {
    engine: VarEffect,
    slices: Slices,
}

impl Annotator {
    /// Over transcripts in memory and a genome written by [`crate::genome::write`].
    ///
    /// # Errors
    /// If the genome cannot be mapped or the transcripts are empty.
    pub fn new(
        transcripts: Vec<TranscriptModel>,
        genome: &Path,
        slices: Slices,
    ) -> Result<Self, Error> {
        let store = TranscriptStore::try_from_transcripts(transcripts)?;
        Ok(Self {
            engine: VarEffect::new(store, FastaReader::open(genome)?),
            slices,
        })
    }

    /// Over transcripts written by [`Annotator::encode`].
    ///
    /// # Errors
    /// If a file cannot be read or has another format.
    pub fn open(transcripts: &Path, genome: &Path, slices: Slices) -> Result<Self, Error> {
        Ok(Self {
            engine: VarEffect::open(transcripts, genome)?,
            slices,
        })
    }

    /// The transcripts as bytes for [`Annotator::open`].
    ///
    /// # Errors
    /// If they cannot be encoded.
    pub fn encode(transcripts: &[TranscriptModel], release: &str) -> Result<Vec<u8>, Error> {
        Ok(vareffect::encode_transcript_store(
            Some(vareffect::TranscriptSource::Mane),
            Some(release),
            transcripts,
        )?)
    }

    /// The engine, for structural variants.
    pub(crate) fn engine(&self) -> &VarEffect {
        &self.engine
    }

    /// The place in the loaded genome: slices keep their own contigs, GRCh38 positions inside a slice are moved to it.
    pub(crate) fn loaded(&self, contig: &str, pos: u64) -> Option<(String, u64)> {
        if self.engine.chrom_length(contig).is_some() {
            return Some((contig.to_owned(), pos));
        }
        self.slices.to_slice(contig, pos)
    }

    /// Whether the loaded genome has the reference bases that a record states, in upper or lower case.
    ///
    /// # Errors
    /// [`Error::Outside`] if it does not have the place.
    pub fn has_reference(&self, contig: &str, pos: u64, reference: &str) -> Result<bool, Error> {
        let outside = || Error::Outside {
            contig: contig.to_owned(),
            pos,
        };
        let (on, at) = self.loaded(contig, pos).ok_or_else(outside)?;
        let zero = at.checked_sub(1).ok_or_else(outside)?;
        self.engine
            .verify_ref(&on, zero, reference.as_bytes())
            .map_err(|e| named(e, contig, pos))
    }

    /// Bases of the loaded genome, upper case: at most those from `from` to `to`, 1-based and both included, as far as the
    /// contig reaches.
    ///
    /// # Errors
    /// [`Error::Outside`] if it does not have the place.
    pub fn bases(&self, contig: &str, from: u64, to: u64) -> Result<Vec<u8>, Error> {
        let outside = || Error::Outside {
            contig: contig.to_owned(),
            pos: from,
        };
        let (on, start) = self.loaded(contig, from.max(1)).ok_or_else(outside)?;
        let length = self.engine.chrom_length(&on).ok_or_else(outside)?;
        let end = (start + to.saturating_sub(from.max(1))).min(length);
        self.engine
            .fetch_sequence(&on, start - 1, end)
            .map_err(|e| named(e, contig, from))
    }

    /// All bases of a contig of the loaded genome.
    #[must_use]
    pub fn contig(&self, contig: &str) -> Option<Vec<u8>> {
        let length = self.engine.chrom_length(contig)?;
        self.engine.fetch_sequence(contig, 0, length).ok()
    }

    /// The GRCh38 place of a position on a loaded contig.
    #[must_use]
    pub fn place(&self, contig: &str, pos: u64) -> Place {
        let (chrom, pos) = self.slices.to_genome(contig, pos);
        Place { chrom, pos }
    }

    /// The effects of a small variant, gravest first: every overlapping transcript, else those within 5,000 bases.
    ///
    /// `contig` is a contig of the loaded genome or a chromosome of GRCh38; `pos` is 1-based; alleles are as in a VCF.
    ///
    /// # Errors
    /// [`Error::RefMismatch`] if the genome has other bases; [`Error::Outside`] if it does not have the place.
    pub fn effects(
        &self,
        contig: &str,
        pos: u64,
        reference: &str,
        alternate: &str,
    ) -> Result<Vec<Effect>, Error> {
        let (on, at) = self.loaded(contig, pos).ok_or_else(|| Error::Outside {
            contig: contig.to_owned(),
            pos,
        })?;
        self.effects_at(&on, at, reference, alternate)
            .map_err(|e| named(e, contig, pos))
    }

    fn effects_at(
        &self,
        contig: &str,
        pos: u64,
        reference: &str,
        alternate: &str,
    ) -> Result<Vec<Effect>, VarEffectError> {
        let found = self.engine.annotate(
            contig,
            pos.saturating_sub(1),
            reference.as_bytes(),
            alternate.as_bytes(),
        )?;
        let mut effects: Vec<Effect> = found.into_iter().map(effect).collect();
        effects
            .sort_by_key(|e| std::cmp::Reverse((e.gravity, e.distance.is_none(), e.mane_select)));
        Ok(effects)
    }
}

fn named(error: VarEffectError, contig: &str, pos: u64) -> Error {
    match error {
        VarEffectError::RefMismatch { expected, got, .. } => Error::RefMismatch {
            contig: contig.to_owned(),
            pos,
            genome: expected,
            stated: got,
        },
        VarEffectError::ChromNotFound { .. } | VarEffectError::CoordinateOutOfRange { .. } => {
            Error::Outside {
                contig: contig.to_owned(),
                pos,
            }
        }
        other => Error::Engine(other),
    }
}

pub(crate) fn gravity(impact: Impact) -> Gravity {
    match impact {
        Impact::Modifier => Gravity::Modifier,
        Impact::Low => Gravity::Low,
        Impact::Moderate => Gravity::Moderate,
        Impact::High => Gravity::High,
    }
}

fn effect(found: ConsequenceResult) -> Effect {
    Effect {
        terms: found.consequences.iter().map(|c| c.as_str()).collect(),
        gravity: gravity(found.impact),
        gene: found.gene_symbol,
        transcript: found.transcript,
        hgvs_c: found.hgvs_c,
        hgvs_p: found.hgvs_p,
        residue: found.protein_start,
        exon: found.exon,
        nmd: found.predicts_nmd,
        mane_select: found.is_mane_select,
        distance: found.distance,
    }
}

impl Effect {
    /// Whether a term is among them.
    #[must_use]
    pub fn has(&self, term: &str) -> bool {
        self.terms.contains(&term)
    }

    /// The gravest term.
    #[must_use]
    pub fn term(&self) -> &str {
        self.terms.first().copied().unwrap_or_default()
    }

    /// The number of the exon.
    #[must_use]
    pub fn exon_number(&self) -> Option<u32> {
        self.exon.as_deref()?.split(['/', '-']).next()?.parse().ok()
    }

    /// A premature stop or a lost splice site or start: the protein is cut short.
    #[must_use]
    pub fn truncates(&self) -> bool {
        [
            "stop_gained",
            "frameshift_variant",
            "splice_donor_variant",
            "splice_acceptor_variant",
            "start_lost",
        ]
        .iter()
        .any(|t| self.has(t))
    }

    /// The protein changes, or a splice site does.
    #[must_use]
    pub fn changes_protein(&self) -> bool {
        self.gravity >= Gravity::Moderate
    }
}
