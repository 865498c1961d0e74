//! Who used the data, and what for, in sentences.

use ::words::{Lang, text};
use auth::Filter;
use axum::extract::{Path, State};
use maud::{Markup, html};
use web::{Caller, Platform, Problem};

use super::{My, open};
use crate::rules::used::{Look, Use, used};

/// Decisions read at most; older ones are left to the security officer.
const MOST: i64 = 20_000;
/// Days shown before the rest is folded away.
const SHOWN: usize = 20;

/// `GET /my/{case}/used`.
pub(in crate::pages) async fn page(
    State(platform): State<Platform>,
    caller: Caller,
    Path(case): Path<String>,
) -> Result<Markup, Problem> {
    let my = open(&platform, &caller, &case).await?;
    let title = text!("誰が、何のために見たか", "Who used the data, and what for");
    Ok(my.show(&title, body(&my).await?))
}

async fn body(my: &My<'_>) -> Result<Markup, Problem> {
    let lang = my.lang;
    let all = uses(my).await?;
    let (shown, more) = all.split_at(all.len().min(SHOWN));
    let none = text!("まだ記録はありません。", "Nothing is recorded yet.");
    let rest = more.len();
    let research = text!(
        "研究や企業への提供には、まだ使われていません。",
        "Nothing was given to researchers or companies so far."
    );
    Ok(html! {
        p { (research.get(lang)) }
        (openings(my).await?)
        h2 { (text!("スタッフの閲覧", "Staff who looked").get(lang)) }
        (veil(my))
        @if all.is_empty() { p class="empty" { (none.get(lang)) } }
        ul class="uses" { @for one in shown { (sentence(one, lang)) } }
        @if rest > 0 {
            details {
                summary { (text!(("それより前の{rest}件"), ("{rest} earlier")).get(lang)) }
                ul class="uses" { @for one in more { (sentence(one, lang)) } }
            }
        }
        p class="small" { (text!(
            "名前ではなく役割でお知らせしています。心あたりのない閲覧があれば、担当チームにお尋ねください。すべての閲覧は記録され、点検されています。",
            "You are told roles, not names. If something looks strange to you, please ask the team. Every look is recorded and reviewed.").get(lang)) }
    })
}

async fn uses(my: &My<'_>) -> Result<Vec<Use>, Problem> {
    let filter = Filter {
        case: Some(my.case.id.clone()),
        person: Some(my.person.clone()),
        ..Filter::default()
    };
    let entries = my.platform.auth().accesses(&filter, MOST).await?;
    let looks = entries.into_iter().filter(|e| e.allowed).map(|e| Look {
        at: e.at,
        role: e.role,
        action: e.action,
    });
    let looks: Vec<Look> = looks.collect();
    let first = |kind: &str, event: &str| {
        let found = my
            .events
            .iter()
            .find(|e| e.kind == kind && e.event == event);
        found.map(|e| e.at)
    };
    Ok(used(
        &looks,
        first("run", "analysed"),
        first("disclosure", "explained"),
    ))
}

fn sentence(one: &Use, lang: Lang) -> Markup {
    let who = one.group.word();
    let why: Vec<_> = one
        .purposes
        .iter()
        .map(|p| p.word().get(lang).to_owned())
        .collect();
    let said = match lang {
        Lang::Ja => format!("{}が、{}に見ました。", who.ja, why.join("、")),
        Lang::En => format!("{} looked {}.", capital(&who.en), why.join(", ")),
    };
    html! { li { span class="day" { (one.day.show(lang)) } " " (said) } }
}

fn capital(text: &str) -> String {
    let mut all = text.chars();
    let first = all.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), all.as_str())
}

/// The same sentence for everybody, whatever was found.
fn veil(my: &My<'_>) -> Markup {
    let said = text!(
        "解析が終わってから結果をご説明するまでの間と、結果を検討する作業は、日ごとの一覧に載せていません。この間、担当チームと専門家は、結果を正しくお伝えするために記録をくり返し開きます。",
        "The time between the end of the analysis and the explanation, and the work on the result, are not listed by day. During that time the team and the experts open the record again and again, to tell you the result rightly."
    );
    html! { p class="small" { (said.get(my.lang)) } }
}

/// Identities opened outside the treating team: each one, with its reason.
async fn openings(my: &My<'_>) -> Result<Markup, Problem> {
    let lang = my.lang;
    let all = registry::facts::openings(my.platform.db(), &my.case.id).await?;
    let seen: Vec<_> = all
        .iter()
        .filter_map(|o| Some((o.opening.used_at?, &o.opening)))
        .collect();
    if seen.is_empty() {
        return Ok(html! {});
    }
    let title = text!(
        "担当チーム以外がお名前を開いたとき",
        "When somebody outside the team opened the name"
    );
    Ok(html! {
        h2 { (title.get(lang)) }
        ul class="uses" {
            @for (at, opening) in &seen {
                li { span class="day" { (at.day().show(lang)) } " "
                    (text!("理由：", "Reason: ").get(lang)) (opening.reason.text().get(lang)) " "
                    span class="small" { (text!("（もう一人が許可）", "(allowed by a second person)").get(lang)) } }
            }
        }
    })
}
