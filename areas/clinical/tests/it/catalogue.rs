use clinical::words::{catalogue, condition::Condition};

#[test]
fn the_catalogue_is_sound() {
    let sections = catalogue::all().unwrap();
    assert_eq!(catalogue::faults(sections), Vec::<String>::new());
    assert!(sections.iter().map(|s| s.items.len()).sum::<usize>() >= 40);
}

#[test]
fn every_file_is_in_the_list() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog/clinical");
    for domain in ["cancer", "rare"] {
        for file in std::fs::read_dir(root.join(domain)).unwrap() {
            let name = file
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            assert!(
                catalogue::section(domain, &name).is_some(),
                "{domain}/{name}.toml is not in the list"
            );
        }
    }
}

#[test]
fn conditions_parse_and_answer() {
    let value = |name: &str| match name {
        "a" => Some("x".to_owned()),
        "n" => Some("19".to_owned()),
        _ => None,
    };
    for (text, answer) in [
        ("a=x", true),
        ("a!=x", false),
        ("n>=20", false),
        ("n<20", true),
        ("a in (w,x)", true),
        ("a=y or a=x&n<20", true),
        ("a=y&n<20 or a=z", false),
        ("missing!=x", false),
        ("always", true),
    ] {
        assert_eq!(
            text.parse::<Condition>().unwrap().holds(&value),
            answer,
            "{text}"
        );
    }
    for bad in ["", "a", "a=", "=x", "a in x", "n>=many", "a=b c"] {
        assert!(bad.parse::<Condition>().is_err(), "{bad}");
    }
}
