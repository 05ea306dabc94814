//! `chain`: the knowledge itself: check, show, count, implied needs, samples for a second reader.

use super::correct;
use crate::{
    args::{Arguments, ChainArgs, ChainCommand, Format},
    exit::Failure,
    home, output,
};
use qianxian_core::{
    CapIx, Chain, RelationKind,
    chain::{Towards, check_products},
};
use serde::Deserialize;
use serde_json::json;
use std::path::Path;

/// Words a line of `chain needs --batch` gives at most.
const BATCH_WORDS: usize = 40;

pub(crate) fn run(arguments: &Arguments, args: &ChainArgs) -> Result<(), Failure> {
    match &args.command {
        ChainCommand::Check => check(arguments),
        ChainCommand::Show { name } => show(arguments, name),
        ChainCommand::Stats => stats(arguments),
        ChainCommand::Needs { batch: Some(file), .. } => needs_batch(arguments, file),
        ChainCommand::Needs { product, limit, .. } => needs(arguments, product.as_deref().unwrap_or(""), *limit),
        ChainCommand::Review { count, seed } => review(arguments, *count, *seed),
        ChainCommand::Correct { name, statement, undo, export } => {
            correct::run(arguments, name, statement.as_deref(), *undo, *export)
        }
        ChainCommand::Adopt { file } => correct::adopt(arguments, file),
    }
}

fn check(arguments: &Arguments) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let findings = check_products(&knowledge.chain);
    for finding in &findings {
        output::put(&finding.to_string())?;
    }
    if findings.is_empty() {
        let chain = &knowledge.chain;
        return Ok(output::put(&format!("检查通过：{} 项能力，{} 条关系", chain.len(), chain.relation_count()))?);
    }
    Err(Failure::Faults(format!("产业链知识有 {} 处要补", findings.len())))
}

/// A capability by name, alias, English, slug, or as it is recognised.
pub(super) fn capability(arguments: &Arguments, name: &str) -> Result<(qianxian_engine::Knowledge, CapIx), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let found = find(&knowledge, name);
    found.map(|cap| (knowledge, cap)).ok_or_else(|| {
        Failure::NotFound(format!("产业链里没有「{name}」，也认不出它是什么；换个说法，或用 chain correct 加上"))
    })
}

fn find(knowledge: &qianxian_engine::Knowledge, name: &str) -> Option<CapIx> {
    let chain = &knowledge.chain;
    let named = chain.find_name(name).or_else(|| chain.find_slug(name));
    named.or_else(|| knowledge.recognizer.capabilities(name).first().map(|r| r.cap))
}

fn show(arguments: &Arguments, name: &str) -> Result<(), Failure> {
    let (knowledge, cap) = capability(arguments, name)?;
    let chain = &knowledge.chain;
    let known = chain.cap(cap);
    let relations: Vec<(String, String, &str, String)> = RelationKind::ALL
        .iter()
        .flat_map(|kind| [Towards::To, Towards::From].map(|towards| (*kind, towards)))
        .filter(|(kind, towards)| *kind != RelationKind::CoupledWith || *towards == Towards::To)
        .flat_map(|(kind, towards)| {
            chain.related(cap, kind, towards).into_iter().map(move |(other, relation)| {
                (
                    label(kind, towards).to_owned(),
                    chain.name(other).to_owned(),
                    relation.strength.zh(),
                    relation.source.clone(),
                )
            })
        })
        .collect();
    if arguments.format != Format::Table {
        let rows: Vec<_> = relations.iter().map(|(r, other, strength, source)| json!({"relation": r, "other": other, "strength": strength, "source": source})).collect();
        return output::json(
            &json!({"name": known.name, "slug": known.slug, "kind": known.kind, "aliases": known.aliases, "english": known.english, "sector": known.sector, "source": known.source, "relations": rows}),
        );
    }
    output::put(&format!("{}（{}，{}）", known.name, known.kind.zh(), known.slug))?;
    for (label, words) in [("又名", known.aliases.join("、")), ("英文", known.english.join("、"))] {
        if !words.is_empty() {
            output::put(&format!("  {label}：{words}"))?;
        }
    }
    output::put(&format!("  写在：{}", known.source))?;
    output::table(
        &["关系", "能力", "强度", "写在"],
        relations.into_iter().map(|(r, o, s, w)| vec![r, o, s.to_owned(), w]).collect(),
    )?;
    Ok(())
}

/// A relation as read from one end.
fn label(kind: RelationKind, towards: Towards) -> &'static str {
    match (kind, towards) {
        (RelationKind::Broader, Towards::To) => "属于",
        (RelationKind::Broader, Towards::From) => "包括",
        (RelationKind::InputOf, Towards::To) => "用于制造",
        (RelationKind::InputOf, Towards::From) => "要用",
        (RelationKind::MadeBy, Towards::To) => "要经过工艺",
        (RelationKind::MadeBy, Towards::From) => "是其工艺",
        (RelationKind::Performs, Towards::To) => "能完成工艺",
        (RelationKind::Performs, Towards::From) => "由其完成",
        (RelationKind::CoupledWith, _) => "成套使用",
        (RelationKind::Cures, Towards::To) => "能解决",
        (RelationKind::Cures, Towards::From) => "由其解决",
        (RelationKind::ProneTo, Towards::To) => "常见困扰",
        (RelationKind::ProneTo, Towards::From) => "常困扰",
        (RelationKind::UsedIn, Towards::To) => "应用于",
        (RelationKind::UsedIn, Towards::From) => "用到",
        (RelationKind::Requires, Towards::To) => "需要资质",
        (RelationKind::Requires, Towards::From) => "是其资质",
    }
}

fn stats(arguments: &Arguments) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let stats = knowledge.chain.stats();
    if arguments.format != Format::Table {
        return output::json(&stats);
    }
    let rows = stats.sectors.iter().map(|s| {
        let covered =
            (s.with_core * 100).checked_div(s.products).map_or_else(String::new, |share| format!("{share} %"));
        vec![
            s.name.clone(),
            s.capabilities.to_string(),
            s.products.to_string(),
            s.aliases.to_string(),
            s.relations.to_string(),
            covered,
        ]
    });
    output::table(&["行业", "能力", "其中产品", "别名", "关系", "有核心投入的产品"], rows.collect())?;
    let count =
        |rows: Vec<(&str, usize)>| rows.into_iter().map(|(zh, n)| format!("{zh} {n}")).collect::<Vec<_>>().join(" · ");
    output::put(&format!(
        "能力 {}：{}",
        stats.total_capabilities,
        count(stats.kinds.iter().map(|(k, n)| (k.zh(), *n)).collect())
    ))?;
    Ok(output::put(&format!(
        "关系 {}（继承来的不计）：{}",
        stats.total_relations,
        count(stats.relations.iter().map(|(k, n)| (k.zh(), *n)).collect())
    ))?)
}

fn needs(arguments: &Arguments, product: &str, limit: usize) -> Result<(), Failure> {
    let (knowledge, cap) = capability(arguments, product)?;
    let chain = &knowledge.chain;
    let needs = chain.ranked_needs(cap);
    if arguments.format != Format::Table {
        let rows: Vec<_> = needs
            .iter()
            .take(limit)
            .map(|n| json!({"need": chain.name(n.cap), "strength": n.strength, "rank": chain.rank(n), "reason": chain.explain_need(cap, n)}))
            .collect();
        return output::json(&json!({"product": chain.name(cap), "needs": rows}));
    }
    if chain.name(cap) != product {
        output::say(&format!("“{product}”理解为{}", chain.name(cap)));
    }
    let rows = needs.iter().take(limit).map(|n| {
        let source = chain.need_relation(n).map_or_else(String::new, |r| r.source.clone());
        vec![
            chain.name(n.cap).to_owned(),
            chain.cap(n.cap).kind.zh().to_owned(),
            format!("{:.2}", n.strength),
            chain.explain_need(cap, n),
            source,
        ]
    });
    Ok(output::table(&["需要", "类别", "强度", "为什么", "写在"], rows.collect())?)
}

/// One product of a batch.
#[derive(Debug, Deserialize)]
struct Product {
    id: String,
    product: String,
    #[serde(default)]
    product_alts: Vec<String>,
}

fn needs_batch(arguments: &Arguments, file: &Path) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let text = home::read_text(file)?;
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let asked: Product = serde_json::from_str(line).map_err(|_| {
            Failure::BadFile(format!("{} 第{}行：不是正确的 JSON，要有 id 和 product", file.display(), at + 1))
        })?;
        let words = std::iter::once(&asked.product).chain(&asked.product_alts);
        let exact = words.clone().find_map(|word| knowledge.chain.find_name(word));
        let cap = exact.or_else(|| words.clone().find_map(|word| find(&knowledge, word)));
        let needs = cap.map_or_else(Vec::new, |cap| need_words(&knowledge.chain, cap));
        output::ndjson(&json!({"id": asked.id, "words": needs}))?;
    }
    Ok(())
}

fn need_words(chain: &Chain, cap: CapIx) -> Vec<String> {
    chain.ranked_needs(cap).iter().take(BATCH_WORDS).map(|need| chain.name(need.cap).to_owned()).collect()
}

/// Random relations for a second reader. The same seed draws the same rows.
fn review(arguments: &Arguments, count: usize, seed: u64) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let chain = &knowledge.chain;
    let mut relations: Vec<_> = chain.relations().collect();
    // xorshift64* (Vigna 2016): a sample needs no better randomness, and no crate.
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = |e: csv::Error| Failure::Internal(e.into());
    writer.write_record(["从", "关系", "到", "强度", "写在", "对不对", "意见"]).map_err(written)?;
    for at in 0..count.min(relations.len()) {
        let pick = at + (next() % (relations.len() - at) as u64) as usize;
        relations.swap(at, pick);
        let (from, relation, to) = relations[at];
        let row =
            [chain.name(from), relation.kind.zh(), chain.name(to), relation.strength.zh(), &relation.source, "", ""];
        writer.write_record(row).map_err(written)?;
    }
    let bytes = writer.into_inner().map_err(|e| Failure::Internal(anyhow::anyhow!("{e}")))?;
    Ok(output::put(String::from_utf8_lossy(&bytes).trim_end())?)
}
