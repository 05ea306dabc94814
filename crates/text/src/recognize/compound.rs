//! Reads the words of a clause as Chinese compounds. The head stands last; what follows it directly decides whether
//! it is what is sold, a part of it, somebody who uses it, or a service on it.

use super::{Modifier, Recognised, Recognizer, cover::Token};
use crate::{fold::Folded, lexicon::WordClass};
use qianxian_core::{CapIx, CapabilityKind, Found, LineRole};
use std::ops::Range;

/// Sure of a capability named in full, nothing unknown around it.
const SURE: f32 = 1.0;
/// Found through another word for it.
const BY_ALIAS: f32 = 0.97;
/// Found through an ambiguous word whose context stands nearby.
const BY_SENSE: f32 = 0.9;
/// Known words before it narrow it.
const NARROWED: f32 = 0.96;
/// Unknown words before it: only the head noun is known.
const HEAD_NOUN: f32 = 0.78;
/// The same for a head of one or two characters, which says less.
const SHORT_HEAD_NOUN: f32 = 0.62;
/// Named as what something else belongs to.
const MENTION: f32 = 0.3;
/// Named as what a service is for.
const SERVICED: f32 = 0.45;

/// What follows a capability directly.
enum Follower {
    /// Nothing that changes it.
    End,
    /// It is sold, not made.
    Trade,
    /// It is made.
    Make,
    /// A service on it.
    Service,
    /// It belongs to what follows.
    Owner,
    /// Words we do not know.
    Unknown,
}

/// Reads one clause and appends what it names.
pub(super) fn read(
    recognizer: &Recognizer,
    folded: &Folded,
    clause: Range<usize>,
    tokens: &[Token],
    found: &mut Vec<Recognised>,
) {
    let text = &folded.text[clause.clone()];
    let reader = Reader { recognizer, text, tokens };
    let negated = tokens.iter().any(|token| recognizer.word(token).is(WordClass::Negation) && reader.is_plain(token));
    for (at, token) in tokens.iter().enumerate() {
        let Some(meaning) = recognizer.meaning(recognizer.word(token), &folded.text) else { continue };
        if reader.acts_as_function_word(at) {
            continue;
        }
        let (found_by, confidence, role) = reader.judge(at, meaning.cap, meaning.found);
        let original = |range: &Range<usize>| {
            folded.original(clause.start + range.start)..folded.original(clause.start + range.end)
        };
        found.push(Recognised {
            cap: meaning.cap,
            span: original(&token.span),
            confidence,
            found: found_by,
            role,
            negated,
            modifiers: reader
                .modifiers(at)
                .map(|before| Modifier {
                    span: original(&tokens[before].span),
                    cap: recognizer.meaning(recognizer.word(&tokens[before]), &folded.text).map(|m| m.cap),
                })
                .collect(),
        });
    }
}

struct Reader<'a> {
    recognizer: &'a Recognizer,
    text: &'a str,
    tokens: &'a [Token],
}

impl Reader<'_> {
    fn is(&self, at: usize, class: WordClass) -> bool {
        self.recognizer.word(&self.tokens[at]).is(class)
    }

    fn cap(&self, at: usize) -> Option<CapIx> {
        self.recognizer.meaning(self.recognizer.word(&self.tokens[at]), self.text).map(|m| m.cap)
    }

    fn kind(&self, at: usize) -> Option<CapabilityKind> {
        self.cap(at).map(|cap| self.recognizer.chain().cap(cap).kind)
    }

    /// A negation that is not itself part of a name.
    fn is_plain(&self, token: &Token) -> bool {
        self.recognizer.word(token).meanings.is_empty()
    }

    /// 加工, 检测, 包装 name processes, but after a product they only say what is done with it; 用 and 装 as well.
    fn acts_as_function_word(&self, at: usize) -> bool {
        let word = self.recognizer.word(&self.tokens[at]);
        let is_tail = [WordClass::TailMake, WordClass::TailTrade, WordClass::TailService, WordClass::Boundary];
        is_tail.iter().any(|class| word.is(*class))
            && at > 0
            && self.touches(at - 1)
            && self.kind(at - 1) == Some(CapabilityKind::Product)
    }

    /// Whether the token and the next one stand side by side.
    fn touches(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| next.span.start == self.tokens[at].span.end)
    }

    /// Text between the token and the next one (or the end of the clause).
    fn gap_after(&self, at: usize) -> &str {
        let end = self.tokens.get(at + 1).map_or(self.text.len(), |next| next.span.start);
        &self.text[self.tokens[at].span.end..end]
    }

    fn gap_before(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.tokens[before].span.end);
        &self.text[start..self.tokens[at].span.start]
    }

    /// Tokens that stand directly before and narrow it, nearest first.
    fn modifiers(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut here = at;
        std::iter::from_fn(move || {
            let before = here.checked_sub(1)?;
            (self.touches(before) && self.narrows(before)).then(|| {
                here = before;
                before
            })
        })
    }

    fn narrows(&self, at: usize) -> bool {
        self.is(at, WordClass::Modifier) || self.cap(at).is_some()
    }

    fn judge(&self, at: usize, cap: CapIx, found: Found) -> (Found, f32, LineRole) {
        let (follower, role) = match self.follower(at, cap) {
            Follower::Owner | Follower::Unknown => return (Found::Mention, MENTION, LineRole::Unknown),
            Follower::Service => return (Found::Mention, SERVICED, LineRole::Service),
            Follower::Trade => (true, LineRole::Trader),
            Follower::Make => (true, LineRole::Maker),
            Follower::End => (false, LineRole::Unknown),
        };
        let role = if follower { role } else { self.role_before(at) };
        let named = match found {
            Found::Alias => BY_ALIAS,
            Found::Sense => BY_SENSE,
            _ => SURE,
        };
        match self.before(at) {
            Before::Nothing => (found, named, role),
            Before::Known => (found, named * NARROWED, role),
            Before::Unknown if self.recognizer.word(&self.tokens[at]).chars <= 2 => {
                (Found::HeadNoun, SHORT_HEAD_NOUN, role)
            }
            Before::Unknown => (Found::HeadNoun, HEAD_NOUN, role),
        }
    }

    /// What follows: look past tails that change nothing.
    fn follower(&self, at: usize, cap: CapIx) -> Follower {
        let mut here = at;
        loop {
            let gap = self.gap_after(here);
            if !gap.is_empty() {
                return if gap.starts_with(is_word_char) { Follower::Unknown } else { Follower::End };
            }
            let next = here + 1;
            if next >= self.tokens.len() {
                return Follower::End;
            }
            if let Some(verdict) = self.verdict_of(next, cap) {
                return verdict;
            }
            here = next;
        }
    }

    /// What the word at `next`, standing directly behind `cap`, makes of it; `None` to look one word further.
    fn verdict_of(&self, next: usize, cap: CapIx) -> Option<Follower> {
        let last = next + 1 >= self.tokens.len() && self.gap_after(next).is_empty();
        if self.is(next, WordClass::TailTrade) {
            return Some(Follower::Trade);
        }
        if self.is(next, WordClass::TailMake) {
            return Some(Follower::Make);
        }
        if self.is(next, WordClass::TailService) && self.cap(next).is_none_or(|_| last) {
            return Some(Follower::Service);
        }
        if self.is(next, WordClass::TailUse) && !last {
            return Some(Follower::Owner);
        }
        if let Some(other) = self.cap(next) {
            let pair = self.recognizer.is_pair(cap, other);
            return Some(if pair { Follower::End } else { Follower::Owner });
        }
        if self.is(next, WordClass::TailGeneric) {
            // 离心泵设备 is still a pump, but 装配设备 does not assemble for others: it is equipment for it.
            let equipment =
                self.recognizer.chain().cap(cap).kind == CapabilityKind::Process && !self.is_collective(next);
            return equipment.then_some(Follower::Owner);
        }
        if self.is(next, WordClass::TailPart) || self.is(next, WordClass::TailOrg) {
            return Some(Follower::Owner);
        }
        if self.is(next, WordClass::Modifier) {
            // 离心泵立式: an afterthought, or the next item of an unmarked list.
            return Some(Follower::End);
        }
        Some(Follower::End)
    }

    /// 类, 系列, 等 name a range of the same; 设备, 装置 a thing.
    fn is_collective(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        ["类", "系列", "等", "产品"].iter().any(|word| self.text[token.span.clone()].starts_with(word))
    }

    fn before(&self, at: usize) -> Before {
        let mut here = at;
        for modifier in self.modifiers(at) {
            here = modifier;
        }
        let gap = self.gap_before(here);
        let unknown_touches = gap.chars().next_back().is_some_and(is_word_char) && !is_count_or_model(gap);
        match (unknown_touches, here < at) {
            (true, _) => Before::Unknown,
            (false, true) => Before::Known,
            (false, false) => Before::Nothing,
        }
    }

    /// 销售轴承, 经销泵阀: the verb before the list says the role.
    fn role_before(&self, at: usize) -> LineRole {
        for before in (0..at).rev() {
            if self.is(before, WordClass::TailTrade) && self.cap(before).is_none() {
                return LineRole::Trader;
            }
            if self.is(before, WordClass::TailMake) && self.cap(before).is_none() {
                return LineRole::Maker;
            }
        }
        LineRole::Unknown
    }
}

enum Before {
    Nothing,
    Known,
    Unknown,
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
}

/// `60台`, `dn50`, `q235`: numbers and model codes before a name do not make it another thing.
fn is_count_or_model(gap: &str) -> bool {
    let tail: String = gap.chars().rev().take_while(|c| is_word_char(*c)).collect();
    !tail.is_empty()
        && tail.chars().all(|c| {
            c.is_ascii_alphanumeric()
                || matches!(c, '台' | '套' | '件' | '个' | '只' | '型' | '级' | '号' | '系' | '列' | '吨')
        })
}
