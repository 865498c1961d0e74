//! Whether one value fits its item.

use serde_json::Value;
use words::{Day, Text, text};

use crate::words::{
    catalogue::{Item, Kind},
    codemap,
};

/// Longest text accepted, characters.
const LONGEST: usize = 4_000;

/// What is wrong with a value; nothing if it fits.
pub(super) fn fault(item: &Item, value: &Value) -> Option<Text> {
    let text = value.as_str().map(str::trim);
    let label = &item.label;
    match item.kind {
        Kind::Text => text.is_none_or(|t| t.chars().count() > LONGEST).then(|| {
            text!(
                ("「{}」は4,000字以内の文字で入力してください。", label.ja),
                ("“{}” takes up to 4,000 characters.", label.en)
            )
        }),
        Kind::Integer => number(
            item,
            value.as_i64().map(|n| n as f64),
            ("整数", "a whole number"),
        ),
        Kind::Decimal => number(item, value.as_f64(), ("数値", "a number")),
        Kind::Date => text.is_none_or(|t| t.parse::<Day>().is_err()).then(|| {
            text!(
                (
                    "「{}」は年月日（例 2026-04-03）で入力してください。",
                    label.ja
                ),
                ("“{}” takes a day (2026-04-03).", label.en)
            )
        }),
        Kind::Month => (!text.is_some_and(month)).then(|| {
            text!(
                ("「{}」は年月（例 2026-04）で入力してください。", label.ja),
                ("“{}” takes a month (2026-04).", label.en)
            )
        }),
        Kind::Boolean => (!value.is_boolean()).then(|| {
            text!(
                ("「{}」は「はい」か「いいえ」で入力してください。", label.ja),
                ("“{}” takes true or false.", label.en)
            )
        }),
        Kind::Choice => {
            let list = item.codes.as_deref().unwrap_or_default();
            text.is_none_or(|t| codemap::label(list, t).is_none())
                .then(|| {
                    text!(
                        ("「{}」は選択肢から選んでください。", label.ja),
                        ("“{}” takes one of its options.", label.en)
                    )
                })
        }
        Kind::Term => {
            let system = item.system.as_deref().unwrap_or_default();
            (!text.is_some_and(|t| term(system, t))).then(|| {
                text!(
                    ("「{}」は{system}のコードで入力してください。", label.ja),
                    ("“{}” takes a code of {system}.", label.en)
                )
            })
        }
    }
}

fn number(item: &Item, value: Option<f64>, kind: (&str, &str)) -> Option<Text> {
    let label = &item.label;
    let Some(value) = value else {
        return Some(text!(
            ("「{}」は{}で入力してください。", label.ja, kind.0),
            ("“{}” takes {}.", label.en, kind.1)
        ));
    };
    let (min, max) = (
        item.min.unwrap_or(f64::NEG_INFINITY),
        item.max.unwrap_or(f64::INFINITY),
    );
    let unit = item.unit.as_deref().unwrap_or_default();
    (!(min..=max).contains(&value)).then(|| {
        text!(
            (
                "「{}」は{min}から{max}（{unit}）の範囲で入力してください。",
                label.ja
            ),
            ("“{}” lies between {min} and {max} ({unit}).", label.en)
        )
    })
}

fn month(text: &str) -> bool {
    text.len() == 7 && format!("{text}-01").parse::<Day>().is_ok()
}

/// The shape of a code. Whether it exists is asked of the knowledge release in use, later in the flow.
fn term(system: &str, code: &str) -> bool {
    match system {
        "hpo" => code
            .strip_prefix("HP:")
            .is_some_and(|n| n.len() == 7 && n.bytes().all(|b| b.is_ascii_digit())),
        "oncotree" => {
            (2..=20).contains(&code.len())
                && code
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        }
        _ => false,
    }
}
