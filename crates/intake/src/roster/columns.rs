//! What a column means, from its header: known words first, contained words second.

use super::field::Field;
use qianxian_text::fold_key;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A guess of what a header means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Guess {
    pub(crate) field: Field,
    pub(crate) year: Option<i16>,
    pub(crate) confidence: f32,
    pub(crate) why: String,
}

struct Words {
    exact: FxHashMap<String, Field>,
    /// Words a longer header may contain, longest first.
    parts: Vec<(String, Field)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { exact: FxHashMap::default(), parts: Vec::new() };
    for line in include_str!("columns.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((code, headers)) = line.split_once(": ") else { continue };
        let Some(field) = Field::ALL.iter().copied().find(|field| field.code() == code) else { continue };
        for header in headers.split_whitespace() {
            let whole = header.strip_prefix('*');
            let key = header_key(whole.unwrap_or(header));
            if whole.is_none() && key.chars().count() > 1 {
                words.parts.push((key.clone(), field));
            }
            words.exact.entry(key).or_insert(field);
        }
    }
    words.parts.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    words
});

/// A header without what people write around it: 单位名称（必填）*： -> 单位名称.
pub(crate) fn header_key(header: &str) -> String {
    let mut key = fold_key(header);
    key.retain(|c| !matches!(c, '*' | '★' | '●' | ':' | '、' | '，' | ',' | '。' | '"' | '\'' | '“' | '”' | '_' | '-'));
    if let Some(open) = key.find(['(', '[', '【', '〔', '<']).filter(|open| *open > 0) {
        key.truncate(open);
    }
    key
}

/// What a header means, by its words.
pub(crate) fn guess_header(header: &str) -> Option<Guess> {
    let key = header_key(header);
    if key.is_empty() {
        return None;
    }
    let header = header.trim();
    let sure = |field: Field, year: Option<i16>| Guess {
        field,
        year,
        confidence: 1.0,
        why: format!("列名「{header}」是常用的写法"),
    };
    let known = |key: &str| WORDS.exact.get(key).copied();
    if let Some(field) = known(&whole_key(header)).or_else(|| known(&key)) {
        return Some(sure(field, None));
    }
    if let Some((year, rest)) = split_year(&key)
        && known(&rest) == Some(Field::Dues)
    {
        return Some(sure(Field::Dues, Some(year)));
    }
    if let Some(base) = numbered(&key).and_then(known) {
        return Some(sure(base, None));
    }
    let (word, field) = WORDS.parts.iter().find(|(word, _)| key.contains(word.as_str()))?;
    if *field == Field::Dues && is_about_dues(&key) {
        return None;
    }
    let year = (*field == Field::Dues).then(|| year_in(&key)).flatten();
    let share = word.chars().count() as f32 / key.chars().count().max(1) as f32;
    let why = format!("列名「{header}」里有「{word}」");
    Some(Guess { field: *field, year, confidence: 0.5 + 0.4 * share, why })
}

/// What a column under a group means: 联系人/电话, 会费缴纳/2024年, 法定代表人/姓名.
pub(crate) fn guess_grouped(group: &str, leaf: &str) -> Option<Guess> {
    if group.is_empty() || leaf.is_empty() {
        return guess_header(if leaf.is_empty() { group } else { leaf });
    }
    let (above, below) = (guess_header(group), guess_header(leaf));
    let dues = above.as_ref().filter(|guess| guess.field == Field::Dues);
    if let (Some(dues), Some(year)) = (dues, year_in(&fold_key(leaf)).or_else(|| year_in(&fold_key(group)))) {
        let about_paying = !is_about_dues(&header_key(leaf));
        return about_paying.then(|| Guess { year: Some(year), ..dues.clone() });
    }
    let person = matches!(below.as_ref().map(|guess| guess.field), Some(Field::Contact | Field::Name));
    if let Some(above) =
        above.as_ref().filter(|above| person && matches!(above.field, Field::LegalPerson | Field::Contact))
    {
        return Some(above.clone());
    }
    let whole = guess_header(&format!("{group}{leaf}"));
    let sure = |guess: &Option<Guess>| guess.as_ref().is_some_and(|guess| guess.confidence >= 1.0);
    if sure(&below) {
        return below;
    }
    if sure(&whole) { whole } else { below }
}

/// 应缴会费 is a tariff, 缴费时间 a day: neither says whether it was paid.
fn is_about_dues(key: &str) -> bool {
    ["应", "欠", "时间", "日期", "标准", "票", "方式", "凭证"].iter().any(|about| key.contains(about))
}

/// The header with everything in it, for words such as 主要产品（服务）.
fn whole_key(header: &str) -> String {
    let mut key = fold_key(header);
    key.retain(|c| !matches!(c, '(' | ')' | '*' | ':' | '_' | '-'));
    key
}

/// 电话1, 手机号2, 联系人一: the word without its number.
fn numbered(key: &str) -> Option<&str> {
    let base = key.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '一' | '二' | '三'));
    (base.len() < key.len() && !base.is_empty()).then_some(base)
}

/// 2026年度会费 to 2026 and 会费.
fn split_year(key: &str) -> Option<(i16, String)> {
    let year = year_in(key)?;
    let long = format!("{year}");
    let at = key.find(&long).map(|at| (at, long.len()));
    let (at, length) = at.or_else(|| key.find(&long[2..]).map(|at| (at, 2)))?;
    let after = &key[at + length..];
    let after = ["年度", "年"].iter().find_map(|unit| after.strip_prefix(unit)).unwrap_or(after);
    Some((year, format!("{}{after}", &key[..at])))
}

/// Whether a header is a year and nothing else: 2024, 2024年, 24年度.
pub(crate) fn bare_year(header: &str) -> Option<i16> {
    split_year(&header_key(header)).filter(|(_, rest)| rest.is_empty()).map(|(year, _)| year)
}

/// The year a text speaks of: 2024年, 24年会费.
pub(crate) fn year_in(text: &str) -> Option<i16> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        let number: String = chars[at..at + run].iter().collect();
        match (run, number.parse::<i16>()) {
            (4, Ok(year)) if (1990..=2060).contains(&year) => return Some(year),
            (2, Ok(year)) if chars.get(at + 2) == Some(&'年') => return Some(2000 + year),
            _ => at += run.max(1),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(group: &str, leaf: &str, field: Option<Field>, year: Option<i16>) {
        let guess = guess_grouped(group, leaf);
        assert_eq!(guess.as_ref().map(|guess| guess.field), field, "{group}/{leaf}");
        assert_eq!(guess.and_then(|guess| guess.year), year, "{group}/{leaf}");
    }

    #[test]
    fn knows_usual_headers() {
        check("", "单位名称（必填）", Some(Field::Name), None);
        check("", "联 系 人", Some(Field::Contact), None);
        check("", "手机号2", Some(Field::Phone), None);
        check("", "主要产品（服务）", Some(Field::Products), None);
        check("", "2026年度会费", Some(Field::Dues), Some(2026));
        check("", "25年会费", Some(Field::Dues), Some(2025));
        check("", "法人身份证号", Some(Field::Other), None);
        check("", "2026年应缴会费（元）", Some(Field::Other), None);
        check("", "2025年产值（万元）", Some(Field::Other), None);
        check("", "甲乙丙", None, None);
    }

    #[test]
    fn groups_lend_their_meaning() {
        check("联系人", "姓名", Some(Field::Contact), None);
        check("法定代表人", "姓名", Some(Field::LegalPerson), None);
        check("法定代表人", "电话", Some(Field::Phone), None);
        check("会费缴纳", "2024年", Some(Field::Dues), Some(2024));
        check("产值（万元）", "2024年", Some(Field::Other), None);
        check("订单", "2024年", None, None);
        check("企业信息", "名称", Some(Field::Name), None);
    }
}
