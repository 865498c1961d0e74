//! What somebody typed into a form, by field; a refused form is shown again with it.

use axum::Form;
use words::{Day, Text};

/// The fields of a form in the order they were sent.
pub type Sent = Form<Vec<(String, String)>>;

/// Fields by name.
#[derive(Debug, Clone, Default)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The first value of a field, without the spaces around it; absent if nothing was typed.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// The first value of a field as it was typed; empty if it is not there.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, v)| v.as_str())
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of = self.0.iter().filter(move |(n, _)| n == name);
        of.map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A day.
    #[must_use]
    pub fn day(&self, name: &str) -> Option<Day> {
        self.get(name).and_then(|v| v.parse().ok())
    }

    /// A word of an enumeration, as on the wire.
    #[must_use]
    pub fn word<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.get(name)?;
        serde_json::from_value(serde_json::Value::String(value.to_owned())).ok()
    }

    /// A text in both languages, from `NAME.ja` and `NAME.en`; one language stands for both where the other is empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<Text> {
        let (ja, en) = (
            self.get(&format!("{name}.ja")),
            self.get(&format!("{name}.en")),
        );
        let ja = ja.or(en)?;
        Some(Text::made(ja, en.unwrap_or(ja)))
    }

    /// The version of the session that the writer saw.
    #[must_use]
    pub fn seen(&self) -> Option<i64> {
        self.get("seen").and_then(|v| v.parse().ok())
    }
}

/// The word of a value on the wire.
#[must_use]
pub fn wire<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A day as a date field holds it.
#[must_use]
pub fn date(day: Option<Day>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}
