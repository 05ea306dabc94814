//! A small association in an index, and what the tests ask of it.

mod directory;
mod hostile;
mod searching;

use crate::{Ask, CompanyDoc, Index, LineDoc, NeedDoc, Pace, Query, Searcher, What, Words, search};
use qianxian_core::{CompanyId, CompanyKind, Place, Side, Visibility};
use uuid::Uuid;

/// Name, district, kind, lines with their side.
type Row = (&'static str, &'static str, CompanyKind, &'static [(Side, &'static str)]);

pub(crate) const ROSTER: &[Row] = &[
    (
        "淄博博山减速机有限公司",
        "博山区",
        CompanyKind::Manufacturer,
        &[(Side::Makes, "NMRV075蜗轮减速机"), (Side::Makes, "諧波減速機"), (Side::Buys, "轴承、油封")],
    ),
    (
        "山东水环真空泵厂",
        "张店区",
        CompanyKind::Manufacturer,
        &[(Side::Makes, "水环真空泵"), (Side::Buys, "减速机"), (Side::Suffers, "机械密封漏水")],
    ),
    (
        "张店金三角贸易有限公司",
        "张店区",
        CompanyKind::Trader,
        &[(Side::Makes, "离心泵 轴承 减速电机"), (Side::Does, "不锈钢压力容器焊接")],
    ),
    ("淄博齐鲁伺服科技", "高新区", CompanyKind::Manufacturer, &[(Side::Makes, "交流伺服电机 0.75kW")]),
];

pub(crate) fn id(at: usize) -> CompanyId {
    CompanyId(Uuid::from_u128(0x1000_0000_0000_0000_0000_0000_0000_0000 + at as u128))
}

pub(crate) fn place(district: &str) -> Place {
    Place {
        province: Some("山东".to_owned()), city: Some("淄博市".to_owned()), district: Some(district.to_owned())
    }
}

/// One company as a document; its needs are none.
pub(crate) fn doc<'a>(at: usize, name: &'a str, place: &'a Place, lines: &'a [(Side, &'a str)]) -> CompanyDoc<'a> {
    let lines = (0u16..).zip(lines).map(|(number, &(side, text))| LineDoc {
        number,
        side,
        text,
        visibility: Visibility::Public,
    });
    CompanyDoc {
        id: id(at),
        key: name.to_owned(),
        names: vec![name],
        kind: CompanyKind::Manufacturer,
        place,
        lines: lines.collect(),
        needs: Vec::new(),
    }
}

/// Fills an index with the roster, company 1 having a need that only members see.
pub(crate) fn fill(index: &Index, sequence: u64) -> Searcher {
    let mut writer = index.writer(Pace::Live).unwrap();
    for (at, (name, district, kind, lines)) in ROSTER.iter().enumerate() {
        let place = place(district);
        let mut company = CompanyDoc { kind: *kind, ..doc(at, name, &place, lines) };
        if at == 1 {
            let visibility = Visibility::Members;
            company.needs.push(NeedDoc { number: 0, text: "找机械密封供应商", visibility });
        }
        writer.add_company(&company).unwrap();
    }
    writer.commit(sequence).unwrap()
}

pub(crate) fn roster() -> Searcher {
    fill(&Index::in_memory(&[]).unwrap(), 1)
}

pub(crate) fn words(text: &str) -> Query {
    Query::new(Ask::Words(Words::any(text)))
}

/// `company/what`, best first.
pub(crate) fn hits(searcher: &Searcher, query: &Query) -> String {
    let hits = search(searcher, query, 20).unwrap();
    let shown = hits.iter().map(|hit| {
        let company = hit.company.0.as_u128() & 0xffff;
        match hit.what {
            What::Name => format!("{company}/name"),
            What::Line(number) => format!("{company}/{number}"),
            What::Need(number) => format!("{company}/need{number}"),
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// A name as they come in rosters, different for each number.
pub(crate) fn company_name(at: usize) -> String {
    let pick = |from: &[&'static str], by: usize| from[by % from.len()];
    let mark = ["鑫", "泰", "源", "宏", "达", "恒", "盛", "华", "兴", "瑞", "隆", "博", "诚", "远", "汇"];
    let place = pick(&["山东", "淄博", "张店", "博山", "周村", "桓台", "济南", "青岛"], at);
    let trade =
        pick(&["减速机", "电机", "泵业", "机械", "化工", "陶瓷", "阀门", "轴承", "机器人", "环保设备", "材料"], at / 8);
    let name = format!("{place}{}{}{}", pick(&mark, at / 88), pick(&mark, at / 1320), pick(&mark, at / 19_800));
    format!("{name}{trade}有限公司")
}
