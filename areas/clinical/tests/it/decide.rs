//! Given, when, then; and the golden file of the one event.

use std::path::Path;

use clinical::{
    decide::{
        Command, Event, Facts, Refusal, Sheet,
        check::{Fault, Known, check},
    },
    words::catalogue,
};
use ledger::Aggregate as _;
use serde_json::{Value, json};
use words::{CaseId, ConsentRef, Digest};

fn faults(domain: &str, section: &str, answers: &Value, known: &[(&str, &str)]) -> Vec<Fault> {
    let known: Known = known
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    check(
        catalogue::section(domain, section).unwrap(),
        answers,
        &known,
    )
}
fn paths(faults: &[Fault]) -> Vec<&str> {
    faults.iter().map(|f| f.path.as_str()).collect()
}

#[test]
fn nested_repeats_are_checked_in_their_place() {
    let good = json!({ "rx_present": "yes", "regimen": [{ "rx_regimen_name": "A", "rx_line": "1", "drug": [{ "rx_drug_generic": "cisplatin" }],
        "rx_ae_present": "yes", "adverse_event": [{ "rx_ae_ctcae_ja": "悪心", "rx_ae_worst_grade": "3" }] }] });
    assert_eq!(
        faults("cancer", "therapy", &good, &[("tumour_class", "solid")]),
        vec![]
    );
    let mut bad = good.clone();
    bad["regimen"][0]["drug"][0] = json!({});
    bad["regimen"][0]["rx_ae_present"] = json!("no");
    bad["regimen"][0]["rx_line"] = json!("99");
    let found = faults("cancer", "therapy", &bad, &[("tumour_class", "solid")]);
    assert_eq!(
        paths(&found),
        [
            "regimen[0].rx_line",
            "regimen[0].drug[0].rx_drug_generic",
            "regimen[0].adverse_event"
        ]
    );
    assert!(
        found[0].text.ja.contains("治療ライン") && found[0].text.en.contains("Line of therapy")
    );
}

#[test]
fn birth_items_are_required_below_twenty_only() {
    let answers = json!({ "main_disease": "x", "affected_status": "affected" });
    assert_eq!(
        faults(
            "rare",
            "background",
            &answers,
            &[("age_at_registration", "20")]
        ),
        vec![]
    );
    let young = faults(
        "rare",
        "background",
        &answers,
        &[("age_at_registration", "19")],
    );
    assert!(paths(&young).contains(&"birth_weight_g") && young.len() == 6);
}

#[test]
fn a_section_asks_for_answers_of_another() {
    let answers = json!({ "cancer_type_solid": "LUAD", "stage_dx_clin": "II" });
    assert_eq!(
        faults("cancer", "tumour", &answers, &[("tumour_class", "solid")]),
        vec![]
    );
    let other = faults(
        "cancer",
        "tumour",
        &answers,
        &[("tumour_class", "haematologic")],
    );
    assert_eq!(
        paths(&other),
        ["cancer_type_solid", "cancer_type_haem", "stage_dx_clin"]
    );
    let odd = json!({ "cancer_type_solid": "luad", "stage_dx_clin": "II", "nonsense": 1 });
    assert_eq!(
        paths(&faults(
            "cancer",
            "tumour",
            &odd,
            &[("tumour_class", "solid")]
        )),
        ["cancer_type_solid", "nonsense"]
    );
}

fn save() -> Command {
    Command::Save {
        case: CaseId::parse("0123-01-00001").unwrap(),
        section: "basic".to_owned(),
        catalogue: Digest::of(b"catalogue"),
        sealed: Digest::of(b"sealed"),
        answered: 3,
        gaps: None,
    }
}
fn consent() -> Option<ConsentRef> {
    Some(ConsentRef {
        id: "c-1".to_owned(),
        version: 4,
        form: "icf-cancer-adult@1.0".to_owned(),
    })
}

#[test]
fn nothing_is_saved_without_consent_and_revisions_count() {
    let facts = |consent| Facts {
        consent,
        faults: vec![],
    };
    assert_eq!(
        Sheet::decide(None, save(), &facts(None)).unwrap_err(),
        Refusal::NoConsent
    );
    let first = Sheet::decide(None, save(), &facts(consent())).unwrap();
    let state = first.iter().fold(None, Sheet::evolve);
    let Event::Saved { revision, .. } =
        &Sheet::decide(state.as_ref(), save(), &facts(consent())).unwrap()[0];
    assert_eq!(*revision, 2);
}

#[test]
fn a_sheet_with_gaps_says_how_many() {
    let gap = |gap| Fault {
        path: "x".to_owned(),
        text: words::text!("未入力", "missing"),
        gap,
    };
    let facts = |fault| Facts {
        consent: consent(),
        faults: vec![fault],
    };
    assert!(Sheet::decide(None, save(), &facts(gap(true))).is_err());
    let mut open = save();
    let Command::Save { gaps, .. } = &mut open;
    *gaps = Some(1);
    assert!(
        Sheet::decide(None, open.clone(), &facts(gap(false))).is_err(),
        "an answer that does not fit is never saved"
    );
    let events = Sheet::decide(None, open, &facts(gap(true))).unwrap();
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/sheet.saved_with_gaps.json");
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), events[0]);
    let state = events.iter().fold(None, Sheet::evolve).unwrap();
    assert_eq!(state.gaps, Some(1));
}

#[test]
fn golden_events_decode() {
    let event = Sheet::decide(
        None,
        save(),
        &Facts {
            consent: consent(),
            faults: vec![],
        },
    )
    .unwrap()
    .remove(0);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/sheet.saved.json");
    if std::env::var_os("KUMI_NEW_GOLDEN").is_some() && !path.exists() {
        std::fs::write(&path, serde_json::to_string_pretty(&event).unwrap() + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
}
