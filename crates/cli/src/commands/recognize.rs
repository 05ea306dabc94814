//! `recognize TEXT`: what capabilities a text names.

use crate::{
    args::{Arguments, Format, RecognizeArgs},
    exit::Failure,
    home, output,
};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(arguments: &Arguments, args: &RecognizeArgs) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let text = match args.text.as_slice() {
        [dash] if dash == "-" => home::read_text(Path::new("-"))?,
        words => words.join(" "),
    };
    let found = knowledge.recognizer.recognise(&text);
    let chain = &knowledge.chain;
    if arguments.format != Format::Table {
        let rows: Vec<_> = found
            .iter()
            .map(|r| {
                json!({
                    "capability": chain.name(r.cap), "slug": chain.cap(r.cap).slug, "kind": chain.cap(r.cap).kind,
                    "start": r.span.start, "end": r.span.end, "words": &text[r.span.clone()], "confidence": r.confidence,
                    "found": r.found, "role": r.role, "negated": r.negated,
                    "modifiers": r.modifiers.iter().map(|m| &text[m.span.clone()]).collect::<Vec<_>>(),
                })
            })
            .collect();
        return match arguments.format {
            Format::Ndjson => rows.iter().try_for_each(output::ndjson),
            _ => output::json(&rows),
        };
    }
    if found.is_empty() {
        return Ok(output::put("没有认出任何能力")?);
    }
    let rows = found
        .iter()
        .map(|r| {
            let modifiers: Vec<&str> = r.modifiers.iter().rev().map(|m| &text[m.span.clone()]).collect();
            let verdict = if r.negated { "不做" } else { r.found.zh() };
            vec![
                text[r.span.clone()].to_owned(),
                chain.name(r.cap).to_owned(),
                chain.cap(r.cap).kind.zh().to_owned(),
                verdict.to_owned(),
                format!("{:.2}", r.confidence),
                modifiers.join("、"),
            ]
        })
        .collect();
    Ok(output::table(&["文字", "能力", "类别", "怎样认出", "把握", "修饰"], rows)?)
}
