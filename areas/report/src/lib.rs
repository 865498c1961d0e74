//! Reports: the analysis report, the expert panel, the panel report, the patient's report.
//!
//! Hears: interpretation ready, consent withdrawn. Tells: a report was signed, a panel was closed with an outcome per
//! finding. Never shows anything to a patient (that is disclosure) and never says a sentence without its sources.

pub mod api;
pub mod decide;
pub mod jobs;
pub mod pages;
pub mod react;
pub mod rules;
pub mod store;
pub mod words;

use std::sync::Arc;

use axum::Extension;
use jobs::gather::Neighbours;
use web::Area;

/// What neighbours may ask.
pub mod facts {
    pub use crate::decide::report::Report;
    pub use crate::jobs::said::said;
    pub use crate::jobs::session::outcome as panel_outcome_with_words;
    pub use crate::rules::choices::{permits, relatives};
    pub use crate::store::notice::{Notice, Why, notices};
    pub use crate::store::{SignedReport, panel_outcome, signed};
    pub use crate::words::Kind;
    pub use crate::words::content::{Sentence, SourceKind, SourceRef};
    pub use crate::words::panel::{Aim, ConfirmTest, Outcome, PanelOutcome, Return};
}

pub use api::Desk;

/// What reactions and handlers share.
pub type Around = Arc<dyn Neighbours>;

/// The neighbours of this house.
#[must_use]
pub fn around() -> Around {
    Arc::new(jobs::house::House(jobs::house::findings::Interpreted))
}

/// The area of this house.
#[must_use]
pub fn area() -> Area {
    area_with(around())
}

/// The area over any neighbours; tests bring their own.
#[must_use]
pub fn area_with(around: Around) -> Area {
    let hears = around.clone();
    Area::new("report")
        .migrations(store::migrations())
        .kind::<decide::report::Report>()
        .kind::<decide::panel::Panel>()
        .objects::<decide::report::Report>(store::report_objects)
        .objects::<decide::panel::Panel>(store::panel_objects)
        .seats(|platform, case, account| async move {
            Ok(store::sits(platform.db(), &case, &account).await?)
        })
        .pages(pages::router().layer(Extension(around.clone())))
        .api(api::router().layer(Extension(around)))
        .job("report.render", jobs::render::run)
        .reaction(
            "report.follow",
            &["interpretation", "panel", "report", "consent"],
            move |platform, recorded| {
                let around = hears.clone();
                async move { jobs::hear::run(&platform, around.as_ref(), &recorded).await }
            },
        )
}
