//! Nothing was named: letters may be pinyin or initials, characters may be typed by ear or by eye, and an unknown word
//! may be part of names that are known.

use super::{How, Reading, Understood, Want, without_asking};
use crate::{
    search::{
        Chip,
        sound::Sounded,
        targets::wider_by_name,
        terms::{Term, terms},
    },
    snapshot::Snapshot,
};
use qianxian_core::CapIx;
use qianxian_text::pinyin;

/// Readings kept of one word.
const MOST: usize = 8;
/// Capabilities looked at for a word inside their names.
const MOST_STEMS: usize = 60;

/// How far guessing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guesses {
    /// Only other spellings of a name.
    Spelling,
    /// Names that have the words in them, too.
    All,
}

/// Reads what a stretch of the query may mean.
pub(super) fn read(snapshot: &Snapshot, understood: &mut Understood, text: &str, guesses: Guesses) {
    if !understood.named.is_empty() {
        return;
    }
    let rest = without_asking(text);
    for piece in pieces(&rest) {
        if let Some(guess) = guess(snapshot, &piece) {
            take(snapshot, understood, &piece, guess);
        } else if guesses == Guesses::All
            && let Some(want) = stems(snapshot, &piece)
        {
            understood.chips.push(Chip { kind: "词", typed: piece.clone(), meaning: piece.clone() });
            understood.wants.push(want);
        }
    }
}

/// Pieces of a query: letters with blanks between them are one row of pinyin.
fn pieces(rest: &str) -> Vec<String> {
    if rest.is_ascii() {
        let joined: String = rest.chars().filter(char::is_ascii_alphanumeric).collect();
        return if joined.is_empty() { Vec::new() } else { vec![joined] };
    }
    rest.split(|c: char| !c.is_alphanumeric()).filter(|piece| piece.chars().count() >= 2).map(str::to_owned).collect()
}

struct Guess {
    by: &'static str,
    word: String,
    caps: Vec<Sounded>,
}

/// The first way of reading that gives something somebody here offers.
fn guess(snapshot: &Snapshot, piece: &str) -> Option<Guess> {
    let sounds = snapshot.knowledge.sounds();
    let first = |by, word: &str, caps: Vec<Sounded>| {
        let caps: Vec<Sounded> = caps.into_iter().filter(|(cap, _)| snapshot.is_offered(*cap)).collect();
        (!caps.is_empty()).then(|| Guess { by, word: word.to_owned(), caps })
    };
    // Nobody offers it, but what it is a kind of: only where the letters hardly mean anything else.
    let wider = |by, word: &str, mut caps: Vec<Sounded>| {
        let chain = &snapshot.knowledge.chain;
        caps.retain(|(cap, _)| {
            let known = chain.ancestors(*cap).iter().filter(|(_, steps)| *steps <= 2).map(|(wider, _)| *wider);
            known.chain(wider_by_name(chain, *cap)).any(|wider| snapshot.is_offered(wider))
        });
        (!caps.is_empty()).then(|| Guess { by, word: word.to_owned(), caps })
    };
    if piece.is_ascii() {
        if !piece.bytes().any(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        return first("拼音", piece, sounds.full(piece))
            .or_else(|| first("首字母", piece, sounds.initials(piece)))
            .or_else(|| first("拼音", piece, sounds.beginning(piece)))
            .or_else(|| first("相近的拼音", piece, sounds.near(piece)))
            .or_else(|| wider("拼音", piece, sounds.full(piece)));
    }
    let mixed = piece.bytes().any(|b| b.is_ascii_alphabetic());
    let looks = snapshot.knowledge.lookalikes();
    for word in windows(snapshot, piece) {
        let like = first("同音", &word, sounds.like(&word));
        let short = || {
            let rows = pinyin::initials(&word, 2);
            let caps = rows.iter().flat_map(|row| sounds.initials(row)).filter(|(cap, _)| {
                let han = word.chars().filter(|c| !c.is_ascii());
                let name = snapshot.cap_name(*cap);
                han.clone().count() > 0 && han.clone().all(|c| name.contains(c))
            });
            first("拼音", &word, caps.collect())
        };
        let seen = || {
            let alike = looks.find(&word);
            let best = alike.first().map_or(0.0, |alike| alike.likeness);
            let caps = alike.into_iter().filter(|alike| alike.likeness >= best - 0.1).map(|a| (a.cap, a.likeness));
            first("形近", &word, caps.collect())
        };
        let found = like.or_else(|| if mixed { short() } else { None }).or_else(seen);
        if found.is_some() {
            return found;
        }
    }
    wider("同音", piece, sounds.like(piece)).or_else(|| {
        let alike = looks.find(piece).into_iter().take(3).map(|alike| (alike.cap, alike.likeness)).collect();
        wider("形近", piece, alike)
    })
}

/// The piece, then its endings of at least three characters where what is left out only narrows.
fn windows(snapshot: &Snapshot, piece: &str) -> Vec<String> {
    let mut found = vec![piece.to_owned()];
    let ends: Vec<usize> = piece.char_indices().map(|(at, _)| at).collect();
    let count = ends.len();
    for (at, start) in ends.iter().enumerate().skip(1) {
        let (before, rest) = piece.split_at(*start);
        let known = snapshot.knowledge.words.is_modifier(before) || snapshot.knowledge.words.is_generic(before);
        if count - at >= 3 || (known && count - at >= 2) {
            found.push(rest.to_owned());
        }
    }
    // 液压几维修: what follows may be a generic tail.
    for (at, end) in ends.iter().enumerate().skip(2).rev() {
        let (front, tail) = piece.split_at(*end);
        if at >= 2 && snapshot.knowledge.words.is_generic(tail) {
            found.push(front.to_owned());
        }
    }
    found
}

fn take(snapshot: &Snapshot, understood: &mut Understood, piece: &str, guess: Guess) {
    let mut caps = guess.caps;
    if caps.len() > 1 {
        // Letters stand for many things: what many here offer, and what the chain knows much about, is likelier.
        for (cap, fit) in &mut caps {
            *fit *= likelihood(snapshot, *cap);
        }
        caps.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        caps.truncate(MOST);
        let most = caps.first().map_or(1.0, |(_, fit)| *fit).max(f32::MIN_POSITIVE);
        caps.iter_mut().for_each(|(_, fit)| *fit /= most);
    }
    let mut readings = Vec::new();
    for (cap, fit) in caps {
        let meaning = snapshot.cap_name(cap).to_owned();
        understood.remarks.push(format!("“{}”按{}理解为{meaning}", guess.word, guess.by));
        let kind = snapshot.knowledge.chain.cap(cap).kind.zh();
        understood.chips.push(Chip { kind, typed: guess.word.clone(), meaning });
        readings.push(Reading { cap, how: How::Sound, share: fit.min(1.0) });
    }
    // Telling are the words that were meant, and what was typed beside them.
    let meant = readings.first().map_or("", |reading| snapshot.cap_name(reading.cap));
    let phrase = piece.replace(&guess.word, meant);
    let mut words = terms(snapshot, &phrase);
    words.extend(terms(snapshot, meant).into_iter().filter(|term| !phrase.contains(&term.text)));
    understood.wants.push(Want { phrase, word: meant.to_owned(), terms: words, readings });
}

fn likelihood(snapshot: &Snapshot, cap: CapIx) -> f32 {
    let offers = snapshot.offers_of(cap, 200) as f32;
    let users = snapshot.knowledge.chain.users(cap).count() as f32;
    (1.0 + offers).ln() + 0.3 * (1.0 + users).ln() + 0.2
}

/// Capabilities whose names have all telling words of the piece: 传动件 means whatever is called 传动 something.
fn stems(snapshot: &Snapshot, piece: &str) -> Option<Want> {
    let words: Vec<Term> = terms(snapshot, piece);
    let telling: Vec<&Term> = words.iter().filter(|term| !term.modifier && term.text.chars().count() >= 2).collect();
    // 钢琴调律: what is left over says more than one character does.
    let left_over = words.iter().filter(|term| term.text.chars().count() == 1).count();
    if telling.is_empty() || left_over > 1 {
        return None;
    }
    let chain = &snapshot.knowledge.chain;
    let words_told: Vec<&str> = telling.iter().map(|term| term.text.as_str()).collect();
    let named = snapshot.knowledge.lookalikes().with_words(&words_told);
    let caps = named.into_iter().filter(|cap| snapshot.is_offered(*cap)).take(MOST_STEMS);
    // 慢走丝 for 慢走丝加工: the name but for its end.
    let short = |name: &str| name.strip_prefix(piece).is_some_and(|rest| rest.chars().count() <= 2);
    let how = |cap: CapIx| {
        let known = chain.cap(cap);
        if short(&known.name) || known.aliases.iter().any(|alias| short(alias)) { How::Sound } else { How::Stem }
    };
    let readings: Vec<Reading> = caps.map(|cap| Reading { cap, how: how(cap), share: 0.8 }).collect();
    // A word that nobody here uses, in no name that is known, means something else.
    if readings.is_empty() && words.iter().any(|term| term.documents == 0) {
        return None;
    }
    Some(Want { phrase: piece.to_owned(), word: piece.to_owned(), readings, terms: words })
}
