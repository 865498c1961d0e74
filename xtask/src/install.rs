//! Installs what the platform needs on a bare Debian or Ubuntu, and says what.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::bail;

use crate::shell::{cache, run, there};

/// A Debian package and how to tell that it is there.
struct Package {
    name: &'static str,
    /// A program, or a path, that it brings.
    brings: &'static str,
}

const fn package(name: &'static str, brings: &'static str) -> Package {
    Package { name, brings }
}

/// What the build, the pipeline, the reports and the tests need.
const PACKAGES: [Package; 13] = [
    // the workflow engine links an SSH client, which links OpenSSL
    package("libssl-dev", "/usr/include/openssl/ssl.h"),
    package("pkg-config", "pkg-config"),
    package("samtools", "samtools"),
    package("bcftools", "bcftools"),
    package("tabix", "bgzip"),
    package("bwa", "bwa"),
    package("freebayes", "freebayes"),
    package("delly", "delly"),
    package("mosdepth", "mosdepth"),
    package("poppler-utils", "pdftotext"),
    package(
        "fonts-ipaexfont",
        "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    ),
    package("postgresql", "/usr/lib/postgresql"),
    package("util-linux", "setpriv"),
];

/// What only the browser story needs.
const BROWSER: [Package; 5] = [
    package("curl", "curl"),
    package("chromium", "chromium"),
    package("chromium-driver", "chromedriver"),
    // the identity provider of the browser's story
    package("nodejs", "node"),
    package("npm", "npm"),
];

/// The aligner, built once into the cache directory.
const ALIGNER: &str = "bwa-mem4";
const ALIGNER_VERSION: &str = "4.4.0";

const DENY_VERSION: &str = "0.20.2";

/// Everything the demonstration needs.
pub fn all() -> anyhow::Result<()> {
    packages(&PACKAGES)?;
    aligner()
}

/// Everything the tests need.
pub fn for_tests() -> anyhow::Result<()> {
    let both: Vec<Package> = PACKAGES.into_iter().chain(BROWSER).collect();
    packages(&both)?;
    crate::axe::fetch();
    crate::oidc::fetch();
    aligner()
}

fn packages(wanted: &[Package]) -> anyhow::Result<()> {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|p| !is_there(p.brings))
        .map(|p| p.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("installing Debian packages: {}", missing.join(" "));
    if !there("apt-get") {
        bail!(
            "this system has no apt-get; install by hand: {}",
            missing.join(" ")
        );
    }
    run(&mut as_root("apt-get", &["update", "-qq"]))?;
    let mut args = vec!["install", "-y", "-qq", "--no-install-recommends"];
    args.extend(missing);
    run(&mut as_root("apt-get", &args))
}

fn is_there(brings: &str) -> bool {
    if brings.starts_with('/') {
        Path::new(brings).exists()
    } else {
        there(brings)
    }
}

fn as_root(program: &str, args: &[&str]) -> Command {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|o| o.stdout == b"0\n");
    let mut command = Command::new(if root { "env" } else { "sudo" });
    command
        .arg("DEBIAN_FRONTEND=noninteractive")
        .arg(program)
        .args(args)
        .stdout(std::process::Stdio::null());
    command
}

/// The aligner declares a newer Rust than it needs; without default features it needs only a C compiler.
pub fn aligner() -> anyhow::Result<()> {
    let more = [
        "--ignore-rust-version",
        "--no-default-features",
        "--features",
        "fast-gzip,mimalloc",
    ];
    tool(ALIGNER, ALIGNER_VERSION, &more)
}

/// Where cargo-deny is once it is built.
pub fn deny_tool() -> PathBuf {
    cache().join("tools/bin/cargo-deny")
}

/// Unoptimised: it is built more often than it has much to do.
pub fn deny() -> anyhow::Result<()> {
    tool("cargo-deny", DENY_VERSION, &["--debug"])
}

/// Builds a tool once into the cache directory, outside of the clone.
fn tool(name: &str, version: &str, more: &[&str]) -> anyhow::Result<()> {
    let root = cache().join("tools");
    if root.join("bin").join(name).is_file() {
        return Ok(());
    }
    eprintln!("building {name} {version} into {}", root.display());
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(["install", name, "--version", version, "--locked"])
        .args(more)
        .arg("--root")
        .arg(&root)
        .env_remove("CARGO_TARGET_DIR");
    run(&mut command)
}
