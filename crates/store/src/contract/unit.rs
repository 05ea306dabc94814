//! A unit of work: changes that are saved together or not at all.

use crate::{
    contract::{Entity, EntityKind, Fact, Import, ImportId, Sequence, Tally, Version, Versioned},
    error::StoreError,
    sql::{read, undo, write::Work},
};

/// Changes that are saved together or not at all. [`UnitOfWork::save`] keeps them; [`UnitOfWork::cancel`], or dropping
/// it, leaves nothing.
///
/// Every call writes the rows and, for each thing changed, an audit row and the companies it concerns, in the same
/// transaction. A company has to be added before what refers to it. After a refusal ([`StoreError::is_refusal`]) the
/// unit goes on as if the call had not been; after any other error, or a call whose future was dropped half-way, it can
/// only be cancelled and says [`StoreError::Broken`].
#[derive(Debug)]
#[must_use = "a unit of work that is dropped leaves nothing: save() it"]
pub struct UnitOfWork {
    work: Work,
}

impl UnitOfWork {
    pub(crate) fn new(work: Work) -> Self {
        UnitOfWork { work }
    }

    /// Adds things that are not there yet; [`StoreError::AlreadyThere`] if one is, deleted or not.
    pub async fn add<T: Fact>(&mut self, facts: &[T]) -> Result<(), StoreError> {
        self.work.enter()?;
        let result = self.work.add(facts).await;
        self.work.leave(result)
    }

    /// Adds things or overwrites them whatever their version, as an import does. Of equal ids the last counts; a
    /// deleted thing comes back; what is just so already is not written.
    pub async fn upsert<T: Fact>(&mut self, facts: &[T]) -> Result<Tally, StoreError> {
        self.work.enter()?;
        let result = self.work.upsert(facts).await;
        self.work.leave(result)
    }

    /// Overwrites a thing, if it still has the version the writer has seen ([`StoreError::Stale`] if not,
    /// [`StoreError::Deleted`] if it is deleted). Gives the new version, or the same one if nothing is different.
    pub async fn update<T: Fact>(&mut self, fact: &T, expected: Version) -> Result<Version, StoreError> {
        self.work.enter()?;
        let result = self.work.update(fact, expected).await;
        self.work.leave(result)
    }

    /// Deletes a thing, if it still has that version: it stays in the store and can be restored. What hangs on a
    /// company is hidden with it and comes back with it.
    pub async fn remove<T: Fact>(&mut self, id: &T::Id, expected: Version) -> Result<Version, StoreError> {
        self.work.enter()?;
        let result = self.work.set_deleted::<T>(id, expected, true).await;
        self.work.leave(result)
    }

    /// Brings a deleted thing back, if it still has that version.
    pub async fn restore<T: Fact>(&mut self, id: &T::Id, expected: Version) -> Result<Version, StoreError> {
        self.work.enter()?;
        let result = self.work.set_deleted::<T>(id, expected, false).await;
        self.work.leave(result)
    }

    /// Undoes an import: what it added is deleted, what it changed or deleted is as before. Refuses
    /// ([`StoreError::ChangedSince`]) where any of it was changed since, or where something was attached since to a
    /// company that it added.
    pub async fn undo_import(&mut self, id: ImportId) -> Result<Import, StoreError> {
        self.work.enter()?;
        let result = undo::undo_import(&mut self.work, id).await;
        self.work.leave(result)
    }

    /// Writes a line into the audit that changes nothing: that somebody looked at what is usually hidden. `said` is a
    /// JSON object without `version` and `value`; the line has no `before`.
    pub async fn note(&mut self, kind: EntityKind, id: &str, said: &serde_json::Value) -> Result<(), StoreError> {
        self.work.enter()?;
        let result = self.work.note(kind, id, said).await;
        self.work.leave(result)
    }

    /// One thing by its id as this unit of work sees it, deleted or not.
    pub async fn lookup<T: Entity>(&mut self, id: &T::Id) -> Result<Option<Versioned<T>>, StoreError> {
        self.work.enter()?;
        let result = read::lookup(&mut self.work.connection, id).await;
        self.work.leave(result)
    }

    /// Saves. When this returns, the changes survive a crash and a power cut. Gives the sequence from which on
    /// everybody sees them; a unit that changed nothing takes none and gives the last one.
    pub async fn save(self) -> Result<Sequence, StoreError> {
        self.work.save().await
    }

    /// Leaves everything as it was and waits until the next writer may begin.
    pub async fn cancel(self) -> Result<(), StoreError> {
        self.work.connection.rollback().await
    }
}
