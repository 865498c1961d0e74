//! The decisions, one function each, and the fold.

use words::{At, ConsentRef};

use super::{Command, Event, Facts, Item, Refusal, Stage, State, Status};

type Decided = Result<Vec<Event>, Refusal>;

pub(super) fn decide(state: Option<&State>, command: Command, facts: &Facts) -> Decided {
    let known = || state.ok_or(Refusal::Unknown);
    match command {
        Command::Draft {
            case,
            vendor,
            profile,
            items,
        } => {
            let status = Status::Draft;
            let order = State {
                case,
                vendor,
                profile,
                items,
                status,
            };
            draft(state, order, facts)
        }
        Command::Release => release(known()?, facts),
        Command::RecordData { specimen, delivery } => record(known()?, specimen, delivery),
        Command::Progress {
            specimen,
            stage,
            generated_at,
        } => progress(known()?, specimen, stage, generated_at, facts),
        Command::Stop { specimen } => stop(known()?, specimen),
        Command::Close => match known()?.status {
            Status::Completed => Ok(vec![Event::Closed]),
            other => Err(Refusal::Status(other)),
        },
        Command::Cancel { consent } => Ok(match known()?.status {
            Status::Draft | Status::Released => vec![Event::Cancelled { consent }],
            _ => vec![],
        }),
    }
}

fn draft(state: Option<&State>, order: State, facts: &Facts) -> Decided {
    if state.is_some() || facts.open_order {
        return Err(Refusal::AlreadyOpen);
    }
    if order.items.is_empty() {
        return Err(Refusal::NoTube);
    }
    let (vendor_version, consents) = fit(&order, facts)?;
    let State {
        case,
        vendor,
        profile,
        items,
        ..
    } = order;
    Ok(vec![Event::Drafted {
        case,
        vendor,
        vendor_version,
        profile,
        items,
        consents,
    }])
}

/// The order is sent; tubes may be further than that already.
fn release(order: &State, facts: &Facts) -> Decided {
    if order.status != Status::Draft {
        return Err(Refusal::Status(order.status));
    }
    let (vendor_version, consents) = fit(order, facts)?;
    let released = Event::Released {
        vendor_version,
        consents,
    };
    let further = order.items.iter().filter_map(|item| {
        let (specimen, stage) = facts.samples.iter().find(|(id, _)| *id == item.specimen)?;
        (*stage > Stage::Released).then(|| Event::Progressed {
            specimen: specimen.clone(),
            stage: *stage,
            generated_at: None,
        })
    });
    Ok([released].into_iter().chain(further).collect())
}

/// What must hold when an order is written and again when it is sent.
fn fit(order: &State, facts: &Facts) -> Result<(i64, Vec<ConsentRef>), Refusal> {
    let known = |item: &&Item| facts.samples.iter().any(|(id, _)| *id == item.specimen);
    if let Some(item) = order.items.iter().find(|item| !known(item)) {
        return Err(Refusal::TubeNotUsable(item.specimen.clone()));
    }
    let version = facts.vendor_version.ok_or(Refusal::VendorUnknown)?;
    if !facts.vendor_lacks.is_empty() {
        return Err(Refusal::VendorLacks(facts.vendor_lacks.clone()));
    }
    let mut consents: Vec<ConsentRef> = Vec::new();
    for item in &order.items {
        let mut found = facts.consents.iter();
        let found = found.find(|(person, _)| *person == item.person);
        let (_, consent) = found.ok_or(Refusal::NoConsent)?;
        if !consents.contains(consent) {
            consents.push(consent.clone());
        }
    }
    Ok((version, consents))
}

fn item<'a>(order: &'a State, specimen: &str) -> Result<&'a Item, Refusal> {
    let found = order.items.iter().find(|i| i.specimen == specimen);
    found.ok_or_else(|| Refusal::NotOrdered(specimen.to_owned()))
}

fn open(order: &State) -> Result<(), Refusal> {
    match order.status {
        Status::Released => Ok(()),
        other => Err(Refusal::Status(other)),
    }
}

/// A second word about the same stage changes nothing, unless its files are older than was said: the clock never begins later.
fn progress(
    order: &State,
    specimen: String,
    stage: Stage,
    generated_at: Option<At>,
    facts: &Facts,
) -> Decided {
    open(order)?;
    let item = item(order, &specimen)?;
    let earlier = generated_at.is_some_and(|at| item.generated_at.is_none_or(|known| at < known));
    if item.stage == stage && !earlier {
        return Ok(vec![]);
    }
    if item.stage != stage && !item.stage.may_become(stage) {
        return Err(Refusal::Stage(item.stage, stage));
    }
    if generated_at.is_some_and(|at| at > facts.now) {
        return Err(Refusal::Future);
    }
    Ok(vec![Event::Progressed {
        specimen,
        stage,
        generated_at,
    }])
}

/// Only what was rejected or failed is given up.
fn stop(order: &State, specimen: String) -> Decided {
    open(order)?;
    match item(order, &specimen)?.stage {
        Stage::QcFailed => {
            let failed = Event::Progressed {
                specimen: specimen.clone(),
                stage: Stage::QcFailedStop,
                generated_at: None,
            };
            Ok(vec![failed, Event::Stopped { specimen }])
        }
        Stage::SampleRejected => Ok(vec![Event::Stopped { specimen }]),
        now => Err(Refusal::Stage(now, Stage::QcFailedStop)),
    }
}

/// Saying the same twice changes nothing: the intake may run again after a crash.
fn record(order: &State, specimen: String, delivery: String) -> Decided {
    if item(order, &specimen)?.delivery.is_some() {
        return Ok(vec![]);
    }
    open(order)?;
    let done = |i: &Item| match i.specimen == specimen {
        true => Some(delivery.clone()),
        false => i.delivery.clone(),
    };
    let deliveries: Option<Vec<String>> = order.items.iter().map(done).collect();
    let passed = Event::Progressed {
        specimen: specimen.clone(),
        stage: Stage::QcPassed,
        generated_at: None,
    };
    let accepted = Event::DataAccepted { specimen, delivery };
    let last = deliveries.map(|deliveries| Event::Completed { deliveries });
    Ok([passed, accepted].into_iter().chain(last).collect())
}

pub(super) fn evolve(state: Option<State>, event: &Event) -> Option<State> {
    let Some(mut order) = state else {
        return begin(event);
    };
    match event {
        Event::Drafted { .. } => {}
        Event::Released { .. } => {
            order.status = Status::Released;
            for item in &mut order.items {
                item.stage = Stage::Released;
            }
        }
        Event::Progressed {
            specimen,
            stage,
            generated_at,
        } => change(&mut order, specimen, |item| {
            item.stage = *stage;
            let known = item
                .generated_at
                .filter(|_| *stage != Stage::QcFailedRepeat);
            item.generated_at = known.into_iter().chain(*generated_at).min();
        }),
        Event::DataAccepted { specimen, delivery } => change(&mut order, specimen, |item| {
            item.delivery = Some(delivery.clone());
            item.stage = Stage::Accepted;
        }),
        Event::Completed { .. } => order.status = Status::Completed,
        Event::Stopped { .. } => order.status = Status::Stopped,
        Event::Closed => order.status = Status::Closed,
        Event::Cancelled { .. } => order.status = Status::Cancelled,
    }
    Some(order)
}

fn change(order: &mut State, specimen: &str, how: impl FnOnce(&mut Item)) {
    if let Some(item) = order.items.iter_mut().find(|i| i.specimen == specimen) {
        how(item);
    }
}

fn begin(event: &Event) -> Option<State> {
    let Event::Drafted {
        case,
        vendor,
        profile,
        items,
        ..
    } = event
    else {
        return None;
    };
    Some(State {
        case: case.clone(),
        vendor: vendor.clone(),
        profile: profile.clone(),
        items: items.clone(),
        status: Status::Draft,
    })
}
