//! The bundle as a receiver sees it.

use fhir::genomics::{Report, Variant, bundle};

fn report() -> Report {
    Report {
        id: "0123-04-00057.analysis@1".to_owned(),
        system: "urn:kumihimo".to_owned(),
        subject: "0123-04-00057".to_owned(),
        status: "final".to_owned(),
        issued: "2026-04-03T05:05:00Z".to_owned(),
        title: "解析レポート".to_owned(),
        language: "ja".to_owned(),
        conclusion: "所見は1件です。".to_owned(),
        signer: Some("curator".to_owned()),
        specimens: vec!["0123-04-00057-TD01-X".to_owned()],
        variants: vec![Variant {
            id: "f1".to_owned(),
            gene: "EGFR".to_owned(),
            hgvs_c: "NM_005228.5:c.2573T>G".to_owned(),
            hgvs_p: "p.Leu858Arg".to_owned(),
            place: "chr7:55191822 T>G".to_owned(),
            germline: Some(false),
            frequency: Some(0.31),
            tier: Some("I-A".to_owned()),
            class: None,
            text: "活性型の変異です。".to_owned(),
            evidence: vec![(
                "CIViC EID2994".to_owned(),
                "https://civicdb.org/links/evidence/2994".to_owned(),
            )],
        }],
        printed: vec![("ja".to_owned(), "00".repeat(32))],
        test_data: true,
    }
}

#[test]
fn every_reference_of_the_report_is_in_the_bundle() {
    let bundle = bundle(&report());
    let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
    let urls: Vec<_> = entries.iter().map(|e| e["fullUrl"].clone()).collect();
    let results = entries[0]["resource"]["result"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert_eq!(results.len(), 2, "variant and implication");
    for result in results {
        assert!(urls.contains(&result["reference"]), "{result}");
    }
    assert_eq!(
        entries[2]["resource"]["derivedFrom"][0]["reference"],
        urls[1]
    );
}

#[test]
fn synthetic_data_is_tagged_and_nobody_is_named() {
    let text = bundle(&report()).to_string();
    assert!(text.contains("HTEST"));
    assert!(!text.contains("\"name\""));
    assert!(
        text.contains("LA6684-0") && !text.contains("LA6683-2"),
        "somatic"
    );
}

#[test]
fn the_structure_keeps_the_rules_of_r4_and_of_the_genomics_guide() {
    assert_eq!(
        fhir::check::bundle(&bundle(&report())),
        Vec::<String>::new()
    );
    let bare = Report {
        test_data: false,
        specimens: vec![],
        variants: vec![],
        printed: vec![],
        signer: None,
        conclusion: String::new(),
        status: "preliminary".to_owned(),
        ..report()
    };
    assert_eq!(fhir::check::bundle(&bundle(&bare)), Vec::<String>::new());
}

#[test]
fn the_check_sees_what_is_broken() {
    let good = bundle(&report());
    let broken = |pointer: &str, value: serde_json::Value| {
        let mut bad = good.clone();
        if let Some(at) = bad.pointer_mut(pointer) {
            *at = value;
        }
        fhir::check::bundle(&bad)
    };
    for (pointer, value) in [
        ("/entry/0/resource/status", "signed".into()),
        ("/entry/0/resource/result/0/reference", "urn:uuid:0".into()),
        ("/entry/1/fullUrl", good["entry"][0]["fullUrl"].clone()),
        ("/entry/1/resource/code/coding/0/code", "1-1".into()),
        ("/entry/2/resource/derivedFrom", serde_json::json!([])),
        ("/entry/0/resource/issued", "2026-04-03".into()),
        ("/entry/1/resource/category/1/coding/0/code", "LAB".into()),
    ] {
        assert!(!broken(pointer, value).is_empty(), "{pointer}");
    }
}
