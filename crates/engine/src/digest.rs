//! From stored facts to nodes of the capability graph: recognises what lines and needs name, concludes a company's
//! kind where it is not said, and what it makes from its name where nothing else is known. Nothing concluded here is
//! stored: better knowledge improves old rows without a migration.

use crate::knowledge::Knowledge;
use jiff::civil::Date;
use qianxian_core::{
    CapabilityKind, CapabilityLink, Company, CompanyKind, CompanyNode, Evidence, Found, LineId, LineNode, LineRole,
    Need, NeedNode, ProfileLine, Side, SourceKind, SourceRef, Visibility,
};
use qianxian_text::{Recognised, recognize::Reading};
use std::sync::Arc;
use uuid::Uuid;

/// Capabilities kept for one line: a business scope names dozens, one product a few.
const MOST_LINKS: usize = 12;
/// How much less a capability named after the first in the same line is worth.
const FURTHER: f32 = 0.9;

/// The node of one company with its lines and needs.
pub fn digest(
    knowledge: &Knowledge,
    company: Arc<Company>,
    lines: Vec<Arc<ProfileLine>>,
    needs: Vec<Arc<Need>>,
    today: Date,
) -> CompanyNode {
    let mut nodes: Vec<LineNode> =
        lines.into_iter().filter(|line| line.holds_on(today)).map(|line| line_node(knowledge, line, today)).collect();
    if company.kind.is_proposable() && !nodes.iter().any(|node| node.line.side == Side::Makes) {
        nodes.extend(line_from_name(knowledge, &company, today));
    }
    let needs = needs
        .into_iter()
        .filter(|need| need.open)
        .map(|need| NeedNode { links: links(knowledge, knowledge.recognizer.read(&need.text), &[], &[]), need })
        .collect();
    CompanyNode {
        key: knowledge.names.key(&company.name),
        kind: concluded_kind(&company, &nodes),
        company,
        lines: nodes,
        needs,
    }
}

fn line_node(knowledge: &Knowledge, line: Arc<ProfileLine>, today: Date) -> LineNode {
    let reading = knowledge.recognizer.read(&line.text);
    let applications = reading.applications.clone();
    let links = links(knowledge, reading, &line.confirmed, &line.rejected);
    LineNode { evidence: line.evidence_on(today), links, applications, line }
}

/// What a text names, with what a person confirmed or rejected.
fn links(knowledge: &Knowledge, reading: Reading, confirmed: &[String], rejected: &[String]) -> Vec<CapabilityLink> {
    let chain = &knowledge.chain;
    let by_slug = |slugs: &[String]| slugs.iter().filter_map(|slug| chain.find_slug(slug)).collect::<Vec<_>>();
    let (confirmed, rejected) = (by_slug(confirmed), by_slug(rejected));
    let mut links: Vec<CapabilityLink> =
        confirmed.iter().map(|cap| CapabilityLink { cap: *cap, confidence: 1.0, found: Found::Confirmed }).collect();
    let found = reading.capabilities.into_iter();
    for (at, recognised) in found.filter(|r| !confirmed.contains(&r.cap) && !rejected.contains(&r.cap)).enumerate() {
        let Recognised { cap, confidence, found, .. } = recognised;
        links.push(CapabilityLink { cap, confidence: if at == 0 { confidence } else { confidence * FURTHER }, found });
    }
    links.truncate(MOST_LINKS);
    links
}

/// 山东柳杭减速机有限公司 says 减速机: an inferred line, shown as such, until somebody knows better.
fn line_from_name(knowledge: &Knowledge, company: &Company, today: Date) -> Option<LineNode> {
    let trade = knowledge.names.trade_part(&company.name);
    let reading = knowledge.recognizer.read(&trade);
    let applications = reading.applications.clone();
    let links = links(knowledge, reading, &[], &[]);
    let sold = |cap| {
        matches!(
            knowledge.chain.cap(cap).kind,
            CapabilityKind::Product | CapabilityKind::Service | CapabilityKind::Process
        )
    };
    let links: Vec<CapabilityLink> =
        links.into_iter().filter(|link| link.found != Found::Mention && sold(link.cap)).take(2).collect();
    let first = links.first()?;
    let line = ProfileLine {
        id: LineId(Uuid::from_u128(company.id.0.as_u128() ^ NAME_LINE)),
        company: company.id,
        side: Side::Makes,
        text: knowledge.chain.name(first.cap).to_owned(),
        role: LineRole::Unknown,
        evidence: Evidence::Inferred,
        confidence: 0.8,
        source: SourceRef::new(SourceKind::Name, company.name.clone()),
        seen: Some(today),
        expires: None,
        visibility: Visibility::Members,
        confirmed: Vec::new(),
        rejected: Vec::new(),
    };
    Some(LineNode { evidence: Evidence::Inferred, links, applications, line: Arc::new(line) })
}

/// Ids of lines concluded from a name are the company's, with one pattern of bits turned.
const NAME_LINE: u128 = 0x6e61_6d65_6e61_6d65_6e61_6d65_6e61_6d65;

/// The kind as said; where it is not said, what name and lines say.
fn concluded_kind(company: &Company, lines: &[LineNode]) -> CompanyKind {
    if company.kind != CompanyKind::Unknown {
        return company.kind;
    }
    let names = |words: &[&str]| words.iter().any(|word| company.name.contains(word));
    let sells: Vec<&LineNode> = lines.iter().filter(|node| node.line.side == Side::Makes).collect();
    let traded = sells.iter().filter(|node| node.line.role == LineRole::Trader).count();
    if names(&["研究院", "研究所", "大学", "学院", "科学院", "设计院"]) && !names(&["有限公司"]) {
        CompanyKind::Institute
    } else if names(&["银行", "农商行", "信用社", "融资租赁", "融资担保", "小额贷款"]) {
        CompanyKind::Bank
    } else if names(&["协会", "商会", "学会"]) {
        CompanyKind::Association
    } else if names(&["经贸", "商贸", "贸易", "经销", "连锁", "销售有限"]) || (traded > 0 && traded * 2 > sells.len())
    {
        CompanyKind::Trader
    } else {
        CompanyKind::Unknown
    }
}
