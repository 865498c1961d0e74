//! A receipt is taken home, and checked by the program without a store.

use std::process::Command;

use crate::{server::Server, visitor::Visitor};

/// Takes the paper that a link of the open page leads to; it proves itself, and no longer once a byte of it is changed.
pub async fn proves(visitor: &Visitor<'_>, server: &Server, link: &str) {
    let script = format!(
        "const done = arguments[0];
fetch(document.querySelector({link:?}).href).then(r => r.arrayBuffer()).then(b => done([...new Uint8Array(b)]))"
    );
    let said = visitor.later(&script).await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("receipt.pdf");
    let mut pdf: Vec<u8> = serde_json::from_value(said).unwrap();
    std::fs::write(&file, &pdf).unwrap();
    let key = server.public_key();
    let check = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kumi"));
        command.arg("verify").arg("--receipt").arg(&file);
        command.arg("--key").arg(&key).current_dir(dir.path());
        let done = command.output().unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        (done.status.success(), said)
    };
    let (sound, said) = check();
    assert!(sound && said.contains("正しい控えです"), "{said}");
    pdf[200] ^= 1;
    std::fs::write(&file, &pdf).unwrap();
    let (sound, said) = check();
    assert!(!sound && said.contains("書き換えられています"), "{said}");
}
