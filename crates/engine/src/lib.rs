//! The only crate that ties store, graph, index and matching together.

pub mod knowledge;

pub use knowledge::{Knowledge, KnowledgeError};
