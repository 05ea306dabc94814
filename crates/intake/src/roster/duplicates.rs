//! Records of one file that are probably one company. Reported, never merged: brands shared by different companies
//! with codes of their own are affiliates, not duplicates.

use super::{
    clean::company_name,
    credit_code,
    record::{Duplicate, Record},
};
use qianxian_text::fold_key;
use rustc_hash::FxHashMap;

/// Records of one group compared with each other; a name borne by more is no name.
const GROUP: usize = 20;

/// Pairs with the same code, or the same name but for spaces, brackets and legal form.
pub(crate) fn find(records: &[Record]) -> Vec<Duplicate> {
    let mut codes: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut names: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, record) in records.iter().enumerate() {
        if let Some(code) = record.credit_code.as_deref().filter(|code| code.len() >= 15) {
            codes.entry(code).or_default().push(at);
        }
        let key = name_key(&record.name);
        if key.chars().count() >= 3 {
            names.entry(key).or_default().push(at);
        }
    }
    let mut found: Vec<Duplicate> = Vec::new();
    for group in codes.values() {
        pairs(group, |first, second| found.push(Duplicate { first, second, reason: "信用代码相同".into() }));
    }
    let good = |record: &Record| record.credit_code.clone().filter(|code| credit_code::check(code).is_none());
    for group in names.values() {
        pairs(group, |first, second| {
            let (a, b) = (&records[first], &records[second]);
            let (code_a, code_b) = (good(a), good(b));
            // Two good codes and two legal forms: two companies.
            if code_a.is_some() && code_b.is_some() && code_a != code_b && a.name != b.name {
                return;
            }
            let reason = if a.name == b.name { "名称相同" } else { "名称只差写法或组织形式" };
            found.push(Duplicate { first, second, reason: reason.into() });
        });
    }
    found.sort_by(|a, b| (a.first, a.second, &b.reason).cmp(&(b.first, b.second, &a.reason)));
    found.dedup_by_key(|pair| (pair.first, pair.second));
    found
}

fn pairs(group: &[usize], mut take: impl FnMut(usize, usize)) {
    for (at, first) in group.iter().enumerate().take(GROUP) {
        for second in group[at + 1..].iter().take(GROUP) {
            take(*first, *second);
        }
    }
}

/// The name without brackets and legal form, simplified, small letters.
fn name_key(name: &str) -> String {
    let mut key = fold_key(&company_name(name));
    key.retain(|c| !matches!(c, '(' | ')' | '[' | ']' | '·' | '.' | '-' | '"' | '“' | '”'));
    let forms = ["有限责任公司", "股份有限公司", "有限公司", "股份公司", "总公司", "公司"];
    let bare = forms.iter().find_map(|form| key.strip_suffix(form)).filter(|bare| bare.chars().count() >= 3);
    bare.map(str::to_owned).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_form_and_brackets_do_not_matter() {
        assert_eq!(name_key("甲乙传动（张店）有限责任公司"), name_key("甲乙传动(张店) 有限公司"));
        assert_eq!(name_key("甲乙阀門股份有限公司"), name_key("甲乙阀门"));
        assert_ne!(name_key("甲乙泵业集团有限公司"), name_key("甲乙泵业有限公司"));
    }
}
