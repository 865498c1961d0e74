//! The certificate of a withdrawal: what was done, what could not be and why, with the proof of the log. Made when it is
//! asked for, so that it says how things stand; it holds numbers and codes only, so it can be read for ever.

use ledger::Recorded;
use serde_json::{Value, json};
use web::Platform;
use words::{At, Lang, Text, text};

use crate::{
    decide::{Fate, Outcome, Withdrawal},
    words::{Giver, Scope},
};

const TEMPLATE: &str = include_str!("../../../../catalog/consent/withdrawal.typ");
/// Days after T0 by which specimens are destroyed (clinical specification §5.1, W5).
const SPECIMENS_DUE: i64 = 30;

/// The certificate as it stands now.
pub(crate) async fn certificate(
    platform: &Platform,
    withdrawal: &Withdrawal,
) -> anyhow::Result<Vec<u8>> {
    let now = platform.now();
    let note = platform.ledger().seal(now).await?;
    let events = platform.ledger().events_of_case(&withdrawal.case).await?;
    let own = |e: &&Recorded| {
        e.id == withdrawal.consent
            && matches!(e.kind.as_str(), "consent" | "withdrawal")
            && e.at >= withdrawal.t0
    };
    let proof: Vec<Value> = events.iter().filter(own).map(line).collect();
    let data = content(withdrawal, &proof, &note, now);
    let fonts_dir = platform.settings().fonts_dir.clone();
    let pdf = tokio::task::spawn_blocking(move || -> anyhow::Result<paper::Pdf> {
        let fonts = paper::Fonts::find(&[fonts_dir])?;
        Ok(paper::render(TEMPLATE, &data, &fonts)?)
    });
    Ok(pdf.await??.bytes)
}

fn content(w: &Withdrawal, proof: &[Value], note: &str, now: At) -> Value {
    let certificate = w.certificate();
    let lines = |all: &[(String, Outcome)]| all.iter().map(|(_, o)| row(o)).collect::<Vec<_>>();
    let mut checkpoint = note.lines();
    json!({
        "document": { "id": format!("{}-withdrawal", w.consent), "at": now.rfc3339() },
        "state": state(w),
        "matrix": super::matrix(&w.consent),
        "facts": facts(w),
        "deleted": lines(&certificate.deleted),
        "not_deleted": lines(&certificate.not_deleted),
        "proof": proof,
        "checkpoint": {
            "origin": checkpoint.next().unwrap_or_default(),
            "size": checkpoint.next().unwrap_or_default(),
            "root": checkpoint.next().unwrap_or_default(),
        },
    })
}

fn state(w: &Withdrawal) -> Text {
    match (w.taken_back_at, w.certified_at) {
        (Some(_), _) => text!(
            "撤回は取り消されました。何も削除していません。",
            "The withdrawal was taken back. Nothing was deleted."
        ),
        (None, Some(_)) => text!(
            "撤回の処理を行いました。",
            "The withdrawal was carried out."
        ),
        (None, None) => text!(
            "利用は止まっています。猶予期間が終わると削除します。",
            "All use has stopped. Things are deleted when the cooling-off period ends."
        ),
    }
}

fn facts(w: &Withdrawal) -> Vec<Value> {
    let fact = |label: Text, value: String| json!({ "label": label, "value": value });
    let both = |at: At| format!("{}（{}）", at.show(Lang::Ja), at.rfc3339());
    let scopes: Vec<String> = w.scopes.iter().map(|s| scope(*s)).collect();
    let mut all = vec![
        fact(text!("同意の記録番号", "Consent record"), w.consent.clone()),
        fact(text!("症例番号", "Case"), w.case.to_string()),
        fact(text!("参加者番号", "Participant"), w.person.to_string()),
        fact(text!("撤回した方", "Withdrawn by"), by(w.by).to_owned()),
        fact(text!("取りやめた範囲", "What ended"), scopes.join("、")),
        fact(text!("撤回の時刻（T0）", "Withdrawn at (T0)"), both(w.t0)),
        fact(
            text!("新しい利用の停止", "New use denied"),
            "T0から1秒以内 / within 1 s of T0".to_owned(),
        ),
        fact(
            text!("猶予期間の終わり", "Cooling-off ends"),
            both(w.destroy_from),
        ),
        fact(
            text!("検体の廃棄期限", "Specimens destroyed by"),
            both(w.t0.plus_days(SPECIMENS_DUE)),
        ),
    ];
    if let Some(at) = w.certified_at {
        all.push(fact(text!("削除した日時", "Deleted at"), both(at)));
    }
    if let Some(at) = w.taken_back_at {
        all.push(fact(text!("取り消した日時", "Taken back at"), both(at)));
    }
    all
}

fn by(giver: Giver) -> &'static str {
    match giver {
        Giver::Person => "本人 / the person",
        Giver::Proxy => "代諾者 / proxy",
    }
}

fn scope(scope: Scope) -> String {
    let name = scope.text();
    format!("{} / {}", name.ja, name.en)
}

fn row(outcome: &Outcome) -> Value {
    let fate = match &outcome.fate {
        Fate::Deleted => text!("削除しました", "deleted"),
        Fate::Remade => text!(
            "削除し、この方を除いて作り直しています",
            "deleted, and made anew without the person"
        ),
        Fate::Kept { reason } => reason.text(),
    };
    json!({ "what": outcome.text(), "count": outcome.count, "fate": fate })
}

fn line(event: &Recorded) -> Value {
    json!({
        "seq": event.seq, "event": format!("{}.{}", event.kind, event.event),
        "at": event.at.rfc3339(), "hash": event.hash,
    })
}
