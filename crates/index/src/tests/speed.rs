//! Measurements, not checks: `cargo test -p qianxian-index -- --ignored --nocapture`. Figures belong to benches/.

#![expect(clippy::print_stdout, reason = "measurements are read by people")]

use super::{company_name, doc, place, words};
use crate::{
    Ask, Index, Pace, Query, Searcher, Sound, Suggester, Suggestion,
    analyzer::{AnalyzerKind, Analyzers},
    search, similar,
};
use qianxian_core::Side;
use std::time::{Duration, Instant};

const COMPANIES: usize = 100_000;
const THINGS: &[&str] = &[
    "减速机",
    "伺服电机",
    "离心泵",
    "真空泵",
    "轴承",
    "压力容器",
    "不锈钢阀门",
    "陶瓷轴承",
    "洗地车",
    "机械密封",
    "齿轮箱",
    "控制柜",
    "输送带",
    "聚氨酯",
    "催化剂",
    "氧化铝",
    "机器人本体",
    "激光切割",
    "钣金加工",
    "热处理",
    "焊接",
    "电镀",
    "转向器",
    "曲轴",
    "法兰",
    "换热器",
    "除尘器",
    "搅拌机",
    "破碎机",
    "包装机",
    "传感器",
    "变频器",
    "电缆",
    "玻璃瓶",
];
const KINDS: &[&str] =
    &["大型", "精密", "高压", "立式", "全自动", "耐腐蚀", "NMRV", "DN", "食品级", "矿用", "进口", "定制", "小型"];
const TAILS: &[&str] = &["及配件", "生产线", "维修", "设备", "系统集成", "", "成套装置", "外协加工"];

/// A line as they come in rosters.
pub(super) fn line(at: usize) -> String {
    let step = at.wrapping_mul(2_654_435_761) >> 7;
    let (kind, thing) = (KINDS[step % KINDS.len()], THINGS[step / 13 % THINGS.len()]);
    format!("{kind}{}{thing}{}", step / 450 % 90, TAILS[step / 5_000 % TAILS.len()])
}

fn build() -> (Index, Searcher) {
    let own: Vec<String> = THINGS.iter().map(|thing| (*thing).to_owned()).collect();
    let start = Instant::now();
    let index = Index::in_memory(&own).unwrap();
    println!("dictionary {:?}", start.elapsed());
    let start = Instant::now();
    let writer = index.writer(Pace::Bulk).unwrap();
    let place = place("张店区");
    for at in 0..COMPANIES {
        let name = company_name(at);
        let texts: Vec<String> = (0..5).map(|number| line(at * 5 + number)).collect();
        let sides = [Side::Makes, Side::Makes, Side::Buys, Side::Does, Side::Suffers];
        let lines: Vec<(Side, &str)> = sides.into_iter().zip(texts.iter().map(String::as_str)).collect();
        writer.add_company(&doc(at, &name, &place, &lines)).unwrap();
    }
    let fed = start.elapsed();
    let mut writer = writer;
    let searcher = writer.commit(1).unwrap();
    println!("fed {fed:?}, committed {:?}, {} segments", start.elapsed(), searcher.segments());
    let searcher = writer.finish(2).unwrap();
    println!("merged {:?}, {} documents in {} segments", start.elapsed(), searcher.documents(), searcher.segments());
    (index, searcher)
}

fn measure(what: &str, mut run: impl FnMut(usize)) {
    let mut times: Vec<Duration> = (0..400)
        .map(|at| {
            let start = Instant::now();
            run(at);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("{what}: p50 {:?} p99 {:?} max {:?}", times[200], times[396], times[399]);
}

#[test]
#[ignore = "prints measurements"]
fn a_hundred_thousand_companies() {
    let (index, searcher) = build();
    let query = |at: usize| format!("{}{}", KINDS[at % KINDS.len()], THINGS[at / 3 % THINGS.len()]);
    measure("words", |at| drop(search(&searcher, &words(&query(at)), 20).unwrap()));
    measure("one word", |at| drop(search(&searcher, &words(THINGS[at % THINGS.len()]), 20).unwrap()));
    measure("character", |at| drop(search(&searcher, &words(&THINGS[at % THINGS.len()][..3]), 20).unwrap()));
    measure("phrase", |at| drop(search(&searcher, &Query::new(Ask::Phrase(query(at), 1.0)), 20).unwrap()));
    let filter = crate::Filter { places: vec!["张店".to_owned()], ..crate::Filter::default() };
    let here = |at| Query { filter: filter.clone(), ..words(&query(at)) };
    measure("in one place", |at| drop(search(&searcher, &here(at), 20).unwrap()));
    let sound = |at: usize, typos| {
        let text = qianxian_text::pinyin::readings(THINGS[at % THINGS.len()], 1).concat();
        Query::new(Ask::Sound(Sound { text, pinyin: 1.0, initials: 0.3, typos }))
    };
    measure("sound", |at| drop(search(&searcher, &sound(at, false), 20).unwrap()));
    measure("sound, typos", |at| drop(search(&searcher, &sound(at, true), 20).unwrap()));
    measure("similar", |at| drop(similar(&searcher, &query(at), Side::Makes, 50).unwrap()));
    measure("highlight", |at| drop(searcher.highlight(&line(at), &words(&query(at)))));
    let mut writer = index.writer(Pace::Live).unwrap();
    let place = place("张店区");
    for at in 0..5 {
        let start = Instant::now();
        writer.replace_company(&doc(at, "换名", &place, &[(Side::Makes, "换掉的条目")])).unwrap();
        writer.commit(3 + at as u64).unwrap();
        println!("one changed company: {:?}", start.elapsed());
    }
}

#[test]
#[ignore = "prints measurements"]
fn analyzers_alone() {
    let analyzers = Analyzers::new(&[]);
    let manager = tantivy::tokenizer::TokenizerManager::new();
    analyzers.register(&manager);
    let lines: Vec<String> = (0..50_000).map(line).collect();
    let names: Vec<String> = (0..50_000).map(company_name).collect();
    for kind in AnalyzerKind::ALL {
        for (what, texts) in [("lines", &lines), ("names", &names)] {
            let mut analyzer = manager.get(kind.name()).unwrap();
            let (start, mut tokens) = (Instant::now(), 0);
            for text in texts {
                analyzer.token_stream(text).process(&mut |_| tokens += 1);
            }
            println!("{} of {} {what}: {:?}, {tokens} tokens", kind.name(), texts.len(), start.elapsed());
        }
    }
}

#[test]
#[ignore = "prints measurements"]
fn typeahead_over_a_hundred_thousand() {
    let entry = |at| Suggestion { term: company_name(at), kind: 0u8, weight: (at % 97) as f32 };
    let entries: Vec<Suggestion<u8>> = (0..COMPANIES).map(entry).collect();
    let start = Instant::now();
    let suggester = Suggester::new(entries);
    println!("typeahead over {} built in {:?}", suggester.len(), start.elapsed());
    let typed = ["s", "山", "sd", "shan", "山东", "z", "zibo", "zb", "淄博减", "zbjsj", "b", "xx"];
    measure("typeahead", |at| drop(std::hint::black_box(suggester.suggest(typed[at % typed.len()], 10))));
}
