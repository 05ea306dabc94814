//! Loading what a snapshot is made from. Sorted here and not by the database, whose order of texts is a matter of
//! locale.

use crate::{
    contract::{BondFacts, CompanyFacts, Facts, Rows, Sequence},
    db::{Connection, Statement},
    error::StoreError,
    sql::{Table, fields::Fields, read},
};
use qianxian_core::{Affiliation, Company, CompanyId, Deal, Need, PairMark, ProfileLine};
use std::collections::HashSet;

/// Everything that holds.
pub(crate) async fn facts(connection: &mut Connection, sequence: Sequence) -> Result<Facts, StoreError> {
    let gone = gone(connection).await?;
    let companies = live::<Company>(connection).await?;
    let mut lines = live::<ProfileLine>(connection).await?;
    lines.retain(|line| !gone.contains(&line.company));
    lines.sort_unstable_by_key(|line| (line.company, line.id));
    let mut needs = live::<Need>(connection).await?;
    needs.retain(|need| !gone.contains(&need.company));
    needs.sort_unstable_by_key(|need| (need.company, need.id));
    let BondFacts { deals, affiliations, marks, .. } = bonds_without(connection, sequence, &gone).await?;
    Ok(Facts { sequence, companies, lines, needs, deals, affiliations, marks })
}

/// Some companies with their lines and needs.
pub(crate) async fn companies(
    connection: &mut Connection,
    sequence: Sequence,
    ids: &[CompanyId],
) -> Result<CompanyFacts, StoreError> {
    let wanted: HashSet<String> = ids.iter().map(ToString::to_string).collect();
    let wanted: Vec<String> = wanted.into_iter().collect();
    let mut companies: Vec<Company> = read::live_where(connection, "id", &wanted).await?;
    companies.sort_unstable_by_key(|company| company.id);
    let there: Vec<String> = companies.iter().map(|company| company.id.to_string()).collect();
    let mut lines: Vec<ProfileLine> = read::live_where(connection, "company_id", &there).await?;
    lines.sort_unstable_by_key(|line| (line.company, line.id));
    let mut needs: Vec<Need> = read::live_where(connection, "company_id", &there).await?;
    needs.sort_unstable_by_key(|need| (need.company, need.id));
    Ok(CompanyFacts { sequence, companies, lines, needs })
}

/// Everything between companies.
pub(crate) async fn bonds(connection: &mut Connection, sequence: Sequence) -> Result<BondFacts, StoreError> {
    let gone = gone(connection).await?;
    bonds_without(connection, sequence, &gone).await
}

async fn bonds_without(
    connection: &mut Connection,
    sequence: Sequence,
    gone: &HashSet<CompanyId>,
) -> Result<BondFacts, StoreError> {
    let mut deals = live::<Deal>(connection).await?;
    for party in deals.iter_mut().flat_map(|deal| &mut deal.parties) {
        party.company = party.company.filter(|company| !gone.contains(company));
    }
    deals.retain(|deal| deal.parties.iter().any(|party| party.company.is_some()));
    let mut affiliations = live::<Affiliation>(connection).await?;
    affiliations.retain(|affiliation| !gone.contains(&affiliation.a) && !gone.contains(&affiliation.b));
    let mut marks = live::<PairMark>(connection).await?;
    marks.retain(|mark| !gone.contains(&mark.a) && !gone.contains(&mark.b));
    Ok(BondFacts { sequence, deals, affiliations, marks })
}

/// All live rows of a kind, by id.
async fn live<T: Table>(connection: &mut Connection) -> Result<Vec<T>, StoreError> {
    let mut all: Vec<T> = read::list(connection, Rows::Live).await?.into_iter().map(|kept| kept.value).collect();
    all.sort_by_cached_key(Table::id);
    Ok(all)
}

/// Deleted companies: few, so that their ids are held rather than those of the others.
async fn gone(connection: &mut Connection) -> Result<HashSet<CompanyId>, StoreError> {
    let rows = connection.fetch(Statement::new("SELECT id FROM company WHERE deleted_at IS NOT NULL")).await?;
    rows.iter().map(|row| Fields::new(row, Company::TABLE).parsed("id")).collect()
}
