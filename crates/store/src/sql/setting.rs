//! Settings in the table `setting`.

use crate::{
    contract::{EntityKind, Setting, SettingKey},
    db::Value,
    error::StoreError,
    sql::{
        Table,
        fields::{Fields, json},
    },
};
use qianxian_core::CompanyId;

#[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
impl Table for Setting {
    type Id = SettingKey;
    const KIND: EntityKind = EntityKind::Setting;
    const TABLE: &'static str = "setting";
    const COLUMNS: &'static [&'static str] = &["value"];

    fn id(&self) -> SettingKey {
        self.key.clone()
    }

    fn label(&self) -> String {
        self.key.0.clone()
    }

    fn companies(&self) -> Vec<CompanyId> {
        Vec::new()
    }

    fn write(&self, row: &mut Vec<Value>) {
        row.push(json(&self.value).into());
    }

    fn read(key: SettingKey, row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Setting { key, value: row.json("value")? })
    }
}
