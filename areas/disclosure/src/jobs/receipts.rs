//! Papers that prove themselves: the file, and at its end the event that recorded its digest with the way to a signed
//! checkpoint. A reader of PDF sees an ordinary document; `kumi verify --receipt` needs no database.

use anyhow::Context as _;
use consent::facts::ConsentView;
use ledger::{Failed, Proof};
use web::{Platform, Problem};
use words::{Actor, Context, Digest, text};

use crate::decide::Receipt;
use crate::words::{Issue, Paper};

/// What stands before the proof in the file. It is a comment to readers of PDF.
pub const MARK: &str = "\n%kumihimo-receipt-1 ";

/// Records a paper and answers the file with its proof.
///
/// # Errors
/// If the store, the key or the sealed file fails.
pub async fn issue(
    platform: &Platform,
    consent: &ConsentView,
    actor: Actor,
    paper: Paper,
) -> Result<Vec<u8>, Problem> {
    let (version, pdf) = match paper {
        Paper::Consent => consent::receipt_pdf(platform, consent).await?,
        Paper::Withdrawal => consent::certificate_pdf(platform, &consent.id)
            .await?
            .map(|(_, pdf)| (consent.version, pdf)),
    }
    .ok_or_else(not_there)?;
    let (case, now) = (consent.consent.record.case.clone(), platform.now());
    let digest = Digest::of(&pdf);
    let issue = Issue {
        paper,
        consent: consent.id.clone(),
        version,
        pdf: digest.clone(),
        at: now,
    };
    let mut context = Context::new(now, actor).on(&case);
    context.consent = Some(consent.reference());
    let done = platform
        .ledger()
        .execute::<Receipt>(&consent.id, issue, &case, &context)
        .await;
    let seq = match done {
        Ok(done) if done.seq > 0 => done.seq,
        Ok(_) => recorded(platform, consent, &digest).await?,
        Err(failed @ (Failed::Refused(_) | Failed::Stale | Failed::Store(_))) => {
            return Err(failed.into());
        }
    };
    let proof = platform.ledger().prove(seq, now).await?;
    let proof = proof.ok_or_else(Problem::broken)?;
    Ok(attach(pdf, &proof)?)
}

/// Where the same file was recorded before.
async fn recorded(
    platform: &Platform,
    consent: &ConsentView,
    pdf: &Digest,
) -> Result<i64, Problem> {
    let events = platform
        .ledger()
        .events_of_case(&consent.consent.record.case)
        .await?;
    let own = events
        .iter()
        .find(|e| e.kind == "receipt" && e.id == consent.id && e.payload["pdf"] == pdf.as_str());
    own.map(|e| e.seq).ok_or_else(Problem::broken)
}

/// The file with its proof: a comment and a second end that points where the first one did, so that every reader opens it.
fn attach(mut pdf: Vec<u8>, proof: &Proof) -> anyhow::Result<Vec<u8>> {
    let tail = tail(&pdf).context("failed to find the end of the PDF")?;
    let json = serde_json::to_string(proof).context("failed to write the proof")?;
    pdf.extend_from_slice(MARK.as_bytes());
    pdf.extend_from_slice(json.as_bytes());
    pdf.push(b'\n');
    pdf.extend_from_slice(tail.as_bytes());
    Ok(pdf)
}

/// The end of a PDF once more: it points where the last `startxref` did.
#[must_use]
pub fn tail(pdf: &[u8]) -> Option<String> {
    let tail = String::from_utf8_lossy(pdf.get(pdf.len().saturating_sub(64)..)?);
    let (_, after) = tail.rsplit_once("startxref")?;
    let start: u64 = after.split_whitespace().next()?.parse().ok()?;
    Some(format!("startxref\n{start}\n%%EOF\n"))
}

fn not_there() -> Problem {
    Problem::not_found(text!(
        "控えはまだ作成されていないか、撤回により消去されました。",
        "The paper is not made yet, or was erased after a withdrawal."
    ))
}
