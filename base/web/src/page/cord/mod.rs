//! The cord: consent, clinic, specimen, genome as four lanes in time. One drawing, three sizes, one sentence.
//!
//! The SVG uses presentation attributes only (no style, no script), so it stands in pages under our policy and in PDFs alike.

mod draw;
mod layout;
mod measure;
mod say;

pub use draw::cord;
pub use say::sentence;
use words::{At, Text, text};

/// The four strands, always in this order: name, one-character mark, hue.
pub static STRANDS: [(Text, Text, &str); 4] = [
    (text!("同意", "Consent"), text!("同", "C"), "#123f7a"),
    (text!("臨床", "Clinic"), text!("臨", "K"), "#d06a1c"),
    (text!("検体", "Specimen"), text!("検", "S"), "#2f9e87"),
    (text!("ゲノム", "Genome"), text!("ゲ", "G"), "#8a4f9e"),
];

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnotState {
    /// Done: filled.
    Done,
    /// Now: a ring.
    Now,
    /// Waiting: hollow.
    Waiting,
    /// On hold: two bars.
    Hold,
    /// A problem: a filled triangle.
    Problem,
    /// A solved problem: a hollow triangle.
    Solved,
    /// Stopped: a cut line.
    Stopped,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knot {
    /// Its name, a few characters.
    pub label: Text,
    /// How it stands.
    pub state: KnotState,
    /// When it happened (or is due).
    pub at: Option<At>,
    /// Where its evidence is: an `href`, or empty.
    pub anchor: String,
}

impl Knot {
    /// Whether the walk came this far: not what waits, and not what was given up before it began.
    pub(crate) fn is_reached(&self) -> bool {
        match self.state {
            KnotState::Waiting => false,
            KnotState::Stopped => self.at.is_some(),
            _ => true,
        }
    }
}

/// Steps of several strands that are one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Strand (0 to 3) and position of each step.
    pub knots: Vec<(usize, usize)>,
}

/// A step that repeats an earlier one of its strand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loop {
    /// The strand (0 to 3).
    pub lane: usize,
    /// Position of the step that repeats.
    pub from: usize,
    /// Position of the step it repeats.
    pub back_to: usize,
    /// Why.
    pub label: Text,
}

/// A case, as a cord.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cord {
    /// Consent, clinic, specimen, genome.
    pub strands: [Vec<Knot>; 4],
    /// Where strands meet.
    pub meetings: Vec<Meeting>,
    /// What was done again.
    pub loops: Vec<Loop>,
    /// When consent was withdrawn: everything right of it is drawn cut.
    pub cut: Option<At>,
    /// When the person's death was recorded: a plain bar, never a cut.
    pub ended: Option<At>,
}

/// How large to draw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 120 × 16: rows of lists.
    Thread,
    /// Full width × 88: the head of a case page.
    Strip,
    /// Full width, with dates under the labels: case history and print.
    Full,
}

impl Cord {
    /// A knot, if there is one at that place.
    #[must_use]
    pub fn knot(&self, lane: usize, at: usize) -> Option<&Knot> {
        self.strands.get(lane)?.get(at)
    }

    /// Nothing is to come any more after a death: what was waiting is not drawn.
    pub(crate) fn until_the_end(&self) -> Self {
        let mut cord = self.clone();
        if cord.ended.is_some() {
            for strand in &mut cord.strands {
                let walked = strand.iter().rposition(Knot::is_reached);
                strand.truncate(walked.map_or(0, |n| n + 1));
            }
        }
        cord
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.strands.iter().all(Vec::is_empty)
    }
}
