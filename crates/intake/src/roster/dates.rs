//! Dates as precise as the source and never more: `2021`, `2021-03`, `2021-03-05`.

use super::{
    clean::{is_nothing, plain},
    grid::Cell,
    report::ProblemKind,
};
use calamine::{ExcelDateTime, ExcelDateTimeType};
use jiff::civil::Date;

/// Reads a cell of a date column.
pub(crate) fn read(cell: &Cell, date_1904: bool) -> Result<Option<String>, ProblemKind> {
    match cell {
        Cell::Date(date) => Ok(Some(date.clone())),
        Cell::Number(number) => from_number(*number, date_1904).map(Some),
        Cell::Text(text) if is_nothing(text) => Ok(None),
        Cell::Text(text) => from_text(text, date_1904).map(Some),
        _ => Ok(None),
    }
}

/// 2021, 2021.12, 202103, 20210305 typed as numbers, or days since the epoch of the workbook.
fn from_number(number: f64, date_1904: bool) -> Result<String, ProblemKind> {
    let whole = number.trunc();
    if number.fract() != 0.0 && (1950.0..2100.0).contains(&whole) {
        // 2021.1 may have been typed as 2021.10: Excel drops the last 0.
        let text = format!("{number}");
        let (year, month) = text.split_once('.').unwrap_or((&text, ""));
        return match month.parse::<u8>() {
            Ok(1) if month == "1" => Err(ProblemKind::AmbiguousDate),
            Ok(month @ 1..=12) => Ok(format!("{year}-{month:02}")),
            _ => Err(ProblemKind::UnparseableDate),
        };
    }
    if !(1.0..=99_991_231.0).contains(&whole) {
        return Err(ProblemKind::UnparseableDate);
    }
    digits(&format!("{whole:.0}"), date_1904)
}

fn digits(text: &str, date_1904: bool) -> Result<String, ProblemKind> {
    let part = |from: usize, to: usize| text[from..to].parse::<i16>().unwrap_or(0);
    match text.len() {
        4 if (1900..=2100).contains(&part(0, 4)) => Ok(text.to_owned()),
        5 => {
            let serial: f64 = text.parse().map_err(|_| ProblemKind::UnparseableDate)?;
            let date = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, date_1904);
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            Ok(format!("{year:04}-{month:02}-{day:02}"))
        }
        6 => dated(part(0, 4), Some(part(4, 6)), None),
        8 => dated(part(0, 4), Some(part(4, 6)), Some(part(6, 8))),
        _ => Err(ProblemKind::UnparseableDate),
    }
}

fn dated(year: i16, month: Option<i16>, day: Option<i16>) -> Result<String, ProblemKind> {
    let bad = ProblemKind::UnparseableDate;
    if !(1800..=2100).contains(&year) {
        return Err(bad);
    }
    let small = |number: i16| i8::try_from(number).map_err(|_| bad);
    match (month, day) {
        (None, _) => Ok(format!("{year}")),
        (Some(month), None) if (1..=12).contains(&month) => Ok(format!("{year}-{month:02}")),
        (Some(month), Some(day)) => {
            let date = Date::new(year, small(month)?, small(day)?).map_err(|_| bad)?;
            Ok(date.to_string())
        }
        _ => Err(bad),
    }
}

fn from_text(text: &str, date_1904: bool) -> Result<String, ProblemKind> {
    let text = plain(text);
    let text: String = chinese_digits(text.trim()).chars().filter(|c| *c != ' ' || text.contains(':')).collect();
    // A time of day behind the date says nothing here.
    let text = text.split([' ', 'T']).find(|part| !part.is_empty()).unwrap_or("");
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let Some(first) = numbers.first() else { return Err(ProblemKind::UnparseableDate) };
    let start = text.find(first).unwrap_or(0);
    if numbers.len() == 1 && start == 0 && first.len() == text.len() {
        return digits(first, date_1904);
    }
    let after = text[start + first.len()..].chars().next();
    let number = |at: usize| numbers.get(at).and_then(|part| part.parse::<i16>().ok());
    if first.len() == 4 {
        let rest = &text[start + 4..];
        let separated = after.is_some_and(|c| matches!(c, '年' | '.' | '-' | '/' | '、' | ','));
        let month =
            separated.then(|| number(1)).flatten().filter(|_| numbers[1].len() <= 2 && begins(rest, numbers[1]));
        let day = month.and(number(2)).filter(|_| numbers[2].len() <= 2 && !text.contains(['至', '~', '～']));
        if separated && numbers.len() == 2 && numbers[1].len() == 4 {
            // 2019-2023: a span of years begins with the first.
            return dated(number(0).unwrap_or(0), None, None);
        }
        return dated(number(0).unwrap_or(0), month, day);
    }
    if first.len() == 8 || first.len() == 6 && numbers.len() == 1 {
        return digits(first, date_1904);
    }
    if first.len() == 2 && after == Some('年') {
        let year = number(0).unwrap_or(0);
        return dated(if year < 50 { 2000 + year } else { 1900 + year }, number(1), number(1).and(number(2)));
    }
    day_first(&numbers)
}

/// Whether the month follows the year at once: 2019年5月, not 2019年（第3届）.
fn begins(rest: &str, month: &str) -> bool {
    rest.char_indices().nth(1).is_some_and(|(at, _)| rest[at..].starts_with(month))
}

/// 25/12/2020 has one reading, 3/4/2020 and 3/4/21 have several.
fn day_first(numbers: &[&str]) -> Result<String, ProblemKind> {
    let values: Vec<i16> = numbers.iter().filter_map(|part| part.parse().ok()).collect();
    let [a, b, c] = values[..] else { return Err(ProblemKind::UnparseableDate) };
    if numbers[2].len() == 4 {
        return match (a <= 12, b <= 12) {
            (true, true) if a != b => Err(ProblemKind::AmbiguousDate),
            (true, _) => dated(c, Some(a), Some(b)),
            (false, _) => dated(c, Some(b), Some(a)),
        };
    }
    let small = [a, b, c].iter().all(|part| (0..=99).contains(part));
    Err(if small { ProblemKind::AmbiguousDate } else { ProblemKind::UnparseableDate })
}

/// 二〇二一年三月十七日 to 2021年3月17日.
fn chinese_digits(text: &str) -> String {
    let digit = |c: char| match c {
        '〇' | '零' | '○' | 'О' | '０' | '◯' => Some(0),
        '一' | '元' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    };
    let numeral = |c: char| digit(c).is_some() || matches!(c, '十' | '廿' | '卅');
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|c| numeral(**c)).count();
        // A numeral counts in front of 年, 月, 日 or at the very end only: 三月, but not 三一重工.
        let unit = chars.get(at + run).is_none_or(|c| matches!(c, '年' | '月' | '日' | '号'));
        if run == 0 || !unit {
            out.extend(&chars[at..at + run.max(1)]);
            at += run.max(1);
            continue;
        }
        let numerals = &chars[at..at + run];
        if numerals.iter().any(|c| matches!(c, '十' | '廿' | '卅')) {
            let value = numerals.iter().fold(0, |sum, c| match c {
                '十' => sum.max(1) * 10,
                '廿' => 20,
                '卅' => 30,
                c => sum + digit(*c).unwrap_or(0),
            });
            out.push_str(&value.to_string());
        } else {
            numerals.iter().filter_map(|c| digit(*c)).for_each(|digit| out.push_str(&digit.to_string()));
        }
        at += run;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, ProblemKind>) {
        let read = read(&Cell::Text(text.into()), false);
        assert_eq!(read, expected.map(|date| Some(date.to_owned())), "{text}");
    }

    #[test]
    fn reads_what_people_write() {
        check("2019.5.11", Ok("2019-05-11"));
        check("2019-05", Ok("2019-05"));
        check("2019/5/11 0:00:00", Ok("2019-05-11"));
        check("2019-05-11 00:00:00", Ok("2019-05-11"));
        check("20190511", Ok("2019-05-11"));
        check("201905", Ok("2019-05"));
        check("2019年", Ok("2019"));
        check("2019年5月", Ok("2019-05"));
        check("2019 年 5 月 1 日", Ok("2019-05-01"));
        check("二〇二一年三月", Ok("2021-03"));
        check("二○一九年十二月", Ok("2019-12"));
        check("二零一五年四月十七日", Ok("2015-04-17"));
        check("一九九七年九月二十一日", Ok("1997-09-21"));
        check("98年5月", Ok("1998-05"));
        check("25/12/2020", Ok("2020-12-25"));
        check("42863", Ok("2017-05-08"));
        check("2016.12", Ok("2016-12"));
        check("约2016年底", Ok("2016"));
    }

    #[test]
    fn doubts_what_has_several_readings() {
        check("3/4/21", Err(ProblemKind::AmbiguousDate));
        check("3/4/2021", Err(ProblemKind::AmbiguousDate));
        check("不详时间", Err(ProblemKind::UnparseableDate));
        check("2019-13-01", Err(ProblemKind::UnparseableDate));
        assert_eq!(from_number(2021.1, false), Err(ProblemKind::AmbiguousDate));
        assert_eq!(from_number(2021.11, false), Ok("2021-11".into()));
    }

    #[test]
    fn honours_1904() {
        assert_eq!(from_number(0.0 + 34_323.0, true), Ok("1997-12-21".into()));
    }
}
