//! What `search` keeps: saved searches and unmet needs.

use super::search::{WHO, show};
use crate::{
    args::{Arguments, Format, SearchArgs},
    exit::Failure,
    output,
};
use qianxian_core::Visibility;
use qianxian_engine::Engine;
use serde_json::json;

/// `--saved`, `--unmet`, `--delete`.
pub(crate) async fn run(arguments: &Arguments, args: &SearchArgs, engine: &Engine) -> Result<(), Failure> {
    if let Some(name) = &args.delete {
        return match engine.delete_search(name, engine.author(WHO)).await? {
            true => {
                output::say(&format!("已删除存下的搜索「{name}」"));
                Ok(())
            }
            false => Err(unknown(name)),
        };
    }
    if args.unmet {
        let unmet = engine.unmet_queries().await?;
        let rows = unmet.iter().map(|one| vec![one.query.clone(), one.times.to_string(), one.last.clone()]);
        return list(arguments, &["没有找到的", "次数", "最近一次"], rows.collect(), &unmet);
    }
    let saved = engine.saved_searches().await?;
    let rows = saved.iter().map(|one| {
        vec![one.name.clone(), one.query.clone(), one.last_run.clone().unwrap_or_else(|| "还没有".to_owned())]
    });
    list(arguments, &["名字", "找什么", "上次运行"], rows.collect(), &saved)
}

fn list<T: serde::Serialize>(
    arguments: &Arguments,
    header: &[&str],
    rows: Vec<Vec<String>>,
    values: &[T],
) -> Result<(), Failure> {
    match arguments.format {
        Format::Table | Format::Trec => Ok(output::table(header, rows)?),
        Format::Ndjson => values.iter().try_for_each(output::ndjson),
        Format::Json => output::json(&values),
    }
}

/// Keeps a search with what it finds now.
pub(crate) async fn save(args: &SearchArgs, engine: &Engine, name: &str, query: &str) -> Result<(), Failure> {
    engine.save_search(name, query, &args.without, Visibility::Secretariat, engine.author(WHO)).await?;
    output::say(&format!("已存为「{name}」；以后用 qianxian search --run {name} 再找"));
    Ok(())
}

/// `--run`.
pub(crate) async fn run_saved(
    arguments: &Arguments,
    args: &SearchArgs,
    engine: &Engine,
    name: &str,
) -> Result<(), Failure> {
    let run = engine.run_saved_search(name, Visibility::Secretariat, args.limit, engine.author(WHO)).await?;
    let run = run.ok_or_else(|| unknown(name))?;
    if matches!(arguments.format, Format::Json | Format::Ndjson) {
        let value = json!({"name": name, "new": run.new, "before": run.before, "answer": run.answer});
        return if arguments.format == Format::Json { output::json(&value) } else { output::ndjson(&value) };
    }
    show(arguments, name, name, &run.answer)?;
    let before = run.before.as_deref().unwrap_or("上次");
    match run.new.as_slice() {
        [] => output::say(&format!("{before} 之后没有新出现的企业")),
        new => output::say(&format!("{before} 之后新出现：{}", new.join("、"))),
    }
    Ok(())
}

fn unknown(name: &str) -> Failure {
    Failure::NotFound(format!("没有存过叫「{name}」的搜索，用 qianxian search --saved 查看有哪些"))
}
