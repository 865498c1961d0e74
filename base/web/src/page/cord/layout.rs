//! Where each knot stands: left to right in time, steps that meet above one another, labels with room.

use words::At;

use super::{Cord, Knot};

/// Knots that share a place because they are one fact.
struct Unit {
    knots: Vec<(usize, usize)>,
    at: Option<At>,
    waits: bool,
}

impl Unit {
    fn of(cord: &Cord, knots: Vec<(usize, usize)>) -> Self {
        let known = || {
            knots
                .iter()
                .filter_map(|(lane, position)| cord.knot(*lane, *position))
        };
        let at = known().filter_map(|k| k.at).max();
        let waits = !known().any(Knot::is_reached);
        Self { knots, at, waits }
    }

    /// What was walked, what is now, what waits.
    fn stage(&self) -> (bool, bool) {
        (self.waits, self.at.is_none())
    }
}

/// Horizontal places, by strand and position.
pub struct Layout {
    pub x: [Vec<f64>; 4],
    /// Where the cut runs, if the cord is cut.
    pub cut: Option<f64>,
    /// Where the last knot and its label end.
    pub end: f64,
}

/// Room, in px before stretching.
pub struct Room {
    /// Where the first knot may stand, and how far the drawing reaches.
    pub from: f64,
    pub to: f64,
    /// The cut with its time.
    pub cut: f64,
    /// From what was walked to what is now, and from there to what waits.
    pub pause: f64,
}

/// Places knots; `need` is the room that a knot with its label asks for.
pub fn layout(cord: &Cord, room: &Room, need: impl Fn(&Knot) -> f64) -> Layout {
    let units = order(cord);
    let walk = Walk::along(cord, &units, room, need);
    let scale = ((room.to - room.from) / walk.whole(room).max(1.0)).min(2.2);
    let place = |x: f64| room.from + x * scale;
    let lane = |lane| vec![room.from; cord.strands.get(lane).map_or(0, Vec::len)];
    let mut x: [Vec<f64>; 4] = std::array::from_fn(lane);
    for (unit, at) in units.iter().zip(&walk.spots) {
        for (lane, position) in &unit.knots {
            if let Some(slot) = x.get_mut(*lane).and_then(|l| l.get_mut(*position)) {
                *slot = place(*at);
            }
        }
    }
    let end = place(walk.whole(room));
    Layout {
        x,
        cut: walk.cut.map(place),
        end,
    }
}

/// Places before stretching.
struct Walk {
    spots: Vec<f64>,
    lane_end: [f64; 4],
    cut: Option<f64>,
}

impl Walk {
    fn along(cord: &Cord, units: &[Unit], room: &Room, need: impl Fn(&Knot) -> f64) -> Self {
        let mut walk = Self {
            spots: Vec::with_capacity(units.len()),
            lane_end: [0.0; 4],
            cut: None,
        };
        let mut now = 0.0_f64;
        for (n, unit) in units.iter().enumerate() {
            let is_cut = cord
                .cut
                .is_some_and(|cut| unit.at.is_none_or(|at| at > cut));
            if n > 0 && is_cut && walk.cut.is_none() {
                // A gap of its own, so that the cut never runs through a label.
                walk.cut = Some(walk.reach() + 8.0);
                now = walk.reach() + 8.0 + room.cut;
            } else if n > 0
                && units
                    .get(n - 1)
                    .is_some_and(|before| before.stage() != unit.stage())
            {
                now += room.pause;
            }
            let ends = unit
                .knots
                .iter()
                .filter_map(|(lane, _)| walk.lane_end.get(*lane))
                .copied();
            now = ends.fold(now, f64::max);
            walk.spots.push(now);
            for (lane, position) in &unit.knots {
                let wide = cord.knot(*lane, *position).map_or(0.0, &need);
                if let Some(end) = walk.lane_end.get_mut(*lane) {
                    *end = now + wide;
                }
            }
        }
        if cord.cut.is_some() && walk.cut.is_none() {
            walk.cut = Some(walk.reach() + 8.0);
        }
        walk
    }

    /// Where the last label ends.
    fn reach(&self) -> f64 {
        self.lane_end.iter().copied().fold(0.0, f64::max)
    }

    fn whole(&self, room: &Room) -> f64 {
        self.cut.map_or(0.0, |cut| cut + room.cut).max(self.reach())
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
            .min_by_key(|(n, u)| (u.stage(), u.at, *n))
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
    for meeting in &cord.meetings {
        let fresh = |k: &&(usize, usize)| cord.knot(k.0, k.1).is_some() && !taken.contains(k);
        let knots: Vec<_> = meeting.knots.iter().filter(fresh).copied().collect();
        taken.extend(&knots);
        if !knots.is_empty() {
            units.push(Unit::of(cord, knots));
        }
    }
    for (lane, strand) in cord.strands.iter().enumerate() {
        for position in (0..strand.len()).filter(|p| !taken.contains(&(lane, *p))) {
            let knots = vec![(lane, position)];
            units.push(Unit::of(cord, knots));
        }
    }
    units
}
