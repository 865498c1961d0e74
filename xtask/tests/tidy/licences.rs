//! Licences, sources and bans of `deny.toml`, read from what cargo itself knows. `cargo xtask deny` asks more, but it needs a
//! tool that has to be built; this always runs.

use std::{path::Path, process::Command};

use toml::{Table, Value};

use crate::tree::{read, root};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The rules of `deny.toml`.
struct Rules {
    allowed: Vec<String>,
    /// Crates whose licence is written in a file only, and what that file is.
    clarified: Vec<(String, String)>,
    /// Crates that may not be used, and who may all the same.
    banned: Vec<(String, Vec<String>)>,
}

fn text(table: &Value, key: &str) -> String {
    let text = table.get(key).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

impl Rules {
    fn read(deny: &str) -> Self {
        let table: Table = deny.parse().unwrap_or_else(|e| panic!("deny.toml: {e}"));
        let part = |section: &str, key: &str| table.get(section).and_then(|s| s.get(key)).cloned();
        let tables = |value: Option<Value>| match value {
            Some(Value::Array(list)) => list,
            _ => vec![],
        };
        let clarified = tables(part("licenses", "clarify"));
        let banned = tables(part("bans", "deny"));
        Self {
            allowed: texts(part("licenses", "allow").as_ref()),
            clarified: clarified
                .iter()
                .map(|c| (text(c, "crate"), text(c, "expression")))
                .collect(),
            banned: banned
                .iter()
                .map(|b| (text(b, "crate"), texts(b.get("wrappers"))))
                .collect(),
        }
    }

    /// Whether an SPDX expression is satisfied by what is allowed. `A/B` is how old crates write `A OR B`.
    fn allow(&self, expression: &str) -> bool {
        let spaced = expression
            .replace('(', " ( ")
            .replace(')', " ) ")
            .replace('/', " OR ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut at = 0;
        !words.is_empty() && self.any(&words, &mut at) && at == words.len()
    }

    fn any(&self, words: &[&str], at: &mut usize) -> bool {
        let mut good = self.every(words, at);
        while words.get(*at) == Some(&"OR") {
            *at += 1;
            good |= self.every(words, at);
        }
        good
    }

    fn every(&self, words: &[&str], at: &mut usize) -> bool {
        let mut good = self.one(words, at);
        while words.get(*at) == Some(&"AND") {
            *at += 1;
            good &= self.one(words, at);
        }
        good
    }

    fn one(&self, words: &[&str], at: &mut usize) -> bool {
        let mut word = words.get(*at).copied().unwrap_or_default().to_owned();
        *at += 1;
        if word == "(" {
            let good = self.any(words, at);
            *at += 1;
            return good;
        }
        if words.get(*at) == Some(&"WITH") {
            word = format!("{word} WITH {}", words.get(*at + 1).unwrap_or(&""));
            *at += 2;
        }
        self.allowed.contains(&word)
    }
}

/// Lines `NAME vVERSION …|LICENCE` of everything that is built.
fn licences(rules: &Rules, tree: &str) -> Vec<String> {
    let mut wrong: Vec<String> = tree
        .lines()
        .filter_map(|line| line.split_once('|'))
        .filter(|(package, _)| !package.contains(" (/"))
        .filter_map(|(package, licence)| {
            let name = package.split(' ').next().unwrap_or_default();
            let file = rules.clarified.iter().find(|(c, _)| c == name);
            let licence = match (licence.trim_end_matches(" (*)"), file) {
                ("", Some((_, expression))) => expression,
                (said, _) => said,
            };
            (!rules.allow(licence))
                .then(|| format!("{package}: licence {licence:?} is not allowed"))
        })
        .collect();
    wrong.sort();
    wrong.dedup();
    wrong
}

/// Crates of the lock file from elsewhere, and users of banned ones.
fn locked(rules: &Rules, lock: &str) -> Vec<String> {
    let table: Table = lock.parse().unwrap_or_else(|e| panic!("Cargo.lock: {e}"));
    let packages = table.get("package").and_then(Value::as_array);
    let mut wrong = Vec::new();
    for package in packages.into_iter().flatten() {
        let (name, source) = (text(package, "name"), text(package, "source"));
        if !source.is_empty() && source != REGISTRY {
            wrong.push(format!("{name} comes from {source}"));
        }
        for uses in texts(package.get("dependencies")) {
            let uses = uses.split(' ').next().unwrap_or_default();
            let ban = rules.banned.iter().find(|(banned, _)| banned == uses);
            if ban.is_some_and(|(_, wrappers)| !wrappers.contains(&name)) {
                wrong.push(format!("{name} uses {uses}, which is banned"));
            }
        }
    }
    wrong
}

#[test]
fn dependencies_are_allowed() {
    let root = root();
    let rules = Rules::read(&read(&root.join("deny.toml")));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args([
            "tree",
            "--workspace",
            "--locked",
            "--prefix",
            "none",
            "-e",
            "all",
            "-f",
            "{p}|{l}",
        ])
        .current_dir(&root)
        .output()
        .unwrap_or_else(|e| panic!("cargo tree: {e}"));
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let mut wrong = licences(&rules, &String::from_utf8_lossy(&out.stdout));
    wrong.extend(locked(&rules, &read(&Path::new(&root).join("Cargo.lock"))));
    assert!(wrong.is_empty(), "deny.toml\n{}", wrong.join("\n"));
}

#[test]
fn what_is_not_allowed_is_named() {
    let rules = Rules::read(
        "[licenses]\nallow = [\"MIT\", \"ISC\", \"Apache-2.0 WITH LLVM-exception\"]\n\
         clarify = [{ crate = \"old\", expression = \"MIT\" }]\n\
         [bans]\ndeny = [{ crate = \"evil\", wrappers = [\"gate\"] }]\n",
    );
    for (expression, good) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("MIT/GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("(GPL-3.0 OR ISC) AND MIT", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("", false),
    ] {
        assert_eq!(rules.allow(expression), good, "{expression}");
    }
    let tree =
        "a v1.0.0|MIT\nb v1.0.0|GPL-3.0 (*)\nold v1.0.0|\nnone v1.0.0|\nown v0.0.0 (/x)|Own\n";
    assert_eq!(licences(&rules, tree).len(), 2);
    let lock = format!(
        "[[package]]\nname = \"a\"\nsource = \"git+https://example.org/a\"\n\
         [[package]]\nname = \"gate\"\nsource = \"{REGISTRY}\"\ndependencies = [\"evil\"]\n\
         [[package]]\nname = \"b\"\ndependencies = [\"evil 1.0.0\"]\n"
    );
    assert_eq!(locked(&rules, &lock).len(), 2);
}
