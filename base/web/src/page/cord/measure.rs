//! Measures of each size, and how wide a text will be.

use words::{At, Lang, Text, text};

use super::{Cord, Knot, Size};

/// The measures of a size, in px.
pub(super) struct Measures {
    pub width: f64,
    pub height: f64,
    /// First lane, and from lane to lane.
    pub top: f64,
    pub step: f64,
    pub left: f64,
    pub knot: f64,
    pub line: f64,
    pub font: f64,
    pub dated: bool,
}

impl Measures {
    pub fn of(size: Size) -> Self {
        match size {
            Size::Thread => Self {
                width: 120.0,
                height: 16.0,
                top: 2.8,
                step: 3.5,
                left: 3.0,
                knot: 1.7,
                line: 1.2,
                font: 0.0,
                dated: false,
            },
            Size::Strip => Self {
                width: 1200.0,
                height: 88.0,
                top: 19.0,
                step: 20.0,
                left: 44.0,
                knot: 5.0,
                line: 2.5,
                font: 12.0,
                dated: false,
            },
            Size::Full => Self {
                width: 1200.0,
                height: 240.0,
                top: 40.0,
                step: 52.0,
                left: 110.0,
                knot: 7.0,
                line: 3.5,
                font: 13.0,
                dated: true,
            },
        }
    }

    pub fn y(&self, lane: usize) -> f64 {
        self.top + self.step * f64::from(u8::try_from(lane).unwrap_or_default())
    }

    /// Room of the cut with its time.
    pub fn gap(&self, cord: &Cord, lang: Lang) -> f64 {
        if self.font == 0.0 {
            return 8.0;
        }
        cord.cut
            .map_or(0.0, |at| wide(cut_said(at).get(lang), self.font) + 26.0)
    }

    /// From what was walked to what is now, and from there to what waits.
    pub fn pause(&self) -> f64 {
        if self.font == 0.0 { 6.0 } else { 36.0 }
    }

    pub fn need(&self, knot: &Knot, lang: Lang) -> f64 {
        if self.font == 0.0 {
            return 8.0;
        }
        let label = wide(knot.label.get(lang), self.font);
        let date = knot
            .at
            .map_or(0.0, |at| wide(&short_date(at, lang), self.font * 0.9) + 4.0);
        let text = if self.dated {
            label.max(date)
        } else {
            label + date
        };
        text + self.knot * 2.0 + 10.0
    }
}

pub(super) fn cut_said(at: At) -> Text {
    text!(
        ("撤回 {}", short_date(at, Lang::Ja)),
        ("withdrawn {}", short_date(at, Lang::En))
    )
}

/// `4/3` or `3 Apr`, Japanese time.
pub(super) fn short_date(at: At, lang: Lang) -> String {
    let shown = at.day().show(Lang::En);
    let english = shown
        .rsplit_once(' ')
        .map_or(shown.as_str(), |(day, _)| day);
    match lang {
        Lang::En => english.to_owned(),
        Lang::Ja => {
            let day = at.day().to_string();
            let mut parts = day.split('-').skip(1).map(|p| p.trim_start_matches('0'));
            format!(
                "{}/{}",
                parts.next().unwrap_or_default(),
                parts.next().unwrap_or_default()
            )
        }
    }
}

/// Width of a text: a Japanese character is as wide as high, a Latin one a little over half.
pub(super) fn wide(text: &str, font: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| if c.is_ascii() { 0.55 } else { 1.0 })
        .sum();
    ems * font
}

pub(super) fn fit(text: &str, room: f64, font: f64) -> String {
    if wide(text, font) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if wide(&kept, font) + font > room {
            kept.pop();
            break;
        }
    }
    if kept.is_empty() { kept } else { kept + "…" }
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
