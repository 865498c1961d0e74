//! The life of one case: what is known of it, and which file plays which step.

mod enrol;
mod judge;
mod lab;
mod panel;
mod told;

use std::sync::Arc;

use sim::scenario::{Plan, Step};

use words::Day;

use super::{sites, world::World};

/// A tube.
#[derive(Debug, Clone)]
pub struct Tube {
    pub id: String,
}

/// A participant.
#[derive(Debug, Clone)]
pub struct Member {
    pub relation: &'static str,
    pub person: String,
    pub born: Day,
    /// Decides alone.
    pub decides: bool,
    pub consent: String,
}

/// A case under way.
#[derive(Debug)]
pub struct Life {
    pub plan: Arc<Plan>,
    /// Steps that were done.
    pub done: usize,
    pub case: String,
    pub members: Vec<Member>,
    pub tubes: Vec<Tube>,
    pub order: String,
    /// What the panel decided.
    pub outcomes: Vec<serde_json::Value>,
    /// The account of the patient, if there is one.
    pub patient: Option<String>,
}

impl Life {
    pub fn new(plan: Plan) -> Self {
        Self {
            plan: Arc::new(plan),
            done: 0,
            case: String::new(),
            members: Vec::new(),
            tubes: Vec::new(),
            order: String::new(),
            outcomes: Vec::new(),
            patient: None,
        }
    }

    /// The next step and its day.
    pub fn next(&self) -> Option<(i64, Step)> {
        let (step, day) = self.plan.days.get(self.done)?;
        Some((*day, *step))
    }

    /// Nothing more is done in this case.
    pub fn stop(&mut self) {
        self.done = self.plan.days.len();
    }

    /// Somebody of the hospital.
    pub fn own(&self, role: &str) -> String {
        sites::at(self.plan.hospital, role)
    }

    /// One of several at the centre, always the same for a case.
    pub fn one_of(&self, role: &str, many: u32) -> String {
        format!("{role}-{}", self.plan.number % many)
    }

    /// Does the next step.
    pub async fn step(&mut self, world: &World) -> anyhow::Result<()> {
        let Some((_, step)) = self.next() else {
            return Ok(());
        };
        self.done += 1;
        match step {
            Step::Register => enrol::register(self, world).await,
            Step::Consent => enrol::consent(self, world).await,
            Step::Sheets => enrol::sheets(self, world).await,
            Step::Change => enrol::change(self, world).await,
            Step::Open => enrol::open(self, world).await,
            Step::Withdraw => enrol::withdraw(self, world).await,
            Step::Die => enrol::die(self, world).await,
            Step::Collect => lab::collect(self, world).await,
            Step::Receive => lab::receive(self, world, true).await,
            Step::Nonconforming => lab::receive(self, world, false).await,
            Step::Order => lab::order(self, world).await,
            Step::DeliverFirst | Step::DeliverShort => lab::deliver(self, world, true).await,
            Step::DeliverRest | Step::DeliverBroken | Step::DeliverQueued => {
                lab::deliver(self, world, false).await
            }
            Step::Accept => judge::decide(self, world, true).await,
            Step::Refuse => judge::decide(self, world, false).await,
            Step::Read => judge::read(self, world, false).await,
            Step::Judge => judge::read(self, world, true).await,
            Step::SignAnalysis => {
                judge::sign(self, world, "analysis", &self.one_of("curator", 4)).await
            }
            Step::PlanPanel => panel::plan(self, world).await,
            Step::HoldPanel => panel::hold(self, world).await,
            Step::SignPanel => judge::sign(self, world, "panel", &self.own("physician")).await,
            Step::OrderTests => told::order(self, world).await,
            Step::AnswerTests => told::answer(self, world).await,
            Step::SignLay => told::prepare(self, world).await,
            Step::Explain => told::explain(self, world).await,
            Step::Talk => told::talk(self, world).await,
            Step::FollowUp => told::follow_up(self, world).await,
        }
    }
}
