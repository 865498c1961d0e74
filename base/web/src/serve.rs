//! Composes areas into one router: routes, pages, assets, and what surrounds every request.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use http_body_util::BodyExt as _;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
};
use utoipa::openapi::OpenApi;
use words::text;

use crate::{
    Area, Platform, Problem, account_api, door, draft_api, guard, language, limit, openapi, page,
    unread,
};

/// Bodies of requests; deliveries of reads go through their own route with its own limit.
const BODY_BYTES: usize = 8 * 1024 * 1024;

/// Everything from this origin, no inline script, no inline style, nothing framed.
const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A document of ours in the browser's own reader, which styles itself. Our own pages may frame it beside the draft.
const PDF_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; \
    base-uri 'none'; frame-ancestors 'self'";

/// A composed server.
pub struct Composed {
    /// The router, ready to serve.
    pub router: Router,
    /// The document of `/api/openapi.json`.
    pub openapi: Arc<OpenApi>,
}

/// The schema of everything: ledger, blobs, auth, then the areas in flow order.
#[must_use]
pub fn migrations(areas: &[Area]) -> Vec<store::Migration> {
    let base = ledger::migrations()
        .into_iter()
        .chain(blob::migrations())
        .chain(auth::migrations());
    base.chain(areas.iter().flat_map(|a| a.migrations.iter().copied()))
        .collect()
}

/// Composes the areas.
#[must_use]
pub fn compose(platform: &Platform, areas: &[Area]) -> Composed {
    platform.watch(
        areas.iter().filter_map(|a| a.withdrawals.clone()).collect(),
        areas.iter().filter_map(|a| a.seats.clone()).collect(),
        areas.iter().filter_map(|a| a.proxies.clone()).collect(),
    );
    let mut api = account_api::router();
    api = api.merge(door::api()).merge(draft_api::router());
    let mut pages = door::pages(platform.settings());
    for area in areas {
        api = api.merge(area.api.clone());
        pages = pages.merge(area.pages.clone());
    }
    let (api, mut document) = api.split_for_parts();
    describe(&mut document);
    let document = Arc::new(document);
    let guarded = api
        .route("/api/openapi.json", get(openapi::document))
        .merge(pages)
        .layer(from_fn_with_state(
            guard::Gate::new(platform, &document),
            guard::guard,
        ))
        .fallback(nothing_here);
    let request_id = HeaderName::from_static("x-request-id");
    let router = guarded
        .merge(page::assets())
        .layer(axum::Extension(document.clone()))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(platform.clone(), limit::limit))
        .layer(from_fn_with_state(platform.clone(), own_origin))
        .layer(from_fn_with_state(platform.clone(), for_people))
        .layer(from_fn_with_state(platform.clone(), headers))
        .layer(CatchPanicLayer::custom(|_| {
            Problem::broken().into_response()
        }))
        .layer(CompressionLayer::new())
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(SetRequestIdLayer::new(request_id, MakeRequestUuid))
        .with_state(platform.clone());
    Composed {
        router,
        openapi: document,
    }
}

fn describe(document: &mut OpenApi) {
    use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
    "組紐 Kumihimo API".clone_into(&mut document.info.title);
    "0".clone_into(&mut document.info.version);
    document.info.description = Some(
        "Every operation names its action (`x-action`); `catalog/permissions.tsv` says who may."
            .to_owned(),
    );
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    document
        .components
        .get_or_insert_default()
        .add_security_scheme("token", SecurityScheme::Http(bearer));
}

async fn nothing_here() -> Problem {
    Problem::not_found(text!(
        "このページはありません。",
        "There is nothing at this address."
    ))
}

/// Unsafe methods come from our own pages, or from programs that send no cookie.
async fn own_origin(State(platform): State<Platform>, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || is_own(&platform, &request) {
        return next.run(request).await;
    }
    let detail = text!(
        "ほかのサイトからの送信は受け付けません。",
        "Requests sent from another site are not accepted."
    );
    Problem::new(StatusCode::FORBIDDEN, "E-WEB-OTHER-ORIGIN", detail).into_response()
}

fn is_own(platform: &Platform, request: &Request) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (header("origin"), header("host")) {
        (Some(origin), _) if origin == platform.settings().base_url => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, o)| o == host),
        (Some(_), None) => false,
        // Neither header: not a browser of this century; a forged form cannot reach this.
        (None, _) => true,
    }
}

/// Problems become pages when a person is reading; who is not signed in is shown the door.
async fn for_people(State(platform): State<Platform>, request: Request, next: Next) -> Response {
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |p| p.as_str())
        .to_owned();
    let lang = language::of(request.headers());
    let accepts = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let person = accepts.contains("text/html") && !path.starts_with("/api/");
    let read = request.method() == Method::GET;
    let response = next.run(request).await;
    let Some(problem) = response
        .extensions()
        .get::<Problem>()
        .cloned()
        .filter(|_| person)
    else {
        return plain_faults(response).await;
    };
    if problem.status == 401 && read {
        let query = page::encode(&path);
        return Redirect::to(&format!("/sign-in?to={query}&because={}", problem.code))
            .into_response();
    }
    let frame = page::Frame::of(&platform, &path);
    let mut page = (problem.status(), page::problem(lang, &frame, &problem)).into_response();
    problem.say_again(&mut page);
    page
}

/// Answers of the router and its extractors that are not problems yet (400, 404, 405, 413, 415, 422).
async fn plain_faults(response: Response) -> Response {
    let status = response.status();
    let kind = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if !status.is_client_error() || kind.contains("json") || kind.contains("html") {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let said = response.into_body().collect().await;
    let said = said.map(http_body_util::Collected::to_bytes);
    let said = String::from_utf8_lossy(&said.unwrap_or_default()).into_owned();
    let problem = unread::problem(status, &said, BODY_BYTES);
    let mut response = problem.into_response();
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

async fn headers(State(platform): State<Platform>, request: Request<Body>, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let (policy, framed) = match kind.and_then(|v| v.to_str().ok()) {
        // The policy of a page would stop the browser's own reader of PDFs; a PDF loads nothing.
        Some(kind) if kind.starts_with("application/pdf") => (PDF_CSP, "SAMEORIGIN"),
        _ => (CSP, "DENY"),
    };
    let fixed = [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", framed),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), microphone=(), geolocation=(), payment=()",
        ),
        (
            "cache-control",
            if asset {
                "public, max-age=3600"
            } else {
                "no-store"
            },
        ),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if platform.settings().base_url.starts_with("https:") {
        let half_a_year = HeaderValue::from_static("max-age=15768000");
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, half_a_year);
    }
    response
}

/// Answers one request without a socket: for programmes that are made, not served.
pub async fn answer(router: &Router, request: Request) -> Response {
    use tower::ServiceExt as _;
    match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
