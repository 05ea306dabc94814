//! `company NAME`: the sheet of one company.

use crate::{
    args::{Arguments, CompanyArgs, Format},
    exit::Failure,
    home, output,
};
use qianxian_core::Side;
use serde_json::json;

pub(crate) async fn run(arguments: &Arguments, args: &CompanyArgs) -> Result<(), Failure> {
    let engine = home::engine_with_members(arguments).await?;
    let snapshot = engine.snapshot();
    let node = snapshot.graph.company(snapshot.company(&args.company)?);
    let chain = &snapshot.knowledge.chain;
    if arguments.format != Format::Table {
        let lines: Vec<_> = node.lines.iter().map(|line| {
            let capabilities: Vec<_> = line.links.iter().map(|link| json!({"capability": chain.name(link.cap), "confidence": link.confidence, "found": link.found})).collect();
            json!({"line": &*line.line, "capabilities": capabilities})
        }).collect();
        return output::json(&json!({"company": &*node.company, "kind": node.kind, "lines": lines}));
    }
    let company = &node.company;
    output::put(&format!("{}（{}）", company.name, node.kind.zh()))?;
    let others: Vec<&str> = company.names().skip(1).collect();
    for (label, text) in
        [("又名", others.join("、")), ("地区", company.place.label()), ("状态", company.status.zh().to_owned())]
    {
        if !text.is_empty() {
            output::put(&format!("  {label}：{text}"))?;
        }
    }
    for side in Side::ALL {
        let rows: Vec<Vec<String>> = node
            .lines
            .iter()
            .filter(|line| line.line.side == *side)
            .map(|line| {
                let capabilities: Vec<&str> = line.links.iter().map(|link| chain.name(link.cap)).collect();
                vec![
                    line.line.text.clone(),
                    capabilities.join("、"),
                    line.evidence.zh().to_owned(),
                    line.line.source.label(),
                ]
            })
            .collect();
        if rows.is_empty() {
            output::put(&format!("\n{}：还没有记录", side.zh()))?;
        } else {
            output::put(&format!("\n{}", side.zh()))?;
            output::table(&["条目", "认出的能力", "可信度", "来源"], rows)?;
        }
    }
    Ok(())
}
