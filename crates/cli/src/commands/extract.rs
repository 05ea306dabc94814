//! `extract`: drafts out of notes, chats and news. Nothing is stored.

use crate::{
    args::{Arguments, ExtractArgs},
    exit::Failure,
    home, output,
};
use qianxian_engine::{clock, knowledge::embedded};
use qianxian_intake::extract::{Extractor, Input, extract};
use std::path::Path;

pub(crate) fn run(arguments: &Arguments, args: &ExtractArgs) -> Result<(), Failure> {
    let knowledge = home::knowledge(arguments)?;
    let lexicon = embedded("lexicon/extract.txt");
    let extractor = Extractor::new(knowledge.recognizer.clone(), ("data/lexicon/extract.txt", &lexicon))
        .map_err(|e| Failure::BadFile(e.to_string()))?;
    if let Some(file) = &args.batch {
        let text = home::read_text(file)?;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let asked: Input = serde_json::from_str(line).map_err(|_| {
                Failure::BadFile(format!("{} 第{}行：不是正确的 JSON，要有 id 和 text", file.display(), at + 1))
            })?;
            output::ndjson(&extract(&extractor, &asked))?;
        }
        return Ok(());
    }
    let file = args.file.as_deref().unwrap_or(Path::new("-"));
    let today = args.today.clone().or_else(|| Some(clock::today().to_string()));
    let asked =
        Input { id: home::file_name(file), date: today, channel: None, title: None, text: home::read_text(file)? };
    output::json(&extract(&extractor, &asked))
}
