//! `names compare`: whether two names mean one company.

use crate::{
    args::{Arguments, Format, NamesArgs, NamesCommand},
    exit::Failure,
    home, output,
};
use qianxian_text::{NameComparison, NameVerdict};
use serde_json::json;

pub(crate) fn run(arguments: &Arguments, args: &NamesArgs) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let NamesCommand::Compare { a, b, batch } = &args.command;
    if let Some(file) = batch {
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
        return Ok(());
    }
    let (a, b) = (a.as_deref().unwrap_or(""), b.as_deref().unwrap_or(""));
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
