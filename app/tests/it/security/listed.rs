//! Every route there is: those of the document, and those of the pages as the sources name them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};
use web::operations;

use super::house::House;

/// A method at an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub path: String,
    pub method: String,
}

impl Route {
    pub fn is_safe(&self) -> bool {
        self.method == "GET"
    }

    pub fn is_page(&self) -> bool {
        !self.path.starts_with("/api/") && !self.path.starts_with("/ga4gh/")
    }

    /// The address with things in it; the first thing is `thing`.
    pub fn at(&self, thing: &str) -> String {
        let mut first = true;
        let parts = self.path.split('/').map(|part| {
            if !part.starts_with('{') {
                return part.to_owned();
            }
            if first {
                first = false;
                return thing.to_owned();
            }
            further(part)
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// What the address names first, if that is something that is there.
    pub fn thing(&self, house: &House) -> Option<String> {
        let before = self.path.split('{').next()?;
        if before == self.path {
            return None;
        }
        let known = house.things.get(before).cloned();
        Some(known.unwrap_or_else(|| "none".to_owned()))
    }
}

/// What stands for a further thing.
fn further(part: &str) -> String {
    match part {
        "{n}" => "1".to_owned(),
        other => other.trim_matches(['{', '}']).to_owned(),
    }
}

/// The routes of the document, each with its actions.
pub fn of_document(house: &House) -> Vec<(Route, Vec<String>)> {
    let listed = operations(&house.openapi).into_iter();
    let split = listed.map(|(key, actions)| {
        let (method, path) = key.split_once(' ').unwrap();
        let route = Route {
            path: path.to_owned(),
            method: method.to_owned(),
        };
        (route, actions)
    });
    split.collect()
}

/// A body that the document calls right, as small as can be.
pub fn body(house: &House, route: &Route) -> String {
    let document = serde_json::to_value(&house.openapi).unwrap();
    let method = route.method.to_lowercase();
    let operation = &document["paths"][&route.path][method];
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    match schema {
        Value::Null => "{}".to_owned(),
        schema => sample(&document, schema, 0).to_string(),
    }
}

fn sample(document: &Value, schema: &Value, depth: u8) -> Value {
    if depth > 8 {
        return Value::Null;
    }
    if let Some(name) = schema["$ref"].as_str() {
        let place = name.trim_start_matches('#');
        let there = document.pointer(place).cloned().unwrap_or_default();
        return sample(document, &there, depth + 1);
    }
    for of in ["oneOf", "anyOf", "allOf"] {
        let list = schema[of].as_array().into_iter().flatten();
        let mut real = list.filter(|s| s["type"] != "null");
        if let Some(first) = real.next() {
            return sample(document, first, depth + 1);
        }
    }
    if let Some(first) = schema["enum"].as_array().and_then(|e| e.first()) {
        return first.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str).unwrap_or_default(),
        kind => kind.as_str().unwrap_or_default(),
    };
    match kind {
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        "array" => json!([]),
        "string" => json!("x"),
        _ => object(document, schema, depth),
    }
}

fn object(document: &Value, schema: &Value, depth: u8) -> Value {
    let required = schema["required"].as_array().into_iter().flatten();
    let names = required.filter_map(Value::as_str);
    let fields = names.map(|name| {
        let value = sample(document, &schema["properties"][name], depth + 1);
        (name.to_owned(), value)
    });
    Value::Object(fields.collect::<Map<_, _>>())
}

/// The routes of pages, as the sources name them.
pub fn of_pages() -> BTreeSet<Route> {
    let mut found = BTreeSet::new();
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        for rest in text.split(".route(").skip(1) {
            found.extend(routes(rest));
        }
    }
    // the tabs of a case, which one loop registers
    let tabs = fs::read_to_string(root().join("areas/oversight/src/pages/case.rs")).unwrap();
    let slugs = tabs.split("fn slug(").nth(1).unwrap();
    let slugs = slugs.split("fn ").next().unwrap().split("=> \"").skip(1);
    found.extend(slugs.filter_map(|rest| {
        let slug = rest.split('"').next()?;
        let path = format!("/cases/{{id}}/{slug}");
        Some(Route {
            path: path.trim_end_matches('/').to_owned(),
            method: "GET".to_owned(),
        })
    }));
    // doors that exist only where an operator set them, which this house did not
    found.retain(|r| {
        r.path != "/demo"
            && !r.path.starts_with("/outside/")
            && !r.path.ends_with("/link")
            && !r.path.ends_with("/unlink")
            && !r.path.starts_with("/api/")
    });
    found
}

/// What one call of `route` names: its address, and the methods of its handlers.
fn routes(rest: &str) -> Vec<Route> {
    let mut depth = 1_i32;
    let end = rest.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let call = &rest[..end.unwrap_or(rest.len())];
    let Some(path) = call.trim_start().strip_prefix('"') else {
        return Vec::new();
    };
    let (path, handlers) = path.split_once('"').unwrap();
    let methods = ["get", "post", "put", "delete"].into_iter();
    let named = methods.filter(|m| {
        [format!(" {m}("), format!(".{m}("), format!("\n{m}(")]
            .iter()
            .any(|call| handlers.contains(call))
    });
    named
        .map(|method| Route {
            path: path.to_owned(),
            method: method.to_uppercase(),
        })
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join("areas"), root().join("base/web/src/door")];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// A form with every name that a form of a page knows: what a handler does not know it does not read.
pub fn form() -> String {
    let mut names = BTreeSet::new();
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        for rest in text.split("Deserialize").skip(1) {
            let Some((head, fields)) = rest.split_once('{') else {
                continue;
            };
            if !head.contains("struct ") {
                continue;
            }
            let fields = fields.split('}').next().unwrap_or_default();
            let lines = fields.lines().filter_map(|l| l.trim().split_once(':'));
            let plain =
                |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let own = lines.map(|(name, _)| name.trim_start_matches("pub(super) "));
            let own = own.map(|name| name.trim_start_matches("pub(crate) "));
            let own = own.map(|name| name.trim_start_matches("pub ").to_owned());
            names.extend(own.filter(|name| plain(name)));
        }
    }
    let pairs: Vec<String> = names.into_iter().map(|name| format!("{name}=1")).collect();
    pairs.join("&")
}
