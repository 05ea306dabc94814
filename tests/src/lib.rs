//! What the integration tests share: a small text language for companies ([`fixture`]) and the answers to questions
//! about them as text ([`ask`]).

pub mod ask;
pub mod fixture;
