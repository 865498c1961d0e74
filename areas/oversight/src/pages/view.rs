//! What every part of a case page knows, and how a part is shown or left out.

use ::words::{At, Lang, Text, text};
use auth::Holds;
use ledger::Recorded;
use maud::{Markup, html};
use registry::facts::CaseView;
use web::{Caller, Platform, Problem, page};

/// A case as its reader opened it.
pub(super) struct View<'a> {
    pub platform: &'a Platform,
    pub caller: &'a Caller,
    pub case: &'a CaseView,
    pub events: &'a [Recorded],
    pub lang: Lang,
    /// When consent was withdrawn.
    pub withdrawn: Option<At>,
    /// The patient wants to know about findings that were not asked for.
    pub wants_secondary: bool,
}

/// A part of the page; no body if its reader may not see it.
pub(super) struct Part {
    pub id: &'static str,
    pub title: Text,
    pub body: Option<Markup>,
}

impl View<'_> {
    /// Asks for one part of the page; the answer is in the access log.
    pub async fn sees(&self, action: &'static str, holds: Holds) -> Result<bool, Problem> {
        let on = registry::facts::resource_of(self.case).holding(holds);
        Ok(self
            .caller
            .sees(self.platform, action, &on)
            .await?
            .is_some())
    }

    /// A sentence where a list would be; after a withdrawal, why there will never be one.
    pub fn none_yet(&self, said: &Text) -> Markup {
        let Some(at) = self.withdrawn else {
            return nothing(said, self.lang);
        };
        let (ja, en) = (at.day().show(Lang::Ja), at.day().show(Lang::En));
        let stopped = text!(
            ("{ja}の同意撤回により中止されました。"),
            ("Nothing: stopped by the withdrawal on {en}.")
        );
        nothing(&stopped, self.lang)
    }

    /// Where an event is shown with all that is known of it.
    pub fn event(&self, seq: i64) -> String {
        format!("/cases/{}/history#event-{seq}", self.case.id)
    }

    /// Where a finding is shown.
    pub fn finding(&self, id: &str) -> String {
        format!("/cases/{}/findings#finding-{id}", self.case.id)
    }

    /// A member's relation in words.
    pub fn relation(&self, person: &::words::PersonId) -> &str {
        let mut all = self.case.members.iter().chain(&self.case.removed);
        let member = all.find(|m| m.person == *person);
        member.map_or("–", |m| relation(m.relation, self.lang))
    }
}

fn relation(relation: registry::facts::Relation, lang: Lang) -> &'static str {
    use registry::facts::Relation::{Father, Mother, Proband};
    let said = match relation {
        Proband => ("本人", "patient"),
        Mother => ("母", "mother"),
        Father => ("父", "father"),
    };
    match lang {
        Lang::Ja => said.0,
        Lang::En => said.1,
    }
}

impl Part {
    /// A part with its body.
    pub fn new(id: &'static str, title: Text, body: Option<Markup>) -> Self {
        Self { id, title, body }
    }

    /// The section, or a quiet line.
    pub fn show(&self, lang: Lang) -> Markup {
        let quiet = text!("この役割では表示されません。", "Not shown to your role.");
        let body = self
            .body
            .clone()
            .unwrap_or_else(|| html! { p class="quiet-line" { (quiet.get(lang)) } });
        page::section(lang, self.id, &self.title, body)
    }
}

/// A sentence where a list would be.
pub(super) fn nothing(said: &Text, lang: Lang) -> Markup {
    html! { p class="empty" { (said.get(lang)) } }
}
