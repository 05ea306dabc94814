//! What a person said about proposing a pair (配对意见): taken up, not now, does not fit, never. The matching reads it: a
//! refused pair is shown among the excluded ones, with the reason, until the verdict is taken back.

use crate::{clock, engine::EngineError, snapshot::Snapshot};
use jiff::civil::Date;
use qianxian_core::{Bond, CompanyId, MarkId, PairMark, PairVerdict, ReasonCode};
use qianxian_store::{UnitOfWork, Version};

/// A verdict on a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMark {
    /// One side.
    pub a: CompanyId,
    /// The other side.
    pub b: CompanyId,
    /// What is said.
    pub verdict: PairVerdict,
    /// Why: a code of [`ReasonCode`], kept as its Chinese word, or words; may be empty.
    pub reason: String,
    /// The way it is said about, by code; nothing where it holds for every way.
    pub way: Option<String>,
    /// Until when it is postponed; kept for [`PairVerdict::Postponed`] only.
    pub until: Option<Date>,
}

/// The verdict on a pair about one way, or about every way (`None`), as the snapshot has it.
pub fn mark_between<'s>(snapshot: &'s Snapshot, a: CompanyId, b: CompanyId, way: Option<&str>) -> Option<&'s PairMark> {
    let marks = snapshot.graph.bonds().between(a, b).filter_map(|bond| match bond {
        Bond::Mark(mark) => Some(mark.as_ref()),
        _ => None,
    });
    marks.filter(|mark| mark.way.as_deref() == way).max_by_key(|mark| mark.id)
}

/// Keeps a verdict, in the place of what was said before about the same pair and way.
pub async fn mark(
    unit: &mut UnitOfWork,
    snapshot: &Snapshot,
    new: NewMark,
    today: Date,
) -> Result<(PairMark, Version), EngineError> {
    if new.a == new.b {
        return Err(EngineError::Unfit("配对意见要写两家不同的企业".to_owned()));
    }
    let until = new.until.filter(|_| new.verdict == PairVerdict::Postponed);
    if until.is_some_and(|until| until < today) {
        return Err(EngineError::Unfit("暂缓的日期已经过去了，请写今天以后的日期".to_owned()));
    }
    let reason = new.reason.trim();
    let reason = reason.parse::<ReasonCode>().map_or_else(|_| reason.to_owned(), |code| code.zh().to_owned());
    let known = mark_between(snapshot, new.a, new.b, new.way.as_deref()).map(|mark| mark.id);
    let known = match known {
        Some(id) => unit.lookup::<PairMark>(&id).await?.filter(|mark| mark.deleted.is_none()),
        None => None,
    };
    let id = known.as_ref().map_or_else(|| MarkId(clock::new_id()), |known| known.value.id);
    let mark =
        PairMark { id, a: new.a, b: new.b, verdict: new.verdict, reason, date: Some(today), way: new.way, until };
    let version = match known {
        Some(known) => unit.update(&mark, known.version).await?,
        None => {
            unit.add(std::slice::from_ref(&mark)).await?;
            Version::FIRST
        }
    };
    Ok((mark, version))
}

/// Takes a verdict back. False where there is none of that id any more.
pub async fn unmark(unit: &mut UnitOfWork, id: MarkId) -> Result<bool, EngineError> {
    let Some(known) = unit.lookup::<PairMark>(&id).await?.filter(|mark| mark.deleted.is_none()) else {
        return Ok(false);
    };
    unit.remove::<PairMark>(&id, known.version).await?;
    Ok(true)
}
