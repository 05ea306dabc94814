//! Hiding how to reach a person: contact columns of a roster, and phone numbers and addresses inside running text.

use serde_json::Value;

/// Parts of column names that mean a person or a way to reach one.
const WORDS: &[&str] = &[
    "联系",
    "联络",
    "电话",
    "手机",
    "座机",
    "传真",
    "邮箱",
    "邮件",
    "微信",
    "负责人",
    "法人",
    "法定代表人",
    "董事长",
    "总经理",
    "姓名",
    "经办人",
    "代表",
    "身份证",
    "银行账号",
    "车牌",
    "qq",
    "mail",
    "phone",
    "tel",
    "mobile",
    "contact",
];

/// Whether a column holds contacts.
pub fn is_contact(column: &str) -> bool {
    let column = column.to_lowercase();
    WORDS.iter().any(|word| column.contains(word))
}

/// A contact so that one who knows it recognises it and nobody learns it: `138****5678`, `张**`, `l***@example.org`.
pub fn masked(value: &str) -> String {
    let value = value.trim();
    if let Some((_, domain)) = value.split_once('@') {
        return format!("{}***@{domain}", value.chars().next().unwrap_or('*'));
    }
    let count = value.chars().count();
    if count >= 7 && value.chars().filter(char::is_ascii_digit).count() >= 7 {
        let head: String = value.chars().take(3).collect();
        let tail: String = value.chars().skip(count - 4).collect();
        return format!("{head}****{tail}");
    }
    value.chars().next().map_or_else(String::new, |first| format!("{first}**"))
}

/// A text with its phone numbers masked. Numbers inside longer runs (credit codes, ids) stay.
pub fn masked_text(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while at < chars.len() {
        let before = at > 0 && chars[at - 1].is_ascii_alphanumeric();
        match phone_at(&chars[at..]).filter(|_| !before) {
            Some(length) => {
                let number: String = chars[at..at + length].iter().collect();
                out.push_str(&masked(&number));
                at += length;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// Length of the phone number a text begins with: a mobile one (1[3-9], 11 digits) or one with an area code (0…).
fn phone_at(text: &[char]) -> Option<usize> {
    let run = text.iter().take_while(|c| c.is_ascii_digit() || **c == '-').count();
    let digits = text[..run].iter().filter(|c| c.is_ascii_digit()).count();
    let ends = !text.get(run).is_some_and(char::is_ascii_alphanumeric);
    let is_mobile = digits == 11 && text[0] == '1' && ('3'..='9').contains(text.get(1)?);
    let has_area = (10..=12).contains(&digits) && text[0] == '0';
    (ends && (is_mobile || has_area)).then_some(run)
}

/// A record of the audit without contacts and secrets: columns of contacts and fingerprints masked, numbers in texts too.
pub fn masked_json(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(masked_text(text)),
        Value::Array(items) => Value::Array(items.iter().map(masked_json).collect()),
        Value::Object(fields) => {
            let field = |(key, value): (&String, &Value)| match value {
                Value::String(text) if is_contact(key) => (key.clone(), Value::String(masked(text))),
                Value::String(_) if key == "hash" => (key.clone(), Value::String("***".to_owned())),
                Value::Array(_) | Value::Object(_) if is_contact(key) => (key.clone(), all_masked(value)),
                other => (key.clone(), masked_json(other)),
            };
            Value::Object(fields.iter().map(field).collect())
        }
        other => other.clone(),
    }
}

/// What stands under a contact: every text of it masked.
fn all_masked(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(masked(text)),
        Value::Array(items) => Value::Array(items.iter().map(all_masked).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), all_masked(value))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn who_knows_a_contact_recognises_it_and_nobody_learns_it() {
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("李建国"), "李**");
        assert_eq!(masked("lijianguo@example.org"), "l***@example.org");
        assert_eq!(masked_text("电话13812345678，或0533-2345678找李工"), "电话138****5678，或053****5678找李工");
        assert_eq!(masked_text("代码91370303MA3C13812345678X，2024年"), "代码91370303MA3C13812345678X，2024年");
    }

    #[test]
    fn a_record_keeps_its_shape_and_loses_contacts_and_fingerprints() {
        let record =
            json!({"value": {"name": "博山泵厂", "other": {"手机": "13812345678", "级别": "理事"}, "hash": "ab"}});
        let shown = masked_json(&record);
        let expected =
            json!({"value": {"name": "博山泵厂", "other": {"手机": "138****5678", "级别": "理事"}, "hash": "***"}});
        assert_eq!(shown, expected);
    }

    #[test]
    fn ways_to_reach_a_person_are_contacts() {
        assert!(["联系人", "联系电话", "手机号码", "E-mail", "微信号", "法人代表", "QQ"].into_iter().all(is_contact));
        assert!(!["会员级别", "员工人数", "注册资本", "主营业务", "地址"].into_iter().any(is_contact));
    }
}
