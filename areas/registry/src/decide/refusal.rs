//! Why not.

use words::{CaseId, Text, text};

use crate::words::CaseKind;

/// Why a decision of the registry said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words::Refusal::text(self).en)]
pub enum Refusal {
    /// No such thing.
    Unknown,
    /// The site, person or case exists already.
    AlreadyThere,
    /// The facility number is not four digits, or another site has it.
    FacilityNumber,
    /// An approval ends before it begins, or has no reference.
    Period,
    /// The site has no approval for this field on this day.
    SiteNotApproved(CaseKind),
    /// A condition of eligibility is not met.
    NotEligible(Vec<Text>),
    /// The committee's decision has no reference.
    NoReference,
    /// The case does not wait for an exception.
    NotAwaiting,
    /// Another category than the one the committee was asked under.
    OtherCategory,
    /// There is no proband, or more than one, or the same person twice.
    Members,
    /// Parents are members in rare disease only.
    ParentsInCancer,
    /// The patient has a case of this kind already.
    Duplicate(CaseId),
    /// The person died.
    Deceased,
    /// No death is recorded that could be corrected.
    Alive,
    /// The day of a death is in the future.
    DeathToCome,
    /// The day of a death is before the birth.
    DeathBeforeBirth,
    /// The day cannot be read, or source or reason were not chosen.
    DeathIncomplete(Text),
    /// The case was withdrawn.
    Withdrawn,
    /// The patient number belongs to somebody else at this site; the cases of that person.
    NumberTaken(Vec<CaseId>),
    /// Whoever asked for an identity cannot approve it.
    OwnOpening,
    /// The request was answered already, or nobody answered in time.
    NotAsked,
    /// The opening is not approved, is over, or is somebody else's.
    NotOpen,
    /// The reason "other" needs words.
    NoWords,
    /// All 99,999 numbers are taken, or the project number is not two digits.
    Number,
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-REGISTRY-UNKNOWN",
            Self::AlreadyThere => "E-REGISTRY-ALREADY-THERE",
            Self::FacilityNumber => "E-REGISTRY-FACILITY-NUMBER",
            Self::Period => "E-REGISTRY-PERIOD",
            Self::SiteNotApproved(_) => "E-REGISTRY-SITE-NOT-APPROVED",
            Self::NotEligible(_) => "E-REGISTRY-NOT-ELIGIBLE",
            Self::NoReference => "E-REGISTRY-NO-REFERENCE",
            Self::NotAwaiting => "E-REGISTRY-NOT-AWAITING",
            Self::OtherCategory => "E-REGISTRY-OTHER-CATEGORY",
            Self::Members => "E-REGISTRY-MEMBERS",
            Self::ParentsInCancer => "E-REGISTRY-PARENTS-IN-CANCER",
            Self::Duplicate(_) => "E-REGISTRY-DUPLICATE",
            Self::Deceased => "E-REGISTRY-DECEASED",
            Self::Alive => "E-REGISTRY-ALIVE",
            Self::DeathToCome => "E-REGISTRY-DEATH-TO-COME",
            Self::DeathBeforeBirth => "E-REGISTRY-DEATH-BEFORE-BIRTH",
            Self::DeathIncomplete(_) => "E-REGISTRY-DEATH-INCOMPLETE",
            Self::Withdrawn => "E-REGISTRY-WITHDRAWN",
            Self::NumberTaken(_) => "E-REGISTRY-NUMBER-TAKEN",
            Self::OwnOpening => "E-REGISTRY-OWN-OPENING",
            Self::NotAsked => "E-REGISTRY-OPENING-NOT-ASKED",
            Self::NotOpen => "E-REGISTRY-OPENING-NOT-OPEN",
            Self::NoWords => "E-REGISTRY-OPENING-NO-WORDS",
            Self::Number => "E-REGISTRY-NUMBER",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!(
                "登録されていません。番号を確かめてください。",
                "It is not registered. Check the number."
            ),
            Self::AlreadyThere => text!("すでに登録されています。", "It is registered already."),
            Self::FacilityNumber => text!(
                "施設番号は、ほかの施設と重ならない4桁の数字にしてください。",
                "The facility number must be four digits that no other site has."
            ),
            Self::Period => text!(
                "承認期間の終わりが始まりより前になっているか、承認番号がありません。",
                "The approval ends before it begins, or has no reference."
            ),
            Self::SiteNotApproved(kind) => {
                let kind = kind.text();
                text!(
                    (
                        "この施設は、本日時点で{}の実施施設として専門委員会の承認を受けていません。症例は登録されていません。",
                        kind.ja
                    ),
                    (
                        "This site has no approval of the expert committee for {} today. The case was not registered.",
                        kind.en
                    )
                )
            }
            Self::NotEligible(missing) => {
                let ja: Vec<_> = missing.iter().map(|t| t.ja.as_ref()).collect();
                let en: Vec<_> = missing.iter().map(|t| t.en.as_ref()).collect();
                text!(
                    (
                        "対象患者の条件を満たしていません：{}。がん領域では、専門委員会に例外の承認を求めることができます。",
                        ja.join("、")
                    ),
                    (
                        "The patient does not meet the conditions: {}. In cancer the expert committee can be asked for an exception.",
                        en.join("; ")
                    )
                )
            }
            Self::NoReference => text!(
                "専門委員会の承認番号を入力してください。",
                "Give the reference of the committee's decision."
            ),
            Self::NotAwaiting => text!(
                "この症例は例外の承認を待っていません。",
                "This case does not wait for an exception."
            ),
            Self::OtherCategory => text!(
                "承認の区分が、申請された区分と異なります。",
                "The approval is under another category than was asked for."
            ),
            Self::Members => text!(
                "発端者を1人だけ登録し、同じ人を2回登録しないでください。",
                "Register exactly one proband, and nobody twice."
            ),
            Self::ParentsInCancer => text!(
                "がん領域の症例には、両親を登録しません。",
                "Parents are not members of a cancer case."
            ),
            Self::Duplicate(case) => text!(
                ("この患者さんは症例 {case} として登録済みです。新しい症例は登録されていません。"),
                ("This patient is registered as case {case} already. No new case was registered.")
            ),
            Self::Deceased => text!(
                "亡くなられた方として記録されています。",
                "The person is recorded as deceased."
            ),
            Self::Alive => text!(
                "亡くなられた記録はありません。画面を開き直して確かめてください。",
                "No death is recorded. Open the page again and check."
            ),
            Self::DeathToCome => text!(
                "亡くなられた日が先の日付になっています。記録していません。日付を確かめてください。",
                "The day of death is in the future. Nothing was recorded. Check the day."
            ),
            Self::DeathBeforeBirth => text!(
                "亡くなられた日が生年月日より前になっています。記録していません。日付と、どなたの記録かを確かめてください。",
                "The day of death is before the birth. Nothing was recorded. Check the day, and whose record it is."
            ),
            Self::DeathIncomplete(why) => why.clone(),
            Self::Withdrawn => text!(
                "同意が撤回された症例です。",
                "Consent for this case was withdrawn."
            ),
            Self::NumberTaken(cases) => {
                let cases: Vec<_> = cases.iter().map(CaseId::as_str).collect();
                text!(
                    (
                        "この患者番号は、氏名カナか生年月日の異なる方がこの施設で使っています（症例 {}）。新しい症例は登録されていません。番号を確かめて直すか、その症例を開いてください。",
                        cases.join("、")
                    ),
                    (
                        "Somebody with another name or birth day has this patient number at this site (case {}). No new case was registered. Check and correct the number, or open that case.",
                        cases.join(", ")
                    )
                )
            }
            Self::OwnOpening => text!(
                "自分が求めた開示は、自分では承認できません。別の方に依頼してください。",
                "You cannot approve what you asked for yourself. Ask somebody else."
            ),
            Self::NotAsked => text!(
                "この求めには回答済みか、24時間の期限が過ぎています。必要なら、もう一度求めてください。",
                "It was answered already, or its 24 hours are over. If it is still needed, ask again."
            ),
            Self::NotOpen => text!(
                "本人情報の開示は承認されていないか、60分が過ぎて終了しています。",
                "The identity is not open to you: it was not approved, or its 60 minutes are over."
            ),
            Self::NoWords => text!(
                "「その他」の場合は、理由を文章で入力してください。",
                "With “another reason”, write the reason down."
            ),
            Self::Number => text!(
                "症例番号を発行できません。プロジェクト番号は2桁の数字です。",
                "No case number can be issued. The project number is two digits."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::SiteNotApproved(_) => "全ゲノム解析等実行計画2022 5(2)",
            Self::NotEligible(_) => "全ゲノム解析等実行計画2022 5(1)",
            Self::NoReference | Self::NotAwaiting | Self::OtherCategory => {
                "全ゲノム解析等実行計画2022 5(1) ※2"
            }
            _ => "",
        }
    }
}
