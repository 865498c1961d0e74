//! The provenance graph as SVG: makers left, users right.

use maud::{Markup, html};
use words::Lang;

use crate::rules::{
    labels::label,
    provenance::{Graph, Node},
};

const COLUMN: usize = 146;
const ROW: usize = 46;
const BOX: (usize, usize) = (122, 32);

/// Draws the graph; an empty graph draws nothing.
pub fn draw(graph: &Graph, case: &str, lang: Lang) -> Markup {
    let mut rows: Vec<usize> = Vec::new();
    let mut places = Vec::new();
    let linked = |at: usize| graph.edges.iter().any(|e| e.from == at || e.to == at);
    for (at, node) in graph.nodes.iter().enumerate() {
        // what nobody used and what used nothing tells no way
        if !linked(at) {
            places.push(None);
            continue;
        }
        if rows.len() <= node.depth {
            rows.resize(node.depth + 1, 0);
        }
        let row = rows.get_mut(node.depth).map_or(0, |n| {
            *n += 1;
            *n - 1
        });
        places.push(Some((8 + node.depth * COLUMN, 8 + row * ROW)));
    }
    let width = rows.len() * COLUMN;
    let height = rows.iter().max().copied().unwrap_or(0) * ROW + 16;
    let title = match lang {
        Lang::Ja => "由来の図：左で作られたファイルが右で使われた",
        Lang::En => "Provenance: files made on the left were used on the right",
    };
    html! {
        @if !rows.is_empty() {
            svg class="graph" role="group" aria-label=(title) viewBox=(format!("0 0 {width} {height}"))
                width=(width) height=(height) xmlns="http://www.w3.org/2000/svg" {
                @for edge in &graph.edges {
                    @if let (Some(Some(from)), Some(Some(to))) = (places.get(edge.from), places.get(edge.to)) {
                        (line(*from, *to))
                    }
                }
                @for (node, place) in graph.nodes.iter().zip(&places) { @if let Some(place) = place { (knot(node, *place, case, lang)) } }
            }
        }
    }
}

fn line(from: (usize, usize), to: (usize, usize)) -> Markup {
    let (x1, y1) = (from.0 + BOX.0, from.1 + BOX.1 / 2);
    let (x2, y2) = (to.0, to.1 + BOX.1 / 2);
    let middle = usize::midpoint(x1, x2);
    html! { path d=(format!("M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}")) fill="none" stroke="#8a4f9e" stroke-width="1" opacity="0.6" {} }
}

fn knot(node: &Node, (x, y): (usize, usize), case: &str, lang: Lang) -> Markup {
    let made = node
        .made
        .first()
        .map(|(_, digest)| digest.get(..10).unwrap_or(digest).to_owned());
    let all = node
        .made
        .iter()
        .map(|(field, digest)| format!("{field} {digest}"));
    let all: Vec<_> = all.collect();
    html! {
        a href=(format!("/cases/{case}/history#event-{}", node.seq)) {
            title { (label(&node.what.0, &node.what.1).get(lang)) "\n" (all.join("\n")) }
            rect x=(x) y=(y) width=(BOX.0) height=(BOX.1) rx="3" fill="#fbfaf6" stroke="#222" {}
            text x=(x + 8) y=(y + 13) font-size="11" fill="#222" { (label(&node.what.0, &node.what.1).get(lang)) }
            text x=(x + 8) y=(y + 26) font-size="10" fill="#555" font-family="monospace" {
                @if let Some(made) = made { (made) "… (" (node.made.len()) ")" } @else { "–" }
            }
        }
    }
}
