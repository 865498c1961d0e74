//! An indexed copy of the reference, kept by digest: FASTA, its index and the aligner's index.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::read::MultiGzDecoder;

use crate::error::Missing;
use crate::request::Listener;
use crate::said::{Act, Said};
use crate::{Error, Progress, files};

/// Where it is and what it was made of.
pub struct Prepared {
    /// Holds `reference.fa` and its indexes.
    pub directory: PathBuf,
    /// SHA-256 of the file as given.
    pub sha256: String,
}

/// Finds the prepared copy, or makes it.
///
/// # Errors
/// If the file is missing, broken or no FASTA; if a tool fails.
pub fn prepare(
    reference: &Path,
    cache: Option<&Path>,
    search: &[PathBuf],
    listener: &Listener,
) -> Result<Prepared, Error> {
    let refuse = |ja: &str, en: &str| Error::Reference {
        path: reference.to_owned(),
        why: Said::new(ja, en),
    };
    if !reference.is_file() {
        return Err(refuse("ファイルがありません", "there is no such file"));
    }
    let sha256 = files::sha256(reference)?;
    let cache = match cache {
        Some(cache) => cache.to_owned(),
        None => PathBuf::from(env::var_os("HOME").ok_or_else(|| {
            refuse(
                "索引を置く場所がありません。HOME を設定してください",
                "no cache directory: set HOME",
            )
        })?)
        .join(".cache/kumihimo/reference"),
    };
    let directory = cache.join(sha256.get(..32).unwrap_or(&sha256));
    if directory.is_dir() {
        return Ok(Prepared { directory, sha256 });
    }
    listener(Progress::Preparing {
        what: format!("index {}", reference.display()),
    });
    let half = cache.join(format!(
        ".{}.{}",
        sha256.get(..32).unwrap_or(&sha256),
        std::process::id()
    ));
    files::remove(&half)?;
    files::directory(&half)?;
    let made = fill(reference, &half, search);
    if let Err(error) = made {
        files::remove(&half)?;
        return Err(error);
    }
    // Someone else may have finished first: then theirs is as good as ours.
    if fs::rename(&half, &directory).is_err() {
        files::remove(&half)?;
    }
    Ok(Prepared { directory, sha256 })
}

fn fill(reference: &Path, directory: &Path, search: &[PathBuf]) -> Result<(), Error> {
    let fasta = directory.join("reference.fa");
    unpack(reference, &fasta)?;
    run(search, "samtools", &["faidx"], &fasta, reference)?;
    run(search, "bwa-mem4", &["index"], &fasta, reference)
}

/// Copies plain or gzip FASTA to plain FASTA.
fn unpack(from: &Path, to: &Path) -> Result<(), Error> {
    let refuse = |why: Said| Error::Reference {
        path: from.to_owned(),
        why,
    };
    let broken = |e: std::io::Error| {
        refuse(Said::new(
            format!("展開できません（{e}）。もう一度取得してください"),
            format!("it cannot be unpacked ({e}); fetch it again"),
        ))
    };
    let mut file = BufReader::new(File::open(from).map_err(Error::io(Act::Read, from))?);
    let mut magic = [0; 2];
    file.read_exact(&mut magic)
        .map_err(|_| refuse(Said::new("空のファイルです", "it is empty")))?;
    let rest = io::Cursor::new(magic).chain(file);
    let mut text: Box<dyn Read> = if magic == [0x1f, 0x8b] {
        Box::new(MultiGzDecoder::new(rest))
    } else {
        Box::new(rest)
    };
    let mut first = [0; 1];
    text.read_exact(&mut first).map_err(broken)?;
    if first != [b'>'] {
        return Err(refuse(Said::new(
            "FASTA ではありません（> で始まっていません）",
            "it is not FASTA: it does not begin with >",
        )));
    }
    let mut out = BufWriter::new(File::create(to).map_err(Error::io(Act::Write, to))?);
    out.write_all(&first).map_err(Error::io(Act::Write, to))?;
    io::copy(&mut text, &mut out).map_err(broken)?;
    out.flush().map_err(Error::io(Act::Write, to))
}

fn run(
    search: &[PathBuf],
    tool: &str,
    arguments: &[&str],
    fasta: &Path,
    reference: &Path,
) -> Result<(), Error> {
    let program = search.iter().map(|d| d.join(tool)).find(|p| p.is_file());
    let missing = || Missing {
        tool: tool.to_owned(),
        package: tool.to_owned(),
    };
    let program = program.ok_or_else(|| Error::ToolMissing(vec![missing()]))?;
    let said = Command::new(program)
        .args(arguments)
        .arg(fasta)
        .output()
        .map_err(Error::io(Act::Start, Path::new(tool)))?;
    if said.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&said.stderr).into_owned();
    let last: Vec<&str> = words.lines().rev().take(5).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    Err(Error::Reference {
        path: reference.to_owned(),
        why: Said::new(
            format!("{tool} の出力：{}", last.join(" / ")),
            format!("{tool} said: {}", last.join(" / ")),
        ),
    })
}
