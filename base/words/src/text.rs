//! Text in Japanese and English; neither can be forgotten.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The language of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Japanese, written first.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The language of a tag, Japanese for anything that is not English.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("en") {
            Self::En
        } else {
            Self::Ja
        }
    }
}

/// One sentence or label, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Hash)]
pub struct Text {
    /// Japanese.
    pub ja: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Text {
    /// A constant text.
    #[must_use]
    pub const fn new(ja: &'static str, en: &'static str) -> Self {
        Self {
            ja: Cow::Borrowed(ja),
            en: Cow::Borrowed(en),
        }
    }

    /// A text made at run time.
    #[must_use]
    pub fn made(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            ja: Cow::Owned(ja.into()),
            en: Cow::Owned(en.into()),
        }
    }

    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

/// `text!("日本語", "English")`, or with arguments: `text!(("{}本", n), ("{} tubes", n))`.
#[macro_export]
macro_rules! text {
    (($($ja:tt)*), ($($en:tt)*)) => {
        $crate::Text::made(format!($($ja)*), format!($($en)*))
    };
    ($ja:literal, $en:literal) => {
        $crate::Text::new($ja, $en)
    };
}
