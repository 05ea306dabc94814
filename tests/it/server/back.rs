//! A server over a home of its own, asked by one person at a time.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use qianxian_core::CompanyId;
use qianxian_engine::Engine;
use qianxian_server::{App, Options, access, router};
use qianxian_tests::fixture::{KNOWLEDGE, TODAY};
use std::sync::Arc;
use tower::ServiceExt;

/// A server with an administrator.
pub(super) struct Back {
    pub(super) engine: Arc<Engine>,
    routes: Router,
    /// Cookie of the administrator.
    pub(super) admin: String,
    _home: tempfile::TempDir,
}

/// An answer, read whole.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) location: String,
    /// The session cookie that was set, as it is sent back.
    pub(super) cookie: String,
    pub(super) text: String,
}

impl Page {
    /// Insists on a page.
    #[track_caller]
    pub(super) fn ok(self) -> String {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self.text
    }

    /// Insists on a redirect; gives where it leads.
    #[track_caller]
    pub(super) fn leads(self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.location
    }
}

impl Back {
    /// Over an empty home.
    pub(super) async fn empty() -> Back {
        let home = tempfile::tempdir().expect("a folder");
        let engine = Arc::new(Engine::open(home.path(), KNOWLEDGE.clone(), TODAY).await.expect("a home opens"));
        let options = Options { requests_per_minute: 1_000_000, ..Options::default() };
        let app = App::new(engine.clone(), options);
        let code = access::setup_code(&app).await.expect("a code").expect("nobody is set up yet");
        let session = access::create_first_admin(&app, &code, "wang", "王秘书", "一句足够长的登录密码").await;
        let session = session.expect("an administrator");
        let admin = session.to_str().expect("ASCII").split(';').next().expect("a pair").to_owned();
        Back { engine, routes: router(app), admin, _home: home }
    }

    /// With the founding case.
    pub(super) async fn founding() -> Back {
        let back = Back::empty().await;
        back.engine.import_founding_case(false).await.expect("the founding case is stored");
        back.engine.refresh().await.expect("a snapshot");
        back
    }

    /// With a roster of a few rows: `企业名称,主营产品`.
    pub(super) async fn with(rows: &str) -> Back {
        let back = Back::empty().await;
        let path = back.upload("会员.csv", format!("企业名称,主营产品\n{rows}\n").as_bytes()).await.leads();
        back.post(&back.admin, &format!("{path}/confirm"), &[]).await.leads();
        back
    }

    async fn send(&self, request: Request<Body>) -> Page {
        let response = self.routes.clone().oneshot(request).await.expect("an answer");
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
        let (location, cookie) = (header(header::LOCATION), header(header::SET_COOKIE));
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body");
        let cookie = cookie.split(';').next().unwrap_or("").to_owned();
        Page { status, location, cookie, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub(super) async fn get(&self, cookie: &str, path: &str) -> Page {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    pub(super) async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")));
        self.send(request.expect("a request")).await
    }

    /// Posts a form with parts: name, file name (empty for a plain field), value.
    pub(super) async fn post_parts(&self, path: &str, parts: &[(&str, &str, &[u8])]) -> Page {
        let mut body: Vec<u8> = Vec::new();
        for (name, file, value) in parts {
            let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
            body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes());
            body.extend(*value);
            body.extend(b"\r\n");
        }
        body.extend(b"--cut--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, &self.admin)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    pub(super) async fn upload(&self, name: &str, bytes: &[u8]) -> Page {
        self.post_parts("/import", &[("file", name, bytes)]).await
    }

    pub(super) fn id(&self, name: &str) -> CompanyId {
        let snapshot = self.engine.snapshot();
        let ix = snapshot.company(name).unwrap_or_else(|unknown| panic!("{unknown}"));
        snapshot.graph.company(ix).company.id
    }

    /// Texts of the lines of a company.
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        let snapshot = self.engine.snapshot();
        let ix = snapshot.company(name).unwrap_or_else(|unknown| panic!("{unknown}"));
        snapshot.graph.company(ix).lines.iter().map(|line| line.line.text.clone()).collect()
    }
}

/// A text in a form or an address.
pub(super) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// The value of the first input of this name on a page.
pub(super) fn value_of<'p>(page: &'p str, name: &str) -> &'p str {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name} on\n{page}"));
    let rest = &page[at..];
    let from = rest.find("value=\"").expect("a value") + 7;
    rest[from..].split('"').next().expect("closed")
}
