//! `search`: one query, or a batch.

use crate::{
    args::{Arguments, Format, SearchArgs},
    exit::Failure,
    home, output,
};
use qianxian_core::Visibility;
use qianxian_engine::{SearchAnswer, SearchHit, Snapshot};
use serde_json::json;
use std::path::Path;

/// Hits a query of a batch may have.
const BATCH_LIMIT: usize = 200;

pub(crate) async fn run(arguments: &Arguments, args: &SearchArgs) -> Result<(), Failure> {
    let engine = home::engine_with_members(arguments).await?;
    let snapshot = engine.snapshot();
    if let Some(file) = &args.batch {
        return batch(arguments, &snapshot, file);
    }
    let query = args.query.join(" ");
    let answer = snapshot.search(&query, Visibility::Secretariat, args.limit);
    show(arguments, "q", &query, &answer)
}

fn batch(arguments: &Arguments, snapshot: &Snapshot, file: &Path) -> Result<(), Failure> {
    let text = home::read_text(file)?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').map(str::trim).collect();
    let column = |name: &str| header.iter().position(|h| *h == name);
    let (Some(qid), Some(query)) = (column("qid"), column("query")) else {
        return Err(Failure::BadFile(format!("{} 第1行：表头里要有 qid 和 query 两列，用制表符分开", file.display())));
    };
    for (at, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(qid), Some(query)) = (cells.get(qid), cells.get(query)) else {
            return Err(Failure::BadFile(format!("{} 第{}行：少了 qid 或 query，请补上", file.display(), at + 2)));
        };
        let answer = snapshot.search(query, Visibility::Secretariat, BATCH_LIMIT);
        let format = if arguments.format == Format::Table { Format::Trec } else { arguments.format };
        write(format, qid.trim(), query, &answer)?;
    }
    Ok(())
}

fn show(arguments: &Arguments, qid: &str, query: &str, answer: &SearchAnswer) -> Result<(), Failure> {
    if arguments.format != Format::Table {
        return write(arguments.format, qid, query, answer);
    }
    if !answer.chips.is_empty() {
        let chips: Vec<String> = answer
            .chips
            .iter()
            .map(|chip| {
                if chip.typed == chip.meaning {
                    format!("[{}={}]", chip.kind, chip.meaning)
                } else {
                    format!("[{}={}←{}]", chip.kind, chip.meaning, chip.typed)
                }
            })
            .collect();
        output::say(&format!("理解为：{}", chips.join(" ")));
    }
    answer.relaxed.iter().for_each(|words| output::say(&format!("放宽：{words}")));
    if answer.hits.is_empty() {
        output::put(&format!("没有找到“{query}”。可以记为未满足需求，或换个说法再找。"))?;
    } else {
        output::table(&["企业", "地区", "相符的条目", "可信度", "为什么"], answer.hits.iter().map(row).collect())?;
    }
    if !answer.reference.is_empty() {
        output::put("\n仅供参考")?;
        output::table(
            &["企业", "地区", "相近的条目", "可信度", "为什么"],
            answer.reference.iter().take(5).map(row).collect(),
        )?;
    }
    Ok(())
}

fn row(hit: &SearchHit) -> Vec<String> {
    vec![
        hit.name.clone(),
        hit.place.clone(),
        hit.line.clone(),
        hit.evidence.map_or("", |e| e.zh()).to_owned(),
        hit.why.clone(),
    ]
}

fn write(format: Format, qid: &str, query: &str, answer: &SearchAnswer) -> Result<(), Failure> {
    match format {
        Format::Trec => {
            for (rank, hit) in answer.hits.iter().enumerate() {
                output::put(&format!(
                    "{qid} Q0 {} {} {:.4} qianxian",
                    output::trec_name(&hit.name),
                    rank + 1,
                    hit.score
                ))?;
            }
            Ok(())
        }
        Format::Ndjson => output::ndjson(&json!({"qid": qid, "query": query, "answer": answer})),
        Format::Json | Format::Table => output::json(&json!({"qid": qid, "query": query, "answer": answer})),
    }
}
