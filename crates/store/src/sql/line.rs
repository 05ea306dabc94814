//! Profile lines in the table `profile_line`.

use crate::{
    contract::EntityKind,
    db::Value,
    error::StoreError,
    sql::{
        Table,
        fields::{Fields, json},
        source,
    },
};
use qianxian_core::{CompanyId, LineId, ProfileLine};

#[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
impl Table for ProfileLine {
    type Id = LineId;
    const KIND: EntityKind = EntityKind::Line;
    const TABLE: &'static str = "profile_line";
    const COLUMNS: &'static [&'static str] = &[
        "company_id",
        "side",
        "text",
        "role",
        "evidence",
        "confidence",
        "source_kind",
        "source_ref",
        "source_date",
        "source_quote",
        "seen",
        "expires",
        "visibility",
        "confirmed",
        "rejected",
    ];

    fn id(&self) -> LineId {
        self.id
    }

    fn label(&self) -> String {
        self.text.clone()
    }

    fn companies(&self) -> Vec<CompanyId> {
        vec![self.company]
    }

    fn fault(&self) -> Option<String> {
        let fits = (0.0..=1.0).contains(&self.confidence);
        (!fits).then(|| format!("把握程度 {} 不在 0 到 1 之间", self.confidence))
    }

    fn write(&self, row: &mut Vec<Value>) {
        row.push(self.company.to_string().into());
        row.push(self.side.code().into());
        row.push(self.text.clone().into());
        row.push(self.role.code().into());
        row.push(self.evidence.code().into());
        row.push(Value::Real(f64::from(self.confidence)));
        source::write(&self.source, row);
        row.push(Value::MaybeText(self.seen.map(|date| date.to_string())));
        row.push(Value::MaybeText(self.expires.map(|date| date.to_string())));
        row.push(self.visibility.code().into());
        row.push(json(&self.confirmed).into());
        row.push(json(&self.rejected).into());
    }

    fn read(id: LineId, row: &mut Fields<'_>) -> Result<Self, StoreError> {
        let line = ProfileLine {
            id,
            company: row.parsed("company_id")?,
            side: row.parsed("side")?,
            text: row.text("text")?,
            role: row.parsed("role")?,
            evidence: row.parsed("evidence")?,
            confidence: row.real("confidence")? as f32,
            source: source::read(row)?,
            seen: row.maybe_date("seen")?,
            expires: row.maybe_date("expires")?,
            visibility: row.parsed("visibility")?,
            confirmed: row.json("confirmed")?,
            rejected: row.json("rejected")?,
        };
        match line.fault() {
            None => Ok(line),
            Some(fault) => Err(row.fault("confidence", fault)),
        }
    }
}
