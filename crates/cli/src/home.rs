//! Where a user's things are, and the knowledge that is layered there: packs of folders, foreign lists, corrections.

use crate::{args::Arguments, exit::Failure};
use qianxian_core::chain::{Pack, parse_pack};
use qianxian_engine::{Engine, Knowledge, clock, knowledge};
use qianxian_store::{Place, Store};
use std::path::{Path, PathBuf};

/// File of the association's own corrections in the home folder.
pub(crate) use qianxian_engine::corrections::CORRECTIONS;
/// Folder of foreign packs in the home folder.
pub(crate) const ADOPTED: &str = "packs";

/// The folder that holds everything a user has.
pub(crate) fn home(arguments: &Arguments) -> Result<PathBuf, Failure> {
    let home = match &arguments.home {
        Some(home) => home.clone(),
        None => default_home()?,
    };
    if home.is_file() {
        return Err(Failure::Store(format!("{} 是一个文件，不是文件夹；请用 --home 指定一个文件夹", home.display())));
    }
    Ok(home)
}

fn default_home() -> Result<PathBuf, Failure> {
    let user = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    user.map(|home| home.join(".qianxian"))
        .ok_or_else(|| Failure::Usage("不知道数据放在哪里，请用 --home 指定一个文件夹".into()))
}

/// Everything known: what the binary carries, folders named, foreign lists, own corrections; later ones win.
pub(crate) fn knowledge(arguments: &Arguments) -> Result<Knowledge, Failure> {
    Ok(Knowledge::layered(layers(arguments)?)?)
}

/// The layers above the embedded packs.
pub(crate) fn layers(arguments: &Arguments) -> Result<Vec<Vec<Pack>>, Failure> {
    let mut layers = Vec::new();
    for folder in &arguments.packs {
        layers.push(knowledge::packs_of(folder)?);
    }
    let home = home(arguments)?;
    if home.join(ADOPTED).is_dir() {
        layers.push(knowledge::packs_of(&home.join(ADOPTED))?);
    }
    if let Some(text) = read_if_there(&home.join(CORRECTIONS))? {
        layers.push(vec![pack(CORRECTIONS, &text)?]);
    }
    Ok(layers)
}

/// Reads one pack.
pub(crate) fn pack(file: &str, text: &str) -> Result<Pack, Failure> {
    parse_pack(file, text).map_err(|errors| {
        let faults: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Failure::BadFile(faults.join("\n"))
    })
}

/// The text of a file that may not be there.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// The bytes of a file given on the command line.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| unreadable(path, &error))
}

/// The bytes of a file given on the command line; `-` is standard input.
pub(crate) fn read_any(path: &Path) -> Result<Vec<u8>, Failure> {
    if path.as_os_str() != "-" {
        return read(path);
    }
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
    Ok(bytes)
}

/// The text of a file given on the command line; `-` is standard input.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let text = String::from_utf8(read_any(path)?)
        .map_err(|_| Failure::BadFile(format!("{} 不是 UTF-8 编码，请另存为 UTF-8", path.display())))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::BadFile(format!("{} 读不了：{}。请检查路径和权限", path.display(), knowledge::io_words(error)))
}

/// The user's store alone, for what must work even where nothing else does.
pub(crate) async fn store(arguments: &Arguments) -> Result<Store, Failure> {
    let home = home(arguments)?;
    std::fs::create_dir_all(&home).map_err(|error| unreadable(&home, &error))?;
    Ok(Store::open(&place(arguments)?).await?)
}

/// Where the store is: the database that is named, or the data file of the home folder.
pub(crate) fn place(arguments: &Arguments) -> Result<Place, Failure> {
    match &arguments.database {
        Some(database) => Ok(database.parse()?),
        None => Ok(Place::in_home(&home(arguments)?)),
    }
}

/// The engine over the user's store.
pub(crate) async fn engine(arguments: &Arguments) -> Result<Engine, Failure> {
    let (home, place) = (home(arguments)?, place(arguments)?);
    Ok(Engine::open_at(&home, &place, knowledge(arguments)?, clock::today()).await?)
}

/// The same, for commands that need somebody in the roster.
pub(crate) async fn engine_with_members(arguments: &Arguments) -> Result<Engine, Failure> {
    let engine = engine(arguments).await?;
    if engine.snapshot().graph.is_empty() {
        let message = "还没有会员。请先导入花名册：qianxian import 花名册.xlsx；想先看看效果，请用 qianxian demo";
        return Err(Failure::NotFound(message.to_owned()));
    }
    Ok(engine)
}

/// The last part of a path, for messages.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
