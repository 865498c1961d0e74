//! Checks every signature in the ledger against the keys of the account as its own events have them.

use std::collections::HashMap;

use auth::State;
use serde_json::Value;
use words::{Signed, text};

use crate::{Platform, proof::Proof};

/// Events read at a time.
const PAGE: i64 = 1000;

/// Reads all events and checks what is signed in them.
pub(crate) async fn signatures(platform: &Platform) -> anyhow::Result<Proof> {
    let accounts = platform.auth().accounts().await?;
    let accounts: HashMap<_, State> = accounts.into_iter().collect();
    let (mut proof, mut after) = (Proof::default(), 0);
    loop {
        let events = platform.ledger().events_after(after, PAGE).await?;
        let Some(last) = events.last() else {
            return Ok(proof);
        };
        after = last.seq;
        for event in &events {
            let mut found = Vec::new();
            search(&event.payload, &mut found);
            for signed in found {
                proof.checked += 1;
                let signed = signed.map_err(|e| e.to_string());
                let held = signed.and_then(|s| check(&s, &event.actor.account, &accounts));
                if let Err(why) = held {
                    let (seq, kind, id) = (event.seq, &event.kind, &event.id);
                    proof.flaw(text!(
                        ("出来事 {seq}（{kind} {id}）の署名を確かめられません（{why}）。控えの同じ出来事と、署名者のパスキーの記録を比べてください。"),
                        ("the signature in event {seq} ({kind} {id}) does not hold: {why}; compare the event, and the signer's keys, with a backup")
                    ));
                }
            }
        }
    }
}

fn check(
    signed: &Signed,
    actor: &words::AccountId,
    accounts: &HashMap<words::AccountId, State>,
) -> Result<(), String> {
    if signed.statement.account != *actor {
        return Err("another account acted".to_owned());
    }
    let account = accounts.get(actor).ok_or("no such account")?;
    auth::check(signed, account).map_err(|e| e.to_string())
}

/// Signatures may stand anywhere in an event.
fn search(value: &Value, found: &mut Vec<Result<Signed, serde_json::Error>>) {
    match value {
        Value::Object(fields) if fields.contains_key("assertion") => {
            found.push(serde_json::from_value(value.clone()));
        }
        Value::Object(fields) => fields.values().for_each(|v| search(v, found)),
        Value::Array(items) => items.iter().for_each(|v| search(v, found)),
        _ => {}
    }
}
