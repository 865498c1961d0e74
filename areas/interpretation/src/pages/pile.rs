//! Depth and alleles around a finding, drawn without a script: it prints, and a reader without eyes hears the counts.

use annotate::window::{Column, Pile};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write as _;
use words::{Lang, Text, text};

/// Width of one base.
const STEP: u32 = 22;
/// Height of the tallest column.
const TALL: u32 = 90;
/// Room above it, for letters.
const HEAD: u32 = 28;

/// What is drawn: the sample, its pile, the bases of the reference under it, and where the finding lies.
pub(super) struct Drawn<'a> {
    pub sample: Text,
    pub pile: &'a Pile,
    pub reference: &'a str,
    pub finding: (u64, u64),
}

/// The drawing with its counts in words.
pub(super) fn draw(drawn: &Drawn<'_>, lang: Lang) -> Markup {
    let said = said(drawn);
    let columns = &drawn.pile.columns;
    let deepest = columns.iter().map(Column::depth).max().unwrap_or(0).max(1);
    let width = STEP * u32::try_from(columns.len()).unwrap_or(0) + 40;
    let height = HEAD + TALL + 24;
    let mut inside = axis(deepest, width);
    for (index, column) in (0_u32..).zip(columns) {
        let base = base_at(drawn, column.pos);
        let here = (drawn.finding.0..=drawn.finding.1).contains(&column.pos);
        bar(&mut inside, 36 + index * STEP, column, base, deepest, here);
    }
    html! {
        figure class="pile" {
            div class="scroll" tabindex="0" role="group" aria-label=(drawn.sample.get(lang)) {
                svg viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="img" aria-label=(said.get(lang)) {
                    (PreEscaped(inside))
                }
            }
            figcaption { strong { (drawn.sample.get(lang)) } " " (said.get(lang)) }
        }
    }
}

fn said(drawn: &Drawn<'_>) -> Text {
    let s = &drawn.pile.support;
    let (depth, variant, reference, other) = (s.depth(), s.variant(), s.reference, s.other);
    let (forward, reverse) = (s.forward, s.reverse);
    if depth == 0 {
        return text!(
            "この場所を読んだリードはありません。",
            "No read covers this place."
        );
    }
    text!(
        ("{depth}本のうち変化あり{variant}本（順向き{forward}、逆向き{reverse}）、変化なし{reference}本、その他{other}本。"),
        ("Of {depth} reads {variant} carry the variant ({forward} forward, {reverse} reverse), {reference} do not, {other} have something else.")
    )
}

fn base_at(drawn: &Drawn<'_>, pos: u64) -> u8 {
    let first = drawn.pile.columns.first().map_or(0, |c| c.pos);
    let index = usize::try_from(pos - first).unwrap_or(usize::MAX);
    drawn
        .reference
        .as_bytes()
        .get(index)
        .copied()
        .unwrap_or(b'N')
}

fn axis(deepest: u32, width: u32) -> String {
    let floor = HEAD + TALL;
    format!(
        "<line x1=\"34\" y1=\"{floor}\" x2=\"{width}\" y2=\"{floor}\" stroke=\"#8a867c\"/>\
         <text x=\"30\" y=\"{}\" font-size=\"11\" text-anchor=\"end\">{deepest}</text>\
         <text x=\"30\" y=\"{floor}\" font-size=\"11\" text-anchor=\"end\">0</text>",
        HEAD + 8
    )
}

fn high(count: u32, deepest: u32) -> u32 {
    count * TALL / deepest
}

/// One column: reads with the base of the reference are light, others dark, with their letter above.
fn bar(out: &mut String, x: u32, column: &Column, base: u8, deepest: u32, here: bool) {
    let floor = HEAD + TALL;
    let (same, depth) = (
        high(column.of(base), deepest),
        high(column.depth(), deepest),
    );
    let wide = STEP - 4;
    let _ = write!(
        out,
        "<rect x=\"{x}\" y=\"{}\" width=\"{wide}\" height=\"{same}\" fill=\"#d9d5ca\"/>",
        floor - same
    );
    if depth > same {
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{}\" width=\"{wide}\" height=\"{}\" fill=\"#1d1d1b\"/>",
            floor - depth,
            depth - same
        );
    }
    let middle = x + wide / 2;
    let said = others(column, base);
    if !said.is_empty() {
        let _ = write!(
            out,
            "<text x=\"{middle}\" y=\"{}\" font-size=\"12\" font-weight=\"600\" text-anchor=\"middle\">{said}</text>",
            (floor - depth).saturating_sub(5)
        );
    }
    let weight = if here { "700" } else { "400" };
    let _ = write!(
        out,
        "<text x=\"{middle}\" y=\"{}\" font-size=\"12\" font-weight=\"{weight}\" text-anchor=\"middle\">{}</text>",
        floor + 15,
        char::from(base)
    );
    if here {
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{}\" width=\"{wide}\" height=\"3\" fill=\"#1d1d1b\"/>",
            floor + 19
        );
    }
}

/// Letters of what at least a tenth of the reads, and two of them, have instead; a dash is a deletion, a plus an insertion.
fn others(column: &Column, base: u8) -> String {
    let depth = column.depth();
    let enough = |count: u32| count >= 2 && count * 10 >= depth;
    let mut out: String = b"ACGT"
        .iter()
        .filter(|b| **b != base && enough(column.of(**b)))
        .map(|b| char::from(*b))
        .collect();
    if enough(column.deleted) {
        out.push('−');
    }
    if enough(column.inserted) {
        out.push('+');
    }
    out
}
