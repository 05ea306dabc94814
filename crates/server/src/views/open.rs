//! What is open to whom: contacts, lines, needs. One place for every answer of the API.

use super::mask;
use crate::access::Principal;
use qianxian_core::{Company, CompanyId, Need, NeedKind, ProfileLine, Visibility};
use std::collections::BTreeMap;

/// Columns of a roster that name no person and no way to reach one. Whatever is not listed is taken for a contact: a
/// column nobody thought of must not give a phone number away.
const OPEN_COLUMNS: &[&str] =
    &["会员级别", "入会时间", "成立时间", "员工人数", "注册资本", "企业规模", "主营业务", "资质"];

/// The other columns of a company that somebody may see, and whether something is hidden. The company itself sees its own;
/// the secretariat sees contacts masked and asks for them one by one, which is written down (`/companies/…/contacts`).
pub(crate) fn columns(who: &Principal, company: &Company) -> (BTreeMap<String, String>, bool) {
    if who.company == Some(company.id) {
        return (company.other.clone(), false);
    }
    let shown = company.other.iter().filter(|(name, _)| shows_column(who, company, name));
    let open: BTreeMap<String, String> = shown
        .map(|(name, value)| match mask::is_contact(name) {
            true => (name.clone(), mask::masked(value)),
            false => (name.clone(), mask::masked_text(value)),
        })
        .collect();
    let masked = open != company.other;
    (open, masked)
}

/// Whether somebody may see one of the other columns of a company, masked or not.
pub(crate) fn shows_column(who: &Principal, company: &Company, name: &str) -> bool {
    who.sees_contacts_of(company.id) || OPEN_COLUMNS.contains(&name)
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
