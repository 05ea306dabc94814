//! The persistence contract: what can be asked of a store, without a word on the database behind it.

mod copy;
mod entity;
mod facts;
mod import;
mod listener;
mod log;
mod setting;
mod shelf;
mod store;
mod unit;
mod view;

pub use copy::Filling;
pub use entity::{Entity, EntityKind, EntityRef, Fact, Rows, Version, Versioned};
pub use facts::{BondFacts, CompanyFacts, CompanyFilter, Facts};
pub use import::{Import, ImportId, NewImport, Tally, Undone};
pub use listener::Listener;
pub use log::{AuditEntry, AuditFilter, Author, Change, Changes, Sequence};
pub use setting::{Setting, SettingKey};
pub use shelf::Shelf;
pub use store::Store;
pub use unit::UnitOfWork;
pub use view::View;
