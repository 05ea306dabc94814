//! Fixed word lists in the OpenAPI document: each is a text with its codes.

use qianxian_core::{
    Certainty, CompanyKind, CompanyStatus, ConditionKind, ConsentScope, DraftKind, DraftStatus, Evidence, LeadStage,
    LineRole, NeedKind, PairVerdict, Side, ValueBand, Visibility, WorkStatus,
};
use qianxian_matching::Way;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

fn object<'a>(codes: impl Iterator<Item = (&'a str, &'a str)>) -> Object {
    let (codes, words): (Vec<&str>, Vec<String>) = codes.map(|(code, zh)| (code, format!("{code} {zh}"))).unzip();
    let words = words.join("、");
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).description(Some(words)).build()
}

macro_rules! schemas {
    ($($name:ident: $list:ty;)+) => {$(
        pub(crate) fn $name() -> Object {
            object(<$list>::ALL.iter().map(|word| (word.code(), word.zh())))
        }
    )+};
}

schemas! {
    certainty: Certainty;
    company_kind: CompanyKind;
    company_status: CompanyStatus;
    condition_kind: ConditionKind;
    consent_scope: ConsentScope;
    draft_kind: DraftKind;
    draft_status: DraftStatus;
    evidence: Evidence;
    lead_stage: LeadStage;
    line_role: LineRole;
    need_kind: NeedKind;
    pair_verdict: PairVerdict;
    side: Side;
    value_band: ValueBand;
    visibility: Visibility;
    way: Way;
    work_status: WorkStatus;
}
