//! The periodic review: begin it, mark each account with a reason, sign it; past ones stay to be read and printed.

use ::words::{AccountId, Lang, Signed, Text, text};
use auth::{Found, Mark, Marked, Resource, ReviewState, review_limits};
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use ledger::Failed;
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Asked, Caller, Platform, Problem, SignatureIn,
    page::{self, Status},
};

use super::look;
use crate::rules::unusual::due;

/// The purpose under which a review is signed.
const SIGN: &str = "access.sign";

/// The list: when the next is due, the one that is open, those that were signed.
pub(in crate::pages) async fn list(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Markup, Problem> {
    super::reviews(&platform, &caller).await?;
    let lang = caller.lang();
    let title = text!("権限の点検", "Reviews of rights");
    let all = platform.auth().reviews().await?;
    let rows = all.iter().map(|(id, review)| {
        let state = match review.signed_at {
            Some(at) => html! { (page::status(lang, Status::Done, Some(&text!("署名済み", "signed")))) " " span class="number" { (at.show(lang)) } },
            None => page::status(lang, Status::Now, Some(&text!("点検中", "open"))),
        };
        vec![
            html! { a href={ "/access/reviews/" (id) } { (period(review, lang)) } },
            html! { (review.by) },
            page::number(review.accounts.len(), ""),
            state,
        ]
    });
    let rows: Vec<_> = rows.collect();
    let head = [
        text!("期間", "Period"),
        text!("始めた人", "Begun by"),
        text!("アカウント", "Accounts"),
        text!("状態", "State"),
    ];
    let empty = text!("点検はまだありません。", "There is no review yet.");
    let open = all.iter().any(|(_, review)| review.signed.is_none());
    let begin = text!("点検を始める", "Begin a review");
    let body = html! {
        h1 { (title.get(lang)) }
        (super::doors(lang))
        (next(&platform, lang).await?)
        @if !open { (page::act(lang, "/access/reviews", &begin, &[])) }
        (page::table(lang, &title, &head, &rows, &empty))
    };
    Ok(page::page(lang, &title, &caller, body))
}

/// Until when the next review is promised.
async fn next(platform: &Platform, lang: Lang) -> Result<Markup, Problem> {
    let since = platform.auth().reviewed_until().await?;
    let limits = review_limits();
    let days = limits.period_days;
    let every = text!(("{days}日ごとに行います。"), ("Held every {days} days."));
    Ok(html! {
        p {
            (every.get(lang)) " "
            @if let Some(since) = since {
                (text!("次の期限", "The next is due").get(lang)) " "
                (super::super::tasks::due(due(since, limits), platform.now(), lang))
                " " span class="number" { (due(since, limits).day().show(lang)) }
            }
        }
    })
}

/// What the officer's first page says while a review is due: none, or the line with its button.
pub(in crate::pages) async fn waiting(
    platform: &Platform,
    caller: &Caller,
) -> Result<Option<Markup>, Problem> {
    if !caller.holds("security") {
        return Ok(None);
    }
    let (lang, now, limits) = (caller.lang(), platform.now(), review_limits());
    let reviews = platform.auth().reviews().await?;
    let signed = reviews.iter().filter(|(_, r)| r.signed.is_some());
    // asked at every visit, so the beginning of the programme is its first event, not the oldest of all accounts
    let since = match signed.map(|(_, r)| r.until).max() {
        Some(until) => Some(until),
        None => {
            let first = platform.ledger().events_after(0, 1).await?;
            first.first().map(|event| event.at)
        }
    };
    let Some(since) = since else {
        return Ok(None);
    };
    let open = reviews.iter().find(|(_, r)| r.signed.is_none());
    let until = due(since, limits);
    if open.is_none() && now < until.plus_days(-limits.remind_days) {
        return Ok(None);
    }
    let (to, what, verb) = match open {
        Some((id, review)) => {
            let left = review.unmarked(&caller.account).count();
            (
                format!("/access/reviews/{id}"),
                text!(
                    ("権限の点検（残り{left}件）"),
                    ("Review of rights ({left} accounts left)")
                ),
                text!("点検を続ける", "Go on"),
            )
        }
        None => (
            "/access/reviews".to_owned(),
            text!("権限の定期点検", "Periodic review of rights"),
            text!("点検する", "Review"),
        ),
    };
    Ok(Some(html! {
        ol class="tasks" {
            li id="task-access-review" {
                span class="due" title=(until.show(lang)) { (super::super::tasks::due(until, now, lang)) }
                span class="what" { strong { (what.get(lang)) } }
                a class="button" href=(to) { (verb.get(lang)) }
            }
        }
    }))
}

fn period(review: &ReviewState, lang: Lang) -> String {
    let (from, until) = (review.from.day().show(lang), review.until.day().show(lang));
    format!("{from} – {until}")
}

/// Begins a review: the accounts of staff that hold a role, as they stand, with what was found in the log since the last one.
pub(in crate::pages) async fn begin(
    State(platform): State<Platform>,
    caller: Caller,
) -> Result<Redirect, Problem> {
    let on = Resource::new("access_review", "new");
    let actor = caller.may(&platform, "access.judge", &on).await?;
    let now = platform.now();
    let since = platform.auth().reviewed_until().await?.unwrap_or(now);
    let known = look::known(&platform).await?;
    let mut lines = Vec::new();
    for (account, state) in look::staff(&platform).await? {
        if state.in_force(now).is_empty() {
            continue;
        }
        let found = look::found(&platform, (&account, &state), &known, (since, now)).await?;
        lines.push((account, found));
    }
    let id = platform.auth().begin_review(&lines, &actor, now).await?;
    Ok(Redirect::to(&format!("/access/reviews/{id}")))
}

/// One review.
pub(in crate::pages) async fn review(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    super::reviews(&platform, &caller).await?;
    show(&platform, &caller, &id, None).await
}

fn unknown() -> Problem {
    Problem::not_found(text!("その点検はありません。", "There is no such review."))
}

async fn show(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    wrong: Option<(&Problem, &Judged)>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let review = platform.auth().review(id).await?.ok_or_else(unknown)?;
    let lines = platform.auth().review_lines(id).await?;
    let title = text!("権限の点検", "Review of rights");
    let left = review.unmarked(&caller.account).count();
    let mut cards = Vec::new();
    for (account, found) in &lines {
        let own = wrong.filter(|(_, typed)| typed.account == account.as_str());
        cards.push(card(platform, caller, (id, &review), (account, found), own).await?);
    }
    let body = html! {
        h1 { (title.get(lang)) }
        (super::doors(lang))
        (page::facts(lang, &[
            (text!("期間", "Period"), html! { (period(&review, lang)) }),
            (text!("始めた人", "Begun by"), html! { (review.by) }),
            (text!("アカウント", "Accounts"), page::number(lines.len(), "")),
            (text!("残り", "Left"), page::number(left, "")),
        ]))
        @for card in &cards { (card) }
        @match &review.signed {
            Some(signed) => (signature(signed, lang)),
            None => (signing(id, &review, left, lang)),
        }
    };
    Ok(page::page(lang, &title, caller, body))
}

/// Signer, role, time and code, as every signature is shown.
fn signature(signed: &Signed, lang: Lang) -> Markup {
    let said = &signed.statement;
    html! {
        section class="card signature" id="signature" {
            h2 { (text!("署名", "Signature").get(lang)) }
            (page::facts(lang, &[
                (text!("署名した人", "Signed by"), html! { (said.account) " " span class="small" { (said.roles.join(" ")) } }),
                (text!("日時", "Time"), html! { span class="number" { (said.at.show(lang)) } }),
                (text!("確認コード", "Code"), html! { code { (signed.code()) } }),
            ]))
        }
    }
}

fn asked(id: &str, review: &ReviewState) -> Asked {
    Asked {
        purpose: SIGN,
        thing: id.to_owned(),
        digest: review.content(),
    }
}

fn signing(id: &str, review: &ReviewState, left: usize, lang: Lang) -> Markup {
    if left > 0 {
        let said = text!(
            ("あと{left}件を判断すると署名できます。"),
            ("{left} accounts are left; then it can be signed.")
        );
        return html! { p class="notice" { (said.get(lang)) } };
    }
    let (kept, narrowed, revoked) = (
        marks(review, Mark::Keep),
        marks(review, Mark::Narrow),
        marks(review, Mark::Revoke),
    );
    let consequence = text!(
        (
            "{}件を点検しました：そのまま{kept}件、狭めた{narrowed}件、取り消し{revoked}件。署名のあとは変えられません。",
            review.marks.len()
        ),
        (
            "{} accounts were reviewed: {kept} kept, {narrowed} narrowed, {revoked} revoked. After signing nothing can be changed.",
            review.marks.len()
        )
    );
    let verb = text!("点検に署名する", "Sign the review");
    let action = format!("/access/reviews/{id}/sign");
    page::sign(
        lang,
        &action,
        &asked(id, review),
        &verb,
        &consequence,
        html! {},
    )
}

fn marks(review: &ReviewState, mark: Mark) -> usize {
    review.marks.values().filter(|m| m.mark == mark).count()
}

async fn card(
    platform: &Platform,
    caller: &Caller,
    (id, review): (&str, &ReviewState),
    (account, found): (&AccountId, &Found),
    wrong: Option<(&Problem, &Judged)>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let marked = review.marks.get(account);
    let why = match marked {
        Some(marked) => platform.auth().said(&marked.why).await?,
        None => None,
    };
    let name = look::name(platform, account).await?;
    let own = *account == caller.account;
    Ok(html! {
        section class="card account" id={ "account-" (account) } {
            h2 { (name) " " code class="small" { (account) } }
            (page::facts(lang, &[
                (text!("役割・施設", "Roles and sites"), look::roles(&found.held, lang)),
                (text!("最後の利用", "Last use"), look::when(found.last, lang)),
                (text!("開いた症例", "Cases opened"), page::number(found.cases, "")),
                (text!("担当外で開いた本人情報", "Identities opened outside the team"), page::number(found.opened, "")),
                (text!("ふだんと違う利用", "Unusual use"), look::shown(&found.unusual, lang)),
                (text!("判断", "Mark"), verdict(marked, why.as_deref(), lang)),
            ]))
            @if let Some((problem, _)) = wrong { (page::refused(lang, problem)) }
            @if own && review.signed.is_none() {
                p class="small" { (text!("自分のアカウントは、別の担当者が次の点検で確かめます。", "Your own account is left to another officer.").get(lang)) }
            } @else if review.signed.is_none() {
                @if marked.is_some() && wrong.is_none() {
                    details class="unprinted" { summary { (text!("判断し直す", "Mark it again").get(lang)) } (judging(id, account, found, None, lang)) }
                } @else { (judging(id, account, found, wrong.map(|(_, t)| t), lang)) }
            }
        }
    })
}

fn verdict(marked: Option<&Marked>, why: Option<&str>, lang: Lang) -> Markup {
    let Some(marked) = marked else {
        return page::status(lang, Status::Waiting, Some(&text!("まだです", "not yet")));
    };
    let (shape, word) = match marked.mark {
        Mark::Keep => (Status::Done, text!("そのまま", "kept")),
        Mark::Narrow => (Status::Warn, text!("狭めた", "narrowed")),
        Mark::Revoke => (Status::Stopped, text!("すべて取り消した", "all revoked")),
    };
    html! {
        (page::status(lang, shape, Some(&word))) " " (why.unwrap_or("–"))
        div class="small" { (marked.by) " " (marked.at.show(lang)) }
    }
}

fn judging(
    id: &str,
    account: &AccountId,
    found: &Found,
    typed: Option<&Judged>,
    lang: Lang,
) -> Markup {
    let picked = typed.map_or("keep", |t| t.mark.as_str());
    let reason = typed.map_or("", |t| t.reason.as_str());
    // ids of fields are unique on the page
    let name = |of: &str| format!("{of}-{account}");
    let choice = |value: &str, label: &Text| {
        html! {
            div class="pick" {
                input id=(name(value)) type="radio" name="mark" value=(value) checked[value == picked];
                label for=(name(value)) { (label.get(lang)) }
            }
        }
    };
    html! {
        form class="sheet unprinted" method="post" action={ "/access/reviews/" (id) "/mark" } {
            input type="hidden" name="account" value=(account);
            fieldset class="choice" {
                legend { (text!("この権限でよいですか", "Are these rights right?").get(lang)) }
                (choice("keep", &text!("そのまま", "keep")))
                @if found.held.len() > 1 { (choice("narrow", &text!("狭める（下で選んだ役割を、いま取り消す）", "narrow (takes the roles picked below, now)"))) }
                (choice("revoke", &text!("すべて取り消す（いま取り消し、サインインも終える）", "revoke all (now, and ends its sessions)")))
            }
            @if found.held.len() > 1 {
                @for one in &found.held {
                    @let label = format!("{} {}", look::role(&one.role, lang), one.site.as_ref().map_or("", |s| s.as_str()));
                    div class="pick" {
                        input id=(name(&one.grant)) type="checkbox" name={ "take-" (one.grant) } value="yes";
                        label for=(name(&one.grant)) { (label) }
                    }
                }
            }
            div class="field" {
                label for=(name("reason")) { (text!("理由", "Reason").get(lang)) " " span class="must" { (text!("必須", "required").get(lang)) } }
                input id=(name("reason")) name="reason" value=(reason) required autocomplete="off";
            }
            button type="submit" { (text!("記録する", "Record").get(lang)) }
        }
    }
}

/// What was said of an account; roles to take come as `take-GRANT`.
#[derive(Debug, Deserialize)]
pub(in crate::pages) struct Judged {
    account: String,
    mark: String,
    #[serde(default)]
    reason: String,
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, String>,
}

/// Marks an account.
pub(in crate::pages) async fn mark(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<Judged>,
) -> Result<Response, Problem> {
    let on = Resource::new("access_review", id.as_str());
    let actor = caller.may(&platform, "access.judge", &on).await?;
    let unread = || {
        Problem::bad_input(text!(
            "判断を読み取れません。選び直してください。",
            "The mark cannot be read; please choose again."
        ))
    };
    let mark = match typed.mark.as_str() {
        "keep" => Mark::Keep,
        "narrow" => Mark::Narrow,
        "revoke" => Mark::Revoke,
        _ => return Err(unread()),
    };
    let account = AccountId::parse(typed.account.as_str()).map_err(|_| unread())?;
    let takes = typed.rest.keys().filter_map(|k| k.strip_prefix("take-"));
    let taken: Vec<String> = takes.map(str::to_owned).collect();
    let said = (&account, mark, taken.as_slice());
    let now = platform.now();
    let auth = platform.auth();
    let done = auth.mark(&id, said, &typed.reason, &actor, now).await;
    match done {
        Ok(()) => {
            let to = format!("/access/reviews/{id}#account-{account}");
            Ok(Redirect::to(&to).into_response())
        }
        Err(Failed::Refused(refusal)) => {
            let problem = Problem::refused(&refusal);
            let page = show(&platform, &caller, &id, Some((&problem, &typed))).await?;
            Ok((problem.status(), page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// The answer of the key.
#[derive(Debug, Deserialize)]
pub(in crate::pages) struct SignIn {
    signature: String,
}

/// Signs and ends a review.
pub(in crate::pages) async fn sign(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<SignIn>,
) -> Result<Redirect, Problem> {
    let on = Resource::new("access_review", id.as_str());
    let actor = caller.may(&platform, SIGN, &on).await?;
    let review = platform.auth().review(&id).await?.ok_or_else(unknown)?;
    let answer = SignatureIn::typed(&typed.signature)?;
    let signed = web::signed(&platform, &caller, &asked(&id, &review), &answer).await?;
    let auth = platform.auth();
    auth.sign_review(&id, signed, &actor, platform.now())
        .await?;
    Ok(Redirect::to(&format!("/access/reviews/{id}#signature")))
}
