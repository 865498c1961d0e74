//! The doors of registration: a new case, who its participants are, a death.

mod death;
mod identity;
mod openings;
mod register;

use axum::{
    Router,
    routing::{get, post},
};
use web::Platform;
use words::AccountId;

/// The pages.
pub(crate) fn router() -> Router<Platform> {
    Router::new()
        .route("/register", get(register::show).post(register::save))
        .route("/register/{id}", get(register::done))
        .route(
            "/cases/{id}/identity",
            get(identity::show).post(identity::ask),
        )
        .route("/cases/{id}/death", get(death::show).post(death::save))
        .route("/cases/{id}/death/correct", post(death::correct))
        .route("/openings", get(openings::list))
        .route("/openings/{id}/answer", post(openings::answer))
        .route("/openings/{id}/end", post(openings::end))
}

/// The name of a member of staff; the account if it has none.
async fn name_of(platform: &Platform, account: &AccountId) -> Result<String, web::Problem> {
    let profile = platform.auth().profile(account).await?;
    Ok(profile.map_or_else(|| account.to_string(), |p| p.name))
}
