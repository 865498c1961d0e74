//! The case page for staff: the cord on top, what matters now, who takes part; depth in tabs, each a page of its own.

mod died;
mod now;
mod who;

use ::words::{CaseId, Lang, Text, text};
use axum::extract::{Path, State};
use ledger::Recorded;
use maud::{Markup, html};
use registry::facts::CaseView;
use web::{
    Caller, Platform, Problem,
    page::{self, Size},
};

use super::{
    clinic, cord, documents, family, findings, graph, history, panel, patient, people, quality,
    reads, seen, sentences, told, tubes,
    view::{Part, View},
};
use crate::{facts, rules::provenance, store, words::Progress};

/// A tab of the case page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Overview,
    Clinical,
    Specimens,
    Data,
    Findings,
    Family,
    Panel,
    Report,
    History,
}

impl Tab {
    /// All, in their order.
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::Clinical,
        Self::Specimens,
        Self::Data,
        Self::Findings,
        Self::Family,
        Self::Panel,
        Self::Report,
        Self::History,
    ];

    /// The last part of its address; empty for the overview.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Clinical => "clinical",
            Self::Specimens => "specimens",
            Self::Data => "data",
            Self::Findings => "findings",
            Self::Family => "family",
            Self::Panel => "panel",
            Self::Report => "report",
            Self::History => "history",
        }
    }

    fn title(self) -> Text {
        match self {
            Self::Overview => text!("いま", "Now"),
            Self::Clinical => text!("臨床", "Clinical"),
            Self::Specimens => text!("検体", "Specimens"),
            Self::Data => text!("データと品質", "Data and quality"),
            Self::Findings => text!("所見", "Findings"),
            Self::Family => text!("家系", "Family"),
            Self::Panel => text!("専門家会議", "Panel"),
            Self::Report => text!("報告書と説明", "Reports"),
            Self::History => text!("履歴", "History"),
        }
    }

    fn path(self, case: &CaseId) -> String {
        match self {
            Self::Overview => format!("/cases/{case}"),
            _ => format!("/cases/{case}/{}", self.slug()),
        }
    }
}

/// One tab of one case.
pub(super) async fn show(
    State(platform): State<Platform>,
    caller: Caller,
    Path(id): Path<String>,
    tab: Tab,
) -> Result<Markup, Problem> {
    let id = crate::api::allowed(&platform, &caller, &id).await?;
    let Some(case) = registry::facts::case(platform.db(), &id).await? else {
        return Err(Problem::broken());
    };
    if tab != Tab::Overview {
        crate::api::staff_only(&caller)?;
    }
    let (events, progress) = facts::progress(&platform, &id).await?;
    if caller.person().is_some() {
        return patient::page(&platform, &caller, id.as_str()).await;
    }
    let view = view(&platform, &caller, &case, &events, &progress).await?;
    let body = html! {
        (head(&view, &progress, tab).await?)
        (body(&view, &progress, tab).await?)
    };
    Ok(page::page(view.lang, &title(&case.id), &caller, body))
}

fn title(id: &CaseId) -> Text {
    text!(("症例 {id}"), ("Case {id}"))
}

async fn view<'a>(
    platform: &'a Platform,
    caller: &'a Caller,
    case: &'a CaseView,
    events: &'a [Recorded],
    progress: &Progress,
) -> Result<View<'a>, Problem> {
    let choices = match case.proband() {
        Some(person) => consent::facts::in_force_for(platform.db(), person, &case.id).await?,
        None => None,
    };
    let wish = choices.and_then(|c| c.answers.get("ror.secondary_now").cloned());
    Ok(View {
        platform,
        caller,
        case,
        events,
        lang: caller.lang(),
        withdrawn: progress.withdrawn,
        wants_secondary: wish.as_deref() == Some("yes"),
    })
}

/// What stands above every tab.
async fn head(view: &View<'_>, progress: &Progress, tab: Tab) -> Result<Markup, Problem> {
    let (lang, case) = (view.lang, view.case);
    let cord = cord::of_staff(progress, case.id.as_str());
    Ok(html! {
        h1 { (title(&case.id).get(lang)) " " span class="tag" { (case.kind.text().get(lang)) } }
        (who::line(view).await?)
        div class="strip" { (page::cord(&cord, Size::Strip, lang)) }
        p class="sentence" { (page::sentence(&cord, lang)) }
        (tabs(&case.id, tab, lang))
    })
}

fn tabs(id: &CaseId, here: Tab, lang: Lang) -> Markup {
    let label = text!("この症例のページ", "Pages of this case");
    html! {
        nav class="tabs" aria-label=(label.get(lang)) {
            @for tab in Tab::ALL {
                a href=(tab.path(id)) aria-current=[(tab == here).then_some("page")] { (tab.title().get(lang)) }
            }
        }
    }
}

async fn body(view: &View<'_>, progress: &Progress, tab: Tab) -> Result<Markup, Problem> {
    let lang = view.lang;
    if tab == Tab::Overview {
        return overview(view, progress).await;
    }
    let parts: Vec<Part> = match tab {
        Tab::Overview => Vec::new(),
        Tab::Clinical => vec![clinic::part(view).await?],
        Tab::Specimens => vec![tubes::part(view).await?],
        Tab::Data => vec![
            reads::part(view).await?,
            quality::part(view).await?,
            files(view).await?,
        ],
        Tab::Findings => vec![findings::part(view).await?],
        Tab::Family => family::parts(view, progress).await?,
        Tab::Panel => vec![panel::part(view).await?],
        Tab::Report => vec![documents::part(view).await?, told::part(view).await?],
        Tab::History => return Ok(whole(view, progress)),
    };
    Ok(html! { @for part in &parts { (part.show(lang)) } })
}

async fn overview(view: &View<'_>, progress: &Progress) -> Result<Markup, Problem> {
    let behind = store::catch_up(view.platform.ledger(), seen::AT_ONCE).await?;
    let people = people::with_threads(view, progress).await?;
    Ok(html! {
        (seen::behind(behind, view.lang))
        div class="columns" {
            div { (now::matters(view, progress).await?) }
            aside { (now::talk(view)) (now::stands(view, progress).await?) }
        }
        (people.show(view.lang))
    })
}

async fn files(view: &View<'_>) -> Result<Part, Problem> {
    let lang = view.lang;
    let label = text!("ファイルの由来の図", "Drawing of where files came from");
    let body = html! {
        div class="fold" tabindex="0" role="group" aria-label=(label.get(lang)) {
            (graph::draw(&provenance::graph(view.events), view.case.id.as_str(), lang))
        }
        (sentences::of_reports(view).await?)
    };
    Ok(Part::new(
        "files",
        text!("ファイルの由来", "Where files came from"),
        Some(body),
    ))
}

/// The cord over the full width with its dates, then every event.
fn whole(view: &View<'_>, progress: &Progress) -> Markup {
    let lang = view.lang;
    let cord = cord::of_staff(progress, view.case.id.as_str());
    let table = Part::new(
        "history",
        text!("履歴", "History"),
        Some(history::table(view.events, lang)),
    );
    html! {
        div class="strip" { (page::cord(&cord, Size::Full, lang)) }
        (table.show(lang))
    }
}
