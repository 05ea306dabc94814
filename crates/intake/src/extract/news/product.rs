//! What a cooperation is about, and what a company of the text makes.

use super::{
    super::{cues::Cue, phrase::split_list},
    Found, Party,
    scene::Scene,
};
use qianxian_core::CapabilityKind;
use std::ops::Range;

/// Longest product phrase of a cooperation, in characters.
const LONGEST: usize = 24;

/// The thing a statement like 与 B 合作… is about: between the partner and the word (B 的减速机合作), behind the word up
/// to 的 (配套转向器的合作), or the object of what follows (合作的第100台主轴承下线).
pub(super) fn of_cooperation(scene: &Scene<'_>, from: usize, end: usize, word: &Range<usize>) -> Option<String> {
    let between = scene.text(from..word.start.max(from));
    let clause_end = scene.clause_end(word.end).min(end);
    let after = scene.text(word.end..clause_end);
    let clause = scene.text(from..clause_end);
    if let Some(thing) = in_quotes(clause) {
        return Some(thing);
    }
    // 配套某物的合作, 某物的合作.
    if let Some(at) = clause.rfind("的合作").filter(|at| *at > 0) {
        let front = clause[..at].trim_start_matches('的').trim_start_matches("配套");
        if let Some(thing) = tidy(scene, front) {
            return Some(thing);
        }
    }
    let between = between.trim_start_matches('的').trim_start_matches("在");
    tidy_known(scene, between)
        .or_else(|| after.find("合同").or_else(|| after.find("协议")).and_then(|at| tidy_known(scene, &after[..at])))
        .or_else(|| object(scene, after))
        .or_else(|| {
            // 用于某物的方案, 供应某物, 共建某实验室 in the clause that follows.
            let next = scene.next_clause(clause_end).filter(|next| next.end <= end)?;
            let text = scene.text(next);
            let supplied = scene.cues.find(Cue::SupplyVerb, text).map(|hit| hit.span.end);
            let worked = last_work(scene, text);
            let cut = text.strip_prefix("用于").map(|_| "用于".len()).or(supplied).or(worked)?;
            let text = &text[cut..];
            let thing = text.find("的个性化").or_else(|| text.find("的方案")).map_or(text, |at| &text[..at]);
            tidy_known(scene, thing).or_else(|| object(scene, thing))
        })
}

/// End of the last verb of joint work. 实验室 and 平台 are where the work is done, not the work.
fn last_work(scene: &Scene<'_>, text: &str) -> Option<usize> {
    let mut limit = text.len();
    while let Some(hit) = scene.cues.find_last(Cue::CoopResearch, &text[..limit]) {
        if !text[hit.span.clone()].ends_with(['室', '台', '心', '研']) {
            return Some(hit.span.end);
        }
        limit = hit.span.start;
    }
    None
}

/// The object of a verb: up to the first verb or mark behind it.
pub(super) fn object(scene: &Scene<'_>, text: &str) -> Option<String> {
    let text = text.trim_start_matches(['的', '了', '出']);
    let stops = [
        "日前", "近日", "下线", "交付", "在", "。", "用上", "供", "往", "以", "来", "启动", "投产", "通过", "正式",
        "已", "并", "从",
    ];
    let end = stops.iter().filter_map(|stop| text.find(stop)).filter(|at| *at > 0).min().unwrap_or(text.len());
    let text = &text[..end];
    tidy_known(scene, text).or_else(|| {
        // 给某某的钻机做结构件: the last thing named.
        let tail = text.rfind('的').map(|at| &text[at + '的'.len_utf8()..])?;
        tidy_known(scene, tail)
    })
}

/// 某某的这套支架专为 B 定做: the thing stands before the preposition.
pub(super) fn before_preposition(scene: &Scene<'_>, front: &str) -> Option<String> {
    tidy_known(scene, front).or_else(|| tidy_known(scene, front.rsplit('的').next()?))
}

/// Adds what the supplier's next clause says it makes: 做结构件，主打车架和纵梁.
pub(super) fn with_next_clause(
    scene: &Scene<'_>,
    product: Option<String>,
    at: usize,
    supplier: usize,
) -> Option<String> {
    let Some(range) = scene.next_clause(at) else { return product };
    let names_other = scene.mentions(range.clone()).iter().any(|mention| mention.org != supplier);
    let more = if names_other { Vec::new() } else { made_in(scene, scene.text(range)) };
    match (product, more.is_empty()) {
        (product, true) => product,
        (Some(product), false) => Some(format!("{product}、{}", more.join("、"))),
        (None, false) => Some(more.join("、")),
    }
}

/// 缺下料设备，有些产品就交给 B 做: what is missing is what is handed over.
pub(super) fn lacked(scene: &Scene<'_>, part: &Range<usize>, until: usize) -> Option<String> {
    let text = scene.text(part.start..until);
    let at = ["缺少", "缺乏", "没有", "缺"].iter().find_map(|word| text.find(word).map(|at| at + word.len()))?;
    let rest = &text[at..];
    let thing = rest.split([',', ';']).next()?;
    tidy(scene, thing)
}

/// What a subject of the part makes.
pub(super) fn of_subject(scene: &Scene<'_>, org: usize, part: Range<usize>) -> Option<String> {
    let sentence = scene.source.sentence_at(part.start);
    let products = made_by(scene, org, sentence);
    (!products.is_empty()).then(|| products.join("、"))
}

/// Products of a company: what the text says it makes, and what it supplies.
pub(super) fn of_company(scene: &Scene<'_>, found: &[Found], org: usize) -> Vec<String> {
    let mut products = made_by(scene, org, 0..scene.source.text.len());
    for one in found.iter().filter(|one| one.supplier == Some(Party::Org(org))) {
        let supplied = one.product.iter().flat_map(|product| product.split('、'));
        products.extend(supplied.map(str::to_owned));
    }
    let mut kept: Vec<String> = Vec::new();
    for product in products {
        if !kept.iter().any(|other| other.contains(&product) || product.contains(other.as_str())) {
            kept.push(product);
        }
    }
    kept
}

/// Whether a word of trade in an organisation's name says what the product is: 某某轴承, 主轴承.
pub(super) fn is_in_name(scene: &Scene<'_>, org: usize, product: &str) -> bool {
    let known = &scene.orgs.list[org];
    let names = std::iter::once(known.name.as_str()).chain(known.aliases.iter().map(String::as_str));
    let trades = [Cue::OrgProductTail, Cue::OrgTail, Cue::OrgMiddle].into_iter().flat_map(|cue| scene.cues.words(cue));
    let said: Vec<&str> = trades.map(String::as_str).filter(|word| word.chars().count() > 1).collect();
    names
        .into_iter()
        .any(|name| said.iter().any(|word| name.contains(word) && product.split('、').any(|item| item.ends_with(word))))
}

/// Whether two products share an item.
pub(super) fn same(a: &Option<String>, b: &Option<String>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    a.split('、').any(|x| b.split('、').any(|y| x.contains(y) || y.contains(x)))
}

/// A product phrase without counts and fillers; each item of a list by itself.
pub(super) fn tidy(scene: &Scene<'_>, text: &str) -> Option<String> {
    let items = items(scene, text);
    (!items.is_empty()).then(|| items.join("、"))
}

/// The same, for places where only a thing the chain knows, or what sounds like one, is believed.
fn tidy_known(scene: &Scene<'_>, text: &str) -> Option<String> {
    let items = items(scene, text);
    let known =
        items.iter().any(|item| scene.phrases.known(item).is_some() || scene.cues.ends(Cue::ThingTail, item).is_some());
    known.then(|| items.join("、"))
}

fn items(scene: &Scene<'_>, text: &str) -> Vec<String> {
    let mut items = Vec::new();
    for piece in split_list(text, 0..text.len()) {
        let mut start = piece.start;
        let mut end = piece.end;
        loop {
            let trimmed = scene.phrases.trim(text, start..end);
            let here = &text[trimmed.clone()];
            let front = scene.cues.starts(Cue::ProductFront, here).filter(|cut| *cut < here.len()).unwrap_or(0);
            let ordinal = ordinal(&here[front..]);
            let back =
                scene.cues.ends(Cue::ProductBack, here).filter(|rest| *rest > front + ordinal).unwrap_or(here.len());
            let next = trimmed.start + front + ordinal..trimmed.start + back;
            if next == (start..end) {
                break;
            }
            (start, end) = (next.start, next.end);
        }
        let item = &text[start..end];
        let length = item.chars().count();
        let empty = [Cue::CoopEmpty, Cue::PhraseEmpty, Cue::ProductFront, Cue::ProductBack];
        let bad = empty.iter().any(|cue| scene.cues.is(*cue, item)) || item.contains([',', '。', ';', '(']);
        if (2..=LONGEST).contains(&length) && !bad && item.chars().any(char::is_alphabetic) {
            items.push(item.to_owned());
        }
    }
    items
}

/// 第8000台, 第一批.
fn ordinal(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('第') else { return 0 };
    let digits: usize = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十百千万".contains(*c))
        .map(char::len_utf8)
        .sum();
    let unit = rest[digits..].chars().next().filter(|c| "台套批根条个支件辆座艘".contains(*c));
    match (digits, unit) {
        (1.., Some(unit)) => '第'.len_utf8() + digits + unit.len_utf8(),
        _ => 0,
    }
}

fn in_quotes(clause: &str) -> Option<String> {
    let open = clause.find('“')?;
    let inner = &clause[open + '“'.len_utf8()..];
    let close = inner.find('”')?;
    let after = &inner[close + '”'.len_utf8()..];
    let named = ["实验室", "研究院", "中心", "平台", "项目"].iter().find(|word| after.starts_with(**word))?;
    Some(format!("{}{named}", &inner[..close]))
}

fn made_by(scene: &Scene<'_>, org: usize, range: Range<usize>) -> Vec<String> {
    let mut made = Vec::new();
    for (nth, clause) in scene.clauses.iter().enumerate() {
        if clause.span.start < range.start || clause.span.end > range.end {
            continue;
        }
        let mentions = scene.mentions(clause.span.clone());
        let subject = match mentions.first() {
            Some(first) => (first.org == org).then_some(first.span.end),
            // The clause goes on about the subject of the one before.
            None => nth.checked_sub(1).and_then(|before| {
                let before = &scene.clauses[before];
                let first = scene.mentions(before.span.clone()).into_iter().next()?;
                let same = before.sentence == clause.sentence && first.org == org;
                (same && scene.text(before.span.start..first.span.start).chars().count() <= 4)
                    .then_some(clause.span.start)
            }),
        };
        let Some(start) = subject else { continue };
        if mentions.iter().any(|m| m.org != org) {
            continue;
        }
        made.extend(made_in(scene, scene.text(start..clause.span.end)));
    }
    made
}

fn made_in(scene: &Scene<'_>, text: &str) -> Vec<String> {
    let Some(hit) = scene.cues.find(Cue::NewsMakes, text).filter(|hit| text[..hit.span.start].chars().count() <= 8)
    else {
        return Vec::new();
    };
    let chain = scene.phrases.recognizer.chain();
    let candidates = items(scene, &text[hit.span.end..]);
    let is_thing = |item: &String| match scene.phrases.known(item) {
        Some((cap, _)) => chain.cap(cap).kind == CapabilityKind::Product,
        None => scene.cues.ends(Cue::ThingTail, item).is_some(),
    };
    candidates.into_iter().filter(is_thing).collect()
}
