//! The small house, and what is written over it to break a law.

/// A sound house of two areas.
pub const SOUND: &[(&str, &str)] = &[
    (
        "Cargo.toml",
        "members = [\n    \"areas/registry\",\n    \"areas/consent\",\n]\n",
    ),
    (
        "areas/registry/Cargo.toml",
        "[package]\nname = \"registry\"\n\n[lib]\ntest = false\n\n[dependencies]\nwords = { workspace = true }\n",
    ),
    (
        "areas/consent/Cargo.toml",
        "[package]\nname = \"consent\"\n\n[dependencies]\nregistry = { workspace = true }\n",
    ),
    (
        "areas/registry/src/lib.rs",
        "//! People.\n//! Never speaks to later areas.\nmod api;\nmod decide;\n",
    ),
    (
        "areas/consent/src/lib.rs",
        "//! Consent.\n//! Hears registry.\n",
    ),
    (
        "areas/registry/src/decide.rs",
        "pub enum PersonEvent {\n    Entered { id: String },\n    DiedAbroad(String),\n}\n\nfn no() -> Text { text!(\"いいえ\", \"no\") }\n",
    ),
    (
        "areas/registry/src/api.rs",
        "#[utoipa::path(get, path = \"/api/people\",\n    extensions((\"x-action\" = json!(\"person.read\"))))]\npub async fn people() {}\nconst ROLES: &str = include_str!(\"roles.toml\");\nconst MORE: [&str; 4] = [\"ecog-ps\", \"slice.tsv\", \"basic.toml\", \"permissions.tsv\"];\n",
    ),
    ("areas/registry/tests/it/main.rs", "mod golden;\n"),
    (
        "areas/registry/tests/it/golden.rs",
        "const DIR: &str = \"golden\";\n",
    ),
    (
        "areas/registry/tests/it/golden/entered.json",
        "{ \"type\": \"entered\" }\n",
    ),
    (
        "areas/registry/tests/it/golden/died_abroad.json",
        "{ \"type\": \"died_abroad\" }\n",
    ),
    (
        "areas/registry/migrations/0001_registry.sql",
        "CREATE TABLE a (id TEXT);\n",
    ),
    (
        "base/words/Cargo.toml",
        "[package]\nname = \"words\"\n\n[dependencies]\nserde = \"1\"\n",
    ),
    (
        "libs/fhir/Cargo.toml",
        "[package]\nname = \"fhir\"\n\n[dependencies]\nserde = \"1\"\n",
    ),
    (
        "pipelines/one.wdl",
        "version 1.2\nimport \"tasks/align.wdl\" as align\n",
    ),
    ("pipelines/tasks/align.wdl", "version 1.2\n"),
    (
        "pipelines/digests.tsv",
        "aa\tone.wdl\nbb\ttasks/align.wdl\n",
    ),
    (
        "catalog/roles.toml",
        "[[role]]\nlabel = { ja = \"医師\", en = \"physician\" }\n",
    ),
    (
        "catalog/permissions.tsv",
        "action\tholds\nperson.read\tnone\n",
    ),
    ("catalog/codemaps/ecog-ps.tsv", "0\t0\n"),
    (
        "catalog/clinical/cancer/basic.toml",
        "[[item]]\nid = \"cancer.basic.ps\"\nlabel = { ja = \"PS\", en = \"PS\" }\nkind = \"choice\"\ncodes = \"ecog-ps\"\n",
    ),
    ("catalog/clinical/slice.tsv", "# items\ncancer.basic.ps\n"),
    ("docs/glossary.md", "| 入力 | `entered` |\n"),
];

/// What is written over it (an empty text takes the file away), and words of the fault that must be named.
pub const MUTANTS: &[(&str, &str, &str)] = &[
    (
        "areas/registry/Cargo.toml",
        "[package]\n\n[dependencies]\nconsent = { workspace = true }\n",
        "comes later",
    ),
    ("areas/cohort/Cargo.toml", "[package]\n", "not in the map"),
    (
        "base/words/Cargo.toml",
        "[package]\n\n[dependencies]\nregistry.workspace = true\n",
        "base/words depends on registry",
    ),
    (
        "libs/fhir/Cargo.toml",
        "[package]\n\n[dependencies]\nconsent.workspace = true\n",
        "libs/fhir depends on consent",
    ),
    (
        "areas/consent/src/helpers.rs",
        "fn a() {}\n",
        "no room of ours",
    ),
    (
        "areas/consent/src/lib.rs",
        "mod api;\n",
        "does not say what it hears",
    ),
    (
        "areas/registry/src/decide/late.rs",
        "use std::{collections::BTreeMap, fs};\n",
        "std::fs",
    ),
    (
        "areas/registry/src/words.rs",
        "fn now() { std::time::SystemTime::now() }\n",
        "SystemTime",
    ),
    (
        "areas/registry/src/rules/age.rs",
        "async fn a() { sqlx::query(\"\") }\n",
        "sqlx::",
    ),
    (
        "areas/registry/src/react.rs",
        "async fn a() { tokio::spawn(x) }\n",
        "tokio::",
    ),
    (
        "areas/registry/src/rules/lost.rs",
        "fn a() {}\n",
        "in no list",
    ),
    (
        "areas/registry/tests/it/lost.rs",
        "fn a() {}\n",
        "in no list",
    ),
    (
        "pipelines/tasks/sort.wdl",
        "version 1.2\n",
        "imported by no workflow",
    ),
    (
        "pipelines/tasks/sort.wdl",
        "version 1.2\n",
        "not in pipelines/digests.tsv",
    ),
    ("pipelines/tasks/align.wdl", "", "reviewed but not there"),
    ("catalog/codemaps/stage.tsv", "I\tI\n", "read by nothing"),
    (
        "areas/registry/src/decide.rs",
        "#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() {}\n}\n",
        "its crate says",
    ),
    (
        "areas/registry/tests/it/golden/died_abroad.json",
        "",
        "died_abroad has 0 of 1 files",
    ),
    (
        "areas/consent/src/decide.rs",
        "pub enum Event {\n    Given,\n}\n",
        "given has 0 of 1 files",
    ),
    (
        "areas/registry/src/decide/case.rs",
        "pub enum CaseEvent {\n    Entered,\n}\n",
        "entered has 1 of 2 files",
    ),
    (
        "areas/registry/tests/it/golden/merged.json",
        "{ \"type\": \"merged\" }\n",
        "no event any more",
    ),
    (
        "areas/registry/tests/it/golden.rs",
        "fn other() {}\n",
        "no test decodes",
    ),
    (
        "areas/consent/src/rules.rs",
        "fn a() -> Text { text!(\"yes\", \"はい\") }\n",
        "\"yes\" / \"はい\"",
    ),
    (
        "areas/consent/src/rules.rs",
        "fn a() -> Text { text!(\"はい\", \"\") }\n",
        "\"はい\" / \"\"",
    ),
    (
        "catalog/roles.toml",
        "[[role]]\nlabel = { ja = \"医師\" }\n",
        "Japanese or English is missing",
    ),
    (
        "catalog/roles.toml",
        "[[role]]\nlabel = { ja = \"\", en = \"physician\" }\n",
        "Japanese or English is missing",
    ),
    (
        "areas/consent/src/api.rs",
        "#[utoipa::path(get, path = \"/api/a\")]\npub async fn a() {}\n",
        "names no x-action",
    ),
    (
        "areas/consent/src/api.rs",
        "#[utoipa::path(get, path = \"/api/a\", extensions((\"x-action\" = json!(\"a.b\"))))]\npub async fn a() {}\n",
        "no row in catalog/permissions.tsv",
    ),
    (
        "areas/consent/src/api.rs",
        "fn a() { Router::new().route(\"/api/hidden\", get(a)) }\n",
        "not in the OpenAPI document",
    ),
    (
        "areas/registry/migrations/0001_registry.sql",
        "CREATE TABLE a (id BIGINT);\n",
        "edited or removed",
    ),
    (
        "areas/registry/migrations/0001_registry.sql",
        "",
        "edited or removed",
    ),
    (
        "areas/consent/migrations/0001_consent.sql",
        "CREATE TABLE b (id TEXT);\n",
        "adds it",
    ),
    (
        "catalog/clinical/cancer/more.toml",
        "[[item]]\nid = \"cancer.basic.ps\"\n",
        "used twice",
    ),
    ("catalog/codemaps/ecog-ps.tsv", "", "no code list ecog-ps"),
    (
        "catalog/clinical/cancer/basic.toml",
        "[[item]]\nid = \"cancer.basic.other\"\n",
        "not in the catalogue",
    ),
    (
        "catalog/clinical/cancer/basic.toml",
        "[[item]]\nid = \"cancer.basic.other\"\n",
        "not in catalog/clinical/slice.tsv",
    ),
    (
        "catalog/clinical/cancer/basic.toml",
        "[[item]]\nid = \"cancer.basic.ps\"\nkind = \"text\"\n",
        "stale",
    ),
    (
        "docs/glossary.md",
        "| 入力 | `entered` |\n| 出力 | `left` |\n",
        "left is used nowhere",
    ),
    (
        "docs/glossary.md",
        "| 入力 | `entered` |\n| 入力 | `person` |\n",
        "stands twice",
    ),
];
