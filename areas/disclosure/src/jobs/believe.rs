//! Believes a receipt, or says why not: the file's digest, the event that recorded it, the way from the event to the root of
//! the ledger, the signature of the checkpoint. Needs the file and a public key, nothing else.

use ledger::{Broken, Proof};
use words::{At, Digest, Lang, Text, text};

use super::receipts::{MARK, tail};

/// What a sound receipt says.
pub struct Sound {
    /// The event and its way into the ledger.
    pub proof: Proof,
    /// Digest of the document.
    pub digest: Digest,
}

/// Why a receipt is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// There is no proof in the file.
    NoProof,
    /// The document is not the one that was recorded.
    Document,
    /// Something follows the proof, or the end is another.
    Tail,
    /// The event does not record a receipt.
    NoReceipt,
    /// The proof does not hold.
    Broken(Broken),
}

/// Checks a receipt with a trusted public key.
///
/// # Errors
/// The first thing that does not hold.
pub fn check(bytes: &[u8], key: &str) -> Result<Sound, Doubt> {
    let mark = MARK.as_bytes();
    let at = bytes.windows(mark.len()).rposition(|w| w == mark);
    let at = at.ok_or(Doubt::NoProof)?;
    let (document, rest) = bytes.split_at(at);
    let rest = rest.get(mark.len()..).unwrap_or_default();
    let rest = std::str::from_utf8(rest).map_err(|_| Doubt::NoProof)?;
    let (json, end) = rest.split_once('\n').ok_or(Doubt::NoProof)?;
    let proof: Proof = serde_json::from_str(json).map_err(|_| Doubt::NoProof)?;
    proof.check(key).map_err(Doubt::Broken)?;
    let payload: serde_json::Value =
        serde_json::from_str(&proof.event.payload).map_err(|_| Doubt::NoReceipt)?;
    let recorded = payload["pdf"].as_str().unwrap_or_default();
    if proof.event.kind != "receipt" || recorded.is_empty() {
        return Err(Doubt::NoReceipt);
    }
    let digest = Digest::of(document);
    if digest.as_str() != recorded {
        return Err(Doubt::Document);
    }
    // the second end repeats the first one, and nothing may follow it
    if Some(end) != tail(document).as_deref() {
        return Err(Doubt::Tail);
    }
    Ok(Sound { proof, digest })
}

impl Sound {
    /// What is sure, in words.
    #[must_use]
    pub fn text(&self) -> Text {
        let (event, size) = (&self.proof.event, self.proof.size());
        let at = At::from_micros(event.at);
        let (ja, en) = (at.show(Lang::Ja), at.show(Lang::En));
        let (seq, id) = (event.seq, &event.id);
        let key = self.proof.key.rsplit_once('+').map_or("", |(name, _)| name);
        let digest = self.digest.short();
        text!(
            ("正しい控えです。{ja}に台帳の{seq}番目の出来事として記録されました（控え {id}、文書 {digest}、検査点 {size}、鍵 {key}）。"),
            ("This receipt is genuine: recorded on {en} as event {seq} of the ledger (receipt {id}, document {digest}, checkpoint {size}, key {key}).")
        )
    }
}

impl Doubt {
    /// What is wrong, and what to do.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::NoProof => text!(
                "この文書には証明が入っていません。受け取ったままのPDFを使ってください（印刷して読み取ったもの、別の形式で保存したものは確かめられません）。",
                "There is no proof in this file. Use the PDF as it was received; a scan, or a copy saved by another program, cannot be checked."
            ),
            Self::Document => text!(
                "文書が書き換えられています。台帳に記録された文書と一致しません。",
                "The document was changed: it is not the one that the ledger recorded."
            ),
            Self::Tail => text!(
                "証明の後ろに書き足しがあります。文書が書き換えられています。",
                "The document was changed: something was added behind the proof."
            ),
            Self::NoReceipt => text!(
                "証明は控えのものではありません。",
                "The proof is not that of a receipt."
            ),
            Self::Broken(Broken::Event) => text!(
                "証明の中の出来事が書き換えられています。",
                "The proof was changed: its event does not have the recorded hash."
            ),
            Self::Broken(Broken::OtherKey) => text!(
                "別の鍵で署名されています。この事業の公開鍵（checkpoint.pub）を --key で指定したか確かめてください。",
                "It was signed with another key. See that --key names the public key (checkpoint.pub) of this programme."
            ),
            Self::Broken(Broken::Checkpoint) => text!(
                "検査点の署名が正しくありません。",
                "The proof was changed: the signature of its checkpoint does not hold."
            ),
            Self::Broken(Broken::Path) => text!(
                "出来事から検査点までの道が合いません。この出来事は台帳にありません。",
                "The proof was changed: the event is not in the ledger that the checkpoint signs."
            ),
        }
    }
}
