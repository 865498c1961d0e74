//! What somebody typed into the search field, in one spelling: full width, half-width kana, hyphens of any kind. Pure.

/// What it may be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Upper-case Latin letters, digits and plain hyphens: a number of a case, a tube or a patient; empty if it is none.
    pub number: String,
    /// The beginning of a digest, at least eight characters; empty if it is none.
    pub digest: String,
    /// A symbol of a gene as HGNC writes one, in upper case; empty if it is none.
    pub gene: String,
    /// As typed, for names in kana; empty if it holds anything but kana.
    pub kana: String,
}

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let typed = typed.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        let plain: String = typed.chars().filter_map(plain).collect();
        let is_number = !plain.is_empty()
            && plain.chars().any(|c| c.is_ascii_digit())
            && plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let hex = plain.to_ascii_lowercase();
        let is_digest = (8..=64).contains(&hex.len()) && hex.chars().all(|c| c.is_ascii_hexdigit());
        let is_gene = (2..=20).contains(&plain.len())
            && plain.starts_with(|c: char| c.is_ascii_alphabetic())
            && plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let is_kana =
            typed.chars().any(is_kana) && typed.chars().all(|c| is_kana(c) || is_between(c));
        Self {
            number: if is_number {
                plain.to_ascii_uppercase()
            } else {
                String::new()
            },
            gene: if is_gene {
                plain.to_ascii_uppercase()
            } else {
                String::new()
            },
            digest: if is_digest { hex } else { String::new() },
            kana: if is_kana {
                typed.to_owned()
            } else {
                String::new()
            },
        }
    }

    /// Whether nothing can be looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Full width as half width, every hyphen as one, no spaces.
fn plain(c: char) -> Option<char> {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0),
        '‐' | '‑' | '–' | '—' | '―' | '−' | 'ー' | 'ｰ' | '﹣' => Some('-'),
        c if c.is_whitespace() => None,
        c => Some(c),
    }
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// What may stand between the parts of a name.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '・' | '･' | '-' | '‐' | '−' | '－')
}
