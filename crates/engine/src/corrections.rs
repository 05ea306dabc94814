//! The association's own corrections of the chain: a pack of its own above all others, one block a correction, in the
//! home folder. `chain correct` writes it and so do the pages; what is written holds at once.

use crate::{
    engine::{Engine, EngineError},
    knowledge::{Knowledge, KnowledgeError, io_words},
};
use qianxian_core::{
    CapIx,
    chain::{Pack, parse_pack},
};
use qianxian_store::Setting;
use std::{io::Write, path::Path};

/// File of the corrections in the home folder.
pub const CORRECTIONS: &str = "corrections.chain";
/// What the file begins with.
pub const HEADER: &str = "sector: own 本会更正\nsource: 本会秘书处更正\n";
/// The setting that keeps the text beside the file, so that the audit shows who corrected what.
const KEPT: &str = "chain.corrections";

/// One correction as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Name of the capability it is about.
    pub name: String,
    /// Its statements, one a line, as a pack has them: `-in: 皮带`.
    pub statements: Vec<String>,
    /// The block as it is written.
    pub block: String,
}

impl Knowledge {
    /// A capability by name, alias, English, slug, or as it is recognised in words.
    pub fn capability(&self, name: &str) -> Option<CapIx> {
        let named = self.chain.find_name(name).or_else(|| self.chain.find_slug(name));
        named.or_else(|| self.recognizer.capabilities(name).first().map(|found| found.cap))
    }
}

impl Engine {
    /// All corrections, oldest first.
    pub fn corrections(&self) -> Result<Vec<Correction>, EngineError> {
        Ok(blocks(&self.corrections_text()?))
    }

    /// Adds a correction about the capability of this name; matching and search go by it at once.
    pub async fn correct_chain(&self, name: &str, statement: &str, who: &str) -> Result<(), EngineError> {
        let statement = statement.trim();
        if statement.is_empty() || statement.contains(['\n', '\r', '[']) {
            return Err(EngineError::Unfit("更正要写成一行，如「in: 电机」；去掉一条写「-in: 电机」".to_owned()));
        }
        let after = with(&self.corrections_text()?, name, statement);
        self.write_corrections(&after, who).await
    }

    /// Takes one correction back, by its block as [`Engine::corrections`] gave it. False where it is not there.
    pub async fn uncorrect_chain(&self, block: &str, who: &str) -> Result<bool, EngineError> {
        let before = self.corrections_text()?;
        let Some(at) = before.rfind(block).filter(|_| block.starts_with("[+")) else { return Ok(false) };
        let after = format!("{}\n{}", before[..at].trim_end(), &before[at + block.len()..]);
        self.write_corrections(&after, who).await.map(|()| true)
    }

    /// All corrections, as the pack they stand in.
    pub fn corrections_text(&self) -> Result<String, EngineError> {
        let path = self.home().join(CORRECTIONS);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(HEADER.to_owned()),
            Err(error) => Err(self.cannot_write(&error)),
        }
    }

    fn cannot_write(&self, error: &std::io::Error) -> EngineError {
        EngineError::Home { home: self.home().join(CORRECTIONS), problem: io_words(error) }
    }

    async fn write_corrections(&self, text: &str, who: &str) -> Result<(), EngineError> {
        let pack = pack(text)?;
        let knowledge = self.snapshot().knowledge.with_corrections(Some(pack))?;
        let mut unit = self.store().begin(self.author(who)).await?;
        unit.upsert(&[Setting { key: KEPT.into(), value: text.into() }]).await?;
        save(&self.home().join(CORRECTIONS), text.as_bytes()).map_err(|error| self.cannot_write(&error))?;
        unit.save().await?;
        self.learn(knowledge).await?;
        Ok(())
    }
}

fn pack(text: &str) -> Result<Pack, KnowledgeError> {
    parse_pack(CORRECTIONS, text)
        .map_err(|errors| KnowledgeError { faults: errors.iter().map(ToString::to_string).collect() })
}

/// The text of the corrections with one more about a capability.
pub fn with(text: &str, name: &str, statement: &str) -> String {
    format!("{}\n\n[+{name}]\n{}\n", text.trim_end(), statement.trim())
}

/// The text of the corrections without the last one about a capability; nothing where there is none.
pub fn without_last(text: &str, name: &str) -> Option<String> {
    let at = text.rfind(&format!("\n[+{name}]\n"))?;
    let end = text[at + 1..].find("\n[+").map_or(text.len(), |next| at + 1 + next);
    Some(format!("{}\n{}", text[..at].trim_end_matches('\n'), &text[end..]))
}

fn blocks(text: &str) -> Vec<Correction> {
    let starts: Vec<usize> = text.match_indices("\n[+").map(|(at, _)| at + 1).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len()));
    let block = |(start, end): (usize, usize)| {
        let block = text[start..end].trim_end();
        let (head, rest) = block.split_once('\n').unwrap_or((block, ""));
        let name = head.trim_start_matches("[+").trim_end().trim_end_matches(']').to_owned();
        let statements = rest.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        Correction { name, statements, block: block.to_owned() }
    };
    starts.iter().copied().zip(ends).map(block).collect()
}

/// Replaces a file in one step: a crash leaves the old one or the new one.
pub fn save(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    let new = path.with_extension("new");
    let mut file = std::fs::File::create(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrections_are_read_back_and_taken_back_one_by_one() {
        let text = with(&with(HEADER, "减速机", "-in: 皮带"), "泵", "in!: 叶轮");
        let known = blocks(&text);
        assert_eq!(known.len(), 2, "{text}");
        assert_eq!((known[0].name.as_str(), known[0].statements.as_slice()), ("减速机", &["-in: 皮带".to_owned()][..]));
        let fewer = without_last(&text, "减速机").unwrap();
        assert_eq!(blocks(&fewer).len(), 1, "{fewer}");
        assert!(pack(&fewer).is_ok(), "{fewer}");
        assert_eq!(without_last(&fewer, "减速机"), None);
    }
}
