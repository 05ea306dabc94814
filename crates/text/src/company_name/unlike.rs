//! Comparing names whose brands differ: loose short forms, brands of two words, old marks, look-alikes.

use super::{
    NameComparison, Names,
    compare::{affiliate, different},
    parts::Parsed,
    places::PlaceFit,
};
use crate::pinyin;

impl Names {
    /// Brands that differ.
    pub(super) fn unlike_brands(&self, a: &Parsed, b: &Parsed) -> NameComparison {
        let fit = self.places.compare(&a.lead, &b.lead);
        let unrelated = a.sectors() != 0 && b.sectors() != 0 && a.sectors() & b.sectors() == 0;
        if fit != PlaceFit::Conflict && !unrelated {
            let verdict = self.composed(a, b).or_else(|| self.latin_mark(a, b)).or_else(|| self.latin_mark(b, a));
            if let Some(verdict) = verdict {
                return verdict;
            }
        }
        if matches!(fit, PlaceFit::Same | PlaceFit::Missing) && (is_school_short(a, b) || is_school_short(b, a)) {
            return affiliate(0.6, "一方像是另一方（大学）的简称");
        }
        let (x, y) = (a.brand(), b.brand());
        let count = x.chars().count();
        if x.is_empty() || y.is_empty() {
            return different(0.85, "一方没有字号，看不出关系");
        }
        let readings = pinyin::readings(y, 4);
        if pinyin::readings(x, 4).iter().any(|reading| readings.contains(reading)) {
            return different(0.7, format!("字号同音不同字（{x}、{y}），先按两家处理，也可能是写错字"));
        }
        let unlike = x.chars().zip(y.chars()).filter(|(p, q)| p != q).count();
        if count >= 2 && count == y.chars().count() && unlike == 1 && fit != PlaceFit::Conflict && !unrelated {
            return different(0.75, format!("字号差一个字（{x}、{y}），先按两家处理"));
        }
        different(0.95, format!("字号不同（{x}、{y}）"))
    }

    /// A loose name all of whose characters stand in the full one in that order: 淄高速 for 淄博高速公路. Too little to be
    /// sure, too much to be passed over.
    pub(super) fn contained(&self, short: &Parsed, full: &Parsed) -> Option<NameComparison> {
        let word = short.get(&short.core);
        let whole = format!("{}{}", short.lead_words(), word);
        let full_whole = format!("{}{}", full.lead_words(), full.get(&full.core));
        let count = whole.chars().count();
        let loose = !short.form.complete && short.branch.is_empty() && (3..=8).contains(&count);
        if !loose || self.places.compare(&short.lead, &full.lead) == PlaceFit::Conflict {
            return None;
        }
        let stretch = count >= 3 && full.get(&full.core).contains(word) && word.chars().count() >= 3;
        let starts = |text: &str| whole.chars().next() == text.chars().next() && in_order(&whole, text);
        let scattered = starts(&full_whole) || starts(full.get(&full.core));
        (stretch || scattered)
            .then(|| affiliate(0.45, format!("「{whole}」的字都依次出现在另一个名称里，可能是简称，请核实")))
    }

    /// A brand of two: 翎安 and 翎安马鲁达, 翎川君焱 and 翎川悦新, 双翎东焱 and 东焱.
    fn composed(&self, a: &Parsed, b: &Parsed) -> Option<NameComparison> {
        let (short, long) = if a.brand.len() <= b.brand.len() { (a, b) } else { (b, a) };
        let (x, y): (Vec<char>, Vec<char>) = (short.brand().chars().collect(), long.brand().chars().collect());
        let common = x.iter().zip(&y).take_while(|(p, q)| p == q).count();
        let head: String = y[..common].iter().collect();
        let within_word = |rest: &[char]| {
            rest.first()
                .zip(y[..common].last())
                .is_some_and(|(p, q)| p.is_ascii_alphanumeric() && q.is_ascii_alphanumeric())
        };
        if common < 2 || within_word(&y[common..]) || within_word(&x[common..]) {
            let tail = x.len() >= 2 && y.len() >= x.len() + 2 && y.ends_with(&x) && !self.is_plain(short);
            return (tail && short.trade() == long.trade() && !short.trade.is_empty()).then(|| {
                affiliate(0.55, format!("字号「{}」是「{}」的一部分，行业相同", short.brand(), long.brand()))
            });
        }
        let (left_x, left_y) = (x.len() - common, y.len() - common);
        let related = short.sectors() & long.sectors() != 0;
        let house = self.words.is_group_brand(&head);
        let telling = house || !(self.words.is_plain(&head) || self.words.is_trade(&head));
        let whole = left_x == 0 && left_y >= 2 && (telling || (related && !self.words.is_household(&head)));
        let sisters = left_x >= 2 && left_y >= 2 && telling;
        (whole || sisters).then(|| affiliate(0.55, format!("字号都以「{head}」打头，像同一集团的企业")))
    }

    /// 襄阳XYK轴承 and 襄阳轴承: the brand is only the old mark, made of the place's initials.
    fn latin_mark(&self, marked: &Parsed, other: &Parsed) -> Option<NameComparison> {
        let place = self.places.deepest(&marked.lead)?;
        if !other.brand.is_empty() || self.places.deepest(&other.lead) != Some(place) || marked.trade() != other.trade()
        {
            return None;
        }
        let name = self.places.get(place).name.trim_end_matches(['省', '市', '区', '县']);
        let mark = pinyin::initials(name, 4).iter().any(|initials| marked.brand().starts_with(initials.as_str()));
        let latin = marked.brand().chars().all(|c| c.is_ascii_alphabetic());
        (mark && latin).then(|| affiliate(0.6, "地名、行业相同，一方的字号只是地名的字母缩写，像同一家的前身或后身"))
    }
}

/// 交大 for 交通大学.
fn is_school_short(short: &Parsed, full: &Parsed) -> bool {
    let head = short.get(&short.core).strip_suffix('大').filter(|head| !head.is_empty() && !short.form.complete);
    head.is_some_and(|head| full.plain.ends_with("大学") && full.get(&full.core).starts_with(head))
}

/// Whether the characters of one text stand in the other in the same order.
fn in_order(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}
