//! An address for messages: proved by a code, sealed at rest, forgotten with the account; on both databases.

use auth::{AddressFailed, AddressRefused, Auth};
use words::Actor;

use crate::stage::{NOW, auth, id, open};

async fn refused(done: Result<(), AddressFailed>) -> Option<AddressRefused> {
    match done {
        Err(AddressFailed::Refused(refused)) => Some(refused),
        _ => None,
    }
}

async fn code(auth: &Auth) -> String {
    let found = auth.address(&id("hanako")).await.unwrap().unwrap();
    found.code.unwrap()
}

#[tokio::test]
async fn an_address_counts_once_its_holder_has_typed_the_code() {
    for t in store::testing::both().await {
        let auth = auth(&t.db).await;
        open(&auth, "hanako").await;
        let who = id("hanako");
        let given = "hanako@mail.example.jp";
        for wrong in [
            "hanako",
            "a@b",
            "a b@c.jp",
            "a@c.jp\r\nBcc: x@y.jp",
            "@c.jp",
            "a@.jp",
        ] {
            let done = auth.set_address(&who, wrong, NOW).await;
            assert_eq!(refused(done).await, Some(AddressRefused::Form), "{wrong:?}");
        }
        auth.set_address(&who, given, NOW).await.unwrap();
        assert!(auth.with_address().await.unwrap().is_empty());
        // nothing of it lies in the clear
        let row =
            t.db.one("SELECT sealed FROM address", vec![])
                .await
                .unwrap();
        let sealed = row.unwrap().bytes(0).unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains(given));
        let soon = auth.set_address(&who, given, NOW.plus_seconds(10)).await;
        assert_eq!(refused(soon).await, Some(AddressRefused::TooSoon));
        let right = code(&auth).await;
        assert_eq!(right.len(), 8);
        let wrong = auth.prove_address(&who, "1", NOW).await;
        assert_eq!(refused(wrong).await, Some(AddressRefused::Wrong));
        let full: String = right
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap())
            .collect();
        auth.prove_address(&who, &format!(" {full}"), NOW)
            .await
            .unwrap();
        assert_eq!(auth.with_address().await.unwrap(), [(who.clone(), NOW)]);
        let found = auth.address(&who).await.unwrap().unwrap();
        assert_eq!((found.address.as_str(), found.code), (given, None));
        let twice = auth.prove_address(&who, &right, NOW).await;
        assert_eq!(refused(twice).await, Some(AddressRefused::Over));
    }
}

#[tokio::test]
async fn a_code_ends_after_an_hour_and_after_five_mistakes() {
    for t in store::testing::both().await {
        let auth = auth(&t.db).await;
        open(&auth, "hanako").await;
        let who = id("hanako");
        auth.set_address(&who, "h@mail.jp", NOW).await.unwrap();
        let late = auth
            .prove_address(&who, &code(&auth).await, NOW.plus_seconds(3_601))
            .await;
        assert_eq!(refused(late).await, Some(AddressRefused::Over));
        for _ in 0..5 {
            let wrong = auth.prove_address(&who, "x", NOW).await;
            assert_eq!(refused(wrong).await, Some(AddressRefused::Wrong));
        }
        let right = code(&auth).await;
        let over = auth.prove_address(&who, &right, NOW).await;
        assert_eq!(refused(over).await, Some(AddressRefused::Over));
    }
}

#[tokio::test]
async fn an_address_goes_with_the_account_and_on_request() {
    for t in store::testing::both().await {
        let auth = auth(&t.db).await;
        open(&auth, "hanako").await;
        let who = id("hanako");
        for close in [false, true] {
            let at = NOW.plus_days(i64::from(close));
            auth.set_address(&who, "h@mail.jp", at).await.unwrap();
            auth.prove_address(&who, &code(&auth).await, at)
                .await
                .unwrap();
            if close {
                auth.close_account(&who, &Actor::system(), at)
                    .await
                    .unwrap();
            } else {
                auth.forget_address(&who).await.unwrap();
            }
            assert_eq!(auth.address(&who).await.unwrap(), None);
            assert!(auth.with_address().await.unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn an_address_that_takes_no_mail_has_to_be_proved_again() {
    for t in store::testing::both().await {
        let auth = auth(&t.db).await;
        open(&auth, "hanako").await;
        let who = id("hanako");
        auth.set_address(&who, "h@mail.jp", NOW).await.unwrap();
        auth.prove_address(&who, &code(&auth).await, NOW)
            .await
            .unwrap();
        auth.doubt_address(&who).await.unwrap();
        assert!(auth.with_address().await.unwrap().is_empty());
        let found = auth.address(&who).await.unwrap().unwrap();
        assert_eq!((found.code, found.verified_at), (None, None));
    }
}
