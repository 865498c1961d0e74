//! The OpenAPI document is composed from the routes themselves; it cannot drift from them.

use utoipa::openapi::{OpenApi, path::Operation};

use crate::Platform;

/// The extension that names the action of an operation.
const ACTION: &str = "x-action";

/// Every operation as `METHOD path` with its action, if it names one.
#[must_use]
pub fn operations(api: &OpenApi) -> Vec<(String, Option<String>)> {
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
            known.map(|(method, operation)| (format!("{method} {path}"), action(operation))),
        );
    }
    found
}

fn action(operation: &Operation) -> Option<String> {
    let extensions = operation.extensions.as_ref()?;
    extensions.get(ACTION)?.as_str().map(str::to_owned)
}

/// Operations that name no action, or one that the Cedar schema does not know.
#[must_use]
pub fn unlisted_operations(api: &OpenApi) -> Vec<String> {
    let known = auth::Policies::embedded();
    let is_known = |name: &str| known.as_ref().is_ok_and(|p| p.action(name).is_some());
    let listed = |action: &Option<String>| action.as_deref().is_some_and(is_known);
    let unlisted = operations(api)
        .into_iter()
        .filter(|(_, action)| !listed(action));
    unlisted
        .map(|(name, action)| {
            format!(
                "{name} ({})",
                action.unwrap_or_else(|| "no x-action".to_owned())
            )
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
