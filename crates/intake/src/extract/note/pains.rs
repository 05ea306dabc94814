//! What hurts: clauses with a word of pain, neighbours about the same thing put together.

use super::{
    super::{
        cues::Cue,
        draft::{PainItem, PainTopic},
    },
    Note,
    frame::{Actor, Frame},
};
use std::ops::Range;

const TOPICS: &[(Cue, PainTopic)] = &[
    (Cue::PainTalent, PainTopic::Talent),
    (Cue::PainQuality, PainTopic::Quality),
    (Cue::PainDelivery, PainTopic::Delivery),
    (Cue::PainMoney, PainTopic::Money),
    (Cue::PainOrder, PainTopic::Orders),
    (Cue::PainPrice, PainTopic::Cost),
    (Cue::PainPolicy, PainTopic::Policy),
    (Cue::PainEquipment, PainTopic::Equipment),
    (Cue::PainSpace, PainTopic::Space),
    (Cue::PainTech, PainTopic::Tech),
    (Cue::PainAny, PainTopic::Other),
];

/// A pain and the frames it was read from.
pub(super) struct Pain {
    pub(super) item: PainItem,
    /// Bytes of the cleaned text.
    pub(super) range: Range<usize>,
    /// Number of its first frame.
    pub(super) frame: usize,
}

/// Reads the pains.
pub(super) fn read(note: &Note<'_>) -> Vec<Pain> {
    let mut pains: Vec<Pain> = Vec::new();
    let mut last: Option<usize> = None;
    for (nth, frame) in note.frames.iter().enumerate() {
        let near = last.is_some_and(|at| at + 1 == nth && note.frames[at].clause.part == frame.clause.part);
        let Some(topic) = topic(note, frame) else {
            // 招了仨月, 一天给四百: goes on with the pain before it.
            if near && is_usable(frame) && note.wanting(frame).is_none() && goes_on(note, frame) {
                extend(note, &mut pains, frame);
                last = Some(nth);
            }
            continue;
        };
        let same = pains.last().is_some_and(|pain| {
            near && (pain.item.topic == topic
                || topic == PainTopic::Other
                || pain.item.topic == PainTopic::Other
                || goes_on(note, frame))
        });
        if same {
            extend(note, &mut pains, frame);
            if let Some(pain) = pains.last_mut().filter(|pain| pain.item.topic == PainTopic::Other) {
                pain.item.topic = topic;
                pain.frame = nth;
            }
        } else {
            let range = with_cause(note, nth);
            pains.push(Pain {
                item: PainItem {
                    what: note.shown(&range),
                    topic,
                    sentence: note.sentence(frame.body.start),
                    span: note.span(&range),
                },
                range,
                frame: nth,
            });
        }
        last = Some(nth);
    }
    pains
}

fn is_usable(frame: &Frame) -> bool {
    frame.actor == Actor::Main && !frame.hearsay && !frame.promise && !frame.small_talk
}

/// What a clause complains of.
fn topic(note: &Note<'_>, frame: &Frame) -> Option<PainTopic> {
    let body = note.text(&frame.body);
    let cues = note.cues;
    // 环保局限期整改: what officials do hurts as well.
    let ordered = frame.actor == Actor::Third
        && !frame.hearsay
        && ["限期", "整改", "罚", "查封", "责令"].iter().any(|word| body.contains(word));
    if !is_usable(frame) && !ordered {
        return None;
    }
    let mut best: Option<(PainTopic, Range<usize>)> = None;
    for (cue, topic) in TOPICS {
        let Some(hit) = cues.find_last(*cue, body) else { continue };
        let longer =
            |other: &Range<usize>| body[hit.span.clone()].chars().count() > body[other.clone()].chars().count();
        if best.as_ref().is_none_or(|(_, span)| longer(span)) {
            best = Some((*topic, hit.span));
        }
    }
    let (topic, span) = best?;
    // 主要困难就两个： announces.
    if topic == PainTopic::Other
        && (frame.clause.colon
            || ["两个", "三个", "几个", "两点", "三点", "几点", "几条"].iter().any(|word| body.ends_with(word)))
    {
        return None;
    }
    // 没啥困难 takes back what it covers; 就是电工不好招 behind it stands.
    if let Some(fine) = cues.find_last(Cue::NoPain, body)
        && fine.span.end >= span.start
        && !(span.start < fine.span.start && span.end >= fine.span.end)
    {
        return None;
    }
    let wanted = note.wanting(frame);
    let stated = topic == PainTopic::Talent && body[span.clone()].starts_with('缺') || span.start == 0;
    if wanted.is_some_and(|wanted| wanted.start <= span.start && !stated) {
        return None;
    }
    if frame.past
        && !cues.has(Cue::Now, body)
        && frame.body.start == frame.clause.span.start
        && cues.starts(Cue::Past, body).is_some()
        && !frame.outside
        && !body.contains("那家")
    {
        return None;
    }
    let refused = ["不", "没", "不再", "没有"].iter().any(|no| body[..span.start].ends_with(no));
    (!refused).then_some(topic)
}

/// The clause says nothing without the one before it.
fn goes_on(note: &Note<'_>, frame: &Frame) -> bool {
    let body = note.text(&frame.body);
    note.cues.starts(Cue::PainMore, body).is_some() || body.starts_with(|c: char| c.is_ascii_digit())
}

fn extend(note: &Note<'_>, pains: &mut [Pain], frame: &Frame) {
    if let Some(pain) = pains.last_mut() {
        pain.range.end = frame.body.end;
        pain.item.what = note.shown(&pain.range);
        pain.item.span = note.span(&pain.range);
    }
}

/// A pain that names no thing takes the clause before it along: 从山西拉毛坯，质量不稳定.
fn with_cause(note: &Note<'_>, nth: usize) -> Range<usize> {
    let frame = &note.frames[nth];
    let body = note.text(&frame.body);
    let start = match note.before_in_part(nth).next() {
        Some(before) if before.actor == Actor::Main && !before.promise && note.wanting(before).is_none() => {
            let cause = note.text(&before.body);
            let bought = note.cues.has(Cue::BuyBefore, cause) || note.cues.has(Cue::BuyAfter, cause);
            let names = bought || note.phrases.names_something(cause);
            let short = body.chars().count() <= 10 && cause.chars().count() <= 24;
            if short && names && !note.phrases.names_something(body) { before.body.start } else { frame.body.start }
        }
        _ => frame.body.start,
    };
    start..frame.body.end
}
