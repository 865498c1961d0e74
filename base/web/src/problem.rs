//! Problems as RFC 9457 `application/problem+json`, in both languages.

use auth::{Denied, KeyFailed, NotSignedIn, SignInFailed};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ledger::Failed;
use serde::Serialize;
use words::{Quoted, Refusal, Text, text};

use crate::fault;

/// When to come back after a 503, in seconds.
const AGAIN_SECONDS: u32 = 5;
/// When to come back to a locked account: as long as a lock lasts.
const LOCK_SECONDS: u32 = 15 * 60;

/// Something did not happen: why, and what to do.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:kumihimo:problem:` and the code in lower case.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: Box<str>,
    /// A few words, Japanese and English.
    #[schema(value_type = String)]
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Stable code, `E-AREA-NAME`.
    #[schema(value_type = String)]
    pub code: Box<str>,
    /// What happened, what was kept, what to do.
    #[schema(value_type = Object)]
    pub detail: Text,
    /// The rule it rests on; empty if none.
    #[schema(value_type = String)]
    pub cites: Box<str>,
    /// After how many seconds to come back; 0 says nothing.
    #[serde(skip)]
    pub again: u32,
}

impl Problem {
    /// A problem with its status, code and text.
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<Box<str>>, detail: Text) -> Self {
        let code = code.into();
        let kind = format!("urn:kumihimo:problem:{}", code.to_lowercase()).into();
        Self {
            kind,
            title: title(status),
            status: status.as_u16(),
            code,
            detail,
            cites: "".into(),
            again: if status == StatusCode::SERVICE_UNAVAILABLE {
                AGAIN_SECONDS
            } else {
                0
            },
        }
    }

    /// There is no such thing, or none this caller may know of.
    #[must_use]
    pub fn not_found(detail: Text) -> Self {
        Self::new(StatusCode::NOT_FOUND, "E-WEB-NOT-FOUND", detail)
    }

    /// The request cannot be understood.
    #[must_use]
    pub fn bad_input(detail: Text) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "E-WEB-BAD-INPUT", detail)
    }

    /// A refusal: the request was understood and the answer is no.
    #[must_use]
    pub fn refused(refusal: &impl Refusal) -> Self {
        Quoted::from(refusal).into()
    }

    /// Something broke on our side; the cause is logged, not shown.
    #[must_use]
    pub fn broken() -> Self {
        let detail = text!(
            "システム側で問題が起きました。記録済みの内容は保たれています。少し待ってから、もう一度お試しください。",
            "Something broke on our side. What was recorded is kept. Please wait a little and try again."
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "E-WEB-BROKEN", detail)
    }

    /// Writes when to come back into an answer.
    pub(crate) fn say_again(&self, response: &mut Response) {
        if self.again > 0 {
            let seconds = HeaderValue::from(self.again);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "入力を確認してください / Check the input",
        StatusCode::UNAUTHORIZED => "サインインが必要です / Sign in first",
        StatusCode::FORBIDDEN => "許可されていません / Not permitted",
        StatusCode::NOT_FOUND => "見つかりません / Not found",
        StatusCode::METHOD_NOT_ALLOWED => "このメソッドは使えません / Method not allowed",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "データの種類が違います / Wrong content type",
        StatusCode::UNPROCESSABLE_ENTITY => "入力を確認してください / Check the input",
        StatusCode::CONFLICT => "受け付けられません / Refused",
        StatusCode::PAYLOAD_TOO_LARGE => "大きすぎます / Too large",
        StatusCode::TOO_MANY_REQUESTS => "しばらくお待ちください / Please wait",
        StatusCode::GONE => "消去済みです / Erased",
        StatusCode::SERVICE_UNAVAILABLE => "少しお待ちください / Please wait a little",
        StatusCode::INSUFFICIENT_STORAGE => "空きがありません / No room left",
        s if s.is_server_error() => "システムの問題 / System fault",
        _ => "受け付けられません / Not accepted",
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail.en)
    }
}
impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        self.say_again(&mut response);
        // The outer layer turns it into a page when a person is reading.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Quoted> for Problem {
    fn from(quoted: Quoted) -> Self {
        let mut problem = Self::new(StatusCode::CONFLICT, quoted.code, quoted.text);
        problem.cites = quoted.cites.into();
        problem
    }
}

impl<R: Refusal> From<Failed<R>> for Problem {
    fn from(failed: Failed<R>) -> Self {
        match failed {
            Failed::Refused(refusal) => Self::refused(&refusal),
            Failed::Stale => Self::new(
                StatusCode::CONFLICT,
                "E-WEB-STALE",
                text!(
                    "ほかの方が先に変更しました。入力は保存されていません。最新の内容を確かめてから、もう一度行ってください。",
                    "Somebody else changed this first. Your input was not saved. Look at the present state and do it again."
                ),
            ),
            Failed::Store(error) => error.into(),
        }
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Refused { rules, text, .. } => {
                let mut problem = Self::new(StatusCode::FORBIDDEN, "E-AUTH-DENIED", text);
                problem.cites = rules.join(" ").into();
                problem
            }
            // an answer that says when to come back; no data is shown either way
            Denied::NotLogged(error) if error.is_away() => fault::database_away(),
            Denied::NotLogged(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the access log cannot be written"
                );
                let detail = text!(
                    "アクセスの記録を残せないため、データを表示できません。管理者に連絡してください。",
                    "The access cannot be logged, so no data is shown. Please call an administrator."
                );
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "E-AUTH-NOT-LOGGED", detail)
            }
        }
    }
}

impl From<NotSignedIn> for Problem {
    fn from(refusal: NotSignedIn) -> Self {
        let status = match refusal {
            NotSignedIn::Locked { .. } => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::UNAUTHORIZED,
        };
        let mut problem = Self::new(status, refusal.code(), refusal.text());
        if status == StatusCode::TOO_MANY_REQUESTS {
            problem.again = LOCK_SECONDS;
        }
        problem
    }
}

impl From<auth::Outside> for Problem {
    fn from(failed: auth::Outside) -> Self {
        match failed {
            auth::Outside::Refused(refusal) => {
                let status = match refusal {
                    auth::ProviderRefused::Away => StatusCode::SERVICE_UNAVAILABLE,
                    auth::ProviderRefused::Shut => StatusCode::FORBIDDEN,
                    _ => StatusCode::UNAUTHORIZED,
                };
                let mut problem = Self::new(status, refusal.code(), refusal.text());
                problem.cites = refusal.cites().into();
                problem
            }
            auth::Outside::Failed(error) => error.into(),
        }
    }
}

impl From<KeyFailed> for Problem {
    fn from(failed: KeyFailed) -> Self {
        match failed {
            KeyFailed::Refused(refusal) => Self::refused(&refusal),
            KeyFailed::Failed(error) => error.into(),
        }
    }
}

impl From<SignInFailed> for Problem {
    fn from(failed: SignInFailed) -> Self {
        match failed {
            SignInFailed::Refused(refusal) => refusal.into(),
            SignInFailed::Failed(error) => error.into(),
        }
    }
}
