//! Companies in the table `company`.

use crate::{
    contract::EntityKind,
    db::Value,
    error::StoreError,
    sql::{
        Table,
        fields::{Fields, json},
    },
};
use qianxian_core::{Company, CompanyId, Place};

#[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
impl Table for Company {
    type Id = CompanyId;
    const KIND: EntityKind = EntityKind::Company;
    const TABLE: &'static str = "company";
    const COLUMNS: &'static [&'static str] = &[
        "name",
        "kind",
        "credit_code",
        "province",
        "city",
        "district",
        "industry",
        "website",
        "status",
        "external_ids",
        "aliases",
        "former_names",
        "other",
    ];

    fn id(&self) -> CompanyId {
        self.id
    }

    fn label(&self) -> String {
        self.name.clone()
    }

    fn companies(&self) -> Vec<CompanyId> {
        vec![self.id]
    }

    fn named_companies(&self) -> Vec<CompanyId> {
        Vec::new()
    }

    fn fault(&self) -> Option<String> {
        self.name.trim().is_empty().then(|| "企业名称是空的".to_owned())
    }

    fn write(&self, row: &mut Vec<Value>) {
        row.push(self.name.clone().into());
        row.push(self.kind.code().into());
        row.push(Value::MaybeText(self.credit_code.clone()));
        row.push(Value::MaybeText(self.place.province.clone()));
        row.push(Value::MaybeText(self.place.city.clone()));
        row.push(Value::MaybeText(self.place.district.clone()));
        row.push(Value::MaybeText(self.industry.clone()));
        row.push(Value::MaybeText(self.website.clone()));
        row.push(self.status.code().into());
        row.push(json(&self.external_ids).into());
        row.push(json(&self.aliases).into());
        row.push(json(&self.former_names).into());
        row.push(json(&self.other).into());
    }

    fn read(id: CompanyId, row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Company {
            id,
            name: row.text("name")?,
            kind: row.parsed("kind")?,
            credit_code: row.maybe_text("credit_code")?,
            place: Place {
                province: row.maybe_text("province")?,
                city: row.maybe_text("city")?,
                district: row.maybe_text("district")?,
            },
            industry: row.maybe_text("industry")?,
            website: row.maybe_text("website")?,
            status: row.parsed("status")?,
            external_ids: row.json("external_ids")?,
            aliases: row.json("aliases")?,
            former_names: row.json("former_names")?,
            other: row.json("other")?,
        })
    }
}
