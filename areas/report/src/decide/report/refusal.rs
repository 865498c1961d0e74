//! Why a report is not made, printed or signed.

use words::{Digest, Text, text};

use super::version::Signature;
use crate::words::Kind;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody's consent is not in force.
    NoConsent,
    /// The earlier document is missing.
    TooEarly(Kind),
    /// The newest version is signed and nothing has changed since.
    NothingNew(i64),
    /// The newest version is signed already.
    SignedAlready(i64, Box<Signature>),
    /// The signer saw other content.
    Changed {
        /// What the signer saw.
        saw: Digest,
        /// What stands there.
        stands: Digest,
    },
    /// No key answered.
    Unsigned,
    /// There is nothing to sign.
    NothingToSign,
    /// There is no version in force to share.
    NothingToShare,
    /// There is nobody to share it with.
    Nobody,
    /// No such version, or it is not in a state to have these files.
    NotRenderable(i64),
}

impl std::error::Error for Refusal {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&words::Refusal::text(self).en)
    }
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoConsent => "E-REPORT-NO-CONSENT",
            Self::TooEarly(_) => "E-REPORT-ORDER",
            Self::NothingNew(_) => "E-REPORT-NOTHING-NEW",
            Self::SignedAlready(..) => "E-REPORT-SIGNED-TWICE",
            Self::Changed { .. } => "E-REPORT-CHANGED",
            Self::Unsigned => "E-REPORT-UNSIGNED",
            Self::NothingToSign => "E-REPORT-NOTHING-TO-SIGN",
            Self::NothingToShare => "E-REPORT-NOTHING-TO-SHARE",
            Self::Nobody => "E-REPORT-NOBODY",
            Self::NotRenderable(_) => "E-REPORT-NOT-RENDERABLE",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::NoConsent => text!(
                "効力のある同意がない参加者がいるため、レポートを作成・署名できません。何も変更していません。同意の記録を確認してください。",
                "A participant's consent is not in force, so no report can be made or signed. Nothing was changed. Check the consent record."
            ),
            Self::TooEarly(kind) => too_early(*kind),
            Self::NothingNew(version) => text!(
                ("第{version}版は署名済みで、その後に変わった内容はありません。新しい版は作りませんでした。"),
                ("Version {version} is signed and nothing has changed since. No new version was made.")
            ),
            Self::SignedAlready(version, by) => {
                let (who, code) = (&by.account, by.digest.short());
                let (ja, en) = (by.at.show(words::Lang::Ja), by.at.show(words::Lang::En));
                text!(
                    ("第{version}版は {ja} に {who} が署名済みです（確認コード {code}）。二重の署名は記録していません。訂正するときは新しい版を作ってください。"),
                    ("Version {version} was signed by {who} on {en} (code {code}). No second signature was recorded. To correct it, make a new version.")
                )
            }
            Self::Changed { saw, stands } => {
                let (saw, stands) = (saw.short(), stands.short());
                text!(
                    ("ご覧になった内容（{saw}）と、現在の草案（{stands}）が違います。署名していません。最新の草案を開いて確認してください。"),
                    ("What you saw ({saw}) is not the draft that stands now ({stands}). Nothing was signed. Open the latest draft and check it.")
                )
            }
            Self::Unsigned => text!(
                "パスキーの署名が付いていないため、署名として記録していません。パスキーで署名してから、もう一度送ってください。",
                "No passkey signed this, so no signature was recorded. Sign with your passkey and send it again."
            ),
            Self::NothingToSign => text!(
                "署名できる草案がありません。先に草案を作成してください。",
                "There is no draft to sign. Make a draft first."
            ),
            Self::NothingToShare => text!(
                "署名された版がないため、共有できません。",
                "There is no signed version to share."
            ),
            Self::Nobody => text!(
                "共有する相手（同じ施設の遺伝カウンセラー）が登録されていません。管理者に登録を依頼してください。",
                "There is nobody to share it with: no genetic counsellor is registered at this site. Ask an administrator."
            ),
            Self::NotRenderable(version) => text!(
                ("第{version}版にはこのファイルを付けられません。"),
                ("Version {version} cannot have these files.")
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::NoConsent => "policy article 5",
            Self::TooEarly(_) => "case steps 8 to 10",
            _ => "",
        }
    }
}

fn too_early(kind: Kind) -> Text {
    match kind {
        Kind::Analysis => text!(
            "解析の結果がそろっていません。",
            "The results of the analysis are not complete."
        ),
        Kind::Panel => text!(
            "パネル後報告書は、解析レポートに署名し、エキスパートパネルを終えてから作成します。何も変更していません。",
            "The panel report is made after the analysis report is signed and the expert panel is closed. Nothing was changed."
        ),
        Kind::Lay => text!(
            "患者さんへの説明書は、パネル後報告書に署名してから作成します。何も変更していません。",
            "The patient's report is made after the panel report is signed. Nothing was changed."
        ),
    }
}
