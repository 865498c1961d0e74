//! Disclosure: confirmatory tests, counselling, explanation by a person, the patient's report, follow-up.
//!
//! Hears: consent withdrawn. Tells: what was confirmed, that results were explained, when to follow up, which question of a
//! patient waits. Also keeps the notes and questions of a case, and the papers a person was handed. Never opens a
//! report to a patient before a person has explained it, and never says that there is something a person chose not to
//! know.

pub mod api;
pub mod decide;
pub mod jobs;
mod pages;
pub mod react;
pub mod rules;
pub mod store;
pub mod words;

use axum::Extension;
use report::Around;
use web::Area;

/// What neighbours may ask.
pub mod facts {
    pub use crate::decide::{Disclosure, Said, Thread, verdicts};
    pub use crate::jobs::{Spoken, spoken};
    pub use crate::pages::{question_form, words as spoken_words};
    pub use crate::rules::Verdict;
    pub use crate::store::{
        answered, confirmations, disclosure, due, thread, unanswered, visit, visited,
    };
    pub use crate::words::LineKind;
}

/// The area of this house.
#[must_use]
pub fn area() -> Area {
    area_with(report::around())
}

/// The area over any neighbours; tests bring their own.
#[must_use]
pub fn area_with(around: Around) -> Area {
    let hears = around.clone();
    Area::new("disclosure")
        .migrations(store::migrations())
        .kind::<decide::Disclosure>()
        .kind::<decide::Thread>()
        .kind::<decide::Receipt>()
        .objects::<decide::Disclosure>(store::disclosure_objects)
        .objects::<decide::Thread>(store::thread_objects)
        .api(api::router().layer(Extension(around.clone())))
        .pages(pages::router().layer(Extension(around)))
        .reaction(
            "disclosure.withdrawal",
            &["consent"],
            move |platform, recorded| {
                let around = hears.clone();
                async move { jobs::hear(&platform, &around, &recorded).await }
            },
        )
}
