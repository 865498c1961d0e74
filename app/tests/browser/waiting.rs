//! The demonstration with one more cancer case in it, whose analysis report is drafted and waits for a curator. Made once
//! for a build of the program, over the API; each story takes a copy and goes on from there by clicks.

use std::{fs, process::Command};

use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;

use crate::{
    crew::Crew,
    server::{Programme, played},
};

/// The case that waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Waiting {
    pub case: String,
    /// The account of its person.
    pub patient: String,
}

/// A copy of one's own.
pub async fn start() -> (Programme, Waiting) {
    static MADE: OnceCell<Waiting> = OnceCell::const_new();
    let waiting = MADE.get_or_init(make).await.clone();
    (Programme::of(&folder()), waiting)
}

/// Beside the demonstration that it was made from; a new build of the program removes both.
fn folder() -> std::path::PathBuf {
    let mut name = played().into_os_string();
    name.push("-waiting");
    name.into()
}

async fn make() -> Waiting {
    let (to, said) = (folder(), folder().join("waiting.json"));
    if let Ok(said) = fs::read(&said) {
        return serde_json::from_slice(&said).unwrap();
    }
    let programme = Programme::start();
    let crew = Crew::of(&programme);
    let case = crew.enrols().await;
    let tubes = crew.carries(&case.id, &case.person).await;
    crew.reads(&case.id, &tubes).await;
    crew.printed(&case.id, "analysis").await;
    let waiting = Waiting {
        case: case.id,
        patient: case.patient,
    };
    let from = programme.server.halt();
    // what an earlier run left unfinished is no programme
    if to.exists() {
        fs::remove_dir_all(&to).unwrap();
    }
    let copied = Command::new("cp")
        .arg("-a")
        .arg(from.path())
        .arg(&to)
        .status();
    assert!(copied.is_ok_and(|s| s.success()), "{}", to.display());
    fs::write(&said, serde_json::to_vec(&waiting).unwrap()).unwrap();
    waiting
}
