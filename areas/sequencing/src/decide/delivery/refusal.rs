//! Why not. A refusal before the files are read leaves them where they are; after that there is quarantine, never a refusal.

use words::{Text, text};

use super::Status;
use crate::{
    decide::order,
    words::{BadManifest, BadSignature, Decision},
};

/// Why a decision about a delivery said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words::Refusal::text(self).en)]
pub enum Refusal {
    /// No such delivery.
    Unknown,
    /// Announced before.
    AlreadyAnnounced,
    /// The manifest is not signed, or not by a key in force.
    Signature(BadSignature),
    /// The manifest is wrong in itself.
    Manifest(BadManifest),
    /// No such order.
    UnknownOrder,
    /// The order is another vendor's.
    OtherVendor,
    /// The order is not open.
    OrderStatus(order::Status),
    /// The specimen is not of the order.
    UnknownSpecimen(String),
    /// Data of the specimen was accepted before.
    AlreadyDelivered(String),
    /// No consent in force.
    NoConsent,
    /// The file is not in the manifest, or is not to be uploaded.
    NotListed(String),
    /// The tube was not found fit for use.
    SampleNotOk(String),
    /// An earlier delivery of the specimen waits for the centre's decision.
    Undecided(String),
    /// A file of this name is kept of the delivery that is topped up.
    NameTaken(String),
    /// The centre decided otherwise before.
    Decided(Decision),
    /// Files that are not whole cannot be topped up.
    NotWhole,
    /// Not in a state for this.
    Status(Status),
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-SEQUENCING-DELIVERY-UNKNOWN",
            Self::AlreadyAnnounced => "E-SEQUENCING-DELIVERY-ANNOUNCED",
            Self::Signature(bad) => bad.code(),
            Self::Manifest(_) => "E-SEQUENCING-MANIFEST",
            Self::UnknownOrder => "E-SEQUENCING-ORDER-UNKNOWN",
            Self::OtherVendor => "E-SEQUENCING-OTHER-VENDOR",
            Self::OrderStatus(_) => "E-SEQUENCING-ORDER-STATUS",
            Self::UnknownSpecimen(_) => "E-SEQUENCING-SPECIMEN-UNKNOWN",
            Self::AlreadyDelivered(_) => "E-SEQUENCING-ALREADY-DELIVERED",
            Self::NoConsent => "E-SEQUENCING-NO-CONSENT",
            Self::NotListed(_) => "E-SEQUENCING-FILE-NOT-LISTED",
            Self::SampleNotOk(_) => "E-SEQUENCING-SAMPLE-NOT-OK",
            Self::Undecided(_) => "E-SEQUENCING-UNDECIDED",
            Self::NameTaken(_) => "E-SEQUENCING-NAME-TAKEN",
            Self::Decided(_) => "E-SEQUENCING-DECIDED",
            Self::NotWhole => "E-SEQUENCING-NOT-WHOLE",
            Self::Status(_) => "E-SEQUENCING-DELIVERY-STATUS",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!(
                "この納品は登録されていません。",
                "There is no such delivery."
            ),
            Self::AlreadyAnnounced => text!(
                "この納品はすでに受け付けています。",
                "This delivery was announced before."
            ),
            Self::Signature(bad) => bad.text(),
            Self::Manifest(bad) => {
                let bad = bad.text();
                text!(
                    (
                        "{}目録を直してもう一度送ってください。ファイルはまだ受け取っていません。",
                        bad.ja
                    ),
                    (
                        "{} Mend the manifest and send it again; no file was taken yet.",
                        bad.en
                    )
                )
            }
            Self::UnknownOrder => text!(
                "目録の発注番号が登録されていません。発注番号を確かめてください。ファイルはまだ受け取っていません。",
                "The manifest names an order that does not exist. Check its number; no file was taken yet."
            ),
            Self::OtherVendor => text!(
                "この発注は別の事業者宛てです。ファイルは受け取っていません。",
                "This order is another vendor's. No file was taken."
            ),
            Self::OrderStatus(status) => {
                let status = status.text();
                text!(
                    (
                        "発注の状態が「{}」のため、納品を受け付けられません。",
                        status.ja
                    ),
                    ("The order is {}; no delivery can be taken.", status.en)
                )
            }
            Self::UnknownSpecimen(specimen) => text!(
                ("検体 {specimen} はこの発注に含まれていません。検体番号を確かめてください。ファイルはまだ受け取っていません。"),
                ("{specimen} is not a specimen of this order. Check its number; no file was taken yet.")
            ),
            Self::AlreadyDelivered(delivery) => text!(
                ("この検体のデータは納品 {delivery} で受入済みです。"),
                ("Data of this specimen was accepted with delivery {delivery}.")
            ),
            Self::NoConsent => text!(
                "有効な同意がないため、データを受け取れません。ファイルを送らずにセンターに連絡してください。",
                "There is no consent in force, so no data can be taken. Do not send files; call the centre."
            ),
            Self::NotListed(file) => text!(
                ("ファイル「{file}」はこの納品の目録（アップロード対象）にありません。"),
                ("{file:?} is not a file to upload of this delivery's manifest.")
            ),
            Self::SampleNotOk(specimen) => text!(
                ("検体 {specimen} はまだ適合と判定されていません。検体の受入を記録してから納品してください。"),
                ("{specimen} was not found fit for use yet. Record its acceptance, then deliver.")
            ),
            Self::Undecided(delivery) => text!(
                ("同じ検体の納品 {delivery} が基準に達せず隔離中です。センターが扱い（追加・再調製・打切り）を決めるまで、次の納品は受け付けられません。"),
                ("Delivery {delivery} of the same specimen is short of a limit. The centre has to decide on top-up, repeat or stop before the next one is taken.")
            ),
            Self::NameTaken(file) => text!(
                ("ファイル名「{file}」は、追加の対象となる前回の納品で使われています。別の名前にしてください。"),
                ("{file:?} is the name of a file of the delivery that this one tops up. Choose another name.")
            ),
            Self::Decided(decision) => {
                let decision = decision.text();
                text!(
                    (
                        "この納品の扱いはすでに「{}」と決まっています。",
                        decision.ja
                    ),
                    ("It was decided before on this delivery: {}.", decision.en)
                )
            }
            Self::NotWhole => text!(
                "ファイルに不備のある納品には追加できません。「再調製」か「打切り」を選ぶか、事業者の再送を待ってください。",
                "A delivery with faulty files cannot be topped up. Choose repeat or stop, or wait until it is sent again."
            ),
            Self::Status(status) => {
                let status = status.text();
                text!(
                    (
                        "納品の状態が「{}」のため、この操作はできません。",
                        status.ja
                    ),
                    ("The delivery is {}; this cannot be done now.", status.en)
                )
            }
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::NoConsent => "policy art. 5; clinical specification §5.3",
            Self::Signature(_)
            | Self::Undecided(_)
            | Self::SampleNotOk(_)
            | Self::NotWhole
            | Self::Manifest(_)
            | Self::UnknownOrder
            | Self::UnknownSpecimen(_) => "clinical specification §5.3",
            _ => "",
        }
    }
}
