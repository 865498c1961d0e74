//! The pages, as their readers post them: planning, opinions, closing, mending, amending, sharing.

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt as _;
use report::words::Kind;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use web::testing::{Stage, platform};
use words::Digest;

use crate::fake::Fake;
use crate::panel::{all_present, plan};
use crate::sample;

pub const CASE: &str = "0123-04-00057";

pub struct Desk {
    pub stage: Stage,
    curator: String,
    physician: String,
    pub chair: String,
}

impl Desk {
    /// With the analysis report signed.
    pub async fn begin(db: store::Db) -> Self {
        let fake = Fake::of(&sample::cancer(Kind::Analysis));
        let stage = platform(db, vec![report::area_with(fake)]).await;
        let curator = stage.sign_in("curator", None).await;
        let physician = stage.sign_in("physician", Some("hosp-a")).await;
        let chair = stage.sign_in_as("chair", "panel_chair", None, None).await;
        let desk = Self {
            stage,
            curator,
            physician,
            chair,
        };
        desk.draft(Value::Null).await;
        desk.sign("analysis").await;
        desk
    }

    async fn draft(&self, body: Value) -> Value {
        let path = format!("/api/cases/{CASE}/reports/analysis");
        let (status, said) = self
            .stage
            .call("POST", &path, Some(&self.curator), body)
            .await;
        assert_eq!(status, 201, "{said}");
        said
    }

    /// Signs the newest version from its page, with a key.
    async fn sign(&self, kind: &str) {
        let id = format!("{CASE}.{kind}");
        let who = if kind == "analysis" {
            &self.curator
        } else {
            &self.physician
        };
        let (_, report) = self
            .stage
            .call("GET", &format!("/api/reports/{id}"), Some(who), Value::Null)
            .await;
        let digest: Digest =
            serde_json::from_value(report["digest"].clone()).unwrap_or_else(|e| panic!("{e}"));
        let purpose = if kind == "analysis" {
            "analysis_report.sign"
        } else {
            "panel_report.sign"
        };
        let signature = self.stage.signature(who, purpose, &id, &digest).await;
        let fields = [
            ("digest", digest.to_string()),
            ("signature", signature.to_string()),
        ];
        let (status, said) = self
            .post(who, &format!("/reports/{id}/sign"), &fields)
            .await;
        assert_eq!(status, 303, "{said}");
    }

    pub async fn page(&self, who: &str, path: &str) -> (u16, String) {
        self.stage.page(path, Some(who)).await
    }

    /// Posts a form as a browser does.
    pub async fn post(&self, who: &str, path: &str, fields: &[(&str, String)]) -> (u16, String) {
        let pair = |(n, v): &(&str, String)| format!("{}={}", encode(n), encode(v));
        let body: Vec<_> = fields.iter().map(pair).collect();
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::AUTHORIZATION, format!("Bearer {who}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap_or_else(|e| panic!("{e}"));
        let answer = self.stage.router.clone().oneshot(request).await;
        let answer = answer.unwrap_or_else(|e| match e {});
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await;
        let body = body.unwrap_or_else(|e| panic!("{e}")).to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// Accounts of all members, who may sit.
    pub async fn members(&self) {
        for member in plan().members {
            let (account, role) = (member.account.as_str(), "panel_member");
            self.stage.sign_in_as(account, role, None, None).await;
        }
    }

    async fn token(&self, member: &str) -> String {
        self.stage
            .sign_in_as(member, "panel_member", None, None)
            .await
    }

    async fn api(&self, path: &str, body: Value) {
        let path = format!("/api/cases/{CASE}/panel{path}");
        let (status, said) = self
            .stage
            .call("POST", &path, Some(&self.chair), body)
            .await;
        assert!(status < 300, "{path}: {said}");
    }
}

fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    let one = |b: u8| match plain(b) {
        true => char::from(b).to_string(),
        false => format!("%{b:02X}"),
    };
    text.bytes().map(one).collect()
}

/// The planning form as a browser would send it, without one member.
fn planned(without: &str) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = vec![
        ("rule_set", "EP-WGS".to_owned()),
        ("day", "2026-04-10".to_owned()),
        ("mode", "circulation".to_owned()),
        ("deadline", "2026-04-08".to_owned()),
        ("supplied", "1".to_owned()),
    ];
    for m in plan()
        .members
        .into_iter()
        .filter(|m| m.account.as_str() != without)
    {
        let name = |what: &str| -> &'static str { format!("{}.{what}", m.account).leak() };
        fields.push((name("in"), "1".to_owned()));
        fields.push((name("full"), "1".to_owned()));
        fields.push((name("fields"), m.specialties.join(",")));
        fields.push((name("ground"), m.wgs_ground.clone().unwrap_or_default()));
        fields.extend(m.roles.iter().map(|r| (name("role"), r.clone())));
        if m.attending {
            fields.push((name("attending"), "1".to_owned()));
        }
    }
    fields
}

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

#[tokio::test]
async fn a_draft_is_mended_compared_signed_and_amended_and_readers_are_told() {
    for t in store::testing::both().await {
        let desk = Desk::begin(t.db.clone()).await;
        let id = format!("{CASE}.analysis");
        let to = format!("/reports/{id}");
        let counsellor = desk.stage.sign_in("counsellor", Some("hosp-a")).await;
        // Two people open the signed first version.
        assert_eq!(desk.page(&desk.physician, &to).await.0, 200);
        assert_eq!(desk.page(&counsellor, &to).await.0, 200);
        let again = desk.draft(json!({ "reason": "correction" })).await;
        assert_eq!(again["version"], 2, "{again}");
        let (_, content) = desk
            .stage
            .call(
                "GET",
                &format!("/api/reports/{id}/content"),
                Some(&desk.curator),
                Value::Null,
            )
            .await;
        let seen = content["summary"][1]["text"].clone();
        let number = content["subject"].as_array().map_or(0, Vec::len) + 1;
        let word = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let mending = |ja: &str| {
            [
                ("sentence", number.to_string()),
                ("seen.ja", word(&seen["ja"])),
                ("seen.en", word(&seen["en"])),
                ("text.ja", ja.to_owned()),
                ("text.en", "Mended by hand.".to_owned()),
            ]
        };
        let (status, said) = desk
            .post(
                &desk.curator,
                &format!("{to}/sentences"),
                &mending("手で直した文。<b>太字</b>"),
            )
            .await;
        assert_eq!(status, 303, "{said}");
        let (status, late) = desk
            .post(
                &desk.curator,
                &format!("{to}/sentences"),
                &mending("遅れた文。"),
            )
            .await;
        assert_eq!(status, 409);
        assert!(late.contains("E-REPORT-SENTENCE-CHANGED") && late.contains("遅れた文。"));
        let (_, page) = desk.page(&desk.curator, &to).await;
        assert!(page.contains("手直し") && page.contains("&lt;b&gt;") && !page.contains("<b>太字"));
        assert!(
            page.contains(word(&seen["ja"]).split('　').next_back().unwrap_or("?")),
            "what was drafted is kept"
        );
        let (_, diff) = desk
            .page(&desk.curator, &format!("{to}/compare?from=1&to=2"))
            .await;
        assert!(diff.contains("手で直した文。") && diff.contains("<del>"));
        let (status, pdf) = desk
            .stage
            .fetch(&format!("{to}/preview"), Some(&desk.curator))
            .await;
        assert_eq!((status, pdf.starts_with(b"%PDF-")), (200, true));
        desk.sign("analysis").await;
        let told = told(&desk, "physician.hosp-a").await;
        assert_eq!(told, [(id.clone(), 2)]);
        assert_eq!(self::told(&desk, "counsellor.hosp-a").await.len(), 1);
        let (_, old) = desk.page(&desk.physician, &format!("{to}?version=1")).await;
        assert!(old.contains("第2版に置き換えられました"));
        assert_eq!(
            self::told(&desk, "physician.hosp-a").await.len(),
            1,
            "the old one is not the news"
        );
        assert_eq!(desk.page(&desk.physician, &to).await.0, 200);
        assert!(
            self::told(&desk, "physician.hosp-a").await.is_empty(),
            "seen"
        );
        // Given to the counsellor, on the record.
        let (status, said) = desk
            .post(&desk.physician, &format!("{to}/share"), &[])
            .await;
        assert_eq!(status, 303, "{said}");
        assert_eq!(self::told(&desk, "counsellor.hosp-a").await.len(), 2);
        let events = desk.stage.platform.ledger().events_after(0, 1000).await;
        let events = events.unwrap_or_else(|e| panic!("{e:?}"));
        for name in ["edited", "amended", "shared"] {
            assert!(
                events.iter().any(|e| e.kind == "report" && e.event == name),
                "{name}"
            );
        }
        for event in events.iter().filter(|e| e.kind == "report") {
            assert!(
                !event.payload.to_string().contains("手で直した"),
                "no sentence in the ledger"
            );
        }
    }
}

/// What an account is told, as report and version.
async fn told(desk: &Desk, account: &str) -> Vec<(String, i64)> {
    let account = words::AccountId::parse(account).unwrap_or_else(|e| panic!("{e}"));
    let all = report::facts::notices(desk.stage.platform.db(), &account).await;
    let all = all.unwrap_or_else(|e| panic!("{e:?}"));
    all.into_iter().map(|n| (n.report, n.version)).collect()
}

#[tokio::test]
async fn others_are_denied_whether_it_exists_or_not() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    let other = desk.stage.sign_in("physician", Some("hosp-b")).await;
    let technician = desk.stage.sign_in("technician", Some("hosp-a")).await;
    for who in [&other, &technician] {
        for path in [
            format!("/reports/{CASE}.analysis"),
            format!("/reports/{CASE}.analysis/preview"),
            format!("/reports/{CASE}.analysis/compare?from=1&to=1"),
            "/reports/9999-04-00057.analysis".to_owned(),
            format!("/panels/{CASE}"),
            "/panels/9999-04-00057".to_owned(),
        ] {
            assert_eq!(desk.page(who, &path).await.0, 403, "{path}");
        }
        for path in [
            "plan", "open", "live", "votes", "opinion", "outcomes", "minutes", "close",
        ] {
            let (status, _) = desk.post(who, &format!("/panels/{CASE}/{path}"), &[]).await;
            assert_eq!(status, 403, "{path}");
        }
        for path in ["sentences", "draft", "sign", "share"] {
            let (status, _) = desk
                .post(who, &format!("/reports/{CASE}.analysis/{path}"), &[])
                .await;
            assert_eq!(status, 403, "{path}");
        }
    }
}

#[tokio::test]
async fn results_are_returned_in_steps() {
    let t = store::testing::sqlite().await;
    let desk = Desk::begin(t.db.clone()).await;
    let to = format!("/reports/{CASE}.analysis/draft");
    let fields = [
        ("reason", "further_levels".to_owned()),
        ("levels", "1".to_owned()),
    ];
    let (status, said) = desk.post(&desk.curator, &to, &fields).await;
    assert_eq!(status, 303, "{said}");
    let (_, report) = desk
        .stage
        .call(
            "GET",
            &format!("/api/reports/{CASE}.analysis"),
            Some(&desk.curator),
            Value::Null,
        )
        .await;
    assert_eq!(report["versions"][1]["level_max"], 1, "{report}");
    assert_eq!(report["versions"][0]["level_max"], 2);
    let again = desk
        .draft(json!({ "reason": "further_levels", "levels": 2 }))
        .await;
    assert_eq!(again["versions"][2]["level_max"], 2, "{again}");
}
