//! Appends with full durability from 64 callers, with and without group commit, on both databases.
//!
//! `cargo run --release -p ledger --features bench --example bench_append`
#![expect(clippy::unwrap_used, reason = "a bench stops at the first fault")]

#[path = "../tests/it/counter.rs"]
#[expect(dead_code, reason = "the tests use all of it")]
mod counter;

use std::time::{Duration, Instant};

use counter::{Command, Counter, context};
use ledger::{CheckpointKey, Ledger};

const CALLERS: usize = 64;
const SECONDS: u64 = 5;

/// Decisions per second.
async fn rate(ledger: &Ledger, tag: &str) -> f64 {
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for caller in 0..CALLERS {
        let (ledger, id) = (ledger.clone(), format!("{tag}-{caller}"));
        tasks.spawn(async move {
            let mut done = 0_u32;
            while start.elapsed() < Duration::from_secs(SECONDS) {
                ledger
                    .execute::<Counter>(&id, Command::Add(1), &(), &context())
                    .await
                    .unwrap();
                done += 1;
            }
            done
        });
    }
    let done: u32 = tasks.join_all().await.iter().sum();
    f64::from(done) / start.elapsed().as_secs_f64()
}

#[tokio::main]
async fn main() {
    for t in store::testing::both().await {
        drop(counter::ledger(&t).await);
        let alone = rate(
            &Ledger::open_ungrouped(t.db.clone(), CheckpointKey::throw_away()),
            "alone",
        )
        .await;
        let grouped = rate(
            &Ledger::open(t.db.clone(), CheckpointKey::throw_away()),
            "grouped",
        )
        .await;
        println!(
            "{:?}: {CALLERS} callers, ungrouped {alone:.0}/s, grouped {grouped:.0}/s, ratio {:.1}",
            t.db.engine(),
            grouped / alone
        );
    }
}
