//! The way of every file through a case: an event that names a digest first made it, later events that name it used it. Pure.

use std::collections::BTreeMap;

use ledger::Recorded;
use serde_json::Value;

/// An event that made or used files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Position in the ledger.
    pub seq: i64,
    /// Kind and type of the event.
    pub what: (String, String),
    /// Digests it named first, each with the field that named it.
    pub made: Vec<(String, String)>,
    /// Longest way from a beginning, from 0: the column it is drawn in.
    pub depth: usize,
}

/// Who used what of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The node that made the digests.
    pub from: usize,
    /// The node that used them.
    pub to: usize,
    /// How many.
    pub digests: usize,
}

/// The graph of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// In ledger order.
    pub nodes: Vec<Node>,
    /// From makers to users.
    pub edges: Vec<Edge>,
}

/// Builds the graph from the events of a case, in order.
#[must_use]
pub fn graph(events: &[Recorded]) -> Graph {
    let mut graph = Graph::default();
    let mut makers: BTreeMap<String, usize> = BTreeMap::new();
    for event in events {
        let mut named = Vec::new();
        digests("", &event.payload, &mut named);
        if named.is_empty() {
            continue;
        }
        let at = graph.nodes.len();
        let mut made = Vec::new();
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        for (field, digest) in named {
            match makers.get(&digest) {
                Some(maker) if *maker == at => {}
                Some(maker) => *used.entry(*maker).or_default() += 1,
                None => {
                    makers.insert(digest.clone(), at);
                    made.push((field, digest));
                }
            }
        }
        let before = used
            .keys()
            .filter_map(|from| graph.nodes.get(*from))
            .map(|n| n.depth + 1);
        let depth = before.max().unwrap_or(0);
        graph
            .edges
            .extend(used.into_iter().map(|(from, digests)| Edge {
                from,
                to: at,
                digests,
            }));
        graph.nodes.push(Node {
            seq: event.seq,
            what: (event.kind.clone(), event.event.clone()),
            made,
            depth,
        });
    }
    graph
}

/// Every SHA-256 in a payload, with the path of the field that holds it.
fn digests(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) if is_digest(text) => out.push((path.to_owned(), text.clone())),
        Value::Array(list) => list.iter().for_each(|v| digests(path, v, out)),
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                digests(&path, value, out);
            }
        }
        _ => {}
    }
}

fn is_digest(text: &str) -> bool {
    words::Digest::try_from(text.to_owned()).is_ok()
}
