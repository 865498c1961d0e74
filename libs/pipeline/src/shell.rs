//! The shell that the local back end runs tasks with: bash with the program's path, the tool path and a stopwatch.
//!
//! Its own path carries a digest of tool versions and program, so that the call cache never answers for other tools.

use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::said::Act;
use crate::{Error, files};

/// Writes the shell into `directory` and answers its path.
pub fn write(
    directory: &Path,
    kumi: &Path,
    search: &[PathBuf],
    mark: &Path,
    versions: &str,
) -> Result<PathBuf, Error> {
    files::directory(directory)?;
    let program = fs::metadata(kumi).map_err(Error::io(Act::Find, kumi))?;
    let modified = program
        .modified()
        .ok()
        .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok())
        .map(|d| d.as_nanos());
    let state = files::sha256_of(format!("{versions}\n{}\n{modified:?}", program.len()).as_bytes());
    let path = directory.join(format!("shell-{}", state.get(..16).unwrap_or(&state)));
    let search = env::join_paths(search).map_err(|e| {
        Error::input(
            format!("ツールのフォルダーを調べられません：{e}"),
            format!("a tool directory cannot be searched: {e}"),
        )
    })?;
    let text = script(
        kumi,
        &search.to_string_lossy(),
        mark,
        libraries().as_deref(),
    );
    files::write(&path, text)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
        .map_err(Error::io(Act::Write, &path))?;
    Ok(path)
}

/// Commands are sourced, not run: one process per task, and `times` counts all its children.
fn script(kumi: &Path, search: &str, mark: &Path, libraries: Option<&Path>) -> String {
    let libraries = libraries
        .map(|l| format!("export LD_LIBRARY_PATH={}\n", quoted(&l.to_string_lossy())))
        .unwrap_or_default();
    format!(
        "#!/bin/bash\n\
         kumi_start=$EPOCHREALTIME\n\
         kumi_dir=${{1%/command}}\n\
         export KUMI={kumi} KUMI_RUN={mark} PATH={path} LC_ALL=C REF_PATH=/dev/null/%s\n\
         {libraries}\
         kumi_end() {{ local code=$?; {{ times; echo \"$kumi_start $EPOCHREALTIME $code\"; }} > \"$kumi_dir/times\"; }}\n\
         trap kumi_end EXIT\n\
         . \"$1\"\n",
        kumi = quoted(&kumi.to_string_lossy()),
        mark = quoted(&mark.to_string_lossy()),
        path = quoted(search),
    )
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Debian's mosdepth asks for `libhts.so`, which only the development package brings: a directory with that name for
/// the library that is there. `None` where nothing needs to be done.
pub fn libraries() -> Option<PathBuf> {
    let homes = fs::read_dir("/usr/lib")
        .ok()?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.is_dir());
    let library = homes.map(|d| d.join("libhts.so.3")).find(|p| p.is_file())?;
    if library.with_file_name("libhts.so").exists() {
        return None;
    }
    let place = PathBuf::from(env::var_os("HOME")?).join(".cache/kumihimo/lib");
    fs::create_dir_all(&place).ok()?;
    let link = place.join("libhts.so");
    if !link.exists() && symlink(&library, &link).is_err() && !link.exists() {
        return None;
    }
    Some(place)
}

/// What the stopwatch wrote: CPU seconds, wall seconds, exit code.
pub fn read_times(attempt: &Path) -> Option<(f64, f64, i32)> {
    let text = fs::read_to_string(attempt.join("times")).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let (last, before) = lines.split_last()?;
    let cpu = before
        .iter()
        .flat_map(|line| line.split_whitespace())
        .filter_map(minutes)
        .sum();
    let mut fields = last.split(' ');
    let (start, end): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((cpu, end - start, fields.next()?.parse().ok()?))
}

/// `1m2.345s` in seconds.
fn minutes(text: &str) -> Option<f64> {
    let (minutes, seconds) = text.strip_suffix('s')?.split_once('m')?;
    Some(minutes.parse::<f64>().ok()? * 60.0 + seconds.parse::<f64>().ok()?)
}

/// Ends what an earlier, killed run of the same work directory left running: its children carry the mark.
pub fn end_strays(mark: &Path) {
    let wanted = format!("KUMI_RUN={}", mark.display());
    let own = std::process::id();
    let Ok(processes) = fs::read_dir("/proc") else {
        return;
    };
    for process in processes.flatten() {
        let Some(id) = process
            .file_name()
            .to_str()
            .and_then(|n| n.parse::<u32>().ok())
            .filter(|id| *id != own)
        else {
            continue;
        };
        let environment = fs::read(process.path().join("environ")).unwrap_or_default();
        if environment
            .split(|b| *b == 0)
            .any(|entry| entry == wanted.as_bytes())
        {
            // It may have ended by itself meanwhile.
            let _ = Command::new("kill")
                .args(["-KILL", &id.to_string()])
                .output();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn minutes_and_seconds_are_seconds() {
        assert_eq!(minutes("1m2.500s"), Some(62.5));
        assert_eq!(minutes("2.5"), None);
    }
}
