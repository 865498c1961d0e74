//! Messages by e-mail, at a real SMTP server: that one mail goes out, what it says, to whom it does not go.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{IpAddr, SocketAddr, TcpListener},
    sync::{Arc, Mutex},
    time::Duration,
};

use consent::words::form;
use mailin::{Action, Handler, Response, SessionBuilder, response};
use serde_json::json;
use web::{Mail, MailSafety, testing::Stage};
use words::{AccountId, CaseId, Digest, PersonId};

/// What a mail server was given.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Vec<u8>>>>, Arc<Mutex<Vec<String>>>);

/// One connection.
struct Talk {
    kept: Kept,
    mail: Vec<u8>,
}

impl Handler for Talk {
    fn rcpt(&mut self, to: &str) -> Response {
        self.kept.1.lock().unwrap().push(to.to_owned());
        if to.starts_with("gone") {
            return response::NO_MAILBOX;
        }
        response::OK
    }
    fn data(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.mail.extend_from_slice(line);
        Ok(())
    }
    fn data_end(&mut self) -> Response {
        self.kept
            .0
            .lock()
            .unwrap()
            .push(std::mem::take(&mut self.mail));
        response::OK
    }
}

/// A mail server on a port of its own, until the test ends; it can be taken away and brought back.
struct Server {
    at: SocketAddr,
    kept: Kept,
    away: Arc<Mutex<bool>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (at, kept, away) = (
            listener.local_addr().unwrap(),
            Kept::default(),
            Arc::new(Mutex::new(false)),
        );
        let (mails, gone) = (kept.clone(), away.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                if *gone.lock().unwrap() {
                    continue;
                }
                let kept = mails.clone();
                std::thread::spawn(move || talk(&stream, kept));
            }
        });
        Self { at, kept, away }
    }

    fn set_away(&self, away: bool) {
        *self.away.lock().unwrap() = away;
    }

    fn settings(&self) -> Mail {
        Mail {
            host: "127.0.0.1".to_owned(),
            port: self.at.port(),
            safety: MailSafety::None,
            login: None,
            from: "Kumihimo <no-reply@kumihimo.example>".to_owned(),
            hours: 24,
        }
    }

    fn mails(&self) -> Vec<String> {
        let all = self.kept.0.lock().unwrap();
        all.iter()
            .map(|m| String::from_utf8(m.clone()).unwrap())
            .collect()
    }

    fn recipients(&self) -> Vec<String> {
        self.kept.1.lock().unwrap().clone()
    }
}

/// Speaks SMTP until the other side is done.
fn talk(stream: &std::net::TcpStream, kept: Kept) {
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let ip: IpAddr = stream.peer_addr().unwrap().ip();
    let mail = Vec::new();
    let mut session = SessionBuilder::new("mail.example").build(ip, Talk { kept, mail });
    let mut out = stream;
    session.greeting().write_to(&mut out).unwrap();
    let mut lines = BufReader::new(stream);
    loop {
        let mut line = Vec::new();
        match lines.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let answer = session.process(&line);
        if !matches!(answer.action, Action::NoReply) && answer.write_to(&mut out).is_err() {
            return;
        }
        let _ = out.flush();
        if matches!(answer.action, Action::Close) {
            return;
        }
    }
}

async fn stage(db: store::Db, server: &Server) -> Stage {
    let mail = server.settings();
    web::testing::platform_with(db, crate::compose::areas(), |s| s.mail = Some(mail)).await
}

/// What `kumi worker` does again and again.
async fn round(stage: &Stage) -> usize {
    stage.settle().await;
    oversight::messages(&stage.platform).await.unwrap()
}

/// Gives an address for an account, reads the code in the mail, types it.
async fn give(stage: &Stage, account: &str, address: &str) {
    let (auth, now) = (stage.platform.auth(), stage.platform.now());
    let id = AccountId::parse(account).unwrap();
    auth.set_address(&id, address, now).await.unwrap();
    let found = auth.address(&id).await.unwrap().unwrap();
    auth.prove_address(&id, &found.code.unwrap(), now)
        .await
        .unwrap();
}

/// A registered cancer patient with a consent in force, signed in: case, person, token.
async fn patient(stage: &Stage, number: &str) -> (String, PersonId, String) {
    let office = stage.sign_in("office", None).await;
    let approvals =
        json!([{ "kind": "cancer", "system": "B", "from": "2026-04-01", "reference": "EC-1" }]);
    let site = json!({ "id": "site-a", "kind": "hospital", "code": "0123", "approvals": approvals,
        "name": { "ja": "見本病院", "en": "Sample Hospital" } });
    let (status, said) = stage.call("POST", "/api/sites", Some(&office), site).await;
    assert!(status < 300 || status == 409, "{said}");
    let coordinator = stage.sign_in("coordinator", Some("site-a")).await;
    let member = json!({ "relation": "proband", "name": "組紐 花子", "kana": "クミヒモ ハナコ",
        "birth_day": "1980-01-01", "sex": "female", "patient_number": number });
    let fit = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let body = json!({ "eligibility": fit, "members": [member] });
    let (status, case) = stage
        .call("POST", "/api/cases", Some(&coordinator), body)
        .await;
    assert_eq!(status, 201, "{case}");
    let id = case["id"].as_str().unwrap().to_owned();
    let person = case["members"][0]["person"].as_str().unwrap().to_owned();
    agree(stage, &coordinator, &id, &person).await;
    let person = PersonId::parse(person).unwrap();
    let token = stage.sign_in_patient(&person).await;
    (id, person, token)
}

async fn agree(stage: &Stage, coordinator: &str, case: &str, person: &str) {
    let form = form::find("icf-cancer-adult@1.0").unwrap();
    let mut answers = serde_json::Map::new();
    for item in &form.items {
        let item = serde_json::to_value(item).unwrap();
        if item["when"].is_null() {
            let answer = if item["kind"] == "mandatory" {
                "agree"
            } else {
                "not_set"
            };
            answers.insert(item["code"].as_str().unwrap().to_owned(), json!(answer));
        }
    }
    let record = json!({ "case": case, "person": person, "form": "icf-cancer-adult@1.0", "form_sha256": form.digest,
        "giver": "self", "answers": answers, "explained": { "place": "onsite", "method": "e_onsite" },
        "identity_check": "face_to_face", "signature_sha256": Digest::of(b"signature") });
    let (status, said) = stage
        .call("POST", "/api/consents", Some(coordinator), record)
        .await;
    assert_eq!(status, 201, "{said}");
}

/// The team answers a question: something new for the patient.
async fn answered(stage: &Stage, case: &str, token: &str) {
    let physician = stage.sign_in("physician", Some("site-a")).await;
    let path = format!("/api/cases/{case}/questions");
    let asked = json!({ "text": "いつ分かりますか" });
    let (status, said) = stage.call("POST", &path, Some(token), asked).await;
    assert_eq!(status, 201, "{said}");
    let number = CaseId::parse(case).unwrap();
    let thread = disclosure::facts::thread(stage.platform.db(), &number).await;
    let n = thread.unwrap().unwrap().lines.last().unwrap().line.n;
    stage.pass_seconds(60);
    let (path, words) = (format!("{path}/{n}/answers"), json!({ "text": "来月です" }));
    let (status, said) = stage.call("POST", &path, Some(&physician), words).await;
    assert_eq!(status, 201, "{said}");
}

/// A mail without what differs from one to the next: to whom, when, its id.
fn bare(mail: &str) -> String {
    let varies = ["To:", "Date:", "Message-ID:"];
    let lines = mail
        .lines()
        .filter(|l| !varies.iter().any(|v| l.starts_with(v)));
    lines.collect::<Vec<_>>().join("\n")
}

fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let line = mail.lines().find(|l| l.starts_with(name));
    line.unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_says_that_something_waits_and_nothing_else_and_goes_once_a_day() {
    for t in store::testing::both().await {
        let server = Server::start();
        let stage = stage(t.db.clone(), &server).await;
        let (case, person, token) = patient(&stage, "10001").await;
        let account = format!("patient.{person}");
        give(&stage, &account, "hanako@mail.example").await;
        assert_eq!(round(&stage).await, 0, "nothing is new yet");
        answered(&stage, &case, &token).await;
        assert_eq!(round(&stage).await, 1);
        assert_eq!(round(&stage).await, 0, "once");
        answered(&stage, &case, &token).await;
        assert_eq!(round(&stage).await, 0, "not again on the same day");
        stage.pass_days(1);
        assert_eq!(round(&stage).await, 1, "what came meanwhile, together");
        let mails = server.mails();
        let [first, second] = mails.as_slice() else {
            panic!("{mails:?}")
        };
        assert_eq!(server.recipients(), ["hanako@mail.example"; 2]);
        assert_ne!(header(first, "Message-ID:"), header(second, "Message-ID:"));
        assert_eq!(bare(first), bare(second));
        for secret in [case.as_str(), person.as_str(), account.as_str(), "hanako@"] {
            assert!(!bare(first).contains(secret), "{secret}: {first}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_patients_get_the_same_bytes() {
    let t = store::testing::sqlite().await;
    let server = Server::start();
    let stage = stage(t.db.clone(), &server).await;
    let (case, person, token) = patient(&stage, "10001").await;
    let (other, someone, key) = patient(&stage, "10002").await;
    for who in [&person, &someone] {
        give(&stage, &format!("patient.{who}"), "h@mail.example").await;
    }
    // only one of them has something that was not disclosed: the team writes of it and asks for counselling
    stage.pass_seconds(60);
    let physician = stage.sign_in("physician", Some("site-a")).await;
    let note = json!({ "text": "二次的所見について相談" });
    let wish = json!({ "urgency": "soon", "ground": "heredity" });
    for (what, body) in [("notes", note), ("counselling/requests", wish)] {
        let path = format!("/api/cases/{other}/{what}");
        let (status, said) = stage.call("POST", &path, Some(&physician), body).await;
        assert!(status < 300, "{what}: {status} {said}");
    }
    assert_eq!(round(&stage).await, 0, "nothing undisclosed calls anybody");
    for (case, token) in [(&case, &token), (&other, &key)] {
        answered(&stage, case, token).await;
    }
    assert_eq!(round(&stage).await, 2);
    let mails = server.mails();
    let bare: Vec<String> = mails.iter().map(|m| bare(m)).collect();
    assert_eq!(bare[0], bare[1]);
    assert_eq!(mails[0].len(), mails[1].len());
    assert_eq!(header(&mails[0], "Date:"), header(&mails[1], "Date:"));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_death_nobody_is_written_to() {
    for t in store::testing::both().await {
        let server = Server::start();
        let stage = stage(t.db.clone(), &server).await;
        let (case, person, token) = patient(&stage, "10001").await;
        give(&stage, &format!("patient.{person}"), "h@mail.example").await;
        server.set_away(true);
        answered(&stage, &case, &token).await;
        assert_eq!(round(&stage).await, 0);
        // the mail waits; then the patient dies, and the server comes back
        die(&stage, &case, &person).await;
        server.set_away(false);
        for _ in 0..3 {
            stage.pass_days(1);
            assert_eq!(round(&stage).await, 0);
        }
        assert!(server.mails().is_empty());
    }
}

async fn die(stage: &Stage, case: &str, person: &PersonId) {
    let physician = stage.sign_in("physician", Some("site-a")).await;
    let path = format!("/api/cases/{case}/members/{person}/death");
    let died = json!({ "source": "chart" });
    let (status, said) = stage.call("PUT", &path, Some(&physician), died).await;
    assert!(status < 300, "{status} {said}");
    stage.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_away_gets_exactly_one_mail() {
    for t in store::testing::both().await {
        let server = Server::start();
        let stage = stage(t.db.clone(), &server).await;
        let (case, person, token) = patient(&stage, "10001").await;
        give(&stage, &format!("patient.{person}"), "h@mail.example").await;
        server.set_away(true);
        answered(&stage, &case, &token).await;
        assert_eq!(round(&stage).await, 0);
        let admin = stage.sign_in("admin", None).await;
        let (status, page) = stage.page("/messages/troubles", Some(&admin)).await;
        assert!(status == 200 && page.contains("つながりません"), "{page}");
        assert!(!page.contains("h@mail.example"));
        let (_, home) = stage.page("/", Some(&admin)).await;
        assert!(home.contains("/messages/troubles"), "{home}");
        server.set_away(false);
        assert_eq!(round(&stage).await, 0, "not before its time");
        stage.pass_seconds(61);
        assert_eq!(round(&stage).await, 1);
        for _ in 0..3 {
            stage.pass_seconds(600);
            assert_eq!(round(&stage).await, 0);
        }
        assert_eq!(server.mails().len(), 1);
        let (_, page) = stage.page("/messages/troubles", Some(&admin)).await;
        assert!(!page.contains("つながりません"), "{page}");
        let (status, _) = stage.page("/messages/troubles", Some(&token)).await;
        assert_eq!(status, 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_refused_is_shown_and_not_tried_again() {
    let t = store::testing::sqlite().await;
    let server = Server::start();
    let stage = stage(t.db.clone(), &server).await;
    let (case, person, token) = patient(&stage, "10001").await;
    give(&stage, &format!("patient.{person}"), "gone@mail.example").await;
    answered(&stage, &case, &token).await;
    for _ in 0..3 {
        assert_eq!(round(&stage).await, 0);
        stage.pass_days(1);
    }
    assert_eq!(server.recipients().len(), 1, "asked once");
    let (_, page) = stage.page("/messages", Some(&token)).await;
    assert!(page.contains("届きませんでした"), "{page}");
    let security = stage.sign_in("security", None).await;
    let (_, page) = stage.page("/messages/troubles", Some(&security)).await;
    assert!(
        page.contains("拒みました") && !page.contains("gone@"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_that_proves_an_address_comes_by_mail_and_staff_are_told_of_work() {
    let t = store::testing::sqlite().await;
    let server = Server::start();
    let stage = stage(t.db.clone(), &server).await;
    let token = stage.sign_in("coordinator", Some("site-a")).await;
    let account = AccountId::parse("coordinator.site-a").unwrap();
    let post = async |path: &str, body: &str| stage.form(path, Some(&token), body).await.0;
    assert_eq!(post("/messages", "address=nonsense").await, 409);
    assert_eq!(
        post("/messages", "address=staff%40hospital.example").await,
        303
    );
    assert_eq!(round(&stage).await, 1);
    let mail = server.mails().remove(0);
    let found = stage
        .platform
        .auth()
        .address(&account)
        .await
        .unwrap()
        .unwrap();
    let code = found.code.unwrap();
    let said = decoded(&mail);
    assert!(said.contains(&code), "{said}");
    assert!(
        said.find("確認コード") < said.find("one hour"),
        "Japanese first: {said}"
    );
    assert_eq!(post("/messages/code", &format!("code={code}")).await, 303);
    stage.pass_seconds(60);
    assert_eq!(round(&stage).await, 0);
    let (case, ..) = patient(&stage, "10001").await;
    assert_eq!(round(&stage).await, 1, "there is work");
    let mail = server.mails().remove(1);
    assert!(!decoded(&mail).contains(&case));
    assert!(decoded(&mail).contains("http://localhost:8080/"));
    // on request the address is forgotten at once
    assert_eq!(post("/messages/stop", "").await, 303);
    stage.pass_days(2);
    patient(&stage, "10002").await;
    assert_eq!(round(&stage).await, 0);
    assert_eq!(stage.platform.auth().address(&account).await.unwrap(), None);
}

/// The words of a mail, out of base 64 or quoted-printable.
fn decoded(mail: &str) -> String {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    if head.contains("base64") {
        return String::from_utf8(base64(body)).unwrap();
    }
    body.to_owned()
}

fn base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |b: u8| SIGNS.iter().position(|s| *s == b);
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for six in text.bytes().filter_map(value) {
        held = (held << 6) | u32::try_from(six).unwrap();
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits).to_le_bytes()[0]);
        }
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn who_withdraws_is_not_written_to_any_more() {
    let t = store::testing::sqlite().await;
    let server = Server::start();
    let stage = stage(t.db.clone(), &server).await;
    let (case, person, token) = patient(&stage, "10001").await;
    let account = AccountId::parse(format!("patient.{person}")).unwrap();
    give(&stage, account.as_str(), "h@mail.example").await;
    let number = CaseId::parse(case.as_str()).unwrap();
    let all = consent::facts::of_case(stage.platform.db(), &number)
        .await
        .unwrap();
    let path = format!("/api/consents/{}/withdraw", all[0].id);
    let (status, said) = stage
        .call("POST", &path, Some(&token), json!({ "by": "self" }))
        .await;
    assert_eq!(status, 200, "{said}");
    stage.pass_days(1);
    assert_eq!(round(&stage).await, 0);
    assert_eq!(stage.platform.auth().address(&account).await.unwrap(), None);
}
