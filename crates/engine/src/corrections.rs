//! What the association knows better about the chain: corrections in a pack of its own (`corrections.chain` in the home
//! folder), above all others. A correction is checked, saved and at once in force.

use crate::{
    engine::{Engine, EngineError},
    knowledge::{Knowledge, KnowledgeError, io_words},
};
use qianxian_core::{CapIx, chain::parse_pack};
use std::io::Write as _;

/// File of the corrections in the home folder.
pub const CORRECTIONS: &str = "corrections.chain";
/// Begins a file of corrections.
const HEADER: &str = "sector: own 本会更正\nsource: 本会秘书处更正\n";

impl Knowledge {
    /// A capability by name, alias, English, slug, or as it is recognised in words.
    pub fn capability(&self, name: &str) -> Option<CapIx> {
        let named = self.chain.find_name(name).or_else(|| self.chain.find_slug(name));
        named.or_else(|| self.recognizer.capabilities(name).first().map(|found| found.cap))
    }
}

impl Engine {
    /// All corrections, as the pack they stand in.
    pub fn corrections(&self) -> Result<String, EngineError> {
        match std::fs::read_to_string(self.home().join(CORRECTIONS)) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(HEADER.to_owned()),
            Err(error) => Err(self.home_fault(&error)),
        }
    }

    /// Adds a statement about a capability, one line as in a pack: `in: 电机`, `-in: 电机`, `alias: 减速箱`. Refused where it
    /// does not hold together with what is known.
    pub async fn correct_chain(&self, capability: CapIx, statement: &str) -> Result<(), EngineError> {
        let statement = statement.trim();
        if statement.is_empty() || statement.contains(['\n', '\r', '[']) {
            return Err(EngineError::Unfit("更正要写成一行，如「in: 电机」；去掉一条写「-in: 电机」".to_owned()));
        }
        let before = self.corrections()?;
        let after = format!("{before}{}{statement}\n", self.block(capability));
        self.apply_corrections(&after).await
    }

    /// Takes the last correction of a capability back. False where there is none.
    pub async fn undo_correction(&self, capability: CapIx) -> Result<bool, EngineError> {
        let before = self.corrections()?;
        let Some(at) = before.rfind(&self.block(capability)) else { return Ok(false) };
        let end = before[at + 1..].find("\n[+").map_or(before.len(), |next| at + 1 + next);
        let after = format!("{}\n{}", before[..at].trim_end_matches('\n'), &before[end..]);
        self.apply_corrections(&after).await.map(|()| true)
    }

    fn block(&self, capability: CapIx) -> String {
        format!("\n[+{}]\n", self.snapshot().knowledge.chain.name(capability))
    }

    async fn apply_corrections(&self, text: &str) -> Result<(), EngineError> {
        let unfit = |error: KnowledgeError| EngineError::Unfit(format!("这条更正不成立，没有保存：{error}"));
        let pack = parse_pack(CORRECTIONS, text).map_err(|errors| {
            let faults: Vec<String> = errors.iter().map(ToString::to_string).collect();
            unfit(KnowledgeError { faults })
        })?;
        let known = self.snapshot().knowledge.above.clone();
        let others = known.iter().filter(|layer| layer.iter().all(|pack| pack.file != CORRECTIONS));
        let layers = others.cloned().chain([vec![pack]]).collect();
        let knowledge = Knowledge::layered(layers).map_err(unfit)?;
        self.save_corrections(text).map_err(|error| self.home_fault(&error))?;
        self.learn(knowledge).await?;
        // What was written while everything was linked anew.
        self.refresh().await?;
        Ok(())
    }

    /// The file is replaced in one step: a crash leaves the old one or the new one.
    fn save_corrections(&self, text: &str) -> std::io::Result<()> {
        let path = self.home().join(CORRECTIONS);
        let new = path.with_extension("new");
        let mut file = std::fs::File::create(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&new, &path)
    }

    fn home_fault(&self, error: &std::io::Error) -> EngineError {
        EngineError::Home { home: self.home().to_owned(), problem: io_words(error) }
    }
}
