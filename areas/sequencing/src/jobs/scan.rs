//! Search for malware by an outside scanner, where one is set. What reaches it is FASTQ byte by byte already (`readqc`);
//! a scanner that is set and does not answer stops the intake: nothing is taken in unscanned.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UnixStream},
    process::Command,
    time::timeout,
};
use web::Platform;

use super::places::Found;
use crate::words::Reason;

/// How long the scanner may keep silent.
const PATIENCE: Duration = Duration::from_secs(120);
/// Bytes sent at once.
const CHUNK: usize = 256 * 1024;
/// The longest answer that is read.
const ANSWER: u64 = 4096;

/// Scans every file that came; no reason if no scanner is set.
pub(super) async fn files(platform: &Platform, files: &Found) -> anyhow::Result<Vec<Reason>> {
    let Some(scanner) = &platform.settings().scanner else {
        return Ok(vec![]);
    };
    let mut reasons = Vec::new();
    for (file, path) in &files.present {
        let found = scan(scanner, path).await;
        let found = found.with_context(|| {
            format!("failed to scan {} with the scanner that is set", file.name)
        })?;
        reasons.extend(found.map(|signature| Reason::Malware {
            file: file.name.clone(),
            signature: code(&signature),
        }));
    }
    Ok(reasons)
}

/// Scans a file; the name of what was found. `unix:PATH` and `tcp:HOST:PORT` speak to clamd, `command:PROGRAM ARGS…` runs a program
/// with the file behind its arguments, which ends as `clamdscan` does: 0 clean, 1 found, anything else failed.
async fn scan(scanner: &str, path: &Path) -> anyhow::Result<Option<String>> {
    match scanner.split_once(':') {
        Some(("unix", socket)) => {
            clamd(timeout(PATIENCE, UnixStream::connect(socket)).await??, path).await
        }
        Some(("tcp", address)) => {
            clamd(timeout(PATIENCE, TcpStream::connect(address)).await??, path).await
        }
        Some(("command", command)) => run(command, path).await,
        _ => bail!("the scanner is not set as unix:PATH, tcp:HOST:PORT or command:PROGRAM"),
    }
}

/// clamd's INSTREAM: chunks with their length before them, an empty one at the end, one line back.
async fn clamd(
    mut to: impl AsyncRead + AsyncWrite + Unpin,
    path: &Path,
) -> anyhow::Result<Option<String>> {
    let mut file = tokio::fs::File::open(path).await?;
    let mut chunk = vec![0; CHUNK];
    to.write_all(b"zINSTREAM\0").await?;
    loop {
        let read = file.read(&mut chunk).await?;
        let data = chunk.get(..read).unwrap_or_default();
        let length = u32::try_from(read)?.to_be_bytes();
        timeout(PATIENCE, to.write_all(&length)).await??;
        timeout(PATIENCE, to.write_all(data)).await??;
        if read == 0 {
            break;
        }
    }
    let mut answer = Vec::new();
    timeout(PATIENCE, to.take(ANSWER).read_to_end(&mut answer)).await??;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer
        .trim_end_matches(['\0', '\n'])
        .trim_start_matches("stream: ");
    match answer.strip_suffix(" FOUND") {
        Some(found) => Ok(Some(found.to_owned())),
        None if answer == "OK" => Ok(None),
        None => bail!("clamd did not say OK but {:?}", code(answer)),
    }
}

async fn run(command: &str, path: &Path) -> anyhow::Result<Option<String>> {
    let mut words = command.split_whitespace();
    let program = words.next().context("no program is named")?;
    let mut scanner = Command::new(program);
    scanner.args(words).arg(path).kill_on_drop(true);
    let done = timeout(PATIENCE * 10, scanner.output()).await??;
    match done.status.code() {
        Some(0) => Ok(None),
        Some(1) => {
            let said = String::from_utf8_lossy(&done.stdout);
            let line = said.lines().find_map(|l| l.strip_suffix(" FOUND"));
            let found = line.and_then(|l| l.rsplit(' ').next());
            Ok(Some(found.unwrap_or("unnamed").to_owned()))
        }
        other => bail!("{program} ended with {other:?}"),
    }
}

/// What a scanner says, as a code: free text does not belong in the ledger.
fn code(said: &str) -> String {
    let plain = said
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_./".contains(*c));
    plain.take(80).collect()
}
