//! What the program knows before it knows any company: chain packs, word lists, names, weights. Embedded in the
//! binary; packs of a folder and the association's own corrections are layered on top.

use crate::{
    corrections::CORRECTIONS,
    search::{LookAlikes, SearchWords, SoundTable},
};
use qianxian_core::{
    Chain,
    chain::{Finding, Pack, build, parse_pack},
};
use qianxian_matching::Weights;
use qianxian_text::{Lexicon, Names, Recognizer};
use rayon::prelude::*;
use rust_embed::RustEmbed;
use std::{
    fmt,
    path::Path,
    sync::{Arc, OnceLock},
};

/// `data/` of the repository, as it stood at build time.
#[derive(RustEmbed)]
#[folder = "../../data"]
struct Data;

/// An embedded data file as text.
///
/// # Panics
/// Never for files named in this crate: a test reads each of them.
pub fn embedded(path: &str) -> String {
    let file = Data::get(path).unwrap_or_else(|| panic!("data/{path} is missing from the binary"));
    String::from_utf8_lossy(&file.data).into_owned()
}

/// Everything known before any company is known.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// Capabilities and their relations.
    pub chain: Arc<Chain>,
    /// Finds capabilities in text.
    pub recognizer: Arc<Recognizer>,
    /// Reads company names.
    pub names: Arc<Names>,
    /// Weights of the score.
    pub weights: Arc<Weights>,
    /// Capabilities by sound, worked out when first asked for.
    sounds: Arc<OnceLock<SoundTable>>,
    /// Names one character apart, worked out when first asked for.
    lookalikes: Arc<OnceLock<LookAlikes>>,
    /// Words of queries that do not tell what is wanted.
    pub(crate) words: Arc<SearchWords>,
    /// The layers of packs above the embedded ones, as they were read.
    above: Arc<Vec<Vec<Pack>>>,
}

/// Knowledge that cannot be used, with every fault found.
#[derive(Debug, thiserror::Error)]
pub struct KnowledgeError {
    /// One sentence a fault: file, line, what is wrong, what to do.
    pub faults: Vec<String>,
}

impl fmt::Display for KnowledgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "产业链知识包有 {} 处错误，没有载入：", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| write!(f, "\n  {fault}"))?;
        if self.faults.len() > 20 {
            write!(f, "\n  ……其余 {} 处略", self.faults.len() - 20)?;
        }
        Ok(())
    }
}

impl From<Vec<Finding>> for KnowledgeError {
    fn from(findings: Vec<Finding>) -> Self {
        KnowledgeError { faults: findings.iter().map(ToString::to_string).collect() }
    }
}

impl Knowledge {
    /// Capabilities by sound.
    pub fn sounds(&self) -> &SoundTable {
        self.sounds.get_or_init(|| SoundTable::new(&self.chain))
    }

    /// Names of capabilities one character apart from a word.
    pub(crate) fn lookalikes(&self) -> &LookAlikes {
        self.lookalikes.get_or_init(|| LookAlikes::new(&self.chain))
    }

    /// What is embedded, and nothing else.
    pub fn embedded() -> Result<Knowledge, KnowledgeError> {
        Knowledge::layered(Vec::new())
    }

    /// What is embedded, and layers of packs above it, later ones winning.
    pub fn layered(above: Vec<Vec<Pack>>) -> Result<Knowledge, KnowledgeError> {
        let layers: Vec<Vec<Pack>> = std::iter::once(embedded_packs()?).chain(above.iter().cloned()).collect();
        let chain = Arc::new(build(&layers)?);
        let fault = |fault: String| KnowledgeError { faults: vec![fault] };
        let words = Lexicon::parse("data/lexicon/words.txt", &embedded("lexicon/words.txt"))
            .map_err(|e| fault(e.to_string()))?;
        let (places, names) = (embedded("lexicon/places.txt"), embedded("lexicon/names.txt"));
        let names = Names::parse(("data/lexicon/places.txt", &places), ("data/lexicon/names.txt", &names))
            .map_err(|e| fault(e.to_string()))?;
        let weights =
            Weights::parse("data/weights.toml", &embedded("weights.toml")).map_err(|e| fault(e.to_string()))?;
        Ok(Knowledge {
            recognizer: Arc::new(Recognizer::new(chain.clone(), &words)),
            chain,
            names: Arc::new(names),
            weights: Arc::new(weights),
            sounds: Arc::default(),
            lookalikes: Arc::default(),
            words: Arc::new(SearchWords::new(&words)),
            above: Arc::new(above),
        })
    }

    /// The same knowledge with other corrections as its uppermost layer; no pack takes them away.
    pub fn with_corrections(&self, corrections: Option<Pack>) -> Result<Knowledge, KnowledgeError> {
        let is_corrections = |layer: &Vec<Pack>| layer.iter().any(|pack| pack.file == CORRECTIONS);
        let mut above: Vec<Vec<Pack>> = self.above.iter().filter(|layer| !is_corrections(layer)).cloned().collect();
        above.extend(corrections.map(|pack| vec![pack]));
        Knowledge::layered(above)
    }

    /// Names of the packs above the embedded ones, lowest layer first.
    pub fn packs_above(&self) -> impl Iterator<Item = &Pack> {
        self.above.iter().flatten()
    }
}

/// Packs of the binary.
pub fn embedded_packs() -> Result<Vec<Pack>, KnowledgeError> {
    let files = Data::iter().filter(|path| path.starts_with("chain/") && path.ends_with(".chain"));
    let mut texts: Vec<(String, String)> = files.map(|path| (format!("data/{path}"), embedded(&path))).collect();
    texts.sort();
    parse_all(&texts)
}

/// Packs of a folder: every file that ends in `.chain`, in order of name.
pub fn packs_of(folder: &Path) -> Result<Vec<Pack>, KnowledgeError> {
    let unreadable = |e: std::io::Error| KnowledgeError {
        faults: vec![format!("知识包文件夹 {} 打不开：{}，请检查路径和权限", folder.display(), io_words(&e))],
    };
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "chain") {
            let text = std::fs::read(&path).map_err(unreadable)?;
            let text = String::from_utf8(text).map_err(|_| KnowledgeError {
                faults: vec![format!("{} 不是 UTF-8 编码，请另存为 UTF-8", path.display())],
            })?;
            texts.push((path.display().to_string(), text));
        }
    }
    if texts.is_empty() {
        return Err(KnowledgeError {
            faults: vec![format!("文件夹 {} 里没有 .chain 知识包", folder.display())]
        });
    }
    texts.sort();
    parse_all(&texts)
}

fn parse_all(texts: &[(String, String)]) -> Result<Vec<Pack>, KnowledgeError> {
    let mut packs = Vec::with_capacity(texts.len());
    let mut faults = Vec::new();
    let parsed: Vec<_> = texts.par_iter().map(|(file, text)| parse_pack(file, text)).collect();
    for pack in parsed {
        match pack {
            Ok(pack) => packs.push(pack),
            Err(errors) => faults.extend(errors.iter().map(ToString::to_string)),
        }
    }
    if faults.is_empty() { Ok(packs) } else { Err(KnowledgeError { faults }) }
}

/// An IO error in Chinese.
pub fn io_words(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "找不到",
        std::io::ErrorKind::PermissionDenied => "没有权限",
        std::io::ErrorKind::StorageFull => "磁盘已满",
        std::io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        std::io::ErrorKind::IsADirectory => "这是一个文件夹",
        std::io::ErrorKind::NotADirectory => "这不是一个文件夹",
        _ => "读写出错",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_embedded_can_be_read() {
        Knowledge::embedded().unwrap();
    }
}
