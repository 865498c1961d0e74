//! What is new since the last visit, on the first page; the page on which somebody gives an address for messages, proves it
//! and stops them; and for who keeps the server, which mails do not arrive.

use ::words::{Actor, Lang, Text, text};
use auth::{Address, AddressFailed, AddressRefused, Resource};
use axum::{
    Form, Router,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Field, Status},
};

use crate::{
    jobs,
    store::{self, Mail, Mine},
    words::mail::{self, Why},
};

/// Days that a refused mail is told of on the first page.
const TOLD_DAYS: i64 = 7;
/// Mails shown at most.
const SHOWN: i64 = 200;

/// The pages.
pub(super) fn router() -> Router<Platform> {
    Router::new()
        .route("/messages", get(show).post(give))
        .route("/messages/code", post(prove))
        .route("/messages/stop", post(stop))
        .route("/messages/troubles", get(troubles))
}

/// One line on the first page of staff: what came since the last visit, and for who keeps the server, what does not arrive.
pub(super) async fn new(
    platform: &Platform,
    caller: &Caller,
    mine: &Mine,
) -> Result<Markup, Problem> {
    let (lang, db, now) = (caller.lang(), platform.db(), platform.now());
    let count = match store::visit(db, &caller.account, now).await? {
        Some(since) => Some((store::new_since(db, mine, now, since).await?, since)),
        None => None,
    };
    let keeps = caller.holds("admin") || caller.holds("security");
    let lost = match keeps && platform.settings().mail.is_some() {
        true => store::troubles(db, now.plus_days(-TOLD_DAYS)).await?,
        false => 0,
    };
    Ok(html! {
        @if let Some((count, since)) = count {
            p class="bell" {
                @if count == 0 { (text!("前回のあと、新しい仕事はありません。", "Nothing new since your last visit.").get(lang)) }
                @else { a href="#waiting" { (text!(("前回（{}）のあと、新しい仕事が{count}件", since.show(Lang::Ja)), ("{count} new since your last visit ({})", since.show(Lang::En))).get(lang)) } }
            }
        }
        @if lost > 0 {
            p { (page::status(lang, Status::Problem, Some(&text!(("届いていないメール {lost}件"), ("{lost} mails did not arrive"))))) " "
                a href="/messages/troubles" { (text!("わけを見る", "See why").get(lang)) } }
        }
    })
}

async fn asked(platform: &Platform, caller: &Caller) -> Result<Actor, Problem> {
    let own = Resource::new("account", caller.account.as_str());
    caller.may(platform, "message.manage", &own).await
}

async fn show(State(platform): State<Platform>, caller: Caller) -> Result<Markup, Problem> {
    asked(&platform, &caller).await?;
    draw(&platform, &caller, "", None).await
}

/// What was typed, and why it was not taken.
async fn draw(
    platform: &Platform,
    caller: &Caller,
    typed: &str,
    refused: Option<&Problem>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let title = text!("お知らせ", "Messages");
    let found = platform.auth().address(&caller.account).await?;
    let last = store::last_mail(platform.db(), &caller.account, Why::Waiting).await?;
    let body = html! {
        div class="my" {
            h1 { (title.get(lang)) }
            p { (text!(
                "新しいことがあると、はじめのページに表示されます。ご希望の方には、メールでもお知らせします。メールには「お知らせがある」ことだけを書き、内容・お名前・病院名は書きません。",
                "What is new is shown on your first page. If you like, a mail tells you too. It says only that something waits: no content, no name, no hospital.").get(lang)) }
            @if let Some(problem) = refused { (page::refused(lang, problem)) }
            @match (&platform.settings().mail, found) {
                (None, None) => (page::notice(lang, &text!("ここではメールの送信が設定されていません。お知らせは、はじめのページと紙の手紙で届きます。", "No mail is sent from here. News are on your first page and come by letter."), false)),
                (Some(_), None) => (giving(lang, typed)),
                (_, Some(address)) => (given(lang, &address, last.as_ref(), typed)),
            }
            details {
                summary { (text!("届くメールの文面", "What the mail says").get(lang)) }
                pre class="letter" { (mail::waiting(platform.settings().base_url.trim_end_matches('/')).body) }
            }
            p class="small" { (text!(
                "メールがなくても、何も見落とすことはありません。大切なことは、担当者が直接お伝えします。",
                "You miss nothing without it: whatever matters is told to you in person.").get(lang)) }
        }
    };
    Ok(page::page(lang, &title, caller, body))
}

fn giving(lang: Lang, typed: &str) -> Markup {
    let field = Field::new("address", text!("メールアドレス", "E-mail address"))
        .kind("email")
        .autocomplete("email")
        .value(typed)
        .required(true)
        .hint(text!(
            "暗号化して保管し、お知らせのほかには使いません。",
            "Kept encrypted and used for these messages only."
        ));
    let verb = text!("確認メールを送る", "Send a mail to check it");
    page::form(lang, "/messages", &verb, page::field(lang, &field))
}

fn given(lang: Lang, found: &Address, last: Option<&Mail>, typed: &str) -> Markup {
    let stop = text!(
        "メールを止めて、アドレスを消す",
        "Stop, and forget the address"
    );
    let proved = found.verified_at.is_some();
    let refused = last.is_some_and(|m| m.state == "refused" && m.reason == "address");
    html! {
        (page::facts(lang, &[(text!("アドレス", "Address"), html! { (found.address) })]))
        @if proved {
            p { (page::status(lang, Status::Done, Some(&text!("このアドレスにお知らせします", "messages go to this address")))) }
        } @else if refused && found.code.is_none() {
            (page::notice(lang, &text!("このアドレスには届きませんでした。アドレスを確かめて、もう一度入れてください。", "Mail to this address was refused. Please look at it again and give it once more."), true))
            (giving(lang, typed))
        } @else {
            p { (page::status(lang, Status::Waiting, Some(&text!("確認コードの入力を待っています", "waiting for the code of the mail")))) }
            (code(lang))
            details { summary { (text!("メールが届かないとき", "If no mail comes").get(lang)) } (giving(lang, &found.address)) }
        }
        (page::act(lang, "/messages/stop", &stop, &[]))
    }
}

fn code(lang: Lang) -> Markup {
    let label = text!("確認コード（8桁の数字）", "Code of the mail (8 digits)");
    let field = Field::new("code", label)
        .autocomplete("one-time-code")
        .required(true);
    let verb = text!("確認する", "Check it");
    page::form(lang, "/messages/code", &verb, page::field(lang, &field))
}

#[derive(Deserialize)]
struct Given {
    address: String,
}

async fn give(
    State(platform): State<Platform>,
    caller: Caller,
    Form(given): Form<Given>,
) -> Result<Response, Problem> {
    asked(&platform, &caller).await?;
    if platform.settings().mail.is_none() {
        return Ok(Redirect::to("/messages").into_response());
    }
    let (auth, now) = (platform.auth(), platform.now());
    let done = auth.set_address(&caller.account, &given.address, now).await;
    if let Err(failed) = done {
        return again(&platform, &caller, &given.address, failed).await;
    }
    jobs::ask_for_proof(&platform, &caller.account).await?;
    Ok(Redirect::to("/messages").into_response())
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

async fn prove(
    State(platform): State<Platform>,
    caller: Caller,
    Form(typed): Form<Code>,
) -> Result<Response, Problem> {
    asked(&platform, &caller).await?;
    let (auth, now) = (platform.auth(), platform.now());
    match auth.prove_address(&caller.account, &typed.code, now).await {
        Ok(()) => Ok(Redirect::to("/messages").into_response()),
        Err(failed) => again(&platform, &caller, "", failed).await,
    }
}

/// The page once more, with what was typed.
async fn again(
    platform: &Platform,
    caller: &Caller,
    typed: &str,
    failed: AddressFailed,
) -> Result<Response, Problem> {
    let refused: AddressRefused = match failed {
        AddressFailed::Refused(refused) => refused,
        AddressFailed::Broken(error) => return Err(error.into()),
    };
    let problem = Problem::refused(&refused);
    let page = draw(platform, caller, typed, Some(&problem)).await?;
    Ok((problem.status(), page).into_response())
}

async fn stop(State(platform): State<Platform>, caller: Caller) -> Result<Redirect, Problem> {
    asked(&platform, &caller).await?;
    platform.auth().forget_address(&caller.account).await?;
    Ok(Redirect::to("/messages"))
}

/// Mails that do not arrive: the account, never the address.
async fn troubles(State(platform): State<Platform>, caller: Caller) -> Result<Markup, Problem> {
    let all = Resource::new("message", "all");
    caller.may(&platform, "message.review", &all).await?;
    let lang = caller.lang();
    let title = text!("届いていないメール", "Mails that did not arrive");
    let mails = store::troubled(platform.db(), SHOWN).await?;
    let rows: Vec<Vec<Markup>> = mails.iter().map(|m| row(m, lang)).collect();
    let head: [Text; 5] = [
        text!("作成", "Made"),
        text!("アカウント", "Account"),
        text!("状態", "State"),
        text!("わけ", "Why"),
        text!("試した回数", "Tries"),
    ];
    let none = text!(
        "すべて届いています。",
        "Everything was taken by the mail server."
    );
    let body = html! {
        h1 { (title.get(lang)) }
        @if platform.settings().mail.is_none() {
            (page::notice(lang, &text!("メールの送信は設定されていません（KUMI_MAIL）。", "No mail server is set (KUMI_MAIL)."), false))
        }
        (page::table(lang, &title, &head, &rows, &none))
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn row(mail: &Mail, lang: Lang) -> Vec<Markup> {
    let state = match mail.state.as_str() {
        "waiting" => page::status(
            lang,
            Status::Waiting,
            Some(&text!("もう一度送ります", "tried again")),
        ),
        _ => page::status(
            lang,
            Status::Problem,
            Some(&text!("やめました", "given up")),
        ),
    };
    vec![
        html! { (mail.made.show(lang)) },
        html! { code { (mail.account) } },
        state,
        html! { (mail::reason(&mail.reason).get(lang)) },
        page::number(mail.tries, ""),
    ]
}
