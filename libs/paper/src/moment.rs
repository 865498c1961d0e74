//! The date of a document, from its data.

use typst::foundations::Datetime;

/// Parses `YYYY-MM-DDTHH:MM:SS` with anything after the seconds, UTC.
pub fn parse(text: &str) -> Option<Datetime> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.split('-');
    let year = date.next()?.parse().ok()?;
    let month = date.next()?.parse().ok()?;
    let day = date.next()?.parse().ok()?;
    let mut time = time.get(..8)?.split(':');
    let hour = time.next()?.parse().ok()?;
    let minute = time.next()?.parse().ok()?;
    let second = time.next()?.parse().ok()?;
    Datetime::from_ymd_hms(year, month, day, hour, minute, second)
}
