//! Every endpoint says which action it is, and the committed matrix says who may do it.

use std::{collections::BTreeSet, path::Path};

use crate::tree::{code, files, name, read};

/// Routes below `/api` that stand beside the OpenAPI document: the document itself.
const BESIDE: [&str; 1] = ["/api/openapi.json"];

pub fn faults(root: &Path) -> Vec<String> {
    let matrix = read(&root.join("catalog/permissions.tsv"));
    let known: BTreeSet<&str> = matrix
        .lines()
        .filter_map(|l| l.split('\t').next())
        .collect();
    let sources = ["areas", "base", "app"]
        .iter()
        .flat_map(|folder| files(&root.join(folder), ".rs"))
        .filter(|path| !path.to_string_lossy().contains("/tests/"));
    let mut wrong = Vec::new();
    for path in sources {
        let (code, own) = (code(&path), name(root, &path));
        for rest in code.split("#[utoipa::path(").skip(1) {
            let attribute = rest.split(")]").next().unwrap_or_default();
            let route = quoted(attribute, "path = \"");
            let route = route.unwrap_or("a route without a path");
            let head = rest.split("async fn").next().unwrap_or_default();
            let actions = head.split_once("\"x-action\" = json!(").map(|(_, r)| r);
            let actions = actions
                .and_then(|r| r.split(')').next())
                .unwrap_or_default();
            // one action, or a list where the body of the request decides
            let named: Vec<&str> = actions.split('"').skip(1).step_by(2).collect();
            if named.is_empty() {
                wrong.push(format!("{own}: {route} names no x-action"));
            }
            let unknown = named.iter().filter(|a| !known.contains(*a));
            wrong.extend(unknown.map(|action| {
                format!(
                    "{own}: {route} names {action}, which has no row in catalog/permissions.tsv"
                )
            }));
        }
        let plain = code.split(".route(").skip(1);
        let routes = plain.filter_map(|rest| quoted(rest, "\""));
        let hidden = routes.filter(|r| r.starts_with("/api/") && !BESIDE.contains(r));
        wrong.extend(hidden.map(|r| format!("{own}: {r} is not in the OpenAPI document")));
    }
    wrong
}

/// What stands between an opening and the next quote.
fn quoted<'a>(text: &'a str, opening: &str) -> Option<&'a str> {
    text.split_once(opening)?.1.split('"').next()
}
