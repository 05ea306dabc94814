//! `names`: whether two names mean one company; who in the roster may be one; what a person decides about it.

use crate::{
    args::{Arguments, Format, NamesArgs, NamesCommand, PairArgs},
    exit::Failure,
    home, output,
};
use qianxian_core::CompanyId;
use qianxian_engine::Snapshot;
use qianxian_text::{NameComparison, NameVerdict};
use serde_json::json;
use std::path::Path;

/// Who did it, in the audit.
const WHO: &str = "命令行";

pub(crate) async fn run(arguments: &Arguments, args: &NamesArgs) -> Result<(), Failure> {
    match &args.command {
        NamesCommand::Compare { batch: Some(file), .. } => compare_batch(arguments, file),
        NamesCommand::Compare { a, b, .. } => {
            compare(arguments, a.as_deref().unwrap_or(""), b.as_deref().unwrap_or(""))
        }
        NamesCommand::Review { limit } => review(arguments, *limit).await,
        NamesCommand::Merge(pair) => merge(arguments, pair).await,
        NamesCommand::Distinct(pair) => distinct(arguments, pair).await,
        NamesCommand::Affiliate(pair) => affiliate(arguments, pair).await,
    }
}

async fn review(arguments: &Arguments, limit: usize) -> Result<(), Failure> {
    let engine = home::engine_with_members(arguments).await?;
    let found = engine.snapshot().suspicions(&engine.decisions().await?);
    match arguments.format {
        Format::Table => {}
        Format::Json => return output::json(&found),
        _ => return found.iter().try_for_each(output::ndjson),
    }
    if found.is_empty() {
        output::say("没有疑似同一家或疑似关联的企业");
        return Ok(());
    }
    let rows = found.iter().take(limit).map(|pair| {
        let confidence = format!("{:.2}", pair.confidence);
        let (a, b) = (pair.a_name.clone(), pair.b_name.clone());
        vec![a, b, pair.likeness.zh().to_owned(), confidence, pair.reason.clone()]
    });
    output::table(&["甲", "乙", "像什么", "把握", "为什么"], rows.collect())?;
    if found.len() > limit {
        output::say(&format!("还有 {} 对没有列出，请加 --limit", found.len() - limit));
    }
    output::say(
        "确认：names merge 甲 乙（合并）、names distinct 甲 乙（不是同一家）、names affiliate 甲 乙（关联企业）",
    );
    Ok(())
}

async fn merge(arguments: &Arguments, pair: &PairArgs) -> Result<(), Failure> {
    let engine = home::engine_with_members(arguments).await?;
    if pair.undo {
        if !engine.undo_merge(&pair.a, &pair.b, WHO).await? {
            return Err(Failure::NotFound(format!("没有「{}」和「{}」的合并可以撤销，请写两家的全称", pair.a, pair.b)));
        }
        output::say("已撤销合并，两家恢复原样");
        return Ok(());
    }
    let (a, b) = two(&engine.snapshot(), pair)?;
    let outcome = engine.merge(a, b, WHO).await?;
    if arguments.format != Format::Table {
        return output::json(&outcome);
    }
    output::put(&format!(
        "已把「{}」并入「{}」：移过来条目 {} 条、需求 {} 条、往来和关联 {} 条、走访等台账 {} 条",
        outcome.gone, outcome.kept, outcome.lines, outcome.needs, outcome.bonds, outcome.books
    ))?;
    output::say(&format!("要撤销：qianxian names merge {} {} --undo", outcome.kept, outcome.gone));
    Ok(())
}

async fn distinct(arguments: &Arguments, pair: &PairArgs) -> Result<(), Failure> {
    let engine = home::engine_with_members(arguments).await?;
    let (a, b) = two(&engine.snapshot(), pair)?;
    let done = engine.set_distinct(a, b, !pair.undo, WHO).await?;
    said(pair, done, "已记住：这两家不是同一家，也没有关联，不再提示", "已撤销，以后还会提示")
}

async fn affiliate(arguments: &Arguments, pair: &PairArgs) -> Result<(), Failure> {
    let engine = home::engine_with_members(arguments).await?;
    let (a, b) = two(&engine.snapshot(), pair)?;
    let done = engine.set_affiliated(a, b, !pair.undo, WHO).await?;
    said(pair, done, "已确认关联，不再互相推荐", "已撤销关联")
}

fn said(pair: &PairArgs, done: bool, yes: &str, back: &str) -> Result<(), Failure> {
    if !done {
        return Err(Failure::NotFound(format!("「{}」和「{}」之间没有记录可以撤销", pair.a, pair.b)));
    }
    output::say(if pair.undo { back } else { yes });
    Ok(())
}

/// Two different companies of the roster.
fn two(snapshot: &Snapshot, pair: &PairArgs) -> Result<(CompanyId, CompanyId), Failure> {
    let find = |name: &str| Ok::<_, Failure>(snapshot.graph.company(snapshot.company(name)?).company.id);
    let (a, b) = (find(&pair.a)?, find(&pair.b)?);
    if a == b {
        return Err(Failure::Usage(format!("「{}」和「{}」在名册里是同一家", pair.a, pair.b)));
    }
    Ok((a, b))
}

fn compare_batch(arguments: &Arguments, file: &Path) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let text = home::read_text(file)?;
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let header = rows.headers().cloned().unwrap_or_default();
    let column = |name: &str| {
        header.iter().position(|h| h == name).ok_or_else(|| {
            Failure::BadFile(format!("{} 第1行：缺少「{name}」这一列，需要 id、a、b 三列", file.display()))
        })
    };
    let (id, a, b) = (column("id")?, column("a")?, column("b")?);
    for (at, row) in rows.records().enumerate() {
        let row = row.map_err(|_| {
            Failure::BadFile(format!("{} 第{}行：列数和表头不一致，请检查引号和逗号", file.display(), at + 2))
        })?;
        let compared = knowledge.names.compare(row.get(a).unwrap_or(""), row.get(b).unwrap_or(""));
        let (code, confidence) = (code(compared.verdict), compared.confidence);
        match arguments.format {
            Format::Json | Format::Ndjson => output::ndjson(&json!({
                "id": row.get(id).unwrap_or(""), "label": code, "confidence": confidence, "reason": compared.reason,
            }))?,
            _ => output::put(&format!("{}\t{code}\t{confidence:.3}", row.get(id).unwrap_or("")))?,
        }
    }
    Ok(())
}

fn compare(arguments: &Arguments, a: &str, b: &str) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let NameComparison { verdict, confidence, reason } = knowledge.names.compare(a, b);
    if arguments.format != Format::Table {
        return output::json(
            &json!({"a": a, "b": b, "label": code(verdict), "confidence": confidence, "reason": reason}),
        );
    }
    let words = match verdict {
        NameVerdict::Same => "同一家",
        NameVerdict::Affiliate => "疑似关联",
        NameVerdict::Different => "两家",
    };
    Ok(output::put(&format!("{words}（把握 {confidence:.2}）：{reason}"))?)
}

fn code(verdict: NameVerdict) -> &'static str {
    match verdict {
        NameVerdict::Same => "same",
        NameVerdict::Affiliate => "affiliate",
        NameVerdict::Different => "different",
    }
}
