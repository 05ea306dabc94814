//! What the firm asks for: the asking clause with the clauses that describe it, its kind and its deadline.

use super::{
    super::{
        cues::Cue,
        dates,
        draft::{NeedItem, PainTopic},
        phrase::Phrase,
    },
    Note,
    frame::{Actor, Frame},
    lines::{Lines, push},
    pains::Pain,
};
use qianxian_core::{CapIx, CapabilityKind, NeedKind, RelationKind, chain::Towards};
use std::ops::Range;

/// Longest wording of a need, in characters.
const LONGEST: usize = 60;

/// A need that is being put together.
struct Draft {
    item: NeedItem,
    range: Range<usize>,
    caps: Vec<CapIx>,
    sentence: usize,
}

/// Reads the needs; things to be bought regularly are added to what the firm buys.
pub(super) fn read(note: &Note<'_>, pains: &[Pain], lines: &mut Lines) -> Vec<NeedItem> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (nth, frame) in note.frames.iter().enumerate() {
        if frame.actor != Actor::Main || frame.hearsay || frame.promise || frame.small_talk {
            continue;
        }
        if let Some(need) = asked(note, nth) {
            if matches!(need.item.kind, NeedKind::Supply | NeedKind::Outsourcing) {
                bought(note, frame, need.item.kind, lines);
            }
            add(note, &mut drafts, need);
        }
        for pain in pains.iter().filter(|pain| pain.frame == nth) {
            if let Some(need) = implied(note, pain) {
                add(note, &mut drafts, need);
            }
        }
    }
    drafts.into_iter().map(|draft| draft.item).collect()
}

/// The need a clause states.
fn asked(note: &Note<'_>, nth: usize) -> Option<Draft> {
    let frame = &note.frames[nth];
    let body = note.text(&frame.body);
    let wanted = note.wanting(frame).or_else(|| note.cues.find(Cue::Request, body).map(|hit| hit.span))?;
    if frame.past && !note.has(Cue::Now, frame) && note.cues.find(Cue::Past, body).is_some_and(|p| p.span.start < wanted.start) {
        return None;
    }
    let refused = ["不", "没", "没有", "暂时不", "暂不", "并不"].iter().any(|no| body[..wanted.start].ends_with(no));
    if refused {
        return None;
    }
    let object = &body[wanted.start..];
    let bare = note.cues.has(Cue::Bare, body) && !note.phrases.names_something(object);
    let topic = if bare { topic_before(note, nth) } else { None };
    let described = topic.as_ref().map_or_else(|| body.to_owned(), |t| format!("{}{body}", note.text(t)));
    let kind = kind(note, &described, wanted.start + described.len() - body.len())?;
    let range = frame.body.start..describe(note, nth);
    let whole = note.text(&range);
    let mut what = strip_asking(note, whole).to_owned();
    if let Some(topic) = &topic {
        what = format!("{}：{what}", note.text(topic));
    }
    Some(build(note, frame, kind, what, range, &described))
}

/// The need that stands behind a pain: 缺焊工, 缺客户.
fn implied(note: &Note<'_>, pain: &Pain) -> Option<Draft> {
    let lacks = |words: &[&str]| words.iter().any(|word| pain.item.what.contains(word));
    let kind = match pain.item.topic {
        PainTopic::Talent if lacks(&["缺", "招", "难找", "请不到", "找不", "不够", "不足", "紧"]) => NeedKind::Talent,
        PainTopic::Orders if lacks(&["缺客户", "缺案例", "缺订单", "缺单"]) => NeedKind::Customer,
        _ => return None,
    };
    let frame = &note.frames[pain.frame];
    let body = note.text(&frame.body).to_owned();
    let _ = &pain.word;
    Some(build(note, frame, kind, body.clone(), pain.range.clone(), &body))
}

fn build(note: &Note<'_>, frame: &Frame, kind: NeedKind, what: String, range: Range<usize>, described: &str) -> Draft {
    let (deadline, deadline_date) = deadline(note, &range);
    let chain = note.phrases.recognizer.chain();
    let caps = note.phrases.recognizer.recognise(described).into_iter().map(|found| found.cap);
    let caps = caps.filter(|cap| !matches!(chain.cap(*cap).kind, CapabilityKind::Pain | CapabilityKind::Industry)).collect();
    Draft {
        item: NeedItem {
            what: shorten(&what),
            kind,
            kind_name: kind.zh(),
            deadline,
            deadline_date,
            sentence: note.sentence(frame.body.start),
            span: note.span(&range),
        },
        range,
        caps,
        sentence: frame.clause.sentence,
    }
}

/// Adds a need, or a second wording to the one it repeats.
fn add(note: &Note<'_>, drafts: &mut Vec<Draft>, need: Draft) {
    let chain = note.phrases.recognizer.chain();
    let repeats = drafts.iter_mut().rev().find(|known| {
        let near = need.sentence <= known.sentence + 1 || known.caps.iter().any(|cap| need.caps.contains(cap));
        let related = known.caps.iter().any(|a| {
            need.caps.iter().any(|b| a == b || chain.steps_up(*a, *b).is_some() || chain.steps_up(*b, *a).is_some())
        });
        let vague = need.caps.is_empty() && note.cues.has(Cue::Bare, &need.item.what) && need.sentence <= known.sentence + 1;
        let nested = need.range.start < known.range.end;
        known.item.kind == need.item.kind && ((near && related) || vague || nested)
    });
    match repeats {
        Some(known) => {
            if !known.item.what.contains(&need.item.what) {
                known.item.what = shorten(&format!("{}；{}", known.item.what, need.item.what));
            }
            if known.item.deadline.is_none() {
                (known.item.deadline, known.item.deadline_date) = (need.item.deadline, need.item.deadline_date);
            }
            known.caps.extend(need.caps);
        }
        None => drafts.push(need),
    }
}

/// End of the clauses that describe a need: sizes, sums, limits of time.
fn describe(note: &Note<'_>, nth: usize) -> usize {
    let first = &note.frames[nth];
    let mut end = first.body.end;
    for frame in &note.frames[nth + 1..] {
        let body = note.text(&frame.body);
        let same = frame.clause.part == first.clause.part && !frame.promise && frame.actor == first.actor;
        if !same || note.wanting(frame).is_some() && dates::find(body, note.today, note.cues).is_empty() {
            break;
        }
        let starts = body.starts_with(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十几约有".contains(c))
            || ["预算", "要求", "材质", "规格", "大概", "最好", "要现货", "要货", "价格", "最大", "风量", "功率", "口径", "急", "得", "用在", "给"]
                .iter()
                .any(|word| body.starts_with(word))
            || !dates::find(body, note.today, note.cues).is_empty();
        if !starts || note.cues.has(Cue::Finance, body) {
            break;
        }
        end = frame.body.end;
    }
    end
}

/// The limit of time in a need and in the clause before it.
fn deadline(note: &Note<'_>, range: &Range<usize>) -> (Option<String>, Option<jiff::civil::Date>) {
    let text = note.text(range);
    let found = dates::find(text, note.today, note.cues);
    let pressing = |when: &dates::When| {
        let after = &text[when.span.end..];
        when.limit || ["要", "订", "用", "上", "交", "到货", "前", "得", "必须"].iter().any(|word| after.starts_with(word))
    };
    match found.iter().find(|when| pressing(when)) {
        Some(when) => (Some(text[when.span.clone()].to_owned()), when.date),
        None => (None, None),
    }
}

/// The last thing named before a clause in its part: 激振电机从新乡买，…，想找本地能修的.
fn topic_before(note: &Note<'_>, nth: usize) -> Option<Range<usize>> {
    let own = &note.frames[nth];
    let wanted = note.wanting(own).map_or(0, |wanted| wanted.start);
    if note.phrases.names_something(&note.text(&own.body)[..wanted]) {
        return None;
    }
    note.before_in_part(nth).find_map(|frame| {
        let chain = note.phrases.recognizer.chain();
        let found = note.phrases.recognizer.recognise(note.text(&frame.body));
        let thing = found.iter().find(|r| {
            matches!(chain.cap(r.cap).kind, CapabilityKind::Product | CapabilityKind::Process | CapabilityKind::Service)
        })?;
        let start = thing.modifiers.iter().map(|m| m.span.start).chain([thing.span.start]).min()?;
        Some(frame.body.start + start..frame.body.start + thing.span.end)
    })
}

/// What kind of help is meant; `None` when the words do not say.
pub(super) fn kind(note: &Note<'_>, text: &str, wanted: usize) -> Option<NeedKind> {
    let cues = note.cues;
    let object = &text[wanted.min(text.len())..];
    let known: Option<Phrase> = note.phrases.recognizer.recognise(object).iter().rev().find_map(|found| {
        let kind = note.phrases.recognizer.chain().cap(found.cap).kind;
        let thing = matches!(kind, CapabilityKind::Product | CapabilityKind::Process | CapabilityKind::Service);
        thing.then(|| Phrase { span: found.span.clone(), known: Some((found.cap, kind)) })
    });
    let machine = cues.has(Cue::NeedEquipment, text)
        || known.as_ref().and_then(|phrase| phrase.known).is_some_and(|(cap, _)| is_machine(note, cap));
    if cues.has(Cue::MachineVerb, text) && machine && !cues.has(Cue::NeedSpace, object) {
        return Some(NeedKind::Equipment);
    }
    const ORDER: &[(Cue, NeedKind)] = &[
        (Cue::NeedTalent, NeedKind::Talent),
        (Cue::NeedFinance, NeedKind::Finance),
        (Cue::NeedPolicy, NeedKind::Policy),
        (Cue::NeedSpace, NeedKind::Space),
        (Cue::NeedTech, NeedKind::Tech),
        (Cue::NeedCustomer, NeedKind::Customer),
    ];
    if let Some((_, kind)) = ORDER.iter().find(|(cue, _)| cues.has(*cue, text)) {
        return Some(*kind);
    }
    let process = known.as_ref().is_some_and(|phrase| matches!(phrase.known, Some((_, CapabilityKind::Process))));
    let outside = text.replace("加工中心", "").replace("加工件", "");
    if cues.has(Cue::NeedOutsourcing, &outside) || process {
        return Some(NeedKind::Outsourcing);
    }
    if machine && !cues.has(Cue::NeedSupply, object) {
        return Some(NeedKind::Equipment);
    }
    if known.is_some() || note.phrases.names_something(text) || cues.has(Cue::NeedSupply, object) && text.chars().count() > 6 {
        return Some(NeedKind::Supply);
    }
    None
}

/// A product that carries out a process is a machine.
pub(super) fn is_machine(note: &Note<'_>, cap: CapIx) -> bool {
    let chain = note.phrases.recognizer.chain();
    let performs = |cap: CapIx| !chain.related(cap, RelationKind::Performs, Towards::To).is_empty();
    performs(cap) || chain.ancestors(cap).iter().any(|(ancestor, _)| performs(*ancestor))
}

/// Adds the thing a supply need is about to what the firm buys.
fn bought(note: &Note<'_>, frame: &Frame, kind: NeedKind, lines: &mut Lines) {
    let body = note.text(&frame.body);
    let chain = note.phrases.recognizer.chain();
    let wanted = note.wanting(frame).map_or(0, |wanted| wanted.start);
    let found = note.phrases.recognizer.recognise(body);
    let fits = |cap: CapIx| match chain.cap(cap).kind {
        CapabilityKind::Product => kind == NeedKind::Supply,
        CapabilityKind::Process => kind == NeedKind::Outsourcing,
        _ => false,
    };
    let after = found.iter().find(|r| fits(r.cap) && r.span.start >= wanted);
    let Some(thing) = after.or_else(|| found.iter().find(|r| fits(r.cap))) else { return };
    let start = thing.modifiers.iter().map(|m| m.span.start).chain([thing.span.start]).min().unwrap_or(thing.span.start);
    let cut = note.phrases.trim(body, start..thing.span.end);
    let range = frame.body.start + cut.start..frame.body.start + cut.end;
    let text = note.text(&range);
    let known = lines.buys.iter().any(|item| item.text.contains(text) || text.contains(item.text.as_str()));
    let own = lines.processes.iter().any(|item| item.text.contains(text));
    if !known && !own {
        push(&mut lines.buys, note, &range);
    }
}

fn strip_asking<'t>(note: &Note<'_>, text: &'t str) -> &'t str {
    let mut rest = text;
    while let Some(length) = ["想", "希望", "盼着", "需要", "打算", "计划", "问问", "问", "就说", "还", "要是", "他", "咱"]
        .iter()
        .find(|word| rest.starts_with(**word))
        .map(|word| word.len())
    {
        if rest.len() == length {
            break;
        }
        rest = &rest[length..];
    }
    let _ = note;
    rest.trim()
}

fn shorten(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
