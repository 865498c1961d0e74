//! Who could on a day, and by which rule: every grant of that day is held against the case as it stood then.

use std::collections::BTreeMap;

use ::words::{AccountId, At, CaseId, Day, Lang, Text, text};
use auth::{Grant, Holds, Resource, State as Account};
use axum::extract::{Query, State};
use ledger::Recorded;
use maud::{Markup, html};
use registry::facts::CaseView;
use serde::Deserialize;
use web::{Caller, Platform, Problem, page};

use crate::rules::{known::each, progress::progress};

/// What is asked of each grant.
const ACTIONS: [(&str, Holds); 4] = [
    ("case.read", Holds::None),
    ("identity.read", Holds::Identity),
    ("clinical.read", Holds::Clinical),
    ("finding.read", Holds::Genomic),
];
/// Accounts of one page.
const PAGE: usize = 100;

#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Asked {
    #[serde(default)]
    case: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    after: String,
}

/// A grant that could.
struct Could {
    account: AccountId,
    grant: Grant,
    /// Per action the rules that permit it.
    rules: Vec<Option<String>>,
}

/// The page.
pub(in crate::pages) async fn could(
    State(platform): State<Platform>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let log = Resource::new("access_log", "all");
    caller.may(&platform, "access.review", &log).await?;
    let title = text!("その日に見ることができた人", "Who could see it on a day");
    let day: Option<Day> = asked.day.trim().parse().ok();
    let id = CaseId::parse(asked.case.trim()).ok();
    let case = match &id {
        Some(id) => registry::facts::case(platform.db(), id).await?,
        None => None,
    };
    let body = match (&case, day) {
        (Some(case), Some(day)) => answer(&platform, case, day, &asked, lang).await?,
        _ if asked.case.is_empty() && asked.day.is_empty() => html! {},
        _ => page::notice(
            lang,
            &text!(
                "その症例番号か日付を読み取れません。症例番号はそのまま、日付は 2026-04-03 の形で入れてください。",
                "The case number or the day cannot be read. Type the number as it is and the day like 2026-04-03."
            ),
            true,
        ),
    };
    let body = html! {
        h1 { (title.get(lang)) }
        (super::doors(lang))
        (form(&asked, lang))
        (body)
    };
    Ok(page::page(lang, &title, &caller, body))
}

fn form(asked: &Asked, lang: Lang) -> Markup {
    html! {
        form class="search" method="get" action="/access/could" {
            div { label for="case" { (text!("症例番号", "Case").get(lang)) } input id="case" name="case" value=(asked.case) autocomplete="off"; }
            div { label for="day" { (text!("日付", "Day").get(lang)) } input id="day" name="day" type="date" value=(asked.day); }
            button type="submit" { (text!("調べる", "Look up").get(lang)) }
        }
    }
}

async fn answer(
    platform: &Platform,
    case: &CaseView,
    day: Day,
    asked: &Asked,
    lang: Lang,
) -> Result<Markup, Problem> {
    let (from, until) = (day.starts(), day.plus(1).starts());
    let events = platform.ledger().events_of_case(&case.id).await?;
    let then: Vec<Recorded> = events.into_iter().filter(|e| e.at < until).collect();
    let mut all = Vec::new();
    for (account, state) in platform.auth().accounts().await? {
        let held = state
            .grants
            .values()
            .filter(|g| overlaps(g, &state, from, until));
        for grant in held {
            all.extend(asked_of(
                platform,
                case,
                &then,
                (&account, &state, grant),
                from,
            ));
        }
    }
    all.retain(|c| c.account.as_str() > asked.after.as_str());
    all.sort_by(|a, b| a.account.cmp(&b.account));
    let (shown, more) = all.split_at(all.len().min(PAGE));
    let further = html! {
        @if let (Some(last), false) = (shown.last(), more.is_empty()) {
            p { a rel="next" href={ "/access/could?case=" (case.id) "&day=" (day) "&after=" (page::encode(last.account.as_str())) } {
                (text!("つづき", "More").get(lang)) } }
        }
    };
    Ok(html! {
        (table(platform, shown, lang))
        (further)
        (openings(platform, &case.id, from, until, lang).await?)
    })
}

/// Whether a grant was in force at some time of the day.
fn overlaps(grant: &Grant, state: &Account, from: At, until: At) -> bool {
    let ended = [grant.until, grant.revoked_at, state.closed_at]
        .into_iter()
        .flatten()
        .min();
    grant.from < until && ended.is_none_or(|end| end > from)
}

fn asked_of(
    platform: &Platform,
    case: &CaseView,
    then: &[Recorded],
    (account, state, grant): (&AccountId, &Account, &Grant),
    from: At,
) -> Option<Could> {
    let withdrawn = progress(then).withdrawn.is_some_and(|at| at < from);
    let mut on = registry::facts::resource_of(case).withdrawn(withdrawn);
    on = on.seated(seats(then, from).contains_key(account.as_str()));
    if let Some(person) = &state.person {
        let takes_part = case
            .members
            .iter()
            .chain(&case.removed)
            .any(|m| m.person == *person);
        if takes_part {
            on = on.of_person(person);
        }
    }
    let rule = |(action, holds): &(&str, Holds)| {
        let on = on.clone().holding(*holds);
        let verdict = platform
            .auth()
            .could(account, state.person.as_ref(), grant, action, &on);
        verdict.allowed.then(|| verdict.rules.join(" "))
    };
    let rules: Vec<_> = ACTIONS.iter().map(rule).collect();
    let (account, grant) = (account.clone(), grant.clone());
    rules.iter().any(Option::is_some).then_some(Could {
        account,
        grant,
        rules,
    })
}

/// Who sat on a session of the case that was not over on that day.
fn seats(then: &[Recorded], from: At) -> BTreeMap<String, At> {
    let mut seats = BTreeMap::new();
    for event in then.iter().filter(|e| e.kind == "panel") {
        match event.event.as_str() {
            "planned" => {
                let plan = event.payload.get("plan").unwrap_or(&event.payload);
                seats = each(plan, "members", "account")
                    .map(|m| (m, event.at))
                    .collect();
            }
            "closed" if event.at < from => seats.clear(),
            _ => {}
        }
    }
    seats
}

fn table(platform: &Platform, all: &[Could], lang: Lang) -> Markup {
    let mut head = vec![
        text!("アカウント", "Account"),
        text!("役割・施設", "Role, site"),
    ];
    head.extend(ACTIONS.iter().map(|(action, _)| {
        let info = platform.auth().policies().action(action);
        info.map_or_else(|| Text::made(*action, *action), |i| i.label.clone())
    }));
    let row = |one: &Could| {
        let role =
            auth::role(&one.grant.role).map_or(one.grant.role.as_str(), |r| r.label.get(lang));
        let mut cells = vec![
            html! { (one.account) },
            html! { (role) @if let Some(site) = &one.grant.site { " " span class="small" { (site) } } },
        ];
        cells.extend(
            one.rules
                .iter()
                .map(|r| html! { @if let Some(r) = r { code { (r) } } @else { "–" } }),
        );
        cells
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    let caption = text!(
        "見ることができたアカウントと、その規則",
        "Accounts that could, and by which rule"
    );
    let empty = text!(
        "その日に見ることができたアカウントはありません。",
        "No account could on that day."
    );
    page::table(lang, &caption, &head, &rows, &empty)
}

/// Identities opened outside the treating team that were open on that day.
async fn openings(
    platform: &Platform,
    case: &CaseId,
    from: At,
    until: At,
    lang: Lang,
) -> Result<Markup, Problem> {
    let all = registry::facts::openings(platform.db(), case).await?;
    let rows: Vec<_> = all
        .iter()
        .filter_map(|o| {
            let (approver, at) = o.opening.answered.as_ref()?;
            let end = o.opening.until?;
            (*at < until && end > from).then(|| {
                vec![
                    html! { (o.opening.by) },
                    html! { (approver) },
                    html! { span class="number" { (at.show(lang)) } },
                    html! { span class="number" { (end.show(lang)) } },
                ]
            })
        })
        .collect();
    let head = [
        text!("開いた人", "Opened by"),
        text!("認めた人", "Approved by"),
        text!("開始", "From"),
        text!("終了", "Until"),
    ];
    let title = text!(
        "担当外からの本人情報の閲覧",
        "Identity opened outside the treating team"
    );
    let empty = text!(
        "その日に開かれていたものはありません。",
        "None was open on that day."
    );
    Ok(page::section(
        lang,
        "openings",
        &title,
        page::table(lang, &title, &head, &rows, &empty),
    ))
}
