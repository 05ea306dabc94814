//! `explain A B`: every path, every exclusion, the addends of the score.

use crate::{
    args::{Arguments, ExplainArgs, Format},
    commands::matching::card_json,
    exit::Failure,
    home, output,
};
use qianxian_matching::{card::path_reason, explain};
use serde_json::json;

pub(crate) async fn run(arguments: &Arguments, args: &ExplainArgs) -> Result<(), Failure> {
    let engine = home::engine_with_members(arguments).await?;
    let snapshot = engine.snapshot();
    let (a, b) = (snapshot.company(&args.a)?, snapshot.company(&args.b)?);
    if a == b {
        return Err(Failure::Usage("甲方和乙方是同一家企业，请换一家".into()));
    }
    snapshot.matching(|ctx| {
        let (paths, exclusion, found) = explain(ctx, a, b);
        let exclusion = exclusion.map(|exclusion| exclusion.words(ctx));
        if arguments.format != Format::Table {
            let paths: Vec<_> = paths
                .iter()
                .map(|path| json!({"way": path.target.way, "strength": path.strength, "asks": path.target.asks, "reason": path_reason(ctx, a, path)}))
                .collect();
            let card = found.as_ref().map(|found| card_json(&snapshot, found));
            return output::json(&json!({"a": args.a, "b": args.b, "exclusion": exclusion, "card": card, "paths": paths}));
        }
        let name = |ix| snapshot.graph.company(ix).company.name.clone();
        output::put(&format!("{} 与 {}", name(a), name(b)))?;
        if let Some(words) = &exclusion {
            output::put(&format!("\n排除：{words}"))?;
        }
        if let Some(found) = &found {
            output::put(&format!("\n结论：{} · {}", found.band.zh(), found.way.zh()))?;
            let rows = found.addends.iter().map(|a| vec![a.family.zh().to_owned(), format!("{:+.2}", a.value), a.note.clone()]);
            let total = vec!["合计".to_owned(), format!("{:+.2}", found.score), "对数几率".to_owned()];
            output::table(&["证据", "得分", "说明"], rows.chain([total]).collect())?;
        }
        if paths.is_empty() {
            return Ok(output::put("\n没有找到任何路径：双方的条目在产业链上连不起来")?);
        }
        output::put(&format!("\n全部路径（{} 条）", paths.len()))?;
        let rows = paths.iter().map(|path| {
            let reason = path_reason(ctx, a, path);
            vec![path.target.way.zh().to_owned(), format!("{:.3}", path.strength), reason.text, reason.sources.join("\n")]
        });
        Ok(output::table(&["方式", "强度", "路径", "来源"], rows.collect())?)
    })
}
