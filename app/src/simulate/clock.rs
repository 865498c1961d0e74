//! Simulated time and chance: each task has its own, so that many cases can be played at once and come out the same.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use sim::Chance;
use web::Clock;
use words::At;

/// 2026-01-05 00:00 in Tokyo: the model forms are in force.
pub const BEGIN: At = At::from_micros(1_767_538_800_000_000);

static WORLD: AtomicI64 = AtomicI64::new(BEGIN.micros());

struct Here {
    now: AtomicI64,
    chance: Mutex<Chance>,
}

tokio::task_local! {
    static HERE: Arc<Here>;
}

/// Sets the time of everybody without a time of their own.
pub fn set(now: At) {
    WORLD.store(now.micros(), Ordering::SeqCst);
}

/// Does some work at a time, with a chance of its own.
pub fn at<F: Future>(now: At, seed: u64, work: F) -> impl Future<Output = F::Output> {
    let here = Here {
        now: AtomicI64::new(now.micros()),
        chance: Mutex::new(Chance::of_seed(seed)),
    };
    HERE.scope(Arc::new(here), work)
}

/// Lets some seconds pass in the task that asks.
pub fn pass(seconds: i64) {
    // without a time of one's own nothing passes
    let _ = HERE.try_with(|h| h.now.fetch_add(seconds * 1_000_000, Ordering::SeqCst));
}

/// Now, in the task that asks.
pub fn now() -> At {
    let own = HERE.try_with(|h| h.now.load(Ordering::SeqCst));
    At::from_micros(own.unwrap_or_else(|_| WORLD.load(Ordering::SeqCst)))
}

/// The clock of the platform.
pub fn clock() -> Clock {
    Arc::new(now)
}

/// The chance of the platform.
pub fn chance(seed: u64) -> auth::Chance {
    let shared = Mutex::new(Chance::of_seed(seed));
    Arc::new(move |bytes: &mut [u8]| {
        let own = HERE.try_with(|h| fill(&h.chance, bytes));
        if own.is_err() {
            fill(&shared, bytes);
        }
    })
}

fn fill(chance: &Mutex<Chance>, bytes: &mut [u8]) {
    let mut chance = chance.lock().unwrap_or_else(PoisonError::into_inner);
    chance.fill(bytes);
}

/// A clock that goes on from the day after the last.
pub fn after() -> Clock {
    let (end, began) = (
        BEGIN.plus_days(sim::scenario::DAYS),
        std::time::Instant::now(),
    );
    Arc::new(move || {
        let gone = i64::try_from(began.elapsed().as_micros()).unwrap_or_default();
        At::from_micros(end.micros() + 9 * 3_600_000_000 + gone)
    })
}
