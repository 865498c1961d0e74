//! Walls around every route: no forged request, no frame, no foreign script, nothing kept by a cache.

use super::{
    house::{Answer, House},
    listed::{Route, body, form, of_document, of_pages},
};

#[tokio::test]
async fn no_route_that_changes_anything_takes_a_forged_request() {
    let Some(house) = House::open().await else {
        return;
    };
    let cookie = house.cookie(&house.somebody("admin").await).await;
    let form = form();
    let documented = of_document(&house).into_iter().map(|(route, _)| route);
    let unsafe_routes: Vec<Route> = documented
        .chain(of_pages())
        .filter(|route| !route.is_safe())
        .collect();
    assert!(unsafe_routes.len() > 100, "{}", unsafe_routes.len());
    for route in &unsafe_routes {
        let thing = route.thing(&house).unwrap_or_default();
        let path = route.at(&thing);
        let (kind, sent) = if route.is_page() {
            ("application/x-www-form-urlencoded", form.clone())
        } else {
            ("application/json", body(&house, route))
        };
        for forged in [
            [
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://evil.example"),
            ],
            [
                ("sec-fetch-site", "same-site"),
                ("origin", "http://other.localhost:8080"),
            ],
            [
                ("origin", "https://evil.example"),
                ("host", "localhost:8080"),
            ],
            [("origin", "null"), ("host", "localhost:8080")],
        ] {
            let mut headers = vec![("cookie", cookie.as_str()), ("content-type", kind)];
            headers.extend(forged);
            let answer = house
                .send(&route.method, &path, &headers, sent.clone().into_bytes())
                .await;
            assert_eq!(
                answer.status,
                403,
                "{route:?} {forged:?}: {}",
                answer.text()
            );
            assert!(
                answer.text().contains("E-WEB-OTHER-ORIGIN"),
                "{route:?} {forged:?}"
            );
        }
    }
    let still = house
        .send("GET", "/devices", &[("cookie", &cookie)], Vec::new())
        .await;
    assert_eq!(still.status, 200, "nothing happened to the session");
}

/// What every answer to a person carries.
fn walled(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    let html = answer.header("content-type").starts_with("text/html");
    if html {
        assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
        assert!(policy.contains("frame-ancestors 'none'"), "{what}");
    }
    for part in ["object-src", "base-uri 'none'", "default-src"] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(
        !policy.contains("unsafe-eval") && !policy.contains("*"),
        "{what}: {policy}"
    );
    let script = policy
        .split(';')
        .find(|p| p.trim().starts_with("script-src"));
    assert!(
        !html || script.is_some_and(|s| s.trim() == "script-src 'self'"),
        "{what}"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("access-control-allow-origin"), "", "{what}");
    if html {
        let page = answer.text();
        let ours = page.matches("<script src=\"/assets/").count();
        assert_eq!(
            page.matches("<script").count(),
            ours,
            "{what}: a script of its own"
        );
        assert!(
            !page.contains(" style=") && !page.contains("javascript:"),
            "{what}"
        );
        assert!(
            !page.contains(" onclick=") && !page.contains(" onload="),
            "{what}"
        );
    }
}

#[tokio::test]
async fn every_answer_is_walled_also_where_it_says_no() {
    let Some(house) = House::open().await else {
        return;
    };
    let mut shown = 0;
    for role in ["physician", "patient", "curator", "admin", "security"] {
        let account = house.somebody(role).await;
        let cookie = house.cookie(&account).await;
        for route in of_pages().into_iter().filter(Route::is_safe) {
            let thing = route.thing(&house).unwrap_or_default();
            let headers = [("cookie", cookie.as_str()), ("accept", "text/html")];
            let path = route.at(&thing);
            let answer = house.send("GET", &path, &headers, Vec::new()).await;
            assert!(answer.status < 500, "{role} {path}: {}", answer.text());
            walled(&answer, &format!("{role} {path}"));
            shown += u32::from(answer.status == 200);
        }
    }
    assert!(shown > 60, "{shown}");
    let html = ("accept", "text/html");
    for (method, path, headers) in [
        ("GET", "/nowhere", vec![html]),
        ("GET", "/sign-in", vec![html]),
        ("DELETE", "/sign-in", vec![html]),
        (
            "POST",
            "/sign-in",
            vec![html, ("content-type", "text/plain")],
        ),
        (
            "POST",
            "/sign-in",
            vec![html, ("sec-fetch-site", "cross-site")],
        ),
        ("POST", "/sign-out", vec![html]),
        ("GET", "/api/nowhere", vec![]),
        ("GET", "/api/session", vec![]),
    ] {
        let answer = house.send(method, path, &headers, Vec::new()).await;
        assert!(answer.status >= 400 || path == "/sign-in", "{path}");
        walled(&answer, &format!("{method} {path}"));
    }
}
