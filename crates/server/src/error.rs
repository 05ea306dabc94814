//! What can go wrong, once for all routes: a stable code, a status, a Chinese sentence. Internals are logged, never
//! shown.

use crate::versions::Meanwhile;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use qianxian_engine::{EngineError, UnknownCompany, imports::ImportError};
use qianxian_store::{EntityKind, StoreError, Version};
use serde::Serialize;
use utoipa::ToSchema;

/// The stable code of a problem; it names the page of the API documents and never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// 400: the request cannot be read.
    BadRequest,
    /// 401: nobody is signed in.
    SignInFirst,
    /// 403: not allowed.
    Forbidden,
    /// 404: there is no such thing.
    NotFound,
    /// 405: not in this way.
    MethodNotAllowed,
    /// 409: it contradicts what is there.
    Conflict,
    /// 412: it was changed meanwhile.
    ChangedMeanwhile,
    /// 413: too large.
    TooLarge,
    /// 415: not this kind of content.
    UnsupportedMedia,
    /// 422: the values do not fit.
    Invalid,
    /// 428: say which version you have seen.
    VersionMissing,
    /// 429: too many requests.
    TooMany,
    /// 500: our mistake.
    Internal,
    /// 503: not now.
    Unavailable,
}

impl Code {
    /// The HTTP status.
    pub const fn status(self) -> StatusCode {
        match self {
            Code::BadRequest => StatusCode::BAD_REQUEST,
            Code::SignInFirst => StatusCode::UNAUTHORIZED,
            Code::Forbidden => StatusCode::FORBIDDEN,
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Code::Conflict => StatusCode::CONFLICT,
            Code::ChangedMeanwhile => StatusCode::PRECONDITION_FAILED,
            Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Code::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Code::VersionMissing => StatusCode::PRECONDITION_REQUIRED,
            Code::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The kind of problem in words.
    pub const fn title(self) -> &'static str {
        match self {
            Code::BadRequest => "请求读不懂",
            Code::SignInFirst => "请先登录",
            Code::Forbidden => "没有权限",
            Code::NotFound => "没有找到",
            Code::MethodNotAllowed => "不支持这种请求方式",
            Code::Conflict => "与现有内容冲突",
            Code::ChangedMeanwhile => "内容已被别人改过",
            Code::TooLarge => "内容太大",
            Code::UnsupportedMedia => "不支持这种内容格式",
            Code::Invalid => "填写有误",
            Code::VersionMissing => "缺少版本号",
            Code::TooMany => "请求太频繁",
            Code::Internal => "服务器出错",
            Code::Unavailable => "暂时不能用",
        }
    }
}

/// A problem as a request meets it. As JSON it is RFC 9457.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:qianxian:problem:not_found`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The stable code.
    pub code: Code,
    /// The kind of problem in words.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What is wrong and what to do, in Chinese.
    pub detail: String,
    /// Seconds to wait, where waiting helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// What changed meanwhile, where the version is old.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meanwhile: Option<Box<Meanwhile>>,
    /// Which thing the store refused as old, and the version that was seen: [`App::write`](crate::App::write) looks up
    /// what changed.
    #[serde(skip)]
    pub(crate) stale: Option<Box<(EntityKind, String, Version)>>,
}

impl Problem {
    /// A problem with its sentence.
    pub fn new(code: Code, detail: impl Into<String>) -> Problem {
        let word = serde_json::to_value(code).ok().and_then(|word| word.as_str().map(str::to_owned));
        Problem {
            kind: format!("urn:qianxian:problem:{}", word.unwrap_or_default()),
            code,
            title: code.title(),
            status: code.status().as_u16(),
            detail: detail.into(),
            retry_after: None,
            meanwhile: None,
            stale: None,
        }
    }

    /// There is no such thing.
    pub fn not_found(detail: impl Into<String>) -> Problem {
        Problem::new(Code::NotFound, detail)
    }

    /// The values do not fit.
    pub fn invalid(detail: impl Into<String>) -> Problem {
        Problem::new(Code::Invalid, detail)
    }

    /// Nobody is signed in.
    pub fn sign_in() -> Problem {
        Problem::new(Code::SignInFirst, "请先登录再操作")
    }

    /// Not allowed.
    pub fn forbidden() -> Problem {
        Problem::new(Code::Forbidden, "您的账号没有这项权限；如有需要，请联系秘书处管理员")
    }

    /// Our mistake: the cause is logged, the person gets a sentence.
    pub fn internal(cause: impl std::fmt::Display) -> Problem {
        tracing::error!(%cause, "internal error");
        Problem::new(Code::Internal, "服务器出了问题，已记入日志；数据没有受影响，请稍后再试")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.code.status();
        let mut response = (status, Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // The layer around the pages turns it into a page.
        response.extensions_mut().insert(self);
        response
    }
}

impl From<UnknownCompany> for Problem {
    fn from(error: UnknownCompany) -> Self {
        Problem::not_found(error.to_string())
    }
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => error.into(),
            EngineError::Correction(_) => Problem::invalid(error.to_string()),
            EngineError::Unfit(words) => Problem::invalid(words),
            EngineError::Gone | EngineError::Decided(_) => Problem::new(Code::Conflict, error.to_string()),
            other => Problem::internal(other),
        }
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Engine(error) => error.into(),
            ImportError::Unknown => Problem::not_found(error.to_string()),
            ImportError::Confirmed => Problem::new(Code::Conflict, error.to_string()),
            other => Problem::invalid(other.to_string()),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Missing { .. } => Code::NotFound,
            StoreError::Stale { .. } => Code::ChangedMeanwhile,
            StoreError::AlreadyThere { .. }
            | StoreError::Deleted { .. }
            | StoreError::AlreadyUndone { .. }
            | StoreError::ChangedSince { .. } => Code::Conflict,
            StoreError::Invalid { .. } | StoreError::UnknownCompany { .. } => Code::Invalid,
            StoreError::Busy { .. } | StoreError::Crowded { .. } | StoreError::DiskFull { .. } => Code::Unavailable,
            _ => return Problem::internal(error),
        };
        let mut problem = Problem::new(code, error.to_string());
        if let StoreError::Stale { what, expected, .. } = &error {
            problem.stale = Some(Box::new((what.kind, what.id.clone(), *expected)));
        }
        problem
    }
}
