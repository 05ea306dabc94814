//! The message catalogue: Chinese is the text and the key; English stands beside it in `words/en.txt`.

use crate::extract::Path;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use std::{collections::HashMap, convert::Infallible, sync::LazyLock};

/// English by Chinese: a line `中文 = English` each.
static ENGLISH: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../words/en.txt").lines();
    lines.filter_map(|line| line.split_once(" = ")).map(|(zh, en)| (zh.trim(), en.trim())).collect()
});

/// Language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// The words of a page in this language: Chinese where there is no English.
    pub(crate) fn t(self, zh: &'static str) -> &'static str {
        match self {
            Lang::Zh => zh,
            Lang::En => ENGLISH.get(zh).copied().unwrap_or(zh),
        }
    }

    /// The `lang` of the page.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    pub(crate) fn of(headers: &HeaderMap) -> Lang {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let english = cookies.flat_map(|line| line.split(';')).any(|pair| pair.trim() == "qianxian_lang=en");
        if english { Lang::En } else { Lang::Zh }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Lang::of(&parts.headers))
    }
}

/// `GET /lang/{lang}`: switches the language and goes back to where one was.
pub(crate) async fn switch(Path(lang): Path<String>, headers: HeaderMap) -> Response {
    let cookie = match lang.as_str() {
        "en" => "qianxian_lang=en; Path=/; SameSite=Lax; Max-Age=31536000",
        _ => "qianxian_lang=zh; Path=/; SameSite=Lax; Max-Age=31536000",
    };
    let back = headers.get(header::REFERER).and_then(|from| from.to_str().ok()).and_then(path_of).unwrap_or("/");
    let mut response = Redirect::to(back).into_response();
    response.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static(cookie));
    response
}

/// Path and query of an address of ours: never another server.
fn path_of(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').map(|at| &rest[at..])?;
    (!path.starts_with("//")).then_some(path)
}
