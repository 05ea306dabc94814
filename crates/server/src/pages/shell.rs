//! What every page has around it: title, navigation, who is signed in, language.

use crate::{Problem, access::Principal, pages::Lang};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use qianxian_core::AccountRole;

/// The frame of a page. Templates name it `shell`.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    /// Language.
    pub(crate) lang: Lang,
    /// Title of the page.
    pub(crate) title: String,
    /// Which entry of the navigation is lit, by path.
    pub(crate) at: &'static str,
    /// Who is signed in.
    pub(crate) who: Option<Principal>,
}

/// An entry of the navigation.
pub(crate) struct Entry {
    /// Where it leads.
    pub(crate) path: &'static str,
    /// What it says, in Chinese.
    pub(crate) zh: &'static str,
}

const fn entry(path: &'static str, zh: &'static str) -> Entry {
    Entry { path, zh }
}

const DESK: &[Entry] = &[
    entry("/", "今日待办"),
    entry("/matches", "配对"),
    entry("/search", "搜索"),
    entry("/companies", "企业"),
    entry("/needs", "需求"),
    entry("/leads", "对接"),
    entry("/import", "导入"),
    entry("/notes", "走访记录"),
    entry("/drafts", "待审"),
    entry("/names", "名称核对"),
    entry("/excluded", "排除清单"),
    entry("/chain", "产业链"),
    entry("/audit", "审计"),
    entry("/settings", "设置"),
];

const MEMBER: &[Entry] = &[
    entry("/my", "我的企业"),
    entry("/search", "找配套"),
    entry("/my/needs", "发布需求"),
    entry("/my/introductions", "请秘书处引荐"),
    entry("/my/preferences", "偏好与授权"),
];

impl Shell {
    /// The frame of a page for somebody signed in.
    pub(crate) fn new(lang: Lang, title: impl Into<String>, at: &'static str, who: &Principal) -> Shell {
        Shell { lang, title: title.into(), at, who: Some(who.clone()) }
    }

    /// The frame of a page before signing in.
    pub(crate) fn outside(lang: Lang, title: impl Into<String>) -> Shell {
        Shell { lang, title: title.into(), at: "", who: None }
    }

    /// Words in the language of the page.
    pub(crate) fn t(&self, zh: &'static str) -> &'static str {
        self.lang.t(zh)
    }

    /// The same with a number or a name in place of `{}`.
    pub(crate) fn with(&self, zh: &'static str, value: impl std::fmt::Display) -> String {
        self.t(zh).replace("{}", &value.to_string())
    }

    /// The navigation of who is signed in.
    pub(crate) fn entries(&self) -> &'static [Entry] {
        match self.who.as_ref().map(|who| who.role) {
            Some(AccountRole::Member) => MEMBER,
            Some(_) => DESK,
            None => &[],
        }
    }

    /// May press buttons that change something.
    pub(crate) fn may_write(&self) -> bool {
        self.who.as_ref().is_some_and(Principal::is_desk)
    }
}

/// Renders a page.
pub(crate) fn show(page: &impl Template) -> Result<Response, Problem> {
    Ok(Html(page.render().map_err(Problem::internal)?).into_response())
}
