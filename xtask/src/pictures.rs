//! `cargo xtask pictures`: takes the pictures of `docs/screens` anew, and keeps them small.

use std::process::Command;

use anyhow::{Context as _, bail};

use crate::shell::{cargo, root, run, there};

/// All pictures together.
const MOST_BYTES: u64 = 3 * 1024 * 1024;

/// Takes, shrinks and weighs them.
pub fn run_all() -> anyhow::Result<()> {
    let dir = root().join("docs/screens");
    std::fs::create_dir_all(&dir).context("failed to make docs/screens")?;
    let args = ["test", "--package", "app", "--test", "browser", "pictures"];
    run(cargo(&args).env("KUMI_PICTURES", &dir))?;
    let mut weight = 0;
    for file in std::fs::read_dir(&dir).context("failed to read docs/screens")? {
        let path = file?.path();
        if path.extension().is_none_or(|e| e != "png") {
            continue;
        }
        // flat colours: forty-eight are enough, and half the bytes
        if there("convert") {
            let few = ["-strip", "-dither", "None", "-colors", "48"];
            let png = format!("PNG8:{}", path.display());
            run(Command::new("convert").arg(&path).args(few).arg(png))?;
        }
        weight += std::fs::metadata(&path)?.len();
    }
    println!("{}: {} kB", dir.display(), weight / 1024);
    if weight > MOST_BYTES {
        bail!(
            "the pictures weigh more than {} kB: install ImageMagick (`convert`), or take fewer",
            MOST_BYTES / 1024
        );
    }
    Ok(())
}
