//! What stands on the certificate of a withdrawal, in words.

use words::{Text, text};

use super::Scope;
use crate::decide::{Outcome, Reason};

impl Scope {
    /// Its name.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::All => text!("すべて", "everything"),
            Self::Sharing => text!("他の機関による利用", "use by others"),
            Self::Industry => text!("企業による利用", "use by industry"),
            Self::Overseas => text!("国外での利用", "use abroad"),
            Self::PublicDatabase => text!(
                "公的データベースでの公開",
                "publication in public databases"
            ),
            Self::Specimens => text!("検体の利用", "use of specimens"),
            Self::Recontact => text!("今後の連絡", "being contacted"),
            Self::FutureData => text!("これから生じるデータの利用", "use of data from now on"),
        }
    }
}

impl Reason {
    /// For the person.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::NotIdentifiable => text!(
                "どなたのものか分からない形になっているため、残ります",
                "kept: the person cannot be singled out in it"
            ),
            Self::ReleasedPublic => text!(
                "すでに公開されているため、残ります",
                "kept: released to the public"
            ),
            Self::Published => text!("論文などで公表済みのため、残ります", "kept: published"),
            Self::LegalHold => text!(
                "法令と監査のために残ります。番号・日時・件数だけで、お名前やデータは含みません",
                "kept by law and for audit: numbers, dates and counts only, no name and no data"
            ),
            Self::SharedWithFamily => text!(
                "参加を続けているご家族の記録のため、残ります。この方の読み取りデータは含みません",
                "kept: the record of relatives who still take part; it holds none of this person's reads"
            ),
            Self::OtherCase => text!(
                "別の症例に参加しているため、残ります",
                "kept: the person still takes part in another case"
            ),
            Self::Ordered => text!(
                "使用を止め、廃棄を指示しました。廃棄が済むと「削除」に変わります",
                "locked and ordered to be destroyed; not done yet"
            ),
            Self::CoolingOff => text!(
                "使用を止めました。猶予期間が終わると削除します",
                "unusable from now on; deleted when the cooling-off period ends"
            ),
        }
    }
}

impl Outcome {
    /// What it is about.
    #[must_use]
    pub fn text(&self) -> Text {
        match self.what.as_str() {
            "identity" => text!("氏名などの本人情報", "identity (name, birth day)"),
            "objects" => text!(
                "症例の暗号化ファイル（鍵を破棄し、どこにある写しも読めません）",
                "encrypted files of the case (keys destroyed: no copy anywhere can be read)"
            ),
            "own_objects" => text!(
                "この方だけの暗号化ファイル：リードとそのアラインメント（鍵を破棄し、どこにある写しも読めません）",
                "encrypted files of this person alone: reads and their alignment (key destroyed: no copy anywhere can be read)"
            ),
            "run_files" => text!("解析結果のファイルの記録", "recorded files of analyses"),
            "joint_files" => text!(
                "ご家族と合わせて作った解析結果",
                "results made together with relatives"
            ),
            "case_records" => text!(
                "発端者の臨床情報とレポート",
                "the patient's clinical record and reports"
            ),
            "tubes" => text!("検体の容器", "specimen tubes"),
            "pending_deliveries" => text!("受け入れ前の納品", "deliveries not taken in"),
            "ledger" => text!("手続きの記録（台帳）", "the log of what was done (ledger)"),
            other => Text::made(other, other),
        }
    }
}
