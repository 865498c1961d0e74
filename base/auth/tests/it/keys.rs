//! Passkeys on both engines: adding, getting in, signing, and checking a signature without a database.

use auth::{Auth, KeyFailed, KeyRefused, NotSigned, RelyingParty, SoftKey, State, check};
use store::testing::both;
use words::{Actor, Digest, Signed, Statement};

use crate::stage::{NOW, PASSWORD, auth, id, open, open_patient};

fn at() -> RelyingParty {
    RelyingParty::at("http://127.0.0.1:8080").unwrap()
}

fn refused<T: std::fmt::Debug>(done: Result<T, KeyFailed>) -> KeyRefused {
    match done.unwrap_err() {
        KeyFailed::Refused(refusal) => refusal,
        KeyFailed::Failed(e) => panic!("{e:?}"),
    }
}

async fn sign(auth: &Auth, key: &SoftKey, said: &Statement) -> Result<Signed, KeyFailed> {
    let asked = auth.ask_to_sign(&at(), said.clone(), NOW).await?;
    let answer = key.assert(&asked.options, &at().origin);
    let about = (
        &said.account,
        said.purpose.as_str(),
        said.thing.as_str(),
        &said.digest,
    );
    auth.signed(&at(), about, (&asked.ceremony, &answer), NOW)
        .await
}

fn statement() -> Statement {
    Statement {
        purpose: "analysis_report.sign".to_owned(),
        thing: "0123-01-00001.analysis".to_owned(),
        digest: Digest::of(b"what was seen"),
        account: id("ac-1"),
        roles: vec!["curator".to_owned()],
        at: NOW,
    }
}

async fn state(auth: &Auth) -> State {
    let mut all = auth.accounts().await.unwrap().into_iter();
    all.find(|(a, _)| *a == id("ac-1")).unwrap().1
}

#[tokio::test]
async fn a_key_lets_in_once_per_question() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        let key = auth.give_soft_key(&at(), &id("ac-1"), NOW).await.unwrap();
        let asked = auth
            .ask_to_enter(&at(), " ac-1@example ", NOW)
            .await
            .unwrap();
        let answer = key.assert(&asked.options, &at().origin);
        let entered = auth.enter(&at(), &asked.ceremony, &answer, NOW).await;
        assert_eq!(entered.unwrap(), id("ac-1"));
        let again = auth.enter(&at(), &asked.ceremony, &answer, NOW).await;
        assert_eq!(refused(again), KeyRefused::Over, "a replay");

        let asked = auth.ask_to_enter(&at(), "ac-1@example", NOW).await.unwrap();
        let elsewhere = key.assert(&asked.options, "https://kumihimo.example.net");
        let entered = auth.enter(&at(), &asked.ceremony, &elsewhere, NOW).await;
        assert_eq!(refused(entered), KeyRefused::Wrong, "another origin");

        let asked = auth.ask_to_enter(&at(), "ac-1@example", NOW).await.unwrap();
        let answer = key.assert(&asked.options, &at().origin);
        let late = NOW.plus_seconds(301);
        let entered = auth.enter(&at(), &asked.ceremony, &answer, late).await;
        assert_eq!(refused(entered), KeyRefused::Over, "too late");

        let asked = auth.ask_to_enter(&at(), "ac-1@example", NOW).await.unwrap();
        let answer = key.assert(&asked.options, &at().origin);
        let keys = auth.keys(&id("ac-1")).await.unwrap();
        auth.revoke_key(&id("ac-1"), &keys[0].id, &Actor::system(), NOW)
            .await
            .unwrap();
        let entered = auth.enter(&at(), &asked.ceremony, &answer, NOW).await;
        assert_eq!(refused(entered), KeyRefused::Wrong, "a revoked key");
    }
}

#[tokio::test]
async fn nobody_learns_who_has_a_key() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        let keyless = auth.ask_to_enter(&at(), "ac-1@example", NOW).await.unwrap();
        let nobody = auth.ask_to_enter(&at(), "nobody", NOW).await.unwrap();
        auth.give_soft_key(&at(), &id("ac-1"), NOW).await.unwrap();
        let known = auth.ask_to_enter(&at(), "ac-1@example", NOW).await.unwrap();
        let shape = |options: &serde_json::Value| {
            let key = &options["publicKey"];
            let names: Vec<String> = key.as_object().unwrap().keys().cloned().collect();
            let allowed = key["allowCredentials"].as_array().unwrap();
            let id = allowed[0]["id"].as_str().unwrap().len();
            let mut names = names;
            names.sort();
            (
                names,
                allowed.len(),
                id,
                key["rpId"].clone(),
                key["timeout"].clone(),
            )
        };
        assert_eq!(shape(&keyless.options), shape(&known.options));
        assert_eq!(shape(&nobody.options), shape(&known.options));
        let again = auth.ask_to_enter(&at(), "nobody", NOW).await.unwrap();
        assert_eq!(
            nobody.options["publicKey"]["allowCredentials"],
            again.options["publicKey"]["allowCredentials"],
            "asked twice, the same key"
        );
    }
}

#[tokio::test]
async fn a_signature_is_proven_from_the_ledger_alone() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        assert_eq!(
            refused(auth.ask_to_sign(&at(), statement(), NOW).await.map(drop)),
            KeyRefused::NoKey
        );
        let key = auth.give_soft_key(&at(), &id("ac-1"), NOW).await.unwrap();
        let signed = sign(&auth, &key, &statement()).await.unwrap();
        assert_eq!(check(&signed, &state(&auth).await), Ok(()));
        assert_eq!(signed.code().len(), 14);

        // what is stored and read again still proves
        let text = serde_json::to_string(&signed).unwrap();
        let read: Signed = serde_json::from_str(&text).unwrap();
        assert_eq!(check(&read, &state(&auth).await), Ok(()));

        // each altered field is found
        let mut other = signed.clone();
        other.statement.digest = Digest::of(b"something else");
        assert_eq!(check(&other, &state(&auth).await), Err(NotSigned::Answer));
        let mut other = signed.clone();
        other.statement.thing.push('x');
        assert_eq!(check(&other, &state(&auth).await), Err(NotSigned::Answer));
        let mut other = signed.clone();
        other.origin = "https://elsewhere.example".to_owned();
        assert_eq!(check(&other, &state(&auth).await), Err(NotSigned::Answer));
        let mut other = signed.clone();
        other.credential = "AAAA".to_owned();
        assert_eq!(check(&other, &state(&auth).await), Err(NotSigned::Key));

        // a key revoked later signed while it was good; one revoked before did not
        let keys = auth.keys(&id("ac-1")).await.unwrap();
        let later = NOW.plus_seconds(60);
        auth.revoke_key(&id("ac-1"), &keys[0].id, &Actor::system(), later)
            .await
            .unwrap();
        assert_eq!(check(&signed, &state(&auth).await), Ok(()));
        let mut late = signed.clone();
        late.statement.at = later;
        assert_eq!(check(&late, &state(&auth).await), Err(NotSigned::Key));
    }
}

#[tokio::test]
async fn a_signature_for_one_thing_serves_no_other() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        let key = auth.give_soft_key(&at(), &id("ac-1"), NOW).await.unwrap();
        let said = statement();
        let asked = auth.ask_to_sign(&at(), said.clone(), NOW).await.unwrap();
        let answer = key.assert(&asked.options, &at().origin);
        let other = (
            &said.account,
            "panel_report.sign",
            said.thing.as_str(),
            &said.digest,
        );
        let done = auth
            .signed(&at(), other, (&asked.ceremony, &answer), NOW)
            .await;
        assert_eq!(refused(done), KeyRefused::Other);
        // the answer to a question about signing does not open the door
        let asked = auth.ask_to_sign(&at(), said, NOW).await.unwrap();
        let answer = key.assert(&asked.options, &at().origin);
        let entered = auth.enter(&at(), &asked.ceremony, &answer, NOW).await;
        assert_eq!(refused(entered), KeyRefused::Over);
    }
}

#[tokio::test]
async fn an_invitation_is_used_once_and_ends_what_was_before() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        let own = Actor {
            account: id("ac-1"),
            ..Actor::system()
        };
        assert!(
            auth.invite(&id("ac-1"), (7, false), &own, NOW)
                .await
                .is_err(),
            "a way back needs a second person"
        );
        let old = auth.give_soft_key(&at(), &id("ac-1"), NOW).await.unwrap();
        let session = auth.open_session(&id("ac-1"), NOW).await.unwrap();
        let earlier = invite(&auth, "ac-1", false).await;
        let code = invite(&auth, "ac-1", false).await;
        assert!(auth.invitation(&earlier, NOW).await.unwrap().is_none());
        let typed = code.to_uppercase().replace('-', " ");
        let invited = auth.invitation(&typed, NOW).await.unwrap().unwrap();
        assert_eq!(invited.account, id("ac-1"));
        let over = NOW.plus_days(7);
        assert!(auth.invitation(&code, over).await.unwrap().is_none());

        let accept = async |auth: &Auth, seed| {
            let new = SoftKey::new(&chance(seed)).unwrap();
            let asked = auth.ask_for_key(&at(), &id("ac-1"), NOW).await.unwrap();
            let made = new.make(&asked.options, &at().origin);
            auth.accept_with_key(&at(), &code, (&asked.ceremony, &made), "phone", NOW)
                .await
        };
        assert_eq!(accept(&auth, 900).await.unwrap(), id("ac-1"));
        assert_eq!(
            refused(accept(&auth, 1800).await),
            KeyRefused::Over,
            "used twice"
        );
        let keys = auth.keys(&id("ac-1")).await.unwrap();
        assert_eq!(keys.len(), 1, "the lost key is gone");
        assert_eq!(keys[0].label, "phone");
        assert!(sign(&auth, &old, &statement()).await.is_err());
        let held = auth.holder(auth::Kind::Session, &session.secret, NOW).await;
        assert!(held.is_err(), "the open session ended");
    }
}

async fn invite(auth: &Auth, account: &str, letter: bool) -> String {
    auth.invite(&id(account), (7, letter), &Actor::system(), NOW)
        .await
        .unwrap()
}

fn chance(from: u64) -> auth::Chance {
    let next = std::sync::atomic::AtomicU64::new(from);
    std::sync::Arc::new(move |bytes: &mut [u8]| {
        let n = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let digest = Digest::of(&n.to_be_bytes());
        for (byte, d) in bytes.iter_mut().zip(digest.as_str().bytes().cycle()) {
            *byte = d;
        }
    })
}

#[tokio::test]
async fn a_participant_may_choose_a_password_or_a_letter_staff_may_not() {
    for t in both().await {
        let auth = auth(&t.db).await;
        open(&auth, "ac-1").await;
        open_patient(&auth, "ac-2").await;
        let staff = invite(&auth, "ac-1", false).await;
        let done = auth.accept_with_password(&staff, PASSWORD, NOW).await;
        assert_eq!(refused(done), KeyRefused::Over);
        let patient = invite(&auth, "ac-2", false).await;
        let totp = auth.accept_with_password(&patient, "another long password", NOW);
        let totp = totp.await.unwrap();
        let code = auth::code_at(&totp, NOW).unwrap();
        let entered = auth.sign_in("ac-2@example", "another long password", &code, NOW);
        assert_eq!(entered.await.unwrap(), id("ac-2"));
        let letter = invite(&auth, "ac-2", true).await;
        assert_eq!(auth.accept_letter(&letter, NOW).await.unwrap(), id("ac-2"));
        assert_eq!(
            refused(auth.accept_letter(&letter, NOW).await),
            KeyRefused::Over
        );
    }
}

#[tokio::test]
async fn drafts_belong_to_who_typed_them() {
    for t in both().await {
        let auth = auth(&t.db).await;
        let fields = br#"{"fields":[["note","half a sentence"]]}"#;
        auth.keep_draft(&id("ac-1"), "thread/1", b"{}", NOW)
            .await
            .unwrap();
        auth.keep_draft(&id("ac-1"), "thread/1", fields, NOW)
            .await
            .unwrap();
        let own = auth.draft(&id("ac-1"), "thread/1").await.unwrap();
        assert_eq!(own.as_deref(), Some(fields.as_slice()));
        assert_eq!(auth.draft(&id("ac-2"), "thread/1").await.unwrap(), None);
        auth.drop_draft(&id("ac-1"), "thread/1").await.unwrap();
        assert_eq!(auth.draft(&id("ac-1"), "thread/1").await.unwrap(), None);
    }
}

#[test]
fn an_address_carries_passkeys_by_name_and_over_https() {
    for (base, origin) in [
        (
            "https://kumihimo.example.org",
            Some("https://kumihimo.example.org"),
        ),
        ("http://127.0.0.1:8080", Some("http://localhost:8080")),
        ("http://localhost:9", Some("http://localhost:9")),
        ("http://kumihimo.example.org", None),
        ("https://192.0.2.7", None),
        ("nothing", None),
    ] {
        let at = RelyingParty::at(base);
        assert_eq!(at.as_ref().map(|a| a.origin.as_str()), origin, "{base}");
    }
}
