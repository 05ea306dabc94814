//! [`Ask`] to a query of the index engine.

use crate::{
    analyzer::{AnalyzerKind, MAX_TOKEN, Shape, Token, Tokens, is_han},
    except::Except,
    query::{Ask, Matching, Sound, Words, harmless},
    searcher::View,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::{cmp::Reverse, sync::Arc};
use tantivy::{
    Term,
    query::{AllQuery, BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

/// Terms of one text at most; the most telling ones stay.
pub(crate) const MAX_TERMS: usize = 64;
/// Terms of one search at most; what comes later in the tree is left out.
const MAX_SEARCH_TERMS: usize = 512;
/// Text of a query that is read, in bytes.
const MAX_TEXT: usize = 4096;
/// Depth of a tree that is read.
pub(crate) const MAX_DEPTH: usize = 16;
/// Pairs of characters tried for a single character.
const MAX_PAIRS: usize = 16;
/// Characters standing alone that must be there, in one text.
const MAX_LONE: usize = 4;
/// Shortest pinyin in which a typo is forgiven, in letters.
const TYPO_FROM: usize = 6;

type Part = Box<dyn Query>;

/// The query of a tree; none where it asks for nothing.
pub(crate) fn lower(view: &View, ask: &Ask) -> tantivy::Result<Option<Part>> {
    Lowering { view, terms_left: MAX_SEARCH_TERMS }.one(ask, 1.0, MAX_DEPTH)
}

/// The start of a query text that is read.
pub(crate) fn readable(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_TEXT)]
}

/// What becomes of terms that no document has, where there are too many terms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Absent {
    /// They are the rarest of all: what must be there cannot be.
    Kept,
    /// They match nothing and leave room for others.
    Dropped,
}

struct Lowering<'a> {
    view: &'a View,
    terms_left: usize,
}

impl Lowering<'_> {
    fn one(&mut self, ask: &Ask, times: f32, depth: usize) -> tantivy::Result<Option<Part>> {
        let mut parts = Vec::new();
        self.alternatives(ask, times, depth, &mut parts)?;
        Ok(match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Box::new(BooleanQuery::union(parts))),
        })
    }

    /// What may match, in one flat list: the engine skips whole blocks only in a flat union of terms.
    fn alternatives(&mut self, ask: &Ask, times: f32, depth: usize, into: &mut Vec<Part>) -> tantivy::Result<()> {
        let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
        match ask {
            Ask::Words(words) if words.matching == Matching::Any => self.any_word(words, times, into)?,
            Ask::Words(words) => into.extend(self.all_words(words, times)?),
            Ask::Sound(sound) => self.sound(sound, times, into),
            Ask::Phrase(text, weight) => into.extend(self.phrase(text, times * harmless(*weight))?),
            Ask::Any(asks) => {
                for ask in asks {
                    self.alternatives(ask, times, depth, into)?;
                }
            }
            Ask::All(asks) => into.extend(self.all(asks, times, depth)?),
            Ask::Not(_) => into.extend(self.all(std::slice::from_ref(ask), times, depth)?),
            Ask::Times(factor, ask) => self.alternatives(ask, times * harmless(*factor), depth, into)?,
            Ask::Everything => into.push(boosted(AllQuery, times)),
        }
        Ok(())
    }

    fn all(&mut self, asks: &[Ask], times: f32, depth: usize) -> tantivy::Result<Option<Part>> {
        let mut parts: Vec<Part> = Vec::new();
        for ask in asks {
            let part = match ask {
                Ask::Not(ask) => self.one(ask, times, depth)?.map(|part| -> Part { Box::new(Except(Arc::from(part))) }),
                ask => self.one(ask, times, depth)?,
            };
            parts.extend(part);
        }
        Ok(match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Box::new(BooleanQuery::intersection(parts))),
        })
    }

    fn any_word(&mut self, words: &Words, times: f32, into: &mut Vec<Part>) -> tantivy::Result<()> {
        let text = readable(&words.text);
        for (kind, weight) in [(AnalyzerKind::Words, words.words), (AnalyzerKind::Bigrams, words.bigrams)] {
            let weight = times * harmless(weight);
            if weight <= 0.0 {
                continue;
            }
            let tokens = self.view.analyzers.tokens(kind, text);
            // Edges are there for single characters; in a longer run its pairs say the same.
            let texts = tokens.iter().filter(|token| token.shape != Shape::Edge).map(|token| token.text);
            let field = self.view.fields.text(kind);
            let terms = self.telling(texts.map(|text| Term::from_field_text(field, text)), Absent::Dropped)?;
            into.extend(terms.into_iter().map(|term| term_query(term, weight)));
        }
        let weight = times * harmless(words.bigrams);
        if let (Some(single), true) = (single_character(text), weight > 0.0) {
            into.extend(self.pairs_from(single, weight)?);
        }
        Ok(())
    }

    /// Every word must be there with all its pairs of characters; the words themselves add to the score.
    fn all_words(&mut self, words: &Words, times: f32) -> tantivy::Result<Option<Part>> {
        let text = readable(&words.text);
        let (pairs_weight, words_weight) = (times * harmless(words.bigrams), times * harmless(words.words));
        let (pairs_field, words_field) =
            (self.view.fields.text(AnalyzerKind::Bigrams), self.view.fields.text(AnalyzerKind::Words));
        let found = self.view.analyzers.tokens(AnalyzerKind::Words, text);
        let pairs = self.view.analyzers.tokens(AnalyzerKind::Bigrams, text);
        let (mut must, mut lone): (Vec<Term>, Vec<char>) = (Vec::new(), Vec::new());
        for pair in required(&pairs, &found) {
            match pair.text.chars().next() {
                Some(first) if pair.length == 1 && is_han(first) => lone.push(first),
                _ => must.push(Term::from_field_text(pairs_field, pair.text)),
            }
        }
        lone.truncate(MAX_LONE);
        let mut clauses: Vec<(Occur, Part)> = Vec::new();
        for character in lone {
            let mut parts = vec![term_query(Term::from_field_text(pairs_field, &character.to_string()), pairs_weight)];
            parts.extend(self.pairs_from(character, pairs_weight)?);
            clauses.push((Occur::Must, Box::new(BooleanQuery::union(parts))));
        }
        let must = self.telling(must.into_iter(), Absent::Kept)?;
        clauses.extend(must.into_iter().map(|term| (Occur::Must, term_query(term, pairs_weight))));
        if clauses.is_empty() {
            return Ok(None);
        }
        let should =
            self.telling(found.iter().map(|token| Term::from_field_text(words_field, token.text)), Absent::Dropped)?;
        clauses.extend(should.into_iter().map(|term| (Occur::Should, term_query(term, words_weight))));
        Ok(Some(Box::new(BooleanQuery::new(clauses))))
    }

    /// The text as it stands: its pairs of characters in their places.
    fn phrase(&mut self, text: &str, weight: f32) -> tantivy::Result<Option<Part>> {
        let text = readable(text);
        let field = self.view.fields.text(AnalyzerKind::Bigrams);
        let tokens = self.view.analyzers.tokens(AnalyzerKind::Bigrams, text);
        let plain = tokens.iter().filter(|token| token.shape == Shape::Plain);
        let mut terms: Vec<(usize, Term)> =
            plain.map(|token| (token.position, Term::from_field_text(field, token.text))).collect();
        terms.truncate(MAX_TERMS.min(self.terms_left));
        self.terms_left -= terms.len();
        Ok(match terms.len() {
            0 => None,
            1 => {
                let mut parts: Vec<Part> = terms.into_iter().map(|(_, term)| term_query(term, weight)).collect();
                if let Some(single) = single_character(text) {
                    parts.extend(self.pairs_from(single, weight)?);
                }
                Some(Box::new(BooleanQuery::union(parts)))
            }
            _ => Some(boosted(PhraseQuery::new_with_offset(terms), weight)),
        })
    }

    fn sound(&mut self, sound: &Sound, times: f32, into: &mut Vec<Part>) {
        for (kind, weight) in [(AnalyzerKind::Pinyin, sound.pinyin), (AnalyzerKind::Initials, sound.initials)] {
            let weight = times * harmless(weight);
            if weight <= 0.0 {
                continue;
            }
            let field = self.view.fields.text(kind);
            for text in spoken(&self.view.analyzers, kind, &sound.text) {
                if self.terms_left == 0 {
                    return;
                }
                self.terms_left -= 1;
                let term = Term::from_field_text(field, &text);
                if sound.typos && kind == AnalyzerKind::Pinyin && text.len() >= TYPO_FROM {
                    into.push(boosted(FuzzyTermQuery::new(term.clone(), 1, true), weight / 2.0));
                }
                into.push(term_query(term, weight));
            }
        }
    }

    /// Pairs of characters that begin with one: 泵 inside a run, as in 离心泵厂.
    fn pairs_from(&mut self, first: char, weight: f32) -> tantivy::Result<Vec<Part>> {
        let field = self.view.fields.text(AnalyzerKind::Bigrams);
        let (from, to) = (first.to_string(), char::from_u32(u32::from(first) + 1).map(String::from));
        let mut pairs: FxHashMap<Vec<u8>, u64> = FxHashMap::default();
        for reader in self.view.inner.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            let range = inverted.terms().range().gt(from.as_bytes());
            let range = match &to {
                Some(to) => range.lt(to.as_bytes()),
                None => range,
            };
            let mut stream = range.into_stream()?;
            while stream.advance() {
                *pairs.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
        let term = |pair: &[u8]| Some(Term::from_field_text(field, std::str::from_utf8(pair).ok()?));
        let mut ranked: Vec<(u64, Term)> = pairs.iter().filter_map(|(pair, docs)| Some((*docs, term(pair)?))).collect();
        ranked.sort_by(|left, right| (Reverse(left.0), &left.1).cmp(&(Reverse(right.0), &right.1)));
        ranked.truncate(MAX_PAIRS.min(self.terms_left));
        self.terms_left -= ranked.len();
        Ok(ranked.into_iter().map(|(_, term)| term_query(term, weight)).collect())
    }

    /// The rarest of the terms, each once, as many as are allowed. All of them where they are few.
    fn telling(&mut self, terms: impl Iterator<Item = Term>, absent: Absent) -> tantivy::Result<Vec<Term>> {
        let mut seen = FxHashSet::default();
        let mut terms: Vec<Term> = terms.filter(|term| seen.insert(term.clone())).collect();
        let most = MAX_TERMS.min(self.terms_left);
        if terms.len() > most {
            let mut ranked = self.ranked(terms.into_iter())?;
            ranked.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
            terms = ranked
                .into_iter()
                .filter(|(docs, _)| *docs > 0 || absent == Absent::Kept)
                .take(most)
                .map(|(_, term)| term)
                .collect();
        }
        self.terms_left -= terms.len();
        Ok(terms)
    }

    fn ranked(&self, terms: impl Iterator<Item = Term>) -> tantivy::Result<Vec<(u64, Term)>> {
        terms.map(|term| Ok((self.view.inner.doc_freq(&term)?, term))).collect()
    }
}

/// The tokens of `pairs` that must be in a document that has all words: letters, numbers, and pairs of characters but
/// those that only meet where two words do (承油 in 轴承油封).
fn required<'a>(pairs: &'a Tokens, words: &Tokens) -> Vec<Token<'a>> {
    let (mut inside, mut in_word) = (FxHashSet::default(), FxHashSet::default());
    for word in words.iter().filter(|word| word.length > 1 && word.shape == Shape::Plain) {
        let last = word.position + word.length - 1;
        inside.extend(word.position..last);
        in_word.extend(word.position..=last);
    }
    let meets = |at: usize| !inside.contains(&at) && in_word.contains(&at) && in_word.contains(&(at + 1));
    let plain = pairs.iter().filter(|pair| pair.shape == Shape::Plain);
    plain.filter(|pair| pair.length == 1 || !meets(pair.position)).collect()
}

/// How a text sounds, as terms: letters as they stand, each row and all joined; characters as they are read.
pub(crate) fn spoken(analyzers: &crate::Analyzers, kind: AnalyzerKind, text: &str) -> Vec<String> {
    let text = readable(text);
    let letters: Vec<String> = plain_letters(&analyzers.tokens(AnalyzerKind::Bigrams, text));
    let mut spoken: Vec<String> = Vec::new();
    if letters.len() > 1 {
        let mut joined: String = letters.concat();
        joined.truncate(joined.floor_char_boundary(MAX_TOKEN));
        spoken.push(joined);
    }
    spoken.extend(letters);
    spoken.extend(analyzers.tokens(kind, text).iter().map(|token| token.text.to_owned()));
    let mut seen = FxHashSet::default();
    spoken.retain(|sound| seen.insert(sound.clone()));
    spoken.truncate(MAX_TERMS);
    spoken
}

fn plain_letters(tokens: &Tokens) -> Vec<String> {
    let plain = tokens.iter().filter(|token| token.shape == Shape::Plain);
    plain
        .filter(|token| token.text.starts_with(|c: char| c.is_ascii_lowercase()))
        .map(|token| token.text.to_owned())
        .collect()
}

/// The character of a text that has one Chinese character and nothing else to look for.
pub(crate) fn single_character(text: &str) -> Option<char> {
    let folded = qianxian_text::fold(text).text;
    let mut telling = folded.chars().filter(|c| c.is_alphanumeric());
    let first = telling.next()?;
    (telling.next().is_none() && is_han(first)).then_some(first)
}

fn term_query(term: Term, weight: f32) -> Part {
    boosted(TermQuery::new(term, IndexRecordOption::WithFreqs), weight)
}

fn boosted(query: impl Query, weight: f32) -> Part {
    Box::new(BoostQuery::new(Box::new(query), weight))
}

/// A query for terms of one field.
pub(crate) fn any_of(field: Field, texts: &[String]) -> BooleanQuery {
    let terms = texts.iter().map(|text| term_query(Term::from_field_text(field, text), 1.0));
    BooleanQuery::union(terms.collect())
}
