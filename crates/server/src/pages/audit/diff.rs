//! A line of the audit as a person reads it: which fields changed, from what to what, in Chinese.

use qianxian_core::CompanyId;
use qianxian_engine::Snapshot;
use qianxian_store::AuditEntry;
use serde_json::Value;
use std::collections::BTreeMap;

/// Changes shown of one line.
const MOST: usize = 12;
/// Characters shown of one value.
const LONGEST: usize = 80;
/// What stands for a value that may not be shown.
const HIDDEN: &str = "（不显示）";

/// A line on the screen.
pub(super) struct Row {
    /// When, in the local time of the server.
    pub(super) at: String,
    /// Who.
    pub(super) who: String,
    /// What was done, in Chinese.
    pub(super) verb: &'static str,
    /// Kind of thing, in Chinese.
    pub(super) kind: &'static str,
    /// What it is called.
    pub(super) label: String,
    /// The company it is about or is.
    pub(super) company: Option<(CompanyId, String)>,
    /// What changed.
    pub(super) changes: Vec<Change>,
    /// Changes left out.
    pub(super) more: usize,
    /// The import that did it.
    pub(super) import: Option<String>,
}

/// One field.
pub(super) struct Change {
    /// What it is called, in Chinese.
    pub(super) field: &'static str,
    /// A part of the field: the column of 其他信息.
    pub(super) part: String,
    /// What it was.
    pub(super) before: String,
    /// What it became.
    pub(super) after: String,
}

/// Reads one line. `open` says whether values may be shown; who only looks on sees which fields changed.
pub(super) fn row(snapshot: &Snapshot, entry: &AuditEntry, open: bool) -> Row {
    let value = &entry.after["value"];
    let deleted = |side: Option<&Value>| side.is_some_and(|side| side.get("deleted").is_some_and(|d| !d.is_null()));
    let verb = match (&entry.before, deleted(entry.before.as_ref()), deleted(Some(&entry.after))) {
        (None, ..) => "新增",
        (_, false, true) => "删除",
        (_, true, false) => "恢复",
        _ => "修改",
    };
    let none = Value::Null;
    let (before, after) = (flat(entry.before.as_ref().map_or(&none, |before| &before["value"])), flat(value));
    let names: Vec<&String> = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))).collect();
    let mut changes: Vec<Change> = Vec::new();
    for key in names.into_iter().filter(|key| shown(key)) {
        let side = |values: &BTreeMap<String, String>| values.get(key).cloned().unwrap_or_default();
        let (old, new) = (side(&before), side(&after));
        if old != new {
            let (field, part) = field(key);
            let said =
                |value: String| if open || value.is_empty() { readable(snapshot, &value) } else { HIDDEN.into() };
            changes.push(Change { field, part, before: said(old), after: said(new) });
        }
    }
    let more = changes.len().saturating_sub(MOST);
    changes.truncate(MOST);
    let company = value.get("company").or_else(|| value.get("id")).and_then(Value::as_str);
    let company = company.and_then(|id| id.parse::<CompanyId>().ok()).and_then(|id| {
        let ix = snapshot.graph.find(id)?;
        Some((id, snapshot.graph.company(ix).company.name.clone()))
    });
    let label = ["name", "text", "title", "number", "content", "key", "login", "file_name"]
        .iter()
        .find_map(|key| value.get(*key).and_then(Value::as_str));
    let label = label.filter(|_| open || company.is_none()).map_or_else(String::new, short);
    Row {
        at: local(entry.at),
        who: entry.who.clone(),
        verb,
        kind: entry.kind.zh(),
        label: if company.as_ref().is_some_and(|(_, name)| *name == label) { String::new() } else { label },
        company,
        changes,
        more,
        import: entry.import.map(|import| import.to_string()),
    }
}

/// A moment as people write it.
pub(crate) fn local(at: jiff::Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Ids and hashes say nothing to a person.
fn shown(key: &str) -> bool {
    let last = key.rsplit('.').next().unwrap_or(key);
    !matches!(last, "id" | "hash" | "company" | "user" | "fingerprint" | "body")
        && !key.starts_with("body.")
        && !key.starts_with("entries.")
        && !key.starts_with("written.")
}

/// Leaves of a value by their path: `place.city`, `other.联系人`.
fn flat(value: &Value) -> BTreeMap<String, String> {
    let mut leaves = BTreeMap::new();
    walk(value, String::new(), &mut leaves);
    leaves
}

fn walk(value: &Value, path: String, leaves: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (key, value) in fields {
                walk(value, if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, leaves);
            }
        }
        Value::Array(items) if items.iter().all(|item| item.is_string()) => {
            let words: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            if !words.is_empty() {
                leaves.insert(path, words.join("；"));
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                walk(item, format!("{path}.{}", at + 1), leaves);
            }
        }
        Value::String(text) => drop(leaves.insert(path, text.clone())),
        Value::Bool(yes) => drop(leaves.insert(path, if *yes { "是" } else { "否" }.to_owned())),
        Value::Number(number) => drop(leaves.insert(path, number.to_string())),
    }
}

/// Name of a field in Chinese, and what stands behind it.
fn field(path: &str) -> (&'static str, String) {
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    let known = FIELDS.iter().find(|(code, _)| *code == head).map(|(_, zh)| *zh);
    let inner = rest.split('.').map(|part| FIELDS.iter().find(|(code, _)| *code == part).map_or(part, |(_, zh)| *zh));
    let inner: Vec<&str> = inner.filter(|part| !part.is_empty()).collect();
    match known {
        Some(zh) => (zh, inner.join(" ")),
        None => ("内容", path.to_owned()),
    }
}

/// A value in words: codes by their Chinese names, long texts cut.
fn readable(snapshot: &Snapshot, value: &str) -> String {
    if let Some(ix) = value.parse::<CompanyId>().ok().and_then(|id| snapshot.graph.find(id)) {
        return snapshot.graph.company(ix).company.name.clone();
    }
    let word = WORDS.iter().find(|(code, _)| *code == value).map(|(_, zh)| (*zh).to_owned());
    word.or_else(|| vocabulary(value)).unwrap_or_else(|| short(value))
}

fn vocabulary(code: &str) -> Option<String> {
    use qianxian_core::{
        AccountRole, CompanyKind, CompanyStatus, ConsentScope, DraftKind, DraftStatus, Evidence, LeadStage, LineRole,
        NeedKind, Side, SourceKind, Visibility, WorkStatus,
    };
    macro_rules! any {
        ($($list:ty),+) => {
            None$(.or_else(|| <$list>::ALL.iter().find(|word| word.code() == code).map(|word| word.zh())))+
        };
    }
    let word: Option<&'static str> = any!(
        Side,
        Visibility,
        Evidence,
        SourceKind,
        CompanyKind,
        CompanyStatus,
        NeedKind,
        LeadStage,
        DraftKind,
        DraftStatus,
        AccountRole,
        ConsentScope,
        WorkStatus,
        LineRole
    );
    word.map(str::to_owned)
}

fn short(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut cut: String = text.chars().take(LONGEST).collect();
    cut.push('…');
    cut
}

const WORDS: &[(&str, &str)] = &[("confirmed", "已确认"), ("suspected", "疑似"), ("same_group", "同一集团")];

const FIELDS: &[(&str, &str)] = &[
    ("name", "名称"),
    ("aliases", "简称"),
    ("former_names", "曾用名"),
    ("kind", "类型"),
    ("credit_code", "统一社会信用代码"),
    ("place", "地区"),
    ("province", "省"),
    ("city", "市"),
    ("district", "区县"),
    ("industry", "行业"),
    ("website", "网址"),
    ("status", "状态"),
    ("other", "其他信息"),
    ("external_ids", "编号"),
    ("text", "内容"),
    ("side", "类别"),
    ("role", "角色"),
    ("evidence", "可信度"),
    ("confidence", "把握"),
    ("source", "来源"),
    ("ref", "出处"),
    ("date", "日期"),
    ("quote", "原话"),
    ("seen", "最近确认"),
    ("expires", "有效期"),
    ("visibility", "可见范围"),
    ("confirmed", "确认的理解"),
    ("rejected", "否定的理解"),
    ("deadline", "截止"),
    ("open", "未关闭"),
    ("parties", "各方"),
    ("product", "产品"),
    ("excludes", "不再推荐"),
    ("certainty", "把握"),
    ("a", "甲"),
    ("b", "乙"),
    ("verdict", "意见"),
    ("reason", "理由"),
    ("key", "设置项"),
    ("value", "内容"),
    ("number", "编号"),
    ("way", "合作方式"),
    ("why", "为什么"),
    ("need", "需求"),
    ("stage", "阶段"),
    ("owner", "负责人"),
    ("next", "下一步"),
    ("due", "时限"),
    ("log", "记录"),
    ("outcome", "结果"),
    ("visitors", "走访人"),
    ("met", "见到的人"),
    ("note", "记录"),
    ("visit", "走访"),
    ("raised", "提出日期"),
    ("assigned_to", "交办单位"),
    ("progress", "进展"),
    ("followed_up", "回访"),
    ("closed", "销号"),
    ("year", "年度"),
    ("content", "内容"),
    ("responsible", "责任人"),
    ("support", "协办"),
    ("basis", "依据"),
    ("level", "级别"),
    ("owed", "应收（分）"),
    ("paid", "实收（分）"),
    ("waived", "减免（分）"),
    ("scope", "事项"),
    ("given", "同意"),
    ("channel", "渠道"),
    ("taken_by", "经手"),
    ("title", "标题"),
    ("who", "谁"),
    ("at", "时间"),
    ("answer", "答复"),
    ("login", "登录名"),
    ("disabled", "已停用"),
    ("scopes", "权限"),
    ("file_name", "文件"),
    ("rows", "行数"),
    ("problems", "问题数"),
    ("undone", "已撤销"),
    ("written", "写入"),
    ("field", "领域"),
    ("person", "专家"),
    ("organisation", "单位"),
    ("bank_name", "银行"),
    ("offered", "在售"),
    ("purpose", "用途"),
    ("most", "额度"),
    ("terms", "期限与利率"),
    ("conditions", "条件"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn leaves_have_names_and_paths() {
        let leaves = flat(&json!({"place": {"city": "淄博"}, "aliases": ["甲", "乙"], "open": true, "x": null}));
        assert_eq!(leaves.get("place.city").map(String::as_str), Some("淄博"));
        assert_eq!(leaves.get("aliases").map(String::as_str), Some("甲；乙"));
        assert_eq!(leaves.get("open").map(String::as_str), Some("是"));
        assert_eq!(leaves.len(), 3);
        assert_eq!(field("place.city"), ("地区", "市".to_owned()));
        assert_eq!(field("other.联系人"), ("其他信息", "联系人".to_owned()));
    }

    #[test]
    fn secrets_are_not_shown() {
        assert!(!shown("hash") && !shown("id") && !shown("body.other.手机") && shown("other.手机"));
    }
}
