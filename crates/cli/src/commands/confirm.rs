//! `confirm`: drafts that a person has looked through become facts.

use crate::{
    args::{Arguments, ConfirmArgs, ConfirmOptionArgs, Format},
    exit::Failure,
    home, output,
};
use qianxian_engine::{ConfirmOptions, ConfirmOutcome, Engine};
use qianxian_intake::extract::DraftFile;

/// New matches shown on the terminal; all of them are in `--format json`.
const SHOWN: usize = 10;
/// Who did it, in the audit.
const WHO: &str = "命令行";

pub(crate) async fn run(arguments: &Arguments, args: &ConfirmArgs) -> Result<(), Failure> {
    let text = home::read_text(&args.file)?;
    let drafts: DraftFile = serde_json::from_str(&text).map_err(|error| {
        let place = format!("{} 第{}行第{}列", args.file.display(), error.line(), error.column());
        Failure::BadFile(format!("{place}：草稿读不懂，请检查引号、逗号和括号，或重新用 extract --out 生成"))
    })?;
    let engine = home::engine(arguments).await?;
    if args.dry_run {
        return show(arguments, &engine.rehearse_drafts(&drafts, &options(&args.options)), true);
    }
    write(arguments, &engine, &drafts, &args.options).await
}

/// Writes drafts and shows what came of it.
pub(super) async fn write(
    arguments: &Arguments,
    engine: &Engine,
    drafts: &DraftFile,
    args: &ConfirmOptionArgs,
) -> Result<(), Failure> {
    let outcome = engine.confirm_drafts(drafts, &options(args), WHO).await?;
    show(arguments, &outcome, false)
}

fn options(args: &ConfirmOptionArgs) -> ConfirmOptions {
    ConfirmOptions { company: args.company.clone(), add_company: args.add_company }
}

fn show(arguments: &Arguments, outcome: &ConfirmOutcome, dry_run: bool) -> Result<(), Failure> {
    if arguments.format != Format::Table {
        return output::json(outcome);
    }
    let verb = match (dry_run, outcome.import.is_none()) {
        (true, _) => "演练（没有写入）",
        (false, true) => "没有新内容，没有写入",
        (false, false) => "已写入",
    };
    output::put(&format!(
        "{verb}：{}\n  新增企业 {} 家 · 条目 {} 条 · 需求 {} 条 · 协作 {} 项 · 已知 {} 条",
        outcome.companies.join("、"),
        outcome.added,
        outcome.lines,
        outcome.needs,
        outcome.cooperations,
        outcome.known
    ))?;
    if outcome.visits > 0 {
        output::put(&format!(
            "  走访记录 {} 次 · 问题诉求 {} 条 · 承诺事项 {} 条（记入工作计划）",
            outcome.visits, outcome.problems, outcome.promises
        ))?;
    }
    for words in &outcome.left_out {
        output::put(&format!("  · {words}"))?;
    }
    if outcome.import.is_none() {
        return Ok(());
    }
    output::put(&format!("新增匹配 {} 条", outcome.new_matches.len()))?;
    for found in outcome.new_matches.iter().take(SHOWN) {
        output::put(&format!("  · {} — {}（{}）：{}", found.company, found.partner, found.way, found.reason))?;
    }
    if outcome.new_matches.len() > SHOWN {
        output::put(&format!("  …… 其余 {} 条请用 match 查看", outcome.new_matches.len() - SHOWN))?;
    }
    if let Some(id) = outcome.import {
        output::say(&format!("要撤销这次写入：qianxian import --undo {id}"));
    }
    Ok(())
}
