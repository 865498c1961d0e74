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

#[test]
fn the_way_goes_on_from_the_run_to_the_printed_report() {
    let digest = |of: &str| json!(Digest::of(of.as_bytes()));
    let reads = json!({ "files": [{ "sha256": digest("reads") }] });
    let lay = json!({ "kind": "lay", "data": digest("lay"), "rests_on": ["panel:c.panel@4"] });
    let events = [
        event(1, "delivery", "d", "accepted", reads),
        event(
            2,
            "run",
            "r",
            "planned",
            json!({ "files": [digest("reads")] }),
        ),
        event(3, "run", "r", "started", json!({})),
        event(
            4,
            "run",
            "r",
            "analysed",
            json!({ "outputs": digest("calls") }),
        ),
        event(5, "interpretation", "i", "requested", json!({ "run": "r" })),
        event(
            6,
            "interpretation",
            "i",
            "ready",
            json!({ "digest": digest("findings") }),
        ),
        event(
            7,
            "report",
            "c.analysis",
            "drafted",
            json!({ "kind": "analysis", "data": digest("said") }),
        ),
        event(
            8,
            "report",
            "c.analysis",
            "rendered",
            json!({ "pdfs": { "ja": digest("pdf") } }),
        ),
        event(9, "panel", "c.panel", "planned", json!({})),
        event(
            10,
            "panel",
            "c.panel",
            "closed",
            json!({ "minutes": digest("minutes") }),
        ),
        event(11, "report", "c.lay", "drafted", lay),
    ];
    let graph = graph(&events);
    let way: Vec<_> = graph.nodes.iter().map(|n| (n.seq, n.depth)).collect();
    let seqs = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11];
    assert_eq!(way, seqs.into_iter().zip(0..).collect::<Vec<_>>());
}
