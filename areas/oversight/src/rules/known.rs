//! What the rules of tasks must remember of a case beside its progress. Pure; ids only.

use std::collections::{BTreeMap, BTreeSet};

use ledger::Recorded;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A tube of the case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TubeKnown {
    /// Whose.
    pub person: String,
    /// It was accepted by the laboratory.
    pub accepted: bool,
    /// It cannot be used: nonconforming, locked or destroyed.
    pub lost: bool,
}

/// What is known of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The hospital.
    pub site: String,
    /// `cancer` or `rare`.
    pub kind: String,
    /// Who takes part.
    pub members: BTreeSet<String>,
    /// The patient.
    pub proband: String,
    /// Who of them died.
    pub dead: BTreeSet<String>,
    /// The patient wants to know of secondary findings.
    pub wants_secondary: bool,
    /// Tubes by number.
    pub tubes: BTreeMap<String, TubeKnown>,
    /// The laboratory of the order.
    pub vendor: String,
    /// Specimens of the order whose data are awaited.
    pub awaited: BTreeSet<String>,
    /// The specimen of each delivery.
    pub deliveries: BTreeMap<String, String>,
    /// Findings without a verdict.
    pub unjudged: BTreeSet<String>,
    /// The finding of each judgement.
    pub judgements: BTreeMap<String, String>,
}

impl Known {
    /// Takes in an event.
    pub fn hear(&mut self, event: &Recorded) {
        let payload = &event.payload;
        match (event.kind.as_str(), event.event.as_str()) {
            ("case", "registered" | "exception_asked") => {
                self.registered(payload.get("case").unwrap_or(payload));
            }
            ("case", "member_removed") => {
                self.members.remove(text(payload, "person"));
            }
            ("case", "died" | "member_died") => {
                let named = text(payload, "person");
                let who = if named.is_empty() {
                    &self.proband
                } else {
                    named
                };
                self.dead.insert(who.to_owned());
            }
            ("case", "death_corrected") => {
                self.dead.remove(text(payload, "person"));
            }
            ("case", "member_restored") => {
                self.members.insert(text(payload, "person").to_owned());
            }
            ("consent", "submitted") => {
                let record = payload.get("record").unwrap_or(&Value::Null);
                if text(record, "person") == self.proband {
                    self.answers(record.get("answers"));
                }
            }
            ("consent", "choices_changed") => self.answers(payload.get("changes")),
            ("tube", what) => self.tube(&event.id, what, payload),
            ("order", "drafted") => {
                text(payload, "vendor").clone_into(&mut self.vendor);
                self.awaited = each(payload, "items", "specimen").collect();
            }
            ("order", "data_accepted" | "stopped") => {
                self.awaited.remove(text(payload, "specimen"));
            }
            ("delivery", "announced") => {
                let specimen = payload.pointer("/manifest/specimen");
                let specimen = specimen.and_then(Value::as_str).unwrap_or_default();
                self.deliveries
                    .insert(event.id.clone(), specimen.to_owned());
            }
            ("interpretation", "ready") => {
                let outcome = payload.get("outcome").unwrap_or(&Value::Null);
                let held: BTreeSet<String> = strings(outcome, "held").collect();
                self.unjudged = strings(outcome, "findings")
                    .filter(|f| !held.contains(f))
                    .collect();
            }
            ("interpretation", "judged") => {
                self.unjudged.remove(text(payload, "finding"));
            }
            ("judgement", "first_read") => {
                let finding = text(payload, "finding").to_owned();
                self.unjudged.remove(&finding);
                self.judgements.insert(event.id.clone(), finding);
            }
            ("judgement", "reopened") => {
                self.unjudged.extend(self.judgements.remove(&event.id));
            }
            _ => {}
        }
    }

    /// Every tube that counts was accepted, and there is one.
    #[must_use]
    pub fn all_tubes_accepted(&self) -> bool {
        let mut counting = self.tubes.values().filter(|t| !t.lost).peekable();
        counting.peek().is_some() && counting.all(|t| t.accepted)
    }

    /// Whether somebody has a tube that counts.
    #[must_use]
    pub fn has_tube(&self, person: &str) -> bool {
        self.tubes.values().any(|t| t.person == person && !t.lost)
    }

    fn registered(&mut self, case: &Value) {
        text(case, "site").clone_into(&mut self.site);
        text(case, "kind").clone_into(&mut self.kind);
        self.members = each(case, "members", "person").collect();
        let members = case.get("members").and_then(Value::as_array);
        let proband = members
            .into_iter()
            .flatten()
            .find(|m| text(m, "relation") == "proband");
        proband
            .map_or("", |m| text(m, "person"))
            .clone_into(&mut self.proband);
    }

    fn answers(&mut self, answers: Option<&Value>) {
        let wish = answers.and_then(|a| a.get("ror.secondary_now"));
        if let Some(wish) = wish.and_then(Value::as_str) {
            self.wants_secondary = wish == "yes";
        }
    }

    fn tube(&mut self, id: &str, what: &str, payload: &Value) {
        let tube = self.tubes.entry(id.to_owned()).or_default();
        match what {
            "planned" => text(payload, "person").clone_into(&mut tube.person),
            "accepted" => tube.accepted = true,
            "found_nonconforming" | "locked" | "destroyed" => tube.lost = true,
            "unlocked" => tube.lost = false,
            _ => {}
        }
    }
}

/// A text of a payload; empty if there is none.
#[must_use]
pub fn text<'a>(payload: &'a Value, field: &str) -> &'a str {
    payload
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// A field of every element of a list.
pub fn each<'a>(
    payload: &'a Value,
    list: &str,
    field: &'a str,
) -> impl Iterator<Item = String> + 'a {
    let list = payload.get(list).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .map(move |one| text(one, field).to_owned())
}

fn strings<'a>(payload: &'a Value, list: &str) -> impl Iterator<Item = String> + 'a {
    let list = payload.get(list).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(|v| v.as_str().map(str::to_owned))
}
