//! What else may come as a file: archives, trailing bytes, bombs; and the scanner that an operator may set.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    given::gzip,
    http::{Given, files, given, given_at},
    upstream,
};

#[tokio::test]
async fn archives_trailing_bytes_and_bombs_go_to_quarantine() {
    let t = store::testing::sqlite().await;
    let given = given(t.db.clone()).await;
    let good = files();
    let read = format!(
        "@M1:7:FCX:1:1101:1:5\n{0}\n+\n{1}\n",
        "A".repeat(100_000),
        "F".repeat(100_000)
    );
    for (first, check, words) in [
        (b"PK\x03\x04 zip".to_vec(), "gzip", "gzip形式"),
        (gzip("PK\u{3}\u{4} inside"), "structure", "4行構造"),
        (gzip("#!/bin/sh\n"), "structure", "4行構造"),
        (
            [good[0].as_slice(), b"PK\x03\x04"].concat(),
            "gzip",
            "gzipではないデータ",
        ),
        (gzip(&read.repeat(600)), "gzip", "圧縮率"),
    ] {
        let bad = vec![first, good[1].clone()];
        let id = given.deliver(&bad, &bad).await;
        let said = given.reasons(&id).await;
        assert_eq!(said["reasons"][0]["check"], json!(check), "{said}");
        assert!(
            said["reasons"][0]["text"]["ja"]
                .as_str()
                .unwrap()
                .contains(words),
            "{said}"
        );
    }
    for name in [
        "TUM_R1.fastq.gz.exe",
        "TUM_R1.zip",
        "TUM_R1.fastq",
        "TUM_R1.bam",
        ".TUM_R1.fastq.gz",
    ] {
        let mut manifest = given.manifest(&good);
        manifest["files"][0]["name"] = json!(name);
        let (status, said) = given.announce(manifest, "upload").await;
        assert_eq!(
            (status, &said["code"]),
            (409, &json!("E-SEQUENCING-MANIFEST")),
            "{name}"
        );
    }
}

async fn with(db: &store::Db, scanner: String) -> Given {
    let set = |s: &mut web::Settings| s.scanner = Some(scanner);
    given_at(upstream::stage_with(db.clone(), set).await).await
}

/// Answers every stream with these words, as clamd does.
async fn clamd(answer: &'static [u8]) -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("clamd");
    let listener = tokio::net::UnixListener::bind(&path).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut command = [0; 10];
            stream.read_exact(&mut command).await.unwrap();
            assert_eq!(&command, b"zINSTREAM\0");
            loop {
                let length = stream.read_u32().await.unwrap() as usize;
                if length == 0 {
                    break;
                }
                stream.read_exact(&mut vec![0; length]).await.unwrap();
            }
            stream.write_all(answer).await.unwrap();
        }
    });
    (dir, format!("unix:{}", path.display()))
}

#[tokio::test]
async fn clamd_is_asked_where_it_is_set() {
    let (_dir, clean) = clamd(b"stream: OK\0").await;
    let t = store::testing::sqlite().await;
    let given = with(&t.db, clean).await;
    let id = given.deliver(&files(), &files()).await;
    assert_eq!(given.delivery(&id).await["status"], json!("accepted"));

    let (_dir, found) = clamd(b"stream: Eicar-Test-Signature FOUND\0").await;
    let t = store::testing::sqlite().await;
    let given = with(&t.db, found).await;
    let id = given.deliver(&files(), &files()).await;
    let said = given.reasons(&id).await;
    assert_eq!(said["reasons"][0]["check"], json!("scan"), "{said}");
    assert_eq!(
        said["reasons"][0]["detail"]["signature"],
        json!("Eicar-Test-Signature")
    );
    assert_eq!(said["kept"].as_array().unwrap().len(), 2);
    // what is only short is scanned too: it could be topped up
    let few = [1, 2].map(|mate| gzip(&crate::given::fastq(mate, 1_000, "FCX")));
    let id = given.deliver(&few, &few).await;
    let said = given.reasons(&id).await;
    let checks: Vec<_> = said["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["check"].clone())
        .collect();
    assert_eq!(checks, ["limits", "scan", "scan"]);
    let path = format!("/api/deliveries/{id}/decide");
    let (_, said) = given.centre(&path, json!({ "decision": "topup" })).await;
    assert_eq!(said["code"], json!("E-SEQUENCING-NOT-WHOLE"), "{said}");
}

#[tokio::test]
async fn a_scanner_that_is_set_and_does_not_answer_lets_nothing_in() {
    let (_dir, confused) = clamd(b"INSTREAM size limit exceeded. ERROR\0").await;
    for scanner in [
        "unix:/nowhere/clamd".to_owned(),
        "tcp:127.0.0.1:1".to_owned(),
        "command:/nowhere/scan".to_owned(),
        "other".to_owned(),
        confused,
    ] {
        let t = store::testing::sqlite().await;
        let given = with(&t.db, scanner.clone()).await;
        let id = given.deliver(&files(), &files()).await;
        assert_eq!(
            given.delivery(&id).await["status"],
            json!("checking"),
            "{scanner}"
        );
        assert!(
            given.incoming(&crate::http::name(1)).exists(),
            "nothing is lost either"
        );
    }
}

#[tokio::test]
async fn a_command_may_be_the_scanner() {
    let dir = tempfile::tempdir().unwrap();
    let script = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        format!("command:{} --quiet", path.display())
    };
    let t = store::testing::sqlite().await;
    let clean = with(
        &t.db,
        script("clean", "#!/bin/sh\n[ -f \"$2\" ] && exit 0\nexit 2\n"),
    )
    .await;
    let id = clean.deliver(&files(), &files()).await;
    assert_eq!(clean.delivery(&id).await["status"], json!("accepted"));
    let t = store::testing::sqlite().await;
    let found = with(
        &t.db,
        script("found", "#!/bin/sh\necho \"$2: Bad.Thing FOUND\"\nexit 1\n"),
    )
    .await;
    let id = found.deliver(&files(), &files()).await;
    assert_eq!(
        found.reasons(&id).await["reasons"][0]["detail"]["signature"],
        json!("Bad.Thing")
    );
    let t = store::testing::sqlite().await;
    let broken = with(&t.db, script("broken", "#!/bin/sh\nexit 2\n")).await;
    let id = broken.deliver(&files(), &files()).await;
    assert_eq!(broken.delivery(&id).await["status"], json!("checking"));
}
