//! Accounts, for administrators: open, grant, invite, unlock, close. A way back in is always somebody else's act.

use std::collections::BTreeMap;

use auth::{Bound, NewAccount, Resource, State as Account};
use axum::{
    Form, Router,
    extract::{Path, State},
    response::Redirect,
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;
use words::{AccountId, Actor, Lang, SiteId, Text, text};

use super::links;
use crate::{
    Caller, Platform, Problem,
    page::{self, Field},
};

/// Days an invitation lives.
const DAYS: i64 = 7;

pub(super) fn router() -> Router<Platform> {
    Router::new()
        .route("/accounts", get(list).post(create))
        .route("/accounts/{id}", get(one))
        .route("/accounts/{id}/grant", post(grant))
        .route("/accounts/{id}/revoke", post(revoke))
        .route("/accounts/{id}/invite", post(invite))
        .route("/accounts/{id}/unlock", post(unlock))
        .route("/accounts/{id}/close", post(close))
}

pub(super) async fn asked(
    platform: &Platform,
    caller: &Caller,
    action: &str,
    id: &str,
) -> Result<Actor, Problem> {
    caller
        .may(platform, action, &Resource::new("account", id))
        .await
}

pub(super) fn parsed(id: String) -> Result<AccountId, Problem> {
    AccountId::parse(id).map_err(|_| nobody())
}

fn nobody() -> Problem {
    Problem::not_found(text!(
        "そのアカウントはありません。",
        "There is no such account."
    ))
}

async fn list(State(platform): State<Platform>, caller: Caller) -> Result<Markup, Problem> {
    asked(&platform, &caller, "account.read", "all").await?;
    let lang = caller.lang();
    let title = text!("アカウント", "Accounts");
    let mut rows = Vec::new();
    for (id, state) in platform.auth().accounts().await? {
        let Some(profile) = platform.auth().profile(&id).await? else {
            continue;
        };
        rows.push(vec![
            html! { a href={ "/accounts/" (id) } { (profile.name) } },
            html! { (profile.login) },
            html! { (held(&platform, &state, lang)) },
            html! { @if state.closed_at.is_some() { (text!("閉鎖", "closed").get(lang)) } },
        ]);
    }
    let head = [
        text!("名前", "Name"),
        text!("ログイン名", "Login name"),
        text!("役割と施設", "Roles and sites"),
        text!("状態", "State"),
    ];
    let none = text!("アカウントはまだありません。", "There are no accounts yet.");
    let body = html! {
        h1 { (title.get(lang)) }
        @if caller.holds("admin") {
            details {
                summary { (text!("アカウントを開設する", "Open an account").get(lang)) }
                (page::form(lang, "/accounts", &text!("開設する", "Open it"), html! {
                    (page::field(lang, &Field::new("name", text!("氏名", "Name")).required(true)))
                    (page::field(lang, &Field::new("login", text!("ログイン名", "Login name")).required(true)))
                }))
            }
        }
        (page::table(lang, &title, &head, &rows, &none))
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn held(platform: &Platform, state: &Account, lang: Lang) -> String {
    let grants = state.in_force(platform.now());
    let said = grants.iter().map(|g| {
        let role = auth::role(&g.role).map_or(g.role.as_str(), |r| r.label.get(lang));
        match &g.site {
            Some(site) => format!("{role} ({site})"),
            None => role.to_owned(),
        }
    });
    said.collect::<Vec<_>>().join("・")
}

#[derive(Deserialize)]
struct New {
    name: String,
    login: String,
}

async fn create(
    State(platform): State<Platform>,
    caller: Caller,
    Form(new): Form<New>,
) -> Result<Redirect, Problem> {
    let actor = asked(&platform, &caller, "account.create", "new").await?;
    let id = parsed(platform.new_id("ac"))?;
    let new = NewAccount {
        id: id.clone(),
        login: new.login,
        name: new.name,
        password: None,
        person: None,
        lang: Lang::Ja,
    };
    platform
        .auth()
        .open_account(new, &actor, platform.now())
        .await?;
    Ok(Redirect::to(&format!("/accounts/{id}")))
}

async fn one(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    asked(&platform, &caller, "account.read", &id).await?;
    show(&platform, &caller, &id, None).await
}

async fn show(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    letter: Option<Markup>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let account = parsed(id.to_owned())?;
    let profile = platform
        .auth()
        .profile(&account)
        .await?
        .ok_or_else(nobody)?;
    let mut all = platform.auth().accounts().await?.into_iter();
    let (_, state) = all.find(|(a, _)| *a == account).ok_or_else(nobody)?;
    let own = account == caller.account;
    let changes = !own && caller.holds("admin") && state.closed_at.is_none();
    let links = links::section(platform, lang, &account, changes).await?;
    let title = Text::made(&profile.name, &profile.name);
    let at = |what: &str| format!("/accounts/{account}/{what}");
    let body = html! {
        h1 { (profile.name) }
        p class="small" { (profile.login) }
        @if let Some(letter) = &letter { (letter) }
        (grants(lang, &state, &account))
        (links)
        @if own {
            (page::notice(lang, &text!("自分の権限は変えられません。別の管理者に依頼してください。", "You cannot change your own account; ask another administrator."), false))
        } @else if changes {
            (granting(lang, &at("grant"), state.person.is_some()))
            h2 { (text!("入り方", "Getting in").get(lang)) }
            p { (text!("招待すると、いままでのパスキーと開いている画面は、新しいパスキーが作られたときに終わります。", "With an invitation the earlier passkeys and sessions end as soon as a new passkey is made.").get(lang)) }
            (page::act(lang, &at("invite"), &text!("招待する（手紙を作る）", "Invite (make a letter)"), &[]))
            (page::act(lang, &at("unlock"), &text!("ロックを解除する", "Unlock"), &[]))
            (page::act(lang, &at("close"), &text!("アカウントを閉鎖する", "Close the account"), &[]))
        }
    };
    Ok(page::page(lang, &title, caller, body))
}

fn grants(lang: Lang, state: &Account, account: &AccountId) -> Markup {
    let given: BTreeMap<_, _> = state.grants.values().map(|g| (g.granted_at, g)).collect();
    let rows: Vec<Vec<Markup>> = given
        .values()
        .map(|g| {
            let role = auth::role(&g.role).map_or(g.role.as_str(), |r| r.label.get(lang));
            let ended = g.revoked_at.or(g.until).map(|at| at.show(lang));
            let hidden = [("grant", g.id.as_str())];
            let revoke = text!("取り消す", "Revoke");
            vec![
                html! { (role) },
                html! { (g.site.as_ref().map(ToString::to_string).unwrap_or_default()) },
                html! { (g.from.show(lang)) },
                html! { (ended.as_deref().unwrap_or("–")) },
                html! { (g.granted_by) },
                html! { @if g.revoked_at.is_none() { (page::act(lang, &format!("/accounts/{account}/revoke"), &revoke, &hidden)) } },
            ]
        })
        .collect();
    let head = [
        text!("役割", "Role"),
        text!("施設", "Site"),
        text!("開始", "From"),
        text!("終了", "Until"),
        text!("付与した人", "Granted by"),
        text!("", ""),
    ];
    let caption = text!("役割", "Roles");
    let none = text!("役割はまだありません。", "There is no role yet.");
    page::table(lang, &caption, &head, &rows, &none)
}

fn granting(lang: Lang, action: &str, participant: bool) -> Markup {
    let fits = |bound| match bound {
        Bound::Implied => false,
        Bound::Person => participant,
        Bound::Site | Bound::Centre => !participant,
    };
    let roles: Vec<(&str, Text)> = auth::roles()
        .iter()
        .filter(|r| fits(r.bound))
        .map(|r| (r.id.as_str(), r.label.clone()))
        .collect();
    let site = Field::new(
        "site",
        text!(
            "施設の番号（施設の役割だけ）",
            "Site id (roles of a site only)"
        ),
    );
    page::form(
        lang,
        action,
        &text!("役割を付ける", "Grant the role"),
        html! {
            (page::select(lang, "role", &text!("役割", "Role"), &roles, ""))
            (page::field(lang, &site))
        },
    )
}

#[derive(Deserialize)]
struct Given {
    role: String,
    site: String,
}

async fn grant(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Redirect, Problem> {
    let actor = asked(&platform, &caller, "grant.give", &id).await?;
    let account = parsed(id)?;
    let site = Some(given.site.trim().to_owned()).filter(|s| !s.is_empty());
    let site = site.map(SiteId::parse).transpose().map_err(|_| {
        Problem::bad_input(text!(
            "施設の番号の書き方が違います。",
            "That is not the id of a site."
        ))
    })?;
    let now = platform.now();
    let done = platform
        .auth()
        .grant(&account, &given.role, site, (now, None), &actor, now);
    done.await?;
    Ok(Redirect::to(&format!("/accounts/{account}")))
}

#[derive(Deserialize)]
struct Which {
    grant: String,
}

async fn revoke(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(which): Form<Which>,
) -> Result<Redirect, Problem> {
    let actor = asked(&platform, &caller, "grant.revoke", &id).await?;
    let account = parsed(id)?;
    let done = platform
        .auth()
        .revoke_grant(&account, &which.grant, &actor, platform.now());
    done.await?;
    Ok(Redirect::to(&format!("/accounts/{account}")))
}

async fn invite(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    let actor = asked(&platform, &caller, "account.invite", &id).await?;
    let account = parsed(id)?;
    let code = platform
        .auth()
        .invite(&account, (DAYS, false), &actor, platform.now())
        .await?;
    let letter = letter(caller.lang(), &platform.settings().base_url, &code);
    show(&platform, &caller, account.as_str(), Some(letter)).await
}

/// What goes on paper: the address and the code, shown once.
fn letter(lang: Lang, base: &str, code: &str) -> Markup {
    html! {
        section class="card letter" {
            h2 { (text!("招待の手紙", "Letter of invitation").get(lang)) }
            p { (text!("この画面を印刷して、本人に手渡すか郵送してください。コードは二度と表示されません。", "Print this page and hand or mail it to the holder. The code is not shown again.").get(lang)) }
            (page::facts(lang, &[
                (text!("開くアドレス", "Address"), html! { (base) "/sign-in" }),
                (text!("コード", "Code"), html! { strong class="code" { (code) } }),
                (text!("有効期間", "Valid for"), html! { (text!(("{DAYS}日・1回だけ"), ("{DAYS} days, once")).get(lang)) }),
            ]))
        }
    }
}

async fn unlock(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    let actor = asked(&platform, &caller, "account.unlock", &id).await?;
    let account = parsed(id)?;
    platform.auth().unlock(&account, &actor.account).await?;
    Ok(Redirect::to(&format!("/accounts/{account}")))
}

async fn close(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    let actor = asked(&platform, &caller, "account.close", &id).await?;
    let account = parsed(id)?;
    platform
        .auth()
        .close_account(&account, &actor, platform.now())
        .await?;
    Ok(Redirect::to("/accounts"))
}
