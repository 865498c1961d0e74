//! Runs other programs, saying which.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where tools that are built once are kept between runs and clones.
pub fn cache() -> PathBuf {
    let home = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    home.unwrap_or_else(std::env::temp_dir).join("kumihimo")
}

/// The data folder of real reads, if there is one: `$KUMI_DATA`, or `../shared/data`.
pub fn data() -> Option<PathBuf> {
    let given = std::env::var_os("KUMI_DATA").map(PathBuf::from);
    let beside = root().join("../shared/data");
    given
        .into_iter()
        .chain([beside])
        .find(|dir| dir.join("ref").is_dir())
        .and_then(|dir| dir.canonicalize().ok())
}

/// A cargo command in the repository, with the tools and the data it may need in its environment.
pub fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(args)
        .current_dir(root())
        .env("KUMI_TOOLS", cache().join("tools/bin"))
        .env("KUMI_AXE", crate::axe::script())
        .env("KUMI_OIDC", crate::oidc::modules());
    if let Some(data) = data() {
        command.env("KUMI_DATA", data);
    }
    command
}

/// Runs a command and fails if it fails.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let args: Vec<_> = command
        .get_args()
        .map(|a| a.to_string_lossy().into_owned())
        .collect();
    eprintln!(
        "$ {} {}",
        Path::new(&name)
            .file_name()
            .map_or(name.as_str().into(), |n| n.to_string_lossy()),
        args.join(" ")
    );
    let status = command
        .status()
        .with_context(|| format!("failed to start {name}"))?;
    if !status.success() {
        bail!("{name} {} failed ({status})", args.join(" "));
    }
    Ok(())
}

/// Builds the program (dev profile; hot crates are optimised there) and runs one of its commands.
pub fn kumi(command: &str, rest: &[String]) -> anyhow::Result<()> {
    let mut args = vec![
        "run",
        "--quiet",
        "--package",
        "app",
        "--bin",
        "kumi",
        "--",
        command,
    ];
    args.extend(rest.iter().map(String::as_str));
    run(cargo(&["build", "--package", "app"]).env("CARGO_TERM_PROGRESS_WHEN", "auto"))?;
    run(&mut cargo(&args))
}

/// Whether a program is on the search path.
pub fn there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}
