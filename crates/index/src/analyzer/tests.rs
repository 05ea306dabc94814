//! Tokens, offsets and positions of Chinese, Latin and mixed text.

use super::{AnalyzerKind, Analyzers, MAX_TEXT, MAX_TOKEN};
use proptest::prelude::*;
use std::sync::LazyLock;
use tantivy::tokenizer::TokenizerManager;

static ANALYZERS: LazyLock<Analyzers> =
    LazyLock::new(|| Analyzers::new(&["谐波减速机", "伺服电机", "PLC控制柜", "洗地车"].map(str::to_owned)));

/// `text@position[original]`, one a token, as the index engine sees them.
#[track_caller]
fn check(kind: AnalyzerKind, text: &str, expected: &str) {
    let manager = TokenizerManager::new();
    ANALYZERS.register(&manager);
    let mut analyzer = manager.get(kind.name()).unwrap();
    let mut tokens = Vec::new();
    analyzer.token_stream(text).process(&mut |token| {
        let original = &text[token.offset_from..token.offset_to];
        tokens.push(match original == token.text {
            true => format!("{}@{}", token.text, token.position),
            false => format!("{}@{}[{original}]", token.text, token.position),
        });
    });
    assert_eq!(tokens.join(" "), expected);
}

#[test]
fn words_of_chinese() {
    check(AnalyzerKind::Words, "谐波减速机", "谐波@0 谐波减速机@0 减速@2 减速机@2");
    check(AnalyzerKind::Words, "电机、轴承", "电机@0 轴承@2");
    check(AnalyzerKind::Words, "交流伺服电机", "交流@0 伺服@2 伺服电机@2 电机@4");
}

#[test]
fn words_inside_long_words() {
    let analyzers = Analyzers::new(&["全自动伺服电机".to_owned(), "伺服电机".to_owned()]);
    let tokens = analyzers.tokens(AnalyzerKind::Words, "全自动伺服电机");
    let texts: Vec<&str> = tokens.iter().map(|token| token.text).collect();
    assert_eq!(texts, ["全自动", "全自动伺服电机", "自动", "伺服", "伺服电机", "电机"]);
}

#[test]
fn words_of_latin_and_mixed() {
    check(AnalyzerKind::Words, "Gear Reducer", "gear@0[Gear] reducer@1[Reducer]");
    check(AnalyzerKind::Words, "PLC控制柜", "plc@0[PLC] 控制@1 控制柜@1");
    check(AnalyzerKind::Words, "O 型圈", "o@0[O] 型@1 圈@2");
}

#[test]
fn model_numbers_are_there_whole_and_in_parts() {
    check(AnalyzerKind::Words, "NMRV075", "nmrv075@0[NMRV075] nmrv@0[NMRV] 075@1");
    check(AnalyzerKind::Bigrams, "NMRV-075", "nmrv075@0[NMRV-075] nmrv@0[NMRV] 075@1");
    check(AnalyzerKind::Words, "IS80-65-160", "is8065160@0[IS80-65-160] is80@0[IS80] is@0[IS] 80@1 65@2 160@3");
    check(
        AnalyzerKind::Words,
        "0.75kW DN50/PN16",
        "0.75kw@0[0.75kW] 0.75@0 kw@1[kW] dn50@2[DN50] dn@2[DN] 50@3 pn16@4[PN16] pn@4[PN] 16@5",
    );
    check(AnalyzerKind::Bigrams, "2024-2025", "2024@0 2025@1");
    check(AnalyzerKind::Words, "a.b -c- 1.", "a@0 b@1 c@2 1@3");
}

#[test]
fn traditional_and_full_width_keep_their_own_spelling() {
    check(AnalyzerKind::Words, "諧波減速機", "谐波@0[諧波] 谐波减速机@0[諧波減速機] 减速@2[減速] 减速机@2[減速機]");
    check(AnalyzerKind::Bigrams, "ＮＭＲＶ減速", "nmrv@0[ＮＭＲＶ] 减@1[減] 减速@1[減速] 速@2");
    check(AnalyzerKind::Words, "35㎜", "35mm@0[35㎜] 35@0 mm@1[㎜]");
    check(AnalyzerKind::Words, "离\u{200b}心泵\u{feff}", "离心@0[离\u{200b}心] 离心泵@0[离\u{200b}心泵]");
}

#[test]
fn bigrams_need_no_dictionary() {
    check(AnalyzerKind::Bigrams, "碳化硅", "碳@0 碳化@0 化硅@1 硅@2");
    check(AnalyzerKind::Bigrams, "泵", "泵@0");
    check(AnalyzerKind::Bigrams, "泵、PVC管", "泵@0 pvc@1[PVC] 管@2");
    check(AnalyzerKind::Bigrams, "", "");
    check(AnalyzerKind::Bigrams, "，。！ \t", "");
}

#[test]
fn sounds_of_words_names_and_short_runs() {
    check(AnalyzerKind::Pinyin, "重庆", "zhongqing@0[重庆] chongqing@0[重庆]");
    check(AnalyzerKind::Pinyin, "淼晶电炉NMRV", "miaojing@0[淼晶] miaojingdianlu@0[淼晶电炉] dianlu@2[电炉]");
    check(AnalyzerKind::Initials, "變壓器", "by@0[變壓] byq@0[變壓器]");
}

#[test]
fn words_given_are_shared_by_fingerprint() {
    let one = Analyzers::new(&["甲乙".to_owned(), "丙丁".to_owned()]);
    let two = Analyzers::new(&["丙丁".to_owned(), "甲乙".to_owned(), "甲乙".to_owned()]);
    assert_eq!(one.fingerprint(), two.fingerprint());
    assert_ne!(one.fingerprint(), ANALYZERS.fingerprint());
}

#[test]
fn long_texts_and_tokens_are_cut() {
    for text in ["泵".repeat(400_000), "a1".repeat(500_000), "a-".repeat(500_000), "長".repeat(300_000)] {
        for kind in AnalyzerKind::ALL {
            let tokens = ANALYZERS.tokens(kind, &text);
            assert!(tokens.iter().all(|token| token.text.len() <= MAX_TOKEN && token.to <= MAX_TEXT));
        }
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        proptest::sample::select(vec![
            "減速機",
            "减速机",
            "ＮＭＲＶ",
            "㎜",
            "nmrv-075",
            "3.5",
            "-",
            "_",
            ".",
            "\u{202e}",
            "\u{200b}",
            "\0",
            "々",
            "İ",
            "ß",
            "ﬃ",
            "㍿",
            "𠮷",
            "é",
            "한글",
            "カタ",
            "𝔸",
            "½",
            "ــ",
            "(?:a+)+$",
            "AND NOT *:*",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn offsets_are_valid_and_positions_rise(text in hostile()) {
        for kind in AnalyzerKind::ALL {
            let tokens = ANALYZERS.tokens(kind, &text);
            let mut last = 0;
            for token in tokens.iter() {
                prop_assert!(token.from < token.to && token.to <= text.len(), "{token:?}");
                prop_assert!(text.is_char_boundary(token.from) && text.is_char_boundary(token.to), "{token:?}");
                prop_assert!(token.position >= last, "{token:?}");
                prop_assert!(!token.text.is_empty() && token.length > 0, "{token:?}");
                last = token.position;
            }
        }
    }
}
