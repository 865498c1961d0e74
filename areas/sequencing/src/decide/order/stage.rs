//! How far one specimen of an order is (clinical specification §5.3).

use serde::{Deserialize, Serialize};
use words::{Text, text};

/// A stage, in their order. What failed goes back to the library or the machine, or ends.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The order is written.
    #[default]
    Draft,
    /// The order is with the vendor.
    Released,
    /// The tube is on its way.
    SampleSent,
    /// The tube is there.
    SampleReceived,
    /// The tube is fit for use.
    SampleOk,
    /// The tube is not fit for use.
    SampleRejected,
    /// The library is good.
    LibraryOk,
    /// On the machine.
    Sequencing,
    /// The FASTQ files are there: the two weeks run.
    DataGenerated,
    /// The files are here and being checked.
    Delivered,
    /// A check failed; the centre decides if it is a matter of limits.
    QcFailed,
    /// Failed: more reads of the same library.
    QcFailedTopup,
    /// Failed: again from the library.
    QcFailedRepeat,
    /// Failed for good.
    QcFailedStop,
    /// Every check passed.
    QcPassed,
    /// Taken in.
    Accepted,
}

impl Stage {
    /// Whether a specimen here may go there. Steps may be left out, but none goes back, except after a failure.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        let decided = matches!(
            next,
            Self::QcFailedTopup | Self::QcFailedRepeat | Self::QcFailedStop
        );
        match self {
            Self::Accepted | Self::QcFailedStop | Self::SampleRejected => false,
            Self::QcFailed if decided => true,
            _ if decided => false,
            Self::QcFailed | Self::QcFailedTopup | Self::QcFailedRepeat => next >= Self::LibraryOk,
            _ if next == Self::SampleRejected => self < Self::SampleOk,
            _ => next > self,
        }
    }

    /// Whether a vendor says so by itself; the others follow from what happens to tubes and deliveries.
    #[must_use]
    pub fn is_reported(self) -> bool {
        matches!(
            self,
            Self::LibraryOk | Self::Sequencing | Self::DataGenerated
        )
    }

    /// For people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Draft => text!("下書き", "draft"),
            Self::Released => text!("発注済", "released"),
            Self::SampleSent => text!("検体発送済", "sample sent"),
            Self::SampleReceived => text!("検体受領済", "sample received"),
            Self::SampleOk => text!("検体適合", "sample accepted"),
            Self::SampleRejected => text!("検体不適合", "sample rejected"),
            Self::LibraryOk => text!("ライブラリ適合", "library accepted"),
            Self::Sequencing => text!("シークエンス中", "sequencing"),
            Self::DataGenerated => text!("FASTQ生成済", "FASTQ generated"),
            Self::Delivered => text!("納品済（検査中）", "delivered, being checked"),
            Self::QcFailed => text!("受入検査不合格", "intake failed"),
            Self::QcFailedTopup => text!("不合格（追加シークエンス）", "failed: top-up"),
            Self::QcFailedRepeat => text!("不合格（再調製）", "failed: repeat"),
            Self::QcFailedStop => text!("不合格（打切り）", "failed: stopped"),
            Self::QcPassed => text!("受入検査合格", "intake passed"),
            Self::Accepted => text!("データ受入済", "data accepted"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Stage::{self, *};

    #[test]
    fn the_way_of_the_specification_and_the_ways_back() {
        let way = [
            Draft,
            Released,
            SampleSent,
            SampleReceived,
            SampleOk,
            LibraryOk,
            Sequencing,
            DataGenerated,
            Delivered,
            QcPassed,
            Accepted,
        ];
        assert!(way.is_sorted_by(|a, b| a.may_become(*b) && !b.may_become(*a)));
        for back in [QcFailedTopup, QcFailedRepeat] {
            assert!(Delivered.may_become(QcFailed) && QcFailed.may_become(back));
            assert!(back.may_become(LibraryOk) && back.may_become(Delivered));
            assert!(
                !Delivered.may_become(back),
                "only what failed is decided on"
            );
        }
        assert!(QcFailed.may_become(QcFailedStop) && QcFailed.may_become(Delivered));
        assert!(
            SampleReceived.may_become(SampleRejected) && !Sequencing.may_become(SampleRejected)
        );
        let ended: [Stage; 3] = [Accepted, QcFailedStop, SampleRejected];
        assert!(
            !ended
                .iter()
                .any(|end| way.iter().any(|next| end.may_become(*next)))
        );
    }
}
