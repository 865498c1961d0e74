//! Where each knot stands: left to right in time, steps that meet above one another, labels with room.

use words::At;

use super::{Cord, Knot};

/// Knots that share a place because they are one fact.
struct Unit {
    knots: Vec<(usize, usize)>,
    at: Option<At>,
}

/// Horizontal places, by strand and position.
pub struct Layout {
    pub x: [Vec<f64>; 4],
    /// Where the cut runs, if the cord is cut.
    pub cut: Option<f64>,
    /// Where the last knot and its label end.
    pub end: f64,
}

/// Places knots between `left` and `right`; `need` is the room that a knot with its label asks for, `gap` that of the cut with its time.
pub fn layout(cord: &Cord, left: f64, right: f64, gap: f64, need: impl Fn(&Knot) -> f64) -> Layout {
    let units = order(cord);
    let mut natural: Vec<f64> = Vec::with_capacity(units.len());
    let mut lane_end = [0.0_f64; 4];
    let mut now = 0.0_f64;
    let mut cut = None;
    for (n, unit) in units.iter().enumerate() {
        let after = n > 0
            && cord
                .cut
                .is_some_and(|cut| unit.at.is_none_or(|at| at > cut));
        if after && cut.is_none() {
            // A gap of its own, so that the cut never runs through a label.
            let reached = lane_end.iter().copied().fold(now, f64::max);
            cut = Some(reached + 8.0);
            now = reached + 8.0 + gap;
        }
        let room = unit
            .knots
            .iter()
            .filter_map(|(lane, _)| lane_end.get(*lane))
            .copied();
        let x = room.fold(now, f64::max);
        natural.push(x);
        now = x;
        for (lane, position) in &unit.knots {
            let wide = cord.knot(*lane, *position).map_or(0.0, &need);
            if let Some(end) = lane_end.get_mut(*lane) {
                *end = x + wide;
            }
        }
    }
    let end = natural.last().copied().unwrap_or_default();
    if cord.cut.is_some() && cut.is_none() {
        cut = Some(lane_end.iter().copied().fold(end, f64::max) + 8.0);
    }
    // The last label may reach into the right margin; what matters is where the last knot stands.
    let tail = units.last().map_or(0.0, |u| {
        u.knots
            .iter()
            .filter_map(|(l, p)| cord.knot(*l, *p))
            .map(&need)
            .fold(0.0, f64::max)
    });
    let whole = cut.map_or(0.0, |cut| cut + gap).max(end + tail).max(1.0);
    let scale = ((right - left) / whole).min(2.2);
    let place = |x: f64| left + x * scale;
    let mut x: [Vec<f64>; 4] =
        std::array::from_fn(|lane| vec![left; cord.strands.get(lane).map_or(0, Vec::len)]);
    for (unit, at) in units.iter().zip(&natural) {
        for (lane, position) in &unit.knots {
            if let Some(slot) = x.get_mut(*lane).and_then(|l| l.get_mut(*position)) {
                *slot = place(*at);
            }
        }
    }
    Layout {
        x,
        cut: cut.map(place),
        end: place(whole),
    }
}

/// Units in an order that respects each strand, and time where it is known.
fn order(cord: &Cord) -> Vec<Unit> {
    let mut waiting = units(cord);
    let mut done = [0_usize; 4];
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |u: &Unit| {
            u.knots
                .iter()
                .all(|(lane, position)| done.get(*lane) == Some(position))
        };
        let first = waiting
            .iter()
            .enumerate()
            .filter(|(_, u)| ready(u))
            .min_by_key(|(n, u)| (u.at.is_none(), u.at, *n))
            .map(|(n, _)| n);
        // Meetings that contradict each other would never become ready: then the first goes.
        let unit = waiting.remove(first.unwrap_or(0));
        for (lane, position) in &unit.knots {
            if let Some(d) = done.get_mut(*lane) {
                *d = (*d).max(position + 1);
            }
        }
        ordered.push(unit);
    }
    ordered
}

fn units(cord: &Cord) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let at_of = |knots: &[(usize, usize)]| {
        knots
            .iter()
            .filter_map(|(l, p)| cord.knot(*l, *p)?.at)
            .max()
    };
    for meeting in &cord.meetings {
        let fresh = |k: &&(usize, usize)| cord.knot(k.0, k.1).is_some() && !taken.contains(k);
        let knots: Vec<_> = meeting.knots.iter().filter(fresh).copied().collect();
        taken.extend(&knots);
        if !knots.is_empty() {
            units.push(Unit {
                at: at_of(&knots),
                knots,
            });
        }
    }
    for (lane, strand) in cord.strands.iter().enumerate() {
        for position in (0..strand.len()).filter(|p| !taken.contains(&(lane, *p))) {
            let knots = vec![(lane, position)];
            units.push(Unit {
                at: at_of(&knots),
                knots,
            });
        }
    }
    units
}
