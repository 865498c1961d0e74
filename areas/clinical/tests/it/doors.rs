//! The sheets as people use them: gaps, errors beside the field, entries, two people at once, a page that is not for one.

use axum::{
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use web::{page::encode, testing::Stage};

use crate::api::consented;

async fn send(
    stage: &Stage,
    path: &str,
    token: &str,
    fields: &[(&str, &str)],
) -> (u16, String, String) {
    let pairs = fields
        .iter()
        .map(|(k, v)| format!("{}={}", encode(k), encode(v)));
    let request = Request::post(path)
        .header(header::ACCEPT, "text/html")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(pairs.collect::<Vec<_>>().join("&")))
        .unwrap();
    let response = stage.router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let to = response.headers().get(header::LOCATION);
    let to = to.map_or("", |v| v.to_str().unwrap()).to_owned();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, to, String::from_utf8_lossy(&body).into_owned())
}

async fn stage(t: &store::testing::TestDb) -> (Stage, String) {
    let areas = vec![registry::area(), consent::area(), clinical::area()];
    let stage = web::testing::platform(t.db.clone(), areas).await;
    let token = consented(&stage).await;
    stage.settle().await;
    (stage, token)
}

const BACKGROUND: &str = "/cases/0123-01-00001/sheets/background";

#[tokio::test]
async fn a_section_is_filled_by_its_form() {
    for t in store::testing::both().await {
        let (stage, token) = stage(&t).await;
        let basic = "/cases/0123-01-00001/sheets/basic";
        let fields = [
            ("revision", "0"),
            ("do", "next"),
            ("tumour_class", "solid"),
            ("height_cm", "１７０"),
            ("weight_kg", "65"),
        ];
        let (status, to, page) = send(&stage, basic, &token, &fields).await;
        assert_eq!((status, to.as_str()), (303, BACKGROUND), "{page}");
        let (_, page) = stage.page(basic, Some(&token)).await;
        assert!(
            page.contains("22.5 kg/m²") && page.contains("value=\"170.0\""),
            "{page}"
        );

        let (_, page) = stage.page(BACKGROUND, Some(&token)).await;
        assert!(
            page.contains("喫煙歴有無") && !page.contains("id=\"smoking_years\""),
            "what does not apply is not shown"
        );
        let fragment = format!("{BACKGROUND}/fragment");
        let (status, _, page) =
            send(&stage, &fragment, &token, &[("smoking_history", "yes")]).await;
        assert!(
            status == 200 && page.contains("id=\"smoking_years\"") && !page.contains("<html"),
            "{page}"
        );
        let (_, _, page) = send(
            &stage,
            &fragment,
            &token,
            &[("smoking_history", "no"), ("smoking_years", "20")],
        )
        .await;
        assert!(
            page.contains("name=\"kept:smoking_years\" value=\"20\""),
            "kept until it is saved: {page}"
        );

        let wrong = [
            ("revision", "0"),
            ("do", "save"),
            ("smoking_history", "yes"),
            ("smoking_years", "二百"),
            ("path_diagnosis", "<script>alert(1)</script>"),
            ("first_diagnosis_date", "2026/2/30"),
        ];
        let (status, _, page) = send(&stage, BACKGROUND, &token, &wrong).await;
        assert_eq!(status, 422);
        assert!(
            page.contains("暦にない日付です")
                && page.contains("value=\"二百\"")
                && page.contains("value=\"2026/2/30\""),
            "{page}"
        );
        assert!(page.contains("&lt;script&gt;alert") && !page.contains("<script>alert"));

        // saved with gaps: they are counted, listed, and the next one is led to
        let fields = [
            ("revision", "0"),
            ("do", "gap"),
            ("smoking_history", "yes"),
            ("fh_present", "yes"),
            ("family_history[0]", ""),
            ("family_history[0].fh_relationship", "mother"),
            ("path_diagnosis", "<script>alert(1)</script>"),
            ("first_diagnosis_date", "R8.4.1"),
        ];
        let (status, to, page) = send(&stage, BACKGROUND, &token, &fields).await;
        assert_eq!(
            (status, to.as_str()),
            (303, "/cases/0123-01-00001/sheets/background#i-ecog_ps"),
            "{page}"
        );
        let (_, page) = stage.page("/sheets", Some(&token)).await;
        assert!(page.contains("0123-01-00001"), "{page}");
        let (_, page) = stage
            .page("/cases/0123-01-00001/sheets", Some(&token))
            .await;
        assert!(
            page.contains("喫煙年数") && page.contains("#i-smoking_years"),
            "{page}"
        );
        let (_, page) = stage.page(BACKGROUND, Some(&token)).await;
        assert!(
            page.contains("2026-04-01") && !page.contains("<script>alert"),
            "{page}"
        );

        let add = [
            ("revision", "1"),
            ("do", "add family_history"),
            ("fh_present", "yes"),
            ("family_history[0]", ""),
            ("family_history[0].fh_relationship", "mother"),
        ];
        let (status, _, page) = send(&stage, BACKGROUND, &token, &add).await;
        assert!(
            status == 200 && page.contains("family_history[1].fh_relationship"),
            "{page}"
        );
        let known = clinical::facts::incomplete(&t.db, None).await.unwrap();
        assert_eq!(
            (known.len(), known[0].not_begun, known[0].section.as_str()),
            (1, 2, "background")
        );
    }
}

#[tokio::test]
async fn the_second_person_sees_what_the_first_saved_and_loses_nothing() {
    for t in store::testing::both().await {
        let (stage, first) = stage(&t).await;
        let second = stage.sign_in("coordinator", Some("hospital-a")).await;
        let basic = "/cases/0123-01-00001/sheets/basic";
        let begin = [
            ("revision", "0"),
            ("do", "save"),
            ("tumour_class", "solid"),
            ("height_cm", "170"),
            ("weight_kg", "60"),
        ];
        assert_eq!(send(&stage, basic, &first, &begin).await.0, 303);
        let one = [
            ("revision", "1"),
            ("do", "save"),
            ("tumour_class", "solid"),
            ("height_cm", "171"),
            ("weight_kg", "61"),
        ];
        assert_eq!(send(&stage, basic, &first, &one).await.0, 303);
        let other = [
            ("revision", "1"),
            ("do", "save"),
            ("tumour_class", "solid"),
            ("height_cm", "172"),
            ("weight_kg", "60.0"),
        ];
        let (status, _, page) = send(&stage, basic, &second, &other).await;
        assert_eq!(status, 409);
        assert!(
            page.contains("physician.hospital-a") && page.contains("value=\"172\""),
            "{page}"
        );
        assert!(
            page.contains("<strong>171.0 cm</strong>"),
            "both values side by side: {page}"
        );
        assert!(page.contains("name=\"revision\" value=\"2\""), "{page}");
        let again = [
            ("revision", "2"),
            ("do", "save"),
            ("tumour_class", "solid"),
            ("height_cm", "172"),
            ("weight_kg", "61"),
        ];
        assert_eq!(send(&stage, basic, &second, &again).await.0, 303);
        let (_, page) = stage.page(basic, Some(&first)).await;
        assert!(
            page.contains("変更の履歴 3件") && page.contains("coordinator.hospital-a"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_sheet_elsewhere_answers_like_one_that_is_not_there() {
    for t in store::testing::both().await {
        let (stage, _) = stage(&t).await;
        let stranger = stage.sign_in("physician", Some("hospital-b")).await;
        for way in ["sheets", "sheets/basic"] {
            let there = stage
                .page(&format!("/cases/0123-01-00001/{way}"), Some(&stranger))
                .await;
            let none = stage
                .page(&format!("/cases/0123-01-00009/{way}"), Some(&stranger))
                .await;
            assert_eq!((there.0, none.0), (403, 403));
            assert_eq!(there.1.replace("00001", "00009"), none.1);
        }
        let curator = stage.sign_in("curator", None).await;
        let (status, page) = stage
            .page("/cases/0123-01-00001/sheets/basic", Some(&curator))
            .await;
        assert!(
            status == 200
                && page.contains("<fieldset disabled")
                && !page.contains("name=\"do\" value=\"save\""),
            "{page}"
        );
        let fields = [("revision", "0"), ("do", "save"), ("tumour_class", "solid")];
        assert_eq!(send(&stage, BACKGROUND, &curator, &fields).await.0, 403);
        let (_, page) = stage.page("/sheets", Some(&stranger)).await;
        assert!(!page.contains("0123-01-00001"), "{page}");
    }
}
