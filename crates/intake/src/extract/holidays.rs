//! Holidays, the lunar new year, ends and halves of years.

use super::{
    amounts::number,
    cues::Cue,
    dates::{Reader, Reading},
};
use jiff::{ToSpan, civil::Date};

impl Reader<'_> {
    pub(super) fn holiday(&self, at: usize) -> Option<Reading> {
        if let Some((end, _, word)) = self.any(at, &[("春节", 0), ("过年", 0), ("年前", 1), ("农历年", 0), ("年关", 0)])
        {
            let before = at.checked_sub(1).map(|i| self.letters[i]);
            if word == "年前" {
                // 三年前, 两年前 look back.
                if before.is_some_and(|c| c.is_ascii_digit() || "一二两三四五六七八九十几多半去今明".contains(c))
                {
                    return None;
                }
                return Reading::until(end, self.next_in(Cue::NewYear, "").and_then(|date| date.yesterday().ok()));
            }
            let date = self.next_in(Cue::NewYear, "");
            return Some(Reading { end, date, limit: false, holiday: true });
        }
        if let Some(reading) = self.lunar_day(at) {
            return Some(reading);
        }
        let words = self.cues.words(Cue::Holiday);
        let name = words.iter().filter_map(|word| word.split_once('=')).map(|(name, _)| name);
        let (end, name) = name.filter_map(|n| self.starts(at, n).map(|end| (end, n))).max_by_key(|(end, _)| *end)?;
        let end = self.starts(end, "节").unwrap_or(end);
        Some(Reading { end, date: self.next_in(Cue::Holiday, name), limit: false, holiday: true })
    }

    /// 初八, 正月十五: counted from the new year that is nearest.
    fn lunar_day(&self, at: usize) -> Option<Reading> {
        let month = self.any(at, &[("正月初", 0), ("大年初", 0), ("年初", 0), ("正月", 0), ("初", 0)])?;
        let before = at.checked_sub(1).map(|i| self.letters[i]);
        if before.is_some_and(|c| c == '月' || c == '年' || c == '最' || c == '当') {
            return None;
        }
        let (day, end) = number(self.letters, month.0).filter(|(day, _)| (1.0..=15.0).contains(day))?;
        let first: Date = self.letters.get(month.0).filter(|c| !c.is_ascii_digit()).and_then(|_| {
            let days = self.cues.words(Cue::NewYear).iter().filter_map(|word| word.parse::<Date>().ok());
            days.min_by_key(|day| (*day - self.today).get_days().abs())
        })?;
        Reading::day(end, first.checked_add((day as i64 - 1).days()).ok())
    }

    pub(super) fn year_word(&self, at: usize) -> Option<Reading> {
        let year = self.today.year();
        const YEARS: &[(&str, i32)] = &[
            ("今年年底", 0),
            ("今年底", 0),
            ("明年年底", 1),
            ("明年底", 1),
            ("明年上半年", -1),
            ("明年初", -2),
            ("明年年初", -2),
            ("上半年", -3),
            ("年底", 0),
            ("年末", 0),
            ("年内", 0),
            ("年终", 0),
        ];
        let (end, which, _) = self.any(at, YEARS)?;
        let date = match which {
            -1 => Date::new(year + 1, 6, 30),
            -2 => Date::new(year + 1, 1, 31),
            -3 if self.today.month() <= 6 => Date::new(year, 6, 30),
            -3 => Date::new(year + 1, 6, 30),
            ahead => Date::new(year + ahead as i16, 12, 31),
        };
        Reading::until(end, date.ok())
    }

    /// The next day of a list of dates (`2027-02-06`) or of holidays (`国庆=10-01`, `中秋=2026-09-25`).
    fn next_in(&self, cue: Cue, name: &str) -> Option<Date> {
        let days = self.cues.words(cue).iter().filter_map(|word| match cue {
            Cue::NewYear => word.parse::<Date>().ok(),
            _ => {
                let day = word.split_once('=').filter(|(n, _)| *n == name)?.1;
                day.parse().ok().or_else(|| {
                    let yearly: Date = format!("{}-{day}", self.today.year()).parse().ok()?;
                    if yearly < self.today { yearly.checked_add(1.year()).ok() } else { Some(yearly) }
                })
            }
        });
        days.filter(|day| *day >= self.today).min()
    }
}
