//! Needs in the table `need`.

use crate::{
    contract::EntityKind,
    db::Value,
    error::StoreError,
    sql::{Table, fields::Fields, source},
};
use qianxian_core::{CompanyId, Need, NeedId};

#[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
impl Table for Need {
    type Id = NeedId;
    const KIND: EntityKind = EntityKind::Need;
    const TABLE: &'static str = "need";
    const COLUMNS: &'static [&'static str] = &[
        "company_id",
        "text",
        "kind",
        "deadline",
        "visibility",
        "source_kind",
        "source_ref",
        "source_date",
        "source_quote",
        "is_open",
    ];

    fn id(&self) -> NeedId {
        self.id
    }

    fn label(&self) -> String {
        self.text.clone()
    }

    fn companies(&self) -> Vec<CompanyId> {
        vec![self.company]
    }

    fn write(&self, row: &mut Vec<Value>) {
        row.push(self.company.to_string().into());
        row.push(self.text.clone().into());
        row.push(self.kind.code().into());
        row.push(Value::MaybeText(self.deadline.map(|date| date.to_string())));
        row.push(self.visibility.code().into());
        source::write(&self.source, row);
        row.push(Value::Flag(self.open));
    }

    fn read(id: NeedId, row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Need {
            id,
            company: row.parsed("company_id")?,
            text: row.text("text")?,
            kind: row.parsed("kind")?,
            deadline: row.maybe_date("deadline")?,
            visibility: row.parsed("visibility")?,
            source: source::read(row)?,
            open: row.flag("is_open")?,
        })
    }
}
