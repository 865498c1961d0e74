//! Only files known by digest run.

use std::path::Path;

use pipeline::source;

#[test]
fn the_list_of_digests_is_fresh() {
    assert_eq!(
        source::DIGESTS,
        source::list(),
        "write pipelines/digests.tsv anew after a review: the example pipe prints it"
    );
}

#[test]
fn every_file_of_the_directory_is_carried() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pipelines");
    for directory in ["", "tasks"] {
        for entry in std::fs::read_dir(root.join(directory)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "wdl") {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                assert!(
                    source::FILES.iter().any(|(carried, _)| *carried == name),
                    "{name} is not in source.rs"
                );
            }
        }
    }
}

#[test]
fn a_changed_file_does_not_run() {
    let changed = [("tasks/align.wdl", "version 1.2\n")];
    let error = source::check(&changed, source::DIGESTS).unwrap_err();
    assert!(error.to_string().contains("tasks/align.wdl"), "{error}");
}

#[test]
fn every_task_names_its_container_with_a_version() {
    for (path, text) in source::FILES
        .iter()
        .filter(|(path, _)| path.starts_with("tasks/"))
    {
        let line = text
            .lines()
            .find_map(|l| l.trim().strip_prefix("container: \""))
            .unwrap_or_default();
        assert!(
            line.trim_end_matches('"')
                .split_once(':')
                .is_some_and(|(_, v)| !v.is_empty() && v != "latest"),
            "{path}: {line}"
        );
        assert_eq!(
            text.lines().filter(|l| l.starts_with("task ")).count(),
            1,
            "{path}"
        );
    }
}
