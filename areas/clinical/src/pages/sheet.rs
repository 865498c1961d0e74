//! One section of a case as a form: reading, saving with its version, and two people at once.

mod draw;
pub(super) mod past;

use std::collections::BTreeMap;

use ::words::{Actor, Lang, Text, text};
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::{Markup, html};
use registry::facts::CaseView;
use serde::Deserialize;
use web::{Caller, Platform, Problem, page};

use self::{
    draw::{Shown, hidden, items},
    past::past,
};
use super::case_for;
use crate::{
    api::{Save, record},
    decide::{Refusal, check},
    facts,
    rules::{
        entry::{Typed, added, read, removed, without_empty},
        form::form,
        merge::merge,
    },
    store,
    words::catalogue::{self, Section},
};

/// A section of a case, opened by somebody.
struct Open {
    platform: Platform,
    caller: Caller,
    case: CaseView,
    section: &'static Section,
    /// Whoever may save; absent for a reader.
    actor: Option<Actor>,
}

/// What was sent.
struct Sent {
    typed: Typed,
    /// The revision that was seen.
    revision: i64,
    what: String,
}

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Said {
    saved: Option<i64>,
}

/// The form.
pub(super) async fn show(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let open = Open::of(&platform, &caller, &id, &name, "clinical.read").await?;
    let past = past(&platform, &open.case.id, &name).await?;
    let revision = past.last.as_ref().map_or(0, |s| s.revision);
    let shown = Shown {
        typed: past.revisions.get(&revision).cloned().unwrap_or_default(),
        past: past.values,
        ..Shown::default()
    };
    let done = said
        .saved
        .map(|n| text!(("保存しました（第{n}版）。"), ("Saved (version {n}).")));
    let top = done.map(|d| page::notice(caller.lang(), &d, false));
    open.page(shown, revision, top).await
}

/// Saves, or changes the form without saving.
pub(super) async fn save(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let open = Open::of(&platform, &caller, &id, &name, "clinical.write").await?;
    let sent = Sent::of(pairs);
    if let Some(typed) = sent.changed() {
        let page = open
            .again(typed, BTreeMap::new(), sent.revision, None)
            .await?;
        return Ok(page.into_response());
    }
    let known = facts::known(&platform, &open.case, &name).await?;
    let typed = open.applying(&without_empty(&sent.typed), &known);
    let (answers, unread) = read(open.section, &typed);
    let faults = check::check(open.section, &answers, &known);
    // what could not be read is said as such, not as missing
    let wrong = faults.into_iter().filter(|f| !f.gap).chain(unread);
    let wrong: BTreeMap<String, Text> = wrong.map(|f| (f.path, f.text)).collect();
    if !wrong.is_empty() {
        let top = wrong_here(caller.lang(), wrong.len());
        let page = open.again(typed, wrong, sent.revision, Some(top)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let save = Save {
        answers: &answers,
        seen: Some(sent.revision),
        with_gaps: true,
    };
    let Some(actor) = open.actor.clone() else {
        return Err(Problem::broken());
    };
    match record(&platform, actor, &open.case, open.section, save).await {
        Ok(revision) => Ok(Redirect::to(&open.onward(&sent.what, revision).await?).into_response()),
        Err(problem) if &*problem.code == "E-WEB-STALE" => {
            let page = open.conflict(typed, sent.revision).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(problem) if problem.status == 409 => {
            let top = page::refused(caller.lang(), &problem);
            let page = open
                .again(typed, BTreeMap::new(), sent.revision, Some(top))
                .await?;
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// The items alone, after a change that shows or hides some.
pub(super) async fn fragment(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Markup, Problem> {
    let open = Open::of(&platform, &caller, &id, &name, "clinical.write").await?;
    let sent = Sent::of(pairs);
    let known = facts::known(&platform, &open.case, &name).await?;
    let shown = Shown {
        typed: sent.changed().unwrap_or(sent.typed),
        past: past(&platform, &open.case.id, &name).await?.values,
        to: open.to(),
        ..Shown::default()
    };
    Ok(items(caller.lang(), open.section, &known, &shown))
}

impl Sent {
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self {
            typed: Typed::new(),
            revision: 0,
            what: String::new(),
        };
        for (name, value) in pairs {
            match name.as_str() {
                "do" => sent.what = value,
                "revision" => sent.revision = value.parse().unwrap_or(0),
                _ => match name.strip_prefix("kept:") {
                    Some(path) => drop(sent.typed.entry(path.to_owned()).or_insert(value)),
                    None => drop(sent.typed.insert(name, value)),
                },
            }
        }
        sent
    }

    /// The fields after a change of the form that saves nothing; `None` if it is to be saved.
    fn changed(&self) -> Option<Typed> {
        let (verb, path) = self.what.split_once(' ').unwrap_or((&self.what, ""));
        match verb {
            "add" => Some(added(self.typed.clone(), path)),
            "remove" => Some(removed(&self.typed, path)),
            "look" => Some(self.typed.clone()),
            _ => None,
        }
    }
}

impl Open {
    async fn of(
        platform: &Platform,
        caller: &Caller,
        id: &str,
        name: &str,
        action: &str,
    ) -> Result<Self, Problem> {
        let (case, actor) = case_for(platform, caller, id, action).await?;
        let section = catalogue::section(case.kind.code(), name)
            .ok_or_else(|| Problem::refused(&Refusal::NoSection))?;
        let on = crate::api::resource(&case);
        let actor = match action {
            "clinical.write" => Some(actor),
            _ => caller.sees(platform, "clinical.write", &on).await?,
        };
        Ok(Self {
            platform: platform.clone(),
            caller: caller.clone(),
            case,
            section,
            actor,
        })
    }

    fn to(&self) -> String {
        format!("/cases/{}/sheets/{}", self.case.id, self.section.section)
    }

    /// The fields without what does not apply any more.
    fn applying(&self, typed: &Typed, known: &check::Known) -> Typed {
        let mut typed = typed.clone();
        loop {
            let (answers, _) = read(self.section, &typed);
            let tree = form(self.section, &answers, known);
            let mut gone = Vec::new();
            hidden(&tree, &typed, &mut gone);
            let gone: Vec<String> = gone.into_iter().cloned().collect();
            if gone.is_empty() {
                return typed;
            }
            typed.retain(|path, _| !gone.contains(path));
        }
    }

    /// The form again with what was typed.
    async fn again(
        &self,
        typed: Typed,
        wrong: BTreeMap<String, Text>,
        revision: i64,
        top: Option<Markup>,
    ) -> Result<Markup, Problem> {
        let past = past(&self.platform, &self.case.id, &self.section.section).await?;
        let shown = Shown {
            typed,
            wrong,
            past: past.values,
            ..Shown::default()
        };
        self.page(shown, revision, top).await
    }

    /// Both versions side by side; the next save is of what is seen now.
    async fn conflict(&self, mine: Typed, seen: i64) -> Result<Markup, Problem> {
        let lang = self.caller.lang();
        let past = past(&self.platform, &self.case.id, &self.section.section).await?;
        let nothing = Typed::new();
        let now = past.last.as_ref().map_or(0, |s| s.revision);
        let of = |revision| past.revisions.get(&revision).unwrap_or(&nothing);
        let merged = merge(of(seen), of(now), &mine);
        let who = past.last.as_ref().map_or("", |s| s.who.as_str());
        let said = text!(
            (
                "{who}さんが先に保存しました。あなたの入力は残っていて、まだ保存されていません。違いのある項目は {} か所です。確かめてから保存してください。",
                merged.differs.len()
            ),
            (
                "{who} saved first. What you typed is kept and not saved yet. {} answers differ: look at them and save again.",
                merged.differs.len()
            )
        );
        let shown = Shown {
            typed: merged.typed,
            past: past.values,
            differs: merged.differs,
            taken: merged.taken,
            ..Shown::default()
        };
        self.page(shown, now, Some(page::notice(lang, &said, true)))
            .await
    }

    async fn page(
        &self,
        mut shown: Shown,
        revision: i64,
        top: Option<Markup>,
    ) -> Result<Markup, Problem> {
        let lang = self.caller.lang();
        shown.to = self.to();
        let known = facts::known(&self.platform, &self.case, &self.section.section).await?;
        let drawn = items(lang, self.section, &known, &shown);
        let title = text!(
            ("{}（症例 {}）", self.section.title.ja, self.case.id),
            ("{} (case {})", self.section.title.en, self.case.id)
        );
        let sections = catalogue::all().unwrap_or_default();
        let tabs = sections.iter().filter(|s| s.domain == self.section.domain);
        let tabs: Vec<_> = tabs
            .map(|s| {
                let to = format!("/cases/{}/sheets/{}", self.case.id, s.section);
                (to, s.title.clone(), s.section == self.section.section)
            })
            .collect();
        let body = html! {
            p {
                a href={ "/cases/" (self.case.id) } { (text!("症例へ戻る", "Back to the case").get(lang)) } " · "
                a href={ "/cases/" (self.case.id) "/sheets" } { (text!("入力の一覧", "All sections").get(lang)) }
            }
            h1 { (self.section.title.get(lang)) " " span class="tag" { (self.case.id) } }
            (page::tabs(lang, &tabs))
            @if let Some(top) = top { (top) }
            @if self.actor.is_some() { (frame(lang, &shown.to, revision, &self.draft(revision), drawn)) }
            @else { fieldset disabled { (drawn) } }
        };
        Ok(page::page(lang, &title, &self.caller, body))
    }

    fn draft(&self, revision: i64) -> String {
        format!("sheet-{}-{}-{revision}", self.case.id, self.section.section)
    }

    /// Where to go after saving: here, to the next section, or to the next gap.
    async fn onward(&self, what: &str, revision: i64) -> Result<String, Problem> {
        let here = format!("{}?saved={revision}", self.to());
        let sections = catalogue::all().unwrap_or_default();
        let own: Vec<&Section> = sections
            .iter()
            .filter(|s| s.domain == self.section.domain)
            .collect();
        let at = own
            .iter()
            .position(|s| s.section == self.section.section)
            .unwrap_or(0);
        let of = |s: &Section| format!("/cases/{}/sheets/{}", self.case.id, s.section);
        if what == "next" {
            let next = own.get(at + 1).map(|s| of(s));
            return Ok(next.unwrap_or_else(|| format!("/cases/{}/sheets", self.case.id)));
        }
        if what != "gap" {
            return Ok(here);
        }
        let saved = store::sheets(&self.platform, &self.case.id).await?;
        let (before, after) = own.split_at(at);
        for section in after.iter().chain(before) {
            let known = facts::known(&self.platform, &self.case, &section.section).await?;
            let answers = saved.iter().find(|(s, _)| s.section == section.section);
            let answers = answers.map_or(&serde_json::Value::Null, |(_, a)| a);
            if let Some((path, _)) = form(section, answers, &known).gaps().first() {
                return Ok(format!("{}#i-{path}", of(section)));
            }
        }
        Ok(format!("/cases/{}/sheets", self.case.id))
    }
}

/// The form around the items. The first button is the one that Enter presses.
fn frame(lang: Lang, to: &str, revision: i64, draft: &str, drawn: Markup) -> Markup {
    let save = text!("保存する", "Save");
    html! {
        form class="sheet entry" id="entry" method="post" action=(to) data-draft=(draft)
            hx-post={ (to) "/fragment" } hx-trigger="change target:<.asks */>, drafted" hx-target="#items" hx-swap="innerMorph" {
            input type="hidden" name="revision" value=(revision);
            p { button type="submit" name="do" value="save" { (save.get(lang)) } }
            div id="items" { (drawn) }
            p class="actions" {
                button type="submit" name="do" value="save" { (save.get(lang)) }
                " " button class="second" type="submit" name="do" value="next" { (text!("保存して次の区分へ", "Save and next section").get(lang)) }
                " " button class="second" type="submit" name="do" value="gap" { (text!("保存して次の未入力へ", "Save and next gap").get(lang)) }
                noscript { " " button class="second" type="submit" name="do" value="look" { (text!("表示を更新する", "Show what applies now").get(lang)) } }
            }
            p class="small kept" role="status" hidden data-said=(text!("下書きを保存しました", "Draft kept").get(lang)) {}
        }
    }
}

fn wrong_here(lang: Lang, count: usize) -> Markup {
    let said = text!(
        ("{count}か所、入力を確かめてください。まだ保存されていません。入力した内容は残っています。"),
        ("Check {count} answers. Nothing was saved yet; what you typed is kept.")
    );
    page::notice(lang, &said, true)
}

/// The items of a section as they are drawn for answers, without a case: to measure and to look at.
#[must_use]
pub fn draw_alone(lang: Lang, section: &Section, typed: &Typed, known: &check::Known) -> Markup {
    let shown = Shown {
        typed: typed.clone(),
        ..Shown::default()
    };
    items(lang, section, known, &shown)
}
