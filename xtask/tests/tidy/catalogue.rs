//! Clinical items. That conditions parse and ask for known items is a test of the area `clinical`, which owns their grammar.

use std::{collections::BTreeSet, path::Path};

use toml::{Table, Value};

use crate::tree::{files, name, read};

/// The items that this version promises, one id a line.
const SLICE: &str = "catalog/clinical/slice.tsv";

/// Every item as its table.
pub fn items(root: &Path) -> Result<Vec<Table>, String> {
    let mut all = Vec::new();
    for path in files(&root.join("catalog/clinical"), ".toml") {
        let section: Table = read(&path)
            .parse()
            .map_err(|e| format!("{}: {e}", name(root, &path)))?;
        let items = section.get("item").and_then(Value::as_array);
        let tables = items.into_iter().flatten().filter_map(Value::as_table);
        all.extend(tables.cloned());
    }
    Ok(all)
}

/// A text of an item; empty if it has none.
pub fn text<'a>(item: &'a Table, key: &str) -> &'a str {
    item.get(key).and_then(Value::as_str).unwrap_or_default()
}

pub fn faults(root: &Path) -> Vec<String> {
    let items = match items(root) {
        Ok(items) => items,
        Err(error) => return vec![error],
    };
    let (mut wrong, mut ids) = (Vec::new(), BTreeSet::new());
    for item in &items {
        let (id, codes) = (text(item, "id"), text(item, "codes"));
        if !ids.insert(id) {
            wrong.push(format!("{id} is used twice"));
        }
        let list = root.join(format!("catalog/codemaps/{codes}.tsv"));
        if !codes.is_empty() && !list.is_file() {
            wrong.push(format!("{id}: there is no code list {codes}"));
        }
    }
    let slice = read(&root.join(SLICE));
    let promised: BTreeSet<&str> = slice.lines().filter(|l| !l.starts_with('#')).collect();
    let lost = promised.difference(&ids);
    wrong.extend(lost.map(|id| format!("{id} is in {SLICE} but not in the catalogue")));
    let unsaid = ids.difference(&promised);
    wrong.extend(unsaid.map(|id| format!("{id} is in the catalogue but not in {SLICE}")));
    wrong
}
