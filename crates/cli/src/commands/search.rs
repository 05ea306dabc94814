//! `search`: one query, or a batch; typeahead; saved searches; unmet needs.

use crate::{
    args::{Arguments, Format, SearchArgs},
    commands::search_kept as kept,
    exit::Failure,
    home, output,
};
use qianxian_core::{CompanyKind, Evidence, Visibility};
use qianxian_engine::{Engine, SearchAnswer, SearchFilter, SearchHit, SearchRequest, Snapshot};
use serde_json::json;
use std::path::Path;

/// Hits a query of a batch may have.
const BATCH_LIMIT: usize = 200;
/// Suggestions shown.
const SUGGESTIONS: usize = 10;
/// Who changes something from the command line.
pub(super) const WHO: &str = "秘书处";

pub(crate) async fn run(arguments: &Arguments, args: &SearchArgs) -> Result<(), Failure> {
    if args.saved || args.unmet || args.delete.is_some() {
        return kept::run(arguments, args, &home::engine(arguments).await?).await;
    }
    let engine = home::engine_with_members(arguments).await?;
    let snapshot = engine.snapshot();
    if let Some(name) = &args.run {
        return kept::run_saved(arguments, args, &engine, name).await;
    }
    if let Some(typed) = &args.suggest {
        return suggest(arguments, &snapshot, typed);
    }
    if let Some(file) = &args.batch {
        return batch(arguments, args, &snapshot, file);
    }
    let query = args.query.join(" ");
    let request = SearchRequest { limit: args.limit, facets: true, ..request(args, &query)? };
    let answer = snapshot.search_with(&request);
    show(arguments, "q", &query, &answer)?;
    if args.record_unmet && answer.hits.is_empty() {
        record(&engine, &query).await?;
    }
    match &args.save {
        Some(name) => kept::save(args, &engine, name, &query).await,
        None => Ok(()),
    }
}

/// The request of the options.
pub(super) fn request(args: &SearchArgs, query: &str) -> Result<SearchRequest, Failure> {
    let word = |what: &str, word: &str, known: Vec<&str>| {
        Failure::Usage(format!("没有「{word}」这种{what}，可用：{}", known.join("、")))
    };
    let kinds = args.kind.iter().map(|kind| {
        let known = || CompanyKind::ALL.iter().map(|kind| kind.zh()).collect();
        CompanyKind::ALL
            .iter()
            .copied()
            .find(|known| known.zh() == kind || known.code() == kind)
            .ok_or_else(|| word("企业类型", kind, known()))
    });
    let evidence = args.evidence.as_ref().map(|level| {
        let known = || Evidence::ALL.iter().map(|level| level.zh()).collect();
        let found = Evidence::ALL.iter().copied().find(|known| known.zh() == level || known.code() == level);
        found.ok_or_else(|| word("可信度", level, known()))
    });
    let filter = SearchFilter {
        places: args.place.clone(),
        kinds: kinds.collect::<Result<_, _>>()?,
        evidence: evidence.transpose()?,
        qualification: args.qualification.clone(),
        level: args.level.clone(),
    };
    Ok(SearchRequest {
        without: args.without.clone(),
        filter,
        viewer: Visibility::Secretariat,
        ..SearchRequest::new(query)
    })
}

async fn record(engine: &Engine, query: &str) -> Result<(), Failure> {
    let unmet = engine.record_unmet(query, engine.author(WHO)).await?;
    output::say(&format!("已记为未满足需求：{}（第 {} 次）", unmet.query, unmet.times));
    Ok(())
}

fn suggest(arguments: &Arguments, snapshot: &Snapshot, typed: &str) -> Result<(), Failure> {
    let found = snapshot.suggest(typed, SUGGESTIONS);
    let values = found.iter().map(|one| json!({"term": one.term, "kind": one.kind}));
    match arguments.format {
        Format::Table | Format::Trec => Ok(output::table(
            &["词", "是什么"],
            found.iter().map(|one| vec![one.term.clone(), one.kind.zh().to_owned()]).collect(),
        )?),
        Format::Ndjson => values.into_iter().try_for_each(|value| output::ndjson(&value)),
        Format::Json => output::json(&values.collect::<Vec<_>>()),
    }
}

fn batch(arguments: &Arguments, args: &SearchArgs, snapshot: &Snapshot, file: &Path) -> Result<(), Failure> {
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
        let answer = snapshot.search_with(&SearchRequest { limit: BATCH_LIMIT, ..request(args, query)? });
        let format = if arguments.format == Format::Table { Format::Trec } else { arguments.format };
        write(format, qid.trim(), query, &answer)?;
    }
    Ok(())
}

/// Writes one answer; for people with how it was understood and what was relaxed.
pub(super) fn show(arguments: &Arguments, qid: &str, query: &str, answer: &SearchAnswer) -> Result<(), Failure> {
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
        output::say(&format!("理解为：{}（理解错了，可加 --without 去掉一项）", chips.join(" ")));
    }
    answer.relaxed.iter().for_each(|words| output::say(words));
    if answer.hits.is_empty() {
        let nearest = if answer.reference.is_empty() { "" } else { "下面是最接近的；" };
        output::put(&format!("没有找到“{query}”。{nearest}可以换个说法再找，或加 --record-unmet 记为未满足需求。"))?;
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
