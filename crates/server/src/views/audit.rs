//! Lines of the audit, for people: what kind of change it was, of which fields, with contacts masked.

use super::mask::masked_json;
use qianxian_store::AuditEntry;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// One line of the audit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditView {
    /// Which unit of work.
    pub sequence: i64,
    /// Its place in the unit of work, from 1.
    pub ordinal: i64,
    /// When (RFC 3339).
    pub at: String,
    /// Who.
    pub who: String,
    /// Kind of thing, by code.
    pub kind: &'static str,
    /// The same in Chinese.
    pub kind_zh: &'static str,
    /// Id of the thing.
    pub id: String,
    /// 新增, 修改, 删除, 恢复, 查看.
    pub action: &'static str,
    /// Fields that were changed, or looked at.
    pub fields: Vec<String>,
    /// What it was, contacts masked.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What it became, contacts masked.
    #[schema(value_type = Object)]
    pub after: Value,
    /// The import that did it, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<String>,
}

impl AuditView {
    /// A line as it is kept.
    pub fn of(entry: &AuditEntry) -> AuditView {
        AuditView {
            sequence: entry.sequence.0,
            ordinal: entry.ordinal,
            at: entry.at.to_string(),
            who: entry.who.clone(),
            kind: entry.kind.code(),
            kind_zh: entry.kind.zh(),
            id: entry.id.clone(),
            action: action(entry),
            fields: fields(entry),
            before: entry.before.as_ref().map(masked_json),
            after: masked_json(&entry.after),
            import: entry.import.as_ref().map(ToString::to_string),
        }
    }
}

fn action(entry: &AuditEntry) -> &'static str {
    let deleted = |side: &Value| side.get("deleted").is_some_and(|at| !at.is_null());
    let Some(before) = &entry.before else {
        return if entry.after.get("value").is_some() { "新增" } else { "查看" };
    };
    match (deleted(before), deleted(&entry.after)) {
        (false, true) => "删除",
        (true, false) => "恢复",
        _ => "修改",
    }
}

/// Names of the fields that are different; of a look, what was looked at.
fn fields(entry: &AuditEntry) -> Vec<String> {
    if let Some(Value::Array(seen)) = entry.after.get("revealed") {
        return seen.iter().filter_map(|column| column.as_str().map(str::to_owned)).collect();
    }
    let value = |side: &Value| side.get("value").and_then(Value::as_object).cloned().unwrap_or_default();
    let Some(before) = entry.before.as_ref().map(value) else { return Vec::new() };
    let after = value(&entry.after);
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    keys.into_iter().filter(|key| before.get(*key) != after.get(*key)).cloned().collect()
}
