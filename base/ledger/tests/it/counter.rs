//! A small aggregate: a counter that refuses to go below zero.

use ledger::{Aggregate, CheckpointKey, Ledger, NewJob};
use serde::{Deserialize, Serialize};
use store::{Migration, Value, testing::TestDb};
use words::{Actor, At, Context, Text, text};

pub struct Counter;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    pub n: i64,
    pub colour: Option<String>,
}

#[derive(Debug, Clone)]
pub enum Command {
    Add(i64),
    Paint(&'static str),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    Added { by: i64 },
    Painted { colour: String },
}

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("below zero")]
pub struct BelowZero;

impl words::Refusal for BelowZero {
    fn code(&self) -> &'static str {
        "E-COUNTER-BELOW-ZERO"
    }
    fn text(&self) -> Text {
        text!("零より小さくはできません。", "It cannot go below zero.")
    }
}

impl Aggregate for Counter {
    const KIND: &'static str = "counter";
    const TABLE: &'static str = "counter";
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = BelowZero;
    type Facts = ();

    fn decide(state: Option<&State>, command: Command, (): &()) -> Result<Vec<Event>, BelowZero> {
        let n = state.map_or(0, |s| s.n);
        match command {
            Command::Add(by) if n + by < 0 => Err(BelowZero),
            Command::Add(by) => Ok(vec![Event::Added { by }]),
            Command::Paint(colour) => Ok(vec![Event::Painted {
                colour: colour.to_owned(),
            }]),
        }
    }

    fn evolve(state: Option<State>, event: &Event) -> Option<State> {
        let mut state = state.unwrap_or(State { n: 0, colour: None });
        match event {
            Event::Added { by } => state.n += by,
            Event::Painted { colour } => state.colour = Some(colour.clone()),
        }
        Some(state)
    }

    fn columns(state: &State) -> Vec<(&'static str, Value)> {
        vec![
            ("n", state.n.into()),
            ("colour", state.colour.clone().into()),
        ]
    }

    fn jobs(id: &str, event: &Event) -> Vec<NewJob> {
        match event {
            Event::Painted { .. } => vec![NewJob {
                kind: "counter.dry",
                payload: serde_json::json!({ "id": id }),
                key: format!("dry:{id}"),
            }],
            Event::Added { .. } => vec![],
        }
    }
}

pub async fn ledger(t: &TestDb) -> Ledger {
    let mut migrations = ledger::migrations();
    migrations.push(Migration {
        name: "counter/0001",
        sql: "CREATE TABLE counter (id TEXT PRIMARY KEY, version BIGINT NOT NULL, state TEXT NOT NULL, n BIGINT, colour TEXT);
CREATE TABLE note (id TEXT PRIMARY KEY, body {BYTES})",
    });
    store::migrate(&t.db, &migrations).await.unwrap();
    Ledger::open(t.db.clone(), CheckpointKey::throw_away())
}

pub fn context() -> Context {
    Context::new(At::from_micros(1_775_000_000_000_000), Actor::system())
}
