//! Extractors of our own around axum's: what cannot be read is refused as a [`Problem`] in Chinese, never as a raw
//! English line. Use these instead of the ones of axum; [`Json`] is an answer as well.

use crate::{Code, Problem};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A JSON body, asked or answered. 400: no JSON; 413: too large; 415: not declared as JSON; 422: the values do not fit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

/// The query of the address. 400 where it cannot be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

/// Parts of the path. 404 where they name nothing that can be: an id that is no id.
#[derive(Debug, Clone, Copy, Default)]
pub struct Path<T>(pub T);

/// A form (`application/x-www-form-urlencoded`). 413, 415, 422 as for [`Json`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(Code::UnsupportedMedia, "请把请求头 Content-Type 设为 application/json"));
        }
        let body = Bytes::from_request(request, state).await.map_err(|refused| problem(refused.status(), ""))?;
        let value: Value = serde_json::from_slice(&body).map_err(|error| {
            let place = format!("第 {} 行第 {} 列", error.line(), error.column());
            Problem::new(Code::BadRequest, format!("请求内容不是完整的 JSON（{place}），请检查后再发"))
        })?;
        serde_json::from_value(whole(value)).map(Json).map_err(|error| Problem::invalid(words(&error.to_string())))
    }
}

/// JSON knows one kind of number: `4.0` is as whole as `4`.
fn whole(value: Value) -> Value {
    /// Beyond this a double does not hold every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(double) if double.fract() == 0.0 && double.abs() < EXACT => Value::from(double as i64),
            _ => Value::Number(number),
        },
        Value::Array(items) => Value::Array(items.into_iter().map(whole).collect()),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(key, value)| (key, whole(value))).collect()),
        other => other,
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = axum::extract::Query::try_from_uri(&parts.uri);
        read.map(|axum::extract::Query(value)| Query(value))
            .map_err(|refused| problem(StatusCode::BAD_REQUEST, &refused.body_text()))
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(value)| Path(value)).map_err(|refused| match refused.status() {
            StatusCode::INTERNAL_SERVER_ERROR => Problem::internal(refused.body_text()),
            _ => Problem::not_found("没有这个编号；请检查地址，或者从列表里重新打开"),
        })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Form::from_request(request, state).await;
        read.map(|axum::extract::Form(value)| Form(value))
            .map_err(|refused| problem(refused.status(), &refused.body_text()))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|given| given.to_str().ok()).unwrap_or("");
    let kind = given.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// A refusal of axum as a problem. `text` is what axum says about it, where it may name the field.
pub(crate) fn problem(status: StatusCode, text: &str) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge, "内容超过了这里能接收的大小，请分几次发送"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Problem::new(Code::UnsupportedMedia, "不支持这种内容格式，请检查请求头 Content-Type")
        }
        StatusCode::UNPROCESSABLE_ENTITY => Problem::invalid(fault(text)),
        StatusCode::REQUEST_TIMEOUT => Problem::new(Code::BadRequest, "请求没有在规定时间内发完，请重试"),
        status if status.is_server_error() => Problem::internal(text),
        _ => Problem::new(Code::BadRequest, fault(text)),
    }
}

/// `Failed to deserialize query string: limit: invalid digit found in string` -> what is wrong with which field.
fn fault(text: &str) -> String {
    let inner = text.split_once(": ").map_or(text, |(_, inner)| inner);
    match inner.split_once(": ") {
        Some((field, why)) if !field.contains([' ', '`']) => format!("「{field}」填写有误：{}", words(why)),
        _ => words(inner),
    }
}

/// What serde says, in Chinese; what is not known becomes one general sentence.
fn words(english: &str) -> String {
    let quoted = |at: usize| english.split('`').nth(at).unwrap_or("");
    let typed = || {
        let given = english.split_once(": ").map_or("", |(_, rest)| rest);
        let given = given.split(", expected").next().unwrap_or("");
        given.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"')).map_or("", |(value, _)| value)
    };
    if english.starts_with("missing field") {
        format!("缺少「{}」", quoted(1))
    } else if english.starts_with("unknown field") {
        format!("不认识「{}」这一项", quoted(1))
    } else if english.starts_with("duplicate field") {
        format!("「{}」写了两次", quoted(1))
    } else if english.starts_with("unknown variant") {
        format!("「{}」不在可选范围内", quoted(1))
    } else if english.contains("invalid digit") || english.contains("number too") || english.contains("empty string") {
        "这里要写一个范围内的整数".to_owned()
    } else if english.contains("provided string was not") {
        "这里要写 true 或 false".to_owned()
    } else if !typed().is_empty() {
        format!("「{}」不是这里能填的内容", typed().chars().take(40).collect::<String>())
    } else {
        "有一项内容的格式不对，请对照接口文档检查".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_field_and_no_english_remains() {
        let said = fault("Failed to deserialize query string: limit: invalid digit found in string");
        assert_eq!(said, "「limit」填写有误：这里要写一个范围内的整数");
        assert_eq!(fault("Failed to deserialize query string: missing field `q`"), "缺少「q」");
        assert_eq!(words("unknown variant `boss`, expected one of `admin`, `member`"), "「boss」不在可选范围内");
        assert_eq!(words("invalid type: string \"三\", expected u32 at line 1 column 9"), "「三」不是这里能填的内容");
        assert_eq!(whole(serde_json::json!({"days": [4.0, 4.5, 4]})).to_string(), "{\"days\":[4,4.5,4]}");
        assert_eq!(words("trailing characters"), "有一项内容的格式不对，请对照接口文档检查");
    }
}
