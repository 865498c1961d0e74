//! What becomes of each case of a large synthetic programme: which hospital, whose, when, how fast, and where it stands at the
//! end. Pure: the same seed and number give the same plan, whatever the size of the programme.

mod ends;
mod variants;

pub use ends::{End, Step};
pub use variants::{Variant, variants};

use rand::Rng;

use crate::chance::Chance;

/// Hospitals of the programme.
pub const HOSPITALS: usize = 60;
/// Sequencing vendors.
pub const VENDORS: usize = 3;
/// Days of events.
pub const DAYS: i64 = 728;

/// The plan of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// From 0.
    pub number: u32,
    /// Cancer, else rare disease.
    pub cancer: bool,
    /// Which hospital.
    pub hospital: usize,
    /// Which vendor reads.
    pub vendor: usize,
    /// An adult takes part alone, even in rare disease.
    pub alone: bool,
    /// Where it stands at the end.
    pub end: End,
    /// For each step, on which day of the programme it is done.
    pub days: Vec<(Step, i64)>,
    /// What everything else of this case is drawn from.
    pub seed: u64,
}

impl Plan {
    /// The plan of a case.
    #[must_use]
    pub fn of(seed: u64, number: u32) -> Self {
        let own = mixed(seed, number);
        let mut rng = Chance::of_seed(own);
        let cancer = rng.random_range(0..100) < 62;
        let end = ends::drawn(&mut rng);
        let days = days(end, &mut rng);
        let mut plan = Self {
            number,
            cancer,
            // a third of the hospitals registers two thirds of the cases
            hospital: (rng.random_range(0..HOSPITALS) * rng.random_range(0..HOSPITALS)) / HOSPITALS,
            vendor: rng.random_range(0..VENDORS),
            alone: cancer || rng.random_range(0..100) < 15,
            end,
            days,
            seed: own,
        };
        plan.tested();
        plan
    }

    /// Whoever ends with a test has a finding to test.
    fn tested(&mut self) {
        let ends = matches!(self.end, End::TestOrdered | End::TestAnswered);
        let strong = |v: &Variant| v.rank <= 2 && v.germline != self.cancer;
        while ends && !variants(self.seed, self.cancer).iter().any(strong) {
            self.seed = Chance::of_seed(self.seed).random();
        }
    }
}

/// The first cases of a small programme end in every way there is; later ones as they are drawn.
#[must_use]
pub fn plans(seed: u64, cases: u32) -> Vec<Plan> {
    let every = ends::ALL.len() as u32;
    (0..cases)
        .map(|number| {
            let mut plan = Plan::of(seed, number);
            if let Some(end) = ends::ALL.get(number as usize).filter(|_| number < every) {
                let mut rng = Chance::of_seed(plan.seed ^ 1);
                plan.end = *end;
                plan.days = days(*end, &mut rng);
                plan.tested();
            }
            plan
        })
        .collect()
}

/// On which day each step is done. Cases that are under way have their last step within the last weeks; those that are over
/// ended at any time.
fn days(end: End, rng: &mut Chance) -> Vec<(Step, i64)> {
    let steps = end.steps(rng);
    let mut day = 0;
    let mut taken: Vec<(Step, i64)> = Vec::new();
    for step in steps {
        let (least, most) = step.after();
        day += rng.random_range(least..=most);
        taken.push((step, day));
    }
    let last = if end.over() {
        rng.random_range(day..=(DAYS - 2).max(day))
    } else {
        DAYS - 2 - rng.random_range(0..end.waits())
    };
    let shift = (last - day).max(0);
    for (_, day) in &mut taken {
        *day += shift;
    }
    taken
}

fn mixed(seed: u64, number: u32) -> u64 {
    let mut rng = Chance::of_seed(seed.wrapping_mul(0x9e37_79b9) ^ (u64::from(number) << 20));
    rng.random()
}
