//! What a query means: which capabilities are wanted, which are only context, who is asked for, where.

mod context;
mod guess;
mod read;

use super::{Chip, terms::Term, words};
use crate::snapshot::Snapshot;
use qianxian_core::{CapIx, CompanyIx, CompanyKind};
use qianxian_text::fold;
use std::ops::Range;

/// Who is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Who makes or does it.
    Supplier,
    /// Who buys or uses it: 谁家用减速机.
    User,
}

/// How a capability was read off the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By name, alias or English.
    Named,
    /// By its head; the process before it is not said: 机械手 for 焊接机械手.
    Wider,
    /// Only its head noun is known, among words nobody here uses.
    StrangeHead,
    /// By its sound, its initials, or a wrong character.
    Sound,
    /// As equipment for a process or a cure of a pain that the query names.
    Through,
    /// As something near what was named: the process of a machine that is wanted.
    Near,
    /// Its name has an unknown word of the query in it.
    Stem,
}

/// A capability that a wanted thing may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Which.
    pub cap: CapIx,
    /// How it was read.
    pub how: How,
    /// How well it fits, 0..=1.
    pub share: f32,
}

/// One wanted thing: 驱动电机和减速机 are two.
#[derive(Debug, Clone, PartialEq)]
pub struct Want {
    /// Levelled words of the query that say it, with what narrows it.
    pub phrase: String,
    /// The word of the capability itself, as typed.
    pub word: String,
    /// What it may be, best first; none where only the words are known.
    pub readings: Vec<Reading>,
    /// Telling words of the phrase.
    pub terms: Vec<Term>,
}

/// A place asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceAsked {
    /// Full names, largest first: 山东省, 淄博市, 张店区.
    pub levels: Vec<String>,
}

/// The query as understood.
#[derive(Debug, Clone)]
pub struct Understood {
    /// Its levelled form, places and the like taken out.
    pub text: String,
    /// Who is looked for.
    pub asked: Asked,
    /// What is wanted, in order of place.
    pub wants: Vec<Want>,
    /// To show back.
    pub chips: Vec<Chip>,
    /// Said about the reading: sounds like.
    pub remarks: Vec<String>,
    /// Where.
    pub places: Vec<PlaceAsked>,
    /// Sort of company.
    pub kinds: Vec<CompanyKind>,
    /// Certificates that are asked for beside a thing.
    pub qualifications: Vec<CapIx>,
    /// Model numbers and sizes, levelled.
    pub models: Vec<String>,
    /// Companies named in full, by alias or as they are called.
    pub named: Vec<CompanyIx>,
    /// Telling words of the whole, wanted things or not.
    pub terms: Vec<Term>,
}

/// Longer queries are cut: nobody asks in more words, and time stays bounded.
const LONGEST: usize = 200;

/// Reads a query; `without` names chips to leave out of it.
pub fn understand(snapshot: &Snapshot, query: &str, without: &[String]) -> Understood {
    let typed: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    let mut text = fold(typed.trim()).text;
    text.truncate(text.floor_char_boundary(4 * LONGEST));
    let mut understood = read_all(snapshot, &text);
    // Taking a chip out is taking its word out of the query.
    for wish in without.iter().map(|wish| fold(wish).text) {
        let is_it = |chip: &&Chip| {
            let meaning = fold(&chip.meaning).text;
            chip.typed == wish || meaning == wish || format!("{}={meaning}", chip.kind) == wish
        };
        let Some(chip) = understood.chips.iter().find(is_it).cloned() else { continue };
        if let Some(at) = text.find(&chip.typed) {
            blank(&mut text, at..at + chip.typed.len());
            understood = read_all(snapshot, &text);
        }
    }
    understood
}

fn read_all(snapshot: &Snapshot, text: &str) -> Understood {
    let mut understood = Understood {
        text: text.to_owned(),
        asked: Asked::Supplier,
        wants: Vec::new(),
        chips: Vec::new(),
        remarks: Vec::new(),
        places: Vec::new(),
        kinds: Vec::new(),
        qualifications: Vec::new(),
        models: Vec::new(),
        named: Vec::new(),
        terms: Vec::new(),
    };
    context::read(snapshot, &mut understood);
    read::read(snapshot, &mut understood);
    if understood.wants.is_empty() {
        let text = understood.text.clone();
        guess::read(snapshot, &mut understood, &text, guess::Guesses::All);
    }
    if understood.wants.iter().all(|want| want.readings.is_empty()) {
        read::read_mentions(snapshot, &mut understood);
    }
    let rest = without_asking(&understood.text);
    understood.terms = super::terms::terms(snapshot, &rest);
    understood
}

/// Puts spaces in place of a stretch, so that all other places stay.
fn blank(text: &mut String, span: Range<usize>) {
    let spaces = " ".repeat(span.len());
    text.replace_range(span, &spaces);
}

/// The text without the words that only ask.
pub(super) fn without_asking(text: &str) -> String {
    let text = words::USING
        .iter()
        .chain(words::ASKING)
        .fold(text.to_owned(), |text, word| if text.contains(word) { text.replace(word, " ") } else { text });
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
