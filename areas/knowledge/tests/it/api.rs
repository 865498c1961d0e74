//! Over HTTP.

use serde_json::{Value, json};

use crate::store::made;

#[tokio::test]
async fn curators_import_and_staff_read() {
    let t = store::testing::sqlite().await;
    let references = tempfile::tempdir().unwrap();
    std::fs::create_dir(references.path().join("made")).unwrap();
    made(&references.path().join("made"));
    let base = references.path().to_owned();
    let stage = web::testing::platform_with(t.db.clone(), vec![knowledge::area()], |s| {
        s.reference_dir = Some(base)
    })
    .await;
    let curator = stage.sign_in("curator", None).await;
    let analyst = stage.sign_in("analyst", None).await;
    let (status, _) = stage
        .call(
            "POST",
            "/api/knowledge/import",
            Some(&analyst),
            json!({"folder": "made"}),
        )
        .await;
    assert_eq!(status, 403);
    let (status, _) = stage
        .call(
            "POST",
            "/api/knowledge/import",
            Some(&curator),
            json!({"folder": "../etc"}),
        )
        .await;
    assert_eq!(status, 400);
    let (status, said) = stage
        .call(
            "POST",
            "/api/knowledge/import",
            Some(&curator),
            json!({"folder": "made"}),
        )
        .await;
    assert_eq!(status, 200, "{said}");
    let (status, said) = stage
        .call("GET", "/api/knowledge", Some(&analyst), Value::Null)
        .await;
    assert_eq!(
        (status, said["releases"].as_array().map(Vec::len)),
        (200, Some(3))
    );
    let (status, _) = stage.call("GET", "/api/knowledge", None, Value::Null).await;
    assert_eq!(status, 401);
}
