//! Deals in the table `deal`, their participants in `deal_party`.

use crate::{
    contract::{EntityKind, Versioned},
    db::{Connection, Statement, Value},
    error::StoreError,
    sql::{Table, fields::Fields, source},
};
use qianxian_core::{CompanyId, Deal, DealId, DealParty};
use std::collections::{BTreeSet, HashMap};

#[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
impl Table for Deal {
    type Id = DealId;
    const KIND: EntityKind = EntityKind::Deal;
    const TABLE: &'static str = "deal";
    const COLUMNS: &'static [&'static str] =
        &["product", "date", "source_kind", "source_ref", "source_date", "source_quote", "excludes"];

    fn id(&self) -> DealId {
        self.id
    }

    fn label(&self) -> String {
        let names: Vec<&str> = self.parties.iter().map(|party| party.name.as_str()).collect();
        names.join("—")
    }

    fn companies(&self) -> Vec<CompanyId> {
        let companies: BTreeSet<CompanyId> = self.parties.iter().filter_map(|party| party.company).collect();
        companies.into_iter().collect()
    }

    fn write(&self, row: &mut Vec<Value>) {
        row.push(Value::MaybeText(self.product.clone()));
        row.push(Value::MaybeText(self.date.map(|date| date.to_string())));
        source::write(&self.source, row);
        row.push(Value::Flag(self.excludes));
    }

    fn read(id: DealId, row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Deal {
            id,
            parties: Vec::new(),
            product: row.maybe_text("product")?,
            date: row.maybe_date("date")?,
            source: source::read(row)?,
            excludes: row.flag("excludes")?,
        })
    }

    async fn write_parts(connection: &mut Connection, deals: &[&Deal]) -> Result<(), StoreError> {
        for some in deals.chunks(Statement::MOST_ROWS) {
            let mut clear = Statement::new("DELETE FROM deal_party WHERE deal_id IN ");
            clear.bind_all(some.iter().map(|deal| deal.id.to_string()));
            connection.execute(clear).await?;
        }
        let rows: Vec<[Value; 5]> = deals.iter().flat_map(|deal| party_rows(deal)).collect();
        for some in rows.chunks(Statement::MOST_ROWS) {
            let mut insert = Statement::new("INSERT INTO deal_party (deal_id, position, company_id, name, role) ");
            insert.rows(some.iter().map(|row| row.to_vec()).collect());
            connection.execute(insert).await?;
        }
        Ok(())
    }

    async fn read_parts(connection: &mut Connection, deals: &mut [Versioned<Deal>]) -> Result<(), StoreError> {
        for some in deals.chunks_mut(Statement::MOST_ROWS) {
            let mut select =
                Statement::new("SELECT deal_id, position, company_id, name, role FROM deal_party WHERE deal_id IN ");
            select.bind_all(some.iter().map(|deal| deal.value.id.to_string()));
            select.push(" ORDER BY deal_id, position");
            let mut parties: HashMap<DealId, Vec<DealParty>> = HashMap::new();
            for row in connection.fetch(select).await? {
                let mut row = Fields::new(&row, "deal_party");
                let deal = row.parsed("deal_id")?;
                row.int("position")?;
                let party = DealParty {
                    company: row.maybe_parsed("company_id")?,
                    name: row.text("name")?,
                    role: row.text("role")?,
                };
                parties.entry(deal).or_default().push(party);
            }
            for deal in some {
                deal.value.parties = parties.remove(&deal.value.id).unwrap_or_default();
            }
        }
        Ok(())
    }
}

fn party_rows(deal: &Deal) -> impl Iterator<Item = [Value; 5]> {
    (0..).zip(&deal.parties).map(|(position, party)| {
        [
            deal.id.to_string().into(),
            Value::Int(position),
            Value::MaybeText(party.company.map(|company| company.to_string())),
            party.name.clone().into(),
            party.role.clone().into(),
        ]
    })
}
