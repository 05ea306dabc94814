//! Verdicts on pairs in the table `pair_mark`.

use crate::{
    contract::EntityKind,
    db::Value,
    error::StoreError,
    sql::{Table, fields::Fields},
};
use qianxian_core::{CompanyId, MarkId, PairMark};

#[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
impl Table for PairMark {
    type Id = MarkId;
    const KIND: EntityKind = EntityKind::Mark;
    const TABLE: &'static str = "pair_mark";
    const COLUMNS: &'static [&'static str] = &["a", "b", "verdict", "reason", "date", "way", "until"];

    fn id(&self) -> MarkId {
        self.id
    }

    fn label(&self) -> String {
        self.reason.clone()
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
        row.push(self.verdict.code().into());
        row.push(self.reason.clone().into());
        row.push(Value::MaybeText(self.date.map(|date| date.to_string())));
        row.push(Value::MaybeText(self.way.clone()));
        row.push(Value::MaybeText(self.until.map(|date| date.to_string())));
    }

    fn read(id: MarkId, row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(PairMark {
            id,
            a: row.parsed("a")?,
            b: row.parsed("b")?,
            verdict: row.parsed("verdict")?,
            reason: row.text("reason")?,
            date: row.maybe_date("date")?,
            way: row.maybe_text("way")?,
            until: row.maybe_date("until")?,
        })
    }
}
