//! The door: signing in with a passkey, a password, a letter or a provider; devices, invitations, change of user.

mod accounts;
mod cookies;
mod demo;
mod devices;
mod invitation;
mod keys;
mod links;
mod outside;
mod sign_in;

pub use demo::TourStep;

use axum::Router;
use utoipa_axum::router::OpenApiRouter;

use crate::{Platform, Settings};

/// The pages. Those of the demonstration and of a provider exist only where the operator set them.
pub(crate) fn pages(settings: &Settings) -> Router<Platform> {
    let mut pages = sign_in::router()
        .merge(devices::router())
        .merge(invitation::router())
        .merge(accounts::router());
    if settings.demo {
        pages = pages.merge(demo::router());
    }
    if settings.provider.is_some() {
        pages = pages.merge(outside::router());
    }
    pages
}

/// What the scripts of the pages ask.
pub(crate) fn api() -> OpenApiRouter<Platform> {
    keys::router()
}
