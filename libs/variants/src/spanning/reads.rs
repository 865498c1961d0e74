//! Alignments as SAM text.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;

use crate::normalise::Edit;
use crate::{Error, text};

/// Unmapped, secondary, failed, duplicate, supplementary.
const UNWANTED: u16 = 0x4 | 0x100 | 0x200 | 0x400 | 0x800;
const MIN_MAPPING: u8 = 20;

/// What a kernel needs of one alignment.
pub(super) struct Alignment<'a> {
    pub contig: &'a str,
    pub sample: Option<&'a str>,
    /// On the reference, 0-based half-open.
    pub start: usize,
    pub end: usize,
    /// Insertions and deletions, as aligned.
    pub edits: Vec<Edit>,
}

/// Walks the alignments of a SAM text. Reads belong to the sample of their read group.
pub(super) fn walk(path: &Path, mut visit: impl FnMut(&Alignment)) -> Result<(), Error> {
    let mut reader = text::open(path)?;
    let mut groups: HashMap<String, String> = HashMap::new();
    let (mut line, mut text) = (0, String::new());
    loop {
        text.clear();
        if reader.read_line(&mut text).map_err(Error::read(path))? == 0 {
            return Ok(());
        }
        line += 1;
        let row = text.trim_end_matches(['\n', '\r']);
        if row.starts_with('@') {
            group(row, &mut groups);
            continue;
        }
        let fields: Vec<&str> = row.split('\t').collect();
        let malformed = || Error::malformed(path, line, "not an alignment in SAM text");
        let [
            _,
            flags,
            contig,
            pos,
            mapping,
            cigar,
            _,
            _,
            _,
            sequence,
            _,
            tags @ ..,
        ] = fields.as_slice()
        else {
            return Err(malformed());
        };
        let (Ok(flags), Ok(pos), Ok(mapping)) = (
            flags.parse::<u16>(),
            pos.parse::<usize>(),
            mapping.parse::<u8>(),
        ) else {
            return Err(malformed());
        };
        if flags & UNWANTED != 0 || mapping < MIN_MAPPING || pos == 0 || *cigar == "*" {
            continue;
        }
        let (end, edits) = aligned(pos - 1, cigar, sequence.as_bytes()).ok_or_else(malformed)?;
        let sample = tags
            .iter()
            .find_map(|tag| tag.strip_prefix("RG:Z:"))
            .and_then(|id| groups.get(id));
        visit(&Alignment {
            contig,
            sample: sample.map(String::as_str),
            start: pos - 1,
            end,
            edits,
        });
    }
}

fn group(row: &str, groups: &mut HashMap<String, String>) {
    let field = |key: &str| {
        row.split('\t')
            .find_map(|f| f.strip_prefix(key))
            .map(ToOwned::to_owned)
    };
    if row.starts_with("@RG\t")
        && let (Some(id), Some(sample)) = (field("ID:"), field("SM:"))
    {
        groups.insert(id, sample);
    }
}

/// End on the reference and the indels of a CIGAR.
fn aligned(start: usize, cigar: &str, sequence: &[u8]) -> Option<(usize, Vec<Edit>)> {
    let (mut at, mut read, mut length, mut edits) = (start, 0, 0usize, Vec::new());
    for letter in cigar.bytes() {
        if letter.is_ascii_digit() {
            length = length * 10 + usize::from(letter - b'0');
            continue;
        }
        match letter {
            b'M' | b'=' | b'X' => (at, read) = (at + length, read + length),
            b'I' => {
                edits.push(Edit {
                    start: at,
                    end: at,
                    bases: sequence.get(read..read + length)?.to_vec(),
                });
                read += length;
            }
            b'D' => {
                edits.push(Edit {
                    start: at,
                    end: at + length,
                    bases: Vec::new(),
                });
                at += length;
            }
            b'N' => at += length,
            b'S' => read += length,
            b'H' | b'P' => {}
            _ => return None,
        }
        length = 0;
    }
    Some((at, edits))
}
