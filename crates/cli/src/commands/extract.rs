//! `extract`: drafts out of notes, chats and news. Nothing is stored without `--confirm`.

use super::{confirm, correct::save};
use crate::{
    args::{Arguments, ExtractArgs, KindArg},
    exit::Failure,
    home, output,
};
use jiff::civil::Date;
use qianxian_engine::{clock, knowledge::embedded};
use qianxian_intake::{
    Limits,
    extract::{DraftFile, Extraction, Extractor, Input, TextKind, extract, kind_of},
    read_document,
};
use std::path::Path;

pub(crate) async fn run(arguments: &Arguments, args: &ExtractArgs) -> Result<(), Failure> {
    let extractor = extractor(arguments)?;
    if let Some(file) = &args.batch {
        return batch(&extractor, file);
    }
    let today = match args.today.as_deref() {
        Some(day) => {
            day.parse::<Date>().map_err(|_| Failure::Usage(format!("「{day}」不是日期，请写成 2026-11-04 的样子")))?
        }
        None => clock::today(),
    };
    let file = args.file.as_deref().unwrap_or(Path::new("-"));
    let reference = if file.as_os_str() == "-" { "标准输入".to_owned() } else { home::file_name(file) };
    let text = read_document(&reference, &home::read_any(file)?, &Limits::default())?;
    let extraction = drafts(&extractor, &reference, today, args.kind, text);
    if !args.confirm && args.out.is_none() {
        return output::json(&extraction);
    }
    let drafts = DraftFile::new(extraction, reference, Some(today));
    if let Some(out) = &args.out {
        save(out, serde_json::to_string_pretty(&drafts)?.as_bytes())?;
        output::say(&format!("草稿已存到 {0}。看一遍、改好以后：qianxian confirm {0}", out.display()));
        return Ok(());
    }
    let engine = home::engine(arguments).await?;
    confirm::write(arguments, &engine, &drafts, &args.options).await
}

fn extractor(arguments: &Arguments) -> Result<Extractor, Failure> {
    let knowledge = home::knowledge(arguments)?;
    let lexicon = embedded("lexicon/extract.txt");
    Extractor::new(knowledge.recognizer.clone(), ("data/lexicon/extract.txt", &lexicon))
        .map_err(|e| Failure::BadFile(e.to_string()))
}

/// Drafts of one text of a kind.
fn drafts(extractor: &Extractor, id: &str, today: Date, kind: KindArg, text: String) -> Extraction {
    let kind = match kind {
        KindArg::Note => TextKind::Note,
        KindArg::News => TextKind::News,
        KindArg::Auto => kind_of(&text),
    };
    let channel = if kind == TextKind::News { "news" } else { "note" };
    let input = Input {
        id: id.to_owned(),
        date: Some(today.to_string()),
        channel: Some(channel.to_owned()),
        title: None,
        text,
    };
    extract(extractor, &input)
}

fn batch(extractor: &Extractor, file: &Path) -> Result<(), Failure> {
    let text = home::read_text(file)?;
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let asked: Input = serde_json::from_str(line).map_err(|_| {
            Failure::BadFile(format!("{} 第{}行：不是正确的 JSON，要有 id 和 text", file.display(), at + 1))
        })?;
        output::ndjson(&extract(extractor, &asked))?;
    }
    Ok(())
}
