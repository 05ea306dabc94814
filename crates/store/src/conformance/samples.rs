//! Companies and things between them, with every field set.

use crate::{ImportId, NewImport, Setting, Store, UnitOfWork, conformance::save};
use jiff::civil::date;
use qianxian_core::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Id of company `n`.
pub(crate) fn company_id(n: u128) -> CompanyId {
    CompanyId(Uuid::from_u128(n))
}

/// A company with every field set.
pub(crate) fn company(n: u128) -> Company {
    let pair = |key: &str, value: String| BTreeMap::from([(key.to_owned(), value)]);
    Company {
        id: company_id(n),
        external_ids: pair("协会花名册", format!("A{n:03}")),
        name: format!("淄博第{n}减速机有限公司"),
        aliases: vec![format!("{n}减"), "引号'\"与？?".into()],
        former_names: vec![format!("第{n}机械厂")],
        kind: CompanyKind::Manufacturer,
        credit_code: Some(format!("91370300MA3{n:07}")),
        place: Place { province: Some("山东".into()), city: Some("淄博".into()), district: Some("张店".into()) },
        industry: Some("通用设备".into()),
        website: Some("https://example.com".into()),
        status: CompanyStatus::Active,
        other: pair("会费", "2000元\n已缴".to_owned()),
    }
}

/// A source with every field set.
pub(crate) fn source() -> SourceRef {
    SourceRef {
        kind: SourceKind::Visit,
        reference: "走访记录 17号".into(),
        date: Some(date(2025, 11, 3)),
        quote: Some("“我们每年外购电机三千台”".into()),
    }
}

/// A line of a company with every field set.
pub(crate) fn line(n: u128, company: u128) -> ProfileLine {
    ProfileLine {
        id: LineId(Uuid::from_u128(n)),
        company: company_id(company),
        side: Side::Does,
        text: format!("谐波减速机 NMRV{n}"),
        role: LineRole::Maker,
        evidence: Evidence::Visited,
        confidence: 0.7,
        source: source(),
        seen: Some(date(2025, 1, 2)),
        expires: Some(date(2026, 3, 4)),
        visibility: Visibility::Members,
        confirmed: vec!["reducer-harmonic".into()],
        rejected: vec!["motor".into(), "pump".into()],
    }
}

/// A need of a company with every field set.
pub(crate) fn need(n: u128, company: u128) -> Need {
    Need {
        id: NeedId(Uuid::from_u128(n)),
        company: company_id(company),
        text: "找本地能焊不锈钢压力容器的".into(),
        kind: NeedKind::Outsourcing,
        deadline: Some(date(2025, 12, 31)),
        visibility: Visibility::Public,
        source: source(),
        open: true,
    }
}

/// A deal of two companies of the roster and one outside it.
pub(crate) fn deal(n: u128, supplier: u128, customer: u128) -> Deal {
    let party = |company: Option<u128>, name: &str, role: &str| DealParty {
        company: company.map(company_id),
        name: name.into(),
        role: role.into(),
    };
    Deal {
        id: DealId(Uuid::from_u128(n)),
        parties: vec![
            party(Some(supplier), "供方", "supplier"),
            party(None, "外省的厂", "integrator"),
            party(Some(customer), "需方", "customer"),
        ],
        product: Some("减速机".into()),
        date: Some(date(2024, 1, 1)),
        source: source(),
        excludes: true,
    }
}

/// An affiliation of two companies.
pub(crate) fn affiliation(n: u128, a: u128, b: u128) -> Affiliation {
    Affiliation {
        id: AffiliationId(Uuid::from_u128(n)),
        a: company_id(a),
        b: company_id(b),
        kind: "same_group".into(),
        certainty: Certainty::Suspected,
        source: source(),
    }
}

/// A verdict on two companies.
pub(crate) fn mark(n: u128, a: u128, b: u128) -> PairMark {
    PairMark {
        id: MarkId(Uuid::from_u128(n)),
        a: company_id(a),
        b: company_id(b),
        verdict: PairVerdict::Never,
        reason: "老板之间不和".into(),
        date: Some(date(2025, 6, 1)),
        way: Some("supply".into()),
        until: Some(date(2025, 9, 1)),
    }
}

/// A setting.
pub(crate) fn setting(key: &str, value: serde_json::Value) -> Setting {
    Setting { key: key.into(), value }
}

/// An import about to begin.
pub(crate) fn import(n: u128) -> NewImport {
    NewImport { id: ImportId(Uuid::from_u128(n)), file_name: format!("会员{n}.xlsx"), rows: 42, problems: 3 }
}

/// Companies 1, 2 and 3 with one thing of each kind: line 11, need 21, deal 31, affiliation 41, mark 51, a setting.
pub(crate) async fn fill(store: &Store) {
    save(store, async |unit: &mut UnitOfWork| {
        unit.add(&[company(1), company(2), company(3)]).await?;
        unit.add(&[line(11, 1)]).await?;
        unit.add(&[need(21, 2)]).await?;
        unit.add(&[deal(31, 1, 2)]).await?;
        unit.add(&[affiliation(41, 1, 3)]).await?;
        unit.add(&[mark(51, 2, 3)]).await?;
        unit.add(&[setting("digest", serde_json::json!({"hour": 8, "days": ["一", "五"], "share": 0.25}))]).await
    })
    .await;
}
