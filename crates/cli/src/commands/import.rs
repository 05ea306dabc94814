//! `import`: a roster, a list of deals, or taking one back.

use crate::{
    args::{Arguments, DealsAs, Format, ImportArgs},
    exit::Failure,
    home, output,
};
use indicatif::{ProgressBar, ProgressStyle};
use qianxian_engine::{Engine, ImportOutcome, Plan, RowPlan, RowVerdict};
use qianxian_intake::{Field, Limits, Mapping, Roster, read_deals, read_roster};
use qianxian_store::ImportId;
use serde_json::json;
use std::{path::Path, time::Duration};

/// Problems and rows shown on the terminal; all of them are in `--format json`.
const SHOWN: usize = 20;
/// Changed fields of a row shown on the terminal.
const FIELDS: usize = 4;
/// Who did it, in the audit.
const WHO: &str = "命令行";

pub(crate) async fn run(arguments: &Arguments, args: &ImportArgs) -> Result<(), Failure> {
    if let Some(folder) = &args.all {
        return super::upkeep::import_all(arguments, folder).await;
    }
    match (&args.undo, &args.deals, &args.file) {
        (Some(id), ..) => undo(arguments, id).await,
        (_, Some(deals), _) => import_deals(arguments, args, deals).await,
        (_, _, Some(file)) => import_roster(arguments, args, file).await,
        _ => Err(Failure::Usage("请写出要导入的文件".into())),
    }
}

async fn undo(arguments: &Arguments, id: &str) -> Result<(), Failure> {
    let id: ImportId =
        id.parse().map_err(|_| Failure::Usage(format!("「{id}」不是导入编号，请照抄导入时给出的编号")))?;
    let engine = home::engine(arguments).await?;
    engine.undo_import(id, WHO).await?;
    output::say("已撤销这次导入，数据恢复到导入之前");
    Ok(())
}

async fn import_roster(arguments: &Arguments, args: &ImportArgs, path: &Path) -> Result<(), Failure> {
    let said = mapping(&args.map)?;
    let progress = Progress::begin("读取文件");
    let bytes = home::read(path)?;
    let file = home::file_name(path);
    // As it would be read without anybody's help: its shape is what a mapping is remembered by.
    let first = read_roster(&file, &bytes, &Limits::default(), &Mapping::default())?;
    let engine = home::engine(arguments).await?;
    let mut mapping = engine.mapping_for(&first).await?;
    mapping.columns.extend(said.columns.clone());
    let roster = match mapping.columns.is_empty() {
        true => first.clone(),
        false => read_roster(&file, &bytes, &Limits::default(), &mapping)?,
    };
    columns_are_there(&file, &roster, &said)?;
    if roster.records.iter().all(|record| record.name.is_empty()) {
        let problems: Vec<&str> = roster.problems.iter().map(|problem| problem.message.as_str()).collect();
        return Err(Failure::BadFile(format!("{file}：没有读到会员，什么也没有写入\n{}", problems.join("\n"))));
    }
    let plan = if args.dry_run {
        engine.rehearse(&roster).await?
    } else {
        engine.import_roster(&roster, WHO, &|done, all| progress.at(done, all)).await?
    };
    progress.end();
    if !args.dry_run && !said.columns.is_empty() {
        engine.remember_mapping(&first, &said, WHO).await?;
        output::say("已记住列的含义，下次同样的表自动照办");
    }
    show(arguments, args, &engine, &roster, &plan)
}

fn show(
    arguments: &Arguments,
    args: &ImportArgs,
    engine: &Engine,
    roster: &Roster,
    plan: &Plan,
) -> Result<(), Failure> {
    let (outcome, file) = (plan.outcome(), &roster.file);
    if arguments.format != Format::Table {
        return output::json(&json!({
            "file": file,
            "dry_run": args.dry_run,
            "outcome": outcome,
            "rows": plan.rows(),
            "problems": roster.problems,
            "skipped": roster.skipped,
            "duplicates": roster.duplicates,
            "sheets": roster.sheets,
        }));
    }
    let verb = if args.dry_run { "演练（没有写入）" } else { "导入完成" };
    output::put(&format!(
        "{verb}：{file}\n  新增 {} 家 · 更新 {} 家 · 没有变化 {} 家 · 疑似重复 {} 家 · 新条目 {} 条 · 跳过 {} 行 · 有问题 {} 处",
        outcome.added,
        outcome.changed,
        outcome.unchanged,
        outcome.doubtful,
        outcome.lines,
        outcome.skipped,
        roster.problems.len()
    ))?;
    put_list("有问题", roster.problems.iter().map(|problem| problem.message.clone()).collect())?;
    put_list("疑似重复（没有合并，请用 names review 逐对确认）", plan.rows().iter().flat_map(doubts).collect())?;
    let changed = plan.rows().iter().filter(|row| row.verdict == RowVerdict::Changed);
    put_list("更新", changed.map(change_words).collect())?;
    if args.dry_run {
        let added = plan.rows().iter().filter(|row| row.verdict == RowVerdict::Added);
        put_list("新增", added.map(|row| format!("{} {}", row.at.label(), row.name)).collect())?;
    }
    closing(engine, outcome, args.dry_run)
}

/// A heading with a list under it; nothing for an empty list.
fn put_list(heading: &str, items: Vec<String>) -> Result<(), Failure> {
    if !items.is_empty() {
        output::put(heading)?;
    }
    for item in items.iter().take(SHOWN) {
        output::put(&format!("  · {item}"))?;
    }
    if items.len() > SHOWN {
        output::put(&format!("  …… 其余 {} 条请看 --format json", items.len() - SHOWN))?;
    }
    Ok(())
}

/// 第7行「甲厂」像「甲机械厂」.
fn doubts(row: &RowPlan) -> Vec<String> {
    let words = row.like.iter().map(|pair| {
        let what = pair.likeness.zh();
        format!(
            "{}「{}」和「{}」{what}（把握 {:.2}）：{}",
            row.at.label(),
            row.name,
            pair.b_name,
            pair.confidence,
            pair.reason
        )
    });
    words.collect()
}

/// 第7行 甲厂：联系人「张三」→「李四」；新条目 卖什么：泵.
fn change_words(row: &RowPlan) -> String {
    let mut parts: Vec<String> = row
        .changes
        .iter()
        .take(FIELDS)
        .map(|change| match change.before.as_str() {
            "" => format!("{}：补上「{}」", change.field, change.after),
            before => format!("{}「{before}」→「{}」", change.field, change.after),
        })
        .collect();
    if row.changes.len() > FIELDS {
        parts.push(format!("另有 {} 项", row.changes.len() - FIELDS));
    }
    if !row.lines.is_empty() {
        parts.push(format!("新条目 {}", row.lines.join("、")));
    }
    format!("{} {}：{}", row.at.label(), row.name, parts.join("；"))
}

/// What `--map 列名=内容` says.
fn mapping(words: &[String]) -> Result<Mapping, Failure> {
    let mut mapping = Mapping::default();
    for word in words {
        let (header, meaning) = word
            .split_once('=')
            .map(|(header, meaning)| (header.trim(), meaning.trim()))
            .filter(|(header, _)| !header.is_empty())
            .ok_or_else(|| Failure::Usage(format!("「{word}」要写成 列名=内容，如 --map 厂家=企业名称")))?;
        let field =
            Field::ALL.iter().find(|field| field.zh() == meaning || field.code() == meaning).ok_or_else(|| {
                let known: Vec<&str> = Field::ALL.iter().map(|field| field.zh()).collect();
                Failure::Usage(format!("不认识「{meaning}」，可用：{}", known.join("、")))
            })?;
        mapping.columns.insert(header.to_owned(), *field);
    }
    Ok(mapping)
}

/// A column that a person names must be in the file.
fn columns_are_there(file: &str, roster: &Roster, said: &Mapping) -> Result<(), Failure> {
    let columns = || roster.sheets.iter().flat_map(|sheet| &sheet.columns);
    let is = |header: &str, name: &str| header == name || header.rsplit('/').next() == Some(name);
    match said.columns.keys().find(|name| !columns().any(|column| is(&column.header, name))) {
        None => Ok(()),
        Some(name) => {
            let headers: Vec<&str> = columns().map(|column| column.header.as_str()).filter(|h| !h.is_empty()).collect();
            Err(Failure::Usage(format!("{file} 里没有「{name}」这一列，有：{}", headers.join("、"))))
        }
    }
}

async fn import_deals(arguments: &Arguments, args: &ImportArgs, path: &Path) -> Result<(), Failure> {
    let bytes = home::read(path)?;
    let file = home::file_name(path);
    let engine = home::engine_with_members(arguments).await?;
    let snapshot = engine.snapshot();
    let deals =
        read_deals(&file, &bytes, |name| snapshot.company(name).ok().map(|ix| snapshot.graph.company(ix).company.id))?;
    let outcome = if args.dry_run {
        ImportOutcome { added: deals.deals.len() as u64, ..ImportOutcome::default() }
    } else {
        engine.import_deals(&deals, &file, args.deals_as == DealsAs::Known, WHO).await?
    };
    if arguments.format != Format::Table {
        return output::json(
            &json!({"file": file, "dry_run": args.dry_run, "outcome": outcome, "problems": deals.problems}),
        );
    }
    let verb = if args.dry_run { "演练（没有写入）" } else { "导入完成" };
    output::put(&format!("{verb}：{file}\n  往来记录 {} 条 · 有问题 {} 处", outcome.added, deals.problems.len()))?;
    for problem in deals.problems.iter().take(SHOWN) {
        output::put(&format!("  · 第{}行 {}：{}", problem.row, problem.column, problem.message))?;
    }
    closing(&engine, &outcome, args.dry_run)
}

fn closing(engine: &Engine, outcome: &ImportOutcome, dry_run: bool) -> Result<(), Failure> {
    if let Some(id) = outcome.import.filter(|_| !dry_run) {
        output::say(&format!(
            "现有企业 {} 家。要撤销这次导入：qianxian import --undo {id}",
            engine.snapshot().graph.len()
        ));
    }
    Ok(())
}

/// A bar on standard error, where that is a terminal; gone when the work is done.
struct Progress(ProgressBar);

impl Progress {
    fn begin(what: &'static str) -> Progress {
        let bar = ProgressBar::new_spinner().with_message(what);
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress(bar)
    }

    /// The first thing written turns the spinner into a bar.
    fn at(&self, done: u64, all: u64) {
        if self.0.length().is_none() {
            // The template is fixed and valid; the usual one does as well.
            let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}");
            self.0.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            self.0.set_message("写入");
            self.0.set_length(all);
        }
        self.0.set_position(done);
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}
