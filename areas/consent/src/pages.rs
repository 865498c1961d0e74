//! Consent at the doors: thirteen steps on a tablet or at home, what staff do, paper, versions, withdrawal.

mod choices;
mod door;
mod forms;
mod keep;
mod members;
mod paper;
mod proof;
mod session;
mod steps;
mod talk;
mod withdraw;

use axum::{
    Router,
    http::{HeaderMap, header},
    routing::{get, post},
};
use maud::{Markup, html};
use registry::facts::{CaseView, Relation};
use web::{
    Platform,
    page::{self, Frame},
};
use words::{Lang, PersonId, Text, text};

use crate::words::form::Form;

/// The pages.
pub(crate) fn router() -> Router<Platform> {
    Router::new()
        .route("/tablet", get(door::ask).post(door::open))
        .route("/tablet/leave", post(door::leave))
        .route("/tablet/receipt", get(door::receipt))
        .route("/tablet/ask", post(keep::ask))
        .route("/tablet/decline", post(keep::decline))
        .route("/tablet/step/{n}", get(steps::show).post(keep::step))
        .route("/tablet/{secret}", get(door::follow))
        .route("/cases/{id}/consents", get(members::page))
        .route("/cases/{id}/consents/{person}", post(members::invite))
        .route("/consents/forms", get(forms::list))
        .route("/consents/forms/{form}", get(forms::text))
        .route("/consents/forms/{form}/{other}", get(forms::compare))
        .route("/consents/campaigns", post(forms::campaign))
        .route("/consents/{id}", get(session::page))
        .route("/consents/{id}/tablet", post(session::tablet))
        .route("/consents/{id}/enter", post(session::enter))
        .route("/consents/{id}/letter", post(session::letter))
        .route("/consents/{id}/close", post(session::close))
        .route("/consents/{id}/capacity", post(members::capacity_changed))
        .route("/consents/{id}/talk", post(talk::talk))
        .route("/consents/{id}/identity", post(talk::identify))
        .route("/consents/{id}/reply", post(talk::reply))
        .route("/consents/{id}/countersign", post(talk::countersign))
        .route(
            "/consents/{id}/choices",
            get(choices::show).post(choices::change),
        )
        .route(
            "/consents/{id}/withdraw",
            get(withdraw::ask).post(withdraw::withdraw),
        )
        .route("/consents/{id}/withdrawal", get(proof::page))
        .route("/consents/{id}/withdrawal/shorten", post(proof::shorten))
        .route(
            "/consents/{id}/withdrawal/take-back",
            post(proof::take_back),
        )
        .route("/my/{case}/withdraw", get(withdraw::own))
        .route(
            "/paper/new/{case}/{person}",
            get(paper::new).post(paper::scan),
        )
        .route("/paper/{id}", get(paper::page))
        .route("/paper/{id}/scan", get(paper::file))
        .route("/paper/{id}/typed", post(paper::typed))
        .route("/paper/{id}/settled", post(paper::settled))
}

/// The language of somebody who has not signed in.
fn lang(headers: &HeaderMap) -> Lang {
    cookie(headers, "kumi_lang").map_or(Lang::Ja, |tag| Lang::from_tag(&tag))
}

/// The value of a cookie.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter();
    let all = all
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'));
    all.filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then(|| value.to_owned()))
}

/// A page for somebody who has not signed in.
fn plain(platform: &Platform, lang: Lang, path: &str, title: &Text, body: Markup) -> Markup {
    let mut frame = Frame::of(platform, path);
    frame.script("consent.js");
    page::bare(lang, title, &frame, body)
}

/// The mark of a sample, on every page on which a form is read, signed or shown.
fn mark(lang: Lang, form: &Form) -> Markup {
    html! { @if !form.is_approved() { p class="sample" { (form.mark.get(lang)) } } }
}

/// The relation of a member, in words.
fn relation(relation: Relation) -> Text {
    match relation {
        Relation::Proband => text!("患者さんご本人", "the patient"),
        Relation::Mother => text!("お母さま", "the mother"),
        Relation::Father => text!("お父さま", "the father"),
    }
}

/// The relation of a person in a case, also of one who left.
fn relation_of(case: &CaseView, person: &PersonId) -> Option<Relation> {
    let mut all = case.members.iter().chain(&case.removed);
    all.find(|m| m.person == *person).map(|m| m.relation)
}

/// Several values under one name, as a form posts them.
type Posted = Vec<(String, String)>;

/// The values under a name.
fn all<'a>(posted: &'a Posted, name: &str) -> Vec<&'a str> {
    let named = posted.iter().filter(|(n, _)| n == name);
    named
        .map(|(_, v)| v.as_str())
        .filter(|v| !v.is_empty())
        .collect()
}

/// The first value under a name; empty if there is none.
fn one<'a>(posted: &'a Posted, name: &str) -> &'a str {
    all(posted, name).first().copied().unwrap_or_default()
}

/// A word of a form as the enum it names.
fn word<T: serde::de::DeserializeOwned>(value: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(value)).ok()
}

/// The answers under `item.CODE`, several joined by commas.
fn answers(posted: &Posted, prefix: &str) -> crate::words::Answers {
    let mut found = crate::words::Answers::new();
    for (name, value) in posted.iter().filter(|(_, v)| !v.is_empty()) {
        let Some(code) = name.strip_prefix(prefix) else {
            continue;
        };
        let entry: &mut String = found.entry(code.to_owned()).or_default();
        if !entry.is_empty() {
            entry.push(',');
        }
        entry.push_str(value);
    }
    found
}
