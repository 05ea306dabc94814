//! Telling words of a text: what a line must have to be about the same.

use crate::snapshot::Snapshot;

/// A word that tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Levelled.
    pub text: String,
    /// How telling, above 0.
    pub weight: f32,
    /// Documents that have it.
    pub documents: u64,
    /// It only narrows: 不锈钢, 立式.
    pub modifier: bool,
}

/// Most words of one text.
const MOST: usize = 12;

/// The telling words of a levelled text: the shortest dictionary words of at least two characters, then characters
/// left over. Generic words are left out unless nothing else is there.
pub(super) fn terms(snapshot: &Snapshot, text: &str) -> Vec<Term> {
    let words = snapshot.searcher.words(text).unwrap_or_default();
    let all = snapshot.searcher.documents().max(1) as f32;
    let known = &snapshot.knowledge.words;
    let length = |word: &qianxian_index::TextWord| word.text.chars().count();
    let mut picked: Vec<&qianxian_index::TextWord> = Vec::new();
    let mut halves: Vec<&str> = Vec::new();
    for word in words.iter().filter(|word| length(word) >= 2) {
        let inside = |outer: &qianxian_index::TextWord, inner: &qianxian_index::TextWord| {
            outer.span != inner.span && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
        };
        // 不锈钢 is one word whatever words are inside.
        if words.iter().any(|outer| inside(outer, word) && known.is_modifier(&outer.text)) {
            continue;
        }
        let inner = words.iter().filter(|other| length(other) >= 2 && inside(word, other) && other.documents > 0);
        let covered = (word.span.clone()).filter(|at| inner.clone().any(|i| i.span.contains(at))).count();
        // Words that make it up say it as well; what is left over does not (压机 in 空压机).
        if known.is_modifier(&word.text) || covered < word.span.len() {
            picked.push(word);
        }
        let part_of =
            |outer: &&qianxian_index::TextWord| length(outer) >= 2 && inside(outer, word) && outer.documents > 0;
        if words.iter().filter(part_of).any(|outer| {
            let tiled = outer.span.clone().all(|at| {
                words.iter().any(|i| length(i) >= 2 && i.documents > 0 && inside(outer, i) && i.span.contains(&at))
            });
            !tiled
        }) {
            halves.push(&word.text);
        }
    }
    for word in words.iter().filter(|word| length(word) == 1 && word.text.chars().all(char::is_alphanumeric)) {
        let covered =
            words.iter().any(|p| length(p) >= 2 && p.span.start <= word.span.start && word.span.end <= p.span.end);
        if !covered {
            picked.push(word);
        }
    }
    picked.sort_by_key(|word| word.span.start);
    let mut terms: Vec<Term> = Vec::new();
    for word in picked {
        if known.is_generic(&word.text) || terms.iter().any(|term| term.text == word.text) {
            continue;
        }
        let rarity = (1.0 + all / (word.documents.max(1) as f32)).ln();
        let single = if length(word) == 1 { 0.4 } else { 1.0 };
        let part = known.is_part(&word.text);
        let modifier = part || known.is_modifier(&word.text);
        let weight = rarity
            * single
            * if part {
                0.3
            } else if modifier {
                0.5
            } else {
                1.0
            };
        terms.push(Term { text: word.text.clone(), weight, documents: word.documents, modifier });
    }
    terms.truncate(MOST);
    // 支架 alone is a thing, not a part of one.
    if terms.iter().all(|term| term.modifier) {
        terms.iter_mut().filter(|term| known.is_part(&term.text)).for_each(|term| term.modifier = false);
    }
    terms
}

/// How much of the words a levelled text has, 0..=1.
pub(super) fn coverage(terms: &[Term], text: &str) -> f32 {
    let all: f32 = terms.iter().map(|term| term.weight).sum();
    if all <= 0.0 {
        return 0.0;
    }
    terms.iter().filter(|term| text.contains(&term.text)).map(|term| term.weight).sum::<f32>() / all
}
