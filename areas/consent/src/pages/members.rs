//! The members of a case: where each stands, on which version, what was chosen, what happened; and how to begin.

use axum::{
    Form,
    extract::{Path, State},
    response::Redirect,
};
use maud::{Markup, html};
use registry::facts::{CaseView, Relation};
use web::{
    Caller, Platform, Problem,
    page::{self, Status as Shape},
};
use words::{Context, Lang, PersonId, Text, text};

use super::Posted;
use crate::{
    api,
    decide::{Paper, Refusal, SessionAggregate, SessionCommand},
    facts::{self, ConsentView},
    rules::{asked_again, r4_form_in_force},
    store::session,
    words::{
        Giver, Status,
        form::{self, Form as Document, ItemKind},
        session::{Invitation, Session},
    },
};

/// An invitation can be used this long, days.
const INVITED_DAYS: i64 = 30;

/// What the page shows of one member.
struct Member {
    person: PersonId,
    relation: Relation,
    name: Option<String>,
    age: Option<i32>,
    form: Option<&'static Document>,
    consents: Vec<ConsentView>,
    sessions: Vec<(String, Session)>,
    papers: Vec<(String, Paper)>,
}

pub(super) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let resource = |c: &CaseView| registry::facts::resource_of(c);
    let Ok(case) = api::case(&platform, &id).await else {
        let nothing = auth::Resource::new("case", id);
        return Err(caller
            .missing(&platform, "consent.read", nothing, api::unknown())
            .await);
    };
    caller
        .may(&platform, "consent.read", &resource(&case))
        .await?;
    let names = resource(&case).holding(auth::Holds::Identity);
    let names = caller
        .sees(&platform, "identity.read", &names)
        .await?
        .is_some();
    let may = caller.holds("coordinator") || caller.holds("physician");
    let judges = caller
        .sees(&platform, "consent.capacity", &resource(&case))
        .await?
        .is_some();
    let members = members(&platform, &case, names).await?;
    let title = text!(("同意　{}", case.id), ("Consents of {}", case.id));
    let body = html! {
        p { a href={ "/cases/" (case.id) } { (text!("症例のページへ", "To the case").get(lang)) } }
        h1 { (title.get(lang)) }
        @if !api::samples(&platform) && members.iter().any(|m| m.form.is_some_and(|f| !f.is_approved())) {
            (page::notice(lang, &text!("いまの説明同意文書は見本です。倫理審査で承認された文書がカタログに入るまで、同意は受け付けられません。", "The present forms are samples. No consent is taken until a form approved by an ethics committee is in the catalogue."), true))
        }
        @for member in &members { (card(lang, &case, member, may, judges)) }
        @if may { p { a href={ "/cases/" (case.id) "/accounts" } { (text!("患者さん・ご家族のページに招待する", "Invite patient and family to their pages").get(lang)) } } }
        p { a href="/consents/forms" { (text!("説明同意文書の版と違い", "Versions of the forms and how they differ").get(lang)) } }
    };
    Ok(page::page(lang, &title, &caller, body))
}

async fn members(
    platform: &Platform,
    case: &CaseView,
    names: bool,
) -> Result<Vec<Member>, Problem> {
    let today = platform.now().day();
    let consents = facts::of_case(platform.db(), &case.id).await?;
    let sessions = session::sessions(platform.db(), &case.id).await?;
    let papers = session::papers(platform.db(), &case.id).await?;
    let mut all = Vec::new();
    for member in case.members.iter().chain(&case.removed) {
        let person = &member.person;
        let identity = match names {
            true => registry::facts::identity(platform, person).await?,
            false => None,
        };
        let mut own: Vec<_> = consents
            .iter()
            .filter(|c| c.consent.record.person == *person)
            .cloned()
            .collect();
        own.sort_by_key(|c| std::cmp::Reverse(c.consent.submitted_at));
        all.push(Member {
            person: person.clone(),
            relation: member.relation,
            name: identity.map(|i| format!("{}（{}）", i.name, i.kana)),
            age: registry::facts::age_on(platform, person, today).await?,
            form: form::for_member(
                case.kind.code(),
                r4_form_in_force::relation(member.relation),
                today,
            ),
            consents: own,
            sessions: sessions
                .iter()
                .filter(|(_, s)| s.invitation.person == *person)
                .cloned()
                .collect(),
            papers: papers
                .iter()
                .filter(|(_, p)| p.invitation.person == *person)
                .cloned()
                .collect(),
        });
    }
    Ok(all)
}

fn card(lang: Lang, case: &CaseView, member: &Member, may: bool, judges: bool) -> Markup {
    let present = member.consents.first();
    let again = present.and_then(|c| {
        c.consent
            .again
            .as_ref()
            .filter(|_| c.consent.status.in_force())
    });
    let open = member.sessions.iter().find(|(_, s)| s.end.is_none());
    let free = present.is_none_or(|c| !c.consent.status.in_force()) || again.is_some();
    html! {
        section class="card member" {
            h2 { (super::relation(member.relation).get(lang)) @if let Some(name) = &member.name { "　" (name) } }
            p class="quiet-line" { code { (member.person) } @if let Some(age) = member.age { "　" (text!(("{age}歳"), ("{age} years")).get(lang)) } }
            @if let Some(form) = member.form { (super::mark(lang, form)) }
            @match present {
                Some(view) => (consent(lang, view, may, judges, member.age)),
                None => p { (page::status(lang, Shape::Waiting, Some(&text!("同意はまだありません", "no consent yet")))) },
            }
            @if let Some(because) = again { (page::notice(lang, &asked_again::said(because), false)) }
            @for (id, session) in member.sessions.iter().filter(|(_, s)| s.end.is_none()) {
                p { (page::status(lang, Shape::Now, Some(&session.state_text()))) " "
                    a class="button second" href={ "/consents/" (id) } { (text!("手続きを開く", "Open the procedure").get(lang)) } }
            }
            @for (id, paper) in &member.papers {
                p { (page::status(lang, Shape::Now, Some(&paper_state(paper)))) " "
                    a class="button second" href={ "/paper/" (id) } { (text!("紙の同意書を開く", "Open the paper").get(lang)) } }
            }
            @if may && free && open.is_none() && member.form.is_some() { (begin(lang, case, member)) }
            (history(lang, member))
        }
    }
}

fn paper_state(paper: &Paper) -> Text {
    match (paper.typed.len(), &paper.settled) {
        (0, _) => text!("紙：1回目の入力待ち", "paper: to be typed"),
        (1, _) => text!("紙：2回目の入力待ち", "paper: to be typed a second time"),
        (_, None) => text!("紙：照合待ち", "paper: to be compared"),
        _ => text!("紙：照合済み", "paper: compared"),
    }
}

/// The state of a consent, its version and choices, and what staff may do with it.
fn consent(lang: Lang, view: &ConsentView, may: bool, judges: bool, age: Option<i32>) -> Markup {
    let record = &view.consent.record;
    let shape = match view.consent.status {
        Status::Active | Status::Amended => Shape::Done,
        Status::ReconsentRequired => Shape::Warn,
        Status::Withdrawn | Status::Declined | Status::Superseded => Shape::Stopped,
        Status::Submitted | Status::IdentityVerified => Shape::Now,
    };
    let form = form::find(&record.form);
    html! {
        p { (page::status(lang, shape, Some(&view.consent.status.text()))) "　"
            a href={ "/consents/forms/" (record.form) } { (record.form) } "　" (view.consent.submitted_at.show(lang)) }
        @if let Some(form) = form {
            details { summary { (text!("選択", "Choices").get(lang)) }
                dl class="review" { @for item in form.items.iter().filter(|i| i.kind == ItemKind::Choice) {
                    @if let Some(answer) = record.answers.get(&item.code) {
                        div { dt { (item.text.get(lang)) } dd { (item.words(answer).get(lang)) } }
                    }
                } }
            }
        }
        p class="actions" {
            a href={ "/api/consents/" (view.id) "/receipt" } { (text!("控え（PDF）", "Receipt (PDF)").get(lang)) }
            @if view.consent.withdrawn_at.is_some() {
                " " a href={ "/consents/" (view.id) "/withdrawal" } { (text!("撤回の証明", "Proof of the withdrawal").get(lang)) }
            }
            @if may && view.consent.status.in_force() {
                " " a class="button second" href={ "/consents/" (view.id) "/choices" } { (text!("選択を変える", "Change choices").get(lang)) }
                " " a class="button second" href={ "/consents/" (view.id) "/withdraw" } { (text!("撤回する", "Withdraw").get(lang)) }
            }
        }
        @if judges && view.consent.status.in_force() && view.consent.again.is_none() { (capacity(lang, view, age)) }
    }
}

/// Where the physician says that the person can decide now, or cannot any more; folded, for it is rare.
fn capacity(lang: Lang, view: &ConsentView, age: Option<i32>) -> Markup {
    let giver = view.consent.record.giver;
    let decides = giver == Giver::Proxy;
    if !asked_again::capacity_changes(giver, age, decides) {
        return html! {};
    }
    let (title, verb, said) = if decides {
        (
            text!(
                "ご本人が判断できるようになったとき",
                "If the person can decide now"
            ),
            text!(
                "ご本人が判断できると記録する",
                "Record that the person decides"
            ),
            text!(
                "記録すると代諾者の権限が終わり、ご本人に説明して同意をうかがう予定が入ります。いまの同意は、それまで有効です。",
                "The proxy's authority ends at once, and explaining to the person and asking is planned. The present consent stays in force until then."
            ),
        )
    } else {
        (
            text!(
                "ご本人の判断が難しくなったとき",
                "If the person cannot decide any more"
            ),
            text!(
                "判断が難しくなったと記録する",
                "Record that the person cannot decide"
            ),
            text!(
                "記録すると、権限のある代諾者にうかがう予定が入ります。ご本人が決めたことは、そのまま有効です。",
                "Asking a proxy with authority is planned. What the person decided stays in force."
            ),
        )
    };
    let to = format!("/consents/{}/capacity", view.id);
    let word = if decides { "yes" } else { "no" };
    html! {
        details {
            summary { (title.get(lang)) }
            p { (said.get(lang)) }
            (page::act(lang, &to, &verb, &[("decides", word)]))
        }
    }
}

/// Two ways to begin, on one line; the letter is on the next page.
fn begin(lang: Lang, case: &CaseView, member: &Member) -> Markup {
    let reference = member.form.map(Document::reference).unwrap_or_default();
    html! {
        div class="actions" {
            (page::act(lang, &format!("/cases/{}/consents/{}", case.id, member.person), &text!("説明と同意をはじめる", "Begin explanation and consent"), &[]))
            a class="button second" href={ "/paper/new/" (case.id) "/" (member.person) } { (text!("紙の同意書を取り込む", "Take in a paper").get(lang)) }
            span class="quiet-line" { (reference) }
        }
    }
}

fn history(lang: Lang, member: &Member) -> Markup {
    let past: Vec<&ConsentView> = member.consents.iter().skip(1).collect();
    let ended: Vec<&(String, Session)> = member
        .sessions
        .iter()
        .filter(|(_, s)| s.end.is_some())
        .collect();
    html! { @if !past.is_empty() || !ended.is_empty() {
        details { summary { (text!("これまで", "Before").get(lang)) }
            ul {
                @for view in past { li { (view.consent.submitted_at.show(lang)) "　" (view.consent.record.form) "　" (view.consent.status.text().get(lang)) "　" code { (view.id) } } }
                @for (id, session) in ended { li { (session.invited.1.show(lang)) "　" (session.state_text().get(lang)) "　" a href={ "/consents/" (id) } { code { (id) } } } }
            }
        }
    } }
}

/// Records a change of capacity, and comes back.
pub(super) async fn capacity_changed(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Redirect, Problem> {
    let decides = super::one(&posted, "decides") == "yes";
    let (_, case) = api::capacity::record(&platform, &caller, &id, decides).await?;
    Ok(Redirect::to(&format!("/cases/{case}/consents")))
}

/// Invites a member on the form in force and opens the procedure.
pub(super) async fn invite(
    State(platform): State<Platform>,
    caller: Caller,
    Path((id, person)): Path<(String, String)>,
    Form(_): Form<Posted>,
) -> Result<Redirect, Problem> {
    let person = PersonId::parse(person).map_err(|_| api::bad_id())?;
    let Ok(case) = api::case(&platform, &id).await else {
        let nothing = auth::Resource::new("case", id);
        return Err(caller
            .missing(&platform, "consent.give", nothing, api::unknown())
            .await);
    };
    let resource = api::resource(&case, &person, "new");
    let actor = caller.may(&platform, "consent.give", &resource).await?;
    let invitation = invitation(&platform, &case, &person).await?;
    let facts = super::door::facts(&platform, &invitation, &actor).await?;
    let session = platform.new_id("cs-");
    let context = Context::new(facts.now, actor).on(&case.id);
    let command = SessionCommand::Invite(Box::new(invitation));
    let ledger = platform.ledger();
    ledger
        .execute::<SessionAggregate>(&session, command, &facts, &context)
        .await?;
    Ok(Redirect::to(&format!("/consents/{session}")))
}

/// Who is asked, on which form: the one in force for the member today, with the assent of a child that is asked as well.
pub(super) async fn invitation(
    platform: &Platform,
    case: &CaseView,
    person: &PersonId,
) -> Result<Invitation, Problem> {
    let (now, today) = (platform.now(), platform.now().day());
    let relation = case
        .members
        .iter()
        .find(|m| m.person == *person)
        .map(|m| m.relation);
    let relation = relation.ok_or_else(|| Problem::refused(&Refusal::NotAMember))?;
    let word = r4_form_in_force::relation(relation);
    let none = || Problem::refused(&Refusal::Form(format!("{}/{word}", case.kind.code())));
    let form = form::for_member(case.kind.code(), word, today).ok_or_else(none)?;
    let ages = form::ages();
    let age = registry::facts::age_on(platform, person, today).await?;
    let asked = age.is_some_and(|a| (ages.assent_from..ages.self_from).contains(&a));
    let assent = form::for_child(case.kind.code(), today).filter(|_| asked);
    let standing = facts::standing(platform.db(), person, &case.id).await?;
    Ok(Invitation {
        case: case.id.clone(),
        person: person.clone(),
        form: form.reference(),
        form_digest: form.digest.clone().ok_or_else(none)?,
        assent: assent.and_then(|f| Some((f.reference(), f.digest.clone()?))),
        supersedes: standing.filter(|(_, why)| why.is_some()).map(|(id, _)| id),
        until: now.plus_days(INVITED_DAYS),
    })
}
