use ledger::Aggregate;
use sequencing::{
    decide::order::{Command, Event, Facts, Order, Refusal, State, Status},
    react,
    words::{Accreditation, Standard, VendorRecord},
};
use specimen::words::Role;
use words::Refusal as _;

use crate::given::{NOW, draft, order_facts, released, tube};

fn run(state: Option<State>, command: Command, facts: &Facts) -> Result<Option<State>, Refusal> {
    let events = Order::decide(state.as_ref(), command, facts)?;
    Ok(events.iter().fold(state, Order::evolve))
}

#[test]
fn an_order_is_written_sent_and_completed() {
    let order = released();
    assert_eq!(order.status, Status::Released);
    let data = |role| Command::RecordData {
        specimen: tube(role),
        delivery: format!("dl-{role:?}"),
    };
    let one = run(Some(order), data(Role::Normal), &order_facts()).unwrap();
    assert_eq!(one.as_ref().unwrap().status, Status::Released);
    assert_eq!(
        Order::decide(one.as_ref(), data(Role::Normal), &order_facts()),
        Ok(vec![]),
        "twice is once"
    );
    let events = Order::decide(one.as_ref(), data(Role::Tumour), &order_facts()).unwrap();
    let expected = Event::Completed {
        deliveries: vec!["dl-Tumour".to_owned(), "dl-Normal".to_owned()],
    };
    assert_eq!(events.last(), Some(&expected));
}

#[test]
fn an_order_needs_tubes_a_vendor_and_consent() {
    let refused = |change: fn(&mut Facts)| {
        let mut facts = order_facts();
        change(&mut facts);
        (Order::decide(None, draft(), &facts).unwrap_err().code(), {
            let drafted = run(None, draft(), &order_facts()).unwrap();
            Order::decide(drafted.as_ref(), Command::Release, &facts)
                .map(drop)
                .err()
                .map(|r| r.code())
        })
    };
    let both = |code| (code, Some(code));
    assert_eq!(
        refused(|f| f.consents.clear()),
        both("E-SEQUENCING-NO-CONSENT")
    );
    assert_eq!(
        refused(|f| f.samples.clear()),
        both("E-SEQUENCING-TUBE-NOT-USABLE")
    );
    assert_eq!(
        refused(|f| f.vendor_version = None),
        both("E-SEQUENCING-VENDOR-UNKNOWN")
    );
    assert_eq!(
        refused(|f| f.open_order = true).0,
        "E-SEQUENCING-ORDER-OPEN"
    );
    let lacks = |f: &mut Facts| f.vendor_lacks = vec![words::text!("認定", "accreditation")];
    assert_eq!(refused(lacks), both("E-SEQUENCING-VENDOR-LACKS"));
}

#[test]
fn a_vendor_lacks_what_has_expired() {
    let day = |text: &str| text.parse::<words::Day>().unwrap();
    let mut record = VendorRecord {
        domestic: true,
        accreditations: vec![Accreditation {
            standard: Standard::Iso15189,
            number: "RML-1".to_owned(),
            valid_until: day("2026-03-31"),
        }],
        sop_summary_version: 1,
        multi_factor: true,
        own_qc: true,
        keys: vec![],
    };
    assert!(record.lacks(day("2026-03-31")).is_empty());
    assert_eq!(record.lacks(day("2026-04-01")).len(), 1);
    (
        record.domestic,
        record.multi_factor,
        record.own_qc,
        record.sop_summary_version,
    ) = (false, false, false, 0);
    assert_eq!(record.lacks(NOW.day()).len(), 5);
}

#[test]
fn a_withdrawal_cancels_what_is_open() {
    let cancel = react::order_on_withdrawal("c-1");
    let gone = run(Some(released()), cancel.clone(), &order_facts()).unwrap();
    assert_eq!(gone.as_ref().unwrap().status, Status::Cancelled);
    assert_eq!(
        Order::decide(gone.as_ref(), cancel, &order_facts()),
        Ok(vec![])
    );
    let data = Command::RecordData {
        specimen: tube(Role::Tumour),
        delivery: "dl".to_owned(),
    };
    assert_eq!(
        run(gone, data, &order_facts()),
        Err(Refusal::Status(Status::Cancelled))
    );
}
