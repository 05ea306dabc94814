//! Numbers and sums of money: 500万, 三百来万, 一百五十万.

/// A sum of money in a text, in yuan: 三百来万 gives 3,000,000. The first one that names 万, 亿 or 元.
pub(super) fn money(text: &str) -> Option<f64> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let Some((value, mut end)) = number(&chars, at) else {
            at += 1;
            continue;
        };
        let mut factor = 1.0;
        let mut named = false;
        while let Some(c) = chars.get(end) {
            match c {
                '多' | '来' | '余' | '几' => {}
                '万' => (factor, named) = (factor * 1e4, true),
                '亿' => (factor, named) = (factor * 1e8, true),
                _ => break,
            }
            end += 1;
        }
        if matches!(chars.get(end), Some('元' | '块')) {
            named = true;
        } else if chars.get(end).is_some_and(|c| is_counted(*c)) {
            // 三万台 counts machines.
            named = false;
        }
        if named && value > 0.0 {
            return Some(value * factor);
        }
        at = end.max(at + 1);
    }
    None
}

/// The sum as it is written in drafts: `500万`, `1.5万`, `3000元`.
pub(super) fn money_label(yuan: f64) -> String {
    if yuan < 1e4 {
        return format!("{yuan}元");
    }
    let wan = (yuan / 1e4 * 100.0).round() / 100.0;
    format!("{wan}万")
}

/// A whole Arabic or Chinese number at a place, and where it ends. 万 and 亿 are left to the caller.
pub(super) fn number(chars: &[char], at: usize) -> Option<(f64, usize)> {
    let first = *chars.get(at)?;
    if first.is_ascii_digit() {
        let end = at + chars[at..].iter().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).count();
        let digits: String = chars[at..end].iter().filter(|c| **c != ',').collect();
        return Some((digits.trim_end_matches('.').parse().ok()?, end));
    }
    let (mut total, mut digit, mut end) = (0.0, None, at);
    while let Some(c) = chars.get(end) {
        let unit = match c {
            '十' => 10.0,
            '百' => 100.0,
            '千' => 1000.0,
            '几' | '数' if digit.is_none() && total > 0.0 => break,
            '半' if end == at => return None,
            _ => match hanzi_digit(*c) {
                // 三四百: the first of two neighbours counts.
                Some(value) => {
                    digit = Some(digit.unwrap_or(value));
                    end += 1;
                    continue;
                }
                None => break,
            },
        };
        total += digit.take().unwrap_or(1.0) * unit;
        end += 1;
    }
    total += digit.unwrap_or(0.0);
    (end > at && (total > 0.0 || first == '零')).then_some((total, end))
}

fn hanzi_digit(c: char) -> Option<f64> {
    let at = "零一二三四五六七八九".chars().position(|d| d == c);
    at.map(|value| value as f64).or(if c == '两' || c == '俩' { Some(2.0) } else { None })
}

fn is_counted(c: char) -> bool {
    matches!(
        c,
        '台' | '套'
            | '件'
            | '个'
            | '吨'
            | '米'
            | '只'
            | '平'
            | '条'
            | '次'
            | '人'
            | '支'
            | '片'
            | '风'
            | '千'
            | '小'
            | '公'
            | '转'
            | '方'
            | '年'
            | '月'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_sums_as_people_write_them() {
        let label = |text| money(text).map(money_label);
        assert_eq!(label("年底到期500万").as_deref(), Some("500万"));
        assert_eq!(label("差三百来万").as_deref(), Some("300万"));
        assert_eq!(label("预算一百五十万左右").as_deref(), Some("150万"));
        assert_eq!(label("1.2亿元").as_deref(), Some("12000万"));
        assert_eq!(label("二十万以内").as_deref(), Some("20万"));
        assert_eq!(label("一趟三千块").as_deref(), Some("3000元"));
        assert_eq!(label("缺口八百多万元").as_deref(), Some("800万"));
    }

    #[test]
    fn counts_are_no_money() {
        assert_eq!(money("一年三万台"), None);
        assert_eq!(money("两台焊机"), None);
        assert_eq!(money("风量2万风"), None);
    }
}
