//! Dues cells: ticks, crosses, words and amounts, read with the legend of the sheet.

use super::{
    clean::{is_ideograph, is_nothing, plain},
    grid::Cell,
    record::Dues,
};

/// What a sign means on this sheet: `注：√为已交，○为未交，空白为尚未登记`.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Legend {
    signs: Vec<(char, Option<Dues>)>,
}

/// Ticks, circles and crosses people use as marks.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '√' | '✓'
            | '✔'
            | '☑'
            | '×'
            | '✗'
            | '✘'
            | '✕'
            | '╳'
            | '○'
            | '〇'
            | '◯'
            | '●'
            | '◎'
            | '△'
            | '▲'
            | '☆'
            | '★'
            | '□'
            | '■'
            | '◇'
            | '◆'
            | '/'
            | '*'
    )
}

impl Legend {
    /// Reads the legend out of a text above or below the table.
    pub(crate) fn read(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        for (at, c) in chars.iter().enumerate().filter(|(_, c)| is_sign(**c)) {
            let mut rest = chars[at + 1..].iter().copied().skip_while(|c| matches!(c, '”' | '"' | '’' | '」'));
            let joint = |c: char| "为是表示代：:=＝-—指即".contains(c);
            let joined = rest.clone().next().is_some_and(joint);
            let meaning: String = rest.by_ref().skip_while(|c| joint(*c)).take_while(|c| is_ideograph(*c)).collect();
            // Without 为 between them the word itself must be about dues: △减免.
            let about_dues = joined || word(&meaning).is_some();
            if !meaning.is_empty() && about_dues && self.signs.iter().all(|(known, _)| known != c) {
                self.signs.push((*c, word(&meaning)));
            }
        }
    }

    fn sign(&self, c: char) -> Option<Option<Dues>> {
        self.signs.iter().find(|(known, _)| *known == c).map(|(_, dues)| *dues)
    }
}

/// What a dues cell says; `Err` for words nobody knows. Blank is unknown, never unpaid.
pub(crate) fn read(cell: &Cell, legend: &Legend) -> Result<Option<Dues>, ()> {
    let text = match cell {
        Cell::Number(amount) if *amount > 0.0 => return Ok(Some(Dues::Paid)),
        Cell::Number(amount) if *amount == 0.0 => return Ok(Some(Dues::Unpaid)),
        Cell::Text(text) | Cell::Date(text) => plain(text).to_lowercase().replace([' ', '\n'], ""),
        Cell::Number(_) => return Err(()),
        _ => return Ok(None),
    };
    let mut chars = text.chars();
    if let (Some(sign), None) = (chars.next(), chars.next())
        && is_sign(sign)
    {
        if let Some(said) = legend.sign(sign) {
            return Ok(said);
        }
        return match sign {
            '√' | '✓' | '✔' | '☑' | '●' | '■' => Ok(Some(Dues::Paid)),
            '×' | '✗' | '✘' | '✕' | '╳' | '○' | '〇' | '◯' => Ok(Some(Dues::Unpaid)),
            '/' => Ok(None),
            _ => Err(()),
        };
    }
    if is_nothing(&text) {
        return Ok(None);
    }
    if matches!(cell, Cell::Date(_)) {
        // The day it was paid.
        return Ok(Some(Dues::Paid));
    }
    word(&text).map(Some).ok_or(())
}

/// Status words and amounts.
fn word(text: &str) -> Option<Dues> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["免"]) {
        return Some(Dues::Exempt);
    }
    let paid = has(&["已交", "已缴", "已付", "已收", "实交", "实缴", "交了", "缴了"]);
    let owing = has(&["欠", "未交", "未缴", "未付", "没交", "没缴", "待交", "待缴", "缓交", "缓缴", "未到账", "未收"]);
    if has(&["一半", "部分", "半数", "差额", "未交齐", "未缴清"]) || paid && owing {
        return Some(Dues::Partial);
    }
    if owing || matches!(text, "否" | "n" | "no" | "x" | "未" | "无" | "f" | "false") {
        return Some(Dues::Unpaid);
    }
    let one =
        ["交", "缴", "是", "y", "yes", "v", "true", "t", "足额", "已", "交清", "缴清", "缴纳", "交纳", "ok", "正常"];
    if paid || one.contains(&text) || has(&["全额", "足额", "缴清", "交清", "√", "✓", "✔", "到账"]) {
        return Some(Dues::Paid);
    }
    let amount: String = text.chars().filter(|c| !matches!(c, ',' | '元' | '￥' | '¥' | '万' | '整')).collect();
    match amount.parse::<f64>() {
        Ok(amount) if amount > 0.0 => Some(Dues::Paid),
        Ok(0.0) => Some(Dues::Unpaid),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<Option<Dues>, ()>) {
        assert_eq!(read(&Cell::text(text), &Legend::default()), expected, "{text}");
    }

    #[test]
    fn reads_words_signs_and_amounts() {
        check("√", Ok(Some(Dues::Paid)));
        check("√ ", Ok(Some(Dues::Paid)));
        check("2000元", Ok(Some(Dues::Paid)));
        check("0", Ok(Some(Dues::Unpaid)));
        check("欠费", Ok(Some(Dues::Unpaid)));
        check("免收", Ok(Some(Dues::Exempt)));
        check("交一半", Ok(Some(Dues::Partial)));
        check("已交1000，欠1000", Ok(Some(Dues::Partial)));
        check("", Ok(None));
        check("—", Ok(None));
        check("待核", Err(()));
        assert_eq!(read(&Cell::Number(500.0), &Legend::default()), Ok(Some(Dues::Paid)));
    }

    #[test]
    fn the_legend_of_the_sheet_wins() {
        let mut legend = Legend::default();
        legend.read("注：○为已缴，△减免，空白为尚未登记");
        assert_eq!(read(&Cell::text("○"), &legend), Ok(Some(Dues::Paid)));
        assert_eq!(read(&Cell::text("△"), &legend), Ok(Some(Dues::Exempt)));
    }
}
