//! What somebody typed into a form.

use axum::extract::{Form, FromRequest, Request};
use web::{Platform, Problem};
use words::{At, Day, text};

/// Names and values, in the order of the form; a name may stand several times.
#[derive(Debug, Default)]
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    /// The first value of a name; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, v)| v.as_str())
    }

    /// Every value of a name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let found = self.0.iter().filter(|(n, _)| n == name);
        found.map(|(_, v)| v.as_str()).collect()
    }

    /// Whether something stands under a name.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// A word of one of our enums.
    pub fn word<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, Problem> {
        word(self.get(name))
    }

    /// A day and a time of day in Tokyo.
    pub fn moment(&self, day: &str, time: &str) -> Result<At, Problem> {
        let when = self.get(day).trim().parse::<Day>().ok();
        let (hour, minute) = self.get(time).split_once(':').unwrap_or_default();
        let clock = hour.parse::<i64>().ok().zip(minute.parse::<i64>().ok());
        let clock = clock.filter(|(h, m)| (0..24).contains(h) && (0..60).contains(m));
        let (Some(when), Some((hour, minute))) = (when, clock) else {
            return Err(Problem::bad_input(text!(
                "日付（例 2026-04-03）と時刻（例 14:30）を入れてください。",
                "Give a day such as 2026-04-03 and a time such as 14:30."
            )));
        };
        let seconds = (hour * 60 + minute) * 60;
        Ok(At::from_micros(
            when.starts().micros() + seconds * 1_000_000,
        ))
    }
}

/// A word of one of our enums.
pub(super) fn word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, Problem> {
    serde_json::from_value(serde_json::Value::from(word)).map_err(|_| {
        Problem::bad_input(text!(
            "選ばれていない項目があります。選んでから、もう一度送ってください。",
            "Something was not chosen. Choose it and send the form again."
        ))
    })
}

impl FromRequest<Platform> for Typed {
    type Rejection = Problem;

    async fn from_request(request: Request, platform: &Platform) -> Result<Self, Problem> {
        let read = Form::<Vec<(String, String)>>::from_request(request, platform).await;
        let unread = |_| {
            Problem::bad_input(text!(
                "フォームを読み取れませんでした。ページを開き直してください。",
                "The form could not be read. Open the page again."
            ))
        };
        read.map(|Form(pairs)| Self(pairs)).map_err(unread)
    }
}
