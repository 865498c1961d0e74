//! How often somebody may ask: wrong sign-ins and wrong codes of one address, denied and missing things of one account,
//! searches of one account. Kept in memory, per process: a restart forgives, and nothing of it is written down.

use std::{
    cell::RefCell,
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Mutex, PoisonError},
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, StatusCode},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use words::{AccountId, At, text};

use crate::{Platform, Problem};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// Wrong sign-ins from an address.
    SignIn,
    /// Sign-ins begun from an address: each is remembered for some minutes.
    Begun,
    /// Wrong codes of invitations, letters and tablets from an address.
    Code,
    /// Things that were denied to an account or are not there.
    Denied,
    /// Searches of an account.
    Search,
}

impl Kind {
    /// How many, in how many seconds. A whole hospital may sit behind one address, and only what went wrong is counted.
    fn most(self, platform: &Platform) -> (u32, i64) {
        match self {
            Self::SignIn => (60, 15 * 60),
            Self::Begun => (600, 15 * 60),
            Self::Code => (20, 15 * 60),
            Self::Denied => (platform.settings().denials, 60),
            Self::Search => (platform.settings().searches, 60),
        }
    }
}

/// Windows kept at most; more than that is an attack from very many addresses, and the oldest are forgotten.
const WINDOWS: usize = 50_000;

struct Window {
    until: At,
    count: u32,
}

/// The counters of one process.
#[derive(Default)]
pub(crate) struct Limits(Mutex<HashMap<(Kind, String), Window>>);

impl Limits {
    /// Refuses whoever asked too often.
    fn check(&self, platform: &Platform, kind: Kind, who: &str) -> Result<(), Problem> {
        let (now, (most, _)) = (platform.now(), kind.most(platform));
        let windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.get(&(kind, who.to_owned()));
        match window.filter(|w| now < w.until && w.count >= most) {
            Some(window) => Err(too_often(kind, window.until, now)),
            None => Ok(()),
        }
    }

    fn count(&self, platform: &Platform, kind: Kind, who: &str) {
        let (now, (_, seconds)) = (platform.now(), kind.most(platform));
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= WINDOWS {
            windows.retain(|_, w| now < w.until);
        }
        if windows.len() >= WINDOWS {
            let oldest = windows.iter().min_by_key(|(_, w)| w.until);
            if let Some(key) = oldest.map(|(key, _)| key.clone()) {
                windows.remove(&key);
            }
        }
        let window = windows.entry((kind, who.to_owned())).or_insert(Window {
            until: now.plus_seconds(seconds),
            count: 0,
        });
        if window.until <= now {
            *window = Window {
                until: now.plus_seconds(seconds),
                count: 0,
            };
        }
        window.count = window.count.saturating_add(1);
    }

    /// An account asks: not if it was denied too often, and not for too many searches.
    pub(crate) fn asks(
        &self,
        platform: &Platform,
        account: &AccountId,
        path: &str,
    ) -> Result<(), Problem> {
        // outside a request there is nobody to count
        let _ = ASKER.try_with(|asker| *asker.borrow_mut() = Some(account.clone()));
        self.check(platform, Kind::Denied, account.as_str())?;
        if matches!(path, "/search" | "/api/search") {
            self.check(platform, Kind::Search, account.as_str())?;
            self.count(platform, Kind::Search, account.as_str());
        }
        Ok(())
    }
}

tokio::task_local! {
    /// The account that a request turned out to come from.
    static ASKER: RefCell<Option<AccountId>>;
}

fn too_often(kind: Kind, until: At, now: At) -> Problem {
    let detail = match kind {
        Kind::SignIn | Kind::Begun => text!(
            "この場所からのサインインの失敗が続いたため、しばらく受け付けません。数分おいて、もう一度お試しください。",
            "Too many sign-ins from this place went wrong; none are taken for a while. Please wait some minutes and try again."
        ),
        Kind::Code => text!(
            "違うコードが続けて入力されたため、この場所からのコードはしばらく受け付けません。手紙を確かめ、時間をおいてお試しください。",
            "Too many wrong codes came from this place; none are taken for a while. Look at the letter again and try later."
        ),
        Kind::Denied => text!(
            "許可されていない対象が短い間に何度も開かれたため、少しの間止めています。1分ほど待ってからお試しください。",
            "Too many things that are not permitted were asked for in a short time. Please wait about a minute."
        ),
        Kind::Search => text!(
            "短い間に検索が多すぎます。1分ほど待ってからお試しください。",
            "That is too many searches in a short time. Please wait about a minute."
        ),
    };
    let mut problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "E-WEB-TOO-OFTEN", detail);
    let seconds = (until.micros() - now.micros() + 999_999) / 1_000_000;
    problem.again = u32::try_from(seconds).unwrap_or(1);
    problem
}

/// Counts what went wrong, and refuses whoever goes on.
pub(crate) async fn limit(
    State(platform): State<Platform>,
    request: Request,
    next: Next,
) -> Response {
    let kind = door(request.method(), request.uri().path());
    let address = address(&platform, &request).filter(|_| kind.is_some());
    let both = kind.zip(address);
    if let Some((kind, who)) = &both
        && let Err(problem) = platform.limits().check(&platform, *kind, who)
    {
        return problem.into_response();
    }
    let (response, asker) = ASKER
        .scope(RefCell::new(None), async move {
            let response = next.run(request).await;
            (response, ASKER.with(RefCell::take))
        })
        .await;
    let status = response.status().as_u16();
    if let Some((kind, who)) = &both
        && (*kind == Kind::Begun || matches!(status, 401 | 403 | 404 | 409))
    {
        platform.limits().count(&platform, *kind, who);
    }
    if let Some(account) = asker.filter(|_| matches!(status, 403 | 404)) {
        let who = account.as_str();
        platform.limits().count(&platform, Kind::Denied, who);
    }
    response
}

/// The way in that an address is.
fn door(method: &Method, path: &str) -> Option<Kind> {
    let post = *method == Method::POST;
    match path {
        "/sign-in" | "/api/session" | "/api/passkeys/entered" if post => Some(Kind::SignIn),
        "/api/passkeys/enter" if post => Some(Kind::Begun),
        "/outside/enter" => Some(Kind::Begun),
        "/outside/back" => Some(Kind::SignIn),
        "/api/passkeys/invited" | "/api/passkeys/accepted" if post => Some(Kind::Code),
        "/tablet" if post => Some(Kind::Code),
        "/tablet/receipt" | "/tablet/leave" | "/tablet/ask" | "/tablet/decline" => None,
        path if path.starts_with("/tablet/step/") => None,
        path if path.starts_with("/invitations/") || path.starts_with("/tablet/") => {
            Some(Kind::Code)
        }
        _ => None,
    }
}

/// Where a request comes from; a network of the sixth version counts as one address. None inside the process.
fn address(platform: &Platform, request: &Request) -> Option<String> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(address)| address.ip());
    let told = platform
        .settings()
        .behind_proxy
        .then(|| forwarded(request.headers()))
        .flatten();
    told.or(peer).map(|ip| match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    })
}

/// What the operator's own proxy added: the last address. Those before it are whatever the sender wrote.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let all = headers.get_all("x-forwarded-for").into_iter();
    let last = all.filter_map(|v| v.to_str().ok()).next_back()?;
    last.rsplit(',').next()?.trim().parse().ok()
}
