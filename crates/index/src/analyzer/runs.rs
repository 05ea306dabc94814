//! Cuts a levelled text into runs of Chinese characters and runs of letters and digits, and takes model numbers apart.

use super::tokens::{MAX_TOKEN, Place, Shape, Sink};

/// What a run is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Chinese characters, kana, hangul.
    Han,
    /// Letters and digits of any other script, joined by `-`, `_` and decimal points.
    Latin,
}

/// A run of characters of one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) script: Script,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Units before it in the text.
    pub(super) position: usize,
}

/// The runs of a levelled text.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Run> {
    let (mut at, mut position) = (0, 0);
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c| script(c).is_some())?;
        let first = text[start..].chars().next()?;
        let script = script(first)?;
        let end = match script {
            Script::Han => text[start..].find(|c| !is_han(c)).map_or(text.len(), |len| start + len),
            Script::Latin => latin_end(text, start),
        };
        let run = Run { script, start, end, position };
        position += match script {
            Script::Han => text[start..end].chars().count(),
            Script::Latin => parts(&text[start..end]).count(),
        };
        at = end;
        Some(run)
    })
}

/// Tokens of a run of letters and digits: every part (nmrv, 075), every piece that has several (nmrv075), and the run
/// without its joints where it is a model number in several pieces (nmrv-075 -> nmrv075).
pub(super) fn latin(run: Run, sink: &mut Sink<'_>) {
    let text = &sink.folded.text[run.start..run.end];
    let parts: Vec<(usize, usize)> = parts(text).collect();
    let whole = Place { start: run.start, end: run.end, position: run.position, length: parts.len() };
    if text.contains(is_joint) && text.contains(is_digit) && text.contains(is_letter) {
        let joined: String = text.chars().filter(|c| !is_joint(*c)).take(MAX_TOKEN).collect();
        sink.put(&joined, whole, Shape::Whole);
    }
    let mut at = 0;
    for piece in parts.chunk_by(|left, right| left.1 == right.0) {
        let (start, end) = (piece[0].0, piece[piece.len() - 1].1);
        if piece.len() > 1 {
            let position = run.position + at;
            sink.take(
                Place { start: run.start + start, end: run.start + end, position, length: piece.len() },
                Shape::Whole,
            );
        }
        for &(start, end) in piece {
            let position = run.position + at;
            sink.take(Place { start: run.start + start, end: run.start + end, position, length: 1 }, Shape::Plain);
            at += 1;
        }
    }
}

fn latin_end(text: &str, start: usize) -> usize {
    let mut before = None;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let goes_on = match c {
            _ if is_latin(c) => true,
            '.' => before.is_some_and(is_digit) && next.is_some_and(is_digit),
            _ => is_joint(c) && next.is_some_and(is_latin),
        };
        if !goes_on {
            return start + at;
        }
        before = Some(c);
    }
    text.len()
}

/// Byte ranges of letters only or digits only; decimal points belong to digits, joints to nobody.
fn parts(run: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + run[at..].find(|c| !is_joint(c))?;
        let digits = run[start..].starts_with(is_digit);
        let other = |c: char| is_joint(c) || (is_digit(c) || c == '.') != digits;
        at = run[start..].find(other).map_or(run.len(), |len| start + len);
        Some((start, at))
    })
}

fn script(c: char) -> Option<Script> {
    match c {
        _ if is_han(c) => Some(Script::Han),
        _ if c.is_alphanumeric() => Some(Script::Latin),
        _ => None,
    }
}

/// Characters of scripts written without spaces.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '々' | '〇' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | 'ー' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c)
}

fn is_digit(c: char) -> bool {
    c.is_numeric() && !is_han(c)
}

fn is_letter(c: char) -> bool {
    is_latin(c) && !is_digit(c)
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '_')
}
