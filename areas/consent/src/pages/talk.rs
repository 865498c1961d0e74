//! What staff do in a procedure: answer questions, tick the talk, check identity, countersign.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use ledger::Along;
use maud::{Markup, html};
use web::{Asked, Caller, Platform, Problem, SignatureIn, page};
use words::{Digest, Lang, Text, text};

use super::{
    Posted,
    session::{self, Desk, beyond, desk},
};
use crate::{
    api,
    decide::{Refusal, SessionCommand},
    store::session::{self as kept, Said},
    words::{
        Authority, Giver, IdentityCheck, Place, Remote,
        session::Step,
        strokes::{self, Strokes},
    },
};

/// What waits for staff: the oldest first, each with its button.
pub(super) async fn waiting(
    platform: &Platform,
    desk: &Desk,
    lang: Lang,
) -> Result<Markup, Problem> {
    let session = &desk.session;
    let mut questions = Vec::new();
    for (id, question) in &session.questions {
        let said = kept::heard(platform, &session.invitation.person, id).await?;
        questions.push((id.clone(), question.clone(), said.unwrap_or_default()));
    }
    questions.sort_by_key(|(_, q, _)| q.asked_at);
    Ok(html! {
        @if !questions.is_empty() {
            h2 { (text!("質問", "Questions").get(lang)) }
            @for (id, question, said) in &questions { (asked(lang, desk, id, &question.item, said)) }
        }
        @if session.talk.is_none() && session.giver.is_some() { (talk_form(lang, desk)) }
        @if session.identity.is_none() && beyond(session, Step::Who) { (identity_form(lang, desk)) }
        @if session.signature.is_some() {
            (given(platform, desk, lang).await?)
            (countersign_form(lang, desk))
        }
        @if session.giver.is_none() {
            p { (text!("まだ始まっていません。端末を手渡すか、手紙の番号で始めてもらってください。", "It has not begun. Hand over a device, or let the person begin with the code of the letter.").get(lang)) }
        }
        p { a class="button second" href={ "/consents/" (desk.id) } { (text!("最新の状態を見る", "See the present state").get(lang)) } }
    })
}

fn asked(lang: Lang, desk: &Desk, id: &str, item: &str, said: &Said) -> Markup {
    let about = desk.form.item(item).map(|i| i.text.clone());
    html! {
        div class="card" {
            @if let Some(about) = about { p class="quiet-line" { (about.get(lang)) } }
            p { strong { (said.asked) } }
            @match &said.answered {
                Some(answer) => p { (answer) },
                None => (page::form(lang, &format!("/consents/{}/reply", desk.id), &text!("回答する", "Answer"), html! {
                    input type="hidden" name="question" value=(id);
                    (page::textarea(lang, &format!("answer-{id}"), &text!("回答", "Answer"), "", 3))
                })),
            }
        }
    }
}

fn talk_form(lang: Lang, desk: &Desk) -> Markup {
    let places = [
        (
            "onsite",
            text!("院内で、対面で話した", "at the hospital, face to face"),
        ),
        ("remote", text!("ビデオで話した", "by video")),
    ];
    let picked = super::keep::place(desk.session.method);
    html! {
        h2 { (text!("説明", "The talk").get(lang)) }
        (page::form(lang, &format!("/consents/{}/talk", desk.id), &text!("説明を終えたことを記録する", "Record that it was explained"), html! {
            (page::radios(lang, "place", &text!("どこで話しましたか", "Where did you talk?"), &places, picked))
            p { (text!("ビデオの場合は、次の二つも確かめてください。", "By video, also confirm these two.").get(lang)) }
            (page::tick(lang, "remote", "documents", &text!("双方が身分証を示した", "both sides showed an identity document"), false))
            (page::tick(lang, "remote", "private", &text!("双方とも、ほかの人に聞かれない場所にいた", "both sides were where nobody listens"), false))
        }))
    }
}

/// What shows the right of a proxy, in words.
pub(super) fn authorities() -> [(&'static str, Text); 4] {
    [
        (
            "family_register",
            text!(
                "戸籍・住民票・母子健康手帳",
                "family register or maternity handbook"
            ),
        ),
        (
            "guardianship_register",
            text!("後見登記の証明書", "certificate of guardianship"),
        ),
        (
            "court_order",
            text!("家庭裁判所の審判書", "order of the family court"),
        ),
        (
            "clinical_record",
            text!(
                "代わって決める理由の診療録への記載",
                "reason written in the clinical record"
            ),
        ),
    ]
}

/// How identity can be checked, in words.
pub(super) fn checks() -> [(&'static str, Text); 4] {
    [
        (
            "face_to_face",
            text!("対面で身分証を見た", "document seen face to face"),
        ),
        (
            "patient_card",
            text!(
                "診察券と、面識のある職員による確認",
                "patient card, by staff who know the person"
            ),
        ),
        (
            "jpki_signature",
            text!(
                "マイナンバーカードの電子署名",
                "signature of the My Number card"
            ),
        ),
        (
            "video_mutual",
            text!(
                "ビデオで双方が身分証を示した",
                "documents shown by both sides on video"
            ),
        ),
    ]
}

fn identity_form(lang: Lang, desk: &Desk) -> Markup {
    let proxy = desk.session.giver == Some(Giver::Proxy);
    html! {
        h2 { (text!("本人確認", "Who it is").get(lang)) }
        (page::form(lang, &format!("/consents/{}/identity", desk.id), &text!("確認したことを記録する", "Record the check"), html! {
            (page::radios(lang, "check", &text!("どのように確認しましたか", "How was it checked?"), &checks(), ""))
            @if proxy { (page::radios(lang, "authority", &text!("代わって決められることを示す書類（未成年の父母は、なくてもよい）", "Document of the right to decide (not needed from parents of a minor)"), &authorities(), "")) }
        }))
    }
}

/// The signature as it was given: the name as written, and as drawn.
async fn given(platform: &Platform, desk: &Desk, lang: Lang) -> Result<Markup, Problem> {
    let id = format!("{}-signature", desk.id);
    let said = kept::heard(platform, &desk.session.invitation.person, &id).await?;
    let said: serde_json::Value = said
        .and_then(|s| serde_json::from_str(&s.asked).ok())
        .unwrap_or_default();
    let name = said
        .get("name")
        .and_then(|n| n.as_str())
        .unwrap_or_default();
    let drawn = said.get("drawn").cloned().unwrap_or_default();
    let drawn: Option<Strokes> = serde_json::from_value(drawn).ok().flatten();
    let (width, height) = strokes::SHEET;
    let label = text!("署名", "Signature");
    Ok(html! {
        h2 { (label.get(lang)) }
        @if !name.is_empty() { p { strong { (name) } } }
        @if let Some(drawn) = &drawn {
            svg class="signature" viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(label.get(lang)) {
                path d=(strokes::path(drawn)) fill="none" stroke="#1a1a1a" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" {}
            }
        }
    })
}

fn countersign_form(lang: Lang, desk: &Desk) -> Markup {
    let Some(digest) = desk.session.seen() else {
        return html! {};
    };
    let person = &desk.session.invitation.person;
    let consequence = text!(
        ("参加者番号{person}の署名を確認すると、同意が記録され、控えが作られます。記録は書き換えられません。"),
        ("Countersigning records the consent of {person} and makes the receipt. The record is never rewritten.")
    );
    let asked = asked_for(desk, digest);
    let action = format!("/consents/{}/countersign", desk.id);
    html! {
        h2 { (text!("署名の確認", "Countersign").get(lang)) }
        (page::sign(lang, &action, &asked, &text!("確認して記録する", "Countersign and record"), &consequence, html! {}))
    }
}

/// What the key of staff is asked for: the record as it will be kept.
fn asked_for(desk: &Desk, digest: Digest) -> Asked {
    Asked {
        purpose: "consent.give",
        thing: desk.id.clone(),
        digest,
    }
}

/// Runs it and goes back to the page, with the refusal on it if there is one.
async fn done(
    platform: &Platform,
    caller: &Caller,
    desk: &Desk,
    command: Result<(SessionCommand, Along), Problem>,
) -> Result<Response, Problem> {
    let ran = match command {
        Ok((command, along)) => session::run(platform, desk, command, along).await,
        Err(problem) => Err(problem),
    };
    match ran {
        Ok(()) => Ok(Redirect::to(&format!("/consents/{}", desk.id)).into_response()),
        Err(problem) if matches!(problem.status, 400 | 409) => {
            let page = session::draw(platform, caller, desk, Some(&problem)).await?;
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

fn choose() -> Problem {
    Problem::bad_input(text!(
        "選択肢から一つ選んでください。",
        "Please choose one of the options."
    ))
}

/// Step 6.
pub(super) async fn talk(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let ticked = super::all(&posted, "remote");
    let place = super::word::<Place>(super::one(&posted, "place")).ok_or_else(choose);
    let command = place.map(|place| {
        let remote = (place == Place::Remote).then(|| Remote {
            documents_shown: ticked.contains(&"documents"),
            private_place: ticked.contains(&"private"),
        });
        (SessionCommand::Talk { place, remote }, Along::default())
    });
    done(&platform, &caller, &desk, command).await
}

/// Step 10.
pub(super) async fn identify(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let check = super::word::<IdentityCheck>(super::one(&posted, "check"));
    let check = check
        .filter(|c| *c != IdentityCheck::Account)
        .ok_or_else(choose);
    let authority: Option<Authority> = super::word(super::one(&posted, "authority"));
    let command = check.map(|check| {
        (
            SessionCommand::Identify { check, authority },
            Along::default(),
        )
    });
    done(&platform, &caller, &desk, command).await
}

/// An answer, sealed with the question.
pub(super) async fn reply(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let question = super::one(&posted, "question").to_owned();
    let answer = super::one(&posted, &format!("answer-{question}"))
        .trim()
        .to_owned();
    let command = seal(&platform, &desk, question, answer).await;
    done(&platform, &caller, &desk, command).await
}

async fn seal(
    platform: &Platform,
    desk: &Desk,
    question: String,
    answer: String,
) -> Result<(SessionCommand, Along), Problem> {
    if answer.is_empty() || answer.chars().count() > 2_000 {
        return Err(Problem::bad_input(text!(
            "回答を2,000文字以内で書いてください。",
            "Write an answer of at most 2,000 characters."
        )));
    }
    if !desk.session.questions.contains_key(&question) {
        return Err(Problem::refused(&Refusal::NoQuestion));
    }
    let person = &desk.session.invitation.person;
    let said = kept::heard(platform, person, &question)
        .await?
        .unwrap_or_default();
    let said = Said {
        answered: Some(answer),
        ..said
    };
    let (digest, write) = kept::said(platform, (&desk.id, &question), person, &said)?;
    let along = Along {
        writes: vec![write],
        ..Along::default()
    };
    Ok((
        SessionCommand::Reply {
            id: question,
            digest,
        },
        along,
    ))
}

/// Step 12: staff sign with their key, the record is made by the rules of a consent, and the procedure is over. Doing it
/// again after a crash finishes it.
pub(super) async fn countersign(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(posted): Form<Posted>,
) -> Result<Response, Problem> {
    let desk = desk(&platform, &caller, &id).await?;
    let command = match signed(&platform, &caller, &desk, &posted).await {
        Ok(()) => record(&platform, &desk).await,
        Err(problem) => Err(problem),
    };
    let command = command.map(|consent| (SessionCommand::Record { consent }, Along::default()));
    done(&platform, &caller, &desk, command).await
}

/// Keeps the signature of staff, if it is not kept yet.
async fn signed(
    platform: &Platform,
    caller: &Caller,
    desk: &Desk,
    posted: &Posted,
) -> Result<(), Problem> {
    if desk.session.countersigned.is_some() {
        return Ok(());
    }
    let unsigned = || Problem::refused(&Refusal::NotSigned);
    let digest = desk
        .session
        .seen()
        .filter(|_| desk.session.signature.is_some());
    let asked = asked_for(desk, digest.ok_or_else(unsigned)?);
    let answer = SignatureIn::typed(super::one(posted, "signature"))?;
    let signed = web::signed(platform, caller, &asked, &answer).await?;
    let command = SessionCommand::Countersign(Box::new(signed));
    session::run(platform, desk, command, Along::default()).await
}

async fn record(platform: &Platform, desk: &Desk) -> Result<String, Problem> {
    let unsigned = || Problem::refused(&Refusal::NotSigned);
    let record = desk
        .session
        .record()
        .filter(|r| r.signature.is_some())
        .ok_or_else(unsigned)?;
    let consent = format!("c-{}", desk.id.trim_start_matches("cs-"));
    let there = crate::facts::consent(platform.db(), &consent).await?;
    // made before a crash, by this very procedure: only the end of the procedure is missing
    if there.is_some_and(|v| v.consent.record.signature == record.signature) {
        return Ok(consent);
    }
    let relation = format!("{}-relation", desk.id);
    let other = kept::heard(platform, &record.person, &relation)
        .await?
        .map(|s| s.asked);
    let actor = desk.actor.clone();
    api::give::keep(platform, &desk.case, (&consent, other), record, actor).await?;
    Ok(consent)
}
