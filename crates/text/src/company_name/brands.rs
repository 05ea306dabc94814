//! Comparing names with the same brand, or without any: the words of trade, then places, brackets and form decide.

use super::{
    NameComparison, Names,
    compare::{affiliate, different, same},
    parts::{Parsed, Token},
    places::PlaceFit,
};

/// What the words of trade of two names with one brand say about each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TradeFit {
    Equal,
    /// 化工设备 and 石化装备.
    Synonym,
    /// One has 销售, 租赁, 研究院… more.
    Apart,
    /// 第一 and 第二, or only one has a number.
    Numbers,
    /// One is the beginning or the end of the other: 电机 and 电机科技.
    Part,
    /// One has none.
    Missing,
    /// One says nothing about the trade: 科技, 实业.
    Hollow,
    /// Of one sector.
    Related,
    Unrelated,
}

impl Names {
    pub(super) fn same_brand(&self, a: &Parsed, b: &Parsed) -> NameComparison {
        let brand = a.brand();
        let fit = self.places.compare(&a.lead, &b.lead);
        let elsewhere = fit == PlaceFit::Nested && self.words.is_household(brand);
        if fit == PlaceFit::Conflict || elsewhere {
            return different(0.8, format!("字号都是「{brand}」，但地名不同，没有凭据说是一家"));
        }
        if let Some(verdict) = self.moved_bracket(a, b) {
            return verdict;
        }
        let trade = self.trade_fit(a, b);
        // Whether place or brand tie the two together at all.
        let near = matches!(fit, PlaceFit::Same | PlaceFit::Within) && !a.lead.is_empty() && !b.lead.is_empty();
        let tied = near || !self.is_plain(a);
        let house = self.words.is_group_brand(brand);
        let words = format!("（{}、{}）", shown(a), shown(b));
        match trade {
            TradeFit::Equal => self.same_words(a, b, fit),
            TradeFit::Synonym => {
                if (a.form.complete && b.form.complete) || fit == PlaceFit::Nested || self.is_plain(a) {
                    affiliate(0.65, format!("字号相同，行业说法相近{words}，但登记名称不一样"))
                } else {
                    same(0.7, format!("字号相同，行业是同一意思的两种说法{words}"))
                }
            }
            TradeFit::Numbers => different(0.8, format!("字号相同，编号不同{words}")),
            TradeFit::Part => self.shortened_trade(a, b, fit),
            TradeFit::Missing => self.brand_alone(a, b, fit),
            TradeFit::Related if tied || house || !self.words.is_household(brand) => {
                affiliate(if tied { 0.6 } else { 0.45 }, format!("字号相同，行业相近{words}，像姊妹企业"))
            }
            TradeFit::Apart | TradeFit::Hollow if tied || house || hollow_short(a, b) => {
                affiliate(0.5, format!("字号相同，行业说法不同{words}，可能是姊妹企业或简称"))
            }
            _ if house => affiliate(0.6, format!("「{brand}」是全国性集团的字号")),
            TradeFit::Unrelated => different(0.75, format!("字号相同，行业不同{words}")),
            _ => different(0.6, format!("「{brand}」是常见字号，行业说法也不同{words}")),
        }
    }

    /// Nothing but places in brackets against places at the front.
    fn moved_bracket(&self, a: &Parsed, b: &Parsed) -> Option<NameComparison> {
        let (front, inside) = match (a.bracket.is_empty(), b.bracket.is_empty()) {
            (true, false) if b.lead.is_empty() => (&a.lead, &b.bracket),
            (false, true) if a.lead.is_empty() => (&b.lead, &a.bracket),
            _ => return None,
        };
        if self.places.deepest(front).is_none() || self.places.deepest(inside).is_none() {
            return None;
        }
        Some(match self.places.compare(front, inside) {
            // 某某泵业(上海) of 淄博某某泵业: a telling brand and the same trade.
            PlaceFit::Conflict if !self.is_plain(a) && !a.trade.is_empty() && a.trade() == b.trade() => {
                affiliate(0.5, "字号、行业相同，一方括号里是另一个地名，可能是外地子公司")
            }
            PlaceFit::Conflict => different(0.6, "字号相同，但地名不同"),
            _ => affiliate(0.6, "字号相同，地名一个在前、一个在括号里，可能是母子公司"),
        })
    }

    fn trade_fit(&self, a: &Parsed, b: &Parsed) -> TradeFit {
        let (x, y) = (a.trade(), b.trade());
        if x == y {
            return TradeFit::Equal;
        }
        let words = |name: &Parsed, pick: fn(&Token) -> bool| -> Vec<String> {
            name.tokens.iter().filter(|token| pick(token)).map(|token| name.get(&token.range).to_owned()).collect()
        };
        if words(a, |token| token.trade.number) != words(b, |token| token.trade.number) {
            return TradeFit::Numbers;
        }
        let unrelated = a.sectors() != 0 && b.sectors() != 0 && a.sectors() & b.sectors() == 0;
        if words(a, |token| token.trade.apart) != words(b, |token| token.trade.apart) {
            return if unrelated { TradeFit::Unrelated } else { TradeFit::Apart };
        }
        if x.is_empty() || y.is_empty() {
            return TradeFit::Missing;
        }
        let (short, long) = if x.len() <= y.len() { (a, b) } else { (b, a) };
        let part = long.trade().starts_with(short.trade()) || long.trade().ends_with(short.trade());
        if part && short.sectors() != 0 {
            return TradeFit::Part;
        }
        if self.in_synonyms(a) == self.in_synonyms(b) {
            return TradeFit::Synonym;
        }
        match () {
            () if a.sectors() == 0 || b.sectors() == 0 => TradeFit::Hollow,
            () if unrelated => TradeFit::Unrelated,
            () => TradeFit::Related,
        }
    }

    /// The words of trade, each replaced by the number of its synonyms where it has some.
    fn in_synonyms(&self, name: &Parsed) -> Vec<Result<u16, String>> {
        if let Some(all) = self.words.synonym(name.trade()) {
            return vec![Ok(all)];
        }
        let word = |token: &Token| {
            let text = name.get(&token.range);
            self.words.synonym(text).ok_or_else(|| text.to_owned())
        };
        name.tokens.iter().map(word).collect()
    }

    /// 翎普电机 for 山东翎普电机科技有限公司.
    fn shortened_trade(&self, a: &Parsed, b: &Parsed, fit: PlaceFit) -> NameComparison {
        let (short, long) = if a.trade.len() <= b.trade.len() { (a, b) } else { (b, a) };
        let words = format!("（{}、{}）", shown(a), shown(b));
        if short.form.complete {
            return affiliate(0.6, format!("字号相同，行业只差几个字{words}，但都像登记全名，应是两家"));
        }
        let national = self.places.deepest(&short.lead).is_none() && self.places.deepest(&long.lead).is_none();
        if fit == PlaceFit::Missing && (national || self.is_plain(a)) {
            return affiliate(0.55, format!("一方像是简称，省去了地名和行业里的几个字{words}，请核实是哪一家"));
        }
        let verdict = self.same_words(short, long, fit);
        let confidence = verdict.confidence.min(0.8);
        let reason = format!("一方是简称，省去了行业里的几个字{words}；{}", verdict.reason);
        NameComparison { confidence, reason, ..verdict }
    }

    /// 翎拓股份, 岱翎集团: a brand without words of trade.
    fn brand_alone(&self, a: &Parsed, b: &Parsed, fit: PlaceFit) -> NameComparison {
        let (short, long) = if a.trade.is_empty() { (a, b) } else { (b, a) };
        let brand = short.brand();
        let common = self.is_plain(short);
        let kind = short.form.other == long.form.other && short.form.group == long.form.group;
        let placed =
            matches!(fit, PlaceFit::Same | PlaceFit::Missing | PlaceFit::Within) && brackets_agree(short, long);
        if !short.form.complete && !common && placed && kind {
            if short.form.joint && long.form.joint && fit == PlaceFit::Same {
                return same(0.6, format!("「{brand}股份」像是简称，字号和公司形式都对得上"));
            }
            if brand.chars().count() >= 4 && !short.form.joint {
                return same(0.7, format!("字号「{brand}」有四个字，很难重名，一方省去了行业"));
            }
        }
        let near = fit == PlaceFit::Same || fit == PlaceFit::Within;
        if common && !near && short.form.complete && !short.form.group {
            return different(0.55, format!("只有常见字号「{brand}」相同，看不出是一家"));
        }
        if !near && short.form.complete && self.words.is_household(brand) {
            return different(0.6, format!("「{brand}」是到处都有的字号，看不出是一家"));
        }
        affiliate(
            if common { 0.45 } else { 0.6 },
            format!("字号都是「{brand}」，一方没写行业，请核实是不是一家或同一集团"),
        )
    }

    /// Brand and trade agree: places, brackets and legal form decide.
    fn same_words(&self, a: &Parsed, b: &Parsed, fit: PlaceFit) -> NameComparison {
        match fit {
            PlaceFit::Nested => {
                return affiliate(0.65, "字号、行业相同，一个冠省名、一个冠市县名，可能是一家也可能是两家");
            }
            PlaceFit::Missing if self.weak_without_place(a, b) => {
                return affiliate(0.5, format!("字号都是「{}」，一方没有地名，单凭字号认不准", a.brand()));
            }
            _ => {}
        }
        if !brackets_agree(a, b) {
            return self.bracket_differs(a, b);
        }
        if a.remark != b.remark && (!a.remark.is_empty() && !b.remark.is_empty() || has_numeral(a) || has_numeral(b)) {
            return affiliate(0.6, "名称相同，括号里的说明不同");
        }
        let dropped = match (fit, a.remark == b.remark) {
            (PlaceFit::Same, true) => 0.0,
            (PlaceFit::Missing, true) if self.is_plain(a) => 0.2,
            _ => 0.1,
        };
        let verdict = self.forms(a, b);
        let confidence = ((verdict.confidence - dropped) * 100.0).round() / 100.0;
        let reason = match fit {
            PlaceFit::Missing => format!("省去了地名；{}", verdict.reason),
            _ => verdict.reason,
        };
        NameComparison { confidence, reason, ..verdict }
    }

    /// Whether brand and trade say too little once a place is missing.
    fn weak_without_place(&self, a: &Parsed, b: &Parsed) -> bool {
        let shape = |name: &Parsed| (name.form.group, name.form.joint);
        let alone = a.trade.is_empty() && shape(a) != shape(b);
        let loose = a.trade.is_empty() && !a.form.complete && !b.form.complete && !a.form.group;
        self.words.is_household(a.brand()) || (self.is_plain(a) && a.sectors() == 0) || alone || loose
    }

    fn bracket_differs(&self, a: &Parsed, b: &Parsed) -> NameComparison {
        let (without, with) = if a.bracket.is_empty() { (a, b) } else { (b, a) };
        let abroad = self.places.deepest(&with.bracket).is_none();
        let listed = with.form.joint && (without.form.joint || !without.form.complete);
        if without.bracket.is_empty() && listed && !abroad && without.form.group == with.form.group {
            return same(0.7, "省去了括号里的地名，股份公司一般只有一家");
        }
        affiliate(0.75, "括号里的地名不同，多半是同一集团在各地的公司")
    }

    fn forms(&self, a: &Parsed, b: &Parsed) -> NameComparison {
        let (x, y) = (a.form, b.form);
        let both = x.complete && y.complete;
        if x.main != y.main && !a.form_range.is_empty() && !b.form_range.is_empty() {
            return affiliate(0.6, "一方是总公司或总厂，另一方不是");
        }
        if x.other != y.other {
            let loose = !both && !x.institute && !y.institute && !self.is_plain(a);
            return match loose {
                true => same(0.6, "字号、行业相同，一方省去了经营场所的说法"),
                false => affiliate(0.6, "字号、行业相同，组织不同（公司、研究院所、商行等）"),
            };
        }
        if x.group != y.group {
            let (group, plain) = if x.group { (x, y) } else { (y, x) };
            let alone = a.trade.is_empty() && !(plain.joint && group.joint);
            return match (plain.complete, alone) {
                (true, _) => affiliate(0.8, "一方是集团，另一方像集团下的公司"),
                (false, true) => affiliate(0.6, "一方是集团，另一方只写了字号"),
                (false, false) => same(0.75, "一方省去了「集团」和公司形式"),
            };
        }
        if x.factory != y.factory {
            return match both {
                true => affiliate(0.65, "一个是厂、一个是公司，可能是改制前后，也可能是两块牌子"),
                false => same(0.75, "一方省去了「厂」或公司形式"),
            };
        }
        match both {
            true if (x.joint, x.limited) != (y.joint, y.limited) => {
                same(0.8, "地名、字号、行业都一样，只是有限公司与股份公司的不同，多半是同一家改了形式")
            }
            true => same(0.95, "地名、字号、行业和公司形式都对得上"),
            false => same(0.85, "地名、字号、行业都对得上，一方没写公司形式"),
        }
    }

    /// 襄阳轴承, 大连第二机床: the place does the brand's work, so it must be there and equal.
    pub(super) fn brandless(&self, a: &Parsed, b: &Parsed) -> NameComparison {
        let fit = self.places.compare(&a.lead, &b.lead);
        let deepest = self.places.deepest(&a.lead) == self.places.deepest(&b.lead);
        if !matches!(fit, PlaceFit::Same | PlaceFit::Within) || !deepest {
            return different(0.85, "都没有字号，地名又不同");
        }
        if a.form.institute != b.form.institute || (a.form.institute && a.form.other != b.form.other) {
            return different(0.75, "都没有字号，一个是研究院所或院校，另一个不是");
        }
        match self.trade_fit(a, b) {
            TradeFit::Equal if a.core.is_empty() && a.lead.is_empty() => different(0.6, "名称太短，看不出是一家"),
            TradeFit::Equal => self.same_words(a, b, PlaceFit::Same),
            TradeFit::Part if !a.form.complete || !b.form.complete => affiliate(0.5, "没有字号，行业说法只差几个字"),
            _ => different(0.8, format!("都没有字号，行业说法不同（{}、{}）", shown(a), shown(b))),
        }
    }
}

/// 翎利科技 for 翎利工程科技: a loose name that keeps only the empty part of the words of trade.
fn hollow_short(a: &Parsed, b: &Parsed) -> bool {
    let (short, long) = if a.trade.len() <= b.trade.len() { (a, b) } else { (b, a) };
    !short.form.complete && (long.trade().starts_with(short.trade()) || long.trade().ends_with(short.trade()))
}

fn brackets_agree(a: &Parsed, b: &Parsed) -> bool {
    a.bracket == b.bracket
}

fn has_numeral(name: &Parsed) -> bool {
    name.remark.chars().any(super::parts::is_numeral)
}

/// Words of trade for a reason.
fn shown(name: &Parsed) -> &str {
    if name.trade.is_empty() { "没写" } else { name.trade() }
}
