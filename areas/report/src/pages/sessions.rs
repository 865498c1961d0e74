//! The sessions by day, their cases in order, and what each still lacks; behind them the cases that wait for a day.

use axum::response::IntoResponse;
use maud::{Markup, html};
use web::{
    Problem,
    page::{self, Status},
};
use words::{CaseId, Day, Lang, Text, text};

use crate::api::Desk;
use crate::decide::panel::{Panel, Stage};
use crate::store::sessions::{closed, running, waiting};
use crate::words::panel::Mode;

/// As many closed sessions are shown.
const MOST: i64 = 10;

/// The list of sessions.
pub async fn list(desk: Desk) -> Result<impl IntoResponse, Problem> {
    let (platform, caller) = (&desk.platform, &desk.caller);
    let on = auth::Resource::new("panel", "sessions");
    caller.may(platform, "panel.list", &on).await?;
    let lang = caller.lang();
    let db = platform.db();
    let chair = caller.holds("panel_chair");
    let sees = Sees::of(&desk);
    let open = sees.only(&desk, running(db).await?).await?;
    let done = sees.only(&desk, closed(db, MOST).await?).await?;
    let unplanned = if chair { waiting(db).await? } else { vec![] };
    let title = text!("エキスパートパネル", "Expert panel");
    let body = html! {
        h1 { (title.get(lang)) }
        @if open.is_empty() && unplanned.is_empty() {
            p class="empty" { (text!("予定されている検討はありません。", "No session is planned.").get(lang)) }
        }
        @for (day, panels) in by_day(&open) {
            (page::section(lang, &format!("day-{day}"), &Text::made(day.show(Lang::Ja), day.show(Lang::En)), agenda(&panels, lang)))
        }
        @if !unplanned.is_empty() {
            (page::section(lang, "unplanned", &text!("日程が決まっていない症例", "Cases without a day"), to_plan(&unplanned, lang)))
        }
        @if !done.is_empty() {
            (page::section(lang, "closed", &text!("終わった検討（症例番号の大きい順）", "Closed, highest case numbers first"), agenda(&done.iter().collect::<Vec<_>>(), lang)))
        }
    };
    Ok(page::page(lang, &title, caller, body))
}

/// Whose sessions the reader may see: all, those of one hospital, or the own ones.
enum Sees {
    All,
    Site(words::SiteId),
    Own,
}

impl Sees {
    fn of(desk: &Desk) -> Self {
        let centre = ["panel_chair", "curator", "analyst"];
        if centre.iter().any(|r| desk.caller.holds(r)) {
            return Self::All;
        }
        let physician =
            |(role, site): (String, Option<words::SiteId>)| site.filter(|_| role == "physician");
        let site = desk.caller.roles().into_iter().find_map(physician);
        site.map_or(Self::Own, Self::Site)
    }

    async fn only(&self, desk: &Desk, panels: Vec<Panel>) -> Result<Vec<Panel>, Problem> {
        let mut out = Vec::new();
        for panel in panels {
            let may = match self {
                Self::All => true,
                Self::Own => panel.seats(&desk.caller.account),
                Self::Site(site) => {
                    let case = desk.around.case(&desk.platform, &panel.case).await?;
                    case.is_some_and(|c| c.site == *site)
                }
            };
            out.extend(may.then_some(panel));
        }
        Ok(out)
    }
}

fn by_day(panels: &[Panel]) -> Vec<(Day, Vec<&Panel>)> {
    let mut days: Vec<(Day, Vec<&Panel>)> = Vec::new();
    for panel in panels {
        match days.iter_mut().find(|(day, _)| *day == panel.plan.day) {
            Some((_, of)) => of.push(panel),
            None => days.push((panel.plan.day, vec![panel])),
        }
    }
    days
}

fn agenda(panels: &[&Panel], lang: Lang) -> Markup {
    let head = [
        text!("順", "No."),
        text!("症例", "Case"),
        text!("状態", "State"),
        text!("方法", "Mode"),
        text!("意見", "Opinions"),
        text!("不足", "Missing"),
        text!("開く", "Open"),
    ];
    let rows: Vec<_> = panels
        .iter()
        .enumerate()
        .map(|(i, p)| row(i + 1, p, lang))
        .collect();
    let caption = text!("検討する症例", "Cases of the session");
    page::table(
        lang,
        &caption,
        &head,
        &rows,
        &text!("ありません。", "None."),
    )
}

fn row(number: usize, panel: &Panel, lang: Lang) -> Vec<Markup> {
    let unmet = if panel.stage == Stage::Closed {
        vec![]
    } else {
        panel.unmet()
    };
    let (said, all) = (panel.ballots.len(), panel.voters().count());
    let verb = match panel.stage {
        Stage::Planned => text!("準備する", "Prepare"),
        Stage::Open | Stage::Split => text!("検討する", "Discuss"),
        Stage::Closed => text!("見る", "Read"),
    };
    vec![
        html! { (page::number(number, "")) },
        html! { code { (panel.case) } " " span class="tag" { (panel.plan.rule_set) } },
        stage(panel, lang),
        html! { (mode(panel, lang).get(lang)) },
        html! { @if all > 0 { (page::number(format!("{said} / {all}"), "")) } @else { "–" } },
        html! {
            @if unmet.is_empty() { "–" } @else {
                ul class="unmet" { @for u in &unmet { li { (crate::rules::quorum::role_name(&u.role).get(lang)) } } }
            }
        },
        html! { a class="button second" href=(format!("/panels/{}", panel.case)) { (verb.get(lang)) } },
    ]
}

/// Where a session stands: a shape and a word.
pub(super) fn stage(panel: &Panel, lang: Lang) -> Markup {
    let (shape, word) = match panel.stage {
        Stage::Planned => (Status::Waiting, text!("準備中", "in preparation")),
        Stage::Open => (Status::Now, text!("検討中", "under discussion")),
        Stage::Split => (Status::Hold, text!("会議が必要", "a meeting is needed")),
        Stage::Closed => (Status::Done, text!("終了", "closed")),
    };
    page::status(lang, shape, Some(&word))
}

/// How a session meets, with the deadline of a circulation.
pub(super) fn mode(panel: &Panel, _: Lang) -> Text {
    match (panel.plan.mode, panel.plan.deadline) {
        (Mode::Realtime, _) => text!("会議", "live"),
        (Mode::Circulation, None) => text!("持ち回り", "circulation"),
        (Mode::Circulation, Some(day)) => text!(
            ("持ち回り（{}まで）", day.show(Lang::Ja)),
            ("circulation until {}", day.show(Lang::En))
        ),
    }
}

fn to_plan(cases: &[CaseId], lang: Lang) -> Markup {
    html! {
        ul class="plain" {
            @for case in cases {
                li {
                    code { (case) } " "
                    a class="button second" href=(format!("/panels/{case}")) { (text!("計画する", "Plan").get(lang)) }
                }
            }
        }
    }
}
