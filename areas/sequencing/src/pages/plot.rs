//! A small line plot: dash pattern and label tell the lines apart, not colour alone. No script, no inline style.

use maud::{Markup, html};

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 180.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 26.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 32.0;
/// Colours of high contrast on white, each with its own dash pattern.
const STROKES: [(&str, &str, &str); 5] = [
    ("k0", "#1f3a5f", "none"),
    ("k1", "#a03020", "7 3"),
    ("k2", "#1d6b4c", "2 2"),
    ("k3", "#7a5c00", "9 3 2 3"),
    ("k4", "#555555", "1 3"),
];

pub(super) struct Plot<'a> {
    pub title: &'a str,
    pub x: &'a str,
    pub y: &'a str,
    /// The value at the upper edge; 0 is at the lower one.
    pub top: f64,
    /// Values with a horizontal line.
    pub marks: &'a [f64],
    pub series: Vec<Series>,
}

pub(super) struct Series {
    pub label: String,
    pub class: &'static str,
    pub values: Vec<f64>,
}

impl Plot<'_> {
    pub fn draw(&self) -> Markup {
        let cycles = self
            .series
            .iter()
            .map(|s| s.values.len())
            .max()
            .unwrap_or_default();
        let lower = HEIGHT - BOTTOM;
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) width=(WIDTH) height=(HEIGHT)
                role="img" aria-label=(self.title) font-size="10" font-family="sans-serif" {
                title { (self.title) }
                text x=(LEFT) y="14" font-size="12" { (self.title) }
                @for mark in self.marks {
                    line x1=(LEFT) x2=(WIDTH - RIGHT) y1=(self.height(*mark)) y2=(self.height(*mark)) stroke="#bbbbbb" stroke-width="1" {}
                    text x=(LEFT - 4.0) y=(self.height(*mark) + 3.0) text-anchor="end" { (mark) }
                }
                line x1=(LEFT) x2=(LEFT) y1=(TOP) y2=(lower) stroke="#333333" {}
                line x1=(LEFT) x2=(WIDTH - RIGHT) y1=(lower) y2=(lower) stroke="#333333" {}
                text x=(LEFT - 4.0) y=(lower + 3.0) text-anchor="end" { "0" }
                text x="4" y=(TOP + 2.0) { (self.y) }
                text x=(LEFT) y=(lower + 12.0) { "1" }
                text x=(WIDTH - RIGHT) y=(lower + 12.0) text-anchor="end" { (cycles) }
                text x=(LEFT + (WIDTH - LEFT - RIGHT) / 2.0) y=(HEIGHT - 8.0) text-anchor="middle" { (self.x) }
                @for series in &self.series { (self.line(series, cycles)) }
            }
        }
    }

    fn line(&self, series: &Series, cycles: usize) -> Markup {
        let step = (WIDTH - LEFT - RIGHT) / cycles.saturating_sub(1).max(1) as f64;
        let points: Vec<String> = (0..)
            .zip(&series.values)
            .map(|(at, value)| {
                format!(
                    "{:.1},{:.1}",
                    LEFT + f64::from(at) * step,
                    self.height(*value)
                )
            })
            .collect();
        let last = series.values.last().copied().unwrap_or_default();
        let stroke = STROKES.iter().find(|(class, ..)| *class == series.class);
        let (_, colour, dash) = stroke.copied().unwrap_or(("", "#000000", "none"));
        html! {
            polyline points=(points.join(" ")) fill="none" stroke=(colour) stroke-width="1.5" stroke-dasharray=(dash) {}
            text x=(WIDTH - RIGHT + 3.0) y=(self.height(last) + 3.0) fill=(colour) { (series.label) }
        }
    }

    fn height(&self, value: f64) -> f64 {
        let share = (value / self.top).clamp(0.0, 1.0);
        ((HEIGHT - BOTTOM) - share * (HEIGHT - BOTTOM - TOP)).round()
    }
}
