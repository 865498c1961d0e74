//! The course of an illness as a drawing: a row per treatment, a row per kind of event, and numbered notes below.

use ::words::{Day, Lang, text};
use maud::{Markup, html};

use crate::rules::timeline::{Bar, Mark, Thing, Timeline, days, order, sentences, span};

const WIDTH: i64 = 960;
const LEFT: i64 = 200;
const RIGHT: i64 = 90;
const ROW: i64 = 34;

/// Draws a course. Everything in it stands in the sentences below, too; it reads on a monochrome print.
#[must_use]
pub fn draw(course: &Timeline, today: Day, lang: Lang) -> Markup {
    let Some((first, long)) = span(course, today) else {
        return html! { (told(course, lang)) };
    };
    let marks = rows(course);
    let lines = i64::try_from(marks.len() + course.bars.len()).unwrap_or(0);
    let height = lines * ROW + 40;
    let at = |day: Day| LEFT + days(first, day) * (WIDTH - LEFT - RIGHT) / long;
    let end = at(today.max(first)).min(WIDTH - RIGHT);
    let label = text!(
        "治療と経過の図。内容は下の一覧と同じ",
        "Drawing of the course; the list below says the same"
    );
    html! {
        figure class="course" {
            div class="scroll" tabindex="0" role="group" aria-label=(label.get(lang)) {
                svg width=(WIDTH) height=(height) viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(label.get(lang)) font-size="13" {
                    @for (year, x) in years(first, long, &at) {
                        line x1=(x) y1="20" x2=(x) y2=(height) stroke="#d9d5ca" {}
                        text x=(x) y="14" text-anchor="middle" font-size="12" fill="#5d5a52" { (year) }
                    }
                    @for (n, mark) in marks.iter().enumerate() { (points(course, *mark, y(n), &at, lang)) }
                    @for (n, bar) in course.bars.iter().enumerate() { (treatment(bar, number(course, Thing::Bar(n)), y(marks.len() + n), &at, end, lang)) }
                }
            }
            (told(course, lang))
        }
    }
}

fn y(row: usize) -> i64 {
    30 + i64::try_from(row).unwrap_or(0) * ROW + ROW / 2
}

fn rows(course: &Timeline) -> Vec<Mark> {
    let mut marks: Vec<Mark> = course.points.iter().map(|p| p.mark).collect();
    marks.sort();
    marks.dedup();
    marks
}

/// The years of the axis, thinned so that they do not touch.
fn years(first: Day, long: i64, at: &dyn Fn(Day) -> i64) -> Vec<(i16, i64)> {
    let last = first.plus(i32::try_from(long).unwrap_or(i32::MAX));
    let step = usize::try_from((i64::from(last.year() - first.year()) / 14) + 1).unwrap_or(1);
    let years = (first.year() + 1..=last.year()).step_by(step);
    years
        .filter_map(|year| Some((year, at(Day::new(year, 1, 1)?))))
        .collect()
}

fn points(course: &Timeline, mark: Mark, y: i64, at: &dyn Fn(Day) -> i64, lang: Lang) -> Markup {
    html! {
        text x="0" y=(y + 4) { (mark.text().get(lang)) }
        line x1=(LEFT) y1=(y) x2=(WIDTH - RIGHT) y2=(y) stroke="#d9d5ca" {}
        @for (n, point) in course.points.iter().enumerate().filter(|(_, p)| p.mark == mark) {
            @let x = at(point.on);
            g {
                title { (point.on.show(lang)) " " (point.text.get(lang)) }
                (shape(mark, x, y))
                text x=(x + 9) y=(y - 6) font-size="11" { (number(course, Thing::Point(n))) }
            }
        }
    }
}

/// The number of a thing in the list below the drawing.
fn number(course: &Timeline, thing: Thing) -> usize {
    let place = order(course).iter().position(|t| *t == thing);
    place.map_or(0, |at| at + 1)
}

/// Each kind of event has a shape of its own.
fn shape(mark: Mark, x: i64, y: i64) -> Markup {
    match mark {
        Mark::Diagnosis => html! { circle cx=(x) cy=(y) r="6" fill="#1d1d1b" {} },
        Mark::Treatment => {
            html! { path d={ "M" (x) " " (y - 7) "l7 14h-14Z" } fill="#fff" stroke="#1d1d1b" stroke-width="1.5" {} }
        }
        Mark::Sample => {
            html! { circle cx=(x) cy=(y) r="5.5" fill="#fff" stroke="#1d1d1b" stroke-width="1.5" {} }
        }
        Mark::Test => {
            html! { rect x=(x - 5) y=(y - 5) width="10" height="10" fill="#fff" stroke="#1d1d1b" stroke-width="1.5" {} }
        }
        Mark::Outcome => {
            html! { path d={ "M" (x) " " (y - 9) "v18" } stroke="#1d1d1b" stroke-width="3" {} }
        }
    }
}

fn treatment(
    bar: &Bar,
    number: usize,
    y: i64,
    at: &dyn Fn(Day) -> i64,
    end: i64,
    lang: Lang,
) -> Markup {
    let from = at(bar.from);
    let to = bar.until.map_or(end, at).max(from + 3);
    let line = bar.line.as_ref().map_or("", |l| l.get(lang));
    let name: String = bar.name.chars().take(18).collect();
    html! {
        text x="0" y=(y + 4) { (line) " " (name) }
        rect x=(from) y=(y - 8) width=(to - from) height="16" fill="#f3ece2" stroke="#1d1d1b" {}
        text x=(from - 4) y=(y - 4) text-anchor="end" font-size="11" { (number) }
        @if bar.until.is_none() { path d={ "M" (to) " " (y - 8) "l8 8l-8 8" } fill="none" stroke="#1d1d1b" {} }
        @if let Some(response) = &bar.response {
            text x=(to + 12) y=(y + 4) font-size="12" { (short(response.get(lang))) }
        }
        title { (bar.name) }
    }
}

/// What stands in brackets is the short form: CR of 完全奏効（CR）.
fn short(said: &str) -> &str {
    let inner = said.split_once(['（', '(']).map(|(_, rest)| rest);
    inner.map_or(said, |rest| rest.trim_end_matches(['）', ')']))
}

fn told(course: &Timeline, lang: Lang) -> Markup {
    html! {
        ol class="course-said" {
            @for said in sentences(course) { li { (said.get(lang)) } }
        }
    }
}
