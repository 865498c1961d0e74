//! Why not.

use words::{Text, text};

use super::{Stage, Status};

/// Why a decision about an order said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", words::Refusal::text(self).en)]
pub enum Refusal {
    /// No such order.
    Unknown,
    /// The case has an open order.
    AlreadyOpen,
    /// No tube was named.
    NoTube,
    /// The tube is not of this case, not labelled yet, or locked.
    TubeNotUsable(String),
    /// The office has no record of the vendor.
    VendorUnknown,
    /// The vendor lacks something.
    VendorLacks(Vec<Text>),
    /// A person of the order has no consent in force.
    NoConsent,
    /// No such profile of limits.
    UnknownProfile(String),
    /// The specimen is not of this order.
    NotOrdered(String),
    /// A specimen here cannot go there.
    Stage(Stage, Stage),
    /// A stage that follows from what happens to tubes and deliveries.
    NotReported(Stage),
    /// Generated in the future.
    Future,
    /// Not in a state for this.
    Status(Status),
}

impl words::Refusal for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "E-SEQUENCING-ORDER-UNKNOWN",
            Self::AlreadyOpen => "E-SEQUENCING-ORDER-OPEN",
            Self::NoTube => "E-SEQUENCING-NO-TUBE",
            Self::TubeNotUsable(_) => "E-SEQUENCING-TUBE-NOT-USABLE",
            Self::VendorUnknown => "E-SEQUENCING-VENDOR-UNKNOWN",
            Self::VendorLacks(_) => "E-SEQUENCING-VENDOR-LACKS",
            Self::NoConsent => "E-SEQUENCING-NO-CONSENT",
            Self::UnknownProfile(_) => "E-SEQUENCING-PROFILE",
            Self::NotOrdered(_) => "E-SEQUENCING-SPECIMEN-UNKNOWN",
            Self::Stage(..) | Self::NotReported(_) => "E-SEQUENCING-STAGE",
            Self::Future => "E-SEQUENCING-FUTURE",
            Self::Status(_) => "E-SEQUENCING-ORDER-STATUS",
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Unknown => text!("この発注は登録されていません。", "There is no such order."),
            Self::AlreadyOpen => text!(
                "この症例には進行中または完了した発注があります。新しい発注は作成していません。",
                "The case has an order already. No new order was made."
            ),
            Self::NoTube => text!(
                "シーケンスする検体を1本以上指定してください。",
                "Name at least one specimen."
            ),
            Self::TubeNotUsable(tube) => text!(
                ("検体 {tube} は、この症例の使用できる検体ではありません（ラベル照合前、不適合、または使用停止）。"),
                ("{tube} is not a specimen of this case that can be used (not labelled yet, nonconforming or locked).")
            ),
            Self::VendorUnknown => text!(
                "この解析事業者の認定記録がありません。事務局が登録するまで発注できません。",
                "There is no record of this vendor's accreditation. The office has to file it before an order."
            ),
            Self::VendorLacks(lacks) => {
                let list = |get: fn(&Text) -> &str| lacks.iter().map(get).collect::<Vec<_>>();
                text!(
                    (
                        "この解析事業者には次のものがありません：{}。発注できません。",
                        list(|t| &t.ja).join("、")
                    ),
                    (
                        "The vendor lacks: {}. No order can be made.",
                        list(|t| &t.en).join(", ")
                    )
                )
            }
            Self::NoConsent => text!(
                "有効な同意のない方の検体が含まれています。発注できません。",
                "The order holds a specimen of a person without consent in force."
            ),
            Self::UnknownProfile(id) => text!(
                ("基準「{id}」は登録されていません。"),
                ("There is no profile of limits called {id:?}.")
            ),
            Self::NotOrdered(specimen) => text!(
                ("検体 {specimen} はこの発注に含まれていません。"),
                ("{specimen} is not a specimen of this order.")
            ),
            Self::Stage(now, next) => {
                let (now, next) = (now.text(), next.text());
                text!(
                    (
                        "検体の状態が「{}」のため、「{}」にはできません。",
                        now.ja,
                        next.ja
                    ),
                    (
                        "The specimen is at {:?}; it cannot go to {:?}.",
                        now.en,
                        next.en
                    )
                )
            }
            Self::NotReported(stage) => {
                let stage = stage.text();
                text!(
                    (
                        "「{}」は検体と納品の記録から決まります。報告できるのはライブラリ適合・シークエンス中・FASTQ生成済です。",
                        stage.ja
                    ),
                    (
                        "{:?} follows from tubes and deliveries; report library_ok, sequencing or data_generated.",
                        stage.en
                    )
                )
            }
            Self::Future => text!(
                "FASTQの生成日時が未来になっています。",
                "The time of generation lies in the future."
            ),
            Self::Status(status) => {
                let status = status.text();
                text!(
                    (
                        "発注の状態が「{}」のため、この操作はできません。",
                        status.ja
                    ),
                    ("The order is {}; this cannot be done now.", status.en)
                )
            }
        }
    }

    fn cites(&self) -> &'static str {
        match self {
            Self::VendorUnknown | Self::VendorLacks(_) => "plan 001; clinical specification §5.3",
            Self::NoConsent => "policy art. 5; clinical specification §5.2 I4",
            _ => "",
        }
    }
}
