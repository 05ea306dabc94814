//! What the firm asks for: the asking clause with the clauses that describe it, its kind and its deadline.

use super::{
    super::{
        cues::Cue,
        dates,
        draft::{NeedItem, PainTopic},
        orgs::OrgKind,
        phrase::{self, Phrase},
    },
    Note, finance,
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
    frame: usize,
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
    if frame.past
        && !note.has(Cue::Now, frame)
        && note.cues.find(Cue::Past, body).is_some_and(|p| p.span.start < wanted.start)
    {
        return None;
    }
    // 去年想上…没成; 已经跟人谈着了，不用管.
    let long_ago = ["去年", "前年", "当时", "那时", "早先", "曾"].iter().any(|word| {
        note.text(&frame.clause.span).split(&body[wanted.clone()]).next().is_some_and(|before| before.contains(word))
    });
    let later = note.frames[nth..].iter().take_while(|other| other.clause.part == frame.clause.part);
    if long_ago || later.into_iter().any(|other| note.has(Cue::WantOff, other)) {
        return None;
    }
    let refused = ["不", "没", "没有", "暂时不", "暂不", "并不"].iter().any(|no| body[..wanted.start].ends_with(no));
    // 没有外协需求: the noun of asking, denied further off.
    let noun =
        ["需求", "要求", "打算", "计划", "想法", "意向"].iter().any(|noun| body[wanted.start..].starts_with(noun));
    let denied = ["没有", "没什么", "没啥", "无", "暂无", "尚无"]
        .iter()
        .any(|no| body[..wanted.start].rfind(no).is_some_and(|at| body[at..wanted.start].chars().count() <= 10));
    if refused || noun && denied {
        return None;
    }
    let object = &body[wanted.start..];
    // 求购： announces what follows.
    if frame.clause.colon && object.chars().count() <= 4 {
        return None;
    }
    let vague = note.cues.has(Cue::Bare, body) || object.ends_with('的') || note.cues.has(Cue::NeedSupply, object);
    let topic = if vague && !note.phrases.names_something(object) { topic_before(note, nth) } else { None };
    let described = topic.as_ref().map_or_else(|| body.to_owned(), |t| format!("{}{body}", note.text(t)));
    let kind = kind(note, &described, wanted.start + described.len() - body.len())
        .or_else(|| unnamed_kind(note, body, object))
        .or_else(|| topic.is_some().then_some(NeedKind::Supply))?;
    if kind == NeedKind::Finance && finance::is_refused(note, frame) {
        return None;
    }
    // What stands before the asking word belongs to the need only if it names something.
    let named = note.phrases.names_something(&body[..wanted.start])
        || note.cues.ends(Cue::ThingTail, &body[..wanted.start]).is_some();
    let behind = object.starts_with(['没', '怎', '咋']);
    let start = if named || behind { frame.body.start } else { frame.body.start + wanted.start };
    let mut range = start..describe(note, nth);
    if let (NeedKind::Other, Some(next)) = (kind, note.frames.get(nth + 1)) {
        // 希望协会出面，把…: what is asked for stands in the next clause.
        if next.clause.part == frame.clause.part && range.end == frame.body.end {
            range.end = next.body.end;
        }
    }
    let whole = note.shown(&range);
    let mut what = strip_asking(&whole).to_owned();
    if let Some(topic) = &topic {
        what = format!("{}：{what}", note.shown(topic));
    }
    Some(build(note, nth, kind, what, range, &described))
}

/// Asked for in words no list knows: a search is for a supplier, a plea to the association is anything.
fn unnamed_kind(note: &Note<'_>, body: &str, object: &str) -> Option<NeedKind> {
    let searching =
        ["没着落", "没找到", "想找", "要找", "找个", "找家", "找一家", "寻找", "求购", "急需", "急求", "征求"];
    let length = object.chars().count();
    if searching.iter().any(|word| object.starts_with(word)) && (length >= 5 || object.starts_with('没')) {
        return Some(NeedKind::Supply);
    }
    let pleads = note.cues.has(Cue::House, body)
        && ["希望", "能不能", "能否", "请", "帮"].iter().any(|word| body.contains(word));
    (pleads && length >= 6).then_some(NeedKind::Other)
}

/// The need that stands behind a pain: 缺焊工, 缺客户.
fn implied(note: &Note<'_>, pain: &Pain) -> Option<Draft> {
    let lacks = |words: &[&str]| words.iter().any(|word| pain.item.what.contains(word));
    let kind = match pain.item.topic {
        PainTopic::Talent if lacks(&["缺", "招", "难找", "请不到", "找不", "不够", "不足", "紧"]) => {
            NeedKind::Talent
        }
        PainTopic::Orders if lacks(&["缺客户", "缺案例", "缺订单", "缺单"]) => NeedKind::Customer,
        _ => return None,
    };
    Some(build(note, pain.frame, kind, pain.item.what.clone(), pain.range.clone(), &pain.item.what))
}

fn build(note: &Note<'_>, nth: usize, kind: NeedKind, what: String, range: Range<usize>, described: &str) -> Draft {
    let frame = &note.frames[nth];
    let (deadline, deadline_date) = deadline(note, &(frame.clause.span.start.min(range.start)..range.end));
    let chain = note.phrases.recognizer.chain();
    let caps = note.phrases.recognizer.recognise(described).into_iter().map(|found| found.cap);
    let caps =
        caps.filter(|cap| !matches!(chain.cap(*cap).kind, CapabilityKind::Pain | CapabilityKind::Industry)).collect();
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
        frame: nth,
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
        let vague =
            need.caps.is_empty() && note.cues.has(Cue::Bare, &need.item.what) && need.sentence <= known.sentence + 1;
        // 急需一批圆钢…，要10吨。谁有现货？
        let goods = need.item.what.contains("现货") || tonnes(&need.item.what) && need.item.what.chars().count() <= 14;
        let goods = goods && need.caps.is_empty() && need.sentence <= known.sentence + 1;
        let nested = need.range.start < known.range.end
            || need.sentence == known.sentence && need.frame <= known.frame + 1 && need.caps.is_empty();
        known.item.kind == need.item.kind && ((near && related) || vague || goods || nested)
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
        let figures = body.chars().any(|c| c.is_ascii_digit()) || phrase::leading_count(body, note.cues) > 0;
        let words = [
            "预算",
            "要求",
            "材质",
            "规格",
            "大概",
            "最好",
            "要现货",
            "要货",
            "价格",
            "有",
            "急",
            "得",
            "用在",
            "给",
            "约",
        ];
        let describes = figures && body.chars().count() <= 16
            || words.iter().any(|word| body.starts_with(word))
            || !dates::find(body, note.today, note.cues).is_empty();
        let other = [Cue::Finance, Cue::BuyBefore, Cue::PainDelivery, Cue::PainPrice, Cue::PainQuality];
        if !describes || other.iter().any(|cue| note.cues.has(*cue, body)) {
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
        when.limit
            || ["要", "订", "用", "上", "交", "到货", "前", "得", "必须"].iter().any(|word| after.starts_with(word))
    };
    match found.iter().find(|when| pressing(when)) {
        Some(when) => {
            let at = range.start + when.span.start..range.start + when.span.end;
            (Some(note.shown(&at)), when.date)
        }
        None => (None, None),
    }
}

/// The last thing named before a clause in its part: 激振电机从新乡买，…，想找本地能修的.
pub(super) fn topic_before(note: &Note<'_>, nth: usize) -> Option<Range<usize>> {
    let own = &note.frames[nth];
    let wanted = note.wanting(own).map_or(0, |wanted| wanted.start);
    if note.phrases.names_something(&note.text(&own.body)[..wanted]) {
        return None;
    }
    note.before_in_part(nth).find_map(|frame| topic_of(note, frame))
}

/// The thing a clause speaks of.
fn topic_of(note: &Note<'_>, frame: &Frame) -> Option<Range<usize>> {
    let body = note.text(&frame.body);
    let chain = note.phrases.recognizer.chain();
    let found = note.phrases.recognizer.recognise(body);
    let thing = found.iter().find(|r| {
        matches!(chain.cap(r.cap).kind, CapabilityKind::Product | CapabilityKind::Process | CapabilityKind::Service)
    });
    let Some(thing) = thing else {
        // 防护罩还没着落: an unknown thing at the head of the clause.
        const CUTS: &[&str] =
            &["还", "也", "都", "一直", "从", "用", "自己", "要", "是", "在", "现在", "以前", "的", "没"];
        let cut = CUTS.iter().filter_map(|cut| body.find(cut)).filter(|at| *at > 0).min()?;
        let thing = note.phrases.one(body, 0..cut)?;
        note.cues.ends(Cue::ThingTail, &body[thing.span.clone()])?;
        return Some(frame.body.start + thing.span.start..frame.body.start + thing.span.end);
    };
    let start = thing.modifiers.iter().map(|m| m.span.start).chain([thing.span.start]).min()?;
    // 活塞杆镀铬 is one thing, known in two pieces.
    let end = found.iter().fold(thing.span.end, |end, next| if next.span.start == end { next.span.end } else { end });
    Some(frame.body.start + start..frame.body.start + end)
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
    let joined = ["跟", "和", "与", "找"].iter().any(|word| text.contains(word));
    if joined && note.orgs.list.iter().any(|org| org.kind == OrgKind::Institute && text.contains(&org.name)) {
        return Some(NeedKind::Tech);
    }
    if let Some((_, kind)) = ORDER.iter().find(|(cue, _)| cues.has(*cue, text)) {
        return Some(*kind);
    }
    let process = known.as_ref().is_some_and(|phrase| matches!(phrase.known, Some((_, CapabilityKind::Process))));
    // 急需一批圆钢, 10吨: goods, whatever the word for them.
    let goods = ["一批", "现货"].iter().any(|word| object.contains(word)) || tonnes(object);
    if goods && !cues.has(Cue::MachineVerb, text) {
        return Some(NeedKind::Supply);
    }
    let outside = text.replace("加工中心", "").replace("加工件", "");
    if cues.has(Cue::NeedOutsourcing, &outside) || process {
        return Some(NeedKind::Outsourcing);
    }
    if machine && !cues.has(Cue::NeedSupply, object) {
        return Some(NeedKind::Equipment);
    }
    if known.is_some()
        || note.phrases.names_something(text)
        || cues.has(Cue::NeedSupply, object) && text.chars().count() >= 6
    {
        return Some(NeedKind::Supply);
    }
    None
}

/// 10吨, 300公斤: a quantity of goods.
fn tonnes(text: &str) -> bool {
    ["吨", "公斤", "千克"].iter().any(|unit| {
        text.match_indices(unit).any(|(at, _)| {
            text[..at].ends_with(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十百几".contains(c))
        })
    })
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
    // 搅拌器想找家能做不锈钢的: what stands before the asking word is wanted; before 缺 stands its owner.
    let owner = body[wanted..].starts_with('缺');
    let before = found.iter().find(|r| !owner && fits(r.cap) && r.span.end <= wanted);
    let Some(thing) = before.or_else(|| found.iter().find(|r| fits(r.cap) && r.span.start >= wanted)) else { return };
    let start =
        thing.modifiers.iter().map(|m| m.span.start).chain([thing.span.start]).min().unwrap_or(thing.span.start);
    let cut = note.phrases.trim(body, start..thing.span.end);
    let range = frame.body.start + cut.start..frame.body.start + cut.end;
    let text = note.text(&range);
    let known = lines.buys.iter().any(|item| item.text.contains(text) || text.contains(item.text.as_str()));
    let own = lines.processes.iter().any(|item| item.text.contains(text));
    if !known && !own {
        push(&mut lines.buys, note, &range);
    }
}

fn strip_asking(text: &str) -> &str {
    let mut rest = text;
    while let Some(length) =
        ["想", "希望", "盼着", "需要", "打算", "计划", "问问", "问", "就说", "还", "要是", "他", "咱"]
            .iter()
            .find(|word| rest.starts_with(**word))
            .map(|word| word.len())
    {
        if rest.len() == length {
            break;
        }
        rest = &rest[length..];
    }
    rest.trim()
}

fn shorten(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
