//! What a row of a roster makes of a company that may be known already.

use super::ROSTER_ID;
use qianxian_core::{Company, CompanyKind, CompanyStatus};
use qianxian_intake::{Dues, Record};

/// What the record says goes over what was known; what it does not say stays.
pub(super) fn merged(mut company: Company, record: &Record) -> Company {
    company.name.clone_from(&record.name);
    for (list, more) in [(&mut company.aliases, &record.aliases), (&mut company.former_names, &record.former_names)] {
        more.iter().for_each(|name| {
            if !list.contains(name) {
                list.push(name.clone())
            }
        });
    }
    if let Some(id) = &record.external_id {
        company.external_ids.insert(ROSTER_ID.to_owned(), id.clone());
    }
    if record.kind != CompanyKind::Unknown {
        company.kind = record.kind;
    }
    for (field, said) in [
        (&mut company.credit_code, &record.credit_code),
        (&mut company.industry, &record.industry),
        (&mut company.website, &record.website),
        (&mut company.place.province, &record.place.province),
        (&mut company.place.city, &record.place.city),
        (&mut company.place.district, &record.place.district),
    ] {
        if said.is_some() {
            field.clone_from(said);
        }
    }
    let extra = [
        ("地址", &record.address),
        ("法定代表人", &record.legal_person),
        ("会员级别", &record.member_level),
        ("入会时间", &record.joined),
        ("成立时间", &record.established),
        ("员工人数", &record.employees),
        ("备注", &record.note),
    ];
    extra.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))).for_each(|(name, value)| {
        company.other.insert(name.to_owned(), value);
    });
    let contacts: Vec<String> = record
        .contacts
        .iter()
        .map(|c| {
            [c.name.clone(), c.title.clone().unwrap_or_default(), c.phones.join("/"), c.emails.join("/")]
                .join(" ")
                .trim()
                .to_owned()
        })
        .filter(|text| !text.is_empty())
        .collect();
    if !contacts.is_empty() {
        company.other.insert("联系人".to_owned(), contacts.join("；"));
    }
    company.other.extend(record.other.iter().map(|(name, value)| (name.clone(), value.clone())));
    company
        .other
        .extend(record.dues.iter().map(|(year, dues)| (format!("{year}年会费"), dues_words(*dues).to_owned())));
    if company.status == CompanyStatus::Left && company.other.get("备注").is_some_and(|note| note.contains("恢复会员"))
    {
        company.status = CompanyStatus::Active;
    }
    company
}

fn dues_words(dues: Dues) -> &'static str {
    match dues {
        Dues::Paid => "已缴",
        Dues::Unpaid => "未缴",
        Dues::Exempt => "免缴",
        Dues::Partial => "部分缴纳",
    }
}
