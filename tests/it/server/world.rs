//! A server over the founding case, with an account of every role.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use qianxian_core::{AccountRole, CompanyId, User, UserId};
use qianxian_engine::{Engine, clock};
use qianxian_server::{
    App, Options,
    access::{self, Principal, Via},
    router,
};
use qianxian_tests::fixture::{KNOWLEDGE, TODAY};
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt;

/// The password of every account.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A server and its folder.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) router: Router,
    /// The company of the member.
    pub(crate) own: CompanyId,
    /// Another one.
    pub(crate) foreign: CompanyId,
    _home: tempfile::TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The session cookie that was set, as it is sent back.
    pub(crate) fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or("").to_owned()
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or("").to_owned()
    }
}

/// How a request says who asks.
#[derive(Debug, Clone)]
pub(crate) enum As {
    Nobody,
    Cookie(String),
    Token(String),
}

/// Limits that no test meets by accident.
pub(crate) fn generous() -> Options {
    Options { requests_per_minute: 10_000_000, sign_ins_per_minute: 10_000_000, ..Options::default() }
}

impl World {
    pub(crate) async fn new() -> World {
        World::with(generous()).await
    }

    pub(crate) async fn with(options: Options) -> World {
        let home = tempfile::tempdir().expect("a folder");
        let engine = Engine::open(home.path(), KNOWLEDGE.clone(), TODAY).await.expect("an engine");
        engine.import_founding_case(false).await.expect("the founding case");
        let app = App::new(Arc::new(engine), options);
        let snapshot = app.snapshot();
        let ids: Vec<CompanyId> = snapshot.graph.companies().map(|(_, node)| node.company.id).take(2).collect();
        let world = World { router: router(app.clone()), app, own: ids[0], foreign: ids[1], _home: home };
        for (login, role, company) in [
            ("admin", AccountRole::Admin, None),
            ("desk", AccountRole::Secretariat, None),
            ("looker", AccountRole::ReadOnly, None),
            ("member", AccountRole::Member, Some(world.own)),
        ] {
            world.add(login, role, company).await;
        }
        world
    }

    /// Adds an account; gives its id.
    pub(crate) async fn add(&self, login: &str, role: AccountRole, company: Option<CompanyId>) -> UserId {
        let id = UserId(clock::new_id());
        let user = User { id, login: login.to_owned(), name: format!("{login}同志"), role, company, disabled: false };
        access::add_user(&self.app, &operator(), user, PASSWORD).await.expect("an account").id
    }

    /// Signs in; gives the cookie.
    pub(crate) async fn sign_in(&self, login: &str) -> As {
        let body = serde_json::json!({"login": login, "password": PASSWORD});
        let answer = self.call(&As::Nobody, "POST", "/api/v1/session", Some(body)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        As::Cookie(answer.cookie())
    }

    /// A token that only reads, of an account.
    pub(crate) async fn token(&self, login: &str, scope: &str) -> As {
        let user = self.app.directory().await.expect("accounts").by_login(login).expect("known").value.id;
        let given = ("试验".to_owned(), user);
        let made = access::create_token(&self.app, &operator(), given, vec![scope.to_owned()], None).await;
        As::Token(made.expect("a token").1)
    }

    /// Calls a route with a JSON body, or none.
    pub(crate) async fn call(&self, who: &As, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = request(who, method, path);
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.send(request.expect("a request")).await
    }

    pub(crate) async fn get(&self, who: &As, path: &str) -> Answer {
        self.call(who, "GET", path, None).await
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("a router never fails");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// The OpenAPI document.
    pub(crate) async fn document(&self) -> Value {
        self.get(&As::Nobody, "/api/openapi.json").await.json()
    }
}

/// The head of a request.
pub(crate) fn request(who: &As, method: &str, path: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method.parse::<Method>().expect("a method")).uri(path);
    match who {
        As::Nobody => request,
        As::Cookie(cookie) => request.header(header::COOKIE, cookie),
        As::Token(secret) => request.header(header::AUTHORIZATION, format!("Bearer {secret}")),
    }
}

/// Whoever sits at the machine.
pub(crate) fn operator() -> Principal {
    Principal { user: None, name: "试验".to_owned(), role: AccountRole::Admin, company: None, via: Via::Session }
}
