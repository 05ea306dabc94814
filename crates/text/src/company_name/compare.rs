//! Whether two names mean one company, two of one house, or two that have nothing to do with each other.
//!
//! The order of the questions is the order of their strength. *Same* is only said where the registered parts agree or
//! one side is plainly a short form of the other; where two registered names differ in a word, they are two companies.

use super::{
    NameComparison, NameVerdict, Names,
    parts::{Parsed, is_numeral},
    places::PlaceFit,
};

pub(super) fn same(confidence: f32, reason: impl Into<String>) -> NameComparison {
    NameComparison { verdict: NameVerdict::Same, confidence, reason: reason.into() }
}

pub(super) fn affiliate(confidence: f32, reason: impl Into<String>) -> NameComparison {
    NameComparison { verdict: NameVerdict::Affiliate, confidence, reason: reason.into() }
}

pub(super) fn different(confidence: f32, reason: impl Into<String>) -> NameComparison {
    NameComparison { verdict: NameVerdict::Different, confidence, reason: reason.into() }
}

impl Names {
    /// Compares two names. The order of the two does not matter.
    pub fn compare(&self, a: &str, b: &str) -> NameComparison {
        let (key_a, key_b) = (self.key(a), self.key(b));
        if key_a.is_empty() || key_b.is_empty() {
            return different(0.5, "有一方没有名称，无法比较");
        }
        if key_a == key_b {
            return same(1.0, "名称一样，只是全半角、括号、空格、简繁或公司形式的写法不同");
        }
        let (first, second, keys) = if key_a <= key_b { (a, b, (key_a, key_b)) } else { (b, a, (key_b, key_a)) };
        if let Some(verdict) = by_numbers(&keys.0, &keys.1) {
            return verdict;
        }
        let (first, second) = (self.parse_name(first), self.parse_name(second));
        if self.is_alias(&first, &second) || self.is_alias(&second, &first) {
            return same(0.9, "括号里写明了另一个名称（曾用名或简称）");
        }
        self.with_branches(&first, &second)
    }

    /// Whether one of the names given in brackets is the other's.
    fn is_alias(&self, a: &Parsed, b: &Parsed) -> bool {
        let own = |alias: &String| self.key(alias) == self.key(&b.plain[..b.branch.start]);
        b.branch.is_empty() && a.branch.is_empty() && a.aliases.iter().any(own)
    }

    fn with_branches(&self, a: &Parsed, b: &Parsed) -> NameComparison {
        let heads = self.heads(a, b);
        let (x, y) = (a.get(&a.branch), b.get(&b.branch));
        if x == y {
            return heads;
        }
        if !x.is_empty() && !y.is_empty() {
            if skeleton(x).0 == skeleton(y).0 {
                return different(0.85, format!("是两个编号或两处的单位（{x}、{y}）"));
            }
            return match heads.verdict {
                NameVerdict::Same => affiliate(0.8, format!("同一家企业的两个分支（{x}、{y}）")),
                NameVerdict::Affiliate => affiliate(0.5, format!("{}；又各是分支（{x}、{y}）", heads.reason)),
                NameVerdict::Different => heads,
            };
        }
        let branch = if x.is_empty() { y } else { x };
        match heads.verdict {
            NameVerdict::Same => affiliate(0.95, format!("一方是另一方的分支机构（{branch}）")),
            NameVerdict::Affiliate => affiliate(0.6, format!("{}；一方还是分支机构（{branch}）", heads.reason)),
            NameVerdict::Different => heads,
        }
    }

    /// Compares what stands before the branch.
    fn heads(&self, a: &Parsed, b: &Parsed) -> NameComparison {
        if let Some(verdict) = self.groups(a, b).or_else(|| self.inner_places(a, b)) {
            return verdict;
        }
        let (x, y) = (a.brand(), b.brand());
        if x == y && !x.is_empty() {
            return self.same_brand(a, b);
        }
        let brandless = (x.is_empty() && y.is_empty()).then(|| self.brandless(a, b));
        if let Some(verdict) = brandless.clone().filter(|found| found.verdict != NameVerdict::Different) {
            return verdict;
        }
        let loose = self.abbreviation(a, b).or_else(|| self.abbreviation(b, a));
        let loose = loose.or_else(|| self.contained(a, b)).or_else(|| self.contained(b, a));
        loose.or(brandless).unwrap_or_else(|| self.unlike_brands(a, b))
    }

    /// 某某集团某某公司 against its group or its sisters.
    fn groups(&self, a: &Parsed, b: &Parsed) -> Option<NameComparison> {
        let fit = self.places.compare(&a.lead, &b.lead);
        if fit == PlaceFit::Conflict {
            return None;
        }
        let (x, y) = (a.get(&a.group), b.get(&b.group));
        match (x.is_empty(), y.is_empty()) {
            (true, true) => None,
            (false, false) if x == y => {
                let one = a.inner == b.inner && a.brand() == b.brand() && a.trade() == b.trade();
                if one { None } else { Some(affiliate(0.85, format!("同是{x}的成员企业"))) }
            }
            (false, false) => None,
            (member_first, _) => {
                let (member, other) = if member_first { (b, a) } else { (a, b) };
                self.group_member(member, other, fit)
            }
        }
    }

    fn group_member(&self, member: &Parsed, other: &Parsed, fit: PlaceFit) -> Option<NameComparison> {
        let group = member.get(&member.group);
        let group_core = group.trim_end_matches("集团");
        let reason = || format!("一方名称里写明属于{group}");
        let other_core = other.get(&other.core);
        if other_core == group_core && (!other.brand.is_empty() || fit == PlaceFit::Same) {
            return Some(affiliate(0.9, reason()));
        }
        if !member.group_brand.is_empty() && member.get(&member.group_brand) == other.brand() {
            // 柳工机械 for 柳工集团工程机械股份有限公司.
            let short = !other.form.complete && !other.form.group && !other.trade.is_empty();
            if short && member.brand() == other.brand() && member.trade().ends_with(other.trade()) {
                return None;
            }
            let apart = self.is_plain(other) && member.sectors() & other.sectors() == 0;
            return if apart { None } else { Some(affiliate(0.85, reason())) };
        }
        let shortened = self.abbreviates(group_core, other).is_some();
        if shortened { Some(affiliate(0.8, reason())) } else { None }
    }

    /// 某某青岛车辆 and 某某长春客车: the brand before the place is the house.
    fn inner_places(&self, a: &Parsed, b: &Parsed) -> Option<NameComparison> {
        let (x, y) = (a.brand(), b.brand());
        let alike = a.inner == b.inner && a.get(&a.own) == b.get(&b.own);
        if alike || x != y || x.is_empty() || a.group != b.group {
            return None;
        }
        if self.places.compare(&a.lead, &b.lead) == PlaceFit::Conflict {
            return None;
        }
        let tied = (a.inner.is_some() && b.inner.is_some()) || !self.is_plain(a) || a.sectors() & b.sectors() != 0;
        tied.then(|| affiliate(0.75, format!("字号「{x}」后面接的是不同地方的单位，像同一集团的企业")))
    }

    /// 平煤机 for 平顶山煤矿机械集团, 柳工 in 柳工集团 for 柳州工程机械.
    fn abbreviation(&self, short: &Parsed, full: &Parsed) -> Option<NameComparison> {
        // A place that stands on its own in the short form is not shortened: only 中国 may.
        let fit = self.places.compare(&short.lead, &full.lead);
        if self.places.deepest(&short.lead).is_some() || !matches!(fit, PlaceFit::Same | PlaceFit::Missing) {
            return None;
        }
        let word = short.get(&short.core);
        let Some(fit) = self.abbreviates(word, full) else {
            let brand = short.brand();
            // 中航 could be half a dozen names with 中国 in front: the place must be a real one.
            let telling = full.brand.is_empty() && full.sectors() != 0 && self.places.deepest(&full.lead).is_some();
            let found = telling && self.abbreviates(brand, full).is_some();
            return found.then(|| affiliate(0.5, format!("字号「{brand}」像是另一个名称各词头字的缩写")));
        };
        if fit.cuts_brand && short.form.complete {
            return None;
        }
        let reason = format!("「{word}」像是全称各词头字的缩写");
        let telling = word.chars().count() >= 3 || (!short.lead.is_empty() && !full.lead.is_empty());
        let telling = telling && (full.brand.is_empty() || !self.is_plain(full));
        let kind = short.form.other == full.form.other && (!short.form.group || full.form.group);
        Some(if !short.form.complete && !fit.cuts_brand && telling && kind {
            same(0.75, reason)
        } else {
            affiliate(if fit.cuts_brand { 0.45 } else { 0.6 }, reason)
        })
    }

    /// Whether a brand is so common that it ties nothing together by itself.
    pub(super) fn is_plain(&self, name: &Parsed) -> bool {
        self.words.is_plain(name.brand())
    }
}

/// 一分厂 and 三分厂: equal but for their numbers. None where the names differ otherwise.
fn by_numbers(a: &str, b: &str) -> Option<NameComparison> {
    let ((bones_a, numbers_a), (bones_b, numbers_b)) = (skeleton(a), skeleton(b));
    if bones_a != bones_b || numbers_a.is_empty() {
        return None;
    }
    Some(if numbers_a == numbers_b {
        same(0.95, "名称一样，只是数字的写法不同")
    } else {
        different(0.95, format!("编号不同（{}、{}），是两个单位", numbers_a.join("、"), numbers_b.join("、")))
    })
}

/// A name with `#` for each number, and the numbers in plain digits where they are simple.
fn skeleton(name: &str) -> (String, Vec<String>) {
    let (mut bones, mut numbers) = (String::new(), Vec::<String>::new());
    let mut inside = false;
    for c in name.chars() {
        let numeral = is_numeral(c);
        match (numeral, inside) {
            (true, true) => {
                if let Some(number) = numbers.last_mut() {
                    number.push(digit(c));
                }
            }
            (true, false) => {
                bones.push('#');
                numbers.push(digit(c).to_string());
            }
            (false, _) => bones.push(c),
        }
        inside = numeral;
    }
    (bones, numbers)
}

/// 三 -> 3; 十 stays, so that 十 and 10 are not held for one number by chance.
fn digit(c: char) -> char {
    match "〇一二三四五六七八九".chars().position(|n| n == c) {
        Some(at) => char::from_digit(at as u32, 10).unwrap_or(c),
        None if c == '零' => '0',
        None => c,
    }
}
