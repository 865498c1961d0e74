//! What was sent and could not be read, in sentences of our own: not JSON, a field that is missing, unknown or of another
//! type, another content type, too much of it, a method that the address does not know.
//!
//! The extractors say it as plain text in English; nothing of that reaches a reader but names of fields and values.

use axum::http::StatusCode;
use words::{Text, text};

use crate::Problem;

/// How the extractors begin; what follows is said by the reader of the format.
const BEGINS: [&str; 5] = [
    "Failed to deserialize the JSON body into the target type",
    "Failed to deserialize form body",
    "Failed to deserialize form",
    "Failed to deserialize query string",
    "Failed to parse the request body as JSON",
];

/// Reads JSON where a body may also be empty or of another kind.
///
/// # Errors
/// A 400 or 422 problem that names the field.
pub fn read_json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let read = axum::Json::<T>::from_bytes(body);
    read.map(|axum::Json(value)| value)
        .map_err(|no| problem(no.status(), &no.body_text(), 0))
}

/// The problem of an answer that the router or an extractor gave as plain text. `limit` is the largest body in bytes.
pub(crate) fn problem(status: StatusCode, said: &str, limit: usize) -> Problem {
    let (code, detail) = match status {
        StatusCode::PAYLOAD_TOO_LARGE => ("E-WEB-TOO-LARGE", too_large(limit)),
        StatusCode::METHOD_NOT_ALLOWED => return method(None),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("E-WEB-CONTENT-TYPE", content_type(said)),
        StatusCode::NOT_FOUND => (
            "E-WEB-NOT-FOUND",
            text!(
                "このページはありません。",
                "There is nothing at this address."
            ),
        ),
        _ => ("E-WEB-BAD-INPUT", body(said)),
    };
    Problem::new(status, code, detail)
}

fn too_large(limit: usize) -> Text {
    let mib = limit / (1024 * 1024);
    text!(
        ("送られたデータが大きすぎます。一度に送れるのは{mib} MiBまでです。"),
        ("What was sent is too large: at most {mib} MiB at a time.")
    )
}

/// An address knows other methods than this one; `allow` names them with commas between.
pub(crate) fn method(allow: Option<&str>) -> Problem {
    let detail = match allow {
        Some(allow) => {
            let (ja, en) = (allow.replace(',', "、"), allow.replace(',', ", "));
            text!(
                ("このメソッドはこのアドレスでは使えません。使えるメソッド：{ja}"),
                ("This method cannot be used at this address. Allowed: {en}")
            )
        }
        None => text!(
            "このメソッドはこのアドレスでは使えません。",
            "This method cannot be used at this address."
        ),
    };
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "E-WEB-METHOD", detail)
}

fn content_type(said: &str) -> Text {
    let wanted = said.split('`').nth(1).unwrap_or_default();
    let wanted = wanted.trim_start_matches("Content-Type: ");
    let wanted = if wanted.contains('/') {
        wanted
    } else {
        "application/json"
    };
    text!(
        ("データの種類（`Content-Type`）が違います。`{wanted}` で送ってください。"),
        ("The content type is not the expected one: send it as `{wanted}`.")
    )
}

fn body(said: &str) -> Text {
    let begun = BEGINS.iter().find_map(|b| said.strip_prefix(b));
    let Some(rest) = begun else {
        return text!(
            "送られた内容を読み取れません。アドレスと入力を確かめてください。",
            "What was sent cannot be read. Check the address and the input."
        );
    };
    let rest = rest.trim_start_matches(": ");
    let (rest, place) = placed(rest);
    if said.starts_with(BEGINS[4]) {
        return not_json(place);
    }
    let (path, fault) = field(rest);
    of_field(path, fault)
}

/// What was said without its end, and line and column of that end.
fn placed(said: &str) -> (&str, Option<(&str, &str)>) {
    let found = said.rsplit_once(" at line ").and_then(|(rest, at)| {
        let (line, column) = at.split_once(" column ")?;
        let number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        (number(line) && number(column)).then_some((rest, (line, column)))
    });
    found.map_or((said, None), |(rest, place)| (rest, Some(place)))
}

fn not_json(place: Option<(&str, &str)>) -> Text {
    match place {
        Some((line, column)) => text!(
            ("JSONとして読めません（{line}行目の{column}文字目）。"),
            ("This is not JSON (line {line}, column {column}).")
        ),
        None => text!("JSONとして読めません。", "This is not JSON."),
    }
}

/// The path of the field, empty for the whole body, and what is wrong with it.
fn field(said: &str) -> (&str, &str) {
    let path = |p: &str| {
        !p.is_empty()
            && p.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-.[]?".contains(&b))
    };
    match said.split_once(": ") {
        Some((left, right)) if path(left) => (left, right),
        _ => ("", said),
    }
}

fn of_field(path: &str, fault: &str) -> Text {
    let quoted: Vec<&str> = fault.split('`').skip(1).step_by(2).collect();
    let named = quoted.first().copied().unwrap_or_default();
    let choices = |mark: &str| {
        let rest = quoted.get(1..).unwrap_or_default();
        rest.iter()
            .map(|c| format!("`{c}`"))
            .collect::<Vec<_>>()
            .join(mark)
    };
    let (ja, en) = (choices("、"), choices(", "));
    let inner = join(path, named);
    let here = if path.is_empty() { "." } else { path };
    if fault.starts_with("missing field") {
        text!(
            ("必要な項目 `{inner}` がありません。加えて、もう一度送ってください。"),
            ("The field `{inner}` is missing. Add it and send it again.")
        )
    } else if fault.starts_with("unknown field") && ja.is_empty() {
        text!(
            ("`{named}` という項目はありません。"),
            ("There is no field `{named}`.")
        )
    } else if fault.starts_with("unknown field") {
        text!(
            ("`{named}` という項目はありません。使える項目：{ja}"),
            ("There is no field `{named}`. Known fields: {en}")
        )
    } else if fault.starts_with("unknown variant") {
        text!(
            ("項目 `{here}` に `{named}` は使えません。使える値：{ja}"),
            ("`{named}` is not a value of the field `{here}`. Known values: {en}")
        )
    } else if fault.starts_with("duplicate field") {
        text!(
            ("項目 `{inner}` が二度あります。"),
            ("The field `{inner}` is there twice.")
        )
    } else if fault.starts_with("invalid type") {
        wrong_type(path, fault)
    } else {
        text!(
            ("項目 `{here}` の値を読み取れません。書き方を確かめてください。"),
            ("The value of the field `{here}` cannot be read. Check how it is written.")
        )
    }
}

/// The last part of a path is the field itself where the reader had begun with it.
fn join(path: &str, name: &str) -> String {
    let has = path.rsplit('.').next().is_some_and(|last| last == name);
    match (path.is_empty(), has) {
        (true, _) => name.to_owned(),
        (false, true) => path.to_owned(),
        (false, false) => format!("{path}.{name}"),
    }
}

fn wrong_type(path: &str, fault: &str) -> Text {
    let expected = fault.rsplit_once("expected ").map_or("", |(_, e)| e);
    let (ja, en) = match expected.trim_end_matches('.') {
        e if e.starts_with("a string") || e == "str" || e.contains("string") => {
            ("文字列", "a text")
        }
        "bool" | "a boolean" => ("true または false", "true or false"),
        "f32" | "f64" => ("数", "a number"),
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => {
            ("整数", "a whole number")
        }
        e if e.starts_with("a sequence") || e.starts_with("tuple") || e.contains("array") => {
            ("配列（[ ]）", "a list ([ ])")
        }
        e if e.starts_with("struct") || e.contains("map") || e.contains("enum") => {
            ("オブジェクト（{ }）", "an object ({ })")
        }
        _ => ("別の形式の値", "a value of another kind"),
    };
    if path.is_empty() {
        return text!(
            ("送られたデータの形式が違います。{ja}が必要です。"),
            ("What was sent is of the wrong kind: {en} is expected.")
        );
    }
    text!(
        ("項目 `{path}` の形式が違います。{ja}が必要です。"),
        ("The field `{path}` is of the wrong kind: {en} is expected.")
    )
}
