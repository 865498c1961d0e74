//! The printed documents: archival, complete, quick, and short enough for patients.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use paper::{Fonts, Pdf};
use report::decide::report::Signature;
use report::jobs::print::print;
use report::rules::parts::compose;
use report::words::Kind;
use report::words::content::Content;
use report::words::input::ReportInput;
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
    }
}

fn printed(input: &ReportInput, signed: bool, lang: Lang, fonts: &Fonts) -> Pdf {
    let content = compose(input);
    let signature = signed.then(|| signature(&content));
    print(&content, &digest(&content), signature.as_ref(), lang, fonts)
        .unwrap_or_else(|e| panic!("{e}"))
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
