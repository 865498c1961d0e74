//! Why not.

use words::{At, Lang, Text, text};

/// Why a decision about a consent said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words::Refusal::text(self).en)]
pub enum Refusal {
    /// No such record.
    Unknown,
    /// A record of that id exists: it is never rewritten.
    RecordStands,
    /// A consent of the person for this case is in force.
    InForceAlready(String),
    /// The person is not a member of the case.
    NotAMember,
    /// The case waits for the committee, was withdrawn, or its proband died.
    CaseClosed,
    /// No such form, or not for this case and member, or not in force that day.
    Form(String),
    /// The form shown differs from the released one.
    FormDiffers,
    /// Items without an answer.
    Unanswered(Vec<Text>),
    /// An answer the item does not have.
    Answer(Text),
    /// Not signed.
    NotSigned,
    /// Questions are open.
    OpenQuestions(u32),
    /// Identity was not checked.
    NoIdentityCheck,
    /// The age is not known.
    AgeUnknown,
    /// The person decides now, or a proxy does: the other one is asked.
    OtherIsAsked,
    /// Below the age a proxy must consent.
    ProxyNeeded(i32),
    /// The proxy's relation is missing.
    NoRelation,
    /// Another relation needs words.
    OtherRelation,
    /// The child was not asked.
    AssentNeeded,
    /// The child said no: that stops the entry.
    AssentRefused,
    /// Not a choice that can be changed.
    NotAChoice(String),
    /// Nothing is in force that could be changed or withdrawn.
    NotInForce,
    /// Withdrawn already.
    WithdrawnAlready,
    /// Nothing was named that is to end.
    NoScope,
    /// The cooling-off period is 0 to 14 days.
    CoolingOffLength,
    /// The cooling-off period runs until then.
    CoolingOff(At),
    /// The cooling-off period ended then: nothing can be taken back.
    CoolingOffOver(At),
    /// There is no withdrawal to shorten or to take back.
    NotWithdrawn,
    /// A sample form outside a demonstration.
    Unapproved(String),
    /// What gives the proxy the right to decide was not shown.
    NoAuthority,
    /// What a talk by video needs was not confirmed.
    Remote,
    /// By video nobody stands face to face.
    NotFaceToFace,
    /// There is no reason to ask again.
    NoReason,
    /// A step before this one is not done.
    NotYet(Text),
    /// The session has ended.
    Ended,
    /// The invitation has expired.
    Expired,
    /// It was signed: nothing changes any more.
    SignedAlready,
    /// No such question.
    NoQuestion,
    /// The second entry or the check by the person who typed first.
    SamePerson,
    /// The file is not a scan that can be kept.
    Scan,
    /// A difference that the checker did not decide.
    Undecided(String),
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-CONSENT-UNKNOWN",
            Self::RecordStands => "E-CONSENT-RECORD-STANDS",
            Self::InForceAlready(_) => "E-CONSENT-IN-FORCE-ALREADY",
            Self::NotAMember => "E-CONSENT-NOT-A-MEMBER",
            Self::CaseClosed => "E-CONSENT-CASE-CLOSED",
            Self::Form(_) => "E-CONSENT-FORM",
            Self::FormDiffers => "E-CONSENT-FORM-DIFFERS",
            Self::Unanswered(_) => "E-CONSENT-UNANSWERED",
            Self::Answer(_) => "E-CONSENT-ANSWER",
            Self::NotSigned => "E-CONSENT-NOT-SIGNED",
            Self::OpenQuestions(_) => "E-CONSENT-OPEN-QUESTIONS",
            Self::NoIdentityCheck => "E-CONSENT-NO-IDENTITY-CHECK",
            Self::AgeUnknown => "E-CONSENT-AGE-UNKNOWN",
            Self::OtherIsAsked => "E-CONSENT-OTHER-IS-ASKED",
            Self::ProxyNeeded(_) => "E-CONSENT-PROXY-NEEDED",
            Self::NoRelation => "E-CONSENT-NO-RELATION",
            Self::OtherRelation => "E-CONSENT-OTHER-RELATION",
            Self::AssentNeeded => "E-CONSENT-ASSENT-NEEDED",
            Self::AssentRefused => "E-CONSENT-ASSENT-REFUSED",
            Self::NotAChoice(_) => "E-CONSENT-NOT-A-CHOICE",
            Self::NotInForce => "E-CONSENT-NOT-IN-FORCE",
            Self::WithdrawnAlready => "E-CONSENT-WITHDRAWN-ALREADY",
            Self::NoScope => "E-CONSENT-NO-SCOPE",
            Self::CoolingOffLength => "E-CONSENT-COOLING-OFF-LENGTH",
            Self::CoolingOff(_) => "E-CONSENT-COOLING-OFF",
            Self::CoolingOffOver(_) => "E-CONSENT-COOLING-OFF-OVER",
            Self::NotWithdrawn => "E-CONSENT-NOT-WITHDRAWN",
            Self::Unapproved(_) => "E-CONSENT-FORM-UNAPPROVED",
            Self::NoAuthority => "E-CONSENT-NO-AUTHORITY",
            Self::Remote => "E-CONSENT-REMOTE",
            Self::NotFaceToFace => "E-CONSENT-NOT-FACE-TO-FACE",
            Self::NoReason => "E-CONSENT-NO-REASON",
            Self::NotYet(_) => "E-CONSENT-NOT-YET",
            Self::Ended => "E-CONSENT-ENDED",
            Self::Expired => "E-CONSENT-EXPIRED",
            Self::SignedAlready => "E-CONSENT-SIGNED-ALREADY",
            Self::NoQuestion => "E-CONSENT-NO-QUESTION",
            Self::SamePerson => "E-CONSENT-SAME-PERSON",
            Self::Scan => "E-CONSENT-SCAN",
            Self::Undecided(_) => "E-CONSENT-UNDECIDED",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!(
                "この同意の記録はありません。",
                "There is no such consent record."
            ),
            Self::RecordStands => text!(
                "同意の記録は書き換えられません。",
                "A consent record is never rewritten."
            ),
            Self::InForceAlready(id) => text!(
                ("この方の同意はすでに有効です（{id}）。選択を変える場合は、その記録で変更してください。"),
                ("A consent of this person is in force already ({id}). Change the choices on that record.")
            ),
            Self::NotAMember => text!(
                "この方は症例の参加者ではありません。",
                "The person is not a member of this case."
            ),
            Self::CaseClosed => text!(
                "この症例は、いま同意を受け付けられる状態ではありません。",
                "This case cannot take a consent in its present state."
            ),
            Self::Form(form) => text!(
                ("説明同意文書「{form}」は、この方に本日使える文書ではありません。"),
                ("The form “{form}” is not in force for this person today.")
            ),
            Self::FormDiffers => text!(
                "表示された文書が、公開されている版と一致しません。画面を開き直してください。記録は作成されていません。",
                "The form shown differs from the released version. Open it again. No record was made."
            ),
            Self::Unanswered(items) => {
                let ja: Vec<_> = items.iter().map(|t| format!("「{}」", t.ja)).collect();
                let en: Vec<_> = items.iter().map(|t| format!("“{}”", t.en)).collect();
                text!(
                    ("回答していない項目があります：{}", ja.join("")),
                    ("Some items have no answer: {}", en.join(" "))
                )
            }
            Self::Answer(item) => {
                text!(
                    ("この項目の回答として受け付けられません：「{}」", item.ja),
                    ("Not an answer of this item: “{}”", item.en)
                )
            }
            Self::NotSigned => text!("署名がありません。", "The signature is missing."),
            Self::OpenQuestions(n) => text!(
                ("まだ答えていない質問が{n}件あります。説明を終えてから提出してください。"),
                ("{n} questions are still open. Answer them before submission.")
            ),
            Self::NoIdentityCheck => {
                text!("本人確認が済んでいません。", "Identity was not checked.")
            }
            Self::AgeUnknown => text!(
                "年齢を確認できないため、受け付けられません。",
                "The age is not known, so this cannot be accepted."
            ),
            Self::OtherIsAsked => text!(
                "記録では、決める方が変わっています。判断できるようになったご本人、または判断が難しくなったご本人の代わりに権限のある代諾者にうかがってください。",
                "By the record somebody else decides now: ask the person who can decide again, or a proxy with authority for a person who cannot any more."
            ),
            Self::ProxyNeeded(age) => text!(
                ("{age}歳未満の方には代諾者の同意が必要です。"),
                ("Below {age} years a proxy must consent.")
            ),
            Self::NoRelation => text!(
                "代諾者の続柄を入力してください。",
                "Give the relation of the proxy."
            ),
            Self::OtherRelation => text!(
                "続柄「その他」の内容を入力してください。",
                "Say what the other relation is."
            ),
            Self::AssentNeeded => text!(
                "お子さま本人への説明と、賛意（アセント）の記録が必要です。",
                "The child must be told and asked for assent."
            ),
            Self::AssentRefused => text!(
                "お子さま本人が望んでいないため、登録を進めません。",
                "The child does not wish it, so the entry stops here."
            ),
            Self::NotAChoice(code) => text!(
                ("「{code}」は変更できる選択項目ではありません。"),
                ("“{code}” is not a choice that can be changed.")
            ),
            Self::NotInForce => text!("有効な同意がありません。", "No consent is in force."),
            Self::WithdrawnAlready => text!(
                "この同意はすでに撤回されています。",
                "This consent was withdrawn already."
            ),
            Self::NoScope => text!("取りやめる範囲を選んでください。", "Choose what is to end."),
            Self::CoolingOffLength => text!(
                "猶予期間は0日から14日までです。",
                "The cooling-off period is 0 to 14 days."
            ),
            Self::CoolingOffOver(until) => text!(
                (
                    "猶予期間は{}に終わりました。撤回を取り消すことはできません。改めて参加する場合は、新しい同意が必要です。",
                    until.show(Lang::Ja)
                ),
                (
                    "The cooling-off period ended on {}. The withdrawal cannot be taken back. To take part again, a new consent is needed.",
                    until.show(Lang::En)
                )
            ),
            Self::NotWithdrawn => text!(
                "この同意は撤回されていません。",
                "This consent is not withdrawn."
            ),
            Self::NoAuthority => text!(
                "代諾者が本人に代わって決められることを示す書類（戸籍、後見登記など）を、担当者が確認してください。",
                "Staff must see the document that gives the proxy the right to decide (family register, guardianship register)."
            ),
            Self::Remote => text!(
                "ビデオでの説明では、双方が身分証を示し、他人に聞かれない場所にいることを確認してください。",
                "For a talk by video, both sides must show a document and be in a private place."
            ),
            Self::NotFaceToFace => text!(
                "ビデオでの説明では、対面での本人確認は選べません。",
                "After a talk by video, identity cannot have been checked face to face."
            ),
            Self::NoReason => text!(
                "この版は、内容を大きく変えた新しい版ではないか、まだ始まっていません。",
                "This is not a version that says something else in substance, or it has not begun."
            ),
            Self::Ended => text!(
                "この説明と同意の手続きは終わっています。",
                "This consent procedure has ended."
            ),
            Self::Expired => text!(
                "この案内の期限が切れました。担当者に、新しい案内を頼んでください。",
                "This invitation has expired. Please ask the staff for a new one."
            ),
            Self::SignedAlready => text!(
                "署名が済んでいるため、変更できません。変えたい場合は、担当者に声をかけてください。",
                "It was signed already and cannot be changed. Please speak to the staff."
            ),
            Self::NoQuestion => text!("この質問はありません。", "There is no such question."),
            Self::SamePerson => text!(
                "1回目に入力した方とは別の方が行ってください。",
                "Somebody other than the first to type must do this."
            ),
            Self::Scan => text!(
                "スキャンはPDF、JPEG、PNGのいずれかで、6 MiB以下にしてください。",
                "A scan is a PDF, JPEG or PNG file of at most 6 MiB."
            ),
            Self::Unapproved(form) => text!(
                ("説明同意文書「{form}」は見本で、倫理審査の承認を受けていません。実際の運用では同意を受け付けられません。承認された文書をカタログに加えてください。"),
                ("The form “{form}” is a sample that no ethics committee approved. It takes no consent outside a demonstration: add an approved form to the catalogue.")
            ),
            Self::NotYet(step) => text!(
                ("先に「{}」を終えてください。", step.ja),
                ("Please finish “{}” first.", step.en)
            ),
            Self::Undecided(code) => text!(
                ("2回の入力が違う項目「{code}」について、正しい方を選んでください。"),
                ("The two entries differ in “{code}”: choose the right one.")
            ),
            Self::CoolingOff(until) => text!(
                (
                    "{}まで猶予期間です。それまで削除は行いません。",
                    until.show(Lang::Ja)
                ),
                (
                    "The cooling-off period runs until {}. Nothing is destroyed before.",
                    until.show(Lang::En)
                )
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::Unanswered(_)
            | Self::NotSigned
            | Self::OpenQuestions(_)
            | Self::NoIdentityCheck
            | Self::Answer(_) => "R2",
            Self::AgeUnknown
            | Self::ProxyNeeded(_)
            | Self::NoRelation
            | Self::OtherRelation
            | Self::AssentNeeded
            | Self::AssentRefused
            | Self::NoAuthority => "R3",
            Self::Form(_) | Self::FormDiffers | Self::Unapproved(_) => "R4",
            Self::Remote | Self::NotFaceToFace => "R5",
            Self::RecordStands | Self::InForceAlready(_) | Self::SignedAlready | Self::NoReason => {
                "R6"
            }
            Self::SamePerson | Self::Scan | Self::Undecided(_) => "R8",
            Self::NotAChoice(_) => "R7",
            Self::CoolingOff(_) | Self::CoolingOffOver(_) | Self::CoolingOffLength => {
                "policy.withdraw.cooling_off"
            }
            _ => "",
        }
    }
}
