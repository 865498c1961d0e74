//! Reads around a finding: cut out once, sealed, served in windows and never beyond.

use std::fmt::Write as _;
use std::process::Command;

use interpretation::facts;
use serde_json::{Value, json};

use crate::api::curator;
use crate::upstream::{Given, HOSPITAL, given, good, import, tube, withdraw};

/// The genome of the tests.
const BASES: &str = "CCCCCCCCCCGGGATGCTGAAAGCTCGTGGATTCTAAGGGCCCCCCCCCCCCCCCCC";

/// Ten reads over the planted change, four of them with it, as a CRAM and its index. `None` without samtools.
fn aligned() -> Option<(Vec<u8>, Vec<u8>)> {
    let there = Command::new("samtools").arg("--version").output();
    if !there.is_ok_and(|o| o.status.success()) {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "samtools is required in CI"
        );
        eprintln!("SKIPPED: samtools is not here");
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    std::fs::write(path("made.fa"), format!(">chr1\n{}\n", &BASES[..56])).unwrap();
    let mut sam = "@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:56\n".to_owned();
    for n in 0..10_usize {
        let (from, to) = (9, 39);
        let mut bases = BASES[from..to].to_owned();
        if n < 4 {
            bases.replace_range(8..9, "C");
        }
        let flag = if n % 2 == 0 { 0 } else { 16 };
        let quality = "I".repeat(bases.len());
        let _ = writeln!(
            sam,
            "MACHINE:7:{n}\t{flag}\tchr1\t{}\t60\t{}M\t*\t0\t0\t{bases}\t{quality}\tRG:Z:none",
            from + 1,
            bases.len()
        );
    }
    std::fs::write(path("made.sam"), sam.replace("\tRG:Z:none", "")).unwrap();
    for args in [
        vec![
            "view",
            "-C",
            "-T",
            &path("made.fa"),
            "-o",
            &path("made.cram"),
            &path("made.sam"),
        ],
        vec!["index", &path("made.cram")],
    ] {
        let done = Command::new("samtools").args(&args).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    let read = |name: &str| std::fs::read(path(name)).unwrap();
    Some((read("made.cram"), read("made.cram.crai")))
}

async fn with_reads(db: store::Db) -> Option<Given> {
    let (cram, index) = aligned()?;
    let given = given(db).await;
    import(&given.stage).await;
    let calls = good();
    let name = format!("{}.cram", tube(&given.case));
    let files: [(&str, &[u8], bool); 3] = [
        ("somatic.vcf.gz", calls.as_bytes(), false),
        (&name, &cram, true),
        (&format!("{name}.crai"), &index, true),
    ];
    given.accept_run_with("run-1", &files).await;
    given.stage.settle().await;
    Some(given)
}

#[tokio::test]
async fn the_window_is_served_and_nothing_beyond_it() {
    for t in store::testing::both().await {
        let Some(given) = with_reads(t.db.clone()).await else {
            return;
        };
        let curator = curator(&given, "one").await;
        let base = format!("/api/cases/{}/findings/F001", given.case);
        let (status, bam) = given
            .stage
            .fetch(&format!("{base}/reads/tumour"), Some(&curator))
            .await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bam));
        let pile = annotate::window::pile(&bam, ("chr1", 10, 30), (18, "T", "C")).unwrap();
        assert_eq!((pile.support.variant(), pile.support.reference), (4, 6));
        assert_eq!((pile.support.forward, pile.support.reverse), (2, 2));
        // the machine that made the reads is not told
        let plain = plain_bytes(&bam);
        assert!(!plain.contains("MACHINE"), "{plain}");
        let (status, fasta) = given
            .stage
            .fetch(&format!("{base}/genome"), Some(&curator))
            .await;
        let fasta = String::from_utf8(fasta).unwrap();
        assert_eq!(status, 200, "{fasta}");
        let (head, bases) = fasta.trim().split_once('\n').unwrap();
        assert!(head.starts_with(">chr1:1-56 @len="), "{head}");
        assert_eq!(bases, &BASES[..56]);
        // further than what was kept, the whole chromosome, a turned range: refused and in the log
        for range in ["from=1&to=248956422", "from=1&to=1000", "from=30&to=10"] {
            for what in ["reads/tumour", "genome"] {
                let path = format!("{base}/{what}?{range}");
                let (status, said) = given
                    .stage
                    .call("GET", &path, Some(&curator), Value::Null)
                    .await;
                assert_eq!(
                    (status, &said["code"]),
                    (403, &json!("E-INTERPRETATION-WINDOW")),
                    "{path}"
                );
            }
        }
        let sql = "SELECT COUNT(*) FROM access_log WHERE action = 'finding.reads_whole'";
        let count = given
            .stage
            .platform
            .db()
            .one(sql, vec![])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(count.int(0).unwrap(), 6);
        // the drawing needs no script
        let page = format!("/findings/{}/F001", given.case);
        let (_, html) = given.stage.page(&page, Some(&curator)).await;
        assert!(
            html.contains("10本のうち変化あり4本（順向き2、逆向き2）"),
            "{html}"
        );
        // nothing of a place stands in the ledger, and nothing lies unsealed
        let (platform, case) = (&given.stage.platform, given.case_id());
        let events = platform.ledger().events_of_case(&case).await.unwrap();
        let kept = events.iter().find(|e| e.event == "reads_kept").unwrap();
        assert!(!kept.payload.to_string().contains("chr1"));
        let work = platform.settings().data_dir.join("work");
        assert_eq!(std::fs::read_dir(&work).map_or(0, Iterator::count), 0);
    }
}

/// Names and tags of a BAM as text.
fn plain_bytes(bam: &[u8]) -> String {
    let mut out = Vec::new();
    let mut reader = flate(bam);
    std::io::Read::read_to_end(&mut reader, &mut out).unwrap();
    String::from_utf8_lossy(&out).into_owned()
}

fn flate(bytes: &[u8]) -> flate2::read::MultiGzDecoder<&[u8]> {
    flate2::read::MultiGzDecoder::new(bytes)
}

#[tokio::test]
async fn reads_are_for_those_who_read_findings_and_end_with_the_consent() {
    for t in store::testing::both().await {
        let Some(given) = with_reads(t.db.clone()).await else {
            return;
        };
        let path = format!("/api/cases/{}/findings/F001/reads/tumour", given.case);
        let stranger = given.stage.sign_in("physician", Some("elsewhere")).await;
        let technician = given.stage.sign_in("technician", Some(HOSPITAL)).await;
        for token in [&stranger, &technician] {
            assert_eq!(given.stage.fetch(&path, Some(token)).await.0, 403);
        }
        let physician = given.stage.sign_in("physician", Some(HOSPITAL)).await;
        assert_eq!(given.stage.fetch(&path, Some(&physician)).await.0, 200);
        let none = path.replace("tumour", "normal");
        assert_eq!(given.stage.fetch(&none, Some(&physician)).await.0, 404);
        withdraw(&given.stage, &given.case, &given.person).await;
        given.stage.settle().await;
        let curator = curator(&given, "one").await;
        assert_eq!(given.stage.fetch(&path, Some(&curator)).await.0, 403);
    }
}

#[tokio::test]
async fn without_an_aligned_file_the_page_says_so() {
    let t = store::testing::sqlite().await;
    let given = crate::api::annotated(t.db.clone()).await;
    let state = facts::ready(&given.stage.platform, &given.case_id()).await;
    let kept = state.unwrap().unwrap().reads.unwrap();
    assert!(kept.samples.is_empty());
    let curator = curator(&given, "one").await;
    let page = format!("/findings/{}/F001", given.case);
    let (_, html) = given.stage.page(&page, Some(&curator)).await;
    assert!(html.contains("リードのファイルが残っていない"), "{html}");
}
