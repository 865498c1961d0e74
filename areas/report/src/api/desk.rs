//! What every handler is given: the platform, the neighbours, and who asks.

use axum::Extension;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use web::{Caller, Platform, Problem};
use words::Actor;

use super::{case, resource};
use crate::Around;
use crate::jobs::gather::CaseFacts;

/// Taken from a request; somebody who is not signed in gets no further.
pub struct Desk {
    /// The platform.
    pub platform: Platform,
    /// The areas before this one.
    pub around: Around,
    /// Who asks.
    pub caller: Caller,
}

impl FromRequestParts<Platform> for Desk {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, platform: &Platform) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, platform).await?;
        let around = Extension::<Around>::from_request_parts(parts, platform).await;
        let Extension(around) = around.map_err(anyhow::Error::from)?;
        Ok(Self {
            platform: platform.clone(),
            around,
            caller,
        })
    }
}

impl Desk {
    /// The case of an address, after the question whether the caller may; what does not exist is asked about as well,
    /// so that probing leaves a trace and tells nothing. `name` makes the id of the thing from the case.
    pub(crate) async fn allowed(
        &self,
        action: &'static str,
        kind: &'static str,
        id: &str,
        name: impl Fn(&CaseFacts) -> String,
    ) -> Result<(CaseFacts, Actor), Problem> {
        let about = match case(&self.platform, &self.around, id).await {
            Ok(about) => about,
            Err(problem) => {
                let nothing = auth::Resource::new(kind, id);
                let asked = self
                    .caller
                    .missing(&self.platform, action, nothing, problem);
                return Err(asked.await);
            }
        };
        let on = resource(kind, &name(&about), &about, "");
        let actor = self.caller.may(&self.platform, action, &on).await?;
        Ok((about, actor))
    }
}
