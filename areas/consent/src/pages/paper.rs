//! R8: a paper is scanned, typed by two people, compared by one who did not type first, and becomes the same record.

use axum::{
    Form,
    extract::{Multipart, Path, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use blob::KeyId;
use maud::{Markup, html};
use registry::facts::CaseView;
use web::{
    Caller, Platform, Problem,
    page::{self, Field},
};
use words::{Actor, Context, Day, Digest, Lang, PersonId, Text, text};

use super::{Posted, members, steps, talk};
use crate::{
    api,
    decide::{self, Paper, PaperAggregate, PaperCommand, PaperFacts, Refusal, Typed},
    store::session,
    words::{
        AGREE, Answers, DISAGREE, Giver, Method, NOT_SET, Place, Proxy, ProxyRelation, Record,
        form::{self, Form as Document, ItemKind},
    },
};

/// The largest scan, bytes.
const LARGEST: usize = 6 * 1024 * 1024;

/// A paper with its case, for staff who may.
struct Desk {
    id: String,
    paper: Paper,
    case: CaseView,
    form: &'static Document,
    actor: Actor,
}

/// The kind of a scan by its first bytes, whatever its name says.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if begins(b"%PDF-") {
        Some("application/pdf")
    } else if begins(&[0xFF, 0xD8, 0xFF]) {
        Some("image/jpeg")
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else {
        None
    }
}

async fn member(
    platform: &Platform,
    caller: &Caller,
    case: &str,
    person: &str,
) -> Result<(CaseView, PersonId, Actor), Problem> {
    let person = PersonId::parse(person).map_err(|_| api::bad_id())?;
    let Ok(found) = api::case(platform, case).await else {
        let nothing = auth::Resource::new("case", case);
        return Err(caller
            .missing(platform, "consent.give", nothing, api::unknown())
            .await);
    };
    let resource = api::resource(&found, &person, "new");
    let actor = caller.may(platform, "consent.give", &resource).await?;
    Ok((found, person, actor))
}

pub(super) async fn new(
    State(platform): State<Platform>,
    caller: Caller,
    Path((case, person)): Path<(String, String)>,
) -> Result<Markup, Problem> {
    let (case, person, _) = member(&platform, &caller, &case, &person).await?;
    Ok(upload(&caller, &case, &person, None))
}

fn upload(
    caller: &Caller,
    case: &CaseView,
    person: &PersonId,
    refused: Option<&Problem>,
) -> Markup {
    let lang = caller.lang();
    let title = text!("紙の同意書を取り込む", "Take in a consent on paper");
    let file = Field::new("scan", text!("スキャンしたファイル", "The scan"))
        .hint(text!(
            "PDF、JPEG、PNG。6 MiBまで",
            "PDF, JPEG or PNG, at most 6 MiB"
        ))
        .kind("file")
        .required(true);
    let body = html! {
        p { a href={ "/cases/" (case.id) "/consents" } { (case.id) } }
        h1 { (title.get(lang)) }
        @if let Some(problem) = refused { (page::refused(lang, problem)) }
        p { (text!("取り込んだあと、別の二人がそれぞれ入力し、違いを確かめます。", "After this, two different people type it and the differences are settled.").get(lang)) }
        form class="sheet" method="post" enctype="multipart/form-data" action={ "/paper/new/" (case.id) "/" (person) } {
            (page::field(lang, &file))
            button type="submit" { (text!("取り込む", "Take it in").get(lang)) }
        }
    };
    page::page(lang, &title, caller, body)
}

pub(super) async fn scan(
    State(platform): State<Platform>,
    caller: Caller,
    Path((case, person)): Path<(String, String)>,
    mut parts: Multipart,
) -> Result<Response, Problem> {
    let (case, person, actor) = member(&platform, &caller, &case, &person).await?;
    let mut bytes = None;
    let unread = |_| Problem::refused(&Refusal::Scan);
    while let Some(part) = parts.next_field().await.map_err(unread)? {
        if part.name() == Some("scan") {
            bytes = Some(part.bytes().await.map_err(unread)?);
        }
    }
    match keep(&platform, &case, &person, actor, bytes.as_deref()).await {
        Ok(id) => Ok(Redirect::to(&format!("/paper/{id}")).into_response()),
        Err(problem) if problem.status == 409 => {
            let page = upload(&caller, &case, &person, Some(&problem));
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn keep(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
    actor: Actor,
    bytes: Option<&[u8]>,
) -> Result<String, Problem> {
    let fits = |b: &&[u8]| kind(b).is_some() && b.len() <= LARGEST;
    let bytes = bytes
        .filter(fits)
        .ok_or_else(|| Problem::refused(&Refusal::Scan))?;
    let invitation = Box::new(members::invitation(platform, case, person).await?);
    let facts = facts(platform, &actor);
    // decided before anything is stored, so that a refusal leaves nothing behind
    let scan = Digest::of(bytes);
    let command = PaperCommand::Scan {
        invitation: invitation.clone(),
        scan,
    };
    <PaperAggregate as ledger::Aggregate>::decide(None, command, &facts)
        .map_err(|r| Problem::refused(&r))?;
    let scan = platform
        .blobs()
        .put(&KeyId::person(person), bytes)
        .await?
        .digest;
    let id = platform.new_id("cp-");
    let context = Context::new(facts.now, actor).on(&case.id);
    let command = PaperCommand::Scan { invitation, scan };
    platform
        .ledger()
        .execute::<PaperAggregate>(&id, command, &facts, &context)
        .await?;
    Ok(id)
}

fn facts(platform: &Platform, actor: &Actor) -> PaperFacts {
    PaperFacts {
        now: platform.now(),
        actor: actor.account.clone(),
        samples: api::samples(platform),
    }
}

async fn desk(platform: &Platform, caller: &Caller, id: &str) -> Result<Desk, Problem> {
    let Some(paper) = session::paper(platform.db(), id).await? else {
        let nothing = auth::Resource::new("consent", id);
        return Err(caller
            .missing(platform, "consent.give", nothing, api::unknown())
            .await);
    };
    let case = api::case(platform, paper.invitation.case.as_str()).await?;
    let resource = api::resource(&case, &paper.invitation.person, id);
    let actor = caller.may(platform, "consent.give", &resource).await?;
    let form = form::find(&paper.invitation.form).ok_or_else(api::unknown)?;
    let id = id.to_owned();
    Ok(Desk {
        id,
        paper,
        case,
        form,
        actor,
    })
}

/// The scan, opened beside the entry.
pub(super) async fn file(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let key = KeyId::person(&desk.paper.invitation.person);
    let bytes = platform.blobs().get(&key, &desk.paper.scan).await?;
    let kind = kind(&bytes).unwrap_or("application/octet-stream");
    Ok(([(header::CONTENT_TYPE, kind)], bytes))
}

pub(super) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    Ok(draw(&caller, &desk, None))
}

fn draw(caller: &Caller, desk: &Desk, refused: Option<(&Problem, &Posted)>) -> Markup {
    let lang = caller.lang();
    let title = text!("紙の同意書", "Consent on paper");
    let paper = &desk.paper;
    let first = paper
        .typed
        .first()
        .is_some_and(|(by, _)| *by == desk.actor.account);
    let body = html! {
        p { a href={ "/cases/" (desk.case.id) "/consents" } { (desk.case.id) } }
        (super::mark(lang, desk.form))
        h1 { (title.get(lang)) }
        @if let Some((problem, _)) = refused { (page::refused(lang, problem)) }
        p { code { (paper.invitation.form) } "　" a href={ "/paper/" (desk.id) "/scan" } target="_blank" { (text!("スキャンを別の画面で開く", "Open the scan beside this").get(lang)) } }
        @if let Some(consent) = &paper.consent {
            (page::notice(lang, &text!("同意が記録されました。", "The consent is recorded."), false))
            p { code { (consent) } }
        } @else if first && paper.typed.len() < 3 {
            (page::notice(lang, &text!("あなたが1回目を入力しました。ここからは、別の方が行います。", "You typed the first entry. Somebody else goes on from here."), false))
        } @else if paper.typed.len() < 2 {
            (entry(lang, desk, refused.map(|(_, posted)| posted)))
        } @else {
            (settle_form(lang, desk))
        }
    };
    page::page(lang, &title, caller, body)
}

/// The entry of one person; the other's is not shown.
fn entry(lang: Lang, desk: &Desk, typed: Option<&Posted>) -> Markup {
    let value = |name: &str| typed.map_or("", |posted| super::one(posted, name));
    let heading = if desk.paper.typed.is_empty() {
        text!("1回目の入力", "First entry")
    } else {
        text!("2回目の入力", "Second entry")
    };
    let givers = [
        ("self", text!("本人", "the person")),
        ("proxy", text!("代諾者", "a proxy")),
    ];
    let none = [("", text!("—", "—"))];
    let relations: Vec<(&str, Text)> = none
        .clone()
        .into_iter()
        .chain(steps::relations().into_iter().map(|(w, _, t)| (w, t)))
        .collect();
    let authorities: Vec<(&str, Text)> = none.into_iter().chain(talk::authorities()).collect();
    let day = Field::new("signed_on", text!("署名の日付", "Day of the signature"))
        .kind("date")
        .value(value("signed_on"))
        .required(true);
    let form = desk.form;
    let child = desk
        .paper
        .invitation
        .assent
        .as_ref()
        .and_then(|(f, _)| form::find(f));
    let items = |form: &'static Document, prefix: &'static str| {
        html! {
            @for item in &form.items {
                @let name = format!("{prefix}{}", item.code);
                @if item.many {
                    fieldset class="choice" { legend { (item.text.get(lang)) }
                        @for o in &item.options { (page::tick(lang, &name, &o.code, &o.label, typed.is_some_and(|p| super::all(p, &name).contains(&o.code.as_str())))) } }
                } @else {
                    @let options: Vec<(&str, Text)> = match item.kind {
                        ItemKind::Mandatory => [AGREE, DISAGREE].map(|a| (a, item.words(a))).to_vec(),
                        ItemKind::Choice => item.options.iter().map(|o| (o.code.as_str(), o.label.clone())).chain([(NOT_SET, item.words(NOT_SET))]).collect(),
                    };
                    (page::radios(lang, &name, &item.text, &options, value(&name)))
                }
            }
        }
    };
    html! {
        h2 { (heading.get(lang)) }
        (page::form(lang, &format!("/paper/{}/typed", desk.id), &text!("入力を終える", "Finish the entry"), html! {
            (page::radios(lang, "giver", &text!("署名した方", "Who signed"), &givers, value("giver")))
            (page::select(lang, "relation", &text!("代諾者の続柄", "Relation of the proxy"), &relations, value("relation")))
            (page::select(lang, "authority", &text!("代わって決められることを示す書類", "Document of the right to decide"), &authorities, value("authority")))
            (page::field(lang, &day))
            (page::radios(lang, "check", &text!("本人確認", "How identity was checked"), &talk::checks(), value("check")))
            (items(form, "item."))
            @if let Some(child) = child { h2 { (child.title.get(lang)) } (items(child, "child.")) }
        }))
    }
}

/// Field by field, where the two differ.
fn settle_form(lang: Lang, desk: &Desk) -> Markup {
    let [(_, first), (_, second)] = desk.paper.typed.as_slice() else {
        return html! {};
    };
    let differences = decide::differences(first, second);
    let all_same = text!(
        "2回の入力は、すべて一致しています。",
        "The two entries are the same."
    );
    html! {
        h2 { (text!("2回の入力の違い", "Where the two entries differ").get(lang)) }
        @if differences.is_empty() { p { (all_same.get(lang)) } }
        (page::form(lang, &format!("/paper/{}/settled", desk.id), &text!("確認して同意を記録する", "Confirm and record the consent"), html! {
            @for (field, a, b) in &differences {
                @let options = [("0", entered(0, &shown(desk, field, a))), ("1", entered(1, &shown(desk, field, b)))];
                (page::radios(lang, &format!("right.{field}"), &label(desk, field), &options, ""))
            }
        }))
    }
}

/// A value with the entry in which it stands.
fn entered(which: usize, value: &Text) -> Text {
    let (ja, en) = (&value.ja, &value.en);
    match which {
        0 => text!(("1回目：{ja}"), ("first entry: {en}")),
        _ => text!(("2回目：{ja}"), ("second entry: {en}")),
    }
}

/// The name of a field.
fn label(desk: &Desk, field: &str) -> Text {
    let item = desk.form.item(field).map(|i| i.text.clone());
    item.unwrap_or_else(|| match field {
        "giver" => text!("署名した方", "Who signed"),
        "signed_on" => text!("署名の日付", "Day of the signature"),
        "check" => text!("本人確認", "How identity was checked"),
        "relation" => text!("代諾者の続柄", "Relation of the proxy"),
        "authority" => text!(
            "代わって決められることを示す書類",
            "Document of the right to decide"
        ),
        other => Text::made(other, other),
    })
}

/// A value in words.
fn shown(desk: &Desk, field: &str, value: &str) -> Text {
    if value.is_empty() {
        return text!("（記入なし）", "(nothing)");
    }
    match desk.form.item(field) {
        Some(item) => item.words(value),
        None => {
            let known = talk::checks().into_iter().chain(talk::authorities());
            let known = known.chain(steps::relations().into_iter().map(|(w, _, t)| (w, t)));
            let found = known.into_iter().find(|(word, _)| *word == value);
            found.map_or_else(|| Text::made(value, value), |(_, text)| text)
        }
    }
}

/// One entry.
pub(super) async fn typed(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let command = read(&desk, &posted).map(|typed| PaperCommand::Type(Box::new(typed)));
    let ran = match command {
        Ok(command) => run(&platform, &desk, command).await.map(drop),
        Err(problem) => Err(problem),
    };
    answer(&caller, &desk, &posted, ran)
}

fn answer(
    caller: &Caller,
    desk: &Desk,
    posted: &Posted,
    ran: Result<(), Problem>,
) -> Result<Response, Problem> {
    match ran {
        Ok(()) => Ok(Redirect::to(&format!("/paper/{}", desk.id)).into_response()),
        Err(problem) if matches!(problem.status, 400 | 409) => {
            let page = draw(caller, desk, Some((&problem, posted)));
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

fn read(desk: &Desk, posted: &Posted) -> Result<Typed, Problem> {
    let missing = |label: Text| Problem::refused(&Refusal::Unanswered(vec![label]));
    let giver: Giver =
        super::word(super::one(posted, "giver")).ok_or_else(|| missing(label(desk, "giver")))?;
    let day = super::one(posted, "signed_on");
    let signed_on: Day = day.parse().map_err(|_| missing(label(desk, "signed_on")))?;
    let check =
        super::word(super::one(posted, "check")).ok_or_else(|| missing(label(desk, "check")))?;
    let relation: Option<ProxyRelation> = super::word(super::one(posted, "relation"));
    let proxy = relation
        .filter(|_| giver == Giver::Proxy)
        .map(|relation| Proxy {
            relation,
            // what another relation is stands on the scan
            other_given: relation == ProxyRelation::Other,
            authority: super::word(super::one(posted, "authority")),
        });
    let full = |form: &Document, mut answers: Answers| {
        // a choice without a mark on the paper is not set
        let typed = answers.clone();
        let blank = form
            .items
            .iter()
            .filter(|i| i.kind == ItemKind::Choice && i.shown(&typed));
        for item in blank {
            answers
                .entry(item.code.clone())
                .or_insert_with(|| NOT_SET.to_owned());
        }
        answers
    };
    let answers = full(desk.form, super::answers(posted, "item."));
    let child = super::answers(posted, "child.");
    Ok(Typed {
        giver,
        proxy,
        signed_on,
        check,
        answers,
        child,
    })
}

async fn run(
    platform: &Platform,
    desk: &Desk,
    command: PaperCommand,
) -> Result<Option<Paper>, Problem> {
    let facts = facts(platform, &desk.actor);
    let context = Context::new(facts.now, desk.actor.clone()).on(&desk.case.id);
    let ledger = platform.ledger();
    let done = ledger
        .execute::<PaperAggregate>(&desk.id, command, &facts, &context)
        .await?;
    Ok(done.state)
}

/// The check: what differs is decided, and the record is made by the rules of a consent.
pub(super) async fn settled(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let ran = settle(&platform, &desk, &posted).await;
    answer(&caller, &desk, &posted, ran)
}

async fn settle(platform: &Platform, desk: &Desk, posted: &Posted) -> Result<(), Problem> {
    let right = super::answers(posted, "right.");
    let right = right
        .into_iter()
        .filter_map(|(field, which)| Some((field, which.parse().ok()?)));
    let state = run(platform, desk, PaperCommand::Settle(right.collect())).await?;
    let settled = state.and_then(|p| p.settled).ok_or_else(api::unknown)?;
    let consent = format!("c-{}", desk.id.trim_start_matches("cp-"));
    let record = record(desk, settled.1);
    api::give::keep(
        platform,
        &desk.case,
        (&consent, None),
        record,
        desk.actor.clone(),
    )
    .await?;
    run(platform, desk, PaperCommand::Record(consent))
        .await
        .map(drop)
}

fn record(desk: &Desk, typed: Typed) -> Record {
    let invitation = &desk.paper.invitation;
    let asked = invitation
        .assent
        .as_ref()
        .filter(|_| typed.giver == Giver::Proxy);
    Record {
        person: invitation.person.clone(),
        case: invitation.case.clone(),
        form: invitation.form.clone(),
        form_digest: invitation.form_digest.clone(),
        giver: typed.giver,
        proxy: typed.proxy,
        assent: asked.map(|(form, digest)| crate::words::Assent {
            form: form.clone(),
            form_digest: digest.clone(),
            answers: typed.child,
        }),
        answers: typed.answers,
        explained_by: desk.paper.by.clone(),
        explained_at: typed.signed_on.starts(),
        place: Place::Onsite,
        method: Method::Paper,
        identity_check: Some(typed.check),
        open_questions: 0,
        signature: Some(desk.paper.scan.clone()),
        remote: None,
        supersedes: invitation.supersedes.clone(),
    }
}
