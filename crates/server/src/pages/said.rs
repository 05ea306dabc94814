//! What was done before a redirect: a code in the address, a fixed sentence on the page. Never free text.

use serde::Deserialize;

/// `?done=…`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Said {
    /// What was done, by code.
    #[serde(default)]
    pub(crate) done: String,
}

impl Said {
    /// The sentence of the code; nothing for an unknown one.
    pub(crate) fn words(&self) -> Option<&'static str> {
        let known = SENTENCES.iter().find(|(code, _)| *code == self.done);
        known.map(|(_, sentence)| *sentence)
    }
}

const SENTENCES: &[(&str, &str)] = &[
    ("corrected", "已更正，配对和搜索马上按更正后的来；要撤销请到产业链首页的“本会更正”"),
    ("uncorrected", "已撤销这条更正"),
    ("rejected", "已记下：这条不是这个意思，以后不再这样理解"),
    ("imported", "导入完成，数据已更新"),
    ("mapped", "已按您指定的列含义重新读取，以后同样的表自动照办"),
    ("discarded", "已取消，这份文件没有导入"),
    ("undone", "已撤销，数据恢复到之前的样子"),
    ("merged", "已合并；要撤销请看本页下方“已合并”"),
    ("distinct", "已记住：这两家不是同一家，不再提示"),
    ("affiliated", "已确认关联，以后不再互相推荐"),
    ("kept", "已保存"),
    ("handed_in", "已提交，秘书处审核后生效"),
    ("accepted", "已采纳，数据已更新"),
    ("turned_down", "已退回，理由会显示给会员"),
    ("user_added", "账号已建好"),
    ("password_set", "密码已重设，这个账号原来的登录全部退出"),
    ("token_gone", "令牌已停用"),
    ("link_gone", "链接已作废，用它打开的页面也已退出"),
    ("removed", "已删除"),
    ("nothing_new", "没有新内容，没有写入"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_codes_say_nothing_and_known_ones_are_unique() {
        assert_eq!(Said { done: "<script>".to_owned() }.words(), None);
        for (at, (code, _)) in SENTENCES.iter().enumerate() {
            assert_eq!(SENTENCES.iter().position(|(other, _)| other == code), Some(at), "{code}");
        }
    }
}
