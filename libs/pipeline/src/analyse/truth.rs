//! A truth set is of this reference, or the run does not begin: found out after all the calling, it would cost the run.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::Error;
use crate::said::Act;

/// Records whose REF is compared; a truth of another reference differs within the first few.
const COMPARED: usize = 500;

/// Where a contig lies in the FASTA: a line of the index.
struct Contig {
    length: u64,
    offset: u64,
    line_bases: u64,
    line_bytes: u64,
}

/// Every contig is in the reference of this directory, and the first records say the bases that are there.
///
/// # Errors
/// Names file, line and contig or base.
pub fn fits(vcf: &Path, reference: &Path) -> Result<(), Error> {
    let fasta = reference.join("reference.fa");
    let contigs = index(&reference.join("reference.fa.fai"))?;
    let mut bases = File::open(&fasta).map_err(Error::io(Act::Read, &fasta))?;
    let mut compared = 0;
    for (number, line) in lines(vcf)?.enumerate() {
        let line = line.map_err(Error::io(Act::Read, vcf))?;
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let mut fields = line.split('\t');
        let name = fields.next().unwrap_or_default();
        let Some(contig) = contigs.get(name) else {
            return Err(refuse(vcf, number, name));
        };
        if compared == COMPARED {
            continue;
        }
        compared += 1;
        let (position, letters) = (fields.next(), fields.nth(1).unwrap_or_default());
        let position = position.and_then(|p| p.parse::<u64>().ok());
        let there = position.and_then(|p| read(&mut bases, contig, p, letters.len()));
        if !there.is_some_and(|there| there.eq_ignore_ascii_case(letters)) {
            let position = position.unwrap_or_default();
            return Err(refuse(
                vcf,
                number,
                &format!("{name}:{position} REF {letters}"),
            ));
        }
    }
    Ok(())
}

fn refuse(vcf: &Path, number: usize, what: &str) -> Error {
    let (vcf, line) = (vcf.display(), number + 1);
    Error::input(
        format!(
            "{vcf} の {line} 行目（{what}）が参照配列と合いません。同じ参照配列の VCF を指定してください"
        ),
        format!(
            "{vcf} line {line} ({what}) does not fit the reference; give a VCF of the same reference"
        ),
    )
}

fn lines(vcf: &Path) -> Result<std::io::Lines<BufReader<Box<dyn Read>>>, Error> {
    let mut file = BufReader::new(File::open(vcf).map_err(Error::io(Act::Read, vcf))?);
    let zipped = file
        .fill_buf()
        .map_err(Error::io(Act::Read, vcf))?
        .starts_with(&[0x1f, 0x8b]);
    let text: Box<dyn Read> = if zipped {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    Ok(BufReader::new(text).lines())
}

fn index(fai: &Path) -> Result<HashMap<String, Contig>, Error> {
    let text = std::fs::read_to_string(fai).map_err(Error::io(Act::Read, fai))?;
    let one = |line: &str| {
        let mut fields = line.split('\t');
        let name = fields.next()?.to_owned();
        let mut number = || fields.next()?.parse().ok();
        let contig = Contig {
            length: number()?,
            offset: number()?,
            line_bases: number()?,
            line_bytes: number()?,
        };
        Some((name, contig))
    };
    Ok(text.lines().filter_map(one).collect())
}

/// The letters from `position` (from 1) on; `None` beyond the end.
fn read(fasta: &mut File, contig: &Contig, position: u64, count: usize) -> Option<String> {
    let start = position.checked_sub(1)?;
    let end = start + count as u64;
    if end > contig.length || contig.line_bases == 0 {
        return None;
    }
    let place = |at: u64| {
        contig.offset + at / contig.line_bases * contig.line_bytes + at % contig.line_bases
    };
    let last = end.checked_sub(1).filter(|last| *last >= start)?;
    let mut bytes = vec![0; usize::try_from(place(last) + 1 - place(start)).ok()?];
    fasta.seek(SeekFrom::Start(place(start))).ok()?;
    fasta.read_exact(&mut bytes).ok()?;
    bytes.retain(|b| !b.is_ascii_whitespace());
    String::from_utf8(bytes).ok()
}
