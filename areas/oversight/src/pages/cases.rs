//! The list of cases: where each stands, what comes next, how long nothing happened; page by page.

use ::words::{At, Lang, Text, text};
use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    Caller, Platform, Problem,
    page::{self, Size},
};

use super::{
    board, cord,
    named::{self, Names},
    seen,
};
use crate::{
    rules::tasks::KINDS,
    store::{self, Place, Row, Wanted},
};

/// Cases of one page.
const PAGE: usize = 50;

/// What to show; empty fields match all.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    site: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    late: String,
    #[serde(default)]
    task: String,
    #[serde(default)]
    after: String,
}

/// The page.
pub(super) async fn cases(
    State(platform): State<Platform>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let title = text!("症例", "Cases");
    let Some(visible) = seen::cases(&platform, &caller).await? else {
        return nothing(&platform, &caller, &title).await;
    };
    let behind = store::catch_up(platform.ledger(), seen::AT_ONCE).await?;
    let wanted = wanted(&asked, &visible, platform.now());
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let rows = store::list(platform.db(), &wanted, place(&asked.after).as_ref(), limit).await?;
    let total = store::total(platform.db(), &wanted).await?;
    let shown = rows.iter().take(PAGE).map(|r| r.case.as_str());
    let names = named::of(&platform, &caller, shown).await?;
    let body = html! {
        h1 { (title.get(lang)) }
        (seen::behind(behind, lang))
        (form(&platform, &asked, &visible, lang).await?)
        p class="small" { (text!(("{total}件"), ("{total} cases")).get(lang)) }
        (table(&rows, &names, platform.now(), lang))
        (further(&asked, &rows, lang))
    };
    Ok(page::page(lang, &title, &caller, body))
}

/// For roles that read no cases. Their first page is theirs all the same.
async fn nothing(platform: &Platform, caller: &Caller, title: &Text) -> Result<Markup, Problem> {
    let lang = caller.lang();
    let own = auth::Resource::new("home", caller.account.as_str());
    caller.may(platform, "home.read", &own).await?;
    let quiet = text!(
        "この役割では症例の一覧を表示しません。",
        "Your role has no list of cases."
    );
    let body = html! { h1 { (title.get(lang)) } p class="empty" { (quiet.get(lang)) } };
    Ok(page::page(lang, title, caller, body))
}

fn wanted(asked: &Asked, visible: &seen::Cases, now: At) -> Wanted {
    let given = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let picked = ::words::SiteId::parse(asked.site.as_str())
        .ok()
        .filter(|s| visible.at(s.as_str()));
    Wanted {
        sites: picked
            .map(|s| vec![s])
            .or_else(|| visible.sites().map(<[_]>::to_vec)),
        kind: given(&asked.field),
        state: given(&asked.state),
        late: (asked.late == "yes").then_some(now),
        task: given(&asked.task).map(|kind| (kind, now)),
    }
}

/// `ENDED.LAST.CASE`, as the link to the next page says it; anything else begins anew.
fn place(after: &str) -> Option<Place> {
    let mut parts = after.splitn(3, '.');
    let (ended, last) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let case = parts.next()?.to_owned();
    Some(Place { ended, last, case })
}

async fn form(
    platform: &Platform,
    asked: &Asked,
    visible: &seen::Cases,
    lang: Lang,
) -> Result<Markup, Problem> {
    let all = text!("すべて", "all");
    let mut sites = vec![(String::new(), all.clone())];
    let known = match visible.sites() {
        Some(sites) => sites.to_vec(),
        None => store::sites(platform.db()).await?,
    };
    for id in known {
        let name = registry::facts::site(platform.db(), &id).await?;
        sites.push((
            id.to_string(),
            name.map_or_else(|| Text::made(id.as_str(), id.as_str()), |s| s.name),
        ));
    }
    let fields = [
        (String::new(), all.clone()),
        ("cancer".to_owned(), text!("がん", "cancer")),
        ("rare".to_owned(), text!("難病", "rare disease")),
    ];
    let states = board::states().map(|s| (s.to_owned(), board::name(s)));
    let states: Vec<_> = std::iter::once((String::new(), all))
        .chain(states)
        .collect();
    let mut tasks = vec![(String::new(), text!("すべて", "all"))];
    tasks.extend(KINDS.iter().map(|k| (k.id.to_owned(), k.says.clone())));
    let late = text!(
        "期限を過ぎたことがある症例だけ",
        "Only cases with something late"
    );
    Ok(html! {
        form class="search" method="get" action="/cases" {
            @if sites.len() > 2 { (select("site", &text!("施設", "Site"), &sites, &asked.site, lang)) }
            (select("field", &text!("領域", "Field"), &fields, &asked.field, lang))
            (select("state", &text!("いまの段階", "Stands at"), &states, &asked.state, lang))
            (select("task", &text!("待っていること", "Waits for"), &tasks, &asked.task, lang))
            div class="pick" {
                input id="late" type="checkbox" name="late" value="yes" checked[asked.late == "yes"];
                label for="late" { (late.get(lang)) }
            }
            button class="second" type="submit" { (text!("絞り込む", "Filter").get(lang)) }
        }
    })
}

pub(super) fn select(
    name: &str,
    label: &Text,
    all: &[(String, Text)],
    picked: &str,
    lang: Lang,
) -> Markup {
    html! {
        div {
            label for=(name) { (label.get(lang)) }
            select id=(name) name=(name) {
                @for (value, text) in all { option value=(value) selected[value == picked] { (text.get(lang)) } }
            }
        }
    }
}

/// Cases as threads.
fn table(rows: &[Row], names: &Names, now: At, lang: Lang) -> Markup {
    let head = [
        text!("症例番号", "Case"),
        text!("領域", "Field"),
        text!("組紐", "Cord"),
        text!("状態", "State"),
        text!("次の段階", "Next step"),
        text!("約束", "Promise"),
        text!("最後の記録", "Last event"),
    ];
    let lines: Vec<_> = rows
        .iter()
        .take(PAGE)
        .map(|r| line(r, names, now, lang))
        .collect();
    let caption = text!("症例", "Cases");
    let empty = text!(
        "あてはまる症例はありません。症例が登録されると、ここに並びます。",
        "No case fits. Cases appear here when they are registered."
    );
    page::table(lang, &caption, &head, &lines, &empty)
}

fn line(row: &Row, names: &Names, now: At, lang: Lang) -> Vec<Markup> {
    let field = match row.kind.as_str() {
        "cancer" => text!("がん", "cancer"),
        "rare" => text!("難病", "rare disease"),
        _ => text!("–", "–"),
    };
    let next = row
        .progress
        .next
        .filter(|_| !row.ended)
        .map_or("–", |s| s.label.get(lang));
    let days = now.day().starts().days_since(row.last.day().starts());
    let ago = match days {
        0 => text!("きょう", "today"),
        1 => text!("きのう", "yesterday"),
        _ => text!(("{days}日前"), ("{days} days ago")),
    };
    vec![
        html! {
            a class="number" href={ "/cases/" (row.case) } { (row.case) }
            @if let Some(who) = names.get(&row.case) { " " ruby class="name" lang="ja" { (who.name) rt { (who.kana) } } }
        },
        html! { (field.get(lang)) },
        html! { (page::cord(&cord::of_staff(&row.progress, &row.case), Size::Thread, lang)) },
        html! { span title=(row.since.show(lang)) { (super::state(&row.progress, lang)) } },
        html! { (next) },
        html! { @if let Some(due) = row.due { (super::tasks::due(due, now, lang)) } @else { "–" } },
        html! { span title=(row.last.show(lang)) { (ago.get(lang)) } },
    ]
}

fn further(asked: &Asked, rows: &[Row], lang: Lang) -> Markup {
    let last = rows.get(PAGE - 1).filter(|_| rows.len() > PAGE);
    html! {
        @if let Some(last) = last {
            @let place = format!("{}.{}.{}", i64::from(last.ended), last.last.micros(), last.case);
            p { a rel="next" href={
                "/cases?site=" (page::encode(&asked.site)) "&field=" (page::encode(&asked.field)) "&state=" (page::encode(&asked.state))
                "&late=" (page::encode(&asked.late)) "&task=" (page::encode(&asked.task)) "&after=" (place)
            } { (text!("次の50件", "Next 50").get(lang)) } }
        }
    }
}
