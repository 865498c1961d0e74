//! Draws the cord as SVG.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped};
use words::Lang;

use super::{
    Cord, Knot, KnotState, STRANDS, Size,
    layout::{Layout, Room, layout},
    measure::{Measures, cut_said, escape, fit, short_date, wide},
    sentence,
};

const INK: &str = "#1d1d1b";
const SOFT: &str = "#5d5a52";
const PROBLEM: &str = "#c0101f";
const MEETING: &str = "#e9e4d6";
const GREY: &str = "#a8a397";
/// A white rim under text, so that a bow behind it does not strike it through.
const HALO: &str =
    r##"paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round""##;

/// The cord as SVG, with its sentence for those who do not see it.
#[must_use]
pub fn cord(cord: &Cord, size: Size, lang: Lang) -> Markup {
    let m = Measures::of(size);
    let right = m.width - if size == Size::Thread { 3.0 } else { 12.0 };
    let living = cord.until_the_end();
    let cord = &living;
    let room = Room {
        from: m.left + m.knot,
        to: right,
        cut: m.gap(cord, lang),
        pause: m.pause(),
    };
    let places = layout(cord, &room, |knot| m.need(knot, lang));
    let said = escape(&sentence(cord, lang));
    let class = if size == Size::Thread {
        "thread"
    } else {
        "strip"
    };
    let (w, h) = (m.width, m.height);
    // A group, not an image: the knots inside are links.
    let role = if size == Size::Thread { "img" } else { "group" };
    let mut svg = format!(
        r#"<svg class="{class}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="{role}" aria-label="{said}" font-family="'Noto Sans CJK JP','Hiragino Sans','Yu Gothic',IPAexGothic,sans-serif">"#
    );
    meetings(&mut svg, cord, &places, &m);
    for lane in 0..4 {
        strand(&mut svg, cord, lane, &places, &m, lang);
    }
    loops(&mut svg, cord, &places, &m, lang);
    for lane in 0..4 {
        knots(&mut svg, cord, lane, &places, &m, lang);
    }
    ends(&mut svg, cord, &places, &m, lang);
    svg.push_str("</svg>");
    PreEscaped(svg)
}

fn put(svg: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing into a String cannot fail.
    let _ = svg.write_fmt(piece);
}

fn meetings(svg: &mut String, cord: &Cord, places: &Layout, m: &Measures) {
    let broad = if m.font == 0.0 { 2.4 } else { 8.0 };
    for meeting in &cord.meetings {
        let spots: Vec<(f64, usize)> = meeting
            .knots
            .iter()
            .filter_map(|(lane, p)| Some((*places.x.get(*lane)?.get(*p)?, *lane)))
            .collect();
        let (Some(first), Some(last)) = (
            spots.iter().map(|s| s.1).min(),
            spots.iter().map(|s| s.1).max(),
        ) else {
            continue;
        };
        let Some((x, _)) = spots.first() else {
            continue;
        };
        let over = m.knot + 3.0;
        let (top, bottom) = (m.y(first) - over, m.y(last) + over);
        put(
            svg,
            format_args!(
                r#"<rect x="{:.1}" y="{top:.1}" width="{broad}" height="{:.1}" rx="{:.1}" fill="{MEETING}"/>"#,
                x - broad / 2.0,
                bottom - top,
                broad / 2.0
            ),
        );
    }
}

/// The lane: its mark, the part walked, the part ahead, and what a cut leaves.
fn strand(svg: &mut String, cord: &Cord, lane: usize, places: &Layout, m: &Measures, lang: Lang) {
    let (Some((name, mark, hue)), Some(knots), Some(x)) = (
        STRANDS.get(lane),
        cord.strands.get(lane),
        places.x.get(lane),
    ) else {
        return;
    };
    let y = m.y(lane);
    if m.font > 0.0 {
        let side = m.font + 4.0;
        let top = y - side / 2.0;
        put(
            svg,
            format_args!(
                r##"<rect x="6" y="{top:.1}" width="{side}" height="{side}" rx="3" fill="{hue}"/><text x="{:.1}" y="{:.1}" font-size="{}" font-weight="700" text-anchor="middle" fill="#fff">{}</text>"##,
                6.0 + side / 2.0,
                y + m.font * 0.36,
                m.font,
                mark.get(lang)
            ),
        );
        if m.dated {
            put(
                svg,
                format_args!(
                    r#"<text x="{:.1}" y="{:.1}" font-size="{}" fill="{INK}">{}</text>"#,
                    12.0 + side,
                    y + m.font * 0.36,
                    m.font,
                    name.get(lang)
                ),
            );
        }
    }
    let start = m.left - if m.font == 0.0 { 2.0 } else { 6.0 };
    let reached = knots
        .iter()
        .zip(x)
        .filter(|(k, _)| k.is_reached())
        .map(|(_, x)| *x)
        .next_back();
    let ahead = x.last().copied();
    if let Some(cut) = places.cut {
        let walked = reached.map_or(start, |r| r.min(cut - 4.0)).max(start);
        line(
            svg,
            (start, walked),
            y,
            &format!(r#"stroke="{hue}" stroke-width="{}""#, m.line),
        );
        line(svg, (walked, cut - 3.0), y, &dotted(m));
        if let Some(ahead) = ahead.filter(|a| *a > cut) {
            line(svg, (cut + 7.0, ahead), y, &dotted(m));
        }
        return;
    }
    let walked = reached.unwrap_or(start);
    line(
        svg,
        (start, walked),
        y,
        &format!(r#"stroke="{hue}" stroke-width="{}""#, m.line),
    );
    if let Some(ahead) = ahead.filter(|a| *a > walked) {
        line(svg, (walked, ahead), y, &dotted(m));
    }
}

fn dotted(m: &Measures) -> String {
    let (broad, dash) = if m.font == 0.0 {
        (0.8, "1.2 1.6")
    } else {
        (1.6, "1.5 4")
    };
    format!(
        r#"stroke="{GREY}" stroke-width="{broad}" stroke-dasharray="{dash}" stroke-linecap="round""#
    )
}

fn line(svg: &mut String, (from, to): (f64, f64), y: f64, look: &str) {
    if to > from {
        put(
            svg,
            format_args!(r#"<path d="M{from:.1} {y:.1}H{to:.1}" fill="none" {look}/>"#),
        );
    }
}

/// A bow below the strand, back to the step that is repeated.
fn loops(svg: &mut String, cord: &Cord, places: &Layout, m: &Measures, lang: Lang) {
    for again in &cord.loops {
        let lane = places.x.get(again.lane);
        let spots = lane.and_then(|l| l.get(again.from).zip(l.get(again.back_to)));
        let (Some((from, to)), Some((_, _, hue))) = (spots, STRANDS.get(again.lane)) else {
            continue;
        };
        let y = m.y(again.lane) + m.knot * 0.6;
        let deep = if m.font == 0.0 {
            2.0
        } else {
            m.step * if m.dated { 0.36 } else { 0.26 }
        };
        let broad = if m.font == 0.0 { 0.7 } else { 1.3 };
        put(
            svg,
            format_args!(
                r#"<path d="M{from:.1} {y:.1}C{from:.1} {low:.1} {to:.1} {low:.1} {to:.1} {y:.1}" fill="none" stroke="{hue}" stroke-width="{broad}"><title>{}</title></path>"#,
                escape(again.label.get(lang)),
                low = y + deep * 1.33
            ),
        );
        if m.font > 0.0 {
            let (x, y) = (to + 0.4, y + 1.5);
            put(
                svg,
                format_args!(
                    r#"<path d="M{:.1} {:.1}L{x:.1} {y:.1}L{:.1} {:.1}" fill="none" stroke="{hue}" stroke-width="{broad}"/>"#,
                    x - 3.2,
                    y + 4.6,
                    x + 3.4,
                    y + 4.4
                ),
            );
        }
        if m.dated {
            let middle = f64::midpoint(*from, *to);
            put(
                svg,
                format_args!(
                    r#"<text x="{middle:.1}" y="{:.1}" font-size="{:.1}" text-anchor="middle" fill="{SOFT}">{}</text>"#,
                    y + deep + m.font,
                    m.font * 0.85,
                    escape(again.label.get(lang))
                ),
            );
        }
    }
}

fn knots(svg: &mut String, cord: &Cord, lane: usize, places: &Layout, m: &Measures, lang: Lang) {
    let (Some((_, _, hue)), Some(knots), Some(x)) = (
        STRANDS.get(lane),
        cord.strands.get(lane),
        places.x.get(lane),
    ) else {
        return;
    };
    let y = m.y(lane);
    for (n, (knot, at)) in knots.iter().zip(x).enumerate() {
        let linked = m.font > 0.0 && !knot.anchor.is_empty();
        if linked {
            put(svg, format_args!(r#"<a href="{}">"#, escape(&knot.anchor)));
        }
        if m.font > 0.0 {
            put(
                svg,
                format_args!("<title>{}</title>", escape(&super::say::knot(knot, lang))),
            );
        }
        let lost = knot.state == KnotState::Waiting && places.cut.is_some_and(|cut| *at > cut);
        let state = if lost { KnotState::Stopped } else { knot.state };
        svg.push_str(&shape(state, *at, y, m, hue));
        if m.font > 0.0 {
            let mut room = x.get(n + 1).map_or(m.width - at, |next| next - at) - m.knot - 4.0;
            if let Some(cut) = places.cut.filter(|cut| cut > at) {
                room = room.min(cut - at - m.knot - 2.0);
            }
            label(svg, knot, (*at, y), room, m, lang);
        }
        if linked {
            svg.push_str("</a>");
        }
    }
}

fn shape(state: KnotState, x: f64, y: f64, m: &Measures, hue: &str) -> String {
    let r = m.knot;
    let broad = if m.font == 0.0 { 0.9 } else { 2.0 };
    let triangle = |fill: &str, stroke: &str| {
        let r = r * if m.font == 0.0 { 2.1 } else { 1.35 };
        format!(
            r#"<path d="M{x:.1} {:.1}L{:.1} {low:.1}L{:.1} {low:.1}Z" fill="{fill}" stroke="{stroke}" stroke-width="{broad}" stroke-linejoin="round"/>"#,
            y - r,
            x + r * 0.95,
            x - r * 0.95,
            low = y + r * 0.7
        )
    };
    match state {
        KnotState::Done => format!(r#"<circle cx="{x:.1}" cy="{y:.1}" r="{r}" fill="{hue}"/>"#),
        KnotState::Now => format!(
            r##"<circle cx="{x:.1}" cy="{y:.1}" r="{:.1}" fill="#fff" stroke="{hue}" stroke-width="{broad}"/><circle cx="{x:.1}" cy="{y:.1}" r="{:.1}" fill="{hue}"/>"##,
            r * 1.25,
            r * 0.5
        ),
        KnotState::Waiting => format!(
            r##"<circle cx="{x:.1}" cy="{y:.1}" r="{:.1}" fill="#fff" stroke="{GREY}" stroke-width="{:.1}"/>"##,
            r * 0.85,
            broad * 0.8
        ),
        KnotState::Hold => {
            let (wide, high) = (r * 0.7, r * 2.0);
            format!(
                r##"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" fill="#fff"/><rect x="{:.1}" y="{top:.1}" width="{wide:.1}" height="{high:.1}" fill="{INK}"/><rect x="{:.1}" y="{top:.1}" width="{wide:.1}" height="{high:.1}" fill="{INK}"/>"##,
                x - r * 1.3,
                y - r,
                r * 2.6,
                high,
                x - r,
                x + r * 0.3,
                top = y - r
            )
        }
        KnotState::Problem => triangle(PROBLEM, PROBLEM),
        KnotState::Solved => triangle("#fff", hue),
        KnotState::Stopped => format!(
            r##"<circle cx="{x:.1}" cy="{y:.1}" r="{r}" fill="#fff"/><path d="M{:.1} {:.1}L{:.1} {:.1}" stroke="{INK}" stroke-width="{broad}"/>"##,
            x - r * 0.8,
            y + r,
            x + r * 0.8,
            y - r
        ),
    }
}

/// The label right above its knot: with its date if there is room, cut with an ellipsis if there is not even room for the name.
fn label(svg: &mut String, knot: &Knot, (x, y): (f64, f64), room: f64, m: &Measures, lang: Lang) {
    let name = knot.label.get(lang);
    let date = knot.at.map(|at| short_date(at, lang));
    let fill = if knot.state == KnotState::Waiting {
        SOFT
    } else {
        INK
    };
    let weight = if matches!(
        knot.state,
        KnotState::Now | KnotState::Problem | KnotState::Hold
    ) {
        "700"
    } else {
        "400"
    };
    let (x, y) = (x + m.knot + 2.0, y - m.knot - 1.0);
    let shown = fit(name, room, m.font);
    put(
        svg,
        format_args!(
            r#"<text x="{x:.1}" y="{y:.1}" font-size="{}" font-weight="{weight}" fill="{fill}" {HALO}>{}"#,
            m.font,
            escape(&shown)
        ),
    );
    let fits_beside = shown == name
        && date
            .as_ref()
            .is_some_and(|d| wide(name, m.font) + wide(d, m.font * 0.9) + 4.0 <= room);
    if let Some(date) = date.filter(|_| m.dated || fits_beside) {
        let place = if m.dated {
            format!(r#" x="{x:.1}" dy="{:.1}""#, m.knot * 2.0 + 14.0)
        } else {
            r#" dx="4""#.to_owned()
        };
        put(
            svg,
            format_args!(
                r#"<tspan{place} font-size="{:.1}" font-weight="400" fill="{SOFT}">{date}</tspan>"#,
                m.font * 0.9
            ),
        );
    }
    svg.push_str("</text>");
}

/// The cut of a withdrawal with its time; the plain bar of a death.
fn ends(svg: &mut String, cord: &Cord, places: &Layout, m: &Measures, lang: Lang) {
    if let (Some(x), Some(at)) = (places.cut, cord.cut) {
        let half = if m.font == 0.0 { 1.6 } else { m.step * 0.34 };
        let broad = if m.font == 0.0 { 0.9 } else { 1.8 };
        for lane in 0..4 {
            let y = m.y(lane);
            for shift in [0.0, if m.font == 0.0 { 2.0 } else { 5.0 }] {
                put(
                    svg,
                    format_args!(
                        r#"<path d="M{:.1} {:.1}L{:.1} {:.1}" stroke="{INK}" stroke-width="{broad}"/>"#,
                        x - half * 0.5 + shift,
                        y + half,
                        x + half * 0.5 + shift,
                        y - half
                    ),
                );
            }
        }
        if m.font > 0.0 {
            let (x, y) = (x + 14.0, m.y(0) - m.knot - 1.0);
            put(
                svg,
                format_args!(
                    r##"<text x="{x:.1}" y="{y:.1}" font-size="{}" font-weight="700" fill="{INK}" {HALO}>{}</text>"##,
                    m.font,
                    cut_said(at).get(lang)
                ),
            );
        }
    }
    if cord.ended.is_some() {
        let x = places.end.min(m.width - 2.0);
        let broad = if m.font == 0.0 { 1.2 } else { 3.0 };
        put(
            svg,
            format_args!(
                r#"<path class="end" d="M{x:.1} {:.1}V{:.1}" stroke="{INK}" stroke-width="{broad}"/>"#,
                m.y(0) - m.knot,
                m.y(3) + m.knot
            ),
        );
    }
}
