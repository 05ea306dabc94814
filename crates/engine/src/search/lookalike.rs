//! Names of capabilities that differ from a word by one character: wrong, missing, one too many, two swapped.
//!
//! Every name stands under the hash of each of its rows with one character left out; a word is looked up by its own
//! such rows, so that a look-up costs a few binary searches whatever the number of names.

use qianxian_core::{CapIx, CapabilityKind, Chain};
use qianxian_text::{fold_key, pinyin::readings};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// Names shorter or longer than this have no look-alikes.
const SHORTEST: usize = 3;
const LONGEST: usize = 12;

/// Characters that are taken for each other by eye. Groups from common confusions in trade words.
const ALIKE: &[&str] = &[
    "机几杌饥",
    "汽气",
    "凤风",
    "缸缶缺",
    "轴铀抽袖",
    "泵汞录",
    "阀阅阔",
    "减碱咸",
    "焊悍捍",
    "锻段缎",
    "铣洗跣",
    "齿龄",
    "钻粘站",
    "锅钢",
    "铜桐铝",
    "铝侣",
    "钢纲刚",
    "铸涛筹",
    "模膜摸",
    "压厌",
    "液夜腋",
    "油抽由",
    "滤虑",
    "器嚣",
    "热熟执",
    "换焕唤",
    "管菅官",
    "板扳版",
    "极级",
    "线钱",
    "弹强",
    "轮论抡",
    "齐剂",
    "密蜜",
    "封村",
    "塑朔",
    "胶校",
    "料科",
    "粉份",
    "碎砰",
    "磨麻",
    "筛师",
    "输愉",
    "送迭",
    "带滞",
    "电甲",
    "开升",
    "控空",
    "制刺",
    "传专",
    "感惑",
    "动劲",
    "驱躯",
    "伺同",
    "服报",
    "步涉",
    "异导",
    "变恋",
    "频颁",
    "壳亮",
    "体休",
    "架驾",
    "座坐",
    "杆杠秆",
    "柱拄注",
    "杯坏",
    "活括",
    "塞寒",
    "蜗涡",
    "螺嫘",
    "栓拴",
    "母毋",
    "钉订",
    "垫热",
    "圈卷",
    "环坏",
    "皿血",
    "釜金",
    "塔搭",
    "罐灌",
    "槽糟",
    "池地",
    "箱籍",
    "柜拒",
    "仪议",
    "表衣",
    "计汁",
    "测侧",
    "试式",
    "检捡",
    "验险",
    "激邀",
    "光先",
    "切功",
    "割害",
    "折拆",
    "弯变",
    "冲仲",
    "剪煎",
    "喷愤",
    "涂徐",
    "镀度渡",
    "漆膝",
    "烤拷",
    "淬碎",
    "氧气",
    "氮氨",
    "氢氧",
    "真直",
    "空室",
    "离璃",
    "心必",
    "旋施",
    "转较",
    "鼓豉",
    "引印",
    "除涂",
    "尘坐",
    "污朽",
    "水木",
    "处外",
    "理埋",
    "冷泠",
    "库裤",
    "暖缓",
    "炉护",
    "窑窖",
    "砖转",
    "耐酎",
    "火灭",
    "材村",
    "叉又",
    "吊呆",
    "葫胡",
    "芦庐",
    "刹杀",
    "车东",
    "车轧",
    "车牟",
    "筛晒",
    "链涟",
    "辊混",
    "瓷磁",
    "硅桂",
    "酸俊",
    "碳炭",
    "纤奸",
    "维堆唯",
    "棉绵",
    "刷涮",
    "刀力",
    "刃刀",
    "卡卞",
    "盘盆",
    "盖益",
    "嘴咀",
    "枪抢",
    "弧孤",
    "夹来",
    "爪瓜",
    "臂壁",
    "轨轧",
    "滑骨猾",
    "拖施",
    "托拖",
    "吹次",
    "吸极",
    "挤济",
    "拉垃",
];

/// Names one character apart.
#[derive(Debug, Default)]
pub struct LookAlikes {
    names: Vec<(Vec<char>, CapIx, bool)>,
    rows: Vec<(u32, u32)>,
    exact: FxHashMap<u32, Vec<u32>>,
    last: FxHashMap<char, u32>,
    /// Pairs of neighbouring characters and the names that have them.
    pairs: Vec<((char, char), u32)>,
}

/// A name that a word may be meant for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alike {
    pub(super) cap: CapIx,
    pub(super) name: String,
    /// 0..=1: how easily one is written for the other.
    pub(super) likeness: f32,
}

impl LookAlikes {
    /// Reads every Chinese name and alias of things that can be searched for.
    pub fn new(chain: &Chain) -> LookAlikes {
        let mut table = LookAlikes::default();
        let searched = |cap: &CapIx| !matches!(chain.cap(*cap).kind, CapabilityKind::Industry | CapabilityKind::Pain);
        for cap in chain.iter().filter(searched) {
            let known = chain.cap(cap);
            for (at, name) in std::iter::once(&known.name).chain(&known.aliases).enumerate() {
                let chars: Vec<char> = fold_key(name).chars().collect();
                if chars.len() < 2 || chars.iter().all(char::is_ascii) {
                    continue;
                }
                let number = table.names.len() as u32;
                table.pairs.extend(chars.iter().copied().zip(chars.iter().copied().skip(1)).map(|pair| (pair, number)));
                if (SHORTEST..=LONGEST).contains(&chars.len()) {
                    table.rows.extend((0..chars.len()).map(|left_out| (row(&chars, left_out), number)));
                    table.exact.entry(row(&chars, usize::MAX)).or_default().push(number);
                    *table.last.entry(chars[chars.len() - 1]).or_default() += 1;
                }
                table.names.push((chars, cap, at > 0));
            }
        }
        table.rows.sort_unstable();
        table.pairs.sort_unstable();
        table
    }

    /// Capabilities of which one name has all these words, each of two characters and more, in the order of the chain.
    pub(super) fn with_words(&self, words: &[&str]) -> Vec<CapIx> {
        let first = words.first().and_then(|word| word.chars().zip(word.chars().skip(1)).next());
        let Some(pair) = first else { return Vec::new() };
        let from = self.pairs.partition_point(|(known, _)| *known < pair);
        let numbers = self.pairs[from..].iter().take_while(|(known, _)| *known == pair).map(|(_, number)| *number);
        let has = |name: &[char], word: &str| {
            let word: Vec<char> = word.chars().collect();
            name.windows(word.len()).any(|part| part == word)
        };
        let named = numbers.map(|number| &self.names[number as usize]);
        let mut caps: Vec<CapIx> =
            named.filter(|(name, ..)| words.iter().all(|word| has(name, word))).map(|(_, cap, _)| *cap).collect();
        caps.sort_unstable();
        caps.dedup();
        caps
    }

    /// Names that a levelled word may be meant for, likeliest first; the word itself is not among them.
    pub(super) fn find(&self, word: &str) -> Vec<Alike> {
        let typed: Vec<char> = word.chars().collect();
        if !(SHORTEST..=LONGEST).contains(&typed.len()) || typed.iter().all(char::is_ascii) {
            return Vec::new();
        }
        let mut numbers: Vec<u32> = Vec::new();
        for left_out in 0..typed.len() {
            numbers.extend(self.under(row(&typed, left_out)));
            numbers.extend(self.exact.get(&row(&typed, left_out)).into_iter().flatten());
        }
        numbers.extend(self.under(row(&typed, usize::MAX)));
        for at in 1..typed.len() {
            let mut swapped = typed.clone();
            swapped.swap(at - 1, at);
            numbers.extend(self.exact.get(&row(&swapped, usize::MAX)).into_iter().flatten());
        }
        let mut best: FxHashMap<CapIx, Alike> = FxHashMap::default();
        for number in numbers {
            let (name, cap, alias) = &self.names[number as usize];
            let likeness = self.likeness(&typed, name) * if *alias { 0.97 } else { 1.0 };
            if likeness > 0.0 && best.get(cap).is_none_or(|known| known.likeness < likeness) {
                best.insert(*cap, Alike { cap: *cap, name: name.iter().collect(), likeness });
            }
        }
        let mut found: Vec<Alike> = best.into_values().collect();
        found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.cap.cmp(&b.cap)));
        found
    }

    fn under(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.rows.partition_point(|(known, _)| *known < row);
        self.rows[from..].iter().take_while(move |(known, _)| *known == row).map(|(_, number)| *number)
    }

    fn likeness(&self, typed: &[char], name: &[char]) -> f32 {
        let long = name.len() >= 4;
        match typed.len().cmp(&name.len()) {
            std::cmp::Ordering::Equal => {
                let wrong: Vec<usize> = (0..name.len()).filter(|at| typed[*at] != name[*at]).collect();
                match wrong.as_slice() {
                    [at] if sounds_alike(typed[*at], name[*at]) => 0.95,
                    [at] if looks_alike(typed[*at], name[*at]) => 0.92,
                    [at] if *at + 1 == name.len() => {
                        // 堆高机 for 堆高车: only one usual ending for another, never a place (房, 馆) or a person.
                        let usual = |c: char| self.last.get(&c).copied().unwrap_or(0) >= 40;
                        if usual(typed[*at]) { if long { 0.7 } else { 0.6 } } else { 0.0 }
                    }
                    [_] if long => 0.65,
                    [a, b] if *a + 1 == *b && typed[*a] == name[*b] && typed[*b] == name[*a] => 0.9,
                    _ => 0.0,
                }
            }
            // One character too few or too many: only in longer words, and never the head.
            _ if name.len().min(typed.len()) >= 3 && typed.last() == name.last() && one_apart(typed, name) => 0.75,
            _ => 0.0,
        }
    }
}

fn one_apart(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    long.len() == short.len() + 1 && short[same..] == long[same + 1..]
}

fn sounds_alike(a: char, b: char) -> bool {
    let (a, b) = (readings(a.encode_utf8(&mut [0; 4]), 3), readings(b.encode_utf8(&mut [0; 4]), 3));
    a.iter().any(|sound| b.iter().any(|other| super::sound::level(sound) == super::sound::level(other)))
}

fn looks_alike(a: char, b: char) -> bool {
    ALIKE.iter().any(|group| group.contains(a) && group.contains(b))
}

fn row(chars: &[char], left_out: usize) -> u32 {
    let mut hasher = FxHasher::default();
    chars.iter().enumerate().filter(|(at, _)| *at != left_out).for_each(|(_, c)| c.hash(&mut hasher));
    (hasher.finish() >> 32) as u32
}
