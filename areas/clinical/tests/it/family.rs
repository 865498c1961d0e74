//! The pedigree and the course: what is read from members and answers, where everybody stands, what is drawn.

use clinical::{
    facts::Answer,
    pages::{pedigree::draw, timeline},
    rules::{
        pedigree::{Affected, Family, Person, Place, Sex, layout, sentences},
        relatives::{Member, family},
        timeline::{Mark, read, sentences as told},
    },
};
use words::{Day, Lang, Text};

fn answer(item: &str, path: &str, value: &str) -> Answer {
    Answer {
        item: item.to_owned(),
        path: path.to_owned(),
        label: Text::made(item, item),
        value: value.to_owned(),
        display: Text::made(value, value),
        system: None,
    }
}

fn trio() -> Vec<Member> {
    let member = |place, sex: &str, dead| Member {
        place,
        sex: sex.to_owned(),
        dead,
    };
    vec![
        member(Place::Proband, "female", false),
        member(Place::Mother, "female", false),
        member(Place::Father, "male", true),
    ]
}

#[test]
fn a_family_is_read_from_members_and_history() {
    let answers = [
        answer(
            "rare.background.affected_status",
            "affected_status",
            "affected",
        ),
        answer("rare.family.consang_parents", "consang_parents", "yes"),
        answer(
            "rare.family.fm_relation",
            "family_member[0].fm_relation",
            "mother",
        ),
        answer(
            "rare.family.fm_cancer_type",
            "family_member[0].cancer[0].fm_cancer_type",
            "BRCA",
        ),
        answer(
            "rare.family.fm_cancer_age",
            "family_member[0].cancer[0].fm_cancer_age",
            "41",
        ),
        answer(
            "rare.family.fm_relation",
            "family_member[1].fm_relation",
            "brother",
        ),
        answer(
            "rare.family.fm_relation",
            "family_member[2].fm_relation",
            "cousin",
        ),
        answer(
            "rare.family.fm_relation",
            "family_member[10].fm_relation",
            "sister",
        ),
    ];
    let family = family(&trio(), &answers, false);
    assert!(family.consanguineous);
    assert_eq!(
        family.people.len(),
        6,
        "the mother is one person: member and relative"
    );
    let mother = &family.people[family.at(Place::Mother).unwrap()];
    assert_eq!(
        (mother.affected, mother.notes[0].ja.as_ref()),
        (Affected::Yes, "BRCA 41歳")
    );
    assert!(family.people[family.at(Place::Father).unwrap()].dead);
    let said: Vec<String> = sentences(&family)
        .into_iter()
        .map(|t| t.ja.into_owned())
        .collect();
    assert_eq!(said[0], "I-1 父、男性、罹患なし、死亡");
    assert!(
        said.iter()
            .any(|s| s.contains("いとこ") && s.contains("父方・母方の別は記載なし")),
        "{said:?}"
    );
    assert_eq!(
        said.last().map(String::as_str),
        Some("両親は血縁関係にあります。")
    );
}

#[test]
fn everybody_has_a_place_of_the_own() {
    let person = |place, sex| Person::new(place, sex);
    let mut people = vec![person(Place::Proband, Sex::Male)];
    for place in [
        Place::Sibling,
        Place::Sibling,
        Place::Child,
        Place::Child,
        Place::Child,
        Place::Grandparent,
        Place::UncleAunt,
        Place::Cousin,
        Place::Other,
    ] {
        people.push(person(place, Sex::Unstated));
    }
    let family = Family {
        people,
        consanguineous: false,
    }
    .with_parents();
    let layout = layout(&family);
    assert_eq!((layout.spots.len(), layout.rows), (12, 4));
    for (n, a) in layout.spots.iter().enumerate() {
        assert!(a.x >= 0.0 && a.x <= layout.width);
        for b in layout.spots.iter().skip(n + 1) {
            assert!(a.row != b.row || (a.x - b.x).abs() >= 1.4, "{a:?} {b:?}");
        }
    }
    let x = |place| {
        let here = layout
            .spots
            .iter()
            .filter(|s| family.people[s.person].place == place);
        here.map(|s| s.x).collect::<Vec<_>>()
    };
    let middle = (x(Place::Father)[0] + x(Place::Mother)[0]) / 2.0;
    let mut sibs = x(Place::Sibling);
    sibs.extend(x(Place::Proband));
    let centre = sibs.iter().sum::<f32>() / sibs.len() as f32;
    assert!(
        (middle - centre).abs() < 0.01,
        "parents stand above the middle of their children"
    );
    assert!(
        x(Place::Father)[0] < x(Place::Mother)[0],
        "father left, mother right"
    );
    let children = x(Place::Child);
    assert!(
        (children[1] - x(Place::Proband)[0]).abs() < 0.01,
        "children below the proband"
    );
}

#[test]
fn symbols_follow_the_nomenclature() {
    let mut sister = Person::new(Place::Sibling, Sex::Female);
    (sister.carrier, sister.twins) = (true, Some(1));
    let mut proband = Person::new(Place::Proband, Sex::Male);
    (proband.affected, proband.twins) = (Affected::Yes, Some(1));
    let mut father = Person::new(Place::Father, Sex::Male);
    father.dead = true;
    let other = Person::new(Place::Sibling, Sex::Unstated);
    let family = Family {
        people: vec![proband, sister, other, father],
        consanguineous: true,
    }
    .with_parents();
    let svg = draw(&family, Lang::Ja).into_string();
    for mark in [
        "<rect",
        "<circle",
        "fill=\"#1d1d1b\"",
        "r=\"4\"",
        ">P<",
        ">?<",
        "l17 17",
    ] {
        assert!(svg.contains(mark), "{mark} is missing in {svg}");
    }
    assert!(!svg.contains("style="), "no inline style");
    let said = sentences(&family);
    assert!(
        said.iter()
            .any(|s| s.ja.contains("保因者") && s.ja.contains("双生児"))
    );
    let plain = Family {
        consanguineous: false,
        ..family
    };
    let lines = |svg: &str| svg.matches("<line").count();
    assert_eq!(
        lines(&svg),
        lines(&draw(&plain, Lang::Ja).into_string()) + 1,
        "the line between related parents is double"
    );
}

#[test]
fn a_name_or_note_is_text_in_a_drawing() {
    let answers = [
        answer(
            "cancer.background.fh_relationship",
            "family_history[0].fh_relationship",
            "mother",
        ),
        answer(
            "cancer.background.fh_cancer_type",
            "family_history[0].cancer[0].fh_cancer_type",
            "<script>x</script>",
        ),
        answer(
            "cancer.therapy.rx_regimen_name",
            "regimen[0].rx_regimen_name",
            "<script>x</script>",
        ),
        answer(
            "cancer.therapy.rx_start_date",
            "regimen[0].rx_start_date",
            "2026-01-05",
        ),
    ];
    let svg = draw(&family(&trio()[..1], &answers, true), Lang::En).into_string();
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script>"));
    let today = Day::new(2026, 4, 3).unwrap();
    let svg = timeline::draw(&read(&answers), today, Lang::Ja).into_string();
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script>"));
}

#[test]
fn a_course_is_drawn_and_told() {
    let answers = [
        answer(
            "cancer.background.first_diagnosis_date",
            "first_diagnosis_date",
            "2024-11-01",
        ),
        answer("cancer.tumour.stage_dx_clin", "stage_dx_clin", "II"),
        answer(
            "cancer.therapy.rx_regimen_name",
            "regimen[0].rx_regimen_name",
            "FOLFOX",
        ),
        answer("cancer.therapy.rx_line", "regimen[0].rx_line", "1次治療"),
        answer(
            "cancer.therapy.rx_start_date",
            "regimen[0].rx_start_date",
            "2025-01-10",
        ),
        answer(
            "cancer.therapy.rx_end_date",
            "regimen[0].rx_end_date",
            "2025-06-30",
        ),
        answer(
            "cancer.therapy.rx_best_response",
            "regimen[0].rx_best_response",
            "部分奏効（PR）",
        ),
        answer(
            "cancer.therapy.rx_drug_generic",
            "regimen[0].drug[0].rx_drug_generic",
            "オキサリプラチン",
        ),
        answer(
            "cancer.therapy.rx_regimen_name",
            "regimen[1].rx_regimen_name",
            "FOLFIRI",
        ),
    ];
    let today = Day::new(2026, 4, 3).unwrap();
    let course = read(&answers).with(today, Mark::Sample, words::text!("検体", "sample"));
    assert_eq!(
        (course.bars.len(), course.points.len(), course.undated.len()),
        (1, 2, 1)
    );
    let said: Vec<String> = told(&course)
        .into_iter()
        .map(|t| t.ja.into_owned())
        .collect();
    assert_eq!(said[0], "2024年11月1日（金）：初回診断（II）");
    use clinical::rules::timeline::Thing::{Bar, Point};
    assert_eq!(
        clinical::rules::timeline::order(&course),
        [Point(0), Bar(0), Point(1)]
    );
    assert!(
        said[1].contains("1次治療 FOLFOX（オキサリプラチン）、最良総合効果 部分奏効（PR）"),
        "{said:?}"
    );
    let svg = timeline::draw(&course, today, Lang::Ja).into_string();
    assert!(
        svg.contains(">2025<")
            && svg.contains(">PR<")
            && svg.contains(">3</text>")
            && !svg.contains("style="),
        "{svg}"
    );
}
