//! A digest of what happened, for comparing two programmes of the same seed.
//!
//! The hash chain of the ledger itself differs between them: signatures of passkeys (and the keys) and the sealing of names and
//! answers use fresh chance, as they must. Signatures, and digests of sealed bytes, are left out here; everything else counts,
//! in its order.

use ledger::Ledger;
use serde_json::Value;
use words::Digest;

/// Events read at a time.
const PAGE: i64 = 2_000;

/// Kinds whose events hold digests of sealed bytes.
const SEALED: [&str; 2] = ["person", "sheet"];

/// The digest of all events in order.
pub async fn digest(ledger: &Ledger) -> anyhow::Result<String> {
    let (mut after, mut chain) = (0, Digest::of(b"").to_string());
    loop {
        let events = ledger.events_after(after, PAGE).await?;
        let Some(last) = events.last() else {
            return Ok(chain);
        };
        after = last.seq;
        for mut event in events {
            // accounts hold keys and sealed names
            if event.kind == "account" {
                event.payload = Value::Null;
            }
            without_signatures(&mut event.payload);
            if SEALED.contains(&event.kind.as_str()) {
                without_digests(&mut event.payload);
            }
            let case = event.case.as_ref().map(ToString::to_string);
            let said = serde_json::json!([
                chain,
                event.seq,
                event.kind,
                event.id,
                event.version,
                event.event,
                event.payload,
                event.at,
                event.actor.account,
                event.actor.role,
                case,
            ]);
            chain = Digest::of(said.to_string().as_bytes()).to_string();
        }
    }
}

fn without_signatures(value: &mut Value) {
    match value {
        Value::Object(fields) if fields.contains_key("assertion") => {
            fields.retain(|name, _| name == "statement");
        }
        Value::Object(fields) => fields.values_mut().for_each(without_signatures),
        Value::Array(items) => items.iter_mut().for_each(without_signatures),
        _ => {}
    }
}

fn without_digests(value: &mut Value) {
    match value {
        Value::String(text) if text.parse::<Digest>().is_ok() => *value = Value::Null,
        Value::Object(fields) => fields.values_mut().for_each(without_digests),
        Value::Array(items) => items.iter_mut().for_each(without_digests),
        _ => {}
    }
}
