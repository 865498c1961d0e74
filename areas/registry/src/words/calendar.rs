//! Days as people write them: 昭和35年4月3日, S35.4.3, 2026/4/3, 20260403, in full or half width, with numbers in kanji.
//!
//! Nothing is guessed: a year of two digits without an era is no day, and a day outside its era is refused with the era
//! that it belongs to.

use words::{Day, Text, text};

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDay {
    /// It is not written as a day.
    Form,
    /// There is no such day in the calendar: 30 February.
    NotInCalendar,
    /// The era had ended or had not begun; the day in its right era, if there is one.
    OtherEra(Option<String>),
}

struct Era {
    names: [&'static str; 3],
    /// Year before its first.
    base: i16,
    first: (i16, i8, i8),
    last: (i16, i8, i8),
}

/// Meiji counts from 1868, but days before 1873 ran by the old calendar and are not days of ours.
const ERAS: [Era; 5] = [
    Era {
        names: ["令和", "R", "㋿"],
        base: 2018,
        first: (2019, 5, 1),
        last: (9999, 12, 31),
    },
    Era {
        names: ["平成", "H", "㍻"],
        base: 1988,
        first: (1989, 1, 8),
        last: (2019, 4, 30),
    },
    Era {
        names: ["昭和", "S", "㍼"],
        base: 1925,
        first: (1926, 12, 25),
        last: (1989, 1, 7),
    },
    Era {
        names: ["大正", "T", "㍽"],
        base: 1911,
        first: (1912, 7, 30),
        last: (1926, 12, 24),
    },
    Era {
        names: ["明治", "M", "㍾"],
        base: 1867,
        first: (1873, 1, 1),
        last: (1912, 7, 29),
    },
];

/// The day that a text means.
///
/// # Errors
/// [`NoDay`]: what is wrong with it.
pub fn day(typed: &str) -> Result<Day, NoDay> {
    let plain = plain(typed);
    let (era, rest) = era(&plain);
    match (era, numbers(rest).as_slice()) {
        (Some(era), [y, m, d]) if *y >= 1 => in_era(era, *y, *m, *d),
        (Some(era), [all]) if rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_digit()) => {
            in_era(era, all / 10_000, all / 100 % 100, all % 100)
        }
        (None, [y, m, d]) if *y >= 1000 => made(*y, *m, *d),
        (None, [all]) if rest.len() == 8 => made(all / 10_000, all / 100 % 100, all % 100),
        _ => Err(NoDay::Form),
    }
}

/// The month that a text means, as `YYYY-MM`.
///
/// # Errors
/// [`NoDay`]: what is wrong with it.
pub fn month(typed: &str) -> Result<String, NoDay> {
    let plain = plain(typed);
    let (era, rest) = era(&plain);
    let (year, month) = match (era, numbers(rest).as_slice()) {
        (Some(era), [y, m]) if *y >= 1 => (*y + u32::from(era.base.unsigned_abs()), *m),
        (None, [y, m]) if *y >= 1000 => (*y, *m),
        (None, [all]) if rest.len() == 6 => (all / 100, all % 100),
        _ => return Err(NoDay::Form),
    };
    if let Some(era) = era {
        // a month counts for an era if any day of it does
        let here = (
            i16::try_from(year).unwrap_or(0),
            i8::try_from(month).unwrap_or(0),
        );
        let (from, to) = ((era.first.0, era.first.1), (era.last.0, era.last.1));
        if !(from..=to).contains(&here) {
            return Err(NoDay::OtherEra(None));
        }
    }
    let first = made(year, month, 1)?;
    Ok(first.to_string().chars().take(7).collect())
}

impl NoDay {
    /// What to do about it.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Form => text!(
                "年月日は、昭和35年4月3日、S35.4.3、1960/4/3 のように入力してください。",
                "Write the day as 1960/4/3, 昭和35年4月3日 or S35.4.3."
            ),
            Self::NotInCalendar => text!(
                "暦にない日付です。月と日を確かめてください。",
                "There is no such day in the calendar: check month and day."
            ),
            Self::OtherEra(Some(right)) => text!(
                ("元号の期間から外れています。{right} ではありませんか。"),
                ("The day is outside its era. Is it {right}?")
            ),
            Self::OtherEra(None) => text!(
                "元号の期間から外れています。西暦でも入力できます。",
                "The day is outside its era. The western year can be given too."
            ),
        }
    }
}

/// Half-width digits and letters without spaces; kanji numbers as digits; 元年 as the first year.
fn plain(typed: &str) -> String {
    let half = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '。' | '、' | '・' | '｡' | '､' | '･' => '.',
        '‐' | '‑' | '–' | '—' | '―' | '−' | 'ー' | 'ｰ' => '-',
        other => other,
    };
    let text: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(half)
        .collect();
    kanji(&text.to_uppercase().replace('元', "1"))
}

fn era(text: &str) -> (Option<&'static Era>, &str) {
    for era in &ERAS {
        for name in era.names {
            if let Some(rest) = text.strip_prefix(name) {
                return (Some(era), rest.strip_prefix('.').unwrap_or(rest));
            }
        }
    }
    (None, text)
}

/// The numbers of a text that has nothing but numbers and the marks between the parts of a day.
fn numbers(text: &str) -> Vec<u32> {
    let trimmed = text.trim_end_matches(['日', '月']);
    let parts = trimmed.split(['年', '月', '日', '/', '.', '-']);
    let all: Option<Vec<u32>> = parts
        .map(|p| (p.len() <= 8).then(|| p.parse().ok()).flatten())
        .collect();
    all.unwrap_or_default()
}

fn made(year: u32, month: u32, day: u32) -> Result<Day, NoDay> {
    let day = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = day else {
        return Err(NoDay::NotInCalendar);
    };
    Day::new(year, month, day).ok_or(NoDay::NotInCalendar)
}

fn in_era(era: &Era, year: u32, month: u32, day: u32) -> Result<Day, NoDay> {
    let year = year + u32::from(era.base.unsigned_abs());
    let day = made(year, month, day)?;
    let edge = |(y, m, d): (i16, i8, i8)| Day::new(y, m, d);
    let inside = edge(era.first).is_some_and(|first| first <= day)
        && edge(era.last).is_some_and(|last| day <= last);
    if inside {
        Ok(day)
    } else {
        Err(NoDay::OtherEra(day.era()))
    }
}

/// Kanji numbers up to 99 as digits: 三十五 is 35, 二〇二六 is 2026.
fn kanji(text: &str) -> String {
    let mut out = String::new();
    let mut run = Vec::new();
    for c in text.chars().chain(['\0']) {
        match worth(c) {
            Some(worth) => run.push(worth),
            None => {
                out.push_str(&read(&run));
                run.clear();
                if c != '\0' {
                    out.push(c);
                }
            }
        }
    }
    out
}

fn worth(c: char) -> Option<u32> {
    let at = "〇一二三四五六七八九十".chars().position(|k| k == c)?;
    u32::try_from(at).ok()
}

fn read(run: &[u32]) -> String {
    let Some(ten) = run.iter().position(|w| *w == 10) else {
        return run.iter().map(u32::to_string).collect();
    };
    let (tens, ones) = (run.get(..ten), run.get(ten + 1..));
    let digit = |part: Option<&[u32]>, none| match part {
        Some([]) | None => Some(none),
        Some([one]) if *one < 10 => Some(*one),
        Some(_) => None,
    };
    match (digit(tens, 1), digit(ones, 0)) {
        (Some(tens), Some(ones)) => (tens * 10 + ones).to_string(),
        // not a number: left as something that no day has
        _ => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{NoDay, day, month};

    fn iso(text: &str) -> String {
        day(text).map_or_else(|e| format!("{e:?}"), |d| d.to_string())
    }

    #[test]
    fn a_day_is_read_however_it_is_written() {
        for text in [
            "S35.4.3",
            "s35/4/3",
            "S350403",
            "昭和35年4月3日",
            "昭和３５年　４月３日",
            "Ｓ３５．４．３",
            "㍼35.04.03",
            "昭和三十五年四月三日",
            "1960/4/3",
            "1960-04-03",
            "1960年4月3日",
            "１９６０．４．３",
            "19600403",
            "一九六〇年四月三日",
        ] {
            assert_eq!(iso(text), "1960-04-03", "{text}");
        }
        assert_eq!(iso("令和元年5月1日"), "2019-05-01");
        assert_eq!(iso("平成十年十月二十日"), "1998-10-20");
    }

    #[test]
    fn every_era_begins_and_ends_on_its_day() {
        for (text, meant) in [
            ("M6.1.1", "1873-01-01"),
            ("M45.7.29", "1912-07-29"),
            ("T1.7.30", "1912-07-30"),
            ("T15.12.24", "1926-12-24"),
            ("S1.12.25", "1926-12-25"),
            ("S64.1.7", "1989-01-07"),
            ("H1.1.8", "1989-01-08"),
            ("H31.4.30", "2019-04-30"),
            ("R1.5.1", "2019-05-01"),
            ("R8.4.3", "2026-04-03"),
        ] {
            assert_eq!(iso(text), meant, "{text}");
        }
        for (text, right) in [
            ("M45.7.30", "大正元年7月30日"),
            ("T15.12.25", "昭和元年12月25日"),
            ("S64.1.8", "平成元年1月8日"),
            ("H31.5.1", "令和元年5月1日"),
            ("R1.4.30", "平成31年4月30日"),
        ] {
            assert_eq!(
                day(text),
                Err(NoDay::OtherEra(Some(right.to_owned()))),
                "{text}"
            );
        }
        assert_eq!(
            day("M5.12.2"),
            Err(NoDay::OtherEra(None)),
            "the old calendar"
        );
    }

    #[test]
    fn nothing_is_guessed() {
        for text in [
            "",
            "35.4.3",
            "60/4/3",
            "4月3日",
            "昭和",
            "S0.4.3",
            "きのう",
            "1960",
            "2026/4/3/1",
            "S35.4.3x",
            "二十三十年",
        ] {
            assert_eq!(day(text), Err(NoDay::Form), "{text}");
        }
        for text in [
            "2026/2/29",
            "2025-13-01",
            "S35.4.31",
            "20260230",
            "2026/4/0",
        ] {
            assert_eq!(day(text), Err(NoDay::NotInCalendar), "{text}");
        }
        assert_eq!(iso("2024/2/29"), "2024-02-29");
    }

    #[test]
    fn a_month_is_read_too() {
        for text in [
            "R8.4",
            "令和8年4月",
            "2026/4",
            "2026-04",
            "２０２６年４月",
            "202604",
        ] {
            assert_eq!(month(text).as_deref(), Ok("2026-04"), "{text}");
        }
        assert_eq!(month("H31.5"), Err(NoDay::OtherEra(None)));
        assert_eq!(month("R1.5").as_deref(), Ok("2019-05"));
        assert!(month("26/4").is_err() && month("2026/13").is_err());
    }
}
