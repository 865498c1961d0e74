//! Fails closed: an answer that no decision stands behind never leaves.
//!
//! A success becomes a 500. A "not found" or "cannot be", said before anybody was asked, tells what exists: the decision is
//! taken here, about a thing without site and person, and only who may see such a thing reads the answer.

use std::{cell::Cell, collections::HashMap, sync::Arc};

use auth::Resource;
use axum::{
    extract::{FromRequestParts as _, MatchedPath, Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use utoipa::openapi::OpenApi;

use crate::{Caller, Platform, Problem, caller, operations, unread};

tokio::task_local! {
    static DECIDED: Cell<bool>;
}

/// Remembers that a decision was taken for this request.
pub(crate) fn decided() {
    // Outside a request (a job that calls a handler's inner function) there is nothing to guard.
    let _ = DECIDED.try_with(|d| d.set(true));
}

/// The platform, and the actions of every route of the document.
#[derive(Clone)]
pub(crate) struct Gate {
    platform: Platform,
    /// By `METHOD path`.
    actions: Arc<HashMap<String, Vec<String>>>,
}

impl Gate {
    pub(crate) fn new(platform: &Platform, document: &OpenApi) -> Self {
        Self {
            platform: platform.clone(),
            actions: Arc::new(operations(document).into_iter().collect()),
        }
    }

    /// The methods of the address; none for a page, which the document does not hold.
    fn methods(&self, parts: &Parts) -> Option<String> {
        let route = parts.extensions.get::<MatchedPath>()?;
        let named = self.actions.keys().filter_map(|key| key.split_once(' '));
        let here = named.filter(|(_, path)| *path == route.as_str());
        let mut methods: Vec<&str> = here.map(|(method, _)| method).collect();
        methods.sort_unstable();
        (!methods.is_empty()).then(|| methods.join(","))
    }

    /// The denial that a thing would have met if it existed; none for whom its absence is no news.
    async fn denial(&self, mut parts: Parts) -> Option<Problem> {
        let route = parts.extensions.get::<MatchedPath>()?.as_str().to_owned();
        let method = match parts.method {
            Method::HEAD => "GET",
            ref method => method.as_str(),
        };
        let actions = self.actions.get(&format!("{method} {route}"))?;
        // the few routes without a caller look nothing up before their decision
        caller::secret(&parts.headers)?;
        let on = Resource::new("unknown", thing(&route, parts.uri.path()));
        let caller = match Caller::from_request_parts(&mut parts, &self.platform).await {
            Ok(caller) => caller,
            Err(problem) => return Some(problem),
        };
        let mut denial = None;
        for action in actions {
            match caller.may(&self.platform, action, &on).await {
                Ok(_) => return None,
                Err(problem) => denial = denial.or(Some(problem)),
            }
        }
        denial
    }
}

/// What stands in an address where the route names its first thing; only ids, since the access log holds no free text.
fn thing(route: &str, path: &str) -> String {
    let mut both = route.split('/').zip(path.split('/'));
    let found = both.find(|(name, _)| name.starts_with('{'));
    let id = found.map(|(_, value)| value).filter(|v| v.len() <= 64);
    let plain = |c: u8| c.is_ascii_alphanumeric() || b"-_.:@".contains(&c);
    id.filter(|v| v.bytes().all(plain))
        .unwrap_or("?")
        .to_owned()
}

/// Answers 500 instead of anything below 400 that a handler returned without a decision, and takes the decision itself
/// before an answer leaves that may tell what exists.
pub(crate) async fn guard(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let request = Request::from_parts(parts, body);
    DECIDED
        .scope(Cell::new(false), async move {
            let response = next.run(request).await;
            if DECIDED.with(Cell::get) {
                return response;
            }
            if response.status().as_u16() < 400 {
                let path = asked.uri.path();
                tracing::error!(path, "a handler answered without a decision");
                return Problem::broken().into_response();
            }
            // the router names the methods only behind the layers
            if response.status() == StatusCode::METHOD_NOT_ALLOWED {
                let methods = gate.methods(&asked);
                return unread::method(methods.as_deref()).into_response();
            }
            // what could not be read (400, 422) is said before anything is looked up, and tells nothing
            let said = response.extensions().get::<Problem>();
            if said.is_none_or(|p| !matches!(p.status, 404 | 409)) {
                return response;
            }
            match gate.denial(asked).await {
                Some(denial) => denial.into_response(),
                None => response,
            }
        })
        .await
}
