//! What stands in the fields and what it means; what a form shows; two people at one form; the time a large one takes.

use std::time::Instant;

use clinical::{
    decide::check::{Known, check},
    pages::draw_alone,
    rules::{
        computed::computed,
        entry::{Typed, added, count, flat, read, removed, without_empty},
        form::{Filled, form},
        merge::merge,
    },
    words::catalogue::{self, Section},
};
use proptest::prelude::{ProptestConfig, Strategy, prop, proptest};
use serde_json::json;
use words::{Lang, text};

fn section(domain: &str, name: &str) -> &'static Section {
    catalogue::section(domain, name).unwrap()
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

fn solid() -> Known {
    Known::from([("tumour_class".to_owned(), "solid".to_owned())])
}

#[test]
fn fields_are_read_in_any_writing() {
    let fields = typed(&[
        ("rx_present", "yes"),
        ("regimen[0]", ""),
        ("regimen[0].rx_regimen_name", "FOLFOX"),
        ("regimen[0].rx_line", "1"),
        ("regimen[0].rx_start_date", "令和８年４月３日"),
        ("regimen[0].drug[0]", ""),
        ("regimen[0].drug[0].rx_drug_generic", "オキサリプラチン"),
    ]);
    let (answers, faults) = read(section("cancer", "therapy"), &fields);
    assert_eq!(faults, vec![]);
    let meant = json!({ "rx_present": "yes", "regimen": [{ "rx_regimen_name": "FOLFOX", "rx_line": "1", "rx_start_date": "2026-04-03",
        "drug": [{ "rx_drug_generic": "オキサリプラチン" }] }] });
    assert_eq!(answers, meant);
    assert_eq!(
        check(section("cancer", "therapy"), &answers, &solid()),
        vec![]
    );
    assert_eq!(
        flat(&answers)
            .get("regimen[0].rx_start_date")
            .map(String::as_str),
        Some("2026-04-03")
    );
    let (again, _) = read(section("cancer", "therapy"), &flat(&answers));
    assert_eq!(again, meant, "what is shown again means the same");

    let (answers, _) = read(
        section("cancer", "basic"),
        &typed(&[("height_cm", "１７０．５"), ("weight_kg", " 1,000 ")]),
    );
    assert_eq!(answers, json!({ "height_cm": 170.5, "weight_kg": 1000.0 }));
    let (answers, faults) = read(
        section("cancer", "therapy"),
        &typed(&[
            ("regimen[0].rx_start_date", "H31.5.1"),
            ("regimen[0].rx_end_date", "きのう"),
        ]),
    );
    assert_eq!(answers, json!({ "regimen": [{}] }));
    assert!(
        faults.len() == 2
            && faults[0].text.ja.contains("令和元年5月1日")
            && faults[1].text.en.starts_with("“End”")
    );
}

#[test]
fn entries_come_and_go_without_moving_the_others() {
    let mut fields = typed(&[
        ("g[0].a", "0"),
        ("g[1].a", "1"),
        ("g[2].a", "2"),
        ("g[1].b[0].c", "x"),
        ("other", "y"),
    ]);
    assert_eq!(
        (
            count(&fields, "g"),
            count(&fields, "g[1].b"),
            count(&fields, "none")
        ),
        (3, 1, 0)
    );
    fields = removed(&fields, "g[0]");
    assert_eq!(
        fields,
        typed(&[
            ("g[0].a", "1"),
            ("g[1].a", "2"),
            ("g[0].b[0].c", "x"),
            ("other", "y")
        ])
    );
    fields = added(added(fields, "g"), "g[0].b");
    assert_eq!((count(&fields, "g"), count(&fields, "g[0].b")), (3, 2));
    fields.insert("g[2].a".to_owned(), "  ".to_owned());
    let kept = without_empty(&fields);
    assert_eq!((count(&kept, "g"), count(&kept, "g[0].b")), (2, 1));
    assert_eq!(removed(&kept, "nonsense"), kept);
}

#[test]
fn a_form_shows_what_applies_and_counts_what_is_missing() {
    let background = section("cancer", "background");
    let of = |answers| form(background, &answers, &solid());
    let smoking = |answers| {
        let tree = of(answers);
        let line = tree
            .lines
            .iter()
            .find(|l| l.path == "smoking_years")
            .unwrap();
        (line.shown, line.required)
    };
    assert_eq!(smoking(json!({})), (false, false));
    assert_eq!(smoking(json!({ "smoking_history": "no" })), (false, false));
    assert_eq!(smoking(json!({ "smoking_history": "yes" })), (true, true));
    let tree = of(json!({ "smoking_history": "yes" }));
    let gaps: Vec<String> = tree.gaps().into_iter().map(|(path, _)| path).collect();
    assert!(
        gaps.contains(&"smoking_years".to_owned()) && gaps.contains(&"ecog_ps".to_owned()),
        "{gaps:?}"
    );
    assert_eq!(tree.filled().filled, 1);
    let none = form(section("cancer", "therapy"), &json!({}), &solid()).filled();
    assert_eq!(
        none,
        Filled {
            items: 1,
            filled: 0,
            gaps: 1
        }
    );
}

#[test]
fn computed_values_follow_their_answers() {
    let has = |key: &str| ["height_cm", "weight_kg"].contains(&key);
    let of = |weight: Option<&str>| {
        let weight = weight.map(str::to_owned);
        let value = move |key: &str| {
            if key == "height_cm" {
                Some("170".to_owned())
            } else {
                weight.clone()
            }
        };
        computed(&has, &value).remove(0).value
    };
    assert_eq!(of(Some("65")).as_deref(), Some("22.5 kg/m²"));
    assert_eq!(of(None), None);
}

#[test]
fn two_people_at_one_form_lose_nothing() {
    let base = typed(&[("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")]);
    let saved = typed(&[("a", "2"), ("b", "1"), ("c", "2"), ("e", "new")]);
    let mine = typed(&[("a", "1"), ("b", "3"), ("c", "3"), ("d", "1")]);
    let merged = merge(&base, &saved, &mine);
    assert_eq!(
        merged.typed,
        typed(&[("a", "2"), ("b", "3"), ("c", "3"), ("d", ""), ("e", "new")])
    );
    assert_eq!(
        merged.differs,
        std::collections::BTreeMap::from([("c".to_owned(), "2".to_owned())])
    );
    let taken: Vec<&str> = merged.taken.iter().map(String::as_str).collect();
    assert_eq!(taken, ["a", "d", "e"]);
}

fn fields() -> impl Strategy<Value = Typed> {
    prop::collection::btree_map("[a-d]", "[0-2]", 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_change_is_in_the_merge(base in fields(), saved in fields(), mine in fields()) {
        let merged = merge(&base, &saved, &mine);
        let at = |t: &Typed, k: &str| t.get(k).cloned().unwrap_or_default();
        for key in ["a", "b", "c", "d"] {
            let (was, theirs, own, now) = (at(&base, key), at(&saved, key), at(&mine, key), at(&merged.typed, key));
            if own != was {
                assert_eq!(now, own, "what was typed stays");
                if theirs != was && theirs != own {
                    assert_eq!(merged.differs.get(key), Some(&theirs), "what was saved is shown beside it");
                }
            } else {
                assert_eq!(now, theirs, "what was saved stays where nobody typed");
            }
        }
    }
}

/// A section as large as the whole cancer form of the programme: 382 items, a third of them conditional, groups that repeat.
fn large() -> Section {
    let one = section("cancer", "background");
    let mut large = one.clone();
    let pattern = large.items.clone();
    large.items.retain(|i| i.group.is_empty());
    let mut n = 0;
    while large.items.len() < 382 {
        let mut item = pattern[n % pattern.len()].clone();
        item.id = format!("{}_{n}", item.id);
        item.label = text!(("{} {n}", item.label.ja), ("{} {n}", item.label.en));
        item.group.clear();
        large.items.push(item);
        n += 1;
    }
    large
}

#[test]
fn the_whole_form_of_382_items_is_drawn_in_milliseconds() {
    let large = large();
    let mut fields = typed(&[
        ("smoking_history", "yes"),
        ("fh_present", "yes"),
        ("double_cancer_present", "yes"),
    ]);
    for item in &large.items {
        fields
            .entry(item.key().to_owned())
            .or_insert_with(|| "1".to_owned());
    }
    let begin = Instant::now();
    let mut drawn = 0;
    for _ in 0..10 {
        drawn = draw_alone(Lang::Ja, &large, &fields, &solid())
            .into_string()
            .len();
    }
    let each = begin.elapsed() / 10;
    println!("382 items: {each:?} and {drawn} bytes each");
    assert!(
        each.as_millis() < 200,
        "{each:?} in a build without optimisation"
    );
}
