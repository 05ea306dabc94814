//! What the firm sells, buys and can do itself.

use super::{
    super::{
        cues::Cue,
        draft::LineItem,
        orgs,
        phrase::{self, Phrase},
    },
    Note,
    frame::Frame,
    is_plain, needs,
};
use qianxian_core::CapabilityKind;
use std::ops::Range;

/// The three lists of a firm.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) offers: Vec<LineItem>,
    pub(super) buys: Vec<LineItem>,
    pub(super) processes: Vec<LineItem>,
}

/// Reads the three lists.
pub(super) fn read(note: &Note<'_>) -> Lines {
    let mut lines = Lines::default();
    let mut given_up: Vec<String> = Vec::new();
    let mut can_do: Vec<LineItem> = Vec::new();
    let mut bought_before: Option<(usize, usize)> = None;
    for (nth, frame) in note.frames.iter().enumerate() {
        if !is_plain(frame) {
            continue;
        }
        let reader = Reader { note, nth, frame };
        let stopped = note.has(Cue::Stopped, frame);
        if stopped || (frame.past && !note.has(Cue::Now, frame)) {
            given_up.extend(reader.everything_named());
            continue;
        }
        let wants = note.wanting(frame).is_some();
        if let Some(found) = reader.buys(wants) {
            let before = lines.buys.len();
            match found {
                Named::Here(found) => {
                    found.iter().for_each(|phrase| push(&mut lines.buys, note, &reader.range(phrase)));
                }
                Named::Before(range) => push(&mut lines.buys, note, &range),
            }
            bought_before = Some((nth, before));
            continue;
        }
        // 外协多，主要是转子: the second clause says what the first one means.
        if let (Some((at, before)), Some(hit)) = (bought_before, note.cues.starts(Cue::BuyElaborate, reader.body()))
            && at + 1 == nth
        {
            let found = note.phrases.list(reader.body(), hit..reader.body().len());
            if !found.is_empty() {
                lines.buys.truncate(before);
                found.iter().for_each(|phrase| push(&mut lines.buys, note, &reader.range(phrase)));
                continue;
            }
        }
        if note.has(Cue::Planned, frame) || wants {
            let (things, process) = reader.owned_line();
            things.iter().for_each(|phrase| push(&mut lines.offers, note, &reader.range(phrase)));
            process.iter().for_each(|phrase| push(&mut lines.processes, note, &reader.range(phrase)));
            continue;
        }
        if frame.outside {
            continue;
        }
        let (limit, denied) = reader.affirmed();
        given_up.extend(denied);
        if let Some(found) = reader.spare(limit) {
            found.iter().for_each(|phrase| push(&mut lines.offers, note, &reader.range(phrase)));
            let goes_on = note.before_in_part(nth).next().is_some_and(|before| note.wanting(before).is_none());
            if found.is_empty()
                && goes_on
                && let Some(range) = needs::topic_before(note, nth)
            {
                push(&mut lines.offers, note, &range);
            }
            continue;
        }
        let (does, skilled) = reader.does(limit);
        for phrase in &does {
            let is_thing = skilled && phrase.known.is_none_or(|(_, kind)| kind == CapabilityKind::Product);
            let range = reader.range(phrase);
            if is_thing {
                push(&mut lines.offers, note, &range);
            } else {
                push(&mut lines.processes, note, &range);
                if skilled {
                    can_do.push(note.line(&range));
                }
            }
        }
        if does.is_empty() {
            if let Some(found) = reader.bare_list() {
                for phrase in found {
                    let process = phrase.known.is_some_and(|(_, kind)| kind == CapabilityKind::Process);
                    let headed = nth.checked_sub(1).is_some_and(|before| reader.announces_products(before));
                    let counted = phrase::trailing_count(reader.body(), note.cues) < reader.body().len();
                    let first = !process && !counted && lines.offers.is_empty();
                    match (headed || first, process || reader.is_means(&phrase)) {
                        (true, _) => push(&mut lines.offers, note, &reader.range(&phrase)),
                        (false, true) => push(&mut lines.processes, note, &reader.range(&phrase)),
                        (false, false) => {}
                    }
                }
                continue;
            }
            reader.offers(limit).iter().for_each(|phrase| push(&mut lines.offers, note, &reader.range(phrase)));
        }
    }
    lines.offers.retain(|item| !given_up.contains(&item.text));
    // A firm that only serves sells what it can do.
    if lines.offers.is_empty() {
        lines.offers = can_do;
    }
    lines
}

/// Adds an item unless the list has it already.
pub(super) fn push(list: &mut Vec<LineItem>, note: &Note<'_>, range: &Range<usize>) {
    let text = note.text(range);
    if !list.iter().any(|item| item.text == text) {
        list.push(note.line(range));
    }
}

/// Where the thing a clause speaks of is named.
enum Named {
    Here(Vec<Phrase>),
    /// In a clause before, in bytes of the note.
    Before(Range<usize>),
}

struct Reader<'n, 'a> {
    note: &'n Note<'a>,
    nth: usize,
    frame: &'n Frame,
}

impl Reader<'_, '_> {
    fn body(&self) -> &str {
        self.note.text(&self.frame.body)
    }

    /// Bytes of the note for a phrase of the body.
    fn range(&self, phrase: &Phrase) -> Range<usize> {
        self.frame.body.start + phrase.span.start..self.frame.body.start + phrase.span.end
    }

    fn list(&self, range: Range<usize>) -> Vec<Phrase> {
        if range.is_empty() { Vec::new() } else { self.note.phrases.list(self.body(), range) }
    }

    fn sure_list(&self, range: Range<usize>) -> Vec<Phrase> {
        if range.is_empty() { Vec::new() } else { self.note.phrases.sure_list(self.body(), range) }
    }

    /// Every product or process named, for taking it back.
    fn everything_named(&self) -> Vec<String> {
        let whole = 0..self.body().len();
        let end = self.note.cues.find(Cue::Stopped, self.body()).map_or(whole.end, |hit| hit.span.start);
        let start = self.note.cues.find(Cue::OfferAfter, &self.body()[..end]).map_or(0, |hit| hit.span.end);
        self.list(start..end).iter().map(|phrase| self.body()[phrase.span.clone()].to_owned()).collect()
    }

    /// How far the clause affirms, and what it denies.
    fn affirmed(&self) -> (usize, Vec<String>) {
        let body = self.body();
        let Some(hit) = self.note.cues.find(Cue::Denied, body) else { return (body.len(), Vec::new()) };
        let after = self.list(hit.span.end..body.len());
        let denied = if after.is_empty() { self.list(0..hit.span.start) } else { after.clone() };
        let words = denied.iter().map(|phrase| body[phrase.span.clone()].to_owned()).collect();
        // 只做整机不做配件 affirms its first half, 铸件不做 nothing.
        (if after.is_empty() { 0 } else { hit.span.start }, words)
    }

    fn buys(&self, wants: bool) -> Option<Named> {
        let body = self.body();
        let cues = self.note.cues;
        if cues.has(Cue::InHouse, body) || wants {
            return None;
        }
        if let Some(hit) = cues.find(Cue::BuyBefore, body) {
            // 对外加工 is work for others.
            if self.is_denied_at(hit.span.start) || body[..hit.span.start].ends_with('对') {
                return None;
            }
            // 粗加工后拉到外地精加工: what was done before is not what is bought.
            let front = &body[..hit.span.start];
            let done = front.ends_with("后") || front.ends_with("后要") || front.ends_with("完");
            let found = if done { Vec::new() } else { self.sure_list(0..hit.span.start) };
            if !found.is_empty() {
                return Some(Named::Here(found));
            }
            // 渗碳外协…，现在送潍坊; 床身铸件自己不铸，找厂子代工: the thing stands in the clause before.
            let after = if hit.gap.is_some() { self.sure_list(hit.span.end..body.len()) } else { Vec::new() };
            let moved = ["送", "拉", "拿到", "发", "找", "外", "交给", "让", "委托", "从", "跟"]
                .iter()
                .any(|w| body[hit.span.clone()].starts_with(w));
            if done && !after.is_empty() {
                return Some(Named::Here(after));
            }
            if moved
                && after.is_empty()
                && let Some(range) = needs::topic_before(self.note, self.nth)
            {
                return Some(Named::Before(range));
            }
        }
        if let Some(found) = self.of_brand() {
            return Some(Named::Here(found));
        }
        let hit = cues.find(Cue::BuyAfter, body)?;
        if self.is_denied_at(hit.span.start) {
            return None;
        }
        let found = if hit.gap.is_some() {
            self.sure_list(hit.span.end..body.len())
        } else {
            self.list(hit.span.end..body.len())
        };
        (!found.is_empty()).then_some(Named::Here(found))
    }

    /// 发动机是某柴的: a part and whose it is.
    fn of_brand(&self) -> Option<Vec<Phrase>> {
        let body = self.body();
        let (part, owner) = body.strip_suffix('的')?.split_once('是')?;
        let place = orgs::strip_place(self.note.cues, owner).is_empty();
        let brand = (2..=4).contains(&owner.chars().count()) && !orgs::is_word(owner);
        let found: Vec<Phrase> = self.list(0..part.len());
        let all_known = !found.is_empty() && found.iter().all(|phrase| phrase.known.is_some());
        (all_known && (place || brand) && !owner.starts_with(['自', '我', '给', '做', '新', '老', '全']))
            .then_some(found)
    }

    fn is_denied_at(&self, at: usize) -> bool {
        let body = self.body();
        self.note.cues.find(Cue::Denied, body).is_some_and(|hit| hit.span.start <= at && at <= hit.span.end)
            || ["不", "没", "非"].iter().any(|no| body[..at].ends_with(no))
    }

    fn spare(&self, limit: usize) -> Option<Vec<Phrase>> {
        let hit = self.note.cues.find(Cue::SpareAfter, &self.body()[..limit])?;
        let after = self.list(hit.span.end..limit);
        Some(if after.is_empty() { self.list(0..hit.span.start) } else { after })
    }

    /// What it can do itself, and whether the words would also fit a thing it sells (都能做).
    fn does(&self, limit: usize) -> (Vec<Phrase>, bool) {
        let body = &self.body()[..limit];
        let cues = self.note.cues;
        if let Some(hit) = cues.find(Cue::DoesBefore, body) {
            let word = &body[hit.span.clone()];
            // 蜗杆自己磨不了 is what it cannot do.
            if body[hit.span.end..].chars().take(4).collect::<String>().contains("不了") {
                return (Vec::new(), false);
            }
            let own = word.starts_with("自己") && word != "自己有" && word != "自己的";
            let found = if own { self.sure_list(0..hit.span.start) } else { self.list(0..hit.span.start) };
            if !found.is_empty() {
                let skilled = !word.starts_with("自己")
                    && !word.contains("上的")
                    && !word.starts_with('自')
                    && !word.starts_with("不");
                return (found, skilled);
            }
        }
        if let Some(hit) = cues.find(Cue::DoesAfter, body).filter(|hit| !body[hit.span.end..].starts_with('的')) {
            let found = self.list(hit.span.end..limit);
            let found: Vec<Phrase> = found.into_iter().filter(|phrase| self.is_means(phrase)).collect();
            return (found, false);
        }
        (Vec::new(), false)
    }

    /// A clause that is nothing but names: 树脂砂造型, 中频炉两台, or the list behind 产品：.
    fn bare_list(&self) -> Option<Vec<Phrase>> {
        let body = self.body();
        let headed = self.nth.checked_sub(1).is_some_and(|before| self.announces_products(before));
        if self
            .note
            .orgs
            .mentions
            .iter()
            .any(|m| m.span.start < self.frame.body.end && self.frame.body.start < m.span.end)
        {
            return None;
        }
        let found = if headed { self.sure_list(0..body.len()) } else { self.list(0..body.len()) };
        let says_more = [Cue::OfferAfter, Cue::OfferBefore].iter().any(|cue| self.note.cues.has(*cue, body));
        if says_more && !headed {
            return None;
        }
        let (first, last) = (found.first()?, found.last()?);
        let counted = phrase::trailing_count(body, self.note.cues);
        let whole = first.span.start == 0 && (last.span.end == body.len() || last.span.end == counted);
        // 人工造型改自动线 is a wish, no list.
        (headed || whole && !body.contains('改') && found.iter().all(|phrase| phrase.known.is_some())).then_some(found)
    }

    /// 产品：, 主营：.
    fn announces_products(&self, at: usize) -> bool {
        let frame = &self.note.frames[at];
        let clause = self.note.text(&frame.clause.span);
        frame.clause.colon
            && ["产品", "主营", "主要产品", "业务", "经营范围", "主导产品"].iter().any(|word| clause.ends_with(word))
    }

    /// A process, or a machine that does one.
    fn is_means(&self, phrase: &Phrase) -> bool {
        let text = &self.body()[phrase.span.clone()];
        match phrase.known {
            Some((_, CapabilityKind::Process | CapabilityKind::Service | CapabilityKind::Technology)) => true,
            Some((cap, CapabilityKind::Product)) => {
                needs::is_machine(self.note, cap) || self.note.cues.has(Cue::NeedEquipment, text)
            }
            _ => text.ends_with("线") || text.ends_with("台") || text.ends_with("炉") || text.ends_with("车间"),
        }
    }

    fn offers(&self, limit: usize) -> Vec<Phrase> {
        let body = &self.body()[..limit];
        let cues = self.note.cues;
        if let Some(hit) = cues.find(Cue::OfferBefore, body) {
            let start = cues.find(Cue::OfferAfter, &body[..hit.span.start]).map_or(0, |after| after.span.end);
            let found = self.list(start..hit.span.start);
            if !found.is_empty() {
                return found;
            }
        }
        let Some(hit) = cues.find(Cue::OfferAfter, body) else { return Vec::new() };
        let end = self.object_end(hit.span.end, limit);
        let start = self.behind_attribute(hit.span.end, end);
        self.list(start..end)
    }

    /// Where the object of a verb ends: 的厂家, 给谁用.
    fn object_end(&self, start: usize, limit: usize) -> usize {
        let here = &self.body()[start..limit];
        [",", "供应给", "卖给", "给", "用在", "用于", "出口"]
            .iter()
            .filter_map(|mark| here.find(mark))
            .filter(|at| *at > 0)
            .min()
            .map_or(limit, |at| start + at)
    }

    /// 出口欧洲的阀门: the thing stands behind the attribute.
    fn behind_attribute(&self, start: usize, end: usize) -> usize {
        let here = &self.body()[start..end];
        let trimmed = here.trim_end_matches(['的', '了']);
        match trimmed.rfind('的') {
            Some(at) if at + '的'.len_utf8() < trimmed.len() && !trimmed[..at].contains('、') => {
                start + at + '的'.len_utf8()
            }
            _ => start,
        }
    }

    /// 他们无负压设备缺个供方, 有三条压机装配线想改: a thing named before the asking word is theirs.
    fn owned_line(&self) -> (Vec<Phrase>, Option<Phrase>) {
        let body = self.body();
        let Some(wanted) = self.note.wanting(self.frame) else { return (Vec::new(), None) };
        let before = &body[..wanted.start];
        const LINES: &[&str] = &["装配线", "生产线", "总装线", "流水线"];
        if let Some((owner, line)) = LINES.iter().find_map(|line| before.find(line).map(|at| (at, *line))) {
            let start = before[..owner].rfind("有").map_or(0, |at| at + "有".len());
            let thing = self.note.phrases.one(body, start..owner).filter(|phrase| self.is_thing(phrase));
            let process = line.starts_with("装配").then(|| Phrase { span: owner..owner + "装配".len(), known: None });
            return (thing.into_iter().collect(), process);
        }
        if body[wanted].starts_with('缺') {
            let things = self.list(0..before.len()).into_iter().filter(|phrase| self.is_thing(phrase)).collect();
            return (things, None);
        }
        (Vec::new(), None)
    }

    fn is_thing(&self, phrase: &Phrase) -> bool {
        let text = &self.body()[phrase.span.clone()];
        phrase.known.is_some_and(|(_, kind)| kind == CapabilityKind::Product)
            || self.note.cues.ends(Cue::ThingTail, text).is_some()
    }
}
