//! The OpenAPI document is composed from the routes themselves; it cannot drift from them.

use utoipa::openapi::{OpenApi, path::Operation};

use crate::Platform;

/// The extension that names the action of an operation.
const ACTION: &str = "x-action";

/// Every operation as `METHOD path` with the actions that it names: one, or several where the body of the request decides.
#[must_use]
pub fn operations(api: &OpenApi) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for (path, item) in &api.paths.paths {
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
            ("HEAD", &item.head),
            ("OPTIONS", &item.options),
            ("TRACE", &item.trace),
        ];
        let known = methods
            .into_iter()
            .filter_map(|(m, o)| Some((m, o.as_ref()?)));
        found.extend(
            known.map(|(method, operation)| (format!("{method} {path}"), actions(operation))),
        );
    }
    found
}

fn actions(operation: &Operation) -> Vec<String> {
    let named = operation.extensions.as_ref().and_then(|e| e.get(ACTION));
    let list = match named {
        Some(serde_json::Value::Array(list)) => list.iter().collect(),
        one => one.into_iter().collect::<Vec<_>>(),
    };
    let texts = list.into_iter().filter_map(serde_json::Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Operations that name no action, or one that the Cedar schema does not know.
#[must_use]
pub fn unlisted_operations(api: &OpenApi) -> Vec<String> {
    let policies = auth::Policies::embedded();
    let known = |name: &String| policies.as_ref().is_ok_and(|p| p.action(name).is_some());
    operations(api)
        .into_iter()
        .filter(|(_, actions)| actions.is_empty() || !actions.iter().all(known))
        .map(|(name, actions)| match actions.as_slice() {
            [] => format!("{name} (no x-action)"),
            named => format!("{name} ({})", named.join(", ")),
        })
        .collect()
}

/// `GET /api/openapi.json`.
pub(crate) async fn document(
    axum::extract::State(platform): axum::extract::State<Platform>,
    axum::Extension(api): axum::Extension<std::sync::Arc<OpenApi>>,
) -> Result<axum::response::Response, crate::Problem> {
    use axum::response::IntoResponse as _;
    crate::anyone(
        &platform,
        "openapi.read",
        &auth::Resource::new("openapi", "document"),
    )
    .await?;
    Ok(axum::Json(&*api).into_response())
}
