//! The way of every file through a case, from the reads to the printed report: an event that names a digest first made
//! it, later events that name it used it; events also rest on the things that they name by id. Pure.

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
    /// How many; none if it was named by its id.
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

/// What carries files, or says what was made from them.
const CARRIERS: [&str; 5] = ["delivery", "run", "interpretation", "report", "panel"];

/// Builds the graph from the events of a case, in order.
#[must_use]
pub fn graph(events: &[Recorded]) -> Graph {
    let mut graph = Graph::default();
    let mut makers: BTreeMap<String, usize> = BTreeMap::new();
    let mut last: Last = BTreeMap::new();
    let carried = |e: &&Recorded| CARRIERS.contains(&e.kind.as_str());
    for event in events.iter().filter(carried) {
        let mut strings = Vec::new();
        strings_of("", &event.payload, &mut strings);
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        for earlier in named(event, &strings, &last) {
            used.entry(earlier).or_default();
        }
        let digests: Vec<_> = strings.into_iter().filter(|(_, s)| is_digest(s)).collect();
        if digests.is_empty() && used.is_empty() {
            continue;
        }
        let at = graph.nodes.len();
        let thing = (event.kind.clone(), event.id.clone());
        if let Some(before) = last.insert(thing, at) {
            used.entry(before).or_default();
        }
        let mut made = Vec::new();
        for (field, digest) in digests {
            match makers.get(&digest) {
                Some(maker) if *maker == at => {}
                Some(maker) => *used.entry(*maker).or_default() += 1,
                None => {
                    makers.insert(digest.clone(), at);
                    made.push((field, digest));
                }
            }
        }
        add(&mut graph, event, made, used);
    }
    graph
}

/// The latest node of each thing, by kind and id.
type Last = BTreeMap<(String, String), usize>;

fn add(
    graph: &mut Graph,
    event: &Recorded,
    made: Vec<(String, String)>,
    used: BTreeMap<usize, usize>,
) {
    let to = graph.nodes.len();
    let before = used.keys().filter_map(|from| graph.nodes.get(*from));
    let depth = before.map(|n| n.depth + 1).max().unwrap_or(0);
    let edge = |(from, digests)| Edge { from, to, digests };
    graph.edges.extend(used.into_iter().map(edge));
    graph.nodes.push(Node {
        seq: event.seq,
        what: (event.kind.clone(), event.event.clone()),
        made,
        depth,
    });
}

/// Nodes that an event names by id (`id`, or `kind:id@version`), and what it rests on by the order of the programme: an
/// analysis report on the findings, a panel on the analysis report.
fn named(event: &Recorded, strings: &[(String, String)], last: &Last) -> Vec<usize> {
    let own = |thing: &(String, String)| *thing == (event.kind.clone(), event.id.clone());
    let by_name = |(thing, _): &(&(String, String), &usize)| {
        let (kind, id) = thing;
        let says = |text: &str| {
            let versioned = text
                .strip_prefix(kind.as_str())
                .and_then(|t| t.strip_prefix(':'));
            let versioned = versioned.and_then(|t| t.rsplit_once('@'));
            text == id || versioned.is_some_and(|(named, _)| named == id)
        };
        !own(thing) && strings.iter().any(|(_, s)| says(s))
    };
    let kind = event.payload.get("kind").and_then(Value::as_str);
    let before = match (event.kind.as_str(), event.event.as_str(), kind) {
        ("report", "drafted", Some("analysis")) => Some(("interpretation", "")),
        ("panel", "planned", _) => Some(("report", ".analysis")),
        _ => None,
    };
    let by_order = before.and_then(|(kind, end)| {
        let of = last
            .iter()
            .filter(|((k, id), _)| k == kind && id.ends_with(end));
        of.map(|(_, at)| *at).max()
    });
    let mut all: Vec<usize> = last.iter().filter(by_name).map(|(_, at)| *at).collect();
    all.extend(by_order);
    all
}

/// Every text in a payload, with the path of the field that holds it.
fn strings_of(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => out.push((path.to_owned(), text.clone())),
        Value::Array(list) => list.iter().for_each(|v| strings_of(path, v, out)),
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                strings_of(&path, value, out);
            }
        }
        _ => {}
    }
}

fn is_digest(text: &str) -> bool {
    words::Digest::try_from(text.to_owned()).is_ok()
}

/// The digests of files that an event names: of reads, outputs, findings, documents.
#[must_use]
pub fn digests_of(event: &Recorded) -> Vec<String> {
    if !CARRIERS.contains(&event.kind.as_str()) {
        return Vec::new();
    }
    let mut strings = Vec::new();
    strings_of("", &event.payload, &mut strings);
    let mut all: Vec<String> = strings
        .into_iter()
        .map(|(_, s)| s)
        .filter(|s| is_digest(s))
        .collect();
    all.sort();
    all.dedup();
    all
}
