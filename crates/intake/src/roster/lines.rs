//! Texts with several things in them to profile lines, one thing a line, with role and evidence.

use super::{clean::is_ideograph, record::LineDraft};
use qianxian_core::{Evidence, LineRole, Side, SourceKind, SourceRef};
use qianxian_text::fold_key;
use rustc_hash::{FxHashMap, FxHashSet};

/// Cuts a list cell at 、，；,; / and line breaks, never inside brackets; drops `1、` in front and 等 behind. Spaces
/// separate where nothing else does.
pub(crate) fn split_list(text: &str) -> Vec<String> {
    let numbered = number_marks(text);
    let mut items = Vec::new();
    let mut item = String::new();
    let mut depth = 0usize;
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().copied().enumerate() {
        match c {
            '(' | '（' | '[' | '【' | '〔' if closes(&chars[at + 1..]) => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let around = |test: fn(&char) -> bool| {
            at.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(test) && chars.get(at + 1).is_some_and(test)
        };
        // 1,000吨, 1/2英寸, AC/DC电源.
        let inside_word =
            matches!(c, ',' | '/') && around(char::is_ascii_digit) || c == '/' && around(|c| c.is_ascii_alphabetic());
        let cut = matches!(c, '、' | '，' | '；' | ',' | ';' | '/' | '／' | '\n' | '\r' | '|' | '｜' | '。' | '\t');
        if depth == 0 && (cut && !inside_word || numbered.contains(&at)) {
            items.push(std::mem::take(&mut item));
        }
        if depth > 0 || !cut || inside_word {
            item.push(c);
        }
    }
    items.push(item);
    let mut items: Vec<String> = items.iter().map(|item| trim_item(item)).filter(|item| !item.is_empty()).collect();
    if let [only] = items.as_slice() {
        let words: Vec<&str> = only.split_whitespace().collect();
        let whole = |word: &&str| word.chars().filter(|c| is_ideograph(*c)).count() > 1;
        if words.len() > 1 && words.iter().all(whole) && !only.contains(['(', '（']) {
            items = words.into_iter().map(trim_item).collect();
        }
    }
    let mut out: Vec<String> = Vec::with_capacity(items.len());
    for item in items {
        if !item.is_empty() && !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

/// Places of `2.`, `3、` … in a text that begins with `1.`: each begins an item of its own.
fn number_marks(text: &str) -> Vec<usize> {
    let chars: Vec<char> = text.chars().collect();
    let mut marks = Vec::new();
    let mut from = 0;
    for number in 1..=40u32 {
        let digits: Vec<char> = number.to_string().chars().collect();
        let mark = (from..chars.len()).find(|at| {
            let behind = at + digits.len();
            chars[*at..].starts_with(&digits)
                && (*at == 0 || !chars[at - 1].is_ascii_digit())
                && chars.get(behind).is_some_and(|c| matches!(c, '.' | '．' | '、' | ')' | '）'))
                && !chars.get(behind + 1).is_some_and(char::is_ascii_digit)
        });
        match mark {
            Some(at) if number > 1 || chars[..at].iter().all(|c| c.is_whitespace() || matches!(c, '(' | '（')) => {
                marks.push(at);
                from = at + digits.len();
            }
            _ => break,
        }
    }
    marks
}

/// A bracket that is never closed does not protect the separators behind it.
fn closes(rest: &[char]) -> bool {
    rest.iter().take(60).any(|c| matches!(c, ')' | '）' | ']' | '】' | '〕'))
}

fn trim_item(item: &str) -> String {
    let mut item = item.trim_matches(|c: char| super::grid::is_blank(c) || matches!(c, '"' | '“' | '”' | ':' | '：'));
    // 1、 (1) ① 1. in front; a number that belongs to the product (6201轴承, 3D打印) has no mark behind it.
    let digits = item.trim_start_matches(['(', '（']).chars().take_while(char::is_ascii_digit).count();
    let opened = item.starts_with(['(', '（']);
    let after = item.trim_start_matches(['(', '（']).get(digits..).unwrap_or("");
    if (1..=2).contains(&digits) {
        let marked =
            if opened { after.strip_prefix([')', '）']) } else { after.strip_prefix(['.', '．', ')', '）']) };
        match marked {
            Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => item = rest.trim(),
            _ if after.is_empty() => return String::new(),
            _ => {}
        }
    }
    let item = item.trim_start_matches(|c: char| ('①'..='⑳').contains(&c) || ('❶'..='❿').contains(&c)).trim();
    let item = item.trim_end_matches(['.', '…', '．', '·']);
    for ending in ["等系列产品", "等相关产品", "等产品", "等系列", "等等", "等"] {
        if let Some(front) = item.strip_suffix(ending).filter(|front| !front.is_empty()) {
            // 均等、高等 end in 等 without meaning "and so on"; products do not.
            return front.trim().to_owned();
        }
    }
    item.to_owned()
}

/// Certainty of products as the project's own files give it.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    marks: FxHashMap<String, (Evidence, SourceKind, f32, String)>,
}

impl Marks {
    /// Reads `减速机:I0.95；泵:T0.80`; the second part holds what could not be read.
    pub(crate) fn parse(cell: &str) -> (Marks, Vec<String>) {
        let mut marks = Marks::default();
        let mut bad = Vec::new();
        for item in cell.split(['；', ';', '\n']).map(str::trim).filter(|item| !item.is_empty()) {
            let parts = item.rsplit_once([':', '：']).map(|(product, mark)| (product.trim(), mark.trim()));
            let read = parts.and_then(|(product, mark)| {
                let (evidence, kind) = match mark.chars().next()?.to_ascii_uppercase() {
                    'T' | 'F' => (Evidence::Document, SourceKind::Roster),
                    'R' => (Evidence::Inferred, SourceKind::Roster),
                    'I' => (Evidence::Inferred, SourceKind::Name),
                    _ => return None,
                };
                let number = mark.get(1..).unwrap_or("");
                let confidence = if number.is_empty() { 1.0 } else { number.parse::<f32>().ok()? };
                (0.0..=1.0).contains(&confidence).then_some((product, evidence, kind, confidence, mark))
            });
            match read {
                Some((product, evidence, kind, confidence, mark)) => {
                    marks.marks.insert(fold_key(product), (evidence, kind, confidence, mark.to_owned()));
                }
                None => bad.push(item.to_owned()),
            }
        }
        (marks, bad)
    }

    /// A line of a list column.
    pub(crate) fn line(&self, side: Side, text: String, place: &str) -> LineDraft {
        let (evidence, kind, confidence, mark) = match self.marks.get(&fold_key(&text)) {
            Some((evidence, kind, confidence, mark)) => (*evidence, *kind, *confidence, Some(mark)),
            None => (Evidence::SelfReported, SourceKind::Roster, 1.0, None),
        };
        let reference = mark.map_or_else(|| place.to_owned(), |mark| format!("{place} {mark}"));
        let role = role_of(&text);
        LineDraft { side, text, role, evidence, confidence, source: SourceRef::new(kind, reference) }
    }
}

/// 经营范围 to lines: one activity each, with the role its clause ends on (`…的销售` sells what others make).
pub(crate) fn scope_lines(scope: &str, place: &str) -> Vec<LineDraft> {
    let mut lines: Vec<LineDraft> = Vec::new();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for clause in without_boilerplate(scope).split(['；', ';', '。', '\n', '\r']) {
        for part in clause.split(['，', ',']) {
            let role = role_of(part);
            let items = split_list(part);
            for item in items {
                let bare = fold_key(&item);
                if bare.chars().count() < 2 || VERBS.contains(&bare.as_str()) || !seen.insert(bare) {
                    continue;
                }
                let own = role_of(&item);
                let mut source = SourceRef::new(SourceKind::Scope, place);
                source.quote = (part.trim() != item).then(|| part.trim().to_owned());
                lines.push(LineDraft {
                    side: Side::Makes,
                    text: item,
                    role: if own == LineRole::Unknown { role } else { own },
                    evidence: Evidence::Inferred,
                    confidence: 1.0,
                    source,
                });
            }
        }
    }
    lines
}

/// Words that are left over when a list of activities is cut (投资、开发、经营水电站).
const VERBS: &[&str] = &[
    "研发",
    "开发",
    "设计",
    "制造",
    "生产",
    "加工",
    "销售",
    "批发",
    "零售",
    "安装",
    "维修",
    "维护",
    "调试",
    "投资",
    "经营",
    "服务",
    "咨询",
    "租赁",
    "进出口",
    "代理",
    "购销",
    "建设",
    "运营",
    "管理",
    "推广",
    "转让",
    "技术开发",
    "技术咨询",
    "技术服务",
    "技术转让",
    "技术推广",
    "技术交流",
    "货物进出口",
    "技术进出口",
    "货物与技术进出口",
    "进出口业务",
    "自营和代理各类商品和技术的进出口",
    "改造",
    "其他",
    "以及",
    "相关服务",
    "研究",
    "检测",
    "运输",
    "仓储",
    "包装",
    "装卸",
];

/// What the last verb of a clause says about the role.
fn role_of(clause: &str) -> LineRole {
    let clause = clause.trim().trim_end_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '。' | '；' | '）'));
    let ends = |words: &[&str]| words.iter().any(|word| clause.ends_with(word));
    let mixed = ["制造", "生产", "加工"].iter().any(|word| clause.contains(word));
    if ends(&["销售", "批发", "零售", "购销", "经销", "代理", "贸易", "代销", "批发兼零售", "批发零售", "进出口"])
    {
        // 泵的制造、销售: who makes it may sell it.
        return if mixed { LineRole::Maker } else { LineRole::Trader };
    }
    if ends(&["制造", "生产", "加工", "制作"]) {
        return LineRole::Maker;
    }
    if ends(&["服务", "咨询", "维修", "安装", "租赁", "运输", "仓储", "检测", "设计", "维护", "调试"]) && !mixed
    {
        return LineRole::Service;
    }
    LineRole::Unknown
}

/// The scope without 一般项目：, 许可项目： and the sentences of the registrar.
fn without_boilerplate(scope: &str) -> String {
    let mut text = scope.to_owned();
    for heading in ["一般项目", "许可项目", "许可经营项目", "一般经营项目", "经营范围", "前置许可经营项目"]
    {
        for colon in ["：", ":"] {
            text = text.replace(&format!("{heading}{colon}"), "；");
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find(['（', '(', '【']) {
        let tail = &rest[open..];
        let end = tail.char_indices().find(|(_, c)| matches!(c, '）' | ')' | '】')).map(|(at, c)| at + c.len_utf8());
        let end = end.unwrap_or(tail.len());
        let inside = &tail[..end];
        let official =
            ["依法须经", "法律法规", "法律、法规", "国务院", "许可证", "凭营业执照", "以上", "有效期", "不含", "除外"];
        out.push_str(&rest[..open]);
        if !official.iter().any(|word| inside.contains(word)) {
            out.push_str(inside);
        }
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}
