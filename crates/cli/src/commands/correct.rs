//! `chain correct` and `chain adopt`: what the association knows better, in packs of its own above the embedded ones.

use crate::{
    args::Arguments,
    exit::Failure,
    home::{self, ADOPTED, CORRECTIONS},
    output,
};
use qianxian_core::chain::{build, pack::is_slug};
use qianxian_engine::{corrections, knowledge::embedded_packs};
use std::{collections::BTreeMap, fmt::Write, path::Path};

/// Adds one correction, takes the last one back, or writes all of them out as a proposal.
pub(super) fn run(
    arguments: &Arguments,
    name: &str,
    statement: Option<&str>,
    undo: bool,
    export: bool,
) -> Result<(), Failure> {
    let folder = home::home(arguments)?;
    let before = home::read_if_there(&folder.join(CORRECTIONS))?.unwrap_or_else(|| corrections::HEADER.to_owned());
    if export {
        return Ok(output::put(before.trim_end())?);
    }
    let (knowledge, cap) = super::chain::capability(arguments, name)?;
    let own = knowledge.chain.name(cap);
    let after = if undo {
        corrections::without_last(&before, own)
            .ok_or_else(|| Failure::NotFound(format!("「{name}」还没有更正可以撤销；全部更正请看 --export")))?
    } else {
        corrections::with(&before, own, statement.unwrap_or_default())
    };
    let pack = home::pack(CORRECTIONS, &after)?;
    knowledge
        .with_corrections(Some(pack))
        .map_err(|faults| Failure::BadFile(format!("这条更正不成立，没有保存：\n{faults}")))?;
    save(&folder.join(CORRECTIONS), after.as_bytes())?;
    output::say(if undo {
        "已撤销对这个能力的最近一次更正"
    } else {
        "已保存，下次配对就按更正后的知识来。撤销：chain correct 能力 --undo"
    });
    Ok(())
}

/// A file is replaced in one step: a crash leaves the old one or the new one.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    corrections::save(path, bytes)
        .map_err(|e| Failure::Store(format!("{} 写不了：{}", path.display(), qianxian_engine::knowledge::io_words(&e))))
}

/// Turns a plain list of products and what goes into them into a pack, marked as foreign.
pub(super) fn adopt(arguments: &Arguments, file: &Path) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let text = home::read_text(file)?;
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = rows.headers().cloned().unwrap_or_default();
    let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.trim()));
    let (Some(product), Some(upstream)) = (column(&["product", "产品"]), column(&["upstream", "上游"])) else {
        return Err(Failure::BadFile(format!(
            "{} 第1行：表头里要有 product（产品）和 upstream（上游）两列",
            file.display()
        )));
    };
    let mut inputs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (at, row) in rows.records().enumerate() {
        let row = row.map_err(|_| Failure::BadFile(format!("{} 第{}行读不懂，请检查引号", file.display(), at + 2)))?;
        let cell = |at: usize| row.get(at).map(str::trim).filter(|cell| !cell.is_empty());
        let (Some(product), Some(upstream)) = (cell(product), cell(upstream)) else { continue };
        let list = inputs.entry(clean(product)).or_default();
        upstream.split(['、', '；', ';', ',']).map(clean).filter(|u| !u.is_empty()).for_each(|u| {
            if !list.contains(&u) {
                list.push(u)
            }
        });
    }
    let name = file.file_stem().map_or_else(|| "list".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let pack = foreign_pack(&knowledge.chain, &name, &inputs);
    let parsed = home::pack(&name, &pack)?;
    let mut layers = vec![embedded_packs()?];
    layers.push(vec![parsed]);
    build(&layers).map_err(|findings| Failure::BadFile(qianxian_engine::KnowledgeError::from(findings).to_string()))?;
    save(&home::home(arguments)?.join(ADOPTED).join(format!("{name}.chain")), pack.as_bytes())?;
    output::say(&format!("已采用 {} 种产品的上游清单，来源标为“外来清单 {name}”", inputs.len()));
    Ok(())
}

/// Characters that mean something in packs are dropped from foreign names.
fn clean(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '[' | ']' | ',' | '，' | '、' | '\n' | '\r'))
        .collect::<String>()
        .trim()
        .to_owned()
}

fn foreign_pack(chain: &qianxian_core::Chain, name: &str, inputs: &BTreeMap<String, Vec<String>>) -> String {
    let mut pack = format!("sector: foreign 外来清单\nsource: 外来清单 {name}\n");
    let mut defined: Vec<String> = Vec::new();
    for word in inputs.keys().chain(inputs.values().flatten()) {
        if chain.find_name(word).is_none() && !defined.contains(word) {
            let slug = format!("foreign-{:08x}", hash(word));
            debug_assert!(is_slug(&slug));
            // Writing to a String cannot fail.
            let _ = writeln!(pack, "\n[{word}] {slug} product");
            defined.push(word.clone());
        }
    }
    for (product, list) in inputs {
        let others: Vec<&str> = list.iter().map(String::as_str).filter(|u| *u != product).collect();
        if !others.is_empty() {
            let _ = writeln!(pack, "\n[+{product}]\nin?: {}", others.join(", "));
        }
    }
    pack
}

/// FNV-1a, 64 bits: a slug for a foreign name that is the same every time.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
