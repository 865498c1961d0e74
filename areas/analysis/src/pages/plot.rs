//! Two small pictures: a line with its axis, and bars from 0 to 1 with marks. No script, no inline style.

use maud::{Markup, html};

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 160.0;
const LEFT: f64 = 12.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 30.0;

/// A distribution.
pub(super) struct Line<'a> {
    pub title: &'a str,
    pub x: &'a str,
    pub points: &'a [(f64, f64)],
}

impl Line<'_> {
    pub fn draw(&self) -> Markup {
        let end = |of: fn(&(f64, f64)) -> f64| self.points.iter().map(of).fold(0.0_f64, f64::max);
        let (right, top) = (end(|p| p.0).max(1.0), end(|p| p.1).max(f64::MIN_POSITIVE));
        let lower = HEIGHT - BOTTOM;
        let place = |(x, y): &(f64, f64)| {
            let x = LEFT + x / right * (WIDTH - LEFT - RIGHT);
            format!("{x:.1},{:.1}", lower - y / top * (lower - TOP))
        };
        let path: Vec<String> = self.points.iter().map(place).collect();
        let middle = self
            .points
            .iter()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map_or(0.0, |p| p.0);
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) width=(WIDTH) height=(HEIGHT)
                role="img" aria-label=(self.title) font-size="10" font-family="sans-serif" {
                title { (self.title) }
                text x=(LEFT) y="14" font-size="12" { (self.title) }
                @if self.points.is_empty() {
                    text x=(LEFT) y=(lower - 20.0) { "–" }
                } @else {
                    polyline points=(path.join(" ")) fill="none" stroke="#1f3a5f" stroke-width="1.5" {}
                }
                line x1=(LEFT) x2=(WIDTH - RIGHT) y1=(lower) y2=(lower) stroke="#333333" {}
                text x=(LEFT) y=(lower + 12.0) { "0" }
                text x=(LEFT + middle / right * (WIDTH - LEFT - RIGHT)) y=(lower + 12.0) text-anchor="middle" { (middle) }
                text x=(WIDTH - RIGHT) y=(lower + 12.0) text-anchor="end" { (right) }
                text x=(WIDTH - RIGHT) y=(lower + 24.0) text-anchor="end" { (self.x) }
            }
        }
    }
}

/// Shares.
pub(super) struct Bars<'a> {
    pub title: &'a str,
    pub bars: &'a [(&'a str, f64)],
    pub marks: &'a [f64],
}

impl Bars<'_> {
    pub fn draw(&self) -> Markup {
        let height = 40.0 + 26.0 * self.bars.len() as f64;
        let wide = WIDTH - LEFT - RIGHT;
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {height}")) width=(WIDTH) height=(height)
                role="img" aria-label=(self.title) font-size="10" font-family="sans-serif" {
                title { (self.title) }
                text x=(LEFT) y="14" font-size="12" { (self.title) }
                @for (number, (_, value)) in self.bars.iter().enumerate() {
                    rect x=(LEFT) y=(TOP + 26.0 * number as f64) width=(value.clamp(0.0, 1.0) * wide) height="16" fill="#1f3a5f" {}
                    text x=(LEFT + 4.0) y=(TOP + 12.0 + 26.0 * number as f64) fill="#ffffff" { (format!("{value:.3}")) }
                }
                @for mark in self.marks {
                    line x1=(LEFT + mark * wide) x2=(LEFT + mark * wide) y1=(TOP - 2.0) y2=(height - 14.0) stroke="#a03020" stroke-dasharray="4 2" {}
                    text x=(LEFT + mark * wide) y=(height - 3.0) text-anchor="middle" { (mark) }
                }
            }
        }
    }
}
