//! The door of the area, as a vendor and the centre use it.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use axum::{
    body::Body,
    http::{Request, header, request::Builder},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use web::testing::Stage;

use crate::upstream::{self, VENDOR};

/// A stage with a released order for one accepted tube.
pub struct Given {
    pub stage: Stage,
    pub analyst: String,
    pub vendor: String,
    pub case: String,
    pub person: String,
    pub tube: String,
    pub order: String,
}

/// What the office files about the vendor; the key is in force for a year.
pub fn record() -> Value {
    let key = json!({ "id": "key-1", "public_key": public(1), "valid_from": "2026-04-01", "valid_until": "2027-03-31" });
    json!({ "domestic": true, "sop_summary_version": 1, "multi_factor": true, "own_qc": true, "keys": [key],
        "accreditations": [{ "standard": "iso15189", "number": "RML-1", "valid_until": "2027-03-31" }] })
}

fn pair(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

pub fn public(seed: u8) -> String {
    hex(pair(seed).public_key().as_ref())
}

/// The header of a signature by the key of a seed.
pub fn sign(key: &str, seed: u8, bytes: &[u8]) -> String {
    format!("{key}:{}", hex(pair(seed).sign(bytes).as_ref()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub async fn given(db: store::Db) -> Given {
    given_at(upstream::stage(db).await).await
}

pub async fn given_at(stage: Stage) -> Given {
    let (case, person) = upstream::case(&stage).await;
    upstream::consent(&stage, &case, &person).await;
    let tube = upstream::accepted_tube(&stage, &case, &person).await;
    let analyst = stage.sign_in("analyst", None).await;
    let vendor = stage
        .sign_in_as("receiver", "vendor", Some(VENDOR), None)
        .await;
    let office = stage.sign_in("office", None).await;
    let orders = format!("/api/cases/{case}/orders");
    let ask = json!({ "vendor": VENDOR });
    let (status, refused) = stage
        .call("POST", &orders, Some(&analyst), ask.clone())
        .await;
    assert_eq!(
        (status, &refused["code"]),
        (409, &json!("E-SEQUENCING-VENDOR-UNKNOWN")),
        "{refused}"
    );
    let (status, filed) = stage
        .call(
            "PUT",
            &format!("/api/vendors/{VENDOR}"),
            Some(&office),
            record(),
        )
        .await;
    assert_eq!((status, &filed["lacks"]), (200, &json!([])), "{filed}");
    let (status, order) = stage.call("POST", &orders, Some(&analyst), ask).await;
    assert_eq!(
        (status, &order["status"]),
        (201, &json!("draft")),
        "{order}"
    );
    let order = order["id"].as_str().unwrap().to_owned();
    let (status, sent) = stage
        .call(
            "POST",
            &format!("/api/orders/{order}/release"),
            Some(&analyst),
            Value::Null,
        )
        .await;
    assert_eq!(
        (status, &sent["status"]),
        (200, &json!("released")),
        "{sent}"
    );
    Given {
        stage,
        analyst,
        vendor,
        case,
        person,
        tube,
        order,
    }
}

pub fn name(mate: usize) -> String {
    named(1, mate)
}

pub fn named(lane: usize, mate: usize) -> String {
    format!("TUM_S1_L{lane:03}_R{mate}_001.fastq.gz")
}

impl Given {
    pub fn manifest(&self, files: &[Vec<u8>]) -> Value {
        let file = |(at, bytes): (usize, &Vec<u8>)| line(&name(at + 1), at + 1, "1", bytes);
        self.manifest_of(files.iter().enumerate().map(file).collect())
    }

    pub fn manifest_of(&self, files: Vec<Value>) -> Value {
        json!({
            "order": self.order, "specimen": self.tube, "instrument": "M1", "run": "7", "flowcell": "FCX", "read_length": 100,
            "library_kit": "KIT-A", "generated_at": "2026-04-01T09:00:00+09:00", "files": files,
        })
    }

    pub fn incoming(&self, name: &str) -> std::path::PathBuf {
        let data = &self.stage.platform.settings().data_dir;
        data.join("incoming").join(VENDOR).join(name)
    }

    pub fn staging(&self, delivery: &str) -> std::path::PathBuf {
        let data = &self.stage.platform.settings().data_dir;
        data.join("staging").join(delivery)
    }

    /// Lays files into the incoming directory and announces them; returns the id of the delivery after the intake.
    pub async fn deliver(&self, announced: &[Vec<u8>], laid: &[Vec<u8>]) -> String {
        let laid: Vec<_> = (1..).map(name).zip(laid).collect();
        self.lay(&laid);
        self.take(self.manifest(announced)).await
    }

    pub fn lay(&self, files: &[(String, &Vec<u8>)]) {
        for (name, bytes) in files {
            let path = self.incoming(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }

    /// Announces files that lie there and lets the intake run.
    pub async fn take(&self, manifest: Value) -> String {
        let (status, said) = self.announce(manifest, "incoming").await;
        assert_eq!(
            (status, &said["status"]),
            (201, &json!("checking")),
            "{said}"
        );
        self.stage.settle().await;
        said["id"].as_str().unwrap().to_owned()
    }

    pub async fn announce(&self, manifest: Value, source: &str) -> (u16, Value) {
        let body = serde_json::to_vec(&manifest).unwrap();
        let signature = sign("key-1", 1, &body);
        let path = format!("/api/deliveries?source={source}");
        self.send(&path, "application/json", body, Some(signature))
            .await
    }

    /// Sends a manifest as it is.
    pub async fn send(
        &self,
        path: &str,
        kind: &str,
        body: Vec<u8>,
        signature: Option<String>,
    ) -> (u16, Value) {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, kind);
        if let Some(signature) = signature {
            request = request.header("x-manifest-signature", signature);
        }
        self.answer(request, body).await
    }

    async fn answer(&self, request: Builder, body: Vec<u8>) -> (u16, Value) {
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.vendor));
        let request = request.body(Body::from(body)).unwrap();
        let response = self.stage.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    pub async fn put(&self, delivery: &str, name: &str, bytes: Vec<u8>) -> (u16, Value) {
        let path = format!("/api/deliveries/{delivery}/files/{name}");
        self.answer(Request::put(path), bytes).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, said) = self
            .stage
            .call("GET", path, Some(&self.vendor), Value::Null)
            .await;
        assert_eq!(status, 200, "{path}: {said}");
        said
    }

    pub async fn delivery(&self, id: &str) -> Value {
        self.get(&format!("/api/deliveries/{id}")).await
    }

    pub async fn reasons(&self, delivery: &str) -> Value {
        self.get(&format!("/api/deliveries/{delivery}/quarantine"))
            .await
    }

    /// As the centre.
    pub async fn centre(&self, path: &str, body: Value) -> (u16, Value) {
        self.stage
            .call("POST", path, Some(&self.analyst), body)
            .await
    }

    /// The stage of the ordered specimen.
    pub async fn stage_of_specimen(&self) -> String {
        let order = self.get(&format!("/api/orders/{}", self.order)).await;
        order["items"][0]["stage"].as_str().unwrap().to_owned()
    }
}

/// A line of a manifest.
pub fn line(name: &str, mate: usize, lane: &str, bytes: &[u8]) -> Value {
    json!({ "name": name, "mate": mate, "lane": lane, "bytes": bytes.len(), "sha256": words::Digest::of(bytes) })
}

pub fn files() -> Vec<Vec<u8>> {
    crate::given::files().to_vec()
}
