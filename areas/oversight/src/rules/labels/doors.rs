//! What the events of the doors are called: consents in the making, on paper, identities opened elsewhere, proxies.

use words::{Text, text};

/// Kind, type, name.
pub(super) static DOORS: &[(&str, &str, Text)] = &[
    ("mandate", "given", text!("代理の登録", "A proxy entrusted")),
    ("mandate", "recalled", text!("代理の終了", "A proxy ended")),
    (
        "identity_opening",
        "opening_asked",
        text!("本人情報の開示の申請", "Opening of an identity asked for"),
    ),
    (
        "identity_opening",
        "opening_approved",
        text!("本人情報の開示の承認", "Opening of an identity approved"),
    ),
    (
        "identity_opening",
        "opening_refused",
        text!("本人情報の開示の不承認", "Opening of an identity refused"),
    ),
    (
        "identity_opening",
        "opening_used",
        text!("本人情報の開示", "Identity opened"),
    ),
    (
        "identity_opening",
        "opening_ended",
        text!("本人情報の開示の終了", "Opening of an identity ended"),
    ),
    (
        "consent",
        "reconsent_required",
        text!("再同意が必要", "To be asked again"),
    ),
    (
        "consent",
        "superseded",
        text!("新しい同意に置き換え", "Replaced by a newer consent"),
    ),
    (
        "sheet",
        "saved_with_gaps",
        text!("臨床情報を途中まで保存", "Sheet saved with gaps"),
    ),
    (
        "consent_session",
        "invited",
        text!("同意手続きへの招待", "Invited to the consent procedure"),
    ),
    (
        "consent_session",
        "handed_over",
        text!("端末の引き渡し", "Device handed over"),
    ),
    (
        "consent_session",
        "begun",
        text!("同意手続きの開始", "Consent procedure begun"),
    ),
    (
        "consent_session",
        "giver_said",
        text!("同意する人の確認", "Who consents was said"),
    ),
    (
        "consent_session",
        "cards_read",
        text!("説明カードを読了", "Cards read"),
    ),
    (
        "consent_session",
        "items_read",
        text!("説明文を読了", "Items read"),
    ),
    ("consent_session", "asked", text!("質問", "Question asked")),
    (
        "consent_session",
        "replied",
        text!("質問への回答", "Question answered"),
    ),
    (
        "consent_session",
        "checked",
        text!("理解の確認", "Understanding checked"),
    ),
    (
        "consent_session",
        "check_left",
        text!("理解の確認を省略", "Understanding check left out"),
    ),
    (
        "consent_session",
        "talked",
        text!("担当者との対話", "Talk with staff"),
    ),
    (
        "consent_session",
        "agreed",
        text!("必須項目への回答", "Mandatory items answered"),
    ),
    (
        "consent_session",
        "chosen",
        text!("選択項目への回答", "Choices made"),
    ),
    (
        "consent_session",
        "reviewed",
        text!("回答の見直し", "Answers reviewed"),
    ),
    (
        "consent_session",
        "identified",
        text!("本人確認", "Identity checked"),
    ),
    (
        "consent_session",
        "signed",
        text!("本人の署名", "Signed by the person"),
    ),
    (
        "consent_session",
        "countersigned",
        text!("担当者の署名", "Countersigned by staff"),
    ),
    (
        "consent_session",
        "ended",
        text!("同意手続きの終了", "Consent procedure ended"),
    ),
    (
        "consent_paper",
        "scanned",
        text!("同意書の読み取り", "Paper consent scanned"),
    ),
    (
        "consent_paper",
        "typed",
        text!("同意書の入力", "Paper consent typed"),
    ),
    (
        "consent_paper",
        "settled",
        text!("同意書の照合", "Paper consent settled"),
    ),
    (
        "consent_paper",
        "recorded",
        text!("同意書の記録", "Paper consent recorded"),
    ),
];
