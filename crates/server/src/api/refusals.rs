//! What every route may be refused with, described once for the OpenAPI document.

use std::collections::BTreeMap;
use utoipa::{
    IntoResponses,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};

/// What a route that reads may answer beside its result.
pub(crate) struct Refusals;

/// What a route that writes may answer beside its result.
pub(crate) struct WriteRefusals;

const ALWAYS: &[(&str, &str)] = &[
    ("400", "请求读不懂"),
    ("401", "请先登录"),
    ("403", "没有权限"),
    ("404", "没有找到"),
    ("422", "填写有误"),
    ("429", "请求太频繁"),
    ("500", "服务器出错，已记入日志"),
    ("503", "暂时不能用，请稍后再试"),
];
const WRITING: &[(&str, &str)] = &[
    ("409", "与现有内容冲突"),
    ("412", "内容已被别人改过"),
    ("413", "内容太大"),
    ("415", "不支持这种内容格式"),
    ("428", "缺少版本号 If-Match"),
];

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refused(ALWAYS.iter())
    }
}

impl IntoResponses for WriteRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refused(ALWAYS.iter().chain(WRITING))
    }
}

fn refused<'a>(list: impl Iterator<Item = &'a (&'a str, &'a str)>) -> BTreeMap<String, RefOr<Response>> {
    let problem = || ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response =
        |words: &str| ResponseBuilder::new().description(words).content("application/problem+json", problem()).build();
    list.map(|(status, words)| ((*status).to_owned(), RefOr::T(response(words)))).collect()
}
