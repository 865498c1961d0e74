//! Documents that are made from the program and committed, so that their change is seen in review.
//! `UPDATE=1 cargo test -p app --test it generated` writes them anew.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use store::Db;

use crate::{compose, faults_postgres::Server, house, schema};

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(name)
}

/// The committed text is what the program says.
fn fresh(name: &str, made: &str) {
    let file = document(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, made).unwrap();
    }
    let committed = fs::read_to_string(file).unwrap_or_default();
    let differs = committed.lines().zip(made.lines()).find(|(a, b)| a != b);
    assert!(
        committed == made,
        "docs/{name} is stale; run `UPDATE=1 cargo test -p app --test it generated` and review the diff. First: {differs:?}"
    );
}

async fn migrated(url: &str) -> Db {
    let db = Db::open(url).await.unwrap();
    let migrations = web::migrations(&compose::areas());
    store::migrate(&db, &migrations).await.unwrap();
    store::migrate(&db, &migrations).await.unwrap();
    db
}

#[tokio::test]
async fn generated_schema_is_what_all_migrations_make_of_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let db = migrated(&format!("sqlite:{}", dir.path().join("k.sqlite").display())).await;
    let made = schema::of(&db).await.unwrap();
    fresh("schema.sql", &made);
    let tables = made.matches("CREATE TABLE ").count();
    assert!(tables > compose::kinds(&compose::areas()).len());
}

#[tokio::test]
async fn generated_schema_is_what_all_migrations_make_of_postgresql() {
    let Some(server) = Server::start() else {
        return;
    };
    let db = migrated(&server.url()).await;
    fresh("schema.sql", &schema::of(&db).await.unwrap());
}

#[tokio::test]
async fn generated_openapi_names_every_route_and_its_action() {
    let dir = tempfile::tempdir().unwrap();
    let (data, keys) = (dir.path().join("data"), dir.path().join("keys"));
    for made in [&data, &keys] {
        fs::create_dir_all(made).unwrap();
    }
    let database = format!("sqlite:{}", data.join("k.sqlite").display());
    let platform = house::platform(&data, &keys, &database).await;
    let api = web::compose(&platform, &compose::areas()).openapi;
    assert_eq!(web::unlisted_operations(&api), Vec::<String>::new());
    fresh(
        "openapi.json",
        &format!("{}\n", api.to_pretty_json().unwrap()),
    );
}

/// Every action has its rows in the matrix, and every row is an action that something asks for or a page offers.
#[test]
fn generated_matrix_has_every_action() {
    let matrix = fs::read_to_string(house::catalog().join("permissions.tsv")).unwrap();
    let rows: BTreeSet<&str> = matrix
        .lines()
        .skip(2)
        .filter_map(|l| l.split('\t').next())
        .collect();
    let policies = auth::Policies::embedded().unwrap();
    let actions: BTreeSet<&str> = policies.actions().map(|a| a.name.as_str()).collect();
    assert_eq!(rows, actions);
}
