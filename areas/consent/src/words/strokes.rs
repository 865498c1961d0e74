//! A signature as it was drawn: strokes of points on a sheet of 600 by 200. Drawn again as it was, never a picture from
//! outside.

use std::fmt::Write as _;

/// Width and height of the sheet.
pub const SHEET: (u16, u16) = (600, 200);
/// Points at most: a long name in a slow hand has a tenth of it.
const MOST: usize = 4_000;
/// Points at least: a tap is no signature.
const LEAST: usize = 8;

/// Strokes, each of points.
pub type Strokes = Vec<Vec<(u16, u16)>>;

/// Reads what the page sends: `x,y x,y;x,y …`. `None` if it is no drawing, or outside its sheet, or too much or too little.
#[must_use]
pub fn read(sent: &str) -> Option<Strokes> {
    let point = |p: &str| {
        let (x, y) = p.split_once(',')?;
        let (x, y) = (x.parse().ok()?, y.parse().ok()?);
        (x <= SHEET.0 && y <= SHEET.1).then_some((x, y))
    };
    let stroke = |s: &str| s.split(' ').map(point).collect::<Option<Vec<_>>>();
    if sent.len() > MOST * 8 {
        return None;
    }
    let all: Strokes = sent.split(';').map(stroke).collect::<Option<_>>()?;
    let points: usize = all.iter().map(Vec::len).sum();
    (LEAST..=MOST).contains(&points).then_some(all)
}

/// The path of an SVG.
#[must_use]
pub fn path(strokes: &Strokes) -> String {
    let mut path = String::new();
    for stroke in strokes {
        for (n, (x, y)) in stroke.iter().enumerate() {
            let to = if n == 0 { 'M' } else { 'L' };
            // a String takes everything that is written to it
            let _ = write!(path, "{to}{x} {y}");
        }
    }
    path
}
