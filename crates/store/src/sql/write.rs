//! Writing: every change of every kind goes through [`Work::apply`], which writes the rows, the audit and the change
//! log.

use crate::{
    contract::{Author, EntityKind, EntityRef, Import, NewImport, Sequence, Tally, Version, Versioned},
    db::{Connection, Db, Statement, Value},
    error::StoreError,
    sql::{
        fields::json,
        log, read,
        table::{Table, all_columns, row_of},
    },
};
use jiff::Timestamp;
use qianxian_core::{Company, CompanyId};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    mem,
};

const INTO_AUDIT: &str =
    "INSERT INTO audit (sequence, ordinal, who, at, kind, entity_id, before, after, import_id) VALUES ";

/// A thing as it is and as it shall be.
pub(crate) struct Edit<T> {
    pub(crate) before: Option<Versioned<T>>,
    pub(crate) after: Versioned<T>,
}

/// A unit of work under way. The caller holds the only writing transaction, so what it has read stays true.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) connection: Connection,
    pub(crate) author: Author,
    sequence: Sequence,
    /// Audit rows written so far.
    ordinal: i64,
    touched: BTreeSet<(EntityKind, Option<CompanyId>)>,
    /// The import this unit of work is.
    import: Option<NewImport>,
    written: BTreeMap<EntityKind, Tally>,
    /// Set while a call is under way, and for ever after one that failed or was dropped half-way: some of its rows may
    /// be written, or the database may have rolled back by itself.
    broken: bool,
}

impl Work {
    pub(crate) async fn begin(db: &Db, author: Author, import: Option<NewImport>) -> Result<Work, StoreError> {
        let mut connection = db.write().await?;
        let sequence = log::take_sequence(&mut connection).await?;
        let at = Timestamp::from_microsecond(author.at.as_microsecond()).unwrap_or(author.at);
        Ok(Work {
            connection,
            author: Author { at, ..author },
            sequence,
            ordinal: 0,
            touched: BTreeSet::new(),
            import,
            written: BTreeMap::new(),
            broken: false,
        })
    }

    /// Begins a call on this unit of work; [`Work::leave`] ends it.
    pub(crate) fn enter(&mut self) -> Result<(), StoreError> {
        if mem::replace(&mut self.broken, true) { Err(StoreError::Broken) } else { Ok(()) }
    }

    /// Ends a call: the unit stays usable after a success and after a refusal, which comes before anything is written.
    pub(crate) fn leave<V>(&mut self, result: Result<V, StoreError>) -> Result<V, StoreError> {
        self.broken = result.as_ref().is_err_and(|error| !error.is_refusal());
        result
    }

    /// Adds things that are not there yet.
    pub(crate) async fn add<T: Table>(&mut self, values: &[T]) -> Result<(), StoreError> {
        let ids: Vec<T::Id> = values.iter().map(Table::id).collect();
        let there = read::by_ids::<T>(&mut self.connection, &ids).await?;
        let mut seen = BTreeSet::new();
        if let Some(again) = values.iter().find(|value| there.contains_key(&value.id()) || !seen.insert(value.id())) {
            return Err(StoreError::AlreadyThere { what: EntityRef::to(again) });
        }
        let edits = values.iter().map(|value| Edit { before: None, after: self.new_row(value) }).collect();
        self.apply(edits).await
    }

    /// Adds or overwrites, whatever the version; the last of equal ids counts. A deleted thing comes back.
    pub(crate) async fn upsert<T: Table>(&mut self, values: &[T]) -> Result<Tally, StoreError> {
        let last: HashMap<T::Id, usize> = values.iter().enumerate().map(|(at, value)| (value.id(), at)).collect();
        let ids: Vec<T::Id> = last.keys().cloned().collect();
        let mut there = read::by_ids::<T>(&mut self.connection, &ids).await?;
        let mut tally = Tally::default();
        let mut edits = Vec::new();
        for (_, value) in values.iter().enumerate().filter(|(at, value)| last[&value.id()] == *at) {
            match there.remove(&value.id()) {
                None => {
                    tally.added += 1;
                    edits.push(Edit { before: None, after: self.new_row(value) });
                }
                Some(before) if before.value == *value && before.deleted.is_none() => tally.unchanged += 1,
                Some(before) => {
                    tally.changed += 1;
                    edits.push(self.edit(before, value.clone(), None));
                }
            }
        }
        self.apply(edits).await?;
        self.written.entry(T::KIND).or_default().unchanged += tally.unchanged;
        Ok(tally)
    }

    /// Overwrites a live thing that still has the version the writer has seen.
    pub(crate) async fn update<T: Table>(&mut self, value: &T, expected: Version) -> Result<Version, StoreError> {
        let before = self.expect::<T>(&value.id(), expected).await?;
        if before.deleted.is_some() {
            return Err(StoreError::Deleted { what: EntityRef::to(&before.value) });
        }
        if before.value == *value {
            return Ok(before.version);
        }
        let edit = self.edit(before, value.clone(), None);
        self.apply_one(edit).await
    }

    /// Deletes or restores a thing that still has the version the writer has seen.
    pub(crate) async fn set_deleted<T: Table>(
        &mut self,
        id: &T::Id,
        expected: Version,
        delete: bool,
    ) -> Result<Version, StoreError> {
        let before = self.expect::<T>(id, expected).await?;
        if before.deleted.is_some() == delete {
            return Ok(before.version);
        }
        let value = before.value.clone();
        let edit = self.edit(before, value, delete.then_some(self.author.at));
        self.apply_one(edit).await
    }

    async fn expect<T: Table>(&mut self, id: &T::Id, expected: Version) -> Result<Versioned<T>, StoreError> {
        let before = read::lookup::<T>(&mut self.connection, id).await?;
        let before = before.ok_or_else(|| StoreError::Missing { kind: T::KIND, id: id.to_string() })?;
        if before.version != expected {
            let what = EntityRef::to(&before.value);
            return Err(StoreError::Stale { what, expected, found: before.version });
        }
        Ok(before)
    }

    fn new_row<T: Table>(&self, value: &T) -> Versioned<T> {
        let at = self.author.at;
        Versioned { value: value.clone(), version: Version::FIRST, created: at, changed: at, deleted: None }
    }

    pub(crate) fn edit<T: Table>(&self, before: Versioned<T>, value: T, deleted: Option<Timestamp>) -> Edit<T> {
        let (version, created) = (before.version.next(), before.created);
        let after = Versioned { value, version, created, changed: self.author.at, deleted };
        Edit { before: Some(before), after }
    }

    async fn apply_one<T: Table>(&mut self, edit: Edit<T>) -> Result<Version, StoreError> {
        let version = edit.after.version;
        self.apply(vec![edit]).await?;
        Ok(version)
    }

    /// Writes edits with their audit and remembers whom they touch. Refuses before it writes anything.
    pub(crate) async fn apply<T: Table>(&mut self, edits: Vec<Edit<T>>) -> Result<(), StoreError> {
        for edit in &edits {
            if let Some(why) = edit.after.value.fault() {
                return Err(StoreError::Invalid { what: EntityRef::to(&edit.after.value), why });
            }
        }
        self.check_companies(&edits).await?;
        self.write_rows(&edits).await?;
        let values: Vec<&T> = edits.iter().map(|edit| &edit.after.value).collect();
        T::write_parts(&mut self.connection, &values).await?;
        self.write_audit(&edits).await?;
        self.remember(&edits);
        Ok(())
    }

    async fn check_companies<T: Table>(&mut self, edits: &[Edit<T>]) -> Result<(), StoreError> {
        let mut named: BTreeMap<CompanyId, &T> = BTreeMap::new();
        for edit in edits {
            named.extend(edit.after.value.named_companies().into_iter().map(|company| (company, &edit.after.value)));
        }
        let ids: Vec<CompanyId> = named.keys().copied().collect();
        for some in ids.chunks(Statement::MOST_ROWS) {
            let mut statement = Statement::new("SELECT id FROM company WHERE id IN ");
            statement.bind_all(some.iter().map(ToString::to_string));
            for row in self.connection.fetch(statement).await? {
                let id: CompanyId = crate::sql::fields::Fields::new(&row, Company::TABLE).parsed("id")?;
                named.remove(&id);
            }
        }
        match named.first_key_value() {
            None => Ok(()),
            Some((company, value)) => {
                Err(StoreError::UnknownCompany { what: EntityRef::to(*value), company: company.to_string() })
            }
        }
    }

    async fn write_rows<T: Table>(&mut self, edits: &[Edit<T>]) -> Result<(), StoreError> {
        let columns: Vec<&str> = all_columns::<T>().collect();
        let into = format!("INSERT INTO {} ({}) VALUES ", T::TABLE, columns.join(", "));
        let assign: Vec<String> = columns[1..].iter().map(|column| format!("{column} = excluded.{column}")).collect();
        let replace = format!(" ON CONFLICT (id) DO UPDATE SET {}", assign.join(", "));
        let at_once = Statement::MOST_ROWS.min(Statement::MOST_VALUES / columns.len());
        for some in edits.chunks(at_once) {
            let mut statement = Statement::new(into.as_str());
            for (at, edit) in some.iter().enumerate() {
                statement.push(if at > 0 { ", " } else { "" }).bind_all(row_of(&edit.after));
            }
            statement.push(&replace);
            self.connection.execute(statement).await?;
        }
        Ok(())
    }

    /// A line of the audit that stands for no change.
    pub(crate) async fn note(
        &mut self,
        kind: EntityKind,
        id: &str,
        said: &serde_json::Value,
    ) -> Result<(), StoreError> {
        self.ordinal += 1;
        let row = [
            Value::Int(self.sequence.0),
            Value::Int(self.ordinal),
            self.author.who.clone().into(),
            self.author.at.as_microsecond().into(),
            kind.code().into(),
            id.into(),
            Value::MaybeText(None),
            json(said).into(),
            Value::MaybeText(None),
        ];
        log::insert(&mut self.connection, INTO_AUDIT, vec![row]).await
    }

    async fn write_audit<T: Table>(&mut self, edits: &[Edit<T>]) -> Result<(), StoreError> {
        let import = self.import.as_ref().map(|import| import.id.to_string());
        for some in edits.chunks(Statement::MOST_ROWS) {
            let rows = (self.ordinal + 1..).zip(some).map(|(ordinal, edit)| {
                [
                    Value::Int(self.sequence.0),
                    Value::Int(ordinal),
                    self.author.who.clone().into(),
                    self.author.at.as_microsecond().into(),
                    T::KIND.code().into(),
                    edit.after.value.id().to_string().into(),
                    Value::MaybeText(edit.before.as_ref().map(json)),
                    json(&edit.after).into(),
                    Value::MaybeText(import.clone()),
                ]
            });
            let rows: Vec<[Value; 9]> = rows.collect();
            self.ordinal += some.len() as i64;
            log::insert(&mut self.connection, INTO_AUDIT, rows).await?;
        }
        Ok(())
    }

    fn remember<T: Table>(&mut self, edits: &[Edit<T>]) {
        let tally = self.written.entry(T::KIND).or_default();
        for edit in edits {
            if edit.before.is_none() {
                tally.added += 1;
            } else {
                tally.changed += 1;
            }
            let before = edit.before.iter().flat_map(|before| before.value.companies());
            let mut companies = before.chain(edit.after.value.companies()).peekable();
            if companies.peek().is_none() {
                self.touched.insert((T::KIND, None));
            }
            self.touched.extend(companies.map(|company| (T::KIND, Some(company))));
        }
    }

    /// Writes the record of the import and the change log, and commits. Gives the sequence from which on everybody sees
    /// the work; where nothing was changed, that is the one before it.
    pub(crate) async fn save(mut self) -> Result<Sequence, StoreError> {
        self.enter()?;
        if let Some(import) = self.import.take() {
            self.written.retain(|_, tally| *tally != Tally::default());
            let record = Import {
                id: import.id,
                file_name: import.file_name,
                who: self.author.who.clone(),
                at: self.author.at,
                rows: import.rows,
                problems: import.problems,
                written: mem::take(&mut self.written),
                undone: None,
            };
            self.add(&[record]).await?;
        }
        if self.ordinal == 0 {
            self.connection.rollback().await?;
            return Ok(Sequence(self.sequence.0 - 1));
        }
        log::write_changes(&mut self.connection, self.sequence, &self.touched).await?;
        self.connection.commit().await?;
        Ok(self.sequence)
    }
}
