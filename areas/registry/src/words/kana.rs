//! Spellings of a name in kana that mean the same name.

/// Half-width katakana from U+FF66 on, in their order.
const HALF: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
const PLAIN: &str = "ウカキクケコサシスセソタチツテトハヒフヘホ";
const VOICED: &str = "ヴガギグゲゴザジズゼゾダヂヅデドバビブベボ";
const SOFT: (&str, &str) = ("ハヒフヘホ", "パピプペポ");
const SMALL: (&str, &str) = ("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ");

/// One spelling for all: full-width katakana, small letters large, without spaces and dots. Hospitals' systems write
/// ｻﾄｳ, さとう and サトウ, キョウコ and キヨウコ for the same name.
#[must_use]
pub fn normalised(kana: &str) -> String {
    let mut out = String::new();
    for c in kana.chars().map(katakana) {
        match c {
            '\u{3099}' | '\u{309B}' | '\u{FF9E}' => join(&mut out, PLAIN, VOICED),
            '\u{309A}' | '\u{309C}' | '\u{FF9F}' => join(&mut out, SOFT.0, SOFT.1),
            '-' | '‐' | '−' | '－' | '―' => out.push('ー'),
            c if c.is_whitespace() || matches!(c, '・' | '･' | '　' | '.' | '．') => {}
            c => out.extend(swap(c, SMALL.0, SMALL.1).to_uppercase()),
        }
    }
    out
}

/// How a name in kana is kept and shown: full-width katakana, one space between the parts, small letters as they are.
/// `None` if it holds anything but kana, Latin letters and the marks between names.
#[must_use]
pub fn written(kana: &str) -> Option<String> {
    let mut out = String::new();
    for c in kana.trim().chars().map(katakana) {
        match c {
            '\u{3099}' | '\u{309B}' | '\u{FF9E}' => join(&mut out, PLAIN, VOICED),
            '\u{309A}' | '\u{309C}' | '\u{FF9F}' => join(&mut out, SOFT.0, SOFT.1),
            '･' => out.push('・'),
            '-' | '‐' | '−' | '－' | '―' => out.push('ー'),
            c if c.is_whitespace() && out.ends_with('　') => {}
            c if c.is_whitespace() => out.push('　'),
            c => out.push(c),
        }
    }
    let fits = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー' | '・' | '　' | '.' | '\'' | 'A'..='Z' | 'a'..='z');
    (!out.is_empty() && out.chars().all(fits)).then_some(out)
}

/// Hiragana and half-width katakana as katakana, full-width Latin letters as Latin.
fn katakana(c: char) -> char {
    let shifted = |by: u32, back: bool| {
        let code = c as u32;
        char::from_u32(if back { code - by } else { code + by }).unwrap_or(c)
    };
    match c {
        'ぁ'..='ゖ' => shifted(0x60, false),
        '\u{FF66}'..='\u{FF9D}' => HALF.chars().nth(c as usize - 0xFF66).unwrap_or(c),
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => shifted(0xFEE0, true),
        other => other,
    }
}

/// A sound mark of its own joins the letter before it.
fn join(out: &mut String, from: &str, to: &str) {
    if let Some(last) = out.pop() {
        out.push(swap(last, from, to));
    }
}

fn swap(c: char, from: &str, to: &str) -> char {
    let place = from.chars().position(|f| f == c);
    place.and_then(|at| to.chars().nth(at)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::{normalised, written};

    #[test]
    fn kana_is_written_in_one_way() {
        for typed in ["さとう はなこ", "ｻﾄｳ　ﾊﾅｺ", " サトウ  ハナコ "] {
            assert_eq!(written(typed).as_deref(), Some("サトウ　ハナコ"), "{typed}");
        }
        assert_eq!(written("ｷｮｳｺﾞｸ ｼﾞｭﾝ").as_deref(), Some("キョウゴク　ジュン"));
        for wrong in ["", "佐藤", "サトウ1", "<b>"] {
            assert_eq!(written(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        for (one, other) in [
            ("サトウ ハナコ", "ｻﾄｳ ﾊﾅｺ"),
            ("サトウ　ハナコ", "さとう はなこ"),
            ("キョウゴク ジュン", "ｷﾖｳｺﾞｸｼﾞﾕﾝ"),
            ("パク・スジン", "ﾊﾟｸ ｽｼﾞﾝ"),
            ("ヴィクトル", "う\u{3099}ぃくとる"),
            ("オーノ", "ｵｰﾉ"),
            ("smith anna", "ＳＭＩＴＨ ANNA"),
        ] {
            assert_eq!(normalised(one), normalised(other));
        }
        assert_ne!(normalised("サトウ"), normalised("サドウ"));
        assert_ne!(normalised("ハナ"), normalised("バナ"));
        assert_ne!(normalised("オーノ"), normalised("オノ"));
    }
}
