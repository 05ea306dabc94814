//! What is open to whom: contacts, lines, needs. One place for every answer of the API.

use crate::access::Principal;
use qianxian_core::{Company, CompanyId, Need, NeedKind, ProfileLine, Visibility};
use std::collections::BTreeMap;

/// Columns of a roster that name no person and no way to reach one. Whatever is not listed is taken for a contact: a
/// column nobody thought of must not give a phone number away.
const OPEN_COLUMNS: &[&str] =
    &["会员级别", "入会时间", "成立时间", "员工人数", "注册资本", "企业规模", "主营业务", "资质"];

/// The other columns of a company that somebody may see, and whether some were left out.
pub(crate) fn columns(who: &Principal, company: &Company) -> (BTreeMap<String, String>, bool) {
    if who.sees_contacts_of(company.id) {
        return (company.other.clone(), false);
    }
    let open: BTreeMap<String, String> = company
        .other
        .iter()
        .filter(|(name, _)| OPEN_COLUMNS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let masked = open.len() < company.other.len();
    (open, masked)
}

/// Whether somebody may see a line.
pub(crate) fn sees_line(who: &Principal, line: &ProfileLine) -> bool {
    sees(who, line.company, line.visibility)
}

/// Whether somebody may see a need. Financing needs are only for the secretariat and the company itself.
pub(crate) fn sees_need(who: &Principal, need: &Need) -> bool {
    match need.kind {
        NeedKind::Finance => who.sees_contacts_of(need.company),
        _ => sees(who, need.company, need.visibility),
    }
}

fn sees(who: &Principal, owner: CompanyId, visibility: Visibility) -> bool {
    who.sees_everything() || who.company == Some(owner) || visibility != Visibility::Secretariat
}
