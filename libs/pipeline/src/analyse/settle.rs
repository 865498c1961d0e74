//! Makes every path of a request whole, and refuses what cannot be meant: a file that is missing, or given twice.

use std::collections::HashMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::said::{Act, Said};
use crate::{Error, Request, Role, files, qc};

/// Makes every path whole and finds what was not said.
///
/// # Errors
/// Names the file that does not exist, the sample without reads, the file that is given twice.
pub fn settle(mut request: Request) -> Result<Request, Error> {
    if !request.reference.is_file() {
        return Err(Error::Reference {
            path: request.reference,
            why: Said::new("ファイルがありません", "there is no such file"),
        });
    }
    let fastq = Said::new("FASTQ ファイル", "the FASTQ file");
    for sample in &mut request.samples {
        if sample.reads.is_empty() {
            let role = qc::key(sample.role);
            return Err(Error::input(
                format!("{}のリードがありません", role_ja(sample.role)),
                format!("the {role} has no reads"),
            ));
        }
        for (r1, r2) in &mut sample.reads {
            *r1 = files::existing(r1, &fastq)?;
            *r2 = files::existing(r2, &fastq)?;
        }
    }
    no_file_twice(&request)?;
    let bed = Said::new("BED ファイル", "the BED file");
    let genes = Said::new("遺伝子ファイル", "the gene file");
    let slices = Said::new("対応表", "the slice table");
    for (path, what) in [
        (&mut request.regions, &bed),
        (&mut request.confident, &bed),
        (&mut request.genes, &genes),
        (&mut request.slices, &slices),
    ] {
        if let Some(path) = path {
            *path = files::existing(path, what)?;
        }
    }
    let truth = Said::new("正解の VCF", "the truth file");
    for path in &mut request.truth {
        *path = files::existing(path, &truth)?;
    }
    request.threads = request.threads.max(1);
    Ok(request)
}

/// The Japanese word of a role.
pub fn role_ja(role: Role) -> &'static str {
    match role {
        Role::Sample => "検体",
        Role::Tumour => "腫瘍",
        Role::Normal => "正常",
        Role::Proband => "発端者",
        Role::Mother => "母",
        Role::Father => "父",
    }
}

/// One file under two names (a link) is one file.
fn no_file_twice(request: &Request) -> Result<(), Error> {
    let mut seen: HashMap<(u64, u64), (Role, PathBuf)> = HashMap::new();
    for sample in &request.samples {
        for path in sample.reads.iter().flat_map(|(r1, r2)| [r1, r2]) {
            let found = std::fs::metadata(path).map_err(Error::io(Act::Read, path))?;
            let before = seen.insert((found.dev(), found.ino()), (sample.role, path.clone()));
            if let Some((role, _)) = before {
                return Err(twice(path, role, sample.role));
            }
        }
    }
    Ok(())
}

fn twice(path: &Path, first: Role, second: Role) -> Error {
    let path = path.display();
    Error::input(
        format!(
            "{path} が2回指定されています（{}と{}）。1つのファイルは一度だけ指定してください",
            role_ja(first),
            role_ja(second)
        ),
        format!(
            "{path} is given twice ({} and {}); give every file once",
            qc::key(first),
            qc::key(second)
        ),
    )
}
