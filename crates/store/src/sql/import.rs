//! Records of imports in the table `import_batch`.

use crate::{
    contract::{EntityKind, Import, ImportId, Undone},
    db::Value,
    error::StoreError,
    sql::{
        Table,
        fields::{Fields, json},
    },
};
use jiff::Timestamp;
use qianxian_core::CompanyId;

#[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
impl Table for Import {
    type Id = ImportId;
    const KIND: EntityKind = EntityKind::Import;
    const TABLE: &'static str = "import_batch";
    const COLUMNS: &'static [&'static str] =
        &["file_name", "who", "at", "row_count", "problems", "written", "undone_by", "undone_at"];

    fn id(&self) -> ImportId {
        self.id
    }

    fn label(&self) -> String {
        self.file_name.clone()
    }

    fn companies(&self) -> Vec<CompanyId> {
        Vec::new()
    }

    fn write(&self, row: &mut Vec<Value>) {
        row.push(self.file_name.clone().into());
        row.push(self.who.clone().into());
        row.push(self.at.as_microsecond().into());
        row.push(Value::Int(self.rows.try_into().unwrap_or(i64::MAX)));
        row.push(Value::Int(self.problems.try_into().unwrap_or(i64::MAX)));
        row.push(json(&self.written).into());
        row.push(Value::MaybeText(self.undone.as_ref().map(|undone| undone.who.clone())));
        row.push(Value::MaybeInt(self.undone.as_ref().map(|undone| Timestamp::as_microsecond(undone.at))));
    }

    fn read(id: ImportId, row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Import {
            id,
            file_name: row.text("file_name")?,
            who: row.text("who")?,
            at: row.time("at")?,
            rows: row.count("row_count")?,
            problems: row.count("problems")?,
            written: row.json("written")?,
            undone: {
                let who = row.maybe_text("undone_by")?;
                let at = row.maybe_time("undone_at")?;
                who.zip(at).map(|(who, at)| Undone { who, at })
            },
        })
    }
}
