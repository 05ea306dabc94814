//! Affiliations in the table `affiliation`.

use crate::{
    contract::EntityKind,
    db::Value,
    error::StoreError,
    sql::{Table, fields::Fields, source},
};
use qianxian_core::{Affiliation, AffiliationId, CompanyId};

#[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
impl Table for Affiliation {
    type Id = AffiliationId;
    const KIND: EntityKind = EntityKind::Affiliation;
    const TABLE: &'static str = "affiliation";
    const COLUMNS: &'static [&'static str] =
        &["a", "b", "kind", "certainty", "source_kind", "source_ref", "source_date", "source_quote"];

    fn id(&self) -> AffiliationId {
        self.id
    }

    fn label(&self) -> String {
        String::new()
    }

    fn companies(&self) -> Vec<CompanyId> {
        vec![self.a, self.b]
    }

    fn fault(&self) -> Option<String> {
        (self.a == self.b).then(|| "两边是同一家企业".to_owned())
    }

    fn write(&self, row: &mut Vec<Value>) {
        row.push(self.a.to_string().into());
        row.push(self.b.to_string().into());
        row.push(self.kind.clone().into());
        row.push(self.certainty.code().into());
        source::write(&self.source, row);
    }

    fn read(id: AffiliationId, row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Affiliation {
            id,
            a: row.parsed("a")?,
            b: row.parsed("b")?,
            kind: row.text("kind")?,
            certainty: row.parsed("certainty")?,
            source: source::read(row)?,
        })
    }
}
