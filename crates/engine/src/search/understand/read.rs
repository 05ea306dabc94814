//! What recognition finds in a query, as wanted things.

use super::{
    How, Reading, Understood, Want,
    guess::{self, Guesses},
    without_asking,
};
use crate::{
    search::{
        Chip,
        terms::terms,
        words::{MACHINES, MATERIALS, PLACES_OF_USE, WANTING, WORK},
    },
    snapshot::Snapshot,
};
use qianxian_core::{CapIx, CapabilityKind, Chain, Found, RelationKind, Strength, chain::Towards};
use qianxian_text::recognize::Recognised;
use std::ops::Range;

/// Reads the names of capabilities.
pub(super) fn read(snapshot: &Snapshot, understood: &mut Understood) {
    if !understood.named.is_empty() {
        return;
    }
    let text = understood.text.clone();
    let found: Vec<Recognised> =
        snapshot.knowledge.recognizer.recognise(&text).into_iter().filter(|r| !r.negated).collect();
    let reader = Reader { snapshot, chain: &snapshot.knowledge.chain, text: &text, found: &found };
    let wanting = WANTING.iter().filter_map(|word| text.find(word).map(|at| (at, at + word.len()))).min();
    // 我们生产洗地车，需要驱动电机: what stands before the wish is who asks, unless nothing stands behind it.
    let behind = |r: &&Recognised| wanting.is_none_or(|(at, _)| r.span.start > at);
    let any_behind = found.iter().filter(behind).any(|r| reader.is_wanted(r));
    if let (false, Some((_, end))) = (any_behind, wanting) {
        guess::read(snapshot, understood, &text[end..], Guesses::All);
        if understood.wants.iter().any(|want| want.readings.is_empty()) {
            understood.wants.clear();
            understood.chips.retain(|chip| chip.kind != "词");
        }
    }
    let guessed = !understood.wants.is_empty();
    let before: Vec<Chip> = understood.chips.clone();
    for recognised in found.iter().filter(|r| behind(r) || !any_behind) {
        if !guessed || reader.kind(recognised.cap) == CapabilityKind::Pain {
            reader.take(recognised, understood);
        }
    }
    if !understood.wants.is_empty() {
        reader.take_left_over(wanting.filter(|_| any_behind).map_or(0, |(_, end)| end), understood);
    }
    // 焊接变味机: the process is only mentioned, what is wanted is misspelt.
    let sure = found.iter().any(|r| r.is_head() && behind(&r) && reader.is_wanted(r));
    if !sure && any_behind {
        let (wants, chips) = (std::mem::take(&mut understood.wants), std::mem::replace(&mut understood.chips, before));
        let from = wanting.map_or(0, |(_, end)| end);
        guess::read(snapshot, understood, &text[from..], Guesses::Spelling);
        if understood.wants.is_empty() {
            (understood.wants, understood.chips) = (wants, chips);
        }
    }
    // A certificate beside a thing narrows it; alone it is what is asked for.
    if understood.wants.is_empty() {
        for cap in std::mem::take(&mut understood.qualifications) {
            let name = snapshot.cap_name(cap).to_owned();
            understood.wants.push(reader.want(0..0, name, vec![Reading { cap, how: How::Named, share: 1.0 }]));
        }
    }
    let mut seen: Vec<CapIx> = Vec::new();
    understood.wants.retain(|want| {
        let first = want.readings.first().map(|reading| reading.cap);
        first.is_none_or(|cap| {
            !seen.contains(&cap) && {
                seen.push(cap);
                true
            }
        })
    });
}

/// Nothing else could be read: what is only mentioned is better than nothing. 硅酸铝 in 硅酸铝棉.
pub(super) fn read_mentions(snapshot: &Snapshot, understood: &mut Understood) {
    if !understood.named.is_empty() {
        return;
    }
    let text = understood.text.clone();
    let found = snapshot.knowledge.recognizer.recognise(&text);
    let reader = Reader { snapshot, chain: &snapshot.knowledge.chain, text: &text, found: &found };
    for r in found.iter().filter(|r| !r.negated && reader.kind(r.cap) == CapabilityKind::Product) {
        // Its end must be the end of the words, or nearly: 卷 in 手卷寿司 is another thing.
        let typed = text[r.span.clone()].to_owned();
        let rest = without_asking(&text);
        if typed.chars().count() * 2 >= rest.chars().count() && typed.chars().count() >= 2 {
            let readings = vec![Reading { cap: r.cap, how: How::Wider, share: 0.8 }];
            understood.wants.push(reader.want(reader.phrase(r), typed, readings));
        }
    }
}

struct Reader<'a> {
    snapshot: &'a Snapshot,
    chain: &'a Chain,
    text: &'a str,
    found: &'a [Recognised],
}

impl Reader<'_> {
    fn kind(&self, cap: CapIx) -> CapabilityKind {
        self.chain.cap(cap).kind
    }

    fn is_wanted(&self, r: &Recognised) -> bool {
        let kind = self.kind(r.cap);
        kind != CapabilityKind::Industry
            && (r.is_head() || matches!(kind, CapabilityKind::Process | CapabilityKind::Pain))
    }

    /// The words stand before another capability and narrow it.
    fn narrows_another(&self, r: &Recognised) -> bool {
        let inside = |span: &Range<usize>| span.start <= r.span.start && r.span.end <= span.end;
        self.found.iter().any(|other| {
            other.is_head() && other.span != r.span && other.modifiers.iter().any(|modifier| inside(&modifier.span))
        })
    }

    /// The sentence asks for machines.
    fn wants_machines(&self) -> bool {
        MACHINES.iter().any(|word| self.text.contains(word))
    }

    fn take(&self, r: &Recognised, understood: &mut Understood) {
        let typed = self.text[r.span.clone()].to_owned();
        let meaning = self.chain.name(r.cap).to_owned();
        let kind = self.kind(r.cap);
        let mut chip = |kind| understood.chips.push(Chip { kind, typed: typed.clone(), meaning: meaning.clone() });
        // 机床上走线的拖链: where it is used, while something else is wanted.
        let elsewhere = self.found.iter().any(|other| other.span != r.span && self.is_wanted(other));
        let used_at = PLACES_OF_USE.iter().any(|word| self.text[r.span.end..].starts_with(word));
        if self.narrows_another(r) || (elsewhere && used_at) {
            let material = MATERIALS.iter().any(|word| typed.ends_with(word));
            return chip(if material { "材料" } else { "修饰" });
        }
        match kind {
            CapabilityKind::Industry => chip("行业"),
            CapabilityKind::Qualification => {
                chip("资质");
                understood.qualifications.push(r.cap);
            }
            CapabilityKind::Pain => {
                chip("困扰");
                let cures = self.related(r.cap, RelationKind::Cures);
                understood.wants.push(self.want(r.span.clone(), typed, cures));
            }
            CapabilityKind::Process => {
                chip("工艺");
                understood.wants.push(self.process(r, typed));
            }
            _ if r.is_head() => {
                chip(kind.zh());
                for modifier in r.modifiers.iter().filter(|modifier| modifier.cap.is_none()) {
                    let word = &self.text[modifier.span.clone()];
                    if MATERIALS.iter().any(|material| word.ends_with(material)) {
                        let word = word.to_owned();
                        understood.chips.push(Chip { kind: "材料", typed: word.clone(), meaning: word });
                    }
                }
                understood.wants.push(self.thing(r, typed));
            }
            _ => {
                let material = MATERIALS.iter().any(|word| typed.ends_with(word));
                chip(if material { "材料" } else { "修饰" });
            }
        }
    }

    /// Other things of a list of which recognition knows some: 驱动电机 beside 减速机, by the longest name it ends with.
    fn take_left_over(&self, from: usize, understood: &mut Understood) {
        let mut list = self.text[from..].to_owned();
        for word in ["和", "与", "及", "、", "跟"] {
            list = list.replace(word, " ");
        }
        for piece in without_asking(&list).split_whitespace() {
            let known = self.found.iter().any(|r| piece.contains(&self.text[r.span.clone()]));
            if known || piece.chars().count() < 3 || piece.is_ascii() {
                continue;
            }
            let starts: Vec<usize> = piece.char_indices().map(|(at, _)| at).collect();
            let ends = starts.iter().skip(1).take(starts.len().saturating_sub(2));
            let named = ends.filter_map(|at| Some((self.chain.find_name(&piece[*at..])?, *at)));
            let mut things = named.filter(|(cap, _)| self.kind(*cap) == CapabilityKind::Product);
            if let Some((cap, at)) = things.next() {
                let (typed, meaning) = (piece[at..].to_owned(), self.chain.name(cap).to_owned());
                let chip = Chip { kind: self.kind(cap).zh(), typed: typed.clone(), meaning };
                let (terms, phrase) = (terms(self.snapshot, piece), piece.to_owned());
                let readings = vec![Reading { cap, how: How::Named, share: 0.78 }];
                understood.chips.push(chip);
                understood.wants.push(Want { phrase, word: typed, readings, terms });
            }
        }
    }

    /// Capabilities with a relation into this one: what performs it, what cures it. Services stand back where a
    /// machine is asked for.
    fn related(&self, cap: CapIx, relation: RelationKind) -> Vec<Reading> {
        let machines = self.wants_machines();
        let mut readings: Vec<Reading> = Vec::new();
        for (other, found) in self.chain.related(cap, relation, Towards::From) {
            let thing = self.kind(other) == CapabilityKind::Product;
            let how = if machines && !thing { How::Near } else { How::Through };
            readings.push(Reading { cap: other, how, share: 0.4 + 0.6 * found.strength.weight() });
        }
        readings.sort_by(|a, b| {
            (b.how == How::Through, b.share)
                .partial_cmp(&(a.how == How::Through, a.share))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        readings
    }

    /// A process: who does it, or what does it where a machine is asked for.
    fn process(&self, r: &Recognised, typed: String) -> Want {
        let machines = self.wants_machines();
        let mut readings = Vec::new();
        let own = Reading { cap: r.cap, how: if machines { How::Near } else { How::Named }, share: 1.0 };
        if machines {
            readings.extend(
                self.related(r.cap, RelationKind::Performs)
                    .into_iter()
                    .filter(|r| self.kind(r.cap) == CapabilityKind::Product || r.how == How::Near),
            );
        }
        readings.push(own);
        self.want(self.phrase(r), typed, readings)
    }

    /// A thing, a service, a technology.
    fn thing(&self, r: &Recognised, typed: String) -> Want {
        let phrase = self.phrase(r);
        let strange = r.found == Found::HeadNoun && self.is_strange(&phrase, r);
        let how = if strange { How::StrangeHead } else { How::Named };
        let mut readings = Vec::new();
        for modifier in r.modifiers.iter().filter_map(|modifier| modifier.cap) {
            readings.extend(self.doing(r.cap, modifier));
        }
        // 数控车床代加工 asks for the work the machine does.
        let behind = &self.text[r.span.end..];
        if self.kind(r.cap) == CapabilityKind::Product && WORK.iter().any(|word| behind.starts_with(word)) {
            let work = self.chain.related(r.cap, RelationKind::Performs, Towards::To).into_iter();
            readings.extend(work.map(|(cap, found)| Reading {
                cap,
                how: How::Named,
                share: 0.4 + 0.6 * found.strength.weight(),
            }));
        }
        let how = if readings.is_empty() { how } else { How::Wider };
        readings.push(Reading { cap: r.cap, how, share: r.confidence });
        self.want(phrase, typed, readings)
    }

    /// 焊接 + 机械手: what mainly performs the process and is a kind of the head, or of what the head is a kind of;
    /// where there is none, whatever mainly performs it.
    fn doing(&self, head: CapIx, process: CapIx) -> Vec<Reading> {
        if self.kind(process) != CapabilityKind::Process || self.kind(head) != CapabilityKind::Product {
            return Vec::new();
        }
        let wider = self.chain.ancestors(head).iter().filter(|(_, steps)| *steps <= 2).map(|(cap, _)| *cap);
        let families: Vec<CapIx> = std::iter::once(head).chain(wider).collect();
        let fits = |cap: CapIx| families.iter().any(|family| self.chain.steps_up(cap, *family).is_some());
        let performing = self.chain.related(process, RelationKind::Performs, Towards::From).into_iter();
        let things: Vec<(CapIx, Strength)> = performing
            .filter(|(cap, _)| self.kind(*cap) == CapabilityKind::Product && *cap != head)
            .map(|(cap, relation)| (cap, relation.strength))
            .collect();
        let kin: Vec<Reading> = things
            .iter()
            .filter(|(cap, _)| fits(*cap))
            .map(|(cap, _)| Reading { cap: *cap, how: How::Named, share: 0.95 })
            .collect();
        if !kin.is_empty() {
            return kin;
        }
        let mainly = things.iter().filter(|(_, strength)| *strength == Strength::Core);
        mainly.map(|(cap, _)| Reading { cap: *cap, how: How::Through, share: 0.8 }).collect()
    }

    /// Words before the head that nobody here uses: 瑜伽 in 瑜伽泵.
    fn is_strange(&self, phrase: &Range<usize>, r: &Recognised) -> bool {
        let before = self.text[..r.span.start].rsplit([' ', ',', '。']).next().unwrap_or("");
        let before = without_asking(before);
        let short = self.text[r.span.clone()].chars().count() <= 2;
        let words = terms(self.snapshot, &before);
        let _ = phrase;
        short && !words.is_empty() && words.iter().all(|word| word.documents == 0)
    }

    /// Its words with what narrows them, unknown letters directly before them included.
    fn phrase(&self, r: &Recognised) -> Range<usize> {
        let start = r.modifiers.iter().map(|modifier| modifier.span.start).min().unwrap_or(r.span.start);
        let start = start.min(r.span.start);
        let before = &self.text[..start];
        let run = before
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        run..r.span.end
    }

    fn want(&self, span: Range<usize>, word: String, readings: Vec<Reading>) -> Want {
        let phrase = without_asking(&self.text[span]);
        let phrase = if phrase.is_empty() { word.clone() } else { phrase };
        Want { terms: terms(self.snapshot, &phrase), phrase, word, readings }
    }
}
