//! Cleaning of single values: names, people, what counts as nothing, what looks like a company.

use super::grid::is_blank;

/// The name without a running number in front: 1、某某有限公司.
pub(crate) fn without_number(name: &str) -> &str {
    let rest = name.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = name.trim_start().len() - rest.len();
    match rest.strip_prefix(['、', '.', '．']) {
        Some(bare) if (1..=4).contains(&digits) && bare.trim_start().starts_with(is_ideograph) => bare,
        _ => name,
    }
}

/// Names a company bore before, as brackets behind its name say: （原甲厂）, （曾用名：甲厂）.
pub(crate) fn former_names(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in name.split('（').skip(1) {
        let Some((inside, _)) = piece.split_once('）') else { continue };
        let marks = ["曾用名", "原名称", "原名", "原为", "更名前", "原"];
        let Some(old) = marks.iter().find_map(|mark| inside.strip_prefix(mark)) else { continue };
        let old = old.trim_start_matches(['：', ':', '为']);
        if old.chars().count() >= 4 {
            found.push(old.to_owned());
        }
    }
    found
}

/// 同上 and the marks that stand for it.
pub(crate) fn is_ditto(text: &str) -> bool {
    matches!(text.trim(), "同上" | "〃" | "″" | "''" | "\"" | "“" | "”" | "〞" | "同 上" | "上同")
}

/// Posts that stand behind a name: 张三 总经理, 张三（厂长）.
const POSTS: &[&str] = &[
    "董事长",
    "副董事长",
    "总经理",
    "副总经理",
    "执行董事",
    "经理",
    "厂长",
    "副厂长",
    "主任",
    "部长",
    "总监",
    "总裁",
    "副总裁",
    "主管",
    "会计",
    "秘书",
    "科长",
    "院长",
    "所长",
    "副总",
    "总工",
    "总工程师",
    "工程师",
    "书记",
    "主席",
    "校长",
    "教授",
    "行长",
    "副行长",
    "店长",
    "助理",
];

/// A person and the post behind the name, where a space, a bracket or a slash sets it apart.
pub(crate) fn person_and_post(text: &str) -> (String, Option<String>) {
    let whole = word(text);
    let parts: Vec<&str> =
        text.split(|c: char| is_blank(c) || matches!(c, '(' | ')' | '（' | '）' | '/' | '／' | ',' | '，')).collect();
    let parts: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [name, post] if name.chars().count() >= 2 && POSTS.iter().any(|known| post.ends_with(known)) => {
            (word(name), Some(word(post)))
        }
        _ => (whole, None),
    }
}

/// A company name without the spaces people align it with, brackets as （）, letters and digits half width. Rare and
/// traditional characters stay as they are.
pub(crate) fn company_name(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().filter(|c| !is_invisible(*c)).peekable();
    while let Some(c) = chars.next() {
        let c = half_width(c);
        if is_blank(c) {
            while chars.next_if(|next| is_blank(*next)).is_some() {}
            // Two words of a Latin name stay apart.
            let before = out.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
            if before && chars.peek().is_some_and(|next| half_width(*next).is_ascii_alphanumeric()) {
                out.push(' ');
            }
            continue;
        }
        out.push(match c {
            '(' | '〔' | '﹙' => '（',
            ')' | '〕' | '﹚' => '）',
            c => c,
        });
    }
    out
}

/// A person's name or another short word: no spaces between ideographs (张　三 is 张三).
pub(crate) fn word(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_invisible(*c)).map(half_width).collect();
    let mut out = String::with_capacity(text.len());
    for piece in text.split(is_blank).filter(|piece| !piece.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(out.chars().next_back()) && latin(piece.chars().next()) {
            out.push(' ');
        }
        out.push_str(piece);
    }
    out
}

/// Free text: outer blanks and zero-width marks go, line breaks stay.
pub(crate) fn free_text(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    text.trim_matches(is_blank).replace("\r\n", "\n").replace('\r', "\n")
}

/// Full-width letters, digits and signs to ASCII; brackets and Chinese punctuation stay.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '－'
        | '．'
        | '＆'
        | '／'
        | '＋'
        | '＃'
        | '＊'
        | '＝'
        | '＠'
        | '＿' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// All of a text half width, dashes and dots of every sort plain: for numbers, dates, codes.
pub(crate) fn plain(text: &str) -> String {
    let plain = text.chars().filter(|c| !is_invisible(*c)).map(|c| match half_width(c) {
        '—' | '–' | '―' | '‐' | '‑' | '‒' | '﹣' | '−' | '─' => '-',
        '（' | '﹙' => '(',
        '）' | '﹚' => ')',
        '：' => ':',
        '；' => ';',
        '，' => ',',
        c if is_blank(c) && c != '\n' => ' ',
        c => c,
    });
    plain.collect()
}

/// Characters that are never meant.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
}

/// Words for an empty cell.
pub(crate) fn is_nothing(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !is_blank(*c)).collect();
    text.is_empty()
        || text.chars().all(|c| matches!(c, '-' | '—' | '–' | '/' | '\\' | '－' | '／' | '_' | '.' | '…'))
        || matches!(
            text.as_str(),
            "无" | "暂无"
                | "没有"
                | "不详"
                | "未知"
                | "空"
                | "null"
                | "NULL"
                | "None"
                | "nan"
                | "N/A"
                | "n/a"
                | "(空)"
                | "待补充"
                | "待填"
        )
}

pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '\u{f900}'..='\u{faff}' | '〇')
}

/// Endings of names of companies and institutions.
const ENDINGS: &[&str] = &[
    "公司",
    "厂",
    "集团",
    "合作社",
    "经营部",
    "商行",
    "门市部",
    "工作室",
    "事务所",
    "研究院",
    "研究所",
    "大学",
    "学院",
    "学校",
    "银行",
    "支行",
    "分行",
    "中心",
    "协会",
    "商会",
    "院",
    "店",
    "行",
    "社",
    "站",
    "个体工商户",
    "联合会",
    "分公司",
    "服务部",
    "加工部",
    "车间",
    "实业",
    "公司)",
    "公司）",
    "企业",
    "委员会",
    "局",
    "所",
    "部",
    "馆",
    "园",
    "工厂",
    "矿",
    "基地",
    "合伙)",
    "合伙）",
];

/// Endings of short names.
const SHORT_ENDINGS: &[&str] = &[
    "机械",
    "科技",
    "泵业",
    "阀门",
    "电机",
    "设备",
    "装备",
    "重工",
    "铸造",
    "铸业",
    "轴承",
    "机电",
    "电气",
    "仪表",
    "自动化",
    "液压",
    "材料",
    "模具",
    "传动",
    "减速机",
    "股份",
    "工贸",
    "商贸",
    "环保",
    "钢构",
    "陶瓷",
    "化工",
    "石化",
    "机器人",
    "工业",
    "制造",
    "动力",
    "风机",
    "鼓风机",
    "紧固件",
    "标准件",
    "密封",
    "真空",
    "智能",
    "处理",
    "容器",
    "电子",
    "软件",
    "信息",
    "物流",
    "贸易",
    "建材",
];

/// Whether a text looks like the name of a company.
pub(crate) fn is_company_like(text: &str) -> bool {
    let name = company_name(text);
    let length = name.chars().count();
    if !(4..=45).contains(&length) || name.contains(['。', '！', '；', ';', '：', ':', '@', '，', '、', '\n']) {
        return false;
    }
    let ideographs = name.chars().filter(|c| is_ideograph(*c)).count();
    let foreign = ["ltd", "ltd.", "inc", "inc.", "gmbh", "limited", "corp", "corp."];
    if foreign.iter().any(|end| name.to_lowercase().ends_with(end)) {
        return true;
    }
    ideographs * 2 > length && (ENDINGS.iter().any(|end| name.ends_with(end)) || ends_short(&name, length))
}

/// A company name with a legal form: no doubt about it.
pub(crate) fn is_surely_company(text: &str) -> bool {
    let name = company_name(text);
    is_company_like(&name) && ["公司", "厂", "集团", "合作社"].iter().any(|end| name.ends_with(end))
}

fn ends_short(name: &str, length: usize) -> bool {
    length <= 16 && SHORT_ENDINGS.iter().any(|end| name.ends_with(end))
}

/// A character that was lost when the file was saved: `?` between ideographs, replacement and private characters.
pub(crate) fn lost_character(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.iter().enumerate().any(|(at, c)| match c {
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '□' | '〓' => true,
        '?' | '？' => {
            let near = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| is_ideograph(*c));
            near(at.checked_sub(1)) && near(Some(at + 1))
        }
        _ => false,
    })
}

/// Words that look like 1.38E+10.
pub(crate) fn is_scientific(text: &str) -> bool {
    let text = plain(text).to_ascii_uppercase().replace(' ', "");
    let Some((front, power)) = text.split_once("E+") else { return false };
    front.parse::<f64>().is_ok() && power.bytes().all(|byte| byte.is_ascii_digit()) && !power.is_empty()
}
