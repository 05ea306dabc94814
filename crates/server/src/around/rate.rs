//! Limits on how often somebody may ask: by account where somebody is signed in, by address where not; signing in
//! stricter. A request that comes too often gets 429 and how long to wait.

use super::Peer;
use crate::{App, Code, Options, Problem, access::Anyone};
use axum::{
    RequestPartsExt,
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{Method, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use qianxian_core::UserId;
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr},
    num::NonZeroU32,
};

/// Where a request came from: the peer, or what the proxy in front says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct From(IpAddr);

impl From {
    /// From this very machine, without a proxy in between.
    pub(crate) fn is_this_machine(self, app: &App) -> bool {
        self.0.is_loopback() && !app.options().behind_proxy
    }
}

impl FromRequestParts<App> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|ConnectInfo(Peer(peer))| peer.ip());
        // Called without a connection (tests), a request comes from nowhere and is limited.
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        if !app.options().behind_proxy {
            return Ok(From(peer));
        }
        // The last address is the one our proxy saw; those before it are what the client claims.
        let said = parts.headers.get_all("x-forwarded-for").into_iter().next_back();
        let last = said.and_then(|said| said.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        Ok(From(last.unwrap_or(peer)))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(UserId),
    Address(From),
}

/// The buckets of a server.
pub(crate) struct Limits {
    requests: DefaultKeyedRateLimiter<Key>,
    sign_ins: DefaultKeyedRateLimiter<From>,
}

impl Limits {
    pub(crate) fn new(options: &Options) -> Limits {
        let quota = |per_minute: u32| Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Limits {
            requests: RateLimiter::keyed(quota(options.requests_per_minute)),
            sign_ins: RateLimiter::keyed(quota(options.sign_ins_per_minute)),
        }
    }

    /// Forgets who has not asked for long; called once a day.
    pub(crate) fn sweep(&self) {
        self.requests.retain_recent();
        self.sign_ins.retain_recent();
    }
}

/// Lets a request through, or makes it wait.
pub(crate) async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(from) = From::from_request_parts(&mut parts, &app).await;
    let signs_in = parts.method == Method::POST
        && matches!(parts.uri.path(), "/sign-in" | "/setup" | "/api/v1/session" | "/api/v1/me/password");
    // Who is asked for once; the handler finds the answer in the request.
    let who = parts.extract_with_state::<Anyone, App>(&app).await.ok().and_then(|Anyone(who)| who);
    let key = who.and_then(|who| who.user).map_or(Key::Address(from), Key::Account);
    let free = from.is_this_machine(&app) && !app.options().limit_this_machine;
    let limits = app.limits();
    let wait = match (signs_in, free) {
        (true, _) => wait(&limits.sign_ins, &from),
        (false, true) => None,
        (false, false) => wait(&limits.requests, &key),
    };
    match wait {
        None => next.run(Request::from_parts(parts, body)).await,
        Some(seconds) => {
            let mut problem = Problem::new(Code::TooMany, format!("请求太频繁，请等 {seconds} 秒再试"));
            problem.retry_after = Some(seconds);
            problem.into_response()
        }
    }
}

/// Seconds to wait; nothing where there is room.
fn wait<K: std::hash::Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Option<u64> {
    let refused = limiter.check_key(key).err()?;
    let wait = refused.wait_time_from(limiter.clock().now());
    Some(wait.as_secs() + 1)
}
