//! The data dictionary is made from the catalogue and committed, so that a change of an item is seen in review.

use std::{fs, path::Path};

use toml::{Table, Value};

use crate::{
    catalogue::{items, text},
    tree::read,
};

const FILE: &str = "docs/data-dictionary.md";

const HEAD: &str = "\
# データ辞書 / Data dictionary

Generated from `catalog/clinical` by `UPDATE=1 cargo test -p xtask`. Do not edit.

| 項目 Item | 表示 Label | 型 Kind | 表示条件 Shown | 必須条件 Required | 公開区分 Tier | 匿名化 Hidden | FHIR | 根拠 Source |
|---|---|---|---|---|---|---|---|---|
";

fn row(item: &Table) -> String {
    let label = |lang: &str| {
        let label = item.get("label").and_then(|l| l.get(lang));
        label.and_then(Value::as_str).unwrap_or_default()
    };
    let more = ["unit", "codes", "system"].map(|key| text(item, key));
    let kind: Vec<&str> = [text(item, "kind")].into_iter().chain(more).collect();
    let kind: Vec<&str> = kind.into_iter().filter(|t| !t.is_empty()).collect();
    let group = text(item, "group");
    let repeats = if group.is_empty() {
        String::new()
    } else {
        format!(" ({group} ×n)")
    };
    let cells = [
        format!("`{}`{repeats}", text(item, "id")),
        format!("{} / {}", label("ja"), label("en")),
        kind.join(" "),
        text(item, "show").to_owned(),
        text(item, "require").to_owned(),
        text(item, "tier").to_owned(),
        text(item, "hide").to_owned(),
        text(item, "fhir").to_owned(),
        text(item, "cite").to_owned(),
    ];
    let cells = cells.map(|c| c.replace('|', "\\|"));
    format!("| {} |\n", cells.join(" | "))
}

fn made(root: &Path) -> Result<String, String> {
    let rows: String = items(root)?.iter().map(row).collect();
    Ok(format!("{HEAD}{rows}"))
}

pub fn faults(root: &Path) -> Vec<String> {
    match made(root) {
        Ok(text) if text == read(&root.join(FILE)) => vec![],
        Ok(_) => vec![format!("{FILE} is stale: `UPDATE=1 cargo test -p xtask`")],
        Err(error) => vec![error],
    }
}

pub fn write(root: &Path) {
    let text = made(root).unwrap_or_else(|e| panic!("{e}"));
    fs::write(root.join(FILE), text).unwrap_or_else(|e| panic!("failed to write {FILE}: {e}"));
}
