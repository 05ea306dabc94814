//! Informal names: a 字号 before a word of trade (某某泵业), before a product (某某减速机), or alone where only a name
//! can stand (跟某某一直有合作).

use super::{
    cues::Cue,
    orgs::{Manner, OrgFinder, OrgKind, Orgs, has_word_inside, is_word, kind_of, strip_generic, strip_place},
    phrase::leading_count,
    source::is_hanzi,
};
use qianxian_core::CapabilityKind;
use rustc_hash::FxHashMap;
use std::ops::Range;

impl OrgFinder<'_> {
    /// Where the products of the chain stand: in notes a 字号 before one may be a name.
    pub(super) fn products(&self, text: &str) -> FxHashMap<usize, usize> {
        if self.manner == Manner::News {
            return FxHashMap::default();
        }
        let chain = self.recognizer.chain();
        let found = self.recognizer.recognise(text).into_iter();
        let things = found.filter(|r| chain.cap(r.cap).kind == CapabilityKind::Product && r.span.len() >= 6);
        things.map(|r| (r.span.start, r.span.end)).collect()
    }

    /// 字号 and word of trade.
    pub(super) fn informal(&self, text: &str, products: &FxHashMap<usize, usize>, orgs: &mut Orgs) {
        let mut at = 0;
        while at < text.len() {
            let step = text[at..].chars().next().map_or(1, char::len_utf8);
            let Some((end, tail)) = self.trade_run(text, at, products) else {
                at += step;
                continue;
            };
            match self.brand_before(text, at, end, tail) {
                Some(start) if orgs.is_free(&(start..end)) && !self.is_product(&text[start..end]) => {
                    let org = orgs.intern(&text[start..end], kind_of(&text[start..end]), false);
                    orgs.mention(start..end, org);
                    at = end;
                }
                _ => at += step,
            }
        }
    }

    /// A run of words of trade that ends in one that may end a name; the ending's class.
    pub(super) fn trade_run(
        &self,
        text: &str,
        start: usize,
        products: &FxHashMap<usize, usize>,
    ) -> Option<(usize, Cue)> {
        let mut at = start;
        let mut best = None;
        while at < text.len() {
            let here = &text[at..];
            // Of equally long words the last class wins: an ending before a middle.
            let classes = [Cue::OrgMiddle, Cue::OrgProductTail, Cue::OrgTail];
            let product = products.get(&at).map(|end| (end - at, Cue::OrgProductTail));
            let words = classes.iter().filter_map(|c| Some((self.cues.starts(*c, here)?, *c)));
            let longest = product.into_iter().chain(words).max_by_key(|(length, _)| *length);
            let Some((length, class)) = longest else { break };
            at += length;
            let ends = self.may_follow(&text[at..]) || class == Cue::OrgTail && self.product_follows(&text[at..]);
            if class != Cue::OrgMiddle && ends {
                best = Some((at, class));
            }
        }
        best
    }

    /// 某某科技机器人工作站: a product written directly behind the name, in news.
    fn product_follows(&self, rest: &str) -> bool {
        let window: String = rest.chars().take(8).collect();
        self.manner == Manner::News
            && self.recognizer.recognise(&window).iter().any(|found| found.span.start == 0 && found.span.len() >= 9)
    }

    /// What stands behind a name: an end, a mark, a verb, a person.
    fn may_follow(&self, rest: &str) -> bool {
        let Some(c) = rest.chars().next() else { return true };
        if !is_hanzi(c) {
            return true;
        }
        // 某某联合实验室 is no act of somebody called 某某.
        if ["联合实验室", "联合研究院", "联合研究中心", "联合创新中心"].iter().any(|body| rest.starts_with(body))
        {
            return false;
        }
        let is_person = || {
            let name: usize = rest.chars().take(3).map(char::len_utf8).sum();
            let title = self.cues.starts(Cue::Title, rest).filter(|length| rest[..*length].chars().count() > 1);
            let surname = self.cues.starts(Cue::Surname, rest).is_some();
            surname && self.cues.has(Cue::Title, &rest[..name.max(c.len_utf8())]) || title.is_some()
        };
        self.cues.starts(Cue::OrgRight, rest).is_some() || is_person()
    }

    /// Behind a name that is spoken of as somebody: a person of it, or a verb only people do.
    fn speaks_of_somebody(&self, rest: &str) -> bool {
        let rest = rest.strip_prefix('的').unwrap_or(rest);
        let person: String = rest.chars().take(4).collect();
        let titled = self.cues.starts(Cue::Surname, rest).is_some() && self.cues.has(Cue::Title, &person);
        titled || self.cues.starts(Cue::OrgSubject, rest).is_some()
    }

    /// Where the 字号 before a run of trade words begins, if it is one.
    fn brand_before(&self, text: &str, run: usize, end: usize, tail: Cue) -> Option<usize> {
        // A single word that is a product as well: the clause must speak of it as of somebody.
        let run_text = &text[run..end];
        let middles = self.cues.starts(Cue::OrgMiddle, run_text).is_some_and(|length| length < run_text.len());
        let single = tail == Cue::OrgProductTail && !middles;
        let spoken_of = !single || self.manner == Manner::News || self.speaks_of_somebody(&text[end..]);
        let mut starts = Vec::new();
        for (offset, c) in text[..run].char_indices().rev().take(6) {
            if !is_hanzi(c) {
                break;
            }
            starts.push(offset);
        }
        for (taken, start) in starts.iter().enumerate().skip(1) {
            let length = taken + 1;
            let brand = &text[*start..run];
            let before = &text[..*start];
            let place = strip_place(self.cues, brand);
            let core_length = place.chars().count();
            let triggered = self.cues.ends(Cue::MainTrigger, before).is_some();
            let led_to = triggered || self.cues.ends(Cue::OrgTrigger, before).is_some();
            let bounded = led_to
                || before.chars().next_back().is_none_or(|c| !is_hanzi(c))
                || self.cues.ends(Cue::OrgLeft, before).is_some_and(|w| !self.is_inside_word(text, w, *start))
                || self.cues.ends(Cue::Place, before).is_some();
            let too_long = if place.len() < brand.len() { core_length > 4 } else { length > 4 };
            if !bounded
                || too_long
                || !(spoken_of || led_to)
                || leading_count(brand, self.cues) > 0
                || self.holds_function_word(text, *start, run)
            {
                continue;
            }
            if self.is_brand(text, *start..end, brand, tail, triggered) {
                return Some(*start);
            }
        }
        None
    }

    fn is_brand(&self, text: &str, span: Range<usize>, brand: &str, tail: Cue, triggered: bool) -> bool {
        let (before, name, after) = (&text[..span.start], &text[span.clone()], &text[span.end..]);
        let core = strip_place(self.cues, brand);
        let news = self.manner == Manner::News;
        if self.cues.is(Cue::OrgGeneric, brand) || self.cues.is(Cue::OrgGeneric, core) {
            return false;
        }
        let beside = self.cues.ends(Cue::Joiner, before).is_some()
            || before.ends_with('、')
            || after.starts_with('、')
            || self.cues.starts(Cue::Joiner, after).is_some();
        let titled = self.cues.starts(Cue::Title, after).is_some_and(|length| after[..length].chars().count() > 1);
        let headline = text.lines().next().is_some_and(|line| line.contains(name));
        let heads = before.is_empty() || before.ends_with(['。', ',', ';', '\n']);
        // A 字号 that is a word: another name stands beside it, a person of it follows, or the headline has it.
        let repeated = text.matches(name).count() > 1 && !is_word(name);
        let vouched =
            news && (beside || titled || (tail == Cue::OrgTail && (headline || repeated)) || (repeated && heads));
        // 与某某科技联合开发: only a name can stand there.
        let works_with = self.cues.ends(Cue::Joiner, before).is_some()
            && ["联合", "共同", "合作", "签", "携手", "达成"].iter().any(|word| after.starts_with(word));
        // 某某减速机分别与…签订: who does that at the head of a clause is somebody.
        let clause = &after[..after.find(['。', ';', '\n']).unwrap_or(after.len())];
        let begins =
            ["分别与", "分别和", "与", "同", "携手", "联手", "牵手"].iter().any(|word| after.starts_with(word));
        let heads_it =
            heads && begins && ["签", "合作", "协议", "合同", "联合", "共同"].iter().any(|word| clause.contains(word));
        // 采用某某医疗的灭菌柜, 交给某某精铸加工: only a name can stand there, either.
        let taken_from = self.cues.ends(Cue::Uses, before).is_some() && after.starts_with('的')
            || self.cues.ends(Cue::HandOver, before).is_some();
        let only_a_name = works_with || heads_it || taken_from;
        if news && only_a_name && core.chars().count() >= 2 && !self.is_product(name) {
            return true;
        }
        let plain_word = self.is_common(core) || self.is_product(core);
        match core.chars().count() {
            // A city and a trade, in news only.
            0 => vouched,
            1 => news && tail == Cue::OrgTail && core.len() < brand.len(),
            _ if triggered => !self.is_common(core),
            2 if !is_word(core) => true,
            2 => vouched && !plain_word,
            _ => !has_word_inside(core) || (vouched && tail == Cue::OrgTail && !plain_word),
        }
    }

    /// The whole of it names a product: 渣浆泵.
    pub(super) fn is_product(&self, name: &str) -> bool {
        self.recognizer.recognise(name).iter().any(|found| found.span == (0..name.len()))
    }

    /// Words that narrow a product rather than name a firm.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.cues.is(Cue::OrgGeneric, word)
            || self.cues.is(Cue::OrgMiddle, word)
            || self.cues.is(Cue::PhraseFront, word)
    }

    /// A verb or particle inside a would-be 字号. 和, 同, 为 do stand in names.
    pub(super) fn holds_function_word(&self, text: &str, start: usize, end: usize) -> bool {
        text[start..end].char_indices().any(|(offset, c)| {
            let at = start + offset;
            !matches!(c, '和' | '同' | '为') && {
                let found = self.cues.starts(Cue::OrgLeft, &text[at..end]);
                found.is_some_and(|length| !self.is_inside_word(text, at, at + length))
            }
        })
    }

    /// The bare name with its word of trade, where the text has it elsewhere.
    fn fuller_name(&self, text: &str, bare: &str, products: &FxHashMap<usize, usize>) -> Option<String> {
        text.match_indices(bare).find_map(|(at, _)| {
            let (end, _) = self.trade_run(text, at + bare.len(), products)?;
            Some(text[at..end].to_owned())
        })
    }

    /// 跟某某一直有合作: a bare name where only a name can stand.
    pub(super) fn slots(&self, text: &str, products: &FxHashMap<usize, usize>, orgs: &mut Orgs) {
        for pattern in self.cues.words(Cue::OrgSlot) {
            let Some((left, right)) = pattern.split_once('~') else { continue };
            for (at, _) in text.match_indices(left) {
                let from = at + left.len();
                let window: usize = text[from..].chars().take(8).map(char::len_utf8).sum();
                let Some(gap) = text[from..from + window].find(right) else { continue };
                let bare = strip_generic(self.cues, strip_place(self.cues, &text[from..from + gap]));
                let span = from + gap - bare.len()..from + gap;
                let length = bare.chars().count();
                let name = (2..=3).contains(&length) && bare.chars().all(is_hanzi) && !has_word_inside(bare);
                let whole = self.fuller_name(text, bare, products);
                let bare = whole.as_deref().unwrap_or(bare);
                if name && orgs.is_free(&span) && !self.holds_function_word(text, span.start, span.end) {
                    let org = orgs.intern(bare, OrgKind::Firm, false);
                    orgs.mention(span, org);
                }
            }
        }
    }
}
