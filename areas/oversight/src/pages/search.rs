//! Search from every page: numbers of cases, tubes and patients, names in kana for those who may read identities, genes for
//! those who may read findings, digests of files. What the reader may not see is not found, and nothing tells it from what does not exist.

mod gene;

use ::words::{CaseId, Lang, PersonId, SiteId, Text, text};
use auth::{Holds, Resource};
use axum::{
    extract::{Query as Asked, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{Caller, Platform, Problem, page};

use super::seen::{self, Cases};
use crate::{rules::query::Query, store};

/// Hits of one kind at most: whoever gets more types more.
const MOST: i64 = 20;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// Something that was found.
struct Hit {
    case: String,
    /// Why it is here: the number, the name of the field.
    what: Text,
    /// Where to look.
    to: String,
    /// A number is one thing: it leads there at once. A gene is many.
    alone: bool,
}

/// The page.
pub(super) async fn search(
    State(platform): State<Platform>,
    caller: Caller,
    Asked(typed): Asked<Typed>,
) -> Result<Response, Problem> {
    let own = Resource::new("home", caller.account.as_str());
    caller.may(&platform, "home.read", &own).await?;
    let query = Query::of(&typed.q);
    let hits = match seen::cases(&platform, &caller).await? {
        Some(visible) if !query.is_empty() => hits(&platform, &caller, &query, &visible).await?,
        _ => Vec::new(),
    };
    // a number that is one thing leads there at once: a scanner has no hand for a second click
    if let [only] = hits.as_slice()
        && only.alone
        && !query.number.is_empty()
    {
        return Ok(Redirect::to(&only.to).into_response());
    }
    let lang = caller.lang();
    let title = text!("検索", "Search");
    let body = html! {
        h1 { (title.get(lang)) }
        (form(&typed.q, lang))
        @if !typed.q.trim().is_empty() { (found(&hits, lang)) }
    };
    Ok(page::page(lang, &title, &caller, body).into_response())
}

async fn hits(
    platform: &Platform,
    caller: &Caller,
    query: &Query,
    visible: &Cases,
) -> Result<Vec<Hit>, Problem> {
    let mut all = Vec::new();
    if !query.number.is_empty() {
        store::catch_up(platform.ledger(), seen::AT_ONCE).await?;
        of_case(platform, query, visible, &mut all).await?;
        of_tube(platform, query, visible, &mut all).await?;
    }
    if !query.number.is_empty() || !query.kana.is_empty() {
        of_person(platform, caller, query, &mut all).await?;
    }
    if !query.digest.is_empty() {
        store::catch_up(platform.ledger(), seen::AT_ONCE).await?;
        of_file(platform, query, visible, &mut all).await?;
    }
    if !query.gene.is_empty() {
        gene::find(platform, caller, query, visible, &mut all).await?;
    }
    Ok(all)
}

async fn of_case(
    platform: &Platform,
    query: &Query,
    visible: &Cases,
    all: &mut Vec<Hit>,
) -> Result<(), Problem> {
    // hyphens are left out on the phone
    let digits: String = query.number.chars().filter(char::is_ascii_digit).collect();
    let parts = (digits.get(..4), digits.get(4..6), digits.get(6..));
    let spelled = match parts {
        (Some(site), Some(project), Some(number))
            if number.len() == 5 && !query.number.contains('-') =>
        {
            format!("{site}-{project}-{number}")
        }
        _ => query.number.clone(),
    };
    if spelled.len() < 4 {
        return Ok(());
    }
    let rows = store::by_number(platform.db(), &spelled, MOST).await?;
    for row in rows.into_iter().filter(|r| visible.at(&r.site)) {
        let to = format!("/cases/{}", row.case);
        let what = text!("症例番号", "case number");
        all.push(Hit {
            case: row.case,
            what,
            to,
            alone: true,
        });
    }
    Ok(())
}

async fn of_tube(
    platform: &Platform,
    query: &Query,
    visible: &Cases,
    all: &mut Vec<Hit>,
) -> Result<(), Problem> {
    let tube = platform
        .ledger()
        .load::<specimen::decide::Tube>(&query.number)
        .await?;
    let Some(case) = tube.map(|t| t.state.case) else {
        return Ok(());
    };
    let known = registry::facts::case(platform.db(), &case).await?;
    if !known.is_some_and(|c| visible.at(c.site.as_str())) {
        return Ok(());
    }
    let case = case.to_string();
    let to = format!("/cases/{case}/specimens#{}", query.number);
    let what = text!(("検体番号 {}", query.number), ("tube {}", query.number));
    all.push(Hit {
        case,
        what,
        to,
        alone: true,
    });
    Ok(())
}

/// Only at sites where the reader may read identities; the decision is in the access log.
async fn of_person(
    platform: &Platform,
    caller: &Caller,
    query: &Query,
    all: &mut Vec<Hit>,
) -> Result<(), Problem> {
    for site in identity_sites(platform, caller).await? {
        let (found, what) = if query.kana.is_empty() {
            let one = registry::facts::by_number(platform, &site, &[&query.number]).await?;
            (
                one.into_iter().collect(),
                text!("患者番号", "patient number"),
            )
        } else {
            let some = registry::facts::by_kana(platform, &site, &query.kana, MOST).await?;
            (some, text!("氏名（カナ）", "name in kana"))
        };
        for person in found {
            of_one(platform, &person, &site, &what, all).await?;
        }
    }
    Ok(())
}

async fn of_one(
    platform: &Platform,
    person: &PersonId,
    site: &SiteId,
    what: &Text,
    all: &mut Vec<Hit>,
) -> Result<(), Problem> {
    let cases = registry::facts::cases_of(platform.db(), person).await?;
    for case in cases.into_iter().filter(|c| c.site == *site) {
        let (case, what) = (case.id.to_string(), what.clone());
        let to = format!("/cases/{case}");
        all.push(Hit {
            case,
            what,
            to,
            alone: true,
        });
    }
    Ok(())
}

async fn identity_sites(platform: &Platform, caller: &Caller) -> Result<Vec<SiteId>, Problem> {
    let mut held: Vec<SiteId> = caller
        .roles()
        .into_iter()
        .filter_map(|(_, site)| site)
        .collect();
    held.sort();
    held.dedup();
    let mut sites = Vec::new();
    for site in held {
        let on = Resource::new("case", "search")
            .at_site(&site)
            .holding(Holds::Identity);
        if caller.sees(platform, "identity.read", &on).await?.is_some() {
            sites.push(site);
        }
    }
    Ok(sites)
}

async fn of_file(
    platform: &Platform,
    query: &Query,
    visible: &Cases,
    all: &mut Vec<Hit>,
) -> Result<(), Problem> {
    for (case, digest, seq) in store::with_digest(platform.db(), &query.digest, MOST).await? {
        let Ok(id) = CaseId::parse(case.as_str()) else {
            continue;
        };
        let known = registry::facts::case(platform.db(), &id).await?;
        if known.is_some_and(|c| visible.at(c.site.as_str())) {
            let start = digest.get(..12).unwrap_or(&digest);
            let what = text!(("ファイル {start}…"), ("file {start}…"));
            all.push(Hit {
                to: format!("/cases/{case}/history#event-{seq}"),
                case,
                what,
                alone: true,
            });
        }
    }
    Ok(())
}

fn form(typed: &str, lang: Lang) -> Markup {
    let label = text!(
        "症例番号・検体番号・患者番号・氏名のカナ・遺伝子（例：EGFR）・ファイルのダイジェスト",
        "Number of a case, tube or patient; name in kana; gene (such as EGFR); digest of a file"
    );
    html! {
        form class="search" method="get" action="/search" {
            div { label for="q" { (label.get(lang)) } input id="q" name="q" type="search" value=(typed) autocomplete="off"; }
            button class="second" type="submit" { (text!("探す", "Find").get(lang)) }
        }
    }
}

fn found(hits: &[Hit], lang: Lang) -> Markup {
    let rows: Vec<_> = hits
        .iter()
        .map(|hit| {
            vec![
                html! { a class="number" href=(hit.to) { (hit.case) } },
                html! { (hit.what.get(lang)) },
            ]
        })
        .collect();
    let head = [text!("症例番号", "Case"), text!("一致したもの", "Found by")];
    let caption = text!("見つかった症例", "Cases found");
    let empty = text!(
        "見つかりませんでした。番号を途中まで入れるか、氏名のカナの姓か名、または遺伝子の記号をそのまま入れてください。",
        "Nothing was found. Type the beginning of a case number, the whole family or given name in kana, or the symbol of a gene."
    );
    let many = text!(
        "多すぎるため一部だけを表示しています。",
        "There are too many; only some are shown."
    );
    let cut = i64::try_from(hits.len()).unwrap_or(MOST) >= MOST;
    html! {
        (page::table(lang, &caption, &head, &rows, &empty))
        @if cut { p class="small" { (many.get(lang)) } }
    }
}
