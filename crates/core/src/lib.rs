//! The vocabulary of Qianxian and its capability graph.
//!
//! A *company* (企业) says things about itself in *profile lines* (条目): what it makes, buys, can do and suffers
//! from. A line is linked to *capabilities* (能力), the nodes of the *chain* (产业链知识), whose relations say what is
//! a kind of what, what goes into what, what is made by which process, what works as a pair and what cures which pain.
//!
//! This crate knows the words, the chain and the graph of companies above it, and nothing else: no IO, no `async`,
//! no clock, no random numbers, no text search. petgraph stays inside [`chain`] and [`bonds`].

pub mod bonds;
pub mod books;
pub mod chain;
pub mod company;
pub mod deal;
pub mod evidence;
pub mod graph;
pub mod id;
pub mod line;
pub mod need;
mod vocabulary;

pub use bonds::{Bond, Bonds};
pub use books::{
    AccountRole, ApiToken, BankProduct, Condition, ConditionKind, Consent, ConsentScope, Draft, DraftKind, DraftStatus,
    Due, Expertise, Lead, LeadEntry, LeadOutcome, LeadParty, LeadStage, ListedMatch, MatchList, Problem, ProgressEntry,
    User, ValueBand, Visit, WorkItem, WorkStatus,
};
pub use chain::{CapIx, Capability, CapabilityKind, Chain, ImpliedNeed, Relation, RelationKind, Strength};
pub use company::{Company, CompanyKind, CompanyStatus, Place};
pub use deal::{Affiliation, Certainty, Deal, DealParty, PairMark, PairVerdict, ReasonCode};
pub use evidence::{Evidence, SourceKind, SourceRef};
pub use graph::{CapabilityGraph, CapabilityLink, CompanyIx, CompanyNode, Found, LineNode, NeedNode, Posting, Segment};
pub use id::{
    AffiliationId, BankProductId, CompanyId, ConsentId, DealId, DraftId, DueId, ExpertiseId, LeadId, LineId, MarkId,
    MatchListId, NeedId, ProblemId, TokenId, UserId, VisitId, WorkItemId,
};
pub use line::{LineRole, ProfileLine, Side, Visibility};
pub use need::{Need, NeedKind};
pub use vocabulary::UnknownWord;
