//! What a query means: which capabilities are wanted, which are only context, who is asked for, where.

use super::Chip;
use crate::snapshot::Snapshot;
use qianxian_core::{CapIx, CapabilityKind, Found, RelationKind, chain::Towards};
use qianxian_text::{fold, recognize::Recognised};

/// Who is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Who makes or does it.
    Supplier,
    /// Who buys or uses it: 谁家用减速机.
    User,
}

/// How a wanted capability was read off the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By name, alias or English.
    Named,
    /// Only its head noun is known.
    Head,
    /// By its sound or initials.
    Sound,
    /// As equipment for a process or a cure of a pain that the query names.
    Through,
}

/// A wanted capability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Which.
    pub cap: CapIx,
    /// How it was read.
    pub how: How,
    /// How much the query is about it, 0..=1.
    pub share: f32,
}

/// The query as understood.
#[derive(Debug, Clone)]
pub struct Understood {
    /// What was typed.
    pub typed: String,
    /// Its folded form without the words that only ask.
    pub text: String,
    /// Who is looked for.
    pub asked: Asked,
    /// What is wanted, best first.
    pub wanted: Vec<Wanted>,
    /// To show back.
    pub chips: Vec<Chip>,
    /// Said about the reading: sounds like.
    pub remarks: Vec<String>,
    /// Places asked for, as words.
    pub places: Vec<String>,
}

/// Longer queries are cut: nobody asks in more words, and time stays bounded.
const LONGEST: usize = 400;
/// Behind these words stands what is wanted; before them, who asks.
const WANTING: &[&str] = &[
    "需要", "想上", "想要", "想买", "想找", "想做", "要买", "要上", "求购", "寻找", "急需", "采购", "购买", "找", "求",
    "缺", "买",
];
/// These ask for users, not makers.
const USING: &[&str] =
    &["谁家用", "谁用", "谁在用", "谁买", "谁家买", "谁需要", "谁家需要", "哪家用", "哪些企业用", "谁采购", "哪家买"];
/// Words that only ask.
const ASKING: &[&str] = &[
    "谁家能做",
    "谁家做",
    "谁能做",
    "谁做",
    "谁生产",
    "谁家有",
    "谁有",
    "哪家能做",
    "哪家做",
    "哪家有",
    "哪里有",
    "有没有",
    "能做",
    "能不能",
    "帮我",
    "麻烦",
    "请问",
    "我们",
    "我厂",
    "我想",
    "推荐",
    "介绍",
    "一下",
    "几台",
    "一台",
    "一套",
    "一条",
    "一批",
    "附近",
    "本地",
    "厂家",
    "供应商",
    "生产厂",
    "谁家",
    "哪家",
    "想上",
    "想要",
    "需要",
    "寻找",
    "求购",
    "采购",
    "购买",
    "找",
    "的",
    "？",
    "?",
    "。",
    "，",
    ",",
    "！",
];

/// Reads a query.
pub fn understand(snapshot: &Snapshot, query: &str) -> Understood {
    let typed: String = query.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let folded = fold(typed.trim()).text;
    let asked = if USING.iter().any(|word| folded.contains(word)) { Asked::User } else { Asked::Supplier };
    let text = ASKING.iter().chain(USING).fold(folded.clone(), |text, word| text.replace(word, " "));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut understood = Understood {
        typed,
        text,
        asked,
        wanted: Vec::new(),
        chips: Vec::new(),
        remarks: Vec::new(),
        places: Vec::new(),
    };
    read_names(snapshot, &folded, &mut understood);
    if understood.wanted.is_empty() {
        read_sounds(snapshot, &mut understood);
    }
    understood
}

fn read_names(snapshot: &Snapshot, folded: &str, understood: &mut Understood) {
    let found = snapshot.knowledge.recognizer.recognise(folded);
    let wanting = WANTING.iter().filter_map(|word| folded.find(word)).min();
    // 我们生产洗地车，需要驱动电机: what stands before the wish is who asks, unless nothing stands behind it.
    let behind = |r: &&Recognised| wanting.is_none_or(|at| r.span.start > at);
    let any_behind = found.iter().filter(behind).any(|r| is_wanted(snapshot, r));
    for recognised in found.iter().filter(|r| !r.negated && (behind(r) || !any_behind)) {
        take(snapshot, folded, recognised, understood);
    }
    understood.wanted.sort_by(|a, b| b.share.total_cmp(&a.share));
    let mut seen: Vec<CapIx> = Vec::new();
    understood.wanted.retain(|wanted| {
        !seen.contains(&wanted.cap) && {
            seen.push(wanted.cap);
            true
        }
    });
}

fn kind(snapshot: &Snapshot, cap: CapIx) -> CapabilityKind {
    snapshot.knowledge.chain.cap(cap).kind
}

fn is_wanted(snapshot: &Snapshot, recognised: &Recognised) -> bool {
    !recognised.negated
        && (recognised.is_head()
            || matches!(kind(snapshot, recognised.cap), CapabilityKind::Process | CapabilityKind::Pain))
        && kind(snapshot, recognised.cap) != CapabilityKind::Industry
}

fn take(snapshot: &Snapshot, folded: &str, recognised: &Recognised, understood: &mut Understood) {
    let chain = &snapshot.knowledge.chain;
    let cap = recognised.cap;
    let chip = |kind: &'static str| Chip {
        kind,
        typed: folded[recognised.span.clone()].to_owned(),
        meaning: chain.name(cap).to_owned(),
    };
    let mut through = |relation: RelationKind| {
        for (other, found) in chain.related(cap, relation, Towards::From) {
            understood.wanted.push(Wanted { cap: other, how: How::Through, share: 0.6 * found.strength.weight() });
        }
    };
    match kind(snapshot, cap) {
        CapabilityKind::Pain => {
            through(RelationKind::Cures);
            understood.chips.push(chip("困扰"));
        }
        CapabilityKind::Industry => understood.chips.push(chip("行业")),
        CapabilityKind::Process if recognised.found == Found::Mention => {
            // 折弯的设备: the process is named, a machine for it is wanted.
            through(RelationKind::Performs);
            understood.wanted.push(Wanted { cap, how: How::Head, share: 0.4 });
            understood.chips.push(chip("工艺"));
        }
        other if recognised.is_head() => {
            let how = if recognised.found == Found::HeadNoun { How::Head } else { How::Named };
            understood.wanted.push(Wanted { cap, how, share: recognised.confidence });
            if other == CapabilityKind::Process && folded.contains("设备") {
                for (machine, found) in chain.related(cap, RelationKind::Performs, Towards::From) {
                    understood.wanted.push(Wanted {
                        cap: machine,
                        how: How::Through,
                        share: 0.6 * found.strength.weight(),
                    });
                }
            }
            understood.chips.push(chip(other.zh()));
        }
        other => understood.chips.push(chip(if other == CapabilityKind::Product { "修饰" } else { other.zh() })),
    }
}

/// Nothing was named: letters may be pinyin or initials, characters may be typed by ear.
fn read_sounds(snapshot: &Snapshot, understood: &mut Understood) {
    let sounds = snapshot.knowledge.sounds();
    let letters: String = understood.text.chars().filter(|c| !c.is_whitespace()).collect();
    let (caps, how) = if letters.is_ascii() {
        match sounds.full(&letters) {
            [] => (sounds.initials(&letters).to_vec(), "首字母"),
            full => (full.to_vec(), "拼音"),
        }
    } else {
        (sounds.like(&letters), "同音")
    };
    // Only what somebody here offers: initials stand for many things.
    let offered: Vec<CapIx> = caps
        .into_iter()
        .filter(|cap| {
            snapshot.offers(*cap)
                || snapshot.knowledge.chain.descendants(*cap).iter().any(|(kind, _)| snapshot.offers(*kind))
        })
        .collect();
    for cap in offered {
        let meaning = snapshot.cap_name(cap).to_owned();
        understood.remarks.push(format!("“{}”按{how}理解为{meaning}", understood.typed.trim()));
        understood.chips.push(Chip { kind: "产品", typed: understood.typed.trim().to_owned(), meaning });
        understood.wanted.push(Wanted { cap, how: How::Sound, share: 0.9 });
    }
}
