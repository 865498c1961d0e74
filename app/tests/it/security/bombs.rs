//! Too much, too deep, too long: refused with a sentence, and the house stands.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use super::{
    house::House,
    listed::{Route, of_document, of_pages},
};
use crate::{house::serve, programme::Copy, programme::demo};

const MIB: usize = 1024 * 1024;

/// Bodies that nobody sends who means well, each with its content type.
fn bombs() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let json = "application/json";
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let nested = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let many: String = (0..300_000).map(|n| format!("f{n}=1&")).collect();
    let names: String = (0..200_000).map(|n| format!("\"f{n}\":1,")).collect();
    let zeros = [0_u8; 20];
    vec![
        ("deep lists", json, deep.into_bytes()),
        ("deep objects", json, nested.into_bytes()),
        (
            "many names",
            json,
            format!("{{{names}\"z\":1}}").into_bytes(),
        ),
        ("a long number", json, "9".repeat(MIB).into_bytes()),
        ("too large", json, vec![b'['; 9 * MIB]),
        (
            "gzip that is not asked for",
            json,
            [b"\x1f\x8b\x08\x00".as_slice(), &zeros].concat(),
        ),
        (
            "many fields",
            "application/x-www-form-urlencoded",
            many.into_bytes(),
        ),
        (
            "a large field",
            "application/x-www-form-urlencoded",
            [b"text=".as_slice(), &vec![b'a'; 9 * MIB]].concat(),
        ),
        (
            "parts without end",
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"scan\"\r\n\r\nx\r\n"
                .repeat(100_000)
                .into_bytes(),
        ),
        (
            "a large part",
            "multipart/form-data; boundary=b",
            [
                b"--b\r\nContent-Disposition: form-data; name=\"scan\"\r\n\r\n".as_slice(),
                &vec![b'%'; 30 * MIB],
            ]
            .concat(),
        ),
    ]
}

#[tokio::test]
async fn what_is_too_deep_or_too_much_is_refused() {
    let Some(house) = House::open().await else {
        return;
    };
    let account = words::AccountId::parse("coordinator-b").unwrap();
    let token = house.token(&account).await;
    let bearer = format!("Bearer {token}");
    let documented = of_document(&house).into_iter().map(|(route, _)| route);
    let routes: Vec<Route> = documented
        .chain(of_pages())
        .filter(|r| !r.is_safe())
        .collect();
    // one of every shape of handler; all of them for what is quickly read
    let few = [
        "/api/cases",
        "/api/cases/{id}/clinical/{section}",
        "/api/session",
        "/api/drafts/{form}",
        "/threads/{case}/notes",
        "/register",
        "/sign-in",
        "/paper/new/{case}/{person}",
        "/return/{case}/summary",
    ];
    for (what, kind, bomb) in bombs() {
        for route in &routes {
            if bomb.len() > MIB / 2 && !few.contains(&route.path.as_str()) {
                continue;
            }
            let thing = route.thing(&house).unwrap_or_default();
            let headers = [
                ("authorization", bearer.as_str()),
                ("content-type", kind),
                ("accept", "text/html"),
            ];
            let path = route.at(&thing);
            if path.starts_with("/sign-out")
                || path == "/switch"
                || path == "/api/session" && route.method == "DELETE"
            {
                continue;
            }
            let answer = house
                .send(&route.method, &path, &headers, bomb.clone())
                .await;
            let said = answer.text();
            assert!(
                answer.status < 500,
                "{what} {path}: {} {said}",
                answer.status
            );
            // a draft is thrown away whatever is sent along
            let reads = few.contains(&route.path.as_str()) && route.method != "DELETE";
            assert!(
                !reads || answer.status >= 400,
                "{what} {path}: {} {said}",
                answer.status
            );
        }
    }
    let still = house.ask("GET", "/devices", Some(&token), "").await;
    assert_eq!(still.status, 200);
}

/// What a real socket is answered.
fn raw(base: &str, head: &str) -> String {
    let address = base
        .trim_start_matches("http://")
        .replace("localhost", "127.0.0.1");
    let mut socket = TcpStream::connect(address).unwrap();
    // the server may hang up in the middle of what is too long
    let _ = socket.write_all(head.as_bytes());
    let mut said = Vec::new();
    let _ = socket.take(64).read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn long_heads_are_cut_off() {
    let Some(demo) = demo() else { return };
    let copy = Copy::of(demo);
    let (_server, base) = serve(&copy.args, false);
    let long = "a".repeat(2 * MIB);
    for head in [
        format!("GET /{long} HTTP/1.1\r\nhost: localhost\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: localhost\r\ncookie: kumi_session={long}\r\n\r\n"),
        format!(
            "GET / HTTP/1.1\r\nhost: localhost\r\n{}\r\n",
            "x: y\r\n".repeat(100_000)
        ),
    ] {
        let said = raw(&base, &head);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    }
    let fine = raw(
        &base,
        "GET /sign-in HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    );
    assert!(fine.starts_with("HTTP/1.1 200"), "{fine}");
}
