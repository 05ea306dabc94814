//! The store: where views and units of work come from.

use crate::{
    contract::{
        AuditEntry, AuditFilter, Author, BondFacts, Changes, CompanyFacts, CompanyFilter, Entity, Facts, Listener,
        NewImport, Rows, Sequence, UnitOfWork, Versioned, View,
    },
    db::Db,
    error::StoreError,
    pg,
    place::Place,
    sql::{Book, write::Work},
    sqlite,
};
use qianxian_core::{Company, CompanyId};

/// A store of facts. Cheap to clone: all clones share its connections.
///
/// The reading calls here each open a [`View`] of their own.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
}

impl Store {
    pub(crate) fn new(db: Db) -> Self {
        Store { db }
    }

    /// Opens the database at a place, makes it ready where it is empty, and brings its schema up to date.
    pub async fn open(place: &Place) -> Result<Store, StoreError> {
        match place {
            Place::File(path) => sqlite::open(path).await,
            Place::Postgres(address) => pg::open(address).await,
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    /// Where the data is, to show to a person: a path, or an address without its password.
    pub fn place(&self) -> &str {
        self.db.place()
    }

    /// Opens a view of this moment.
    pub async fn view(&self) -> Result<View, StoreError> {
        View::open(&self.db).await
    }

    /// Begins a unit of work. There is one at a time: this waits for the one before it, and gives up as
    /// [`StoreError::Busy`] after the time the backend was opened with.
    pub async fn begin(&self, author: Author) -> Result<UnitOfWork, StoreError> {
        Work::begin(&self.db, author, None).await.map(UnitOfWork::new)
    }

    /// Begins a unit of work that is an import: saved with its record, and undone as a whole.
    pub async fn begin_import(&self, author: Author, import: NewImport) -> Result<UnitOfWork, StoreError> {
        Work::begin(&self.db, author, Some(import)).await.map(UnitOfWork::new)
    }

    /// Begins to wait for changes, whoever makes them.
    pub fn listen(&self) -> Listener {
        Listener::new(self)
    }

    /// Closes the connections and waits until the last has gone: then the file can be moved. Views and units of work
    /// still open are waited for.
    pub async fn close(self) {
        self.db.close().await;
    }

    /// What is wrong inside: what the database itself finds (in its own words), and rows the program cannot read.
    pub async fn check(&self) -> Result<Vec<String>, StoreError> {
        let mut view = self.view().await?;
        let mut faults = view.connection().integrity().await?;
        faults.extend(view.unreadable().await);
        Ok(faults)
    }

    /// Number of the last unit of work.
    pub async fn sequence(&self) -> Result<Sequence, StoreError> {
        Ok(self.view().await?.sequence())
    }

    /// See [`View::changes_since`].
    pub async fn changes_since(&self, since: Sequence) -> Result<Changes, StoreError> {
        self.view().await?.changes_since(since).await
    }

    /// See [`View::load`].
    pub async fn load(&self) -> Result<Facts, StoreError> {
        self.view().await?.load().await
    }

    /// See [`View::load_companies`].
    pub async fn load_companies(&self, ids: &[CompanyId]) -> Result<CompanyFacts, StoreError> {
        self.view().await?.load_companies(ids).await
    }

    /// See [`View::load_bonds`].
    pub async fn load_bonds(&self) -> Result<BondFacts, StoreError> {
        self.view().await?.load_bonds().await
    }

    /// See [`View::lookup`].
    pub async fn lookup<T: Entity>(&self, id: &T::Id) -> Result<Option<Versioned<T>>, StoreError> {
        self.view().await?.lookup(id).await
    }

    /// See [`View::list`].
    pub async fn list<T: Entity>(&self, rows: Rows) -> Result<Vec<Versioned<T>>, StoreError> {
        self.view().await?.list(rows).await
    }

    /// See [`View::of_company`].
    pub async fn of_company<T: Book>(&self, company: CompanyId) -> Result<Vec<Versioned<T>>, StoreError> {
        self.view().await?.of_company(company).await
    }

    /// See [`View::find_companies`].
    pub async fn find_companies(&self, filter: &CompanyFilter) -> Result<Vec<Versioned<Company>>, StoreError> {
        self.view().await?.find_companies(filter).await
    }

    /// See [`View::audit`].
    pub async fn audit(&self, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StoreError> {
        self.view().await?.audit(filter).await
    }
}
