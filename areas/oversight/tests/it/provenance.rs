//! The way of a file through a case.

use oversight::rules::provenance::graph;
use serde_json::json;
use words::Digest;

use crate::progress::event;

#[test]
fn who_names_a_digest_later_used_it() {
    let (reads, calls) = (Digest::of(b"reads"), Digest::of(b"calls"));
    let events = [
        event(1, "case", "c", "registered", json!({ "site": "a" })),
        event(
            2,
            "delivery",
            "d",
            "accepted",
            json!({ "files": [{ "sha256": reads }] }),
        ),
        event(
            3,
            "run",
            "r",
            "analysed",
            json!({ "inputs": [reads], "outputs": { "vcf": calls } }),
        ),
        event(
            4,
            "interpretation",
            "i",
            "annotated",
            json!({ "of": calls }),
        ),
    ];
    let graph = graph(&events);
    assert_eq!(
        graph
            .nodes
            .iter()
            .map(|n| (n.seq, n.depth))
            .collect::<Vec<_>>(),
        [(2, 0), (3, 1), (4, 2)]
    );
    let edges: Vec<_> = graph
        .edges
        .iter()
        .map(|e| (e.from, e.to, e.digests))
        .collect();
    assert_eq!(edges, [(0, 1, 1), (1, 2, 1)]);
    assert_eq!(
        graph.nodes[1].made,
        [("outputs.vcf".to_owned(), calls.to_string())]
    );
}
