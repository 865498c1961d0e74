//! Instants in UTC, civil days in Asia/Tokyo. Time is passed in; nothing here reads a clock.

use std::fmt;

use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Serialize};

use crate::Lang;

/// Asia/Tokyo has been UTC+9 without summer time since 1952.
const JST: Offset = Offset::constant(9);

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct At(pub i64);

/// A civil day in Asia/Tokyo, `YYYY-MM-DD` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(Date);

/// The text is not a day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a day (YYYY-MM-DD): {0:?}")]
pub struct NotADay(pub String);

impl At {
    /// From microseconds since the epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// This instant moved by whole days of 24 hours.
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0 + days * 86_400_000_000)
    }

    /// This instant moved by seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }

    /// Whole days since `earlier`.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 86_400_000_000
    }

    /// The civil day in Asia/Tokyo.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.jst().date())
    }

    fn jst(self) -> jiff::civil::DateTime {
        Timestamp::from_microsecond(self.0)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned(TimeZone::fixed(JST))
            .datetime()
    }

    /// `2026年4月3日（金） 14:05` or `3 Apr 2026 14:05`, Japanese time.
    #[must_use]
    pub fn show(self, lang: Lang) -> String {
        let time = self.jst();
        format!(
            "{} {:02}:{:02}",
            self.day().show(lang),
            time.hour(),
            time.minute()
        )
    }

    /// RFC 3339 in UTC with microseconds.
    #[must_use]
    pub fn rfc3339(self) -> String {
        Timestamp::from_microsecond(self.0)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_string()
    }
}

impl Day {
    /// A day of the calendar, if there is one.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// Completed years from this day (of birth) until `on`.
    #[must_use]
    pub fn years_until(self, on: Self) -> i32 {
        let before = (on.0.month(), on.0.day()) < (self.0.month(), self.0.day());
        i32::from(on.0.year()) - i32::from(self.0.year()) - i32::from(before)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The day a number of days later (or earlier).
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        self.0
            .checked_add(jiff::Span::new().days(days))
            .map_or(self, Self)
    }

    /// Midnight at the start of this day in Japan.
    #[must_use]
    pub fn starts(self) -> At {
        JST.to_timestamp(self.0.at(0, 0, 0, 0))
            .map_or(At(0), |t| At(t.as_microsecond()))
    }

    /// The day in the Japanese era, `令和8年4月3日`; none before Meiji 6, when the calendar changed.
    #[must_use]
    pub fn era(self) -> Option<String> {
        const ERAS: [(&str, i16, i8, i8); 5] = [
            ("令和", 2019, 5, 1),
            ("平成", 1989, 1, 8),
            ("昭和", 1926, 12, 25),
            ("大正", 1912, 7, 30),
            ("明治", 1873, 1, 1),
        ];
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.day());
        let (name, first, ..) = ERAS
            .into_iter()
            .find(|(_, y, m, d)| (year, month, day) >= (*y, *m, *d))?;
        // Meiji began in 1868; its first five years ran by the old calendar
        let first = if name == "明治" { 1868 } else { first };
        let year = match year - first + 1 {
            1 => "元".to_owned(),
            n => n.to_string(),
        };
        Some(format!("{name}{year}年{month}月{day}日"))
    }

    /// `2026年4月3日（金）` or `3 Apr 2026`.
    #[must_use]
    pub fn show(self, lang: Lang) -> String {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        const DAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.day());
        match lang {
            Lang::Ja => {
                let weekday = usize::from(self.0.weekday().to_monday_zero_offset().unsigned_abs());
                format!(
                    "{year}年{month}月{day}日（{}）",
                    DAYS.get(weekday).unwrap_or(&"")
                )
            }
            Lang::En => {
                let name = MONTHS.get(usize::from(month.unsigned_abs()).saturating_sub(1));
                format!("{day} {} {year}", name.unwrap_or(&""))
            }
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl std::str::FromStr for Day {
    type Err = NotADay;
    fn from_str(text: &str) -> Result<Self, NotADay> {
        text.parse().map(Self).map_err(|_| NotADay(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_tokyo() {
        let day: Day = "2026-04-03".parse().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(day.starts().rfc3339(), "2026-04-02T15:00:00Z");
        assert_eq!(day.starts().day(), day);
        assert_eq!(day.show(Lang::Ja), "2026年4月3日（金）");
        assert_eq!(day.show(Lang::En), "3 Apr 2026");
    }

    #[test]
    fn a_day_has_its_era() {
        let era = |y, m, d| Day::new(y, m, d).and_then(Day::era);
        assert_eq!(era(2026, 4, 3).as_deref(), Some("令和8年4月3日"));
        assert_eq!(era(2019, 5, 1).as_deref(), Some("令和元年5月1日"));
        assert_eq!(era(2019, 4, 30).as_deref(), Some("平成31年4月30日"));
        assert_eq!(era(1989, 1, 7).as_deref(), Some("昭和64年1月7日"));
        assert_eq!(era(1960, 4, 3).as_deref(), Some("昭和35年4月3日"));
    }

    #[test]
    fn a_birthday_counts_on_the_day_itself() {
        let born = Day::new(2008, 4, 3);
        let eve = Day::new(2026, 4, 2);
        let day = Day::new(2026, 4, 3);
        assert_eq!(born.zip(eve).map(|(b, e)| b.years_until(e)), Some(17));
        assert_eq!(born.zip(day).map(|(b, d)| b.years_until(d)), Some(18));
    }
}
