//! Brackets in company names: (苏州), (集团), (原某某厂), (桓台分公司), and remarks.

use super::{Names, parts::Parsed};
use std::ops::Range;

impl Names {
    /// Takes the brackets out: places, other names and remarks are kept, anything else stays in the name. Returns the
    /// branch where a bracket at the end names one.
    pub(super) fn open_brackets(&self, parsed: &mut Parsed) -> Option<Range<usize>> {
        if !parsed.text.contains(['(', ')']) {
            parsed.plain = parsed.text.clone();
            return None;
        }
        let text = std::mem::take(&mut parsed.text);
        let mut branch = None;
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let close = if c == '(' { text[at + 1..].find(['(', ')']).map(|end| at + 1 + end) } else { None };
            let inside = close.filter(|end| text[*end..].starts_with(')')).map(|end| at + 1..end);
            let Some(inside) = inside else {
                if !matches!(c, '(' | ')') {
                    append(parsed, &text, at..at + c.len_utf8());
                }
                at += c.len_utf8();
                continue;
            };
            at = inside.end + 1;
            let content = &text[inside.clone()];
            let places = self.places.all_of(content);
            if !places.is_empty() && inside.start > 1 {
                parsed.bracket.extend(places);
                parsed.places.push(inside);
            } else if let Some(alias) = self.alias_of(content) {
                parsed.aliases.push(alias);
            } else if at == text.len() && self.words.branches.iter().any(|word| content.ends_with(word.as_str())) {
                let start = parsed.plain.len();
                append(parsed, &text, inside);
                branch = Some(start..parsed.plain.len());
            } else if at == text.len() && ends_complete(&parsed.plain) && !content.contains("合伙") {
                parsed.remark.push_str(content);
            } else {
                append(parsed, &text, inside);
            }
        }
        parsed.text = text;
        branch
    }

    /// 原某某厂 -> 某某厂.
    fn alias_of(&self, content: &str) -> Option<String> {
        let rest = self.words.aliases.iter().find_map(|word| content.strip_prefix(word.as_str()))?;
        let rest = rest.trim_start_matches([':', '为', '是', '"']);
        (rest.chars().count() >= 2).then(|| rest.to_owned())
    }
}

fn append(parsed: &mut Parsed, text: &str, range: Range<usize>) {
    parsed.offsets.extend((range.start..range.end).map(|at| at as u32));
    parsed.plain.push_str(&text[range]);
}

fn ends_complete(plain: &str) -> bool {
    ["公司", "厂", "集团"].iter().any(|word| plain.ends_with(word))
}
