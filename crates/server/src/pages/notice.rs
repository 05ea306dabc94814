//! What was just done, said on top of the page one comes back to. The address carries a code; the sentence is fixed
//! here, so that nobody can put words into our mouth.

use serde::Deserialize;

/// What the address says was just done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DoneParams {
    /// Code of the notice.
    pub(crate) done: String,
    /// Id of the thing it is about.
    pub(crate) item: String,
}

/// A sentence above a page, with a way back where there is one.
pub(crate) struct Notice {
    /// In Chinese.
    pub(crate) words: &'static str,
    /// Where a form leads that undoes it.
    pub(crate) undo: Option<String>,
    /// Where one may go on.
    pub(crate) next: Option<String>,
    /// Address to come back to.
    pub(crate) back: String,
}

/// Code, sentence, path that undoes it, path that leads on; the id of the thing goes in place of `{}`.
const NOTICES: &[(&str, &str, &str, &str)] = &[
    ("accepted", "已采纳，并记入对接台账", "/matches/undo/{}", "/leads"),
    ("postponed", "已暂缓，30 天内不再推荐这一对", "/matches/undo/{}", ""),
    ("unsuitable", "已记下不合适和原因，不再推荐这一对", "/matches/undo/{}", ""),
    ("never", "今后不再推荐这一对；排除清单里随时可以撤销", "/matches/undo/{}", "/excluded"),
    ("undone", "已撤销", "", ""),
    ("unmet", "已记为未满足需求，有新会员能做时可以再搜", "", ""),
    ("search_saved", "已保存这次搜索", "", ""),
    ("search_gone", "已删除保存的搜索", "", ""),
    ("line_added", "已添加条目", "", ""),
    ("line_saved", "已保存条目", "", ""),
    ("line_gone", "已删除条目", "/companies/lines/{}/restore", ""),
    ("company_added", "已新建企业，请补上它卖什么、买什么", "", ""),
    ("company_saved", "已保存企业资料", "", ""),
    ("need_added", "已记下需求", "", ""),
    ("need_closed", "已关闭需求", "/needs/{}/reopen", ""),
    ("need_opened", "需求重新打开", "", ""),
    ("lead_added", "已新建对接", "", "/leads/{}"),
    ("lead_moved", "已更新阶段", "", ""),
    ("lead_noted", "已记下", "", ""),
    ("lead_saved", "已保存", "", ""),
    ("skipped", "今天先不提醒，明天再来", "", ""),
];

impl Notice {
    /// The notice of a code; nothing where there is none of that code.
    pub(crate) fn of(params: &DoneParams, back: &str) -> Option<Notice> {
        let (_, words, undo, next) = NOTICES.iter().find(|(code, ..)| *code == params.done)?;
        let is_id = params.item.len() == 36 && params.item.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        let filled = |path: &str| {
            let known = !path.is_empty() && (is_id || !path.contains("{}"));
            known.then(|| path.replace("{}", &params.item))
        };
        Some(Notice { words, undo: filled(undo), next: filled(next), back: back.to_owned() })
    }
}

/// Every sentence, for the check of the catalogue.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Lang;

    #[test]
    fn every_notice_has_english() {
        for (_, words, ..) in NOTICES {
            assert_ne!(Lang::En.t(words), *words);
        }
    }

    #[test]
    fn foreign_ids_lead_nowhere() {
        let params = DoneParams { done: "never".to_owned(), item: "../x".to_owned() };
        assert_eq!(Notice::of(&params, "/").and_then(|notice| notice.undo), None);
    }
}
