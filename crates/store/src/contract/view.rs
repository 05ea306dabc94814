//! A view: the store at one moment.

use crate::{
    contract::{
        AuditEntry, AuditFilter, BondFacts, Changes, CompanyFacts, CompanyFilter, Entity, Facts, Import, Rows,
        Sequence, Setting, Versioned,
    },
    db::{Connection, Db},
    error::StoreError,
    sql::{Book, book, load, log, read},
};
use qianxian_core::{
    Affiliation, ApiToken, BankProduct, Company, CompanyId, Consent, Deal, Draft, Due, Expertise, Lead, MatchList,
    Need, PairMark, Problem, ProfileLine, User, Visit, WorkItem,
};

/// The store at one moment: whatever is read through one view belongs together, whoever writes meanwhile.
///
/// It holds a connection; drop it soon.
#[derive(Debug)]
pub struct View {
    connection: Connection,
    sequence: Sequence,
}

impl View {
    pub(crate) async fn open(db: &Db) -> Result<View, StoreError> {
        let mut connection = db.read().await?;
        // The moment of a transaction is that of its first read.
        let sequence = log::sequence(&mut connection).await?;
        Ok(View { connection, sequence })
    }

    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Number of the last unit of work this view sees.
    pub const fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// What was changed by units of work behind `since`.
    pub async fn changes_since(&mut self, since: Sequence) -> Result<Changes, StoreError> {
        log::changes_since(&mut self.connection, since, self.sequence).await
    }

    /// All that holds.
    pub async fn load(&mut self) -> Result<Facts, StoreError> {
        load::facts(&mut self.connection, self.sequence).await
    }

    /// Some companies with their lines and needs.
    pub async fn load_companies(&mut self, ids: &[CompanyId]) -> Result<CompanyFacts, StoreError> {
        load::companies(&mut self.connection, self.sequence, ids).await
    }

    /// All that is known between companies.
    pub async fn load_bonds(&mut self) -> Result<BondFacts, StoreError> {
        load::bonds(&mut self.connection, self.sequence).await
    }

    /// One thing by its id, deleted or not; nothing where it was never saved.
    pub async fn lookup<T: Entity>(&mut self, id: &T::Id) -> Result<Option<Versioned<T>>, StoreError> {
        read::lookup(&mut self.connection, id).await
    }

    /// Kinds of which a row cannot be read, with the first such row.
    pub(crate) async fn unreadable(&mut self) -> Vec<String> {
        let mut faults = Vec::new();
        macro_rules! try_all {
            ($($kind:ty),+) => {$(
                if let Err(fault) = self.list::<$kind>(Rows::All).await {
                    faults.push(fault.to_string());
                }
            )+};
        }
        try_all!(Company, ProfileLine, Need, Deal, Affiliation, PairMark, Setting, Import);
        try_all!(
            Lead,
            Visit,
            Problem,
            WorkItem,
            Due,
            Consent,
            BankProduct,
            Expertise,
            Draft,
            MatchList,
            User,
            ApiToken
        );
        faults
    }

    /// Every thing of a kind, by id. Lines and needs of deleted companies are among them.
    pub async fn list<T: Entity>(&mut self, rows: Rows) -> Result<Vec<Versioned<T>>, StoreError> {
        read::list(&mut self.connection, rows).await
    }

    /// Live records of one book that concern a company, by id.
    pub async fn of_company<T: Book>(&mut self, company: CompanyId) -> Result<Vec<Versioned<T>>, StoreError> {
        book::of_company(&mut self.connection, company).await
    }

    /// Companies by filter, by id.
    pub async fn find_companies(&mut self, filter: &CompanyFilter) -> Result<Vec<Versioned<Company>>, StoreError> {
        read::find_companies(&mut self.connection, filter).await
    }

    /// Lines of the audit, the oldest first.
    pub async fn audit(&mut self, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StoreError> {
        log::audit(&mut self.connection, filter).await
    }
}
