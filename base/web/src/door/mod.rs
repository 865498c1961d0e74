//! The door: signing in with a passkey, a password or a letter; devices, invitations, change of user.

mod accounts;
mod cookies;
mod demo;
mod devices;
mod invitation;
mod keys;
mod sign_in;

pub use demo::TourStep;

use axum::Router;
use utoipa_axum::router::OpenApiRouter;

use crate::Platform;

/// The pages. Those of the demonstration exist only where the operator set it.
pub(crate) fn pages(demonstration: bool) -> Router<Platform> {
    let pages = sign_in::router()
        .merge(devices::router())
        .merge(invitation::router())
        .merge(accounts::router());
    if demonstration {
        pages.merge(demo::router())
    } else {
        pages
    }
}

/// What the scripts of the pages ask.
pub(crate) fn api() -> OpenApiRouter<Platform> {
    keys::router()
}
