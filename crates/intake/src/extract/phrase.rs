//! Product phrases: cut out of a list, trimmed of what belongs to the sentence and not to the thing, and judged.

use super::cues::{Cue, Cues};
use qianxian_core::{CapIx, CapabilityKind};
use qianxian_text::Recognizer;
use std::ops::Range;

/// Longest phrase taken for a product, in characters.
const LONGEST: usize = 16;

/// A phrase that may name a product or a process.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phrase {
    /// Bytes of the text it was cut from.
    pub(super) span: Range<usize>,
    /// What the chain knows it as, where its head is known.
    pub(super) known: Option<(CapIx, CapabilityKind)>,
}

/// Cuts and judges phrases.
#[derive(Clone, Copy)]
pub(super) struct Phrases<'a> {
    pub(super) cues: &'a Cues,
    pub(super) recognizer: &'a Recognizer,
}

impl Phrases<'_> {
    /// The items of a list (A、B和C), trimmed; those that cannot be a product are left out.
    pub(super) fn list(&self, text: &str, range: Range<usize>) -> Vec<Phrase> {
        let mut found = Vec::new();
        let pieces = split_list(text, range);
        let several = pieces.len() > 1;
        for piece in pieces {
            let span = self.trim(text, piece);
            let phrase = &text[span.clone()];
            let known = self.known(phrase);
            if self.is_plausible(phrase, known.is_some()) {
                found.push((several, Phrase { span, known }));
            }
        }
        // Unknown words count beside known ones, as a list of their own, or when they sound like a thing.
        let any_known = found.iter().any(|(_, p)| p.known.is_some());
        let is_thing = |p: &Phrase| self.cues.ends(Cue::ThingTail, &text[p.span.clone()]).is_some();
        found.retain(|(several, p)| p.known.is_some() || any_known || *several || is_thing(p));
        found.into_iter().map(|(_, phrase)| phrase).collect()
    }

    /// The items of a list where the words around leave no doubt that things are named: unknown ones as well.
    pub(super) fn sure_list(&self, text: &str, range: Range<usize>) -> Vec<Phrase> {
        split_list(text, range).into_iter().filter_map(|piece| self.one(text, piece)).collect()
    }

    /// One phrase, trimmed and judged by itself; unknown words are taken on trust.
    pub(super) fn one(&self, text: &str, range: Range<usize>) -> Option<Phrase> {
        let span = self.trim(text, range);
        let phrase = &text[span.clone()];
        let known = self.known(phrase);
        self.is_plausible(phrase, known.is_some()).then_some(Phrase { span, known })
    }

    /// What the chain calls the head of a phrase. The head stands last.
    pub(super) fn known(&self, phrase: &str) -> Option<(CapIx, CapabilityKind)> {
        let chain = self.recognizer.chain();
        let found = self.recognizer.recognise(phrase);
        let last = found.iter().rfind(|r| {
            let kind = chain.cap(r.cap).kind;
            let sellable =
                !matches!(kind, CapabilityKind::Pain | CapabilityKind::Industry | CapabilityKind::Qualification);
            let rest = phrase[r.span.end..].chars().count();
            sellable && rest <= 3 && (r.found != qianxian_core::Found::Mention || rest > 0)
        })?;
        Some((last.cap, chain.cap(last.cap).kind))
    }

    /// Whether the chain knows anything at all in the text.
    pub(super) fn names_something(&self, text: &str) -> bool {
        let chain = self.recognizer.chain();
        self.recognizer.recognise(text).iter().any(|r| {
            !matches!(
                chain.cap(r.cap).kind,
                CapabilityKind::Pain | CapabilityKind::Industry | CapabilityKind::Qualification
            )
        })
    }

    /// Drops counts, function words and quotes around a phrase.
    pub(super) fn trim(&self, text: &str, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start, range.end);
        loop {
            let here = &text[start..end];
            let cut = here.len() - here.trim_start_matches(is_edge).len();
            let cut = if cut > 0 { cut } else { self.front(here) };
            if cut == 0 {
                break;
            }
            start += cut;
        }
        // 磨球用的砂轮: what it is used for belongs to the sentence.
        if let Some(used) = text[start..end].find("用的").map(|at| start + at + "用的".len()).filter(|at| *at < end)
        {
            start = used;
        }
        loop {
            let here = &text[start..end];
            let trimmed = here.trim_end_matches(is_edge).len();
            let trimmed = if trimmed < here.len() { trimmed } else { self.back(here) };
            if trimmed == here.len() {
                break;
            }
            end = start + trimmed;
        }
        start..end
    }

    fn front(&self, text: &str) -> usize {
        let counted = leading_count(text, self.cues);
        if counted > 0 {
            return counted;
        }
        self.cues.starts(Cue::PhraseFront, text).filter(|cut| *cut < text.len()).unwrap_or(0)
    }

    fn back(&self, text: &str) -> usize {
        let counted = trailing_count(text, self.cues);
        if counted < text.len() {
            return counted;
        }
        self.cues.ends(Cue::PhraseBack, text).filter(|rest| *rest > 0).unwrap_or(text.len())
    }

    fn is_plausible(&self, phrase: &str, known: bool) -> bool {
        let length = phrase.chars().count();
        (2..=LONGEST).contains(&length)
            && phrase.chars().any(|c| c.is_alphabetic())
            && !phrase.contains([',', '。', ';', ':', '"', '“', '”'])
            // 不锈钢 denies nothing.
            && !self.cues.has(Cue::PhraseBad, &phrase.replace("不锈", ""))
            && ![Cue::PhraseEmpty, Cue::PhraseFront, Cue::PhraseBack, Cue::Lead].iter().any(|cue| self.cues.is(*cue, phrase))
            && (known || self.cues.ends(Cue::PhraseEmpty, phrase).is_none())
    }
}

/// The items of a list joined by 、 和 及 与 或.
pub(super) fn split_list(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    const MARKS: &[&str] = &["以及", "还有", "或者", "、", "和", "及", "与", "/", "跟"];
    let mut pieces = Vec::new();
    let (mut start, mut at) = (range.start, range.start);
    while at < range.end {
        let here = &text[at..range.end];
        match MARKS.iter().find(|mark| here.starts_with(**mark)) {
            Some(mark) => {
                pieces.push(start..at);
                at += mark.len();
                start = at;
            }
            None => at += here.chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces.push(start..range.end);
    pieces.retain(|piece| !text[piece.clone()].trim().is_empty());
    pieces
}

/// Length of a count at the start: 60台, 两三个, 十来台, 几家.
pub(super) fn leading_count(text: &str, cues: &Cues) -> usize {
    let digits: usize = text.chars().take_while(|c| is_count(*c)).map(char::len_utf8).sum();
    if digits == 0 {
        return 0;
    }
    let rest = &text[digits..];
    cues.starts(Cue::Unit, rest).map_or(0, |unit| digits + unit)
}

/// Where a count at the end begins: 数控车床十来台.
pub(super) fn trailing_count(text: &str, cues: &Cues) -> usize {
    let Some(unit) = cues.ends(Cue::Unit, text) else { return text.len() };
    let before = text[..unit].trim_end_matches(is_count).len();
    if before < unit && before > 0 { before } else { text.len() }
}

fn is_count(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十百千万几来多余数.~-".contains(c)
}

fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '“' | '”' | '\'' | '‘' | '’' | '(' | ')' | '《' | '》' | '、' | '.' | ',' | ':' | '【' | '】'
        )
}
