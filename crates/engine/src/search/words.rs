//! Words of queries that say nothing about the thing itself.

use qianxian_text::{Lexicon, WordClass, fold_key};
use rustc_hash::FxHashSet;

/// Word lists of recognition as search needs them: which words do not tell what is wanted.
#[derive(Debug, Default)]
pub struct SearchWords {
    generic: FxHashSet<String>,
    modifiers: FxHashSet<String>,
    parts: FxHashSet<String>,
}

impl SearchWords {
    /// From the lexicon of recognition.
    pub fn new(lexicon: &Lexicon) -> SearchWords {
        let mut words = SearchWords::default();
        for (word, class) in lexicon.words() {
            match class {
                WordClass::Modifier => words.modifiers.insert(fold_key(word)),
                WordClass::TailPart => word.chars().count() >= 2 && words.parts.insert(fold_key(word)),
                _ => words.generic.insert(fold_key(word)),
            };
        }
        words
    }

    /// 设备, 配件, 公司, 生产, 的: no thing is known by it.
    pub fn is_generic(&self, word: &str) -> bool {
        self.generic.contains(word)
    }

    /// 支架, 外壳: a part of something.
    pub fn is_part(&self, word: &str) -> bool {
        self.parts.contains(word)
    }

    /// 不锈钢, 立式: narrows a thing.
    pub fn is_modifier(&self, word: &str) -> bool {
        self.modifiers.contains(word)
    }
}

/// Behind these words stands what is wanted; before them, who asks.
pub(super) const WANTING: &[&str] = &[
    "需要", "想上", "想要", "想买", "想找", "想做", "要买", "要上", "求购", "寻找", "急需", "采购", "购买", "找", "求",
    "缺", "买",
];

/// These ask for users, not makers.
pub(super) const USING: &[&str] = &[
    "谁家在用",
    "谁家用",
    "谁在用",
    "谁用",
    "谁家买",
    "谁在买",
    "谁买",
    "谁家需要",
    "谁需要",
    "哪家用",
    "哪家买",
    "哪些企业用",
    "哪些企业买",
    "哪些厂用",
    "谁采购",
    "谁家采购",
    "谁在采购",
    "谁在找",
    "谁家要",
    "谁要",
];

/// Words that only ask; longer ones stand before those inside them.
pub(super) const ASKING: &[&str] = &[
    "哪些企业能做",
    "哪些厂家能做",
    "有没有能做",
    "谁家能做",
    "谁家会做",
    "谁家做",
    "谁能做",
    "谁在做",
    "谁会做",
    "谁能",
    "谁做",
    "谁生产",
    "谁家有",
    "谁有",
    "哪家能做",
    "哪家做",
    "哪家有",
    "哪里有",
    "哪里能做",
    "哪里能",
    "哪里",
    "哪些企业",
    "哪些厂家",
    "有没有",
    "可以做",
    "能做",
    "能不能",
    "帮我",
    "帮忙",
    "麻烦",
    "请问",
    "我们",
    "我厂",
    "我司",
    "我想",
    "推荐",
    "介绍",
    "一下",
    "几台",
    "几套",
    "一台",
    "一套",
    "一条",
    "一批",
    "附近",
    "周边",
    "本地",
    "当地",
    "厂家",
    "厂商",
    "供应商",
    "生产厂",
    "谁家",
    "哪家",
    "想上",
    "想要",
    "想找",
    "想买",
    "需要",
    "寻找",
    "求购",
    "采购",
    "购买",
    "配套的",
    "配套",
    "找",
    "买",
    "的",
    "?",
    "。",
    ",",
    "!",
    "、",
    ";",
];

/// A machine is wanted, not the work.
pub(super) const MACHINES: &[&str] = &["设备", "机器", "机床", "生产线", "流水线", "工作站", "装备", "装置", "仪器"];

/// Endings of words for materials.
pub(super) const MATERIALS: &[&str] = &[
    "不锈钢",
    "碳钢",
    "合金钢",
    "铸铁",
    "铸钢",
    "球铁",
    "球墨",
    "钢",
    "铁",
    "铝",
    "铜",
    "钛",
    "镍",
    "锌",
    "合金",
    "塑料",
    "橡胶",
    "硅胶",
    "陶瓷",
    "玻璃钢",
    "玻璃",
    "尼龙",
    "石墨",
    "碳纤维",
    "聚氨酯",
    "聚丙烯",
    "四氟",
    "搪瓷",
    "木",
    "碳化硅",
    "pp",
    "pe",
    "pvc",
    "ptfe",
    "pvdf",
    "304",
    "316",
    "316l",
];

/// Behind a machine, these ask for the work it does.
pub(super) const WORK: &[&str] = &["加工", "代加工", "外协", "来料加工", "代工"];

/// Behind a thing, these say that something else is used there.
pub(super) const PLACES_OF_USE: &[&str] =
    &["上的", "上用", "上装", "里的", "里用", "内的", "内用", "用的", "用来", "用"];
