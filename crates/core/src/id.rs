//! A typed id for each kind of stored thing. Ids are made by the store's caller; this crate only carries them.

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, uuid::Error> {
                s.parse().map($name)
            }
        }
    )+};
}

id! {
    /// A company (企业).
    CompanyId;
    /// A profile line (条目).
    LineId;
    /// A need (需求).
    NeedId;
    /// A past deal or cooperation (成交、协作).
    DealId;
    /// An affiliation between two companies (关联).
    AffiliationId;
    /// A verdict on a pair of companies (不合适、永不推荐).
    MarkId;
    /// A lead that the secretariat took up (对接).
    LeadId;
    /// A visit (走访).
    VisitId;
    /// A problem raised by a company (问题诉求).
    ProblemId;
    /// An item of the annual plan (工作计划).
    WorkItemId;
    /// What a member owes for one year (会费).
    DueId;
    /// What a company agreed to (授权).
    ConsentId;
    /// A bank's offer (金融产品).
    BankProductId;
    /// A field an institute or an expert knows (专长).
    ExpertiseId;
    /// Something that waits for a person's decision (待确认).
    DraftId;
    /// A list of matches as it was shown (配对清单).
    MatchListId;
    /// Somebody who may sign in (用户).
    UserId;
    /// A key of a program (接口令牌).
    TokenId;
}
