//! Phones out of whatever stands in a phone cell: several of them, grouped digits, area codes, extensions, labels,
//! numbers Excel cut.

use super::{
    clean::{is_ideograph, is_nothing, is_scientific, plain},
    report::ProblemKind,
};

/// What a cell with phones says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Phones {
    /// Digits; `0533-5550123`; extension as `-806`.
    pub(crate) phones: Vec<String>,
    /// Words around the numbers that are no labels: people's names.
    pub(crate) words: Vec<String>,
    pub(crate) problem: Option<ProblemKind>,
}

/// Labels around numbers; they say nothing about people.
const LABELS: &[&str] = &[
    "微信同号",
    "同微信",
    "微信",
    "手机号码",
    "手机号",
    "手机",
    "办公室电话",
    "办公室",
    "办公电话",
    "办公",
    "座机",
    "固定电话",
    "固话",
    "联系电话",
    "电话",
    "传真",
    "联系方式",
    "移动",
    "号码",
    "短号",
    "总机",
    "前台",
    "值班",
    "电",
    "手",
    "或",
    "及",
    "转",
    "分机",
    "直线",
    "tel",
    "mobile",
    "phone",
    "fax",
    "ext",
    "或者",
    "家庭",
    "宅电",
    "公司",
    "企业",
    "备用",
    "同号",
    "热线",
    "客服",
    "常用",
    "本人",
];

/// Reads a cell. `was_number` says that the cell held a number, so that a lost 0 in front is likely.
pub(crate) fn read(text: &str, was_number: bool) -> Phones {
    let mut out = Phones::default();
    if is_nothing(text) {
        return out;
    }
    if is_scientific(text) {
        out.problem = Some(ProblemKind::PrecisionLost);
        return out;
    }
    let text = plain(text).to_lowercase();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut gap = String::new();
    let mut area: Option<String> = None;
    while at < chars.len() {
        let Some(found) = Number::at(&chars, at) else {
            gap.push(chars[at]);
            at += 1;
            continue;
        };
        let fax = ["传真", "fax"].iter().any(|label| gap.trim_end_matches([' ', ':', '(']).ends_with(label));
        out.words.extend(words_of(&gap));
        gap.clear();
        at = found.end;
        let (phone, problem) = found.phone(area.as_deref(), was_number);
        out.problem = out.problem.or(problem);
        if let Some((code, _)) = phone.split_once('-').filter(|(code, _)| code.starts_with('0')) {
            area = Some(code.to_owned());
        }
        if !fax && !out.phones.contains(&phone) {
            out.phones.push(phone);
        }
    }
    out.words.extend(words_of(&gap));
    if out.phones.is_empty() && out.problem.is_none() {
        out.problem = Some(ProblemKind::NotAPhone);
    }
    out
}

/// Digits of one number, in the groups they are written in.
struct Number {
    digits: String,
    /// Digits of the area code where it is set apart: (0533)5550123, 0533-5550123.
    first: usize,
    extension: Option<String>,
    end: usize,
}

impl Number {
    /// A number that begins at a place: five digits or more.
    fn at(chars: &[char], start: usize) -> Option<Number> {
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        let opened = matches!(chars[start], '+' | '(') && digit(start + 1);
        if !digit(start) && !opened {
            return None;
        }
        let (mut at, mut groups): (usize, Vec<String>) = (start, Vec::new());
        if !digit(at) {
            at += 1;
        }
        loop {
            let run: String = chars[at..].iter().take_while(|c| c.is_ascii_digit()).collect();
            at += run.len();
            groups.push(run);
            // One separator may stand inside a number; `-` and brackets bind more than a space.
            let mut next = at;
            while chars.get(next).is_some_and(|c| matches!(c, ')' | ' ' | '-' | '.')) && next - at < 3 {
                next += 1;
            }
            let strong = chars[at..next].iter().any(|c| matches!(c, '-' | ')' | '.'));
            let more: usize = chars[next.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
            if next == at || !digit(next) || !Self::continues(&groups, more, strong, next - at) {
                break;
            }
            at = next;
        }
        let mut number = Number { first: groups[0].len(), digits: groups.concat(), extension: None, end: at };
        number.take_prefix(&groups);
        if number.digits.len() < 5 {
            return None;
        }
        number.take_extension(chars, at);
        Some(number)
    }

    /// Whether the next group of digits still belongs to the number.
    fn continues(groups: &[String], more: usize, strong: bool, gap: usize) -> bool {
        let had: usize = groups.iter().map(String::len).sum();
        let first = groups[0].as_str();
        let prefixed = matches!(first, "86" | "0086");
        let (had, lead) = match prefixed {
            true => (had - first.len(), groups.get(1).map_or("", String::as_str)),
            false => (had, first),
        };
        if prefixed && groups.len() == 1 {
            return more >= 2;
        }
        if lead.starts_with('0') {
            // Area code, then seven or eight digits, perhaps in two groups.
            let area = lead.len();
            return (3..=4).contains(&area) && had + more <= area + 8 && (had > area || more >= 3);
        }
        if lead.starts_with('4') && lead.len() == 3 || lead.starts_with("800") && lead.len() == 3 {
            return had + more <= 10;
        }
        if lead.starts_with('1') && lead.len() <= 4 || lead.starts_with('1') && strong && had < 11 {
            return had + more <= 11;
        }
        // 533-5550123 with the 0 gone, 5550-123.
        strong && gap == 1 && (lead.len() == 3 && (7..=8).contains(&more) || had + more <= 8 && had >= 3 && more >= 3)
    }

    fn take_prefix(&mut self, groups: &[String]) {
        for prefix in ["0086", "86"] {
            let Some(rest) = self.digits.strip_prefix(prefix) else { continue };
            let mobile = rest.len() == 11 && rest.starts_with('1');
            let grouped = groups[0] == prefix && rest.len() >= 9;
            if mobile || grouped {
                self.first = if groups[0] == prefix { groups.get(1).map_or(0, String::len) } else { rest.len() };
                let landline = grouped && !mobile && !rest.starts_with('0');
                self.digits = if landline { format!("0{rest}") } else { rest.to_owned() };
                self.first += usize::from(landline);
                return;
            }
        }
    }

    /// 转806, -806, ext 806 behind a landline.
    fn take_extension(&mut self, chars: &[char], at: usize) {
        let tail: String = chars[at..].iter().take(12).collect();
        let trimmed = tail.trim_start_matches([' ', '(', ',']);
        let marks = ["转分机", "转", "分机号", "分机", "ext.", "ext", "-", "#", "*"];
        let Some(mark) = marks.into_iter().find(|mark| trimmed.starts_with(mark)) else { return };
        if mark == "-" && self.digits.len() < 7 || self.digits.len() == 11 && self.digits.starts_with('1') {
            return;
        }
        let after = trimmed[mark.len()..].trim_start_matches([' ', ':', '.']);
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        if (1..=5).contains(&digits.len()) {
            let used = tail.chars().count() - after.chars().count() + digits.len();
            self.end = at + used + usize::from(tail.starts_with('(') && after[digits.len()..].starts_with(')'));
            self.extension = Some(digits);
        }
    }

    /// The number in its usual form and what is wrong with it.
    fn phone(&self, area: Option<&str>, was_number: bool) -> (String, Option<ProblemKind>) {
        let digits = self.digits.as_str();
        let extended = |phone: String| match &self.extension {
            Some(extension) => format!("{phone}-{extension}"),
            None => phone,
        };
        let length = digits.len();
        if digits.starts_with('0') {
            let code = if digits.starts_with("01") || digits.starts_with("02") { 3 } else { 4 };
            let code = if (3..=4).contains(&self.first) { self.first } else { code };
            let local = length.saturating_sub(code);
            if (7..=8).contains(&local) {
                return (extended(format!("{}-{}", &digits[..code], &digits[code..])), None);
            }
            // 013800001234: a 0 for long distance in front of a mobile.
            if let Some(mobile) = digits.strip_prefix('0').filter(|mobile| length == 12 && mobile.starts_with('1')) {
                return (mobile.to_owned(), None);
            }
            return (digits.to_owned(), Some(ProblemKind::BadLength));
        }
        if length == 11 && digits.starts_with('1') {
            return (digits.to_owned(), None);
        }
        if length == 10 && (digits.starts_with("400") || digits.starts_with("800")) {
            return (format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]), None);
        }
        if (7..=8).contains(&length) {
            let phone = area.map_or_else(|| digits.to_owned(), |area| format!("{area}-{digits}"));
            return (extended(phone), None);
        }
        if let Some(code) = lost_zero(digits).filter(|_| was_number || (10..=11).contains(&length)) {
            let phone = format!("0{}-{}", &digits[..code], &digits[code..]);
            return (extended(phone), Some(ProblemKind::LeadingZeroLost));
        }
        (digits.to_owned(), Some(ProblemKind::BadLength))
    }
}

/// Digits of the area code in a landline whose 0 is gone: 533 5550123, 21 62345678, 571 81234567.
fn lost_zero(digits: &str) -> Option<usize> {
    let (length, lead) = (digits.len(), digits.as_bytes().first().copied()?);
    match (length, lead) {
        (10, b'1') => digits.starts_with("10").then_some(2),
        (10, b'2') => Some(2),
        (10 | 11, b'3'..=b'9') => Some(3),
        _ => None,
    }
}

/// Names of people in the words around a number.
fn words_of(gap: &str) -> Vec<String> {
    let mut gap = gap.to_owned();
    for label in LABELS {
        gap = gap.replace(label, " ");
    }
    let pieces = gap.split(|c: char| !(is_ideograph(c) || c == '·' || c.is_ascii_alphabetic()));
    let person = |piece: &&str| piece.chars().filter(|c| is_ideograph(*c)).count() >= 2;
    pieces.filter(person).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ProblemKind::{BadLength, LeadingZeroLost, NotAPhone, PrecisionLost};

    #[track_caller]
    fn check(text: &str, phones: &[&str], problem: Option<ProblemKind>) {
        let read = read(text, false);
        assert_eq!(
            (read.phones.iter().map(String::as_str).collect::<Vec<_>>(), read.problem),
            (phones.to_vec(), problem),
            "{text}"
        );
    }

    #[test]
    fn reads_one_number() {
        check("13900001234", &["13900001234"], None);
        check("139 0000 1234", &["13900001234"], None);
        check("139-0000-1234", &["13900001234"], None);
        check("１３９００００１２３４", &["13900001234"], None);
        check("+86 13900001234", &["13900001234"], None);
        check("8613900001234", &["13900001234"], None);
        check("+86-533-5550123", &["0533-5550123"], None);
        check("(0533)5550123", &["0533-5550123"], None);
        check("05335550123", &["0533-5550123"], None);
        check("0533 5550123", &["0533-5550123"], None);
        check("0533—5550123转806", &["0533-5550123-806"], None);
        check("010-65551234", &["010-65551234"], None);
        check("400-555-1234", &["400-555-1234"], None);
        check("5550123", &["5550123"], None);
    }

    #[test]
    fn reads_several_numbers() {
        check("13900001234、0533-5550123", &["13900001234", "0533-5550123"], None);
        check("139 0000 1234  0533 5550123", &["13900001234", "0533-5550123"], None);
        check("13900001234/13900005678", &["13900001234", "13900005678"], None);
        check("13900001234 13900005678", &["13900001234", "13900005678"], None);
        check("手机：13900001234 办公：0533-5550123", &["13900001234", "0533-5550123"], None);
        check("13900001234（微信同号）", &["13900001234"], None);
        check("0533-5550123、5550124", &["0533-5550123", "0533-5550124"], None);
        check("0533-5550123 传真：0533-5550124", &["0533-5550123"], None);
    }

    #[test]
    fn names_what_is_wrong() {
        check("1.39E+10", &[], Some(PrecisionLost));
        check("1390000123", &["1390000123"], Some(BadLength));
        check("139000012345", &["139000012345"], Some(BadLength));
        check("5335550123", &["0533-5550123"], Some(LeadingZeroLost));
        check("同上", &[], Some(NotAPhone));
        check("无", &[], None);
    }

    #[test]
    fn keeps_the_people() {
        let read = read("王小明：139 0000 1234；李四 13900005678", false);
        assert_eq!(read.words, ["王小明", "李四"]);
        assert_eq!(read.phones.len(), 2);
    }
}
