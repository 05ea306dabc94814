//! Undoing an import: everything it wrote goes back to what stood before, read from its audit.

use crate::{
    contract::{EntityKind, EntityRef, Import, ImportId, Setting, Undone, Version, Versioned},
    db::{Connection, Statement},
    error::StoreError,
    sql::{
        Book, Table, book,
        fields::Fields,
        read,
        write::{Edit, Work},
    },
};
use qianxian_core::{
    Affiliation, BankProduct, Company, Consent, Deal, Draft, Due, Expertise, Lead, Need, PairMark, Problem,
    ProfileLine, User, Visit, WorkItem,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Undoes an import. Refuses where anything it wrote was changed since, or where something was attached since to a
/// company that would go.
pub(crate) async fn undo_import(work: &mut Work, id: ImportId) -> Result<Import, StoreError> {
    let found = read::lookup::<Import>(&mut work.connection, &id).await?;
    let before = found.ok_or_else(|| StoreError::Missing { kind: EntityKind::Import, id: id.to_string() })?;
    let file_name = before.value.file_name.clone();
    if before.value.undone.is_some() {
        return Err(StoreError::AlreadyUndone { file_name });
    }
    let connection = &mut work.connection;
    // What refers to others first, so that nothing ever refers to what is gone.
    let marks = wrote::<PairMark>(connection, id).await?;
    let affiliations = wrote::<Affiliation>(connection, id).await?;
    let deals = wrote::<Deal>(connection, id).await?;
    let needs = wrote::<Need>(connection, id).await?;
    let lines = wrote::<ProfileLine>(connection, id).await?;
    let companies = wrote::<Company>(connection, id).await?;
    let settings = wrote::<Setting>(connection, id).await?;
    let leads = wrote::<Lead>(connection, id).await?;
    let visits = wrote::<Visit>(connection, id).await?;
    let problems = wrote::<Problem>(connection, id).await?;
    let work_items = wrote::<WorkItem>(connection, id).await?;
    let dues = wrote::<Due>(connection, id).await?;
    let consents = wrote::<Consent>(connection, id).await?;
    let bank_products = wrote::<BankProduct>(connection, id).await?;
    let expertises = wrote::<Expertise>(connection, id).await?;
    let drafts = wrote::<Draft>(connection, id).await?;

    let mut changed = BTreeSet::new();
    changed.extend(marks.changed().chain(affiliations.changed()).chain(deals.changed()).chain(needs.changed()));
    changed.extend(lines.changed().chain(companies.changed()).chain(settings.changed()));
    let going = companies.added();
    let users = wrote::<User>(connection, id).await?;
    attached_books(connection, &going, &leads, &mut changed).await?;
    attached_books(connection, &going, &visits, &mut changed).await?;
    attached_books(connection, &going, &problems, &mut changed).await?;
    attached_books(connection, &going, &dues, &mut changed).await?;
    attached_books(connection, &going, &consents, &mut changed).await?;
    attached_books(connection, &going, &bank_products, &mut changed).await?;
    attached_books(connection, &going, &expertises, &mut changed).await?;
    attached_books(connection, &going, &drafts, &mut changed).await?;
    attached_books(connection, &going, &users, &mut changed).await?;
    changed.extend(work_items.changed());
    attached(connection, &["a", "b"], &going, &marks, &mut changed).await?;
    attached(connection, &["a", "b"], &going, &affiliations, &mut changed).await?;
    attached(connection, &["company_id"], &going, &needs, &mut changed).await?;
    attached(connection, &["company_id"], &going, &lines, &mut changed).await?;
    attached_deals(connection, &going, &deals, &mut changed).await?;
    if !changed.is_empty() {
        return Err(StoreError::ChangedSince { file_name, changed: changed.into_iter().collect() });
    }

    leads.put_back(work).await?;
    visits.put_back(work).await?;
    problems.put_back(work).await?;
    work_items.put_back(work).await?;
    dues.put_back(work).await?;
    consents.put_back(work).await?;
    bank_products.put_back(work).await?;
    expertises.put_back(work).await?;
    drafts.put_back(work).await?;
    users.put_back(work).await?;
    marks.put_back(work).await?;
    affiliations.put_back(work).await?;
    deals.put_back(work).await?;
    needs.put_back(work).await?;
    lines.put_back(work).await?;
    companies.put_back(work).await?;
    settings.put_back(work).await?;
    let undone = Undone { who: work.author.who.clone(), at: work.author.at };
    let import = Import { undone: Some(undone), ..before.value.clone() };
    let edit = work.edit(before, import.clone(), None);
    work.apply(vec![edit]).await?;
    Ok(import)
}

/// What an import wrote of one kind: each thing as it stood before, as the import left it, and as it is now.
struct Wrote<T: Table>(BTreeMap<T::Id, Trace<T>>);

struct Trace<T> {
    before: Option<Versioned<T>>,
    left: Version,
    now: Versioned<T>,
}

impl<T: Table> Wrote<T> {
    /// Things changed since.
    fn changed(&self) -> impl Iterator<Item = EntityRef> {
        self.0.values().filter(|trace| trace.left != trace.now.version).map(|trace| EntityRef::to(&trace.now.value))
    }

    /// Ids of things that were not there before it.
    fn added(&self) -> Vec<String> {
        self.0.iter().filter(|(_, trace)| trace.before.is_none()).map(|(id, _)| id.to_string()).collect()
    }

    async fn put_back(self, work: &mut Work) -> Result<(), StoreError> {
        let at = work.author.at;
        let edits: Vec<Edit<T>> = self
            .0
            .into_values()
            .map(|trace| match trace.before {
                Some(before) => work.edit(trace.now, before.value, before.deleted),
                None => {
                    let value = trace.now.value.clone();
                    work.edit(trace.now, value, Some(at))
                }
            })
            .collect();
        work.apply(edits).await
    }
}

async fn wrote<T: Table>(connection: &mut Connection, import: ImportId) -> Result<Wrote<T>, StoreError> {
    let mut statement = Statement::new("SELECT sequence, before, after FROM audit WHERE import_id = ");
    statement.bind(import.to_string()).push(" AND kind = ").bind(T::KIND.code()).push(" ORDER BY sequence, ordinal");
    let mut steps: BTreeMap<T::Id, (Option<Versioned<T>>, Version)> = BTreeMap::new();
    for row in connection.fetch(statement).await? {
        let mut row = Fields::new(&row, "audit");
        row.int("sequence")?;
        let before: Option<Versioned<T>> = row.maybe_json("before")?;
        let after: Versioned<T> = row.json("after")?;
        steps.entry(after.value.id()).or_insert((before, after.version)).1 = after.version;
    }
    let ids: Vec<T::Id> = steps.keys().cloned().collect();
    let mut now = read::by_ids::<T>(connection, &ids).await?;
    let traces = steps.into_iter().map(|(id, (before, left))| match now.remove(&id) {
        Some(now) => Ok((id, Trace { before, left, now })),
        None => Err(StoreError::Missing { kind: T::KIND, id: id.to_string() }),
    });
    traces.collect::<Result<_, _>>().map(Wrote)
}

/// Live things that name a company that would go, and were not written by the import themselves.
async fn attached<T: Table>(
    connection: &mut Connection,
    columns: &[&str],
    going: &[String],
    wrote: &Wrote<T>,
    changed: &mut BTreeSet<EntityRef>,
) -> Result<(), StoreError> {
    for column in columns {
        let others = read::live_where::<T>(connection, column, going).await?;
        changed.extend(others.iter().filter(|other| !wrote.0.contains_key(&other.id())).map(EntityRef::to));
    }
    Ok(())
}

/// The same for deals, whose companies stand in another table.
async fn attached_deals(
    connection: &mut Connection,
    going: &[String],
    wrote: &Wrote<Deal>,
    changed: &mut BTreeSet<EntityRef>,
) -> Result<(), StoreError> {
    let mut deals = HashSet::new();
    for some in going.chunks(Statement::MOST_ROWS) {
        let mut statement = Statement::new("SELECT deal_id FROM deal_party WHERE company_id IN ");
        statement.bind_all(some.iter().map(String::as_str));
        for row in connection.fetch(statement).await? {
            deals.insert(Fields::new(&row, "deal_party").text("deal_id")?);
        }
    }
    let deals: Vec<String> = deals.into_iter().collect();
    attached(connection, &["id"], &deals, wrote, changed).await
}

/// What an import wrote into a book was changed since, or a record was attached since to a company that would go.
async fn attached_books<T: Book>(
    connection: &mut Connection,
    going: &[String],
    wrote: &Wrote<T>,
    changed: &mut BTreeSet<EntityRef>,
) -> Result<(), StoreError> {
    changed.extend(wrote.changed());
    let ids = book::ids_concerning(connection, T::KIND, going).await?;
    attached(connection, &["id"], &ids, wrote, changed).await
}
