//! What a clause is about before its content is read: who the subject is and how far it can be believed.

use super::super::{
    cues::{Cue, Cues},
    dates,
    orgs::{OrgKind, Orgs},
    source::{Clause, Source, is_hanzi},
};
use std::ops::Range;

/// Whom a clause is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    /// The firm of the note.
    Main,
    /// Another organisation of the note.
    Other(usize),
    /// Somebody outside: rivals, officials, people in general.
    Third,
}

/// A clause with its subject taken off.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    pub(super) clause: Clause,
    /// The clause without introductory words, subject and verb of saying.
    pub(super) body: Range<usize>,
    /// The organisation that is named as subject.
    pub(super) subject: Option<usize>,
    /// The person named as subject: 王厂长.
    pub(super) person: Option<Range<usize>>,
    pub(super) actor: Actor,
    /// Rumour.
    pub(super) hearsay: bool,
    /// Not any more.
    pub(super) past: bool,
    /// Weather, roads, medals.
    pub(super) small_talk: bool,
    /// Part of a promise.
    pub(super) promise: bool,
    /// A supplier or customer of the firm is the subject.
    pub(super) outside: bool,
}

/// Cuts a note into frames; actors are assigned later.
pub(super) fn frames(cues: &Cues, source: &Source, orgs: &Orgs) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for clause in source.clauses() {
        let text = &source.text[clause.span.clone()];
        let earlier = frames.last().filter(|before: &&Frame| before.clause.sentence == clause.sentence);
        let hearsay = cues.has(Cue::Hearsay, text) || earlier.is_some_and(|before| before.hearsay);
        let now = cues.has(Cue::Now, text);
        let mut frame = Frame {
            body: clause.span.clone(),
            subject: None,
            person: None,
            actor: Actor::Main,
            hearsay,
            past: is_past(cues, text) && !now,
            small_talk: cues.has(Cue::SmallTalk, text),
            promise: false,
            outside: false,
            clause,
        };
        take_subject(cues, source, orgs, &mut frame);
        frames.push(frame);
    }
    frames
}

/// 以前做 looks back, 月底以前 looks ahead.
fn is_past(cues: &Cues, text: &str) -> bool {
    let Some(hit) = cues.find(Cue::Past, text) else { return false };
    let dated = dates::find(text, None, cues);
    !dated.iter().any(|when| when.span.start < hit.span.end && hit.span.start < when.span.end)
}

/// Takes introductory words, the subject and the verb of saying off the front of the body.
fn take_subject(cues: &Cues, source: &Source, orgs: &Orgs, frame: &mut Frame) {
    let closing =
        source.text[frame.body.clone()].trim_end_matches(|c: char| c.is_whitespace() || "”\"'’)".contains(c)).len();
    frame.body.end = frame.body.start + closing;
    let end = frame.body.end;
    loop {
        let at = frame.body.start;
        let here = &source.text[at..end];
        let blank = here.len() - here.trim_start_matches(|c: char| c.is_whitespace() || "“”\"'、.()".contains(c)).len();
        if blank > 0 {
            frame.body.start += blank;
            continue;
        }
        if let Some(mention) = orgs.at(at).filter(|mention| mention.span.end < end) {
            if frame.subject.is_none() {
                frame.subject = Some(mention.org);
            }
            let rest = &source.text[mention.span.end..end];
            frame.body.start = mention.span.end + owned_by(cues, rest);
            continue;
        }
        if let Some(length) = person(cues, here).filter(|length| *length < here.len()) {
            frame.person = Some(at..at + length);
            frame.body.start += length;
            continue;
        }
        let said = frame.person.is_some() || frame.subject.is_some() || at > frame.clause.span.start;
        // 介绍了某物 shows something, 介绍 introduces a speech.
        let speech = cues.starts(Cue::Speech, here).filter(|length| said && !here[*length..].starts_with('了'));
        let pronoun = cues.starts(Cue::Pronoun, here).filter(|_| !is_promise_start(cues, here));
        let lead = cues.starts(Cue::Lead, here);
        match speech.max(pronoun).max(lead).filter(|length| *length < here.len()) {
            Some(length) => frame.body.start += length,
            None => return,
        }
    }
}

/// 的负责人, 那边, 公司 behind the name of a subject.
fn owned_by(cues: &Cues, rest: &str) -> usize {
    for link in ["的", "公司", "那边", "这边", "厂里", ""] {
        let Some(after) = rest.strip_prefix(link) else { continue };
        if let Some(length) = person(cues, after) {
            return link.len() + length;
        }
        let office: usize =
            ["负责人", "老板", "代表", "工作人员"].iter().find(|o| after.starts_with(**o)).map_or(0, |o| o.len());
        if office > 0 || (!link.is_empty() && link != "的") {
            return link.len() + office;
        }
    }
    0
}

/// Length of a person named at the start: 王厂长, 老陈, 小刘, 胡秘书长, 陈会长.
pub(super) fn person(cues: &Cues, text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if matches!(first, '老' | '小') {
        let surname = cues.starts(Cue::Surname, chars.as_str())?;
        let rest = &chars.as_str()[surname..];
        // 老王讲, but not 老黄铜件.
        let ends = rest.chars().next().is_none_or(|c| !is_hanzi(c))
            || cues.starts(Cue::Speech, rest).is_some()
            || ["把", "去", "给", "跟", "负责", "的", "也", "想", "要"].iter().any(|word| rest.starts_with(word));
        return ends.then_some(first.len_utf8() + surname);
    }
    let surname = cues.starts(Cue::Surname, text)?;
    for given in 0..=2usize {
        let skipped: usize = text[surname..].chars().take(given).map(char::len_utf8).sum();
        let here = &text[surname + skipped..];
        if !text[surname..surname + skipped].chars().all(is_hanzi) {
            return None;
        }
        if let Some(title) = cues.starts(Cue::Title, here) {
            // 于总 is a person, 于工厂 is not; 总 may go on as 总是.
            let after = here[title..].chars().next();
            let title_word = &here[..title];
            let broken = matches!(
                (title_word, after),
                ("总", Some('是' | '会' | '算' | '共' | '体' | '量' | '产' | '装'))
                    | ("工", Some('厂' | '人' | '艺' | '业' | '程' | '作' | '件' | '地'))
            );
            if !broken && (given == 0 || title_word.chars().count() > 1) {
                return Some(surname + skipped + title);
            }
        }
    }
    None
}

fn is_promise_start(cues: &Cues, here: &str) -> bool {
    here.starts_with(['我', '你', '您', '他']) && cues.starts(Cue::Promise, here).is_some()
}

/// Chooses the firm a note is about.
pub(super) fn main_org(cues: &Cues, source: &Source, orgs: &Orgs, frames: &[Frame]) -> Option<usize> {
    let mut scores = vec![0i32; orgs.list.len()];
    for (nth, mention) in orgs.mentions.iter().enumerate() {
        let before = &source.text[..mention.span.start];
        let score = &mut scores[mention.org];
        *score += 2 - (nth as i32).min(2);
        if cues.ends(Cue::MainTrigger, before).is_some() {
            *score += 6;
        }
    }
    if let Some(org) = orgs.headed {
        scores[org] += 8;
    }
    // What is said after a subject is said of it, until another subject.
    let mut subject = None;
    for frame in frames {
        if let Some(org) = frame.subject {
            subject = Some(org);
            scores[org] += 2;
        }
        let text = &source.text[frame.body.clone()];
        let Some(org) = subject else { continue };
        // The firm that asks is the one the note is about.
        scores[org] += 3 * i32::from(cues.has(Cue::Want, text));
        let weighty = [Cue::BuyBefore, Cue::PainTalent, Cue::PainOrder, Cue::PainPrice, Cue::PainPolicy];
        scores[org] += weighty.iter().map(|cue| i32::from(cues.has(*cue, text))).sum::<i32>().min(2);
    }
    let candidates = (0..orgs.list.len()).filter(|org| orgs.list[*org].kind == OrgKind::Firm);
    let best = candidates.max_by_key(|org| (scores[*org], std::cmp::Reverse(*org)));
    best.or_else(|| (0..orgs.list.len()).find(|org| orgs.list[*org].kind != OrgKind::Association && scores[*org] >= 6))
}

/// Says of each frame whom it is about. In visits and chats a new sentence returns to the firm; in minutes the last
/// firm named goes on.
pub(super) fn assign_actors(cues: &Cues, source: &Source, main: Option<usize>, minutes: bool, frames: &mut [Frame]) {
    // Minutes begin with what is said of all.
    let general = minutes && main.is_some() && frames.iter().any(|frame| frame.subject.is_some());
    let mut current = if general { Actor::Third } else { Actor::Main };
    let mut begun = !general;
    let mut sentence = usize::MAX;
    for frame in frames {
        let text = &source.text[frame.clause.span.clone()];
        let body = &source.text[frame.body.clone()];
        if frame.clause.sentence != sentence {
            sentence = frame.clause.sentence;
            if !minutes || (current == Actor::Third && begun) {
                current = Actor::Main;
            }
        }
        begun |= frame.subject.is_some();
        frame.outside = cues.starts(Cue::Outside, body).is_some();
        match frame.subject {
            Some(org) if Some(org) == main => current = Actor::Main,
            Some(org) => current = Actor::Other(org),
            None if frame.person.is_some() && current == Actor::Third => current = Actor::Main,
            None => {
                let trimmed = text.trim_start_matches(|c: char| !is_hanzi(c));
                if cues.starts(Cue::Third, trimmed).or_else(|| cues.starts(Cue::Third, body)).is_some() {
                    current = Actor::Third;
                }
            }
        }
        frame.actor = current;
    }
}

/// 我是某某的, 我们某某: the writer speaks for the firm.
pub(super) fn is_by_firm(source: &Source, orgs: &Orgs, main: Option<usize>) -> bool {
    orgs.mentions.iter().filter(|mention| Some(mention.org) == main).any(|mention| {
        let before = &source.text[..mention.span.start];
        ["我是", "我们", "我这边是", "这边是", "我们是", "这里是", "我厂", "我司"]
            .iter()
            .any(|word| before.ends_with(word))
    })
}
