//! What somebody undertook to do, until when, and who.

use super::{
    super::{
        cues::Cue,
        dates::{self, When},
        draft::PromiseItem,
    },
    Note,
    frame::{Actor, Frame, person},
};
use std::ops::Range;

/// Most clauses of one promise.
const LONGEST: usize = 4;

/// One undertaking: where it stands and who undertook it.
#[derive(Debug, Clone, PartialEq)]
struct Undertaking {
    frames: Range<usize>,
    who: String,
}

/// Marks the frames that belong to promises, so that nothing else is read from them.
pub(super) fn mark(note: &mut Note<'_>) {
    let found = undertakings(note);
    for undertaking in found {
        for frame in &mut note.frames[undertaking.frames] {
            frame.promise = true;
        }
    }
}

/// Reads the promises.
pub(super) fn read(note: &Note<'_>) -> Vec<PromiseItem> {
    let mut promises = Vec::new();
    for undertaking in undertakings(note) {
        let frames = &note.frames[undertaking.frames.clone()];
        let (Some(first), Some(last)) = (frames.first(), frames.last()) else { continue };
        let start = after_word(note, first);
        let range = start..last.body.end;
        let text = note.text(&range);
        let when = due(note, text);
        promises.push(PromiseItem {
            what: note.shown(&range).trim_matches([':', '：', ' ', ',', '，']).chars().take(80).collect(),
            due: when.as_ref().map(|when| note.shown(&(start + when.span.start..start + when.span.end))),
            due_date: when.and_then(|when| when.date),
            who: undertaking.who,
            sentence: note.sentence(first.body.start),
            span: note.span(&range),
        });
    }
    promises
}

fn undertakings(note: &Note<'_>) -> Vec<Undertaking> {
    let mut found: Vec<Undertaking> = Vec::new();
    let mut nth = 0;
    // 我答应：一、…；二、…: every part of the list is one.
    let mut list_of: Option<(usize, String)> = None;
    while nth < note.frames.len() {
        let frame = &note.frames[nth];
        let listed = list_of.clone().filter(|(sentence, _)| *sentence == frame.clause.sentence);
        let begins = begins(note, nth);
        let Some(who) =
            begins.or_else(|| listed.as_ref().map(|(_, who)| assigned(note, frame).unwrap_or_else(|| who.clone())))
        else {
            nth += 1;
            continue;
        };
        if frame.clause.colon && note.text(&frame.body).chars().count() <= 12 {
            list_of = Some((frame.clause.sentence, who));
            // The announcing clause itself says nothing.
            nth += 1;
            continue;
        }
        let end = extent(note, nth);
        let who = (nth..end).find_map(|at| assigned(note, &note.frames[at])).unwrap_or(who);
        let text = note.text(&(frame.clause.span.start..note.frames[end - 1].clause.span.end));
        let dated = !dates::find(text, note.today, note.cues).is_empty();
        if note.cues.has(Cue::Action, text) || dated {
            found.push(Undertaking { frames: nth..end, who });
        }
        nth = end;
    }
    found
}

/// Whether a promise begins here, and whose it is.
fn begins(note: &Note<'_>, nth: usize) -> Option<String> {
    let frame = &note.frames[nth];
    if frame.hearsay || frame.past {
        return None;
    }
    let clause = note.text(&frame.clause.span);
    if note.cues.has(Cue::NoPromise, clause) {
        return None;
    }
    if let Some(hit) = note.cues.find(Cue::Promise, clause) {
        let rest = &clause[hit.span.start..];
        let done = rest.contains('了') && !rest.contains("约了") && dates::find(rest, note.today, note.cues).is_empty();
        let asked = note
            .cues
            .find(Cue::Want, clause)
            .is_some_and(|want| want.span.start < hit.span.start && !clause.contains("答应"));
        // 让我… is a request until it names a day.
        let told = rest.starts_with("让我") || rest.starts_with("托我");
        let undated = told && dates::find(clause, note.today, note.cues).is_empty();
        if !done && !asked && !undated {
            return Some(promiser(note, frame, clause, hit.span.start));
        }
    }
    if let Some(who) = assigned(note, frame).filter(|_| speaks_for_house(note, frame)) {
        return Some(who);
    }
    own_word(note, frame, clause)
}

/// Who promised, by the subject before the word.
fn promiser(note: &Note<'_>, frame: &Frame, clause: &str, at: usize) -> String {
    let before = &clause[..at];
    let word = &clause[at..];
    if let Some(who) = assigned(note, frame) {
        return who;
    }
    if word.starts_with('你') || word.starts_with("请你") || word.starts_with("麻烦你") || word.starts_with("交代")
    {
        return addressee(note).unwrap_or_else(house);
    }
    let house_word = ["我", "会里", "会议", "协会", "秘书处", "由秘书处", "咱", "议定", "商定", "约"]
        .iter()
        .any(|w| word.starts_with(w));
    if word.starts_with("让我") || word.starts_with("托") || word.starts_with("嘱咐") || word.starts_with("叮嘱")
    {
        return house();
    }
    if house_word || before.ends_with('我') || before.ends_with("我们") || before.ends_with("咱") {
        let ours = note.by_firm && (word.starts_with("我") || before.ends_with('我') || before.ends_with("我们"));
        return if ours { firm(note, frame) } else { house() };
    }
    if let Some(person) = &frame.person {
        let name = note.text(person);
        let is_house = note.cues.ends(Cue::HouseTitle, name).is_some();
        return if is_house { name.to_owned() } else { firm(note, frame) };
    }
    match frame.actor {
        Actor::Other(org) if frame.subject == Some(org) => note.orgs.list[org].name.clone(),
        _ if ["他", "她", "对方", "厂里", "老板", "企业"].iter().any(|w| before.ends_with(w)) => {
            firm(note, frame)
        }
        _ if frame.subject.is_some() && frame.subject == note.main => firm(note, frame),
        _ => house(),
    }
}

/// 他11月5日前交表: a subject of the firm, a limit of time and something to hand in.
fn own_word(note: &Note<'_>, frame: &Frame, clause: &str) -> Option<String> {
    if frame.actor != Actor::Main || note.wanting(frame).is_some() {
        return None;
    }
    let when =
        dates::find(clause, note.today, note.cues).into_iter().find(|when| when.limit || when.date >= note.today)?;
    let after = &clause[when.span.end..];
    let before = clause[..when.span.start].trim_end_matches("说").trim_end_matches("表示");
    let ours = before.ends_with('我') || before.ends_with("我们");
    if ours && note.cues.has(Cue::Action, after) {
        return Some(if note.by_firm { firm(note, frame) } else { house() });
    }
    // 下下周带他们去看现场: nobody named is the writer.
    let takes_along = ["带", "组织", "联系", "安排", "陪", "约", "帮", "再去", "再来"];
    if before.is_empty() && !note.by_firm && takes_along.iter().any(|word| after.starts_with(word)) {
        return Some(house());
    }
    let hand_over =
        ["交", "报", "提供", "发", "寄", "送", "给", "付", "回复", "答复", "提交", "填", "打样", "出", "补", "来签"];
    if !hand_over.iter().any(|word| after.starts_with(word) || after.starts_with('把') && after.contains(word)) {
        return None;
    }
    let theirs = ["他", "她", "他们", "对方", "厂里", "老板", "企业", "公司"].iter().any(|word| before.ends_with(word));
    let person = frame.person.as_ref().is_some_and(|p| note.cues.ends(Cue::HouseTitle, note.text(p)).is_none());
    if theirs || person {
        return Some(firm(note, frame));
    }
    None
}

/// 由胡秘书长牵头, 请张会长出面.
fn assigned(note: &Note<'_>, frame: &Frame) -> Option<String> {
    let clause = note.text(&frame.clause.span);
    // 由小孙下周一前问: any task, given to a person.
    let named = clause.match_indices('由').find_map(|(at, by)| {
        let rest = &clause[at + by.len()..];
        person_before_task(note, rest).map(|length| rest[..length].to_owned())
    });
    if named.is_some() {
        return named;
    }
    let hit = note.cues.find(Cue::Assigned, clause)?;
    let gap = clause[hit.gap?].trim_matches(|c: char| c == ',' || c == ' ');
    if person(note.cues, gap) == Some(gap.len()) {
        return Some(gap.to_owned());
    }
    if note.cues.words(Cue::House).iter().any(|word| gap.starts_with(word.as_str())) {
        return Some(house());
    }
    let named = note.orgs.mentions.iter().find(|mention| note.text(&mention.span) == gap);
    named.map(|mention| note.orgs.list[mention.org].name.clone())
}

/// Length of a person at the start of a text, a task or a day behind.
fn person_before_task(note: &Note<'_>, rest: &str) -> Option<usize> {
    if let Some(length) = person(note.cues, rest) {
        return Some(length);
    }
    // 小孙下周一前: the plain form is only taken before a day.
    let length: usize = rest.chars().take(2).map(char::len_utf8).sum();
    let nick = rest.starts_with(['小', '老']) && person(note.cues, &rest[..length]) == Some(length);
    let day = dates::find(&rest[length..], note.today, note.cues).first().is_some_and(|when| when.span.start == 0);
    (nick && day).then_some(length)
}

/// Minutes and the secretariat's own notes assign tasks; a firm's manager does not.
fn speaks_for_house(note: &Note<'_>, frame: &Frame) -> bool {
    let body = note.text(&frame.body);
    frame.person.is_none() && (note.wanting(frame).is_none() || body.starts_with('由')) && !body.contains("负责人")
}

/// Where a promise ends: with its part, with the next date, with a need or a pain.
fn extent(note: &Note<'_>, first: usize) -> usize {
    let part = note.frames[first].clause.part;
    let mut dated = !dates::find(note.text(&note.frames[first].clause.span), note.today, note.cues).is_empty();
    let mut end = first + 1;
    while end < note.frames.len() && end - first < LONGEST && note.frames[end].clause.part == part {
        let clause = note.text(&note.frames[end].clause.span);
        let has_date = !dates::find(clause, note.today, note.cues).is_empty();
        let another = has_date && dated && note.cues.has(Cue::Action, clause);
        if another
            || note.cues.has(Cue::NoPromise, clause)
            || (end > first && assigned(note, &note.frames[end]).is_some() && dated)
        {
            break;
        }
        dated |= has_date;
        end += 1;
    }
    end
}

fn due(note: &Note<'_>, text: &str) -> Option<When> {
    let found = dates::find(text, note.today, note.cues);
    found.iter().find(|when| when.limit).or_else(|| found.first()).cloned()
}

/// Where the words of the promise begin: behind 答应, 约好, 我说.
fn after_word(note: &Note<'_>, frame: &Frame) -> usize {
    let clause = note.text(&frame.clause.span);
    let strip = ["答应", "承诺", "约好", "约定", "说好", "议定", "商定", "会议决定", "我说", "保证", "讲好"];
    let cut = strip.iter().filter_map(|word| clause.find(word).map(|at| at + word.len())).max();
    match cut.filter(|cut| *cut < clause.len()) {
        Some(cut) => frame.clause.span.start + cut,
        None => frame.body.start,
    }
}

/// 小胡：…: whom a message is written to.
fn addressee(note: &Note<'_>) -> Option<String> {
    // @小胡 你…
    if let Some(at) = note.source.text.rfind('@') {
        let rest = &note.source.text[at + 1..];
        if let Some(length) = person(note.cues, rest.split(['你', ' ', ',']).next().unwrap_or(rest)) {
            return Some(rest[..length].to_owned());
        }
    }
    let first = note.frames.first()?;
    let clause = note.text(&first.clause.span);
    let length = person(note.cues, clause)?;
    let rest = clause[length..].trim();
    (rest.is_empty() || rest == "好" || rest == "你好").then(|| clause[..length].to_owned())
}

fn house() -> String {
    "秘书处".to_owned()
}

fn firm(note: &Note<'_>, frame: &Frame) -> String {
    let name = note.main.map(|org| note.orgs.list[org].name.clone());
    let person = frame.person.as_ref().map(|person| note.text(person));
    match (name, person) {
        (Some(name), Some(person)) => format!("{name}（{person}）"),
        (Some(name), None) => name,
        (None, Some(person)) => person.to_owned(),
        (None, None) => "企业".to_owned(),
    }
}
