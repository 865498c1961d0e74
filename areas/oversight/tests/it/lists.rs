//! Every list in its states: empty with a kind sentence, refused without a word of what there is, asked for in a way that
//! cannot be read, and more than a page holds. The state of loading is the copy that is being made anew (`behind`).

use serde_json::json;
use web::testing::Stage;

use crate::api::{areas, register};

/// Address, who reads it (role, site), the sentence of the empty list, who may not.
struct List {
    at: &'static str,
    by: (&'static str, Option<&'static str>),
    empty: &'static str,
    not: &'static str,
}

const LISTS: [List; 12] = [
    List {
        at: "/",
        by: ("curator", None),
        empty: "いま、あなたを待っていることはありません",
        not: "",
    },
    List {
        at: "/cases",
        by: ("office", None),
        empty: "あてはまる症例はありません",
        not: "",
    },
    List {
        at: "/board",
        by: ("office", None),
        empty: "待っている症例はありません",
        not: "physician",
    },
    List {
        at: "/search?q=0999-01-00001",
        by: ("office", None),
        empty: "見つかりませんでした",
        not: "",
    },
    List {
        at: "/access?case=0999-01-00001",
        by: ("security", None),
        empty: "該当する記録はありません",
        not: "office",
    },
    List {
        at: "/access/accounts?after=zzzz",
        by: ("security", None),
        empty: "職員のアカウントはありません",
        not: "office",
    },
    List {
        at: "/access/reviews",
        by: ("security", None),
        empty: "点検はまだありません",
        not: "office",
    },
    List {
        at: "/curation",
        by: ("curator", None),
        empty: "class=\"empty\"",
        not: "coordinator",
    },
    List {
        at: "/panels",
        by: ("panel_chair", None),
        empty: "class=\"empty\"",
        not: "vendor",
    },
    List {
        at: "/openings",
        by: ("security", None),
        empty: "class=\"empty\"",
        not: "vendor",
    },
    List {
        at: "/messages/troubles",
        by: ("admin", None),
        empty: "class=\"empty\"",
        not: "physician",
    },
    List {
        at: "/access/could?case=0999-01-00001&day=2026-04-03",
        by: ("security", None),
        empty: "症例番号か日付を読み取れません",
        not: "office",
    },
];

fn site_of(role: &str) -> Option<&'static str> {
    match auth::role(role).map(|r| r.bound) {
        Some(auth::Bound::Site) => Some("hospital-a"),
        _ => None,
    }
}

#[tokio::test]
async fn every_list_says_kindly_that_it_is_empty() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), areas()).await;
        for list in &LISTS {
            let token = stage.sign_in(list.by.0, list.by.1).await;
            let (status, page) = stage.page(list.at, Some(&token)).await;
            assert_eq!(status, 200, "{}: {page}", list.at);
            assert!(page.contains(list.empty), "{}: {page}", list.at);
        }
    }
}

#[tokio::test]
async fn who_may_not_see_a_list_reads_why_and_nothing_of_it() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), areas()).await;
        let case = register(&stage).await;
        for list in &LISTS {
            let (status, page) = stage.page(list.at, None).await;
            assert!(matches!(status, 401 | 303), "{}: {status}", list.at);
            assert!(!page.contains(&case), "{}", list.at);
            if list.not.is_empty() {
                continue;
            }
            let token = stage.sign_in(list.not, site_of(list.not)).await;
            let (status, page) = stage.page(list.at, Some(&token)).await;
            assert_eq!(status, 403, "{} as {}: {page}", list.at, list.not);
            assert!(
                page.contains("許可されていません") && !page.contains(&case),
                "{}: {page}",
                list.at
            );
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_shows_no_list() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), areas()).await;
        let security = stage.sign_in("security", None).await;
        let office = stage.sign_in("office", None).await;
        for (at, token, says) in [
            ("/access?case=%20x%20y", &security, "入力を読み取れません"),
            (
                "/access/could?case=x&day=someday",
                &security,
                "読み取れません",
            ),
            ("/cases?after=nonsense", &office, "0件"),
            (
                "/cases?task=nonsense",
                &office,
                "あてはまる症例はありません",
            ),
        ] {
            let (status, page) = stage.page(at, Some(token)).await;
            assert_eq!(status, 200, "{at}: {page}");
            assert!(page.contains(says), "{at}: {page}");
        }
    }
}

/// Registers so many cases at the hospital.
async fn fill(stage: &Stage, cases: usize) {
    let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
    for n in 0..cases {
        let case = json!({
            "eligibility": { "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true },
            "members": [{ "relation": "proband", "name": format!("見本 {n}"), "kana": "ミホン", "birth_day": "1970-05-01",
                "sex": "female", "patient_number": format!("8{n:05}") }] });
        let (status, said) = stage
            .call("POST", "/api/cases", Some(&coordinator), case)
            .await;
        assert!(status < 300, "{said}");
    }
}

#[tokio::test]
async fn more_than_a_page_goes_on_and_the_board_opens_its_lists() {
    for t in store::testing::both().await {
        let stage = web::testing::platform(t.db.clone(), areas()).await;
        let case = register(&stage).await;
        fill(&stage, 51).await;
        let office = stage.sign_in("office", None).await;
        let security = stage.sign_in("security", None).await;
        let coordinator = stage.sign_in("coordinator", Some("hospital-a")).await;
        for _ in 0..60 {
            stage
                .call("GET", "/api/session", Some(&security), json!(null))
                .await;
        }
        for (at, token) in [
            ("/cases", &office),
            ("/access", &security),
            ("/", &coordinator),
        ] {
            let (status, page) = stage.page(at, Some(token)).await;
            assert!(
                status == 200 && page.contains("rel=\"next\""),
                "{at}: {page}"
            );
        }
        let (_, home) = stage.page("/", Some(&coordinator)).await;
        assert!(
            home.contains("ミホン</rt>"),
            "the treating team reads names: {home}"
        );
        let (_, other) = stage.page("/", Some(&office)).await;
        assert!(!other.contains("ミホン"), "the centre does not: {other}");

        let (_, board) = stage.page("/board", Some(&office)).await;
        let to = "/cases?task=consent_take&amp;late=&amp;site=&amp;field=";
        let cell = board.split(to).nth(1).and_then(|l| l.split("</a>").next());
        assert!(cell.is_some_and(|c| c.contains(">52")), "{board}");
        let (_, list) = stage.page("/cases?task=consent_take", Some(&office)).await;
        assert!(list.contains("52件"), "{list}");
        stage.pass_days(20);
        let (_, board) = stage
            .page("/board?site=hospital-a&field=cancer", Some(&office))
            .await;
        assert!(
            board.contains("status problem") && board.contains("late=yes&amp;site=hospital-a"),
            "{board}"
        );
        let (_, none) = stage.page("/board?field=rare", Some(&office)).await;
        assert!(none.contains("待っている症例はありません"), "{none}");
        let (_, late) = stage
            .page("/cases?task=consent_take&late=yes", Some(&office))
            .await;
        assert!(
            late.contains("52件") && !late.contains(&format!("{case}-")),
            "{late}"
        );
    }
}
