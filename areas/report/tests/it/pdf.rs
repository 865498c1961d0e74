//! The printed documents: archival, complete, quick, and short enough for patients.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use paper::{Fonts, Pdf};
use report::decide::report::Signature;
use report::jobs::print::Sheet;
use report::rules::parts::compose;
use report::words::Kind;
use report::words::content::{Block, Content};
use report::words::input::{RejectedLine, ReportInput};
use report::words::panel::{ConfirmTest, Return};
use words::{Digest, Lang};

use crate::sample;

fn fonts() -> Fonts {
    Fonts::find(&[PathBuf::from("/usr/share/fonts")]).unwrap_or_else(|e| panic!("{e}"))
}

fn digest(content: &Content) -> Digest {
    Digest::of(&serde_json::to_vec(content).unwrap_or_default())
}

fn signature(content: &Content) -> Signature {
    Signature {
        account: "curator-1".to_owned(),
        role: "curator".to_owned(),
        at: sample::at().plus_seconds(3600),
        digest: digest(content),
        signed: None,
    }
}

fn printed(input: &ReportInput, signed: bool, lang: Lang, fonts: &Fonts) -> Pdf {
    sheet(input, signed)
        .print(lang, fonts)
        .unwrap_or_else(|e| panic!("{e}"))
}

fn sheet(input: &ReportInput, signed: bool) -> Sheet {
    let content = compose(input);
    Sheet {
        digest: digest(&content),
        signature: signed.then(|| signature(&content)),
        supersedes: None,
        content,
    }
}

/// The text of a PDF without spaces and line breaks, so that a wrapped sentence is found.
fn text(pdf: &Pdf) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap_or_else(|e| panic!("{e}"));
    file.write_all(&pdf.bytes).unwrap_or_else(|e| panic!("{e}"));
    let out = Command::new("pdftotext")
        .arg("-raw")
        .arg(file.path())
        .arg("-")
        .output();
    let out = out.unwrap_or_else(|e| panic!("pdftotext (poppler-utils): {e}"));
    squeeze(&String::from_utf8_lossy(&out.stdout))
}

/// A finding with as much evidence as a well-known one has.
fn crowded() -> ReportInput {
    let mut input = sample::cancer(Kind::Analysis);
    let pattern = input.findings[0].evidence[0].clone();
    let more = (0..30).map(|n| {
        let mut evidence = pattern.clone();
        evidence.item = format!("EID{}", 3000 + n);
        evidence
    });
    input.findings[0].evidence.extend(more);
    input
}

#[test]
fn thirty_sources_of_a_sentence_are_one_range() {
    let pdf = printed(&crowded(), true, Lang::Ja, &fonts());
    keep("crowded-ja", &pdf);
    let page = text(&pdf);
    assert!(page.contains("[S7–S39]"), "{page}");
    for n in 7..=39 {
        assert!(page.contains(&format!("S{n}知識")) || page.contains(&format!("S{n}ファイル")));
    }
}

fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

/// Writes all documents to `KUMI_PAPER`, if that is set: to be looked at.
fn keep(name: &str, pdf: &Pdf) {
    if let Some(dir) = std::env::var_os("KUMI_PAPER") {
        let path = PathBuf::from(dir).join(format!("{name}.pdf"));
        std::fs::write(path, &pdf.bytes).unwrap_or_else(|e| panic!("{e}"));
    }
}

#[test]
fn all_documents_of_a_case_are_printed_within_three_seconds() {
    let fonts = fonts();
    // The best of three rounds: the machine has other work, too.
    let rounds = (0..3).map(|_| {
        let started = Instant::now();
        let pdfs = everything(&fonts);
        (started.elapsed(), pdfs)
    });
    let best = rounds.min_by_key(|(took, _)| *took);
    let (took, pdfs) = best.unwrap_or_else(|| panic!("no round"));
    for (name, pdf) in &pdfs {
        keep(name, pdf);
        let file = String::from_utf8_lossy(&pdf.bytes);
        assert!(
            file.contains("<pdfaid:part>3</pdfaid:part>"),
            "{name} is not PDF/A-3"
        );
        eprintln!("{name}: {} pages, {} bytes", pdf.pages, pdf.bytes.len());
    }
    eprintln!("all in {took:?}");
    assert!(took.as_secs_f64() <= 3.0, "took {took:?}");
}

fn everything(fonts: &Fonts) -> Vec<(String, Pdf)> {
    let of = |kind: Kind, lang: &Lang| {
        (
            format!("{kind}-{}", lang.tag()),
            printed(&sample::cancer(kind), true, *lang, fonts),
        )
    };
    Kind::ALL
        .iter()
        .flat_map(|kind| kind.langs().iter().map(move |lang| of(*kind, lang)))
        .collect()
}

#[test]
fn every_sentence_of_a_finding_is_on_the_page_with_its_source() {
    let fonts = fonts();
    for input in [
        sample::cancer(Kind::Analysis),
        sample::family(Kind::Analysis),
    ] {
        for lang in [Lang::Ja, Lang::En] {
            let page = text(&printed(&input, true, lang, &fonts));
            for finding in &input.findings {
                assert!(
                    page.contains(&squeeze(finding.text.get(lang))),
                    "{} {lang:?}",
                    finding.id
                );
                for evidence in &finding.evidence {
                    assert!(
                        page.contains(&squeeze(evidence.text.get(lang))),
                        "{} {lang:?}",
                        evidence.item
                    );
                    assert!(page.contains(&squeeze(&format!(
                        "{}{}{}",
                        evidence.source, evidence.release, evidence.item
                    ))));
                }
            }
        }
    }
}

#[test]
fn every_sentence_of_every_document_has_a_source_and_both_languages() {
    for kind in Kind::ALL {
        for input in [sample::cancer(kind), sample::family(kind)] {
            let content = compose(&input);
            for sentence in content.sentences() {
                assert!(!sentence.sources.is_empty(), "{kind}: {}", sentence.text.en);
                assert!(
                    !sentence.text.ja.is_empty() && !sentence.text.en.is_empty(),
                    "{kind}: {sentence:?}"
                );
            }
        }
    }
}

#[test]
fn the_patients_report_is_short_and_plain() {
    let fonts = fonts();
    for input in [sample::cancer(Kind::Lay), sample::family(Kind::Lay)] {
        let pdf = printed(&input, true, Lang::Ja, &fonts);
        keep(&format!("lay-ja-{:?}", input.case_kind), &pdf);
        assert!(pdf.pages <= 4, "{} pages", pdf.pages);
        let page = text(&pdf);
        for word in [
            "VAF",
            "31.2",
            "Tier",
            "p.Leu",
            "c.2573",
            "異常",
            "優性",
            "劣性",
            "変異リード",
        ] {
            assert!(!page.contains(word), "{word}");
        }
        for finding in compose(&input).findings {
            let purpose = report::rules::genes::purpose(&finding.gene);
            assert!(
                page.contains(&squeeze(&purpose.ja)),
                "{} has no purpose",
                finding.gene
            );
        }
    }
}

#[test]
fn a_finding_the_person_does_not_want_to_know_leaves_no_trace() {
    for kind in Kind::ALL {
        let mut without = sample::cancer(kind);
        without.findings.retain(|f| f.id != "f-brca2");
        if let Some(panel) = &mut without.panel {
            panel.outcomes.retain(|o| o.finding != "f-brca2");
        }
        let mut unwanted = sample::cancer(kind);
        for input in [&mut without, &mut unwanted] {
            input
                .choices
                .insert("ror.secondary_now".to_owned(), "no".to_owned());
        }
        assert_eq!(compose(&unwanted), compose(&without), "{kind}");
    }
}

#[test]
fn a_secondary_finding_that_waits_for_its_test_is_not_hinted_at_to_the_patient() {
    let mut waiting = sample::cancer(Kind::Lay);
    for outcome in waiting.panel.iter_mut().flat_map(|p| &mut p.outcomes) {
        if outcome.finding == "f-brca2" {
            outcome.give_back = Return::AfterConfirmation;
            outcome.confirm_test = Some(ConfirmTest::Sanger);
        }
    }
    let mut without = waiting.clone();
    without.findings.retain(|f| f.id != "f-brca2");
    let fonts = fonts();
    let paper = |input: &ReportInput, lang| printed(input, true, lang, &fonts).bytes;
    for lang in [Lang::Ja, Lang::En] {
        assert!(paper(&waiting, lang) == paper(&without, lang), "{lang:?}");
        let mut answered = waiting.clone();
        let (asked, other) = ("f-brca2".to_owned(), "f-egfr".to_owned());
        answered.confirmations.insert(asked.clone(), false);
        assert!(paper(&answered, lang) == paper(&without, lang), "disproved");
        answered.confirmations.insert(asked, true);
        assert!(
            compose(&answered)
                .findings
                .iter()
                .any(|f| f.id == "f-brca2")
        );
        assert!(compose(&waiting).findings.iter().any(|f| f.id == other));
    }
}

#[test]
fn the_panel_sees_secondary_findings_apart_and_with_the_gate() {
    let fonts = fonts();
    let input = sample::cancer(Kind::Analysis);
    let content = compose(&input);
    let part = |id: &str| content.sections.iter().find(|s| s.part == id);
    let ids = |id: &str| {
        let blocks = part(id).map(|s| s.blocks.as_slice()).unwrap_or_default();
        let found = blocks.iter().filter_map(|b| match b {
            Block::Finding(f) => Some((f.key.clone(), f.id.clone())),
            _ => None,
        });
        found.map(|(k, i)| format!("{k} {i}")).collect::<Vec<_>>()
    };
    assert_eq!(ids("analysis.findings"), ["F1 f-egfr", "F2 f-tp53"]);
    assert_eq!(ids("analysis.secondary"), ["F3 f-brca2"]);
    let page = text(&printed(&input, true, Lang::Ja, &fonts));
    for said in [
        "患者さんにはまだ伝えられません",
        "報告する所見は2件です",
        "二次的所見BRCA2",
    ] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn rejected_candidates_are_counted_but_not_those_the_person_does_not_want_to_know_of() {
    let fonts = fonts();
    let mut input = sample::cancer(Kind::Analysis);
    let gone = |id: &str, secondary| RejectedLine {
        id: id.to_owned(),
        secondary,
    };
    input.rejected = vec![gone("f-x", false), gone("f-y", true)];
    let page = |input: &ReportInput| text(&printed(input, true, Lang::Ja, &fonts));
    assert!(page(&input).contains("除いた候補が2件"));
    let choice = "ror.secondary_now".to_owned();
    input.choices.insert(choice, "no".to_owned());
    let page = page(&input);
    assert!(page.contains("除いた候補が1件") && !page.contains("f-y"));
}

#[test]
fn physicians_documents_carry_their_fhir_bundle_and_the_patients_does_not() {
    let fonts = fonts();
    for kind in Kind::ALL {
        let input = sample::cancer(kind);
        let pdf = printed(&input, true, Lang::Ja, &fonts);
        assert!(
            pdf == printed(&input, true, Lang::Ja, &fonts),
            "{kind}: not reproducible"
        );
        let dir = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let file = dir.path().join("report.pdf");
        std::fs::write(&file, &pdf.bytes).unwrap_or_else(|e| panic!("{e}"));
        let out = Command::new("pdfdetach")
            .args(["-saveall", "-o"])
            .arg(dir.path())
            .arg(&file)
            .output()
            .unwrap_or_else(|e| panic!("pdfdetach (poppler-utils): {e}"));
        let inside = std::fs::read(dir.path().join("report.fhir.json"));
        let Ok(inside) = inside else {
            assert_eq!(kind, Kind::Lay, "{out:?}");
            continue;
        };
        let bundle: serde_json::Value = serde_json::from_slice(&inside).unwrap_or_default();
        assert_eq!(bundle, sheet(&input, true).bundle(vec![]), "{kind}");
        assert_eq!(fhir::check::bundle(&bundle), Vec::<String>::new(), "{kind}");
        assert_ne!(kind, Kind::Lay);
    }
}

#[test]
fn a_draft_says_so_and_a_signed_report_carries_signer_time_and_code() {
    let fonts = fonts();
    let input = sample::cancer(Kind::Analysis);
    let draft = text(&printed(&input, false, Lang::Ja, &fonts));
    assert!(draft.contains("草案（署名前）") && draft.contains("署名されていません"));
    let content = compose(&input);
    let signed = text(&printed(&input, true, Lang::Ja, &fonts));
    for word in ["curator-1", digest(&content).short(), "見本", "合成データ"] {
        assert!(signed.contains(word), "{word}");
    }
    assert!(!signed.contains("草案"));
}
