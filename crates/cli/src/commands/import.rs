//! `import`: a roster, a list of deals, or taking one back.

use crate::{
    args::{Arguments, DealsAs, Format, ImportArgs},
    exit::Failure,
    home, output,
};
use qianxian_engine::{Engine, ImportOutcome};
use qianxian_intake::{Limits, Mapping, read_deals, read_roster};
use qianxian_store::ImportId;
use serde_json::json;
use std::path::Path;

/// Problems shown on the terminal; all of them are in `--format json`.
const SHOWN: usize = 20;
/// Who did it, in the audit.
const WHO: &str = "命令行";

pub(crate) async fn run(arguments: &Arguments, args: &ImportArgs) -> Result<(), Failure> {
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
    let bytes = home::read(path)?;
    let file = home::file_name(path);
    let roster = read_roster(&file, &bytes, &Limits::default(), &Mapping::default())?;
    if roster.records.is_empty() {
        let problems: Vec<&str> = roster.problems.iter().map(|problem| problem.message.as_str()).collect();
        return Err(Failure::BadFile(format!("{file}：没有读到会员，什么也没有写入\n{}", problems.join("\n"))));
    }
    let engine = home::engine(arguments).await?;
    let outcome = if args.dry_run { engine.rehearse(&roster) } else { engine.import_roster(&roster, WHO).await? };
    if arguments.format != Format::Table {
        let dry_run = args.dry_run;
        return output::json(
            &json!({"file": file, "dry_run": dry_run, "outcome": outcome, "problems": roster.problems, "skipped": roster.skipped}),
        );
    }
    let verb = if args.dry_run { "演练（没有写入）" } else { "导入完成" };
    output::put(&format!(
        "{verb}：{file}\n  新增 {} 家 · 更新 {} 家 · 没有变化 {} 家 · 新条目 {} 条 · 跳过 {} 行 · 有问题 {} 处",
        outcome.added,
        outcome.changed,
        outcome.unchanged,
        outcome.lines,
        outcome.skipped,
        roster.problems.len()
    ))?;
    for problem in roster.problems.iter().take(SHOWN) {
        output::put(&format!("  · {}", problem.message))?;
    }
    if roster.problems.len() > SHOWN {
        output::put(&format!("  …… 其余 {} 处请看 --format json", roster.problems.len() - SHOWN))?;
    }
    closing(&engine, &outcome, args.dry_run)
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
