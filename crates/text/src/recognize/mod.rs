//! Recognises capabilities of the chain in free Chinese text.
//!
//! Three steps: the text is levelled ([`crate::fold`]); each clause is covered with known words as well as possible
//! ([`cover`]); and the words of a clause are read as Chinese compounds, whose head stands last ([`compound`]):
//! in 不锈钢离心泵 the pump is made and the steel is a modifier, in 离心泵配件 the pump is only mentioned, and of
//! 全自动驾驶式洗地车 the head noun 洗地车 is what is known.

mod compound;
mod cover;
mod trie;

use crate::{
    fold::{fold, fold_key},
    lexicon::{Lexicon, WordClass},
};
use qianxian_core::{CapIx, CapabilityKind, Chain, Found, LineRole, RelationKind, chain::Towards};
use rustc_hash::FxHashMap;
use std::{ops::Range, sync::Arc};
use trie::Trie;

/// A capability found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// Which capability.
    pub cap: CapIx,
    /// Where it stands, in bytes of the original text: the words of the capability, modifiers not included.
    pub span: Range<usize>,
    /// How sure, 0..=1.
    pub confidence: f32,
    /// How it was found.
    pub found: Found,
    /// What the words around say about the role: 销售 trader, 维修 service, 制造 maker.
    pub role: LineRole,
    /// The clause takes it back: 不做, 停产.
    pub negated: bool,
    /// What stands before it and narrows it: 不锈钢, 立式.
    pub modifiers: Vec<Modifier>,
}

impl Recognised {
    /// It is what the text is about, not merely mentioned, and not taken back.
    pub fn is_head(&self) -> bool {
        !self.negated && self.found != Found::Mention
    }
}

/// A word before a capability that narrows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modifier {
    /// Where it stands, in bytes of the original text.
    pub span: Range<usize>,
    /// The capability it is itself, for materials and places of use.
    pub cap: Option<CapIx>,
}

/// What one word of the trie stands for.
#[derive(Debug, Default, Clone)]
struct Word {
    /// Capabilities it may mean; the plain one first, senses after it.
    meanings: Vec<Meaning>,
    /// What it does to the words around it.
    classes: Vec<WordClass>,
    /// Length in characters.
    chars: u16,
    /// Length in characters and runs of Latin letters and digits: Q235钢 is no longer than 钢板.
    length: u16,
}

/// What one line says.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The capabilities it names, surest first, each once.
    pub capabilities: Vec<Recognised>,
    /// Products and industries that only say what the thing is for: 汽车 in 汽车轴承. Empty where nothing else is named.
    pub applications: Vec<CapIx>,
}

#[derive(Debug, Clone)]
struct Meaning {
    cap: CapIx,
    found: Found,
    /// Words of which one must stand in the text; empty for plain meanings.
    context: Vec<String>,
}

impl Word {
    fn is(&self, class: WordClass) -> bool {
        self.classes.contains(&class)
    }
}

/// Characters of a word, a run of Latin letters and digits counted once.
fn runs(text: &str) -> u16 {
    let mut before = false;
    let mut count = 0;
    for c in text.chars() {
        let latin = c.is_ascii_alphanumeric();
        count += u16::from(!(latin && before));
        before = latin;
    }
    count
}

/// Finds capabilities of one chain. Immutable and cheap to share.
pub struct Recognizer {
    chain: Arc<Chain>,
    trie: Trie,
    words: Vec<Word>,
}

impl std::fmt::Debug for Recognizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recognizer").field("words", &self.words.len()).finish_non_exhaustive()
    }
}

impl Recognizer {
    /// Puts the names of a chain and the words of a lexicon together.
    pub fn new(chain: Arc<Chain>, lexicon: &Lexicon) -> Recognizer {
        let mut patterns: FxHashMap<String, Word> = FxHashMap::default();
        let mut mean = |word: &str, cap, found, context: &[String]| {
            let context: Vec<String> = context.iter().map(|c| fold(c).text).collect();
            for spelling in spellings(word) {
                let meanings = &mut patterns.entry(spelling).or_default().meanings;
                let (found, context) = (found, context.clone());
                if !context.is_empty() {
                    meanings.push(Meaning { cap, found, context });
                } else if meanings.iter().all(|m| !m.context.is_empty()) {
                    // The plain meaning goes first; a second plain claim (English words) loses.
                    meanings.insert(0, Meaning { cap, found, context });
                }
            }
        };
        for cap in chain.iter() {
            mean(&chain.cap(cap).name, cap, Found::Name, &[]);
        }
        for cap in chain.iter() {
            let known = chain.cap(cap);
            known.aliases.iter().for_each(|alias| mean(alias, cap, Found::Alias, &[]));
            known.senses.iter().for_each(|sense| mean(&sense.word, cap, Found::Sense, &sense.context));
        }
        for cap in chain.iter() {
            chain.cap(cap).english.iter().for_each(|word| mean(word, cap, Found::Alias, &[]));
        }
        for (word, class) in lexicon.words() {
            patterns.entry(fold_key(word)).or_default().classes.push(*class);
        }
        patterns.remove("");
        let mut patterns: Vec<(String, Word)> = patterns.into_iter().collect();
        for (text, word) in &mut patterns {
            word.chars = text.chars().count() as u16;
            word.length = runs(text);
        }
        patterns.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let trie = Trie::new(&patterns.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>());
        Recognizer { chain, trie, words: patterns.into_iter().map(|(_, word)| word).collect() }
    }

    /// The chain it recognises.
    pub fn chain(&self) -> &Arc<Chain> {
        &self.chain
    }

    /// Everything recognised, in order of place; each capability at each place once.
    pub fn recognise(&self, text: &str) -> Vec<Recognised> {
        let folded = fold(text);
        let mut found = Vec::new();
        for clause in clauses(&folded.text) {
            let tokens = self.cover(&folded.text[clause.clone()]);
            compound::read(self, &folded, clause, &tokens, &mut found);
        }
        found
    }

    /// What a profile line names: the heads, best first, each capability once; the mentions only where there is no
    /// head. What the text takes back is left out.
    pub fn capabilities(&self, text: &str) -> Vec<Recognised> {
        self.read(text).capabilities
    }

    /// What a line names, and what it says that is for.
    pub fn read(&self, text: &str) -> Reading {
        let mut found = self.recognise(text);
        found.retain(|r| !r.negated);
        let mut applications: Vec<CapIx> = Vec::new();
        if found.iter().any(Recognised::is_head) {
            let bigger = |cap| matches!(self.chain.cap(cap).kind, CapabilityKind::Product | CapabilityKind::Industry);
            for mention in found.iter().filter(|r| !r.is_head() && bigger(r.cap)) {
                if !applications.contains(&mention.cap) {
                    applications.push(mention.cap);
                }
            }
        }
        if found.iter().any(Recognised::is_head) {
            found.retain(Recognised::is_head);
        }
        found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.span.start.cmp(&b.span.start)));
        let mut seen = Vec::new();
        found.retain(|r| {
            !seen.contains(&r.cap) && {
                seen.push(r.cap);
                true
            }
        });
        Reading { capabilities: found, applications }
    }

    /// The meaning of a word in a text: the first sense whose context stands in it, else the plain one.
    fn meaning<'w>(&self, word: &'w Word, text: &str) -> Option<&'w Meaning> {
        let in_context = word.meanings.iter().find(|m| m.context.iter().any(|c| text.contains(c.as_str())));
        in_context.or_else(|| word.meanings.first().filter(|m| m.context.is_empty()))
    }

    /// Two things that work as a pair: written side by side they are a list, not a compound (减速机电机).
    fn is_pair(&self, a: CapIx, b: CapIx) -> bool {
        let chain = &*self.chain;
        let directly = |x: CapIx, y: CapIx| {
            chain.related(x, RelationKind::CoupledWith, Towards::To).iter().any(|(other, relation)| {
                relation.strength == qianxian_core::Strength::Core && chain.steps_up(y, *other).is_some()
            })
        };
        chain.cap(a).kind == CapabilityKind::Product
            && chain.cap(b).kind == CapabilityKind::Product
            && (directly(a, b) || directly(b, a))
    }
}

/// How a word stands in levelled text: without white space, and words of several Latin words also with it.
fn spellings(word: &str) -> impl Iterator<Item = String> {
    let key = fold_key(word);
    let spaced = word.contains(' ').then(|| fold(word).text.split_whitespace().collect::<Vec<_>>().join(" "));
    let spaced = spaced.filter(|spaced| *spaced != key);
    std::iter::once(key).chain(spaced)
}

/// Runs of text between sentence marks, commas and line ends, as byte ranges. Enumeration commas stay inside: a
/// negation reaches over a list, but not over a comma.
fn clauses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_end = |c: char| matches!(c, '。' | ',' | ';' | '!' | '?' | '\n' | '\r' | '…' | '\t');
    let mut start = 0;
    let mut rest = text.char_indices();
    std::iter::from_fn(move || {
        for (at, c) in rest.by_ref() {
            if is_end(c) {
                let clause = start..at;
                start = at + c.len_utf8();
                if !clause.is_empty() {
                    return Some(clause);
                }
            }
        }
        let clause = start..text.len();
        start = text.len();
        (!clause.is_empty()).then_some(clause)
    })
}
