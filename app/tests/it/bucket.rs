//! Objects in a bucket of the S3 protocol, through the whole program: upload, intake, withdrawal, doctor.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use serde_json::json;
use sim::{Programme, Role, Size};

use crate::{
    drive::{enrol, sequencing, specimen},
    house::{House, KUMI, until},
};

/// Starts a server of one bucket, `cord`, over a directory; answers its address.
async fn server(root: &Path) -> String {
    fs::create_dir(root.join("cord")).unwrap();
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(root).unwrap());
    service.set_auth(SimpleAuth::from_single("kumi", "secret-of-the-test"));
    let service = service.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let http = auto::Builder::new(TokioExecutor::new());
                // a client that hangs up ends its own connection only
                let _ = http.serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    format!("http://{address}")
}

/// Flags of the bucket, with its key in a file.
fn flags(endpoint: &str, key: &Path) -> Vec<String> {
    fs::write(key, "kumi\nsecret-of-the-test\n").unwrap();
    fs::set_permissions(key, fs::Permissions::from_mode(0o600)).unwrap();
    vec![
        "--bucket=cord".to_owned(),
        format!("--bucket-endpoint={endpoint}"),
        format!("--bucket-key-file={}", key.display()),
    ]
}

fn objects(dir: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(objects(&path));
        } else {
            out.push(path);
        }
    }
    out
}

/// How many objects are recorded under keys of a case.
async fn recorded(house: &House, case: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM blob_object WHERE key_id LIKE $1";
    let args = vec![format!("%{case}%").into()];
    let row = house.platform.db().one(sql, args).await.unwrap().unwrap();
    row.int(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_go_into_the_bucket_and_leave_it_with_the_withdrawal() {
    let (root, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let endpoint = server(root.path()).await;
    let flags = flags(&endpoint, &source.path().join("key"));
    let programme = Programme::synthetic(source.path(), 11, Size::Demo).unwrap();
    let house = House::open_with(None, None, true, &flags).await;
    let mut staff = house.staff().await;
    let at = |name: &str| staff.user(name).unwrap();
    let (coordinator, technician, vendor) = (at("coordinator-a"), at("technician-a"), at("vendor"));
    let person = sim::people::born_in(7, 1, 1950..1970, None);
    let fit = json!({ "kind": "cancer", "enough_specimen": true, "refractory": true, "alive_and_treatable": true });
    let proband = [("proband", person)];
    let (case, members) = enrol::register(&coordinator, fit, &proband).await.unwrap();
    let person = members[0].person.clone();
    let signs = enrol::Signs::Adult("icf-cancer-adult");
    let consent = enrol::consent(&coordinator, &case, &person, &signs).await;
    let consent = consent.unwrap();
    let tube = specimen::carry(&technician, &vendor, &case, &person, "tumour").await;
    let second = specimen::carry(&technician, &vendor, &case, &person, "normal").await;
    second.unwrap();
    let order = sequencing::order(&at("analyst"), &case).await.unwrap();
    let sample = programme.cancer.sample(Role::Tumour).unwrap();
    let now = house.platform.now();
    sequencing::deliver(&vendor, &order, &tube.unwrap(), sample, now)
        .await
        .unwrap();

    let stored = root.path().join("cord/objects");
    let files = sample.lanes.len() * 2;
    assert!(
        objects(&stored).len() >= files,
        "the reads are in the bucket"
    );
    assert!(recorded(&house, &case).await >= i64::try_from(files).unwrap());
    let local = objects(&house.dir.path().join("data/objects"));
    assert!(local.is_empty(), "and nowhere else: {local:?}");

    let patient = staff.admit(&house.platform, &person).await.unwrap();
    let path = format!("/api/consents/{consent}/withdraw");
    let withdraw = json!({ "by": "self", "cooling_off_days": 0 });
    patient.post(&path, withdraw).await.unwrap();
    until("the forgetting", 240, async || {
        (recorded(&house, &case).await == 0).then_some(())
    })
    .await;
    let all = house.platform.db();
    let rows = all.all("SELECT address FROM blob_object", vec![]).await;
    let left = objects(&stored);
    assert_eq!(
        left.len(),
        rows.unwrap().len(),
        "no object without a row: {left:?}"
    );
    let (whole, said) = house.verify();
    assert!(whole, "{said}");
}

/// What `kumi doctor` says of the objects.
fn doctor(flags: &[String], environment: &[(&str, &str)]) -> String {
    let data = tempfile::tempdir().unwrap();
    let mut command = Command::new(KUMI);
    command.arg("doctor").args(flags).envs(environment.to_vec());
    command.arg(format!("--data-dir={}", data.path().join("data").display()));
    let said = command.output().unwrap().stdout;
    let said = String::from_utf8_lossy(&said).into_owned();
    let line = said
        .lines()
        .find(|l| l.contains("objects "))
        .unwrap_or_default();
    line.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_tries_the_bucket_and_says_how_to_mend_it() {
    let root = tempfile::tempdir().unwrap();
    let endpoint = server(root.path()).await;
    let key = root.path().join("key");
    let all = flags(&endpoint, &key);
    let said = doctor(&all, &[]);
    assert!(
        said.starts_with("ok") && said.contains("bucket cord"),
        "{said}"
    );
    let id = ("KUMI_BUCKET_KEY_ID", "kumi");
    let said = doctor(
        &all[..2],
        &[id, ("KUMI_BUCKET_SECRET", "secret-of-the-test")],
    );
    assert!(said.starts_with("ok"), "{said}");
    let said = doctor(&all[..2], &[id, ("KUMI_BUCKET_SECRET", "wrong")]);
    assert!(
        said.starts_with("MISSING") && said.contains("refused the access key"),
        "{said}"
    );
    assert!(
        said.contains("拒みました") && !said.contains("wrong"),
        "{said}"
    );
    let said = doctor(&all[..2], &[]);
    assert!(said.contains("KUMI_BUCKET_KEY_FILE"), "{said}");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(doctor(&all, &[]).contains("chmod 600"));
    assert!(
        objects(&root.path().join("cord")).is_empty(),
        "the probe is gone"
    );
}
