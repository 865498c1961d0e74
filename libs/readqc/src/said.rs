//! What is wrong with the content of a file, as sentences for people in Japanese and English.

use crate::Problem;

/// The Japanese and the English sentence.
pub type Sentences = (String, String);

macro_rules! said {
    ($ja:literal, $en:literal) => {
        (format!($ja), format!($en))
    };
}

impl Problem {
    /// What is wrong, for people: Japanese and English. Neither names the file.
    #[must_use]
    pub fn sentences(&self) -> Sentences {
        match self {
            Self::NotGzip { .. } => said!("gzip形式ではありません。", "it is not gzip."),
            Self::Truncated { offset } => said!(
                "{offset} バイト目で途切れています。転送が途中で終わった可能性があります。",
                "it is cut off at byte {offset}; the transfer may have ended early."
            ),
            Self::Damaged { offset } => said!(
                "{offset} バイト目付近で圧縮データが壊れています。",
                "the compressed data is damaged near byte {offset}."
            ),
            Self::BadCheckSum { offset } => said!(
                "圧縮データの検査値（CRC）が合いません（{offset} バイト目まで）。",
                "the gzip check sum does not fit (member that ends at byte {offset})."
            ),
            Self::Trailing { offset } => said!(
                "{offset} バイト目以降にgzipではないデータがあります。",
                "bytes that are not gzip follow at byte {offset}."
            ),
            Self::Header { offset, limit } => said!(
                "{offset} バイト目のgzipヘッダーが {limit} バイトを超えています（FASTQ以外のデータが含まれている可能性があります）。",
                "the gzip header at byte {offset} is longer than {limit} bytes; something else than FASTQ may be in it."
            ),
            Self::Bomb { offset, ratio } => said!(
                "{offset} バイト目までの展開後の大きさが圧縮時の {ratio} 倍を超えました（異常な圧縮率のため読み取りを止めました）。",
                "up to byte {offset} it unpacks to more than {ratio} times its size; reading was stopped."
            ),
            Self::NameLine { line, limit } => said!(
                "{line} 行目: リード名の行が {limit} バイトを超えるか、印字できない文字を含みます。",
                "line {line}: the name line is longer than {limit} bytes or not printable."
            ),
            Self::Plus { line } => said!(
                "{line} 行目: 「+」の後ろにリード名以外の内容があります。",
                "line {line}: something else than the read name follows the '+'."
            ),
            Self::Empty => said!("リードが1本もありません。", "it holds no read."),
            Self::NotFourLines { line, expected } => said!(
                "{line} 行目が「{expected}」で始まっていません（FASTQの4行構造が崩れています）。",
                "line {line} does not begin with {expected:?} (the four lines of FASTQ are broken)."
            ),
            Self::CutRecord { line } => said!(
                "{line} 行目から始まるリードが途中で終わっています。",
                "the read that begins at line {line} is not complete."
            ),
            Self::Lengths {
                line,
                sequence,
                qualities,
            } => said!(
                "{line} 行目: 配列（{sequence}文字）と品質値（{qualities}文字）の長さが違います。",
                "line {line}: {sequence} letters but {qualities} qualities."
            ),
            Self::Letter {
                line,
                column,
                letter,
            } => said!(
                "{line} 行目 {column} 文字目: 使えない文字（0x{letter:02x}）です。",
                "line {line}, column {column}: letter 0x{letter:02x} is not allowed."
            ),
            Self::Quality {
                line,
                column,
                letter,
            } => said!(
                "{line} 行目 {column} 文字目: 使えない品質値（0x{letter:02x}）です。",
                "line {line}, column {column}: quality 0x{letter:02x} is not allowed."
            ),
            Self::EmptyRead { line } => said!(
                "{line} 行目: 長さ0のリードです。",
                "line {line}: a read of length 0."
            ),
            Self::TooLong { line, limit } => said!(
                "{line} 行目から始まるリードが {limit} バイトを超えています。",
                "the read that begins at line {line} is longer than {limit} bytes."
            ),
            Self::Name { line } => said!(
                "{line} 行目: リード名が「装置:ラン:フローセル:レーン:タイル:x:y」の形ではありません。",
                "line {line}: the read name is not instrument:run:flowcell:lane:tile:x:y."
            ),
            Self::MateChanges {
                line,
                found,
                expected,
            } => said!(
                "{line} 行目: R{expected}のファイルにR{found}のリードが混ざっています。",
                "line {line}: a read of R{found} in a file of R{expected}."
            ),
            Self::Swapped { given, found } => said!(
                "R{given}として届きましたが、中身はR{found}です（R1とR2の取り違え）。",
                "delivered as R{given}, but it holds R{found} (R1 and R2 are swapped)."
            ),
            Self::Unequal { r1, r2, line } => said!(
                "R1とR2のリード数が違います（R1 {r1}本、R2 {r2}本、{line} 行目からずれています）。",
                "R1 has {r1} reads, R2 has {r2}; they part at line {line}."
            ),
            Self::Reordered { line } => said!(
                "{line} 行目からR1とR2のリードの順序が違います。",
                "from line {line} its reads are in another order than those of its mate."
            ),
            Self::NotMates { line } => said!(
                "{line} 行目からR1とR2のリード名が一致しません（組になっていません）。",
                "from line {line} its read names are not those of its mate."
            ),
        }
    }
}
