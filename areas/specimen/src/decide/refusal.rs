//! Why not.

use words::{At, Lang, Text, text};

use crate::words::{NotATube, Status, TubeNumber};

/// Why a decision about a tube said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words::Refusal::text(self).en)]
pub enum Refusal {
    /// No such tube.
    Unknown,
    /// The number is taken.
    AlreadyPlanned,
    /// All 99 numbers of that kind are taken.
    NumbersUsedUp,
    /// The person is not of this case.
    NotAMember,
    /// No consent in force.
    NoConsent,
    /// Locked after a withdrawal.
    Locked,
    /// Destroyed.
    Destroyed,
    /// Not in a state for this.
    Status(Status),
    /// In somebody else's hands.
    NotCustodian,
    /// Addressed to somebody else.
    NotAddressee,
    /// No transfer is open.
    NotOnTheWay,
    /// Sender and receiver are the same site.
    ToItself,
    /// Scanned out and in by the same account.
    SameHands,
    /// Not an approved site inside the country.
    NotDomestic,
    /// The procedure is not in force today.
    Sop(&'static str),
    /// The scan cannot be read.
    Misread(NotATube),
    /// The scan is of another tube.
    OtherTube(TubeNumber),
    /// No destruction was ordered.
    NotOrdered,
    /// The cooling-off period runs until then.
    CoolingOff(At),
    /// The witness must be another person.
    NoWitness,
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-SPECIMEN-UNKNOWN",
            Self::AlreadyPlanned => "E-SPECIMEN-NUMBER-TAKEN",
            Self::NumbersUsedUp => "E-SPECIMEN-NUMBERS-USED-UP",
            Self::NotAMember => "E-SPECIMEN-NOT-A-MEMBER",
            Self::NoConsent => "E-SPECIMEN-NO-CONSENT",
            Self::Locked => "E-SPECIMEN-LOCKED",
            Self::Destroyed => "E-SPECIMEN-DESTROYED",
            Self::Status(_) => "E-SPECIMEN-STATUS",
            Self::NotCustodian => "E-SPECIMEN-NOT-CUSTODIAN",
            Self::NotAddressee => "E-SPECIMEN-NOT-ADDRESSEE",
            Self::NotOnTheWay => "E-SPECIMEN-NOT-ON-THE-WAY",
            Self::ToItself => "E-SPECIMEN-TO-ITSELF",
            Self::SameHands => "E-SPECIMEN-SAME-HANDS",
            Self::NotDomestic => "E-SPECIMEN-NOT-DOMESTIC",
            Self::Sop(_) => "E-SPECIMEN-SOP",
            Self::Misread(NotATube::Form(_)) => "E-SPECIMEN-SCAN-FORM",
            Self::Misread(NotATube::Check(_)) => "E-SPECIMEN-SCAN-CHECK",
            Self::OtherTube(_) => "E-SPECIMEN-OTHER-TUBE",
            Self::NotOrdered => "E-SPECIMEN-NOT-ORDERED",
            Self::CoolingOff(_) => "E-SPECIMEN-COOLING-OFF",
            Self::NoWitness => "E-SPECIMEN-NO-WITNESS",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!(
                "この番号の検体容器は登録されていません。番号を確かめてください。",
                "There is no tube of this number. Check the number."
            ),
            Self::AlreadyPlanned => text!(
                "この番号はすでに使われています。番号は再利用できません。",
                "This number is taken. Numbers are never used twice."
            ),
            Self::NumbersUsedUp => text!(
                "この症例・種別の番号（99本）を使い切りました。センターに連絡してください。",
                "All 99 numbers of this kind are used up for the case. Call the centre."
            ),
            Self::NotAMember => text!(
                "この方は症例の構成員ではありません。症例と参加者の番号を確かめてください。",
                "This participant does not belong to the case. Check case and participant."
            ),
            Self::NoConsent => text!(
                "有効な同意がないため、検体を扱えません。先に同意を記録してください。検体の状態は変わっていません。",
                "There is no consent in force, so the tube may not be used. Record consent first. Nothing was changed."
            ),
            Self::Locked => text!(
                "同意が撤回されたため、この検体は使えません。廃棄の指示に従ってください。",
                "Consent was withdrawn; this tube may not be used. Follow the order to destroy it."
            ),
            Self::Destroyed => text!(
                "この検体は廃棄済みです。動かすことも変更することもできません。",
                "This tube was destroyed. It cannot move or change."
            ),
            Self::Status(status) => {
                let status = status.text();
                text!(
                    (
                        "検体の状態が「{}」のため、この操作はできません。状態は変わっていません。",
                        status.ja
                    ),
                    (
                        "The tube is {}; this cannot be done now. Nothing was changed.",
                        status.en
                    )
                )
            }
            Self::NotCustodian => text!(
                "この検体は別の施設が保管しています。保管している施設の方が操作してください。",
                "Another site has this tube in hand. Somebody there has to do this."
            ),
            Self::NotAddressee => text!(
                "この検体の送り先は別の施設です。開封せずに発送元へ連絡してください。",
                "This tube is addressed to another site. Do not open it; call the sender."
            ),
            Self::NotOnTheWay => text!(
                "発送のスキャンが記録されていません。発送元へ連絡してください。",
                "No scan out was recorded. Call the sender."
            ),
            Self::ToItself => text!(
                "送り先が発送元と同じです。送り先を確かめてください。",
                "Sender and addressee are the same. Check the addressee."
            ),
            Self::SameHands => text!(
                "発送と受領のスキャンは別の人が行う必要があります。",
                "Scan out and scan in have to be done by two different people."
            ),
            Self::NotDomestic => text!(
                "承認された国内の施設ではないため、検体を送れません。全ての過程は国内で完結させます。",
                "Not an approved site inside the country. The whole process has to stay in the country."
            ),
            Self::Sop(kind) => text!(
                ("手順書（{kind}）のこの版は本日有効ではありません。有効な版を指定してください。"),
                ("This version of the procedure ({kind}) is not in force today. Name the version in force.")
            ),
            Self::Misread(NotATube::Form(read)) => text!(
                ("読み取った「{read}」は検体番号ではありません。容器のバーコードを読み直してください。"),
                ("What was read, {read:?}, is not the number of a tube. Scan the bar code of the tube again.")
            ),
            Self::Misread(NotATube::Check(read)) => text!(
                ("読み取った「{read}」の検査文字が合いません。読み違いか入力違いです。もう一度スキャンしてください。"),
                ("The check character of {read:?} does not fit: misread or mistyped. Scan it again.")
            ),
            Self::OtherTube(number) => text!(
                ("読み取った番号は別の検体（{number}）です。容器を取り違えていないか確かめてください。記録はしていません。"),
                ("The scanned number is that of another tube ({number}). Check that you hold the right one. Nothing was recorded.")
            ),
            Self::NotOrdered => text!(
                "廃棄の指示が出ていません。指示のない検体は廃棄できません。",
                "No destruction was ordered; a tube is not destroyed without an order."
            ),
            Self::CoolingOff(until) => {
                let (ja, en) = (until.show(Lang::Ja), until.show(Lang::En));
                text!(
                    ("撤回の再考期間中です。{ja} まで廃棄できません。検体は施錠されたまま保管してください。"),
                    ("The cooling-off period runs until {en}; keep the tube locked until then.")
                )
            }
            Self::NoWitness => text!(
                "廃棄には、操作する方とは別の立会者が必要です。",
                "A destruction needs a witness other than the person who does it."
            ),
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::NoConsent | Self::Locked => "policy art. 5; clinical specification §5.2 I4",
            Self::NotDomestic => "plan 001 (domestic process); clinical specification §5.2 I3",
            Self::SameHands => "clinical specification §5.2 I5; ISO 20387 §7.4",
            Self::NotCustodian | Self::NotAddressee => {
                "clinical specification §5.2 I2; ISO 20387 §7.5"
            }
            Self::Sop(_) => "clinical specification §5.2 I6",
            Self::Destroyed => "clinical specification §5.2 I9",
            Self::Misread(_) => "ISO/IEC 7064 MOD 37,36",
            Self::CoolingOff(_) => "governance §6.12",
            _ => "",
        }
    }
}
