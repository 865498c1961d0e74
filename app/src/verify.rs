//! `kumi verify`: replays the ledger, looks at everything beside it, and names whatever was changed behind its back.

use std::process::ExitCode;

use blob::Look;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Fault, Verified};
use words::{Text, text};

use crate::open::Opened;

/// How to verify.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// Check one receipt (a PDF as it was handed out) instead; no database is needed.
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<std::path::PathBuf>,
    /// The public key that a receipt must be signed with [default: checkpoint.pub in the key directory].
    #[arg(long, value_name = "FILE", requires = "receipt")]
    pub key: Option<std::path::PathBuf>,
    /// Objects: only that each is there and has its size, not every byte.
    #[arg(long)]
    pub quick: bool,
    /// Say that an older copy of the database was restored on purpose; kept on record beside the signing key.
    #[arg(long)]
    pub restored: bool,
}

/// What a whole verification found.
pub struct Whole {
    ledger: Verified,
    /// Objects that states refer to, and rows beside the ledger.
    beside: u64,
    objects: u64,
    /// What is not as it should be, with the way out.
    pub faults: Vec<Text>,
}

/// Verifies and prints; fails if anything is not as the ledger says.
pub async fn run(opened: &Opened, args: VerifyArgs) -> anyhow::Result<ExitCode> {
    if args.restored {
        println!("{}", both(&restored(opened).await?));
    }
    let look = if args.quick { Look::Quick } else { Look::Whole };
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template(
        "{bar:30} {bytes}/{total_bytes} {eta} {msg}",
    )?);
    let whole = whole(opened, look, &bar).await?;
    bar.finish_and_clear();
    for fault in &whole.faults {
        println!("FAULT {}\n      {}", fault.ja, fault.en);
    }
    println!("{}", both(&whole.text()));
    Ok(if whole.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The replay, the rows beside the ledger, and the objects.
pub async fn whole(opened: &Opened, look: Look, bar: &ProgressBar) -> anyhow::Result<Whole> {
    let platform = &opened.platform;
    bar.set_message("ledger");
    let kinds = crate::compose::kinds(&opened.areas);
    let ledger = platform.ledger().verify(&kinds, platform.now()).await?;
    let mut faults: Vec<Text> = ledger.faults.iter().map(Fault::text).collect();
    let beside = match web::prove(platform, &opened.areas).await {
        Ok(proof) => {
            faults.extend(proof.flaws);
            proof.checked
        }
        // a row that cannot be read any more must not hide the faults that were named before it
        Err(error) => {
            faults.push(unreadable(&error));
            0
        }
    };
    let objects = objects(opened, look, bar, &mut faults).await?;
    Ok(Whole {
        ledger,
        beside,
        objects,
        faults,
    })
}

fn unreadable(error: &dyn std::fmt::Display) -> Text {
    text!(
        ("台帳のそばの項目を調べられません（{error}）。先にほかの問題を直してから、もう一度確かめてください。"),
        ("what lies beside the ledger cannot be looked at ({error}); mend the other faults first and verify again")
    )
}

/// Looks at every recorded object; returns how many there are.
async fn objects(
    opened: &Opened,
    look: Look,
    bar: &ProgressBar,
    faults: &mut Vec<Text>,
) -> anyhow::Result<u64> {
    let blobs = opened.platform.blobs();
    let (_, bytes) = blobs.count().await?;
    bar.set_length(bytes);
    bar.set_message("objects");
    let (mut seen, mut last) = (0, None);
    loop {
        let page = blobs.objects_after(last.as_ref()).await?;
        if page.is_empty() {
            return Ok(seen);
        }
        for object in &page {
            let wrong = blobs.check(object, look).await?;
            faults.extend(wrong.map(|error| error.text()));
            bar.inc(object.size);
            seen += 1;
        }
        last = page.into_iter().next_back();
    }
}

/// Accepts that an older copy was restored, if that is what the ledger looks like.
async fn restored(opened: &Opened) -> anyhow::Result<Text> {
    let (ledger, now) = (opened.platform.ledger(), opened.platform.now());
    let found = ledger.verify(&[], now).await?;
    let other = |fault: &Fault| matches!(fault, Fault::RolledBack { .. } | Fault::Rewritten { .. });
    if !found.faults.iter().any(other) {
        return Ok(text!(
            "届け出ることはありません。データベースは、封をした出来事をすべて持っています。",
            "nothing to accept: the database has everything that was sealed"
        ));
    }
    ledger.accept_restored(&found, now).await?;
    Ok(text!(
        "古い控えから戻したことを、鍵のそばの控え（checkpoint.kept）に記録しました。",
        "recorded beside the signing key (checkpoint.kept): an older copy was restored on purpose"
    ))
}

impl Whole {
    fn text(&self) -> Text {
        let Verified {
            events,
            rows,
            checkpoints,
            kept,
            unsealed,
            restored,
            ..
        } = &self.ledger;
        let (beside, objects, faults) = (self.beside, self.objects, self.faults.len());
        text!(
            ("出来事{events}件、行{rows}件、検査点{checkpoints}個（鍵のそばに{kept}個）、まだ封をしていない出来事{unsealed}件、控えからの復元{restored}回、台帳のそばの項目{beside}件、オブジェクト{objects}個：問題{faults}件"),
            ("{events} events, {rows} rows, {checkpoints} checkpoints ({kept} kept beside the key), {unsealed} events not yet sealed, {restored} restorations, {beside} things beside the ledger, {objects} objects: {faults} faults")
        )
    }
}

fn both(text: &Text) -> String {
    format!("{}\n{}", text.ja, text.en)
}
