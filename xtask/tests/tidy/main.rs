//! The house keeps its own order: checks that the compiler cannot make. `mutants.rs` breaks every law once.

mod catalogue;
mod dictionary;
mod endpoints;
mod flow;
mod glossary;
mod golden;
mod licences;
mod lists;
mod migrations;
mod mutants;
mod purity;
mod rooms;
mod size;
mod texts;
mod tree;

use std::path::Path;

/// A law of the house and the function that says what breaks it below a root.
struct Law {
    says: &'static str,
    faults: fn(&Path) -> Vec<String>,
}

const fn law(says: &'static str, faults: fn(&Path) -> Vec<String>) -> Law {
    Law { says, faults }
}

/// Every law that can be read off the files.
const LAWS: &[Law] = &[
    law(
        "the flow is a law: an area depends only on areas before it",
        flow::backwards,
    ),
    law("base knows no area, libs know no platform", flow::below),
    law(
        "rooms have their names, and the door says what is inside",
        rooms::faults,
    ),
    law("rooms 2 to 5 are pure", purity::faults),
    law("every Rust file is named by a list", lists::modules),
    law(
        "every task of the pipeline is imported and reviewed",
        lists::tasks,
    ),
    law(
        "every file of the catalogue is read by the program",
        lists::catalogue,
    ),
    law("unit tests stand where they are built", lists::untested),
    law(
        "every event variant has its golden file, and a test decodes it",
        golden::faults,
    ),
    law(
        "texts are Japanese first, English second, neither empty",
        texts::code,
    ),
    law(
        "labels of the catalogue are in both languages",
        texts::labels,
    ),
    law(
        "every endpoint names an action of the matrix",
        endpoints::faults,
    ),
    law(
        "migrations are forward and never edited",
        migrations::faults,
    ),
    law(
        "clinical items: ids unique, code lists there, the whole slice present",
        catalogue::faults,
    ),
    law("docs/data-dictionary.md is fresh", dictionary::faults),
    law(
        "docs/glossary.md: one term, one identifier, used",
        glossary::faults,
    ),
];

#[test]
fn the_house_is_in_order() {
    if std::env::var_os("UPDATE").is_some() {
        migrations::add_new(&tree::root());
        dictionary::write(&tree::root());
    }
    let broken: Vec<String> = LAWS
        .iter()
        .flat_map(|law| {
            let faults = (law.faults)(&tree::root());
            faults
                .into_iter()
                .map(move |fault| format!("{}\n    {fault}", law.says))
        })
        .collect();
    assert!(
        broken.is_empty(),
        "{} faults\n{}",
        broken.len(),
        broken.join("\n")
    );
}
