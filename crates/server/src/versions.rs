//! Versions of editable things: an answer carries `ETag: "v3"`, a change hands it back as `If-Match`. Without it: 428;
//! with an old one: 412, saying who changed what meanwhile.

use crate::{Code, Problem, extract::Json};
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use qianxian_store::{AuditFilter, EntityKind, Store, Version};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The version that who asks has seen, from `If-Match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Version);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let missing = "修改前请先读取，并把返回的 ETag 原样放进请求头 If-Match";
        let given = parts.headers.get(header::IF_MATCH);
        let given = given.ok_or_else(|| Problem::new(Code::VersionMissing, missing))?.to_str().unwrap_or("").trim();
        let number = given.strip_prefix("\"v").and_then(|rest| rest.strip_suffix('"')).and_then(|n| n.parse().ok());
        number.filter(|number| *number > 0).map(|number| IfMatch(Version(number))).ok_or_else(|| {
            let given: String = given.chars().take(40).collect();
            Problem::new(Code::BadRequest, format!("If-Match「{given}」不是版本号；请原样填写 ETag，如 \"v3\""))
        })
    }
}

/// The `ETag` of a version.
pub(crate) fn etag(version: Version) -> HeaderValue {
    HeaderValue::try_from(format!("\"v{version}\"")).unwrap_or(HeaderValue::from_static("\"v0\""))
}

/// A JSON answer with the version of what it shows.
#[derive(Debug, Clone)]
pub struct Tagged<T>(pub StatusCode, pub Version, pub T);

impl<T> Tagged<T> {
    /// 200 with its version.
    pub fn ok(version: Version, value: T) -> Tagged<T> {
        Tagged(StatusCode::OK, version, value)
    }

    /// 201 of a thing just added.
    pub fn created(value: T) -> Tagged<T> {
        Tagged(StatusCode::CREATED, Version::FIRST, value)
    }
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = (self.0, Json(self.2)).into_response();
        response.headers_mut().insert(header::ETAG, etag(self.1));
        response
    }
}

/// What happened to a thing since somebody has seen it. Names fields, shows no values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Meanwhile {
    /// Its version now, as for `If-Match`.
    pub version: String,
    /// Who changed it last.
    pub who: String,
    /// Fields that are different now.
    pub fields: Vec<String>,
}

/// What changed of a thing since `seen`; nothing where the audit does not say.
pub(crate) async fn meanwhile(store: &Store, kind: EntityKind, id: &str, seen: Version) -> Option<Meanwhile> {
    let history = store.audit(&AuditFilter::of(kind, id)).await.ok()?;
    let version = |side: &Value| side.get("version").and_then(Value::as_i64);
    let then = history.iter().find(|entry| version(&entry.after) == Some(seen.0))?;
    let last = history.iter().rfind(|entry| version(&entry.after).is_some())?;
    let (before, after) = (then.after.get("value")?.as_object()?, last.after.get("value")?.as_object()?);
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let fields = keys.into_iter().filter(|key| before.get(*key) != after.get(*key)).cloned().collect();
    Some(Meanwhile { version: format!("\"v{}\"", version(&last.after)?), who: last.who.clone(), fields })
}
