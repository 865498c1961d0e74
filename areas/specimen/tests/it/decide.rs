use ledger::Aggregate;
use specimen::{
    decide::{Command, Event, Facts, Refusal, State, Tube},
    react,
    words::{Condition, Material, Nonconformity, NotATube, Role, SopRef, Status, TubeNumber},
};
use words::{AccountId, Actor, At, CaseId, ConsentRef, PersonId, Refusal as _, SiteId};

pub const NOW: At = At::from_micros(1_775_000_000_000_000);

pub fn case() -> CaseId {
    CaseId::parse("0123-04-00057").unwrap()
}
pub fn number() -> TubeNumber {
    TubeNumber::issue(&case(), Role::Tumour, Material::Dna, 1).unwrap()
}
pub fn site(name: &str) -> SiteId {
    SiteId::parse(name).unwrap()
}
pub fn account(name: &str) -> AccountId {
    AccountId::parse(name).unwrap()
}
pub fn consent() -> ConsentRef {
    ConsentRef {
        id: "c-1".to_owned(),
        version: 3,
        form: "cancer-adult@1".to_owned(),
    }
}
pub fn sop(id: &str) -> SopRef {
    let version = if id == "transport" { 2 } else { 1 };
    SopRef {
        id: id.to_owned(),
        version,
    }
}

/// Facts of an account at a site, with consent.
pub fn by(who: &str, at: &str) -> Facts {
    Facts {
        now: NOW,
        actor: Actor {
            account: account(who),
            role: "technician".to_owned(),
            site: Some(site(at)),
        },
        consent: Some(consent()),
        domestic: vec![site("hospital"), site("vendor")],
    }
}

pub fn plan() -> Command {
    Command::Plan {
        number: number(),
        case: case(),
        person: PersonId::parse("p-1").unwrap(),
        role: Role::Tumour,
        material: Material::Dna,
        site: site("hospital"),
    }
}
pub fn collect() -> Command {
    Command::Collect {
        sop: sop("collect"),
    }
}
pub fn label() -> Command {
    Command::Label {
        scanned: number().to_string(),
        sop: sop("label"),
    }
}
pub fn ship() -> Command {
    Command::Ship {
        scanned: number().to_string(),
        to: site("vendor"),
        carrier: "CARRIER-A".to_owned(),
        waybill: "4400-1".to_owned(),
        sop: sop("transport"),
    }
}
pub fn receive() -> Command {
    Command::Receive {
        scanned: number().to_string(),
        condition: Condition::Good,
        seal_ok: true,
        temp_min: Some(-800),
        temp_max: Some(-650),
        sop: sop("receipt"),
    }
}
pub fn accept() -> Command {
    Command::Accept {
        din: Some(81),
        amount_ng: Some(1_500),
        sop: sop("receipt"),
    }
}

/// The whole way of a tube: command and who gives it.
pub fn way() -> Vec<(Command, Facts)> {
    let here = || by("nurse", "hospital");
    let there = || by("receiver", "vendor");
    vec![
        (plan(), here()),
        (collect(), here()),
        (label(), here()),
        (ship(), here()),
        (receive(), there()),
        (accept(), there()),
    ]
}

fn run(state: Option<State>, command: Command, facts: &Facts) -> Result<Option<State>, Refusal> {
    let events = Tube::decide(state.as_ref(), command, facts)?;
    Ok(events.iter().fold(state, Tube::evolve))
}

/// The state after the first `steps` of the way.
fn after(steps: usize) -> State {
    let given = way().into_iter().take(steps);
    given
        .fold(None, |state, (command, facts)| {
            run(state, command, &facts).unwrap()
        })
        .unwrap()
}

fn refused(state: &State, command: Command, facts: &Facts) -> Refusal {
    Tube::decide(Some(state), command, facts).unwrap_err()
}

#[test]
fn a_tube_goes_its_way() {
    let statuses = [
        Status::Planned,
        Status::Collected,
        Status::Labelled,
        Status::InTransit,
        Status::Received,
        Status::Accepted,
    ];
    for (steps, status) in (1..).zip(statuses) {
        assert_eq!(after(steps).status, status);
    }
    let end = after(6);
    assert_eq!(
        (end.custodian, end.transfers, end.on_the_way),
        (site("vendor"), 1, None)
    );
}

#[test]
fn steps_out_of_order_are_refused() {
    for steps in 1..=6 {
        let state = after(steps);
        for (at, (command, facts)) in way().into_iter().enumerate().skip(1) {
            let again_ship = at == 3 && steps >= 5;
            if at != steps && !again_ship {
                let refusal = refused(&state, command, &facts);
                assert!(
                    matches!(refusal, Refusal::Status(_)),
                    "{steps} {at}: {refusal:?}"
                );
            }
        }
    }
    assert_eq!(
        refused(&after(1), plan(), &by("nurse", "hospital")),
        Refusal::AlreadyPlanned
    );
    assert_eq!(
        Tube::decide(None, collect(), &by("nurse", "hospital")),
        Err(Refusal::Unknown)
    );
}

#[test]
fn nothing_moves_without_consent_but_a_parcel_is_not_lost() {
    for (steps, (command, mut facts)) in way().into_iter().enumerate() {
        facts.consent = None;
        let state = (steps > 0).then(|| after(steps));
        let decided = Tube::decide(state.as_ref(), command.clone(), &facts);
        match command {
            Command::Label { .. } | Command::Receive { .. } => assert!(decided.is_ok()),
            _ => assert_eq!(decided, Err(Refusal::NoConsent)),
        }
    }
}

#[test]
fn a_scan_must_be_of_this_tube() {
    let other = TubeNumber::issue(&case(), Role::Normal, Material::Dna, 1).unwrap();
    let scan = |scanned: &str| Command::Label {
        scanned: scanned.to_owned(),
        sop: sop("label"),
    };
    let here = by("nurse", "hospital");
    assert_eq!(
        refused(&after(2), scan(other.as_str()), &here),
        Refusal::OtherTube(other)
    );
    let misread = number().as_str().replacen('5', "6", 1);
    let refusal = refused(&after(2), scan(&misread), &here);
    assert_eq!(refusal, Refusal::Misread(NotATube::Check(misread.clone())));
    assert!(refusal.text().ja.contains("検査文字") && refusal.text().ja.contains(&misread));
}

#[test]
fn two_scans_by_two_people_at_two_places() {
    let state = after(4);
    let mut same = by("nurse", "vendor");
    assert_eq!(refused(&state, receive(), &same), Refusal::SameHands);
    same.actor.site = None;
    same.actor.account = account("other");
    assert_eq!(refused(&state, receive(), &same), Refusal::NotAddressee);
    assert_eq!(
        refused(&state, receive(), &by("other", "elsewhere")),
        Refusal::NotAddressee
    );
    assert_eq!(
        refused(&after(5), accept(), &by("nurse", "hospital")),
        Refusal::NotCustodian
    );
    assert_eq!(
        refused(&after(3), ship(), &by("x", "vendor")),
        Refusal::NotCustodian,
        "sender is who received last"
    );
}

#[test]
fn nothing_leaves_the_country() {
    let mut facts = by("nurse", "hospital");
    facts.domestic = vec![site("hospital")];
    assert_eq!(refused(&after(3), ship(), &facts), Refusal::NotDomestic);
    let home = Command::Ship {
        scanned: number().to_string(),
        to: site("hospital"),
        carrier: "A".to_owned(),
        waybill: "1".to_owned(),
        sop: sop("transport"),
    };
    assert_eq!(refused(&after(3), home, &facts), Refusal::ToItself);
}

#[test]
fn procedures_must_be_in_force_on_the_day() {
    let old = Command::Collect {
        sop: SopRef {
            id: "collect".to_owned(),
            version: 9,
        },
    };
    assert_eq!(
        refused(&after(1), old, &by("nurse", "hospital")),
        Refusal::Sop("collect")
    );
}

#[test]
fn a_withdrawal_locks_and_later_destroys() {
    let system = by("system", "centre");
    let lock = react::on_withdrawal("c-1", NOW, None);
    for steps in 1..=6 {
        let locked = run(Some(after(steps)), lock.clone(), &system)
            .unwrap()
            .unwrap();
        assert_eq!(locked.locked, Some(NOW));
        assert_eq!(
            locked.destruction.is_some(),
            steps > 1,
            "an empty tube needs no destruction"
        );
        assert_eq!(
            Tube::decide(Some(&locked), lock.clone(), &system),
            Ok(vec![]),
            "twice is once"
        );
    }
    let locked = run(Some(after(5)), lock.clone(), &system).unwrap().unwrap();
    let mut there = by("receiver", "vendor");
    assert_eq!(refused(&locked, accept(), &there), Refusal::Locked);
    let destroy = |witness: &str| Command::Destroy {
        scanned: number().to_string(),
        witness: account(witness),
        sop: sop("destroy"),
    };
    assert!(matches!(
        refused(&locked, destroy("w"), &there),
        Refusal::CoolingOff(_)
    ));
    there.now = NOW.plus_days(14);
    assert_eq!(
        refused(&locked, destroy("receiver"), &there),
        Refusal::NoWitness
    );
    assert_eq!(
        refused(&after(5), destroy("w"), &there),
        Refusal::NotOrdered
    );
    let gone = run(Some(locked), destroy("w"), &there).unwrap().unwrap();
    assert_eq!(gone.status, Status::Destroyed);
    assert_eq!(refused(&gone, ship(), &there), Refusal::Destroyed);
    let at_once = react::on_withdrawal("c-1", NOW, Some(0));
    let locked = run(Some(after(5)), at_once, &system).unwrap().unwrap();
    assert_eq!(locked.destruction.unwrap().not_before, NOW);
}

#[test]
fn a_parcel_withdrawn_on_the_way_is_received_and_stays_locked() {
    let locked = run(
        Some(after(4)),
        react::on_withdrawal("c-1", NOW, None),
        &by("system", "centre"),
    )
    .unwrap();
    let mut there = by("receiver", "vendor");
    there.consent = None;
    let received = run(locked, receive(), &there).unwrap().unwrap();
    assert_eq!(
        (received.status, received.locked),
        (Status::Received, Some(NOW))
    );
}

#[test]
fn a_bad_tube_is_nonconforming() {
    let refuse = Command::Refuse {
        class: Nonconformity::Transport,
    };
    let there = by("receiver", "vendor");
    let bad = run(Some(after(5)), refuse.clone(), &there)
        .unwrap()
        .unwrap();
    assert_eq!(bad.status, Status::Nonconforming);
    assert!(matches!(
        refused(&bad, accept(), &there),
        Refusal::Status(_)
    ));
    assert!(matches!(
        refused(&after(3), refuse, &by("nurse", "hospital")),
        Refusal::Status(_)
    ));
}

#[test]
fn custody_is_unbroken_whatever_is_tried() {
    // Every command at every state by everybody: who sends is always who received last, and two scans close every transfer.
    let back = Command::Ship {
        scanned: number().to_string(),
        to: site("hospital"),
        carrier: "A".to_owned(),
        waybill: "2".to_owned(),
        sop: sop("transport"),
    };
    let commands: Vec<Command> = way().into_iter().map(|(c, _)| c).chain([back]).collect();
    let mut frontier = vec![(None::<State>, Vec::<Event>::new())];
    for _ in 0..9 {
        let mut next = Vec::new();
        for (state, events) in frontier {
            for command in &commands {
                for facts in [by("nurse", "hospital"), by("receiver", "vendor")] {
                    if let Ok(more) = Tube::decide(state.as_ref(), command.clone(), &facts) {
                        let then = more.iter().fold(state.clone(), Tube::evolve);
                        let all = [events.clone(), more].concat();
                        check_custody(&all);
                        next.push((then, all));
                    }
                }
            }
        }
        frontier = next;
    }
    assert!(!frontier.is_empty());
}

fn check_custody(events: &[Event]) {
    let (mut holder, mut open) = (site("hospital"), None);
    for event in events {
        match event {
            Event::ScannedOut { transfer, .. } => {
                assert_eq!((&transfer.from, &open), (&holder, &None));
                open = Some(transfer.clone());
            }
            Event::ScannedIn {
                at_site,
                scanned_in_by,
                ..
            } => {
                let transfer = open.take().unwrap();
                assert_eq!(&transfer.to, at_site);
                assert_ne!(&transfer.scanned_out_by, scanned_in_by);
                holder = at_site.clone();
            }
            _ => {}
        }
    }
}

#[test]
fn only_an_end_of_specimen_use_reaches_the_tubes() {
    let scopes = |list: &[&str]| serde_json::json!({ "scopes": list });
    assert!(react::ends_specimens("withdrawn", &scopes(&["all"])));
    assert!(react::ends_specimens(
        "partly_withdrawn",
        &scopes(&["industry", "specimens"])
    ));
    assert!(!react::ends_specimens(
        "partly_withdrawn",
        &scopes(&["industry"])
    ));
    assert!(!react::ends_specimens(
        "choices_changed",
        &scopes(&["specimens"])
    ));
}
