//! Words that say when, reckoned from the day of writing: 下周三前, 月底, 11月底前, 国庆前, 三天内. Weeks begin on
//! Monday; a span of time means its last day.

use super::{amounts::number, cues::Cues};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use std::ops::Range;

/// A point or span of time named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct When {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    /// Its last day, where the day of writing is known.
    pub(super) date: Option<Date>,
    /// Ends in 前, 内, 底: a limit, not only a point.
    pub(super) limit: bool,
}

/// Reads the day of writing: `2026-11-04`, `2026-11`, `2026`.
pub(super) fn day_of_writing(text: &str) -> Option<Date> {
    let digits: Vec<i16> = text.split(['-', '/', '.']).map_while(|part| part.trim().parse().ok()).collect();
    match digits[..] {
        [year] => Date::new(year, 1, 1).ok(),
        [year, month] => Date::new(year, i8::try_from(month).ok()?, 1).ok(),
        [year, month, day, ..] => Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok(),
        [] => None,
    }
}

/// Every time named in a text, in order of place.
pub(super) fn find(text: &str, today: Option<Date>, cues: &Cues) -> Vec<When> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let letters: Vec<char> = chars.iter().map(|(_, c)| *c).collect();
    let byte = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
    let reader = Reader { letters: &letters, today: today.unwrap_or(date(2000, 1, 1)), cues };
    let mut found: Vec<When> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let Some(mut reading) = reader.read(at) else {
            at += 1;
            continue;
        };
        let limit = reading.limit | reader.limit_after(&mut reading);
        found.push(When { span: byte(at)..byte(reading.end), date: today.and(reading.date), limit });
        at = reading.end.max(at + 1);
    }
    found
}

pub(super) struct Reader<'a> {
    pub(super) letters: &'a [char],
    pub(super) today: Date,
    pub(super) cues: &'a Cues,
}

pub(super) struct Reading {
    pub(super) end: usize,
    pub(super) date: Option<Date>,
    pub(super) limit: bool,
    /// 前 means the day before: 国庆前, 春节前.
    pub(super) holiday: bool,
}

impl Reading {
    pub(super) fn day(end: usize, date: Option<Date>) -> Option<Reading> {
        Some(Reading { end, date, limit: false, holiday: false })
    }

    pub(super) fn until(end: usize, date: Option<Date>) -> Option<Reading> {
        Some(Reading { end, date, limit: true, holiday: false })
    }
}

impl Reader<'_> {
    pub(super) fn starts(&self, at: usize, word: &str) -> Option<usize> {
        let length = word.chars().count();
        let here = self.letters.get(at..at + length)?;
        here.iter().copied().eq(word.chars()).then_some(at + length)
    }

    pub(super) fn any<'w>(&self, at: usize, words: &[(&'w str, i32)]) -> Option<(usize, i32, &'w str)> {
        words.iter().find_map(|(word, value)| self.starts(at, word).map(|end| (end, *value, *word)))
    }

    fn read(&self, at: usize) -> Option<Reading> {
        self.day_word(at)
            .or_else(|| self.week(at))
            .or_else(|| self.calendar(at))
            .or_else(|| self.month_word(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.year_word(at))
            .or_else(|| self.within(at))
    }

    /// 前, 之前, 以内 … behind a time; they belong to its words.
    fn limit_after(&self, reading: &mut Reading) -> bool {
        const MARKS: &[(&str, i32)] =
            &[("之前", 1), ("以前", 1), ("前后", 0), ("前", 1), ("之内", 0), ("以内", 0), ("内", 0), ("里", 0)];
        let Some((end, before, word)) = self.any(reading.end, MARKS) else { return false };
        // 这周里 is a span, 周三里 is not; 内部, 前面 are other words.
        let premise = self.starts(end, "提是").or_else(|| self.starts(end, "提下")).is_some();
        if premise || matches!(self.letters.get(end), Some('部' | '面' | '期')) || (word == "里" && !reading.limit)
        {
            return false;
        }
        reading.end = end;
        if before == 1 && reading.holiday {
            reading.date = reading.date.and_then(|date| date.yesterday().ok());
        }
        true
    }

    fn day_word(&self, at: usize) -> Option<Reading> {
        const DAYS: &[(&str, i32)] = &[
            ("大后天", 3),
            ("后天", 2),
            ("明天", 1),
            ("明日", 1),
            ("明早", 1),
            ("明晚", 1),
            ("明后天", 2),
            ("今天", 0),
            ("今晚", 0),
            ("今日", 0),
            ("当天", 0),
            ("当晚", 0),
        ];
        let (end, days, _) = self.any(at, DAYS)?;
        Reading::day(end, self.plus_days(days))
    }

    fn week(&self, at: usize) -> Option<Reading> {
        const AHEAD: &[(&str, i32)] = &[
            ("下下个", 2),
            ("下下", 2),
            ("下个", 1),
            ("下", 1),
            ("这个", 0),
            ("这", 0),
            ("本", 0),
            ("上个", -1),
            ("上", -1),
        ];
        let (mid, weeks, named) = self.any(at, AHEAD).map_or((at, 0, false), |(end, n, _)| (end, n, true));
        let (end, ..) = self.any(mid, &[("星期", 0), ("礼拜", 0), ("周", 0)])?;
        // 一周一次 counts weeks.
        if !named
            && at > 0
            && (self.letters[at - 1].is_ascii_digit() || "一两二三四五几每半".contains(self.letters[at - 1]))
        {
            return None;
        }
        let monday = self.plus_days(weeks * 7 - i32::from(self.today.weekday().to_monday_zero_offset()))?;
        const DAYS: &[(&str, i32)] = &[
            ("一", 0),
            ("二", 1),
            ("三", 2),
            ("四", 3),
            ("五", 4),
            ("六", 5),
            ("日", 6),
            ("天", 6),
            ("末", 6),
            ("1", 0),
            ("2", 1),
            ("3", 2),
            ("4", 3),
            ("5", 4),
        ];
        match self.any(end, DAYS) {
            Some((end, day, _)) => {
                let mut date = monday.checked_add(i64::from(day).days()).ok()?;
                if !named && date < self.today {
                    date = date.checked_add(7.days()).ok()?;
                }
                Reading::day(end, Some(date))
            }
            // 一周 is a length of time, 本周 a span.
            None if named && weeks >= 0 => {
                let sunday = monday.checked_add(6.days()).ok();
                match self.any(end, &[("初", 1), ("底", 6)]) {
                    Some((end, day, _)) => Reading::until(end, monday.checked_add(i64::from(day).days()).ok()),
                    None => Reading::until(end, sunday),
                }
            }
            None => None,
        }
    }

    /// 2026年11月10日, 11月10日, 11月底, 明年3月, 15号.
    fn calendar(&self, at: usize) -> Option<Reading> {
        if at > 0 && self.letters[at - 1].is_ascii_digit() {
            return None;
        }
        const YEARS: &[(&str, i32)] = &[("明年", 1), ("今年", 0), ("来年", 1), ("后年", 2)];
        let mut here = at;
        let mut year = None;
        if let Some((end, ahead, _)) = self.any(at, YEARS) {
            (here, year) = (end, Some(self.today.year() + ahead as i16));
        } else if let Some((value, end)) = number(self.letters, at)
            && (2000.0..2100.0).contains(&value)
            && self.starts(end, "年").is_some()
        {
            (here, year) = (end + 1, Some(value as i16));
        }
        let (value, end) = number(self.letters, here)?;
        if value.fract() != 0.0 || !(1.0..=31.0).contains(&value) {
            return None;
        }
        if let Some(end) = self.starts(end, "号").filter(|_| year.is_none()) {
            // 15号前: this month, or the next when it is over. 3号楼, 8号机 are names.
            let follows = self.letters.get(end).copied();
            if follows.is_some_and(|c| matches!(c, '楼' | '机' | '线' | '炉' | '车' | '厂' | '门' | '库' | '院' | '文'))
            {
                return None;
            }
            let mut date = self.in_month(self.today.year(), self.today.month(), value as i8);
            if date.is_some_and(|date| date < self.today) {
                let next = self.today.first_of_month().checked_add(1.month()).ok()?;
                date = self.in_month(next.year(), next.month(), value as i8);
            }
            return Reading::day(end, date);
        }
        let end = self.starts(end, "月份").or_else(|| self.starts(end, "月"))?;
        if !(1.0..=12.0).contains(&value) {
            return None;
        }
        let month = value as i8;
        let year = year.unwrap_or_else(|| self.year_of(month));
        if let Some((day, day_end)) = number(self.letters, end)
            && let Some((end, ..)) = self.any(day_end, &[("日", 0), ("号", 0)])
        {
            return Reading::day(end, self.in_month(year, month, day as i8));
        }
        let last = Date::new(year, month, 1).ok()?.last_of_month();
        match self.part_of_month(end) {
            Some((end, day)) => {
                Reading::until(end, Some(day.map_or(last, |d| last.with().day(d).build().unwrap_or(last))))
            }
            None => Reading::day(end, Some(last)),
        }
    }

    fn month_word(&self, at: usize) -> Option<Reading> {
        const MONTHS: &[(&str, i32)] =
            &[("下下个月", 2), ("下个月", 1), ("下月", 1), ("这个月", 0), ("这月", 0), ("本月", 0), ("当月", 0)];
        if let Some((end, ahead, _)) = self.any(at, MONTHS) {
            let last = self.today.first_of_month().checked_add(i64::from(ahead).months()).ok()?.last_of_month();
            return match self.part_of_month(end) {
                Some((end, day)) => {
                    Reading::until(end, Some(day.map_or(last, |d| last.with().day(d).build().unwrap_or(last))))
                }
                None => match number(self.letters, end)
                    .filter(|(d, e)| *d <= 31.0 && self.any(*e, &[("号", 0), ("日", 0)]).is_some())
                {
                    Some((day, e)) => Reading::day(e + 1, self.in_month(last.year(), last.month(), day as i8)),
                    None => Reading::until(end, Some(last)),
                },
            };
        }
        let before = at.checked_sub(1).map(|i| self.letters[i]);
        if before.is_some_and(|c| matches!(c, '年' | '个' | '每')) {
            return None;
        }
        let month_end = self.today.last_of_month();
        const ENDS: &[(&str, i32)] = &[("月底", 0), ("月末", 0), ("月内", 0), ("月中", 15), ("月初", 40)];
        let (end, day, _) = self.any(at, ENDS)?;
        let date = match day {
            0 => Some(month_end),
            40 => month_end.checked_add(10.days()).ok(),
            day => month_end.with().day(day as i8).build().ok(),
        };
        Reading::until(end, date)
    }

    /// 三天内, 两周之内, 半个月内, 10个工作日内.
    fn within(&self, at: usize) -> Option<Reading> {
        if at > 0 && (self.letters[at - 1].is_ascii_digit() || self.letters[at - 1] == '第') {
            return None;
        }
        let (count, here) = match self.starts(at, "半") {
            Some(end) => (0.5, end),
            None => number(self.letters, at)?,
        };
        const UNITS: &[(&str, i32)] =
            &[("个工作日", 1), ("天", 1), ("日", 1), ("个星期", 7), ("个礼拜", 7), ("周", 7), ("个月", 30)];
        let (end, days, _) = self.any(here, UNITS)?;
        let (end, ..) = self.any(end, &[("之内", 0), ("以内", 0), ("内", 0)])?;
        let date = match (days, count) {
            (30, 0.5) => self.plus_days(15),
            (30, months) => self.today.checked_add((months as i64).months()).ok(),
            (days, count) => self.plus_days((f64::from(days) * count) as i32),
        };
        Reading::until(end, date)
    }

    /// 底, 初, 中旬 behind a month: where they end and the last day meant, `None` for the end of the month.
    fn part_of_month(&self, at: usize) -> Option<(usize, Option<i8>)> {
        const PARTS: &[(&str, i32)] =
            &[("上旬", 10), ("中旬", 20), ("下旬", 0), ("初", 10), ("中", 15), ("底", 0), ("末", 0)];
        let (end, day, _) = self.any(at, PARTS)?;
        Some((end, i8::try_from(day).ok().filter(|day| *day > 0)))
    }

    /// A month without a year: the next one, a month just over included.
    fn year_of(&self, month: i8) -> i16 {
        let over = i16::from(self.today.month()) - i16::from(month);
        self.today.year() + i16::from(over > 2)
    }

    fn in_month(&self, year: i16, month: i8, day: i8) -> Option<Date> {
        Date::new(year, month, day).ok()
    }

    fn plus_days(&self, days: i32) -> Option<Date> {
        self.today.checked_add(i64::from(days).days()).ok()
    }
}
