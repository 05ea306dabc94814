//! Drafts of a visit note, a chat message or minutes.
//!
//! The text is cut into clauses; each gets its [`frame`]: who it is about, whether it is rumour, past or denied. The
//! other modules read one subject each from the frames: what is sold and bought ([`lines`]), what hurts ([`pains`]),
//! what is asked for ([`needs`]), money ([`finance`]) and undertakings ([`promises`]).

mod finance;
mod frame;
mod lines;
mod needs;
mod pains;
mod promises;

use super::{
    cues::{Cue, Cues},
    draft::{Input, LineItem, NoteDrafts},
    orgs::{Manner, OrgFinder, OrgKind, Orgs},
    phrase::Phrases,
    source::{Source, Span},
};
use frame::{Actor, Frame};
use jiff::civil::Date;
use std::ops::Range;

/// Everything the readers of a note share.
struct Note<'a> {
    cues: &'a Cues,
    phrases: Phrases<'a>,
    source: Source,
    orgs: Orgs,
    frames: Vec<Frame>,
    /// The firm the note is about.
    main: Option<usize>,
    today: Option<Date>,
    /// Written by the firm itself: 我们 is the firm.
    by_firm: bool,
}

/// Reads a note.
pub(super) fn drafts(cues: &Cues, phrases: Phrases<'_>, input: &Input, today: Option<Date>) -> NoteDrafts {
    let source = Source::new(&input.text, cues);
    let orgs = OrgFinder { cues, recognizer: phrases.recognizer, manner: Manner::Note }.find(&source.text);
    let mut frames = frame::frames(cues, &source, &orgs);
    let main = frame::main_org(cues, &source, &orgs, &frames);
    let minutes = input.channel.as_deref() == Some("minutes");
    frame::assign_actors(cues, &source, main, minutes, &mut frames);
    let by_firm = frame::is_by_firm(&source, &orgs, main);
    let mut note = Note { cues, phrases, source, orgs, frames, main, today, by_firm };
    promises::mark(&mut note);
    let mut lines = lines::read(&note);
    let pains = pains::read(&note);
    let needs = needs::read(&note, &pains, &mut lines);
    let financing = finance::read(&note);
    let needs = finance::with_need(&note, needs, financing.as_ref());
    NoteDrafts {
        id: input.id.clone(),
        company: main.map(|org| org_name(&note, org)),
        pains: pains.into_iter().map(|pain| pain.item).collect(),
        needs,
        financing,
        promises: promises::read(&note),
        mentions: mentions(&note),
        offers: lines.offers,
        buys: lines.buys,
        processes: lines.processes,
    }
}

impl Note<'_> {
    fn text(&self, range: &Range<usize>) -> &str {
        &self.source.text[range.clone()]
    }

    /// A piece of the note in its own spelling.
    fn shown(&self, range: &Range<usize>) -> String {
        self.source.shown(range)
    }

    /// The sentence around a place, in its own spelling.
    fn sentence(&self, at: usize) -> String {
        self.shown(&self.source.sentence_at(at))
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.source.original(range)
    }

    fn line(&self, range: &Range<usize>) -> LineItem {
        LineItem { text: self.shown(range), sentence: self.sentence(range.start), span: self.span(range) }
    }

    fn has(&self, cue: Cue, frame: &Frame) -> bool {
        self.cues.has(cue, self.text(&frame.body))
    }

    /// Frames of one part, before a frame, nearest first.
    fn before_in_part(&self, at: usize) -> impl Iterator<Item = &Frame> {
        let part = self.frames[at].clause.part;
        self.frames[..at].iter().rev().take_while(move |frame| frame.clause.part == part)
    }

    /// Asks for something, and does not merely sound like it: where the asking word stands in the body.
    fn wanting(&self, frame: &Frame) -> Option<Range<usize>> {
        let body = self.text(&frame.body);
        let hit = self.cues.find(Cue::Want, body)?;
        let refused = self.cues.find(Cue::NoWant, body);
        let refused = refused.is_some_and(|no| no.span.start <= hit.span.start && hit.span.start < no.span.end);
        if refused {
            let rest = self.cues.find(Cue::NoWant, body).map_or(body.len(), |no| no.span.end);
            let later = self.cues.find(Cue::Want, &body[rest..])?;
            return Some(rest + later.span.start..rest + later.span.end);
        }
        Some(hit.span)
    }
}

/// The name of an organisation in the spelling of the note.
fn org_name(note: &Note<'_>, org: usize) -> String {
    let known = &note.orgs.list[org].name;
    let first = note.orgs.mentions.iter().find(|m| m.org == org && note.text(&m.span) == known);
    first.map_or_else(|| known.clone(), |mention| note.shown(&mention.span))
}

/// Organisations named besides the firm itself.
fn mentions(note: &Note<'_>) -> Vec<LineItem> {
    let mut seen: Vec<usize> = note.main.into_iter().collect();
    let mut found = Vec::new();
    for mention in &note.orgs.mentions {
        if seen.contains(&mention.org) || note.orgs.list[mention.org].kind == OrgKind::Association {
            continue;
        }
        seen.push(mention.org);
        found.push(note.line(&mention.span));
    }
    found
}

/// Whether a frame speaks of the firm and may be taken at its word.
fn is_plain(frame: &Frame) -> bool {
    frame.actor == Actor::Main && !frame.hearsay && !frame.small_talk && !frame.promise
}
