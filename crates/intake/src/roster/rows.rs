//! What a row below the header is: a member, or one of the many things people put between members.

use super::{
    clean::{is_company_like, is_nothing, word},
    field::Field,
    grid::{Cell, GridRow},
    meaning::{is_district, is_level},
    report::{ColumnReading, SkipReason},
};

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RowKind {
    Member,
    Skip(SkipReason),
    /// A heading over the rows below it.
    Section(Section),
}

/// What the heading says about the rows below.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Section {
    Level(String),
    District(String),
    Other,
}

/// Looks at one row, before merged values are carried down.
pub(crate) fn kind(row: &GridRow, columns: &[ColumnReading]) -> RowKind {
    let cells: Vec<(Option<&ColumnReading>, String)> = row
        .cells
        .iter()
        .enumerate()
        .filter(|(at, cell)| {
            !cell.is_empty()
                && (columns.is_empty() || columns.iter().any(|c| c.column == *at) || !cell.show().is_empty())
        })
        .map(|(at, cell)| (columns.iter().find(|column| column.column == at), shown(cell)))
        .collect();
    let texts: Vec<&str> = cells.iter().map(|(_, text)| text.as_str()).collect();
    let of =
        |field: Field| cells.iter().find(|(c, _)| c.is_some_and(|c| c.field == field)).map(|(_, text)| text.as_str());
    let name = of(Field::Name).unwrap_or("");
    if cells
        .iter()
        .all(|(column, text)| text.is_empty() || column.is_some_and(|c| c.field == Field::Serial) && is_number(text))
    {
        return RowKind::Skip(SkipReason::Blank);
    }
    if is_header_again(&cells) || is_column_numbers(&texts) {
        return RowKind::Skip(SkipReason::RepeatedHeader);
    }
    let company = is_company_like(name);
    if let Some(reason) = sum(&texts).filter(|_| !company) {
        return RowKind::Skip(reason);
    }
    if is_example(&texts, name) {
        return RowKind::Skip(SkipReason::Example);
    }
    if !company && texts.iter().filter(|text| is_instruction(text)).count() >= 2 {
        return RowKind::Skip(SkipReason::Example);
    }
    if let Some(section) = split_section(&texts).filter(|_| !company) {
        return RowKind::Section(section);
    }
    let footnote = texts.iter().any(|text| is_note(text)) && !company;
    let different: Vec<&str> = texts.iter().copied().filter(|text| *text != texts[0]).collect();
    if different.is_empty() && !company {
        let text = texts[0];
        if footnote {
            return RowKind::Skip(SkipReason::Footnote);
        }
        if let Some(section) = section(text) {
            return RowKind::Section(section);
        }
        // A single word in the name column may be a member of whom nothing else is known; where members are
        // numbered, one without a number is a remark.
        let numbered = columns.iter().any(|column| column.field == Field::Serial);
        let in_name = !numbered && !name.is_empty() && name.chars().count() <= 30 && !name.contains(['。', '：', ':']);
        return if in_name { RowKind::Member } else { RowKind::Skip(SkipReason::Footnote) };
    }
    // A product may begin with 以上 or 统计 as well: a note stands first in its row, and no name beside it.
    let first = texts.iter().find(|text| !text.is_empty()).is_some_and(|text| is_note(text));
    let unnamed = name.is_empty() || is_note(name);
    if footnote
        && first
        && unnamed
        && texts.iter().all(|text| is_note(text) || is_nothing(text) || text.chars().count() <= 4)
    {
        return RowKind::Skip(SkipReason::Footnote);
    }
    RowKind::Member
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Error(_) | Cell::NoValue => String::new(),
        // What a row is shows in its first words; a scope may be a page long.
        cell => word(&cell.show().chars().take(80).collect::<String>()),
    }
}

fn is_number(text: &str) -> bool {
    text.trim_end_matches('.').parse::<f64>().is_ok()
}

/// The header printed once more on the next page.
fn is_header_again(cells: &[(Option<&ColumnReading>, String)]) -> bool {
    let known: Vec<bool> = cells
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(column, text)| {
            column.is_some_and(|column| {
                let leaf = column.header.rsplit('/').next().unwrap_or("");
                let group = column.header.split('/').next().unwrap_or("");
                [leaf, group, &column.header].contains(&text.as_str())
            })
        })
        .collect();
    known.len() >= 2 && known.iter().filter(|same| **same).count() * 5 >= known.len() * 3
}

/// (1) (2) (3) … under the header.
fn is_column_numbers(texts: &[&str]) -> bool {
    let numbers: Vec<u32> =
        texts.iter().filter_map(|text| text.trim_matches(['(', ')', '（', '）']).parse().ok()).collect();
    numbers.len() >= 4 && numbers.len() == texts.len() && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// 小计, 合计：28家, 总 计.
fn sum(texts: &[&str]) -> Option<SkipReason> {
    let word = |text: &&str, words: &[&str]| {
        words.iter().any(|word| {
            text.strip_prefix(word).or_else(|| text.strip_suffix(word)).is_some_and(|rest| {
                let rest = rest.trim_matches([':', '：', ' ', '(', ')', '（', '）', '共']);
                rest.is_empty()
                    || rest.chars().next().is_some_and(|c| c.is_ascii_digit())
                    || rest.chars().count() <= 6 && is_district(rest)
            })
        })
    };
    let head = &texts[..texts.len().min(4)];
    if head.iter().any(|text| word(text, &["小计", "分计", "本页合计", "本页小计"])) {
        return Some(SkipReason::Subtotal);
    }
    let totals = ["合计", "总计", "共计", "累计", "总数", "总共", "会员总数", "合計", "總計"];
    let counted = |text: &&str| {
        let number = text.strip_prefix('共').and_then(|rest| rest.strip_suffix(['家', '户', '个']));
        number.is_some_and(|number| number.trim().parse::<u32>().is_ok())
    };
    (head.iter().any(|text| word(text, &totals)) || texts.len() <= 2 && head.iter().any(counted))
        .then_some(SkipReason::Total)
}

/// 例, 示例, 山东某某机械有限公司, XX公司.
fn is_example(texts: &[&str], name: &str) -> bool {
    let first = texts.iter().find(|text| !text.is_empty()).copied().unwrap_or("");
    let marked = ["例", "示例", "样例", "举例", "范例", "例如", "如", "填写示例", "填表示例", "示范"];
    let marked = |text: &str| marked.contains(&text.trim_matches([':', '：', '(', ')', '（', '）', '【', '】']));
    let name = name.to_uppercase();
    let nobody = ["某某", "XX", "ＸＸ", "××", "**", "某公司", "某企业", "示例", "(例)", "（例）", "样例"];
    marked(first) || nobody.iter().any(|word| name.contains(word)) && !name.is_empty()
}

/// Words that begin notes below a table.
fn is_note(text: &str) -> bool {
    let starts = [
        "注：",
        "注:",
        "注1",
        "注2",
        "备注：",
        "备注:",
        "说明：",
        "说明:",
        "填表说明",
        "填表人",
        "制表",
        "审核",
        "审批",
        "负责人：",
        "负责人:",
        "填报人",
        "填报单位",
        "联系人：",
        "联系人:",
        "联系电话：",
        "联系电话:",
        "统计",
        "截止",
        "截至",
        "本表",
        "以上",
        "数据来源",
        "打印",
        "导出",
        "日期：",
        "日期:",
        "编制",
        "经办",
        "复核",
        "更新",
        "最后更新",
        "※",
        "★注",
        "*注",
        "温馨提示",
        "提示",
        "单位（盖章）",
        "盖章",
        "秘书处",
        "协会秘书处",
        "领导签字",
        "签字",
        "如有",
    ];
    let text = text.trim();
    starts.iter().any(|start| text.starts_with(start)) && !is_company_like(text)
}

/// What to fill in where, in a row below the header.
fn is_instruction(text: &str) -> bool {
    ["必填", "选填", "填写", "可不填", "例如", "如：", "如:", "格式", "下拉"].iter().any(|word| text.contains(word))
}

/// A heading over two cells: 一 | 会长单位, 博山区 | 12家.
fn split_section(texts: &[&str]) -> Option<Section> {
    let texts: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    let [first, second] = texts[..] else { return None };
    let numeral = first.trim_matches(['(', ')', '（', '）', '、', '.', '第']);
    if !numeral.is_empty() && numeral.chars().all(|c| "一二三四五六七八九十".contains(c)) {
        return section(second).or(Some(Section::Other).filter(|_| second.chars().count() <= 12));
    }
    let count = second.trim_matches(['共', '计', ' ', '(', ')', '（', '）']).strip_suffix(['家', '户', '个']);
    count.filter(|count| count.parse::<u32>().is_ok()).and_then(|_| section(first))
}

/// 一、会长单位（1家）; 【博山区】; 第二部分 理事.
fn section(text: &str) -> Option<Section> {
    let (bare, numbered) = heading(text);
    if is_level(&bare) {
        return Some(Section::Level(level(&bare)));
    }
    if is_district(&bare) {
        return Some(Section::District(bare));
    }
    let kinds = "类 行业 片区 组 板块 园区 名单 单位 企业 会员 部分 领域 产业 专委会 分会";
    let kind = kinds.split(' ').any(|kind| bare.ends_with(kind));
    (text.chars().count() <= 30 && (numbered || kind)).then_some(Section::Other)
}

/// A heading without its number and its count, and whether it had a number.
fn heading(text: &str) -> (String, bool) {
    let text = word(text);
    let text = text.trim_matches(|c: char| "【】■●◆▲★*-—[]<>《》 ".contains(c));
    let inner = text.trim_start_matches(['(', '（', '第']);
    let rest = inner.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit());
    let marks = ['、', '.', '．', ')', '）', ' ', ':', '：', '部', '类'];
    // 三一重工 begins with numerals too, but nothing sets them apart.
    let numbered = rest.len() < inner.len() && (rest.starts_with(marks) || inner.len() < text.len());
    let rest = if numbered { rest.trim_start_matches(marks).trim_start_matches('分') } else { text };
    let end = rest.find(['(', '（', ':', '：', ' ']).filter(|end| *end > 0).unwrap_or(rest.len());
    let bare = rest[..end].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '家' | '共'));
    (bare.trim_matches(['【', '】']).to_owned(), numbered)
}

/// 会长单位 to 会长, 普通会员 to 会员.
pub(crate) fn level(text: &str) -> String {
    let text = word(text);
    let bare = text.strip_suffix("单位").or_else(|| text.strip_suffix("企业")).filter(|bare| !bare.is_empty());
    bare.unwrap_or(&text).replace("普通会员", "会员")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_headings() {
        assert_eq!(section("一、会长单位（1家）"), Some(Section::Level("会长".into())));
        assert_eq!(section("（二）副会长单位"), Some(Section::Level("副会长".into())));
        assert_eq!(section("【博山区】"), Some(Section::District("博山区".into())));
        assert_eq!(section("张店区（12家）"), Some(Section::District("张店区".into())));
        assert_eq!(section("三、机械类"), Some(Section::Other));
        assert_eq!(section("以上信息如有变动请告知"), None);
        assert_eq!(section("三一重工"), None);
        assert_eq!(section("甲子厂（张店）"), None);
    }

    #[test]
    fn knows_sums_notes_and_examples() {
        assert_eq!(sum(&["小计", "7家"]), Some(SkipReason::Subtotal));
        assert_eq!(sum(&["合计：28家"]), Some(SkipReason::Total));
        assert_eq!(sum(&["博山区小计"]), Some(SkipReason::Subtotal));
        assert_eq!(sum(&["12", "合计机械有限公司"]), None);
        assert!(is_note("填表人：李") && is_note("注：空白为尚未登记"));
        assert!(is_example(&["例", "山东某某机械有限公司"], "山东某某机械有限公司"));
        assert!(!is_example(&["1", "山东如意机械有限公司"], "山东如意机械有限公司"));
    }
}
