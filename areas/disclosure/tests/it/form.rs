//! Posts a form as a browser does.

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::testing::Stage;

/// Status, and where the answer leads or what it says.
pub async fn post(stage: &Stage, path: &str, who: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let encode = |text: &str| -> String {
        let mut out = String::new();
        for c in text.chars() {
            let mut bytes = [0; 4];
            if plain(c) {
                out.push(c);
            } else {
                let each = c.encode_utf8(&mut bytes).bytes();
                out.extend(each.map(|b| format!("%{b:02X}")));
            }
        }
        out
    };
    let body: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    let request = Request::post(path)
        .header(header::ACCEPT, "text/html")
        .header(header::AUTHORIZATION, format!("Bearer {who}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.join("&")))
        .unwrap_or_else(|e| panic!("{e}"));
    let response = stage.router.clone().oneshot(request).await;
    let response = response.unwrap_or_else(|e| match e {});
    let status = response.status().as_u16();
    if let Some(to) = response.headers().get(header::LOCATION) {
        return (status, to.to_str().unwrap_or_default().to_owned());
    }
    let body = response.into_body().collect().await;
    let body = body.unwrap_or_else(|e| panic!("{e}")).to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}
