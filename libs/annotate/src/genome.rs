//! The reference genome as the consequence engine maps it into memory.

use std::path::{Path, PathBuf};

use crate::{Error, file};

/// A contig and its bases.
pub type Contig = (String, Vec<u8>);

/// Reads the contigs of a FASTA file, in upper case.
///
/// # Errors
/// If the file cannot be read or does not begin with `>`.
pub fn read(path: &Path) -> Result<Vec<Contig>, Error> {
    let bytes = file::bytes(path)?;
    let mut contigs: Vec<Contig> = Vec::new();
    for line in bytes.split(|b| *b == b'\n') {
        if let Some(name) = line.strip_prefix(b">") {
            let name = name
                .split(u8::is_ascii_whitespace)
                .next()
                .unwrap_or_default();
            contigs.push((String::from_utf8_lossy(name).into_owned(), Vec::new()));
        } else if let Some((_, bases)) = contigs.last_mut() {
            bases.extend(
                line.iter()
                    .filter(|b| !b.is_ascii_whitespace())
                    .map(u8::to_ascii_uppercase),
            );
        } else if !line.is_empty() {
            return Err(Error::malformed(
                path,
                "it does not begin with a FASTA header",
            ));
        }
    }
    Ok(contigs)
}

/// Writes contigs as `genome.bin` and its index below a directory; returns the path of the first.
///
/// # Errors
/// If a contig holds something that is not a base, or the disk fails.
pub fn write(contigs: &[Contig], dir: &Path) -> Result<PathBuf, Error> {
    let (bin, index) = (dir.join("genome.bin"), dir.join("genome.bin.idx"));
    let views: Vec<(&str, &[u8])> = contigs
        .iter()
        .map(|(n, s)| (n.as_str(), s.as_slice()))
        .collect();
    vareffect::fasta::write_genome_binary(&views, "GRCh38", &bin, &index)?;
    Ok(bin)
}
