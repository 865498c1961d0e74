//! The pages of a session, as their readers post them: planning, opinions, closing, the wall.

use serde_json::{Value, json};
use words::Digest;

use crate::desk::{CASE, Desk, planned};
use crate::panel::{all_present, plan};
use crate::sample;

#[tokio::test]
async fn the_chair_plans_and_sees_at_once_who_is_missing() {
    for t in store::testing::both().await {
        let desk = Desk::begin(t.db.clone()).await;
        desk.members().await;
        let (status, list) = desk.page(&desk.chair, "/panels").await;
        assert_eq!(status, 200);
        assert!(
            list.contains(&format!("/panels/{CASE}")),
            "it waits for a day"
        );
        let to = format!("/panels/{CASE}/check");
        let (status, checked) = desk.post(&desk.chair, &to, &planned("m-path")).await;
        assert_eq!(status, 200);
        assert!(
            checked.contains("病理の専門医"),
            "the missing role is named"
        );
        let (_, none) = desk
            .stage
            .call(
                "GET",
                &format!("/api/cases/{CASE}/panel"),
                Some(&desk.chair),
                Value::Null,
            )
            .await;
        assert_eq!(
            none["code"], "E-WEB-NOT-FOUND",
            "a check records nothing: {none}"
        );
        let to = format!("/panels/{CASE}/plan");
        let (status, said) = desk.post(&desk.chair, &to, &planned("")).await;
        assert_eq!(status, 303, "{said}");
        let (_, page) = desk.page(&desk.chair, &format!("/panels/{CASE}")).await;
        assert!(page.contains("要件を満たしています") && page.contains("持ち回り"));
        // The agenda, its evidence, the choices and what is missing stand on the one page.
        for part in [
            "EGFR p.Leu858Arg",
            "EID2994",
            "二次的所見",
            "足りないもの",
            "所見のTierとクラスから作った案",
        ] {
            assert!(page.contains(part), "{part}");
        }
    }
}

#[tokio::test]
async fn a_member_declares_and_speaks_and_no_script_of_a_comment_runs() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    desk.members().await;
    let member = desk.token("m-path").await;
    let page = format!("/panels/{CASE}");
    // Before the session nobody but its organisers sees the case.
    assert_eq!(desk.page(&member, &page).await.0, 403);
    let (status, said) = desk
        .post(&desk.chair, &format!("{page}/plan"), &planned(""))
        .await;
    assert_eq!(status, 303, "{said}");
    assert_eq!(desk.page(&member, &page).await.0, 200);
    let outsider = desk
        .stage
        .sign_in_as("m-other", "panel_member", None, None)
        .await;
    assert_eq!(
        desk.page(&outsider, &page).await.0,
        403,
        "not of this session"
    );
    let (_, list) = desk.page(&outsider, "/panels").await;
    assert!(!list.contains(CASE), "nor does the list name it");
    let (status, _) = desk
        .post(
            &desk.chair,
            &format!("{page}/open"),
            &[("all", "1".to_owned())],
        )
        .await;
    assert_eq!(status, 303);
    let opinion = |interest: &str, vote: &str, comment: &str| {
        [
            ("interest", interest.to_owned()),
            ("vote", vote.to_owned()),
            ("comment", comment.to_owned()),
        ]
    };
    let to = format!("{page}/opinion");
    let undeclared = [
        ("vote", "agree".to_owned()),
        ("comment", "残る文".to_owned()),
    ];
    let (status, refused) = desk.post(&member, &to, &undeclared).await;
    assert_eq!(status, 409);
    assert!(
        refused.contains("E-PANEL-UNDECLARED") && refused.contains("残る文"),
        "what was typed stays"
    );
    let script = "<script>alert('x')</script>";
    let (status, said) = desk
        .post(&member, &to, &opinion("none", "agree_with_comment", script))
        .await;
    assert_eq!(status, 303, "{said}");
    let (_, shown) = desk.page(&desk.chair, &page).await;
    assert!(
        !shown.contains(script) && shown.contains("&lt;script&gt;"),
        "escaped"
    );
    let other = desk.token("m-onc1").await;
    let (status, _) = desk
        .post(&other, &to, &opinion("none", "discuss", ""))
        .await;
    assert_eq!(status, 303);
    let (_, split) = desk.page(&desk.chair, &page).await;
    assert!(
        split.contains("会議で決めます"),
        "a wish to discuss makes a meeting"
    );
    let left = desk.token("m-gen").await;
    let (status, _) = desk
        .post(&left, &to, &opinion("recused", "agree", ""))
        .await;
    assert_eq!(status, 303);
    let (status, said) = desk.post(&left, &to, &opinion("", "agree", "")).await;
    assert_eq!(status, 409, "{said}");
    assert!(said.contains("E-PANEL-MAY-NOT-VOTE"));
}

#[tokio::test]
async fn two_chairs_lose_nothing_and_a_session_without_quorum_stays_open() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    let mut short = plan();
    short.members.retain(|m| m.account.as_str() != "m-path");
    desk.api("", serde_json::to_value(&short).unwrap_or_default())
        .await;
    let there: Vec<_> = all_present()
        .into_iter()
        .filter(|p| p.account.as_str() != "m-path")
        .collect();
    desk.api("/open", json!({ "presence": there })).await;
    let page = format!("/panels/{CASE}");
    let fields = |seen: i64, advice: &str| {
        let mut fields = vec![
            ("seen", seen.to_string()),
            ("advice.ja", advice.to_owned()),
            ("advice.en", advice.to_owned()),
        ];
        for o in sample::outcomes() {
            let name = |what: &str| -> &'static str { format!("o.{}.{what}", o.finding).leak() };
            let word = |v: Value| v.as_str().unwrap_or_default().to_owned();
            let json = serde_json::to_value(&o).unwrap_or_default();
            fields.push(("finding", o.finding.clone()));
            for (what, key) in [
                ("return", "return"),
                ("aim", "aim"),
                ("action", "action"),
                ("test", "confirm_test"),
            ] {
                fields.push((name(what), word(json[key].clone())));
            }
            fields.push((name("level"), o.level.to_string()));
            if o.counselling_needed {
                fields.push((name("counselling"), "1".to_owned()));
            }
        }
        fields
    };
    let to = format!("{page}/outcomes");
    let (status, said) = desk
        .post(&desk.chair, &to, &fields(2, "一人目の結論"))
        .await;
    assert_eq!(status, 303, "{said}");
    let second = desk
        .stage
        .sign_in_as("chair-2", "panel_chair", None, None)
        .await;
    let (status, said) = desk.post(&second, &to, &fields(2, "二人目の結論")).await;
    assert_eq!(status, 409);
    assert!(
        said.contains("二人目の結論"),
        "what the second typed is kept"
    );
    assert!(
        said.contains("結論を変えた"),
        "and who changed what is said"
    );
    let (status, _) = desk.post(&second, &to, &fields(3, "二人目の結論")).await;
    assert_eq!(status, 303);
    let minutes = [
        ("minutes.ja", "議事録".to_owned()),
        ("minutes.en", "minutes".to_owned()),
    ];
    let (status, said) = desk
        .post(&desk.chair, &format!("{page}/minutes"), &minutes)
        .await;
    assert_eq!(status, 409);
    assert!(said.contains("E-PANEL-NO-QUORUM") && said.contains("病理の専門医"));
    assert!(said.contains(">議事録</textarea>"), "the minutes are kept");
}

#[tokio::test]
async fn minutes_are_signed_by_the_chairs_key_and_hand_edits_are_marked() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    desk.api("", serde_json::to_value(plan()).unwrap_or_default())
        .await;
    desk.api("/open", json!({ "presence": all_present() }))
        .await;
    let votes: Vec<_> = all_present()
        .iter()
        .map(|p| json!({ "account": p.account, "vote": "agree" }))
        .collect();
    desk.api("/votes", json!({ "votes": votes })).await;
    desk.api("/outcomes", json!({ "outcomes": sample::outcomes() }))
        .await;
    let page = format!("/panels/{CASE}");
    let typed = [
        ("minutes.ja", "直した議事録".to_owned()),
        ("minutes.en", "edited minutes".to_owned()),
    ];
    let (status, shown) = desk
        .post(&desk.chair, &format!("{page}/minutes"), &typed)
        .await;
    assert_eq!(status, 200, "{shown}");
    let digest = shown
        .split("data-digest=\"")
        .nth(1)
        .and_then(|s| s.split('"').next());
    let digest: Digest = serde_json::from_value(json!(digest)).unwrap_or_else(|e| panic!("{e}"));
    let (status, unsigned) = desk
        .post(&desk.chair, &format!("{page}/close"), &typed)
        .await;
    assert_eq!(status, 400, "no key, no end: {unsigned}");
    let thing = format!("{CASE}.panel");
    let signature = desk
        .stage
        .signature(&desk.chair, "panel.close", &thing, &digest)
        .await;
    let mut signed = typed.to_vec();
    signed[0].1 = "別の議事録".to_owned();
    signed.push(("signature", signature.to_string()));
    let (status, _) = desk
        .post(&desk.chair, &format!("{page}/close"), &signed)
        .await;
    assert_eq!(status, 409, "the key answered for other words");
    let signature = desk
        .stage
        .signature(&desk.chair, "panel.close", &thing, &digest)
        .await;
    let mut signed = typed.to_vec();
    signed.push(("signature", signature.to_string()));
    let (status, said) = desk
        .post(&desk.chair, &format!("{page}/close"), &signed)
        .await;
    assert_eq!(status, 303, "{said}");
    let (_, closed) = desk.page(&desk.chair, &page).await;
    assert!(closed.contains("直した議事録") && closed.contains("手で直されています"));
}

#[tokio::test]
async fn the_wall_shows_no_name_and_no_number() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    desk.members().await;
    let to = format!("/panels/{CASE}");
    let (status, _) = desk
        .post(&desk.chair, &format!("{to}/plan"), &planned(""))
        .await;
    assert_eq!(status, 303);
    let (status, wall) = desk.page(&desk.chair, &format!("{to}?view=project")).await;
    assert_eq!(status, 200);
    let body = wall.split("<main").nth(1).unwrap_or_default();
    assert!(body.contains("EGFR p.Leu858Arg"));
    for never in [CASE, "hosp-a", "m-path", "chair", "p-1"] {
        assert!(!body.contains(never), "{never}");
    }
    assert!(!wall.contains("/sign-out"), "nor who is signed in");
}
