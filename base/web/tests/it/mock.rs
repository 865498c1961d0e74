//! An identity provider in this process: discovery, keys, tokens, and every lie that a token can tell.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use auth::{Provider, ProviderSettings};
use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use words::{At, Digest, Text};

pub const SECRET: &str = "the secret of the client";
const CLIENT: &str = "kumihimo";

/// What is wrong with the next token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    None,
    Nonce,
    Audience,
    Issuer,
    Expired,
    Tomorrow,
    UnknownKey,
    ForeignKey,
    Unsigned,
    SharedSecret,
    AskedLongAgo,
    NotAsked,
}

struct Given {
    challenge: String,
    nonce: String,
    subject: String,
}

struct Inner {
    issuer: String,
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    /// A code that was used up stays, as nothing.
    codes: Mutex<HashMap<String, Option<Given>>>,
    lie: Mutex<(Lie, At)>,
}

/// The provider.
#[derive(Clone)]
pub struct Mock(Arc<Inner>);

fn key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

impl Mock {
    /// Serves on a free port until the test is over.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let mock = Self(Arc::new(Inner {
            issuer,
            key: key(),
            other: key(),
            codes: Mutex::default(),
            lie: Mutex::new((Lie::None, web::testing::BEGIN)),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(keys))
            .route("/token", post(token))
            .with_state(mock.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        mock
    }

    pub fn provider(&self) -> Provider {
        Provider::new(ProviderSettings {
            issuer: self.0.issuer.clone(),
            client: CLIENT.to_owned(),
            secret: SECRET.to_owned(),
            name: Text::made("試験の認証", "the test's login"),
        })
        .unwrap()
    }

    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// From now on tokens are issued at `now`, and tell this lie.
    pub fn tell(&self, lie: Lie, now: At) {
        *self.0.lie.lock().unwrap() = (lie, now);
    }

    /// Somebody proves at the provider to be `subject`: the code and the state to come back with.
    pub fn authorize(&self, address: &str, subject: &str) -> (String, String) {
        let asked = queries(address);
        assert!(address.starts_with(&format!("{}/authorize?", self.0.issuer)));
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(
            (asked["prompt"].as_str(), asked["max_age"].as_str()),
            ("login", "0")
        );
        assert_eq!(asked["redirect_uri"], "http://localhost:8080/outside/back");
        let mut codes = self.0.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        let given = Given {
            challenge: asked["code_challenge"].clone(),
            nonce: asked["nonce"].clone(),
            subject: subject.to_owned(),
        };
        codes.insert(code.clone(), Some(given));
        (code, asked["state"].clone())
    }

    fn id_token(&self, given: &Given) -> String {
        let (lie, now) = *self.0.lie.lock().unwrap();
        let now = now.micros() / 1_000_000;
        let or = |when: Lie, other: &str, truth: &str| {
            if lie == when { other } else { truth }.to_owned()
        };
        let issued = if lie == Lie::Tomorrow {
            now + 86_400
        } else {
            now
        };
        let mut claims = json!({
            "iss": or(Lie::Issuer, "https://elsewhere.example", &self.0.issuer),
            "aud": or(Lie::Audience, "another client", CLIENT),
            "nonce": or(Lie::Nonce, "another nonce", &given.nonce),
            "sub": given.subject, "iat": issued, "exp": issued + 300, "auth_time": now,
        });
        match lie {
            Lie::Expired => claims["exp"] = json!(now - 1),
            Lie::AskedLongAgo => claims["auth_time"] = json!(now - 3600),
            Lie::NotAsked => drop(claims.as_object_mut().unwrap().remove("auth_time")),
            _ => {}
        }
        let alg = match lie {
            Lie::Unsigned => "none",
            Lie::SharedSecret => "HS256",
            _ => "ES256",
        };
        let head = json!({ "alg": alg, "kid": or(Lie::UnknownKey, "unknown", "own") });
        let b64 = |v: &Value| BASE64URL_NOPAD.encode(v.to_string().as_bytes());
        let said = format!("{}.{}", b64(&head), b64(&claims));
        format!(
            "{said}.{}",
            BASE64URL_NOPAD.encode(&self.signed(lie, said.as_bytes()))
        )
    }

    fn signed(&self, lie: Lie, said: &[u8]) -> Vec<u8> {
        let with = |key: &EcdsaKeyPair| {
            key.sign(&SystemRandom::new(), said)
                .unwrap()
                .as_ref()
                .to_vec()
        };
        match lie {
            Lie::Unsigned => Vec::new(),
            Lie::SharedSecret => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
                hmac::sign(&key, said).as_ref().to_vec()
            }
            Lie::UnknownKey | Lie::ForeignKey => with(&self.0.other),
            _ => with(&self.0.key),
        }
    }
}

/// The values of an address, plain.
pub fn queries(address: &str) -> HashMap<String, String> {
    let query = address.split_once('?').map_or("", |(_, q)| q);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), plain(value)))
        .collect()
}

fn plain(coded: &str) -> String {
    let mut parts = coded.split('%');
    let mut out = parts.next().unwrap_or_default().replace('+', " ");
    for part in parts {
        let byte = u8::from_str_radix(&part[..2], 16).unwrap();
        out.push(char::from(byte));
        out.push_str(&part[2..].replace('+', " "));
    }
    out
}

async fn discovery(State(mock): State<Mock>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", mock.0.issuer);
    Json(json!({
        "issuer": mock.0.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"), "end_session_endpoint": at("/end"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
}

async fn keys(State(mock): State<Mock>) -> Json<Value> {
    let point = mock.0.key.public_key().as_ref();
    let b64 = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    Json(
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "own", "use": "sig", "alg": "ES256",
        "x": b64(&point[1..33]), "y": b64(&point[33..]) }] }),
    )
}

async fn token(
    State(mock): State<Mock>,
    headers: HeaderMap,
    Form(asked): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let wanted = format!(
        "Basic {}",
        BASE64.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+")).as_bytes())
    );
    assert_eq!(headers["authorization"].to_str().unwrap(), wanted);
    let mut codes = mock.0.codes.lock().unwrap();
    let given = codes.get_mut(&asked["code"]).and_then(Option::take);
    drop(codes);
    let hash = Digest::of(asked["code_verifier"].as_bytes());
    let hash = BASE64URL_NOPAD.encode(&HEXLOWER.decode(hash.as_str().as_bytes()).unwrap());
    match given.filter(|g| g.challenge == hash) {
        Some(given) => {
            let said = json!({ "access_token": "of no use", "token_type": "Bearer", "id_token": mock.id_token(&given) });
            (StatusCode::OK, Json(said))
        }
        None => (
            StatusCode::BAD_REQUEST,
            Json(json!({ "error": "invalid_grant" })),
        ),
    }
}
