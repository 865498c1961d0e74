//! Who acts for a child: one tab each, said on every page and in the ledger; less from 16 on, nothing from 18 on, nothing once it
//! was recalled. Invited at the hospital with a letter that carries the code for eyes and for a scanner.

use serde_json::json;
use web::testing::Stage;
use words::{CaseId, PersonId};

use crate::{
    api::areas,
    my::{family, person},
    upstream::HOSPITAL,
};

async fn begun(db: store::Db) -> (Stage, String, PersonId) {
    let stage = web::testing::platform(db, areas()).await;
    let (case, mother, _) = family(&stage).await;
    let mother = person(&mother);
    (stage, case, mother)
}

#[tokio::test]
async fn a_parent_sees_the_own_part_and_the_child_and_acts_by_name() {
    for t in store::testing::both().await {
        let (stage, case, mother) = begun(t.db.clone()).await;
        let token = stage.sign_in_patient(&mother).await;
        let (status, list) = stage.page("/my", Some(&token)).await;
        assert_eq!(status, 200, "{list}");
        for tab in [format!("/my/{case}.self\""), format!("/my/{case}\"")] {
            assert!(list.contains(&tab), "{tab}: {list}");
        }
        let acts = format!("患者さんに代わって操作しています（{case}）");
        for page in [
            "",
            "/choices",
            "/questions",
            "/result",
            "/used",
            "/papers",
            "/withdraw",
        ] {
            let (status, said) = stage.page(&format!("/my/{case}{page}"), Some(&token)).await;
            assert!(status == 200 && said.contains(&acts), "{page}: {said}");
        }
        for page in ["", "/choices", "/papers"] {
            let path = format!("/my/{case}.self{page}");
            let (status, said) = stage.page(&path, Some(&token)).await;
            assert!(status == 200 && !said.contains("代理："), "{page}: {said}");
        }
        let asks = json!({ "text": "次はいつですか" });
        let path = format!("/api/cases/{case}/questions");
        let (status, said) = stage.call("POST", &path, Some(&token), asks).await;
        assert_eq!(status, 201, "{said}");
        let number = CaseId::parse(case.as_str()).unwrap_or_else(|e| panic!("{e}"));
        let events = stage.platform.ledger().events_of_case(&number).await;
        let events = events.unwrap_or_else(|e| panic!("{e:?}"));
        let asked = events.iter().find(|e| e.event == "question_asked");
        assert_eq!(asked.map(|e| e.actor.role.as_str()), Some("proxy"));
    }
}

#[tokio::test]
async fn a_child_that_grows_up_speaks_for_itself() {
    let t = store::testing::sqlite().await;
    let (stage, case, mother) = begun(t.db.clone()).await;
    let page = async |path: &str| {
        let token = stage.sign_in_patient(&mother).await;
        stage.page(&format!("/my/{case}{path}"), Some(&token)).await
    };
    let choices = async || {
        let token = stage.sign_in_patient(&mother).await;
        let (_, said) = stage
            .page(&format!("/my/{case}/choices"), Some(&token))
            .await;
        let (_, rest) = said
            .split_once("/consents/")
            .unwrap_or_else(|| panic!("{said}"));
        let id = rest.split('/').next().unwrap_or_default().to_owned();
        stage
            .page(&format!("/consents/{id}/choices"), Some(&token))
            .await
            .0
    };
    assert_eq!(page("/questions").await.0, 200);
    assert_eq!(choices().await, 200);
    // three years old in 2026; sixteen in 2039
    stage.pass_days(365 * 13 + 10);
    let (status, home) = page("").await;
    assert!(status == 200 && home.contains("16歳以上"), "{home}");
    assert!(!home.contains(&format!("/my/{case}/questions\"")), "{home}");
    assert_eq!(page("/questions").await.0, 403);
    assert_eq!(choices().await, 403, "the wishes are the young person's");
    assert_eq!(page("/papers").await.0, 200);
    let (_, result) = page("/result").await;
    assert!(!result.contains("/lay"), "{result}");
    // eighteen in 2041: only the own part is left
    stage.pass_days(365 * 2 + 10);
    let (status, home) = page("").await;
    assert!(status == 200 && !home.contains("代理："), "{home}");
    assert_eq!(page("/questions").await.0, 403);
}

#[tokio::test]
async fn the_hospital_invites_a_parent_and_ends_the_proxy() {
    for t in store::testing::both().await {
        let (stage, case, mother) = begun(t.db.clone()).await;
        let coordinator = stage.sign_in("coordinator", Some(HOSPITAL)).await;
        let elsewhere = stage.sign_in("coordinator", Some("site-other")).await;
        let accounts = format!("/cases/{case}/accounts");
        for (who, path) in [
            (&elsewhere, accounts.clone()),
            (&elsewhere, "/cases/0999-01-00001/accounts".to_owned()),
        ] {
            let (status, said) = stage.page(&path, Some(who)).await;
            assert!(status == 403 && !said.contains("見本"), "{said}");
        }
        let (status, said) = stage.page(&accounts, Some(&coordinator)).await;
        assert!(status == 200 && said.contains("16歳未満"), "{said}");
        let invite = format!("{accounts}/{mother}");
        let (status, letter) = stage.form(&invite, Some(&coordinator), "").await;
        assert!(status == 200 && letter.contains("<svg"), "{letter}");
        let code = letter
            .split("class=\"code\">")
            .nth(1)
            .and_then(|l| l.split('<').next());
        let code = code.unwrap_or_else(|| panic!("{letter}")).to_owned();
        let found = stage
            .platform
            .auth()
            .invitation(&code, stage.platform.now())
            .await;
        let found = found.unwrap_or_else(|e| panic!("{e:?}"));
        let account = found.unwrap_or_else(|| panic!("no invitation")).account;
        let of = stage.platform.auth().account_of(&mother).await;
        assert_eq!(of.ok().flatten(), Some(account.clone()));
        // invited again, the first letter is over
        let (_, second) = stage.form(&invite, Some(&coordinator), "once=yes").await;
        assert!(second.contains("病院の端末で1回だけ"), "{second}");
        let old = stage
            .platform
            .auth()
            .invitation(&code, stage.platform.now())
            .await;
        assert_eq!(old.ok().flatten(), None);
        let token = stage
            .platform
            .auth()
            .issue_token(
                &account,
                stage.platform.now().plus_days(9),
                stage.platform.now(),
            )
            .await;
        let token = token.unwrap_or_else(|e| panic!("{e:?}")).secret;
        let (status, home) = stage.page(&format!("/my/{case}"), Some(&token)).await;
        assert!(status == 200 && home.contains("代理："), "{home}");
        let number = CaseId::parse(case.as_str()).unwrap_or_else(|e| panic!("{e}"));
        let child = registry::facts::case(stage.platform.db(), &number).await;
        let child = child.ok().flatten().and_then(|c| c.proband().cloned());
        let child = child.unwrap_or_else(|| panic!("no child"));
        let recall = format!("{accounts}/{child}/recall");
        let (status, _) = stage
            .form(&recall, Some(&coordinator), &format!("account={account}"))
            .await;
        assert_eq!(status, 303);
        let (status, home) = stage.page(&format!("/my/{case}"), Some(&token)).await;
        assert!(
            status == 200 && !home.contains("代理："),
            "the own part stays: {home}"
        );
        let (status, _) = stage
            .page(&format!("/my/{case}/questions"), Some(&token))
            .await;
        assert_eq!(status, 403);
    }
}

#[tokio::test]
async fn a_guardian_who_does_not_take_part_has_one_tab_per_child() {
    let t = store::testing::sqlite().await;
    let stage = web::testing::platform(t.db.clone(), areas()).await;
    let (case, ..) = family(&stage).await;
    let coordinator = stage.sign_in("coordinator", Some(HOSPITAL)).await;
    let number = CaseId::parse(case.as_str()).unwrap_or_else(|e| panic!("{e}"));
    let view = registry::facts::case(stage.platform.db(), &number).await;
    let child = view.ok().flatten().and_then(|c| c.proband().cloned());
    let child = child.unwrap_or_else(|| panic!("no child"));
    let path = format!("/cases/{case}/accounts/{child}/proxy");
    // neither a name nor pages: it says what is missing
    let (status, said) = stage.form(&path, Some(&coordinator), "name=&login=").await;
    assert!(status == 200 && said.contains("role=\"alert\""), "{said}");
    // no account of staff becomes a proxy
    let (_, said) = stage
        .form(&path, Some(&coordinator), "name=&login=coordinator")
        .await;
    assert!(said.contains("ページはありません"), "{said}");
    let (status, letter) = stage
        .form(&path, Some(&coordinator), "name=%E8%A6%8B%E6%9C%AC&login=")
        .await;
    assert!(
        status == 200 && letter.contains("class=\"code\""),
        "{letter}"
    );
    let all = stage.platform.auth().mandates_in(&number).await;
    let all = all.unwrap_or_else(|e| panic!("{e:?}"));
    let [mandate] = all.as_slice() else {
        panic!("{all:?}")
    };
    let (auth, now) = (stage.platform.auth(), stage.platform.now());
    let token = auth
        .issue_token(&mandate.account, now.plus_days(9), now)
        .await;
    let token = token.unwrap_or_else(|e| panic!("{e:?}")).secret;
    let (status, home) = stage.page(&format!("/my/{case}"), Some(&token)).await;
    assert!(status == 200 && home.contains("代理："), "{home}");
    let (status, _) = stage.page("/cases/0999-01-00001", Some(&token)).await;
    assert_eq!(status, 403);
    let (status, _) = stage.page("/my", Some(&token)).await;
    assert_eq!(status, 303, "one tab: straight to it");
}
