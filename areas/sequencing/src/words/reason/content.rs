//! What is wrong with the content of a file, for people.

use readqc::Problem;
use words::{Text, text};

/// A problem of the content, for people.
pub(super) fn text(problem: &Problem) -> Text {
    match problem {
        Problem::NotGzip { .. } => text!("gzip形式ではありません。", "it is not gzip."),
        Problem::Truncated { offset } => text!(
            ("{offset} バイト目で途切れています。転送が途中で終わった可能性があります。"),
            ("it is cut off at byte {offset}; the transfer may have ended early.")
        ),
        Problem::Damaged { offset } => text!(
            ("{offset} バイト目付近で圧縮データが壊れています。"),
            ("the compressed data is damaged near byte {offset}.")
        ),
        Problem::BadCheckSum { offset } => text!(
            ("圧縮データの検査値（CRC）が合いません（{offset} バイト目まで）。"),
            ("the gzip check sum does not fit (member that ends at byte {offset}).")
        ),
        Problem::Trailing { offset } => text!(
            ("{offset} バイト目以降にgzipではないデータがあります。"),
            ("bytes that are not gzip follow at byte {offset}.")
        ),
        Problem::Header { offset, limit } => text!(
            ("{offset} バイト目のgzipヘッダーが {limit} バイトを超えています（FASTQ以外のデータが含まれている可能性があります）。"),
            ("the gzip header at byte {offset} is longer than {limit} bytes; something else than FASTQ may be in it.")
        ),
        Problem::Bomb { offset, ratio } => text!(
            ("{offset} バイト目までの展開後の大きさが圧縮時の {ratio} 倍を超えました（異常な圧縮率のため読み取りを止めました）。"),
            ("up to byte {offset} it unpacks to more than {ratio} times its size; reading was stopped.")
        ),
        Problem::NameLine { line, limit } => text!(
            ("{line} 行目: リード名の行が {limit} バイトを超えるか、印字できない文字を含みます。"),
            ("line {line}: the name line is longer than {limit} bytes or not printable.")
        ),
        Problem::Plus { line } => text!(
            ("{line} 行目: 「+」の後ろにリード名以外の内容があります。"),
            ("line {line}: something else than the read name follows the '+'.")
        ),
        Problem::Empty => text!("リードが1本もありません。", "it holds no read."),
        Problem::NotFourLines { line, expected } => text!(
            ("{line} 行目が「{expected}」で始まっていません（FASTQの4行構造が崩れています）。"),
            ("line {line} does not begin with {expected:?} (the four lines of FASTQ are broken).")
        ),
        Problem::CutRecord { line } => text!(
            ("{line} 行目から始まるリードが途中で終わっています。"),
            ("the read that begins at line {line} is not complete.")
        ),
        Problem::Lengths {
            line,
            sequence,
            qualities,
        } => text!(
            ("{line} 行目: 配列（{sequence}文字）と品質値（{qualities}文字）の長さが違います。"),
            ("line {line}: {sequence} letters but {qualities} qualities.")
        ),
        Problem::Letter {
            line,
            column,
            letter,
        } => text!(
            ("{line} 行目 {column} 文字目: 使えない文字（0x{letter:02x}）です。"),
            ("line {line}, column {column}: letter 0x{letter:02x} is not allowed.")
        ),
        Problem::Quality {
            line,
            column,
            letter,
        } => text!(
            ("{line} 行目 {column} 文字目: 使えない品質値（0x{letter:02x}）です。"),
            ("line {line}, column {column}: quality 0x{letter:02x} is not allowed.")
        ),
        Problem::EmptyRead { line } => text!(
            ("{line} 行目: 長さ0のリードです。"),
            ("line {line}: a read of length 0.")
        ),
        Problem::TooLong { line, limit } => text!(
            ("{line} 行目から始まるリードが {limit} バイトを超えています。"),
            ("the read that begins at line {line} is longer than {limit} bytes.")
        ),
        Problem::Name { line } => text!(
            ("{line} 行目: リード名が「装置:ラン:フローセル:レーン:タイル:x:y」の形ではありません。"),
            ("line {line}: the read name is not instrument:run:flowcell:lane:tile:x:y.")
        ),
        Problem::MateChanges {
            line,
            found,
            expected,
        } => text!(
            ("{line} 行目: R{expected}のファイルにR{found}のリードが混ざっています。"),
            ("line {line}: a read of R{found} in a file of R{expected}.")
        ),
        Problem::Swapped { given, found } => text!(
            ("R{given}として届きましたが、中身はR{found}です（R1とR2の取り違え）。"),
            ("delivered as R{given}, but it holds R{found} (R1 and R2 are swapped).")
        ),
        Problem::Unequal { r1, r2, line } => text!(
            ("R1とR2のリード数が違います（R1 {r1}本、R2 {r2}本、{line} 行目からずれています）。"),
            ("R1 has {r1} reads, R2 has {r2}; they part at line {line}.")
        ),
        Problem::Reordered { line } => text!(
            ("{line} 行目からR1とR2のリードの順序が違います。"),
            ("from line {line} its reads are in another order than those of its mate.")
        ),
        Problem::NotMates { line } => text!(
            ("{line} 行目からR1とR2のリード名が一致しません（組になっていません）。"),
            ("from line {line} its read names are not those of its mate.")
        ),
    }
}
