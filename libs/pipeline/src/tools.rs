//! Tools that the tasks call: where they are looked for, and which version is there.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;

use crate::Error;
use crate::error::Missing;

/// A tool that must be there.
struct Tool {
    command: &'static str,
    package: &'static str,
    arguments: &'static [&'static str],
}

const TOOLS: &[Tool] = &[
    Tool {
        command: "bash",
        package: "bash (Debian)",
        arguments: &["--version"],
    },
    Tool {
        command: "bwa-mem4",
        package: "bwa-mem4 4.4.0 (cargo install, see `kumi doctor`)",
        arguments: &["--version"],
    },
    Tool {
        command: "samtools",
        package: "samtools (Debian)",
        arguments: &["--version"],
    },
    Tool {
        command: "bcftools",
        package: "bcftools (Debian)",
        arguments: &["--version"],
    },
    Tool {
        command: "mosdepth",
        package: "mosdepth (Debian)",
        arguments: &["--version"],
    },
    Tool {
        command: "freebayes",
        package: "freebayes (Debian)",
        arguments: &["--version"],
    },
    Tool {
        command: "delly",
        package: "delly (Debian)",
        arguments: &["--version"],
    },
];

/// One line for `kumi doctor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToolStatus {
    /// Its command.
    pub tool: &'static str,
    /// Where it comes from.
    pub package: &'static str,
    /// Where it was found.
    pub path: Option<PathBuf>,
    /// The first line it says about its version.
    pub version: Option<String>,
}

/// Directories in the order they are searched: `first`, `$KUMI_TOOLS`, the user's tool directory, `$PATH`.
pub fn directories(first: &[PathBuf]) -> Vec<PathBuf> {
    let own = env::var_os("KUMI_TOOLS")
        .map(|list| env::split_paths(&list).collect::<Vec<_>>())
        .unwrap_or_default();
    let home = env::var_os("HOME").map(|home| Path::new(&home).join(".cache/kumihimo/tools/bin"));
    let path = env::var_os("PATH")
        .map(|list| env::split_paths(&list).collect::<Vec<_>>())
        .unwrap_or_default();
    first
        .iter()
        .cloned()
        .chain(own)
        .chain(home)
        .chain(path)
        .filter(|d| !d.as_os_str().is_empty())
        .collect()
}

/// Every tool with its state.
pub fn check() -> Vec<ToolStatus> {
    check_in(&directories(&[]))
}

/// As [`check`], in given directories.
pub fn check_in(directories: &[PathBuf]) -> Vec<ToolStatus> {
    TOOLS
        .iter()
        .map(|tool| {
            let path = directories
                .iter()
                .map(|d| d.join(tool.command))
                .find(|p| p.is_file());
            let version = path
                .as_deref()
                .and_then(|path| version(path, tool.arguments));
            ToolStatus {
                tool: tool.command,
                package: tool.package,
                path,
                version,
            }
        })
        .collect()
}

/// Names and versions; all must be there.
///
/// # Errors
/// Names all that are missing, with their packages.
pub fn versions(directories: &[PathBuf]) -> Result<BTreeMap<String, String>, Error> {
    let (found, missing): (Vec<_>, Vec<_>) = check_in(directories)
        .into_iter()
        .partition(|status| status.path.is_some());
    if missing.is_empty() {
        let told = |s: ToolStatus| {
            let version = s.version.unwrap_or_else(|| "unknown".to_owned());
            (s.tool.to_owned(), version)
        };
        return Ok(found.into_iter().map(told).collect());
    }
    let name = |s: ToolStatus| Missing {
        tool: s.tool.to_owned(),
        package: s.package.to_owned(),
    };
    Err(Error::ToolMissing(missing.into_iter().map(name).collect()))
}

/// The first line with a digit in what the tool says about itself.
fn version(path: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(path);
    command.args(arguments);
    if let Some(libraries) = crate::shell::libraries() {
        command.env("LD_LIBRARY_PATH", libraries);
    }
    let said = command.output().ok()?;
    let text = [said.stdout, said.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines()
        .map(str::trim)
        .find(|line| line.bytes().any(|b| b.is_ascii_digit()))
        .map(str::to_owned)
}

/// This running program, as its tasks call it: the file that was started, even when another was put in its place since.
///
/// # Errors
/// If the system does not say where it is.
pub fn this_program() -> std::io::Result<PathBuf> {
    // the link leads to the file itself, not to its name, for as long as this process lives
    let running = PathBuf::from(format!("/proc/{}/exe", std::process::id()));
    if running.exists() {
        return Ok(running);
    }
    std::env::current_exe()
}
