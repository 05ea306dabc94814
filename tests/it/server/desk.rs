//! A server over a home of its own, with an administrator signed in.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderValue, Method, Request, StatusCode, header},
};
use qianxian_core::{AccountRole, ApiToken, Company, CompanyId, TokenId, User, UserId};
use qianxian_engine::{Engine, clock};
use qianxian_server::{App, Options, access, router};
use qianxian_tests::fixture::{KNOWLEDGE, TODAY};
use std::sync::Arc;
use tower::ServiceExt;

pub(super) struct Desk {
    pub(super) engine: Arc<Engine>,
    routes: Router,
    cookie: HeaderValue,
    _home: tempfile::TempDir,
}

/// An answer, read to its end.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) location: String,
    pub(super) kind: String,
    pub(super) bytes: Vec<u8>,
}

impl Page {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl Desk {
    /// Over an empty home.
    pub(super) async fn empty() -> Desk {
        let home = tempfile::tempdir().expect("a folder");
        let engine = Arc::new(Engine::open(home.path(), KNOWLEDGE.clone(), TODAY).await.expect("an empty home opens"));
        let app = App::new(engine.clone(), Options::default());
        let code = access::setup_code(&app).await.expect("a code").expect("nobody is set up yet");
        let session = access::create_first_admin(&app, &code, "wang", "王秘书", "一句足够长的登录密码").await;
        let session = session.expect("an administrator");
        let cookie = session.to_str().expect("ASCII").split(';').next().expect("a pair").to_owned();
        let cookie = HeaderValue::from_str(&cookie).expect("a header");
        Desk { engine, routes: router(app), cookie, _home: home }
    }

    /// With the founding case, its cooperations held out.
    pub(super) async fn founding() -> Desk {
        let desk = Desk::empty().await;
        desk.engine.import_founding_case(false).await.expect("the founding case is stored");
        desk.engine.refresh().await.expect("a snapshot");
        desk
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let response = self.routes.clone().oneshot(request).await.expect("an answer");
        let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let location = header(header::LOCATION).unwrap_or("").to_owned();
        let kind = header(header::CONTENT_TYPE).unwrap_or("").to_owned();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body").to_vec();
        Page { status, location, kind, bytes }
    }

    pub(super) async fn get(&self, path: &str) -> Page {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// The same in English.
    pub(super) async fn get_english(&self, path: &str) -> Page {
        let cookie = format!("{}; qianxian_lang=en", self.cookie.to_str().expect("ASCII"));
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    pub(super) async fn get_as(&self, path: &str, token: &str) -> Page {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs: Vec<String> = fields.iter().map(|(key, value)| format!("{key}={}", escaped(value))).collect();
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")));
        self.send(request.expect("a request")).await
    }

    /// Sends a form that must succeed, and follows where it leads.
    pub(super) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let done = self.post(path, fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.text());
        let path = done.location.split('#').next().unwrap_or("/");
        let page = self.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page
    }

    pub(super) fn id(&self, name: &str) -> CompanyId {
        let snapshot = self.engine.snapshot();
        let ix = snapshot.company(name).unwrap_or_else(|unknown| panic!("{unknown}"));
        snapshot.graph.company(ix).company.id
    }

    /// Gives a company another column of its roster.
    pub(super) async fn set_column(&self, company: CompanyId, column: &str, value: &str) {
        let mut unit = self.engine.store().begin(self.engine.author("测试")).await.expect("a unit");
        let mut known = unit.lookup::<Company>(&company).await.expect("it is read").expect("it is there");
        known.value.other.insert(column.to_owned(), value.to_owned());
        unit.update(&known.value, known.version).await.expect("it is written");
        unit.save().await.expect("it is saved");
        self.engine.refresh().await.expect("a snapshot");
    }

    /// The key of an account that may only look.
    pub(super) async fn read_only(&self) -> &'static str {
        let secret = "qx_read_only_for_the_tests";
        let user = User {
            id: UserId(clock::new_id()),
            login: "guest".to_owned(),
            name: "访客".to_owned(),
            role: AccountRole::ReadOnly,
            company: None,
            disabled: false,
        };
        let token = ApiToken {
            id: TokenId(clock::new_id()),
            name: "访客".to_owned(),
            hash: access::fingerprint(secret),
            user: user.id,
            scopes: vec!["read".to_owned()],
            expires: None,
        };
        let mut unit = self.engine.store().begin(self.engine.author("测试")).await.expect("a unit");
        unit.add(&[user]).await.expect("an account");
        unit.add(&[token]).await.expect("a key");
        unit.save().await.expect("it is saved");
        secret
    }
}

/// A value of a form or an address.
pub(super) fn escaped(value: &str) -> String {
    value
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
