//! The accounts of staff as a review sees them, and the door to take a right away at once.

use ::words::{AccountId, Lang, Text, text};
use auth::{Found, Resource};
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use ledger::Failed;
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Field},
};

use super::look;

/// Accounts of one page.
const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Asked {
    #[serde(default)]
    after: String,
}

/// The list.
pub(in crate::pages) async fn accounts(
    State(platform): State<Platform>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    super::reviews(&platform, &caller).await?;
    let lang = caller.lang();
    let title = text!("職員のアカウント", "Accounts of staff");
    let mut all = look::staff(&platform).await?;
    all.retain(|(account, _)| account.as_str() > asked.after.as_str());
    let (some, more) = all.split_at(all.len().min(PAGE));
    let mut rows = Vec::new();
    for (account, state) in some {
        let held = state.in_force(platform.now()).into_iter();
        let held: Vec<_> = held
            .map(|g| auth::Held {
                grant: g.id,
                role: g.role,
                site: g.site,
            })
            .collect();
        rows.push(vec![
            html! { a href={ "/access/accounts/" (account) } { (look::name(&platform, account).await?) } },
            html! { code { (account) } },
            look::roles(&held, lang),
            look::when(platform.auth().last_use(account).await?, lang),
        ]);
    }
    let head = [
        text!("名前", "Name"),
        text!("アカウント", "Account"),
        text!("役割・施設", "Roles and sites"),
        text!("最後の利用", "Last use"),
    ];
    let empty = text!(
        "職員のアカウントはありません。",
        "There is no account of staff."
    );
    let body = html! {
        h1 { (title.get(lang)) }
        (super::doors(lang))
        (page::table(lang, &title, &head, &rows, &empty))
        @if let (Some((last, _)), false) = (some.last(), more.is_empty()) {
            p { a rel="next" href={ "/access/accounts?after=" (page::encode(last.as_str())) } { (text!("つづき", "More").get(lang)) } }
        }
    };
    Ok(page::page(lang, &title, &caller, body))
}

/// One account.
pub(in crate::pages) async fn account(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Markup, Problem> {
    super::reviews(&platform, &caller).await?;
    show(&platform, &caller, &id, None).await
}

async fn show(
    platform: &Platform,
    caller: &Caller,
    id: &str,
    wrong: Option<(&Problem, &Taken)>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let now = platform.now();
    let all = look::staff(platform).await?;
    let found = all.into_iter().find(|(account, _)| account.as_str() == id);
    let (account, state) = found.ok_or_else(nobody)?;
    let from = now.plus_days(-look::DAYS);
    let known = look::known(platform).await?;
    let found = look::found(platform, (&account, &state), &known, (from, now)).await?;
    let sessions = platform.auth().sessions(&account, None, now).await?.len();
    let name = look::name(platform, &account).await?;
    let title = Text::made(name.clone(), name);
    let days = look::DAYS;
    let used = text!(("最近{days}日の利用"), ("Use in the last {days} days"));
    let body = html! {
        h1 { (title.get(lang)) }
        (super::doors(lang))
        (page::facts(lang, &[
            (text!("アカウント", "Account"), html! { code { (account) } }),
            (text!("役割・施設", "Roles and sites"), look::roles(&found.held, lang)),
            (text!("開いているサインイン", "Open sessions"), page::number(sessions, "")),
            (text!("最後の利用", "Last use"), look::when(found.last, lang)),
        ]))
        (page::section(lang, "use", &used, html! {
            (page::facts(lang, &[
                (text!("開いた症例", "Cases opened"), page::number(found.cases, "")),
                (text!("担当外で開いた本人情報", "Identities opened outside the team"), page::number(found.opened, "")),
                (text!("ふだんと違う利用", "Unusual use"), look::shown(&found.unusual, lang)),
            ]))
            p { a href={ "/access?account=" (page::encode(account.as_str())) } { (text!("このアカウントが見たもの", "What this account opened").get(lang)) } }
        }))
        (taken(platform, &state, lang).await?)
        @if account == caller.account {
            @if let Some((problem, _)) = wrong { (page::notice(lang, &problem.detail, true)) }
            p class="empty" { (text!("自分の権限は自分で変えられません。", "Nobody changes the own rights.").get(lang)) }
        } @else {
            (revoking(&account, &found, wrong, lang))
        }
    };
    Ok(page::page(lang, &title, caller, body))
}

fn nobody() -> Problem {
    Problem::not_found(text!(
        "職員のそのアカウントはありません。",
        "There is no such account of staff."
    ))
}

/// What was taken from the account before, with the reasons.
async fn taken(platform: &Platform, state: &auth::State, lang: Lang) -> Result<Markup, Problem> {
    let mut gone: Vec<_> = state.grants.values().collect();
    gone.retain(|g| g.revoked_at.is_some());
    gone.sort_by_key(|g| g.revoked_at);
    let mut rows = Vec::new();
    for grant in gone.iter().rev() {
        let why = match &grant.why {
            Some(why) => platform.auth().said(why).await?,
            None => None,
        };
        rows.push(vec![
            html! { (look::role(&grant.role, lang)) @if let Some(site) = &grant.site { " " span class="small" { (site) } } },
            look::when(grant.revoked_at, lang),
            html! { @if let Some(by) = &grant.revoked_by { (by) } },
            html! { (why.as_deref().unwrap_or("–")) },
        ]);
    }
    let head = [
        text!("役割・施設", "Role, site"),
        text!("取り消した日時", "Taken at"),
        text!("取り消した人", "By"),
        text!("理由", "Reason"),
    ];
    let title = text!("取り消した役割", "Roles taken away");
    let empty = text!("取り消した役割はありません。", "No role was taken away.");
    let table = page::table(lang, &title, &head, &rows, &empty);
    Ok(page::section(lang, "taken", &title, table))
}

fn revoking(
    account: &AccountId,
    found: &Found,
    wrong: Option<(&Problem, &Taken)>,
    lang: Lang,
) -> Markup {
    let title = text!("権限をすぐに取り消す", "Take rights away at once");
    if found.held.is_empty() {
        let none = text!(
            "取り消せる役割はありません。",
            "There is no role to take away."
        );
        return page::section(
            lang,
            "revoke",
            &title,
            html! { p class="empty" { (none.get(lang)) } },
        );
    }
    let mut options = vec![("all", text!("すべての役割", "all roles"))];
    options.extend(found.held.iter().map(|one| {
        let site = one
            .site
            .as_ref()
            .map_or_else(String::new, |s| format!(" {s}"));
        let label = |lang| format!("{}{site}", look::role(&one.role, lang));
        (
            one.grant.as_str(),
            Text::made(label(Lang::Ja), label(Lang::En)),
        )
    }));
    let picked = wrong.map_or("all", |(_, typed)| typed.grant.as_str());
    let reason = wrong.map_or("", |(_, typed)| typed.reason.as_str());
    let why = Field::new("reason", text!("理由", "Reason"))
        .required(true)
        .value(reason);
    let verb = text!("取り消す", "Take away");
    let consequence = text!(
        ("{account} のサインインと発行済みのトークンはすべて、その場で終わります。取り消した役割は、管理者が付け直すまで戻りません。"),
        ("Every session and token of {account} ends at once. A role that is taken away does not come back until an administrator grants it anew.")
    );
    let form = page::form(
        lang,
        &format!("/access/accounts/{account}/revoke"),
        &verb,
        html! {
            (page::radios(lang, "grant", &text!("取り消す役割", "What to take away"), &options, picked))
            (page::field(lang, &why))
            p class="consequence" { (consequence.get(lang)) }
        },
    );
    page::section(
        lang,
        "revoke",
        &title,
        html! {
            @if let Some((problem, _)) = wrong { (page::refused(lang, problem)) }
            (form)
        },
    )
}

/// What to take, and why.
#[derive(Debug, Deserialize)]
pub(in crate::pages) struct Taken {
    grant: String,
    #[serde(default)]
    reason: String,
}

/// Takes a right away, and the sessions with it.
pub(in crate::pages) async fn revoke(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    Form(typed): Form<Taken>,
) -> Result<Response, Problem> {
    let on = Resource::new("account", id.as_str());
    let actor = caller.may(&platform, "access.revoke", &on).await?;
    let account = AccountId::parse(id.as_str()).map_err(|_| nobody())?;
    let staff = look::staff(&platform).await?;
    if !staff.iter().any(|(known, _)| *known == account) {
        return Err(nobody());
    }
    let grant = (typed.grant != "all").then_some(typed.grant.as_str());
    let now = platform.now();
    let auth = platform.auth();
    let done = auth.revoke_now(&account, grant, &typed.reason, &actor, now);
    match done.await {
        Ok(()) => Ok(Redirect::to(&format!("/access/accounts/{account}")).into_response()),
        Err(Failed::Refused(refusal)) => {
            let problem = Problem::refused(&refusal);
            let page = show(&platform, &caller, &id, Some((&problem, &typed))).await?;
            Ok((problem.status(), page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
