//! Day after day: the steps planned for the day, then what follows from them by reaction and job.
//!
//! Steps of a day are done many at once. They take turns ([`ledger::Turns`]), so the same seed gives the same history.

use std::{collections::BTreeMap, io::IsTerminal as _, sync::Arc};

use anyhow::{Context as _, ensure};
use futures::future::BoxFuture;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::Recorded;
use sim::{
    Chance,
    scenario::{DAYS, plans},
};
use words::At;

use super::{clock, life::Life, sites, standin, world::World};

/// Cases that act at once.
const LANES: usize = 64;
/// Events that a reaction takes at once.
const BATCH: i64 = 512;
/// The reaction that takes in everything up to the end of the ledger, whichever event it hears.
const TAKES_ALL: &str = "oversight.standing";

type Work = BoxFuture<'static, anyhow::Result<()>>;

/// Plays all days. Answers how many cases there are.
pub async fn run(world: &Arc<World>, seed: u64, cases: u32) -> anyhow::Result<usize> {
    let mut lives: Vec<Life> = plans(seed, cases).into_iter().map(Life::new).collect();
    let mut agenda: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (at, life) in lives.iter().enumerate() {
        if let Some((day, _)) = life.next() {
            agenda.entry(day).or_default().push(at);
        }
    }
    let bar = ProgressBar::new(u64::try_from(DAYS)?);
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    }
    bar.set_style(ProgressStyle::with_template(
        "{bar:30} day {pos}/{len} {elapsed} {msg}",
    )?);
    for day in 1..DAYS {
        let morning = clock::BEGIN.plus_days(day).plus_seconds(9 * 3600);
        clock::set(morning);
        if day % 28 == 1 {
            world.sign_in(&sites::staff()?).await?;
        }
        while let Some(due) = agenda.remove(&day) {
            let acting = act(world, lives, due, morning).await?;
            lives = acting.0;
            for at in acting.1 {
                if let Some((next, _)) = lives.get(at).and_then(Life::next) {
                    agenda.entry(next.max(day)).or_default().push(at);
                }
            }
            follow(world, seed).await?;
        }
        clock::set(morning.plus_seconds(14 * 3600));
        nightly(world, day).await?;
        follow(world, seed).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let faults = world.faults();
    ensure!(
        faults.is_empty(),
        "{} steps went wrong:\n{}",
        faults.len(),
        faults.join("\n")
    );
    let platform = &world.opened.platform;
    platform.ledger().seal(clock::now()).await?;
    Ok(lives.len())
}

/// Lets everybody who is due do the next step. Answers all lives again, and who acted.
async fn act(
    world: &Arc<World>,
    lives: Vec<Life>,
    due: Vec<usize>,
    morning: At,
) -> anyhow::Result<(Vec<Life>, Vec<usize>)> {
    let mut places: Vec<Option<Life>> = lives.into_iter().map(Some).collect();
    for (wave, some) in (0_i64..).zip(due.chunks(LANES)) {
        // those who act together act at the same hour: nobody's question runs out because it is evening for another
        let now = morning.plus_seconds((wave % 30) * 900);
        let mut acting = Vec::new();
        for (turn, at) in (0_u64..).zip(some) {
            let Some(mut life) = places.get_mut(*at).and_then(Option::take) else {
                continue;
            };
            let mut chance = Chance::of_seed(life.plan.seed ^ u64::try_from(life.done)?);
            let own = chance.below(u64::MAX);
            let world = world.clone();
            let turns = world.turns.clone();
            let work = clock::at(now, own, async move {
                let (step, done) = (life.next(), life.step(&world).await);
                if let Err(error) = done {
                    let what = format!("case {} {step:?} {:?}", life.case, life.plan.end);
                    world.fault(&error.context(what));
                    life.stop();
                }
                life
            });
            acting.push((*at, turns.take(turn, work)));
        }
        let spawned: Vec<_> = acting
            .into_iter()
            .map(|(at, work)| (at, tokio::spawn(work)))
            .collect();
        for (at, done) in spawned {
            let life = done.await?;
            if let Some(place) = places.get_mut(at) {
                *place = Some(life);
            }
        }
    }
    Ok((places.into_iter().flatten().collect(), due))
}

/// What comes with time.
async fn nightly(world: &Arc<World>, day: i64) -> anyhow::Result<()> {
    let platform = &world.opened.platform;
    if day % 7 == 0 {
        analysis::forget_due(platform).await?;
        consent::sweep(platform).await?;
        platform.ledger().seal(clock::now()).await?;
    }
    Ok(())
}

/// Reactions and jobs until nothing is left.
async fn follow(world: &Arc<World>, seed: u64) -> anyhow::Result<()> {
    loop {
        if react(world, seed).await? + work(world, seed).await? == 0 {
            return Ok(());
        }
    }
}

async fn react(world: &Arc<World>, seed: u64) -> anyhow::Result<usize> {
    let (platform, mut heard) = (&world.opened.platform, 0);
    let reactions = world.opened.areas.iter().flat_map(|a| &a.reactions);
    for reaction in reactions {
        loop {
            let ledger = platform.ledger();
            let head = ledger.head().await?;
            if ledger.cursor(reaction.name).await? == head {
                break;
            }
            let mut events = ledger
                .unheard(reaction.name, &reaction.kinds, BATCH)
                .await?;
            let Some(last) = events.last().map(|e| e.seq) else {
                // nothing of its kinds up to here
                ledger.heard(reaction.name, head).await?;
                break;
            };
            heard += events.len();
            if reaction.name == TAKES_ALL {
                events.drain(..events.len() - 1);
            }
            // what happened in one case is heard in its order
            let mut cases: BTreeMap<String, Vec<Recorded>> = BTreeMap::new();
            for event in events {
                let case = event
                    .case
                    .as_ref()
                    .map_or(event.id.clone(), ToString::to_string);
                cases.entry(case).or_default().push(event);
            }
            let mut works: Vec<Work> = Vec::new();
            for (_, events) in cases {
                let (run, platform) = (reaction.run.clone(), platform.clone());
                works.push(Box::pin(async move {
                    for event in events {
                        let (at, own) = (event.at.plus_seconds(1), mixed(seed, event.seq));
                        clock::at(at, own, run(platform.clone(), event)).await?;
                    }
                    Ok(())
                }));
            }
            together(world, works)
                .await
                .with_context(|| format!("reaction {}", reaction.name))?;
            ledger.heard(reaction.name, last).await?;
        }
    }
    Ok(heard)
}

async fn work(world: &Arc<World>, seed: u64) -> anyhow::Result<usize> {
    let db = world.opened.platform.db();
    let mut ran = 0;
    loop {
        let sql =
            "SELECT key, kind, payload, run_at FROM job WHERE state = 'waiting' AND run_at <= $1
                   ORDER BY run_at, key LIMIT 256";
        let rows = db.all(sql, vec![clock::now().plus_days(1).into()]).await?;
        if rows.is_empty() {
            return Ok(ran);
        }
        ran += rows.len();
        let (mut works, mut keys): (Vec<Work>, Vec<String>) = (Vec::new(), Vec::new());
        for (n, row) in (0_i64..).zip(&rows) {
            let (key, kind, payload) = (row.text(0)?, row.text(1)?, row.json(2)?);
            let at = At::from_micros(row.int(3)?).plus_seconds(60);
            let own = mixed(seed ^ 0x0b, at.micros() ^ n);
            keys.push(key.clone());
            let world = world.clone();
            works.push(Box::pin(async move {
                let done = clock::at(at, own, job(&world, &kind, payload)).await;
                done.with_context(|| format!("job {key}"))
            }));
        }
        together(world, works).await?;
        for some in keys.chunks(100) {
            let marks: Vec<String> = (1..=some.len()).map(|n| format!("${n}")).collect();
            let sql = format!(
                "UPDATE job SET state = 'done', attempts = 1 WHERE key IN ({})",
                marks.join(", ")
            );
            let mut tx = db.begin().await?;
            tx.run_made(sql, some.iter().map(|k| k.as_str().into()).collect())
                .await?;
            tx.commit().await?;
        }
    }
}

async fn job(world: &World, kind: &str, payload: serde_json::Value) -> anyhow::Result<()> {
    if standin::job(world, kind, &payload).await? {
        return Ok(());
    }
    let handlers = world.opened.areas.iter().flat_map(|a| &a.jobs);
    let handler = handlers.clone().find(|h| h.kind == kind);
    let handler = handler.with_context(|| format!("no area runs jobs of kind {kind}"))?;
    (handler.run)(world.opened.platform.clone(), payload).await
}

/// Does works many at once, in turns.
async fn together(world: &World, works: Vec<Work>) -> anyhow::Result<()> {
    let mut works = works.into_iter().peekable();
    while works.peek().is_some() {
        let some = works.by_ref().take(LANES);
        let taken: Vec<_> = (0_u64..)
            .zip(some)
            .map(|(turn, work)| world.turns.take(turn, work))
            .collect();
        let spawned: Vec<_> = taken.into_iter().map(tokio::spawn).collect();
        for done in spawned {
            if let Err(error) = done.await? {
                world.fault(&error);
            }
        }
    }
    Ok(())
}

fn mixed(seed: u64, with: i64) -> u64 {
    Chance::of_seed(seed ^ with.unsigned_abs().rotate_left(21)).below(u64::MAX)
}
