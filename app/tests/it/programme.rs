//! The demonstration programme as one command, and what is true of its store afterwards. It runs once for all tests here.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use reqwest::Method;
use serde_json::{Value, json};
use store::Db;

use crate::{
    drive::sequencing::text,
    house::{KUMI, platform, serve, tools, user, verify},
};

/// A demonstration that ended: its folder and its last line.
pub struct Demo {
    dir: tempfile::TempDir,
    pub said: Value,
    /// Sequences and the name of reads of the withdrawn case, taken before its files were deleted.
    reads: Vec<Vec<u8>>,
}

/// Runs `kumi demo` once. None if the tools are not here.
pub fn demo() -> Option<&'static Demo> {
    static DEMO: OnceLock<Option<Demo>> = OnceLock::new();
    DEMO.get_or_init(|| tools().then(run)).as_ref()
}

fn run() -> Demo {
    let dir = tempfile::tempdir().unwrap();
    let done = Command::new(KUMI)
        .args(["demo", "--headless", "--synthetic", "--listen=127.0.0.1:0"])
        .arg("--dir")
        .arg(dir.path())
        // far from the repository: the program carries all it needs
        .current_dir(dir.path())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(done.status.success(), "the demonstration failed");
    let said = String::from_utf8(done.stdout).unwrap();
    let said = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    let third = dir.path().join("source/SIM302");
    let reads = reads_of(&third, &dir.path().join("source"));
    assert!(
        holding(dir.path(), &reads)
            .iter()
            .all(|f| f.starts_with(&third)),
        "before they are deleted they are found where the vendor made them, and nowhere else"
    );
    assert!(
        !holding(dir.path(), &reads).is_empty(),
        "the search finds what is there"
    );
    fs::remove_dir_all(third).unwrap();
    Demo { dir, said, reads }
}

/// Three reads that nobody else has (people share haplotypes, so a read may occur in another person by chance),
/// in both directions, and the name of one.
pub fn reads_of(folder: &Path, source: &Path) -> Vec<Vec<u8>> {
    let reference = source.join("reference");
    let genome: String = files(&reference)
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "fa"))
        .map(|f| fs::read_to_string(f).unwrap().replace('\n', ""))
        .collect();
    let first = files(folder)
        .into_iter()
        .find(|f| f.to_string_lossy().contains("_R1"))
        .unwrap();
    let text = String::from_utf8(inflated(&first)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let name = lines[0].split(' ').next().unwrap().trim_start_matches('@');
    let own = lines.iter().skip(1).step_by(4);
    let mut found: Vec<Vec<u8>> = own
        .filter(|s| !genome.contains(**s) && !genome.contains(&reversed(s)))
        .filter(|s| {
            let both = [s.as_bytes().to_vec(), reversed(s).into_bytes()];
            holding(source, &both).iter().all(|f| f.starts_with(folder))
        })
        .take(3)
        .flat_map(|s| [s.as_bytes().to_vec(), reversed(s).into_bytes()])
        .collect();
    assert_eq!(found.len(), 6);
    found.push(name.as_bytes().to_vec());
    found
}

fn reversed(sequence: &str) -> String {
    let pair = |c| match c {
        'A' => 'T',
        'C' => 'G',
        'G' => 'C',
        'T' => 'A',
        other => other,
    };
    sequence.chars().rev().map(pair).collect()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            all.extend(files(&path));
        } else if path.is_file() {
            all.push(path);
        }
    }
    all
}

/// What a gzip holds (also as far as a damaged one goes).
fn inflated(file: &Path) -> Vec<u8> {
    let out = Command::new("gzip")
        .arg("-dc")
        .arg(file)
        .stderr(Stdio::null())
        .output();
    out.unwrap().stdout
}

/// The files that hold any of the needles, as they are or inflated; and alignments, which write sequence in other bits.
pub fn holding(dir: &Path, needles: &[Vec<u8>]) -> Vec<PathBuf> {
    let list = tempfile::NamedTempFile::new().unwrap();
    fs::write(list.path(), needles.join(&b'\n')).unwrap();
    let mut found = files(dir);
    found.retain(|file| {
        let bytes = fs::read(file).unwrap();
        let packed = bytes.starts_with(&[0x1f, 0x8b]).then(|| inflated(file));
        [Some(bytes), packed].into_iter().flatten().any(|bytes| {
            bytes.starts_with(b"CRAM") || bytes.starts_with(b"BAM\x01") || grep(list.path(), &bytes)
        })
    });
    found
}

fn grep(list: &Path, bytes: &[u8]) -> bool {
    let mut child = Command::new("grep")
        .args(["-aqF", "-f"])
        .arg(list)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    // grep ends at the first hit: the rest of the pipe is then not read
    let _ = child.stdin.take().unwrap().write_all(bytes);
    child.wait().unwrap().success()
}

/// Where a copy of the demonstration's store is: whoever changes something changes only the copy.
pub struct Copy {
    dir: tempfile::TempDir,
    pub args: Vec<String>,
}

impl Copy {
    pub fn of(demo: &Demo) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for part in ["data", "keys"] {
            let done = Command::new("cp")
                .arg("-a")
                .arg(demo.dir.path().join(part))
                .arg(dir.path())
                .status();
            assert!(done.unwrap().success());
        }
        let at = |part: &str| dir.path().join(part).display().to_string();
        let args = vec![
            format!("--data-dir={}", at("data")),
            format!("--keys-dir={}", at("keys")),
        ];
        Self { dir, args }
    }

    /// A folder of it: `data` or `keys`.
    pub fn at(&self, part: &str) -> PathBuf {
        self.dir.path().join(part)
    }

    pub fn database(&self) -> String {
        let file = self.dir.path().join("data/kumihimo.sqlite");
        format!("sqlite:{}", file.display())
    }

    pub async fn platform(&self) -> web::Platform {
        let at = |part: &str| self.dir.path().join(part);
        platform(&at("data"), &at("keys"), &self.database()).await
    }
}

#[tokio::test]
async fn two_cases_are_explained_and_a_third_is_withdrawn() {
    let Some(demo) = demo() else { return };
    let cases = demo.said["cases"].as_array().unwrap();
    let kinds: Vec<&Value> = cases.iter().map(|c| &c["kind"]).collect();
    assert_eq!(kinds, ["cancer", "rare"]);
    assert!(cases.iter().all(|c| c["state"] == "explained_to_patient"));
    assert_eq!(demo.said["verify"], "ok");
    assert_eq!(demo.said["withdrawn"]["state"], "withdrawn");
    assert_eq!(demo.said["withdrawn"]["key_destroyed"], true);
}

#[tokio::test]
async fn no_read_of_the_withdrawn_case_is_left_anywhere() {
    let Some(demo) = demo() else { return };
    assert_eq!(holding(demo.dir.path(), &demo.reads), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn the_store_verifies_and_an_edited_row_is_named() {
    let Some(demo) = demo() else { return };
    let copy = Copy::of(demo);
    let (whole, said) = verify(&copy.args);
    assert!(whole && said.contains(" 0 faults"), "{said}");
    let case = text(&demo.said["cases"][0], "id").unwrap();
    let db = Db::open(&copy.database()).await.unwrap();
    let edit = "UPDATE registry_case SET state = REPLACE(state, 'cancer', 'rare') WHERE id = $1";
    let edited = db
        .run(store::Write::new(edit, vec![case.as_str().into()]))
        .await;
    assert_eq!(edited.unwrap(), 1);
    drop(db);
    let (whole, said) = verify(&copy.args);
    assert!(!whole, "{said}");
    assert!(
        said.lines()
            .any(|l| l.starts_with("FAULT") && l.contains(&case)),
        "the row is named: {said}"
    );
}

#[tokio::test]
async fn a_signed_report_is_not_signed_again() {
    let Some(demo) = demo() else { return };
    let copy = Copy::of(demo);
    let (_server, base) = serve(&copy.args, false);
    let platform = copy.platform().await;
    let case = text(&demo.said["cases"][0], "id").unwrap();
    for (account, role, kind) in [
        ("curator", "curator", "analysis"),
        ("physician-a", "physician", "panel"),
    ] {
        let signer = user(&platform, &base, account, role).await;
        let path = format!("/api/reports/{case}.{kind}");
        let report = signer.get(&path).await.unwrap();
        let body = json!({ "digest": report["digest"] });
        let said = signer
            .refused(Method::POST, &format!("{path}/sign"), Some(body))
            .await
            .unwrap();
        assert!(
            said.contains("409") && said.contains("E-REPORT-SIGNED-TWICE"),
            "{said}"
        );
        assert_eq!(signer.get(&path).await.unwrap(), report, "nothing changed");
    }
    assert!(verify(&copy.args).0);
}

#[tokio::test]
async fn an_object_changed_on_disk_is_named_and_not_handed_out() {
    let Some(demo) = demo() else { return };
    let copy = Copy::of(demo);
    let log = copy.dir.path().join("log");
    let (_server, base) = crate::house::serve_with(&copy.args, false, Some(&log));
    let platform = copy.platform().await;
    let case = text(&demo.said["cases"][0], "id").unwrap();
    let curator = user(&platform, &base, "curator", "curator").await;
    let path = format!("/api/reports/{case}.analysis/pdf");
    assert!(curator.bytes(&path).await.unwrap().starts_with(b"%PDF"));
    for file in files(&copy.dir.path().join("data/objects")) {
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&file, bytes).unwrap();
    }
    let said = curator.bytes(&path).await.unwrap_err().to_string();
    assert!(
        said.contains("500") && said.contains("E-BLOB-TAMPERED"),
        "{said}"
    );
    let log = fs::read_to_string(log).unwrap();
    assert!(
        log.contains(&format!("case:{case}")) && log.contains("changed"),
        "the operator reads which object: {log}"
    );
}
