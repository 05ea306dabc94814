//! What a snapshot is made from, and how to ask for some companies.

use crate::contract::{Rows, Sequence};
use qianxian_core::{Affiliation, Company, CompanyId, CompanyKind, CompanyStatus, Deal, Need, PairMark, ProfileLine};

/// All that holds at one moment, deleted things left out.
///
/// A deleted company is as one outside the roster: its lines, needs, affiliations and marks are left out with it, and
/// in a deal it stays as a name without an id; a deal without any company of the roster is left out.
///
/// The order is always the same: by id, lines and needs by company first. Ids of uuid v7 make that the order in
/// which things were added.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The last unit of work that is seen.
    pub sequence: Sequence,
    /// Companies.
    pub companies: Vec<Company>,
    /// Their lines.
    pub lines: Vec<ProfileLine>,
    /// Their needs, open and closed.
    pub needs: Vec<Need>,
    /// Deals.
    pub deals: Vec<Deal>,
    /// Affiliations.
    pub affiliations: Vec<Affiliation>,
    /// Verdicts on pairs.
    pub marks: Vec<PairMark>,
}

/// Some companies with their lines and needs, in the order of [`Facts`].
#[derive(Debug, Clone, PartialEq)]
pub struct CompanyFacts {
    /// The last unit of work that is seen.
    pub sequence: Sequence,
    /// Those of the companies asked for that are there; a missing one is deleted or was never saved.
    pub companies: Vec<Company>,
    /// Their lines.
    pub lines: Vec<ProfileLine>,
    /// Their needs, open and closed.
    pub needs: Vec<Need>,
}

/// All that is known between companies, as in [`Facts`].
#[derive(Debug, Clone, PartialEq)]
pub struct BondFacts {
    /// The last unit of work that is seen.
    pub sequence: Sequence,
    /// Deals.
    pub deals: Vec<Deal>,
    /// Affiliations.
    pub affiliations: Vec<Affiliation>,
    /// Verdicts on pairs.
    pub marks: Vec<PairMark>,
}

/// Which companies are wanted. What is not set does not filter; names are compared as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyFilter {
    /// Full name.
    pub name: Option<String>,
    /// 统一社会信用代码.
    pub credit_code: Option<String>,
    /// Sort of actor.
    pub kind: Option<CompanyKind>,
    /// Status.
    pub status: Option<CompanyStatus>,
    /// Deleted ones, too, or only.
    pub rows: Rows,
    /// Only ids behind this one: the last of the page before.
    pub after: Option<CompanyId>,
    /// At most so many.
    pub limit: u32,
}

impl Default for CompanyFilter {
    fn default() -> Self {
        CompanyFilter {
            name: None,
            credit_code: None,
            kind: None,
            status: None,
            rows: Rows::Live,
            after: None,
            limit: 1_000,
        }
    }
}
