//! Texts to paste into WeChat: to either side of a match, the other one not named. Plain words, no table, no link, at
//! most [`LONGEST`] characters. Only capabilities of the chain and places are said of the other side, never its own
//! words: those may hold a brand or a name.

use crate::snapshot::Snapshot;
use qianxian_core::{CompanyIx, CompanyKind, Side};
use qianxian_matching::{Match, Way, card::short};

/// Most characters of one text.
pub const LONGEST: usize = 200;

/// What to send to both sides of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WechatTexts {
    /// To the company that was asked about.
    pub to_company: String,
    /// To the partner.
    pub to_partner: String,
}

impl Snapshot {
    /// Texts to both sides of a match.
    pub fn wechat_texts(&self, found: &Match) -> WechatTexts {
        let asks = found.paths.first().is_none_or(|path| path.target.asks);
        let mutual = matches!(found.way, Way::Pairing | Way::JointRnd | Way::JointPurchase | Way::SharedCapacity);
        let text = |to: CompanyIx, other: CompanyIx, gain: &str, is_asker: bool| {
            let question = if is_asker || mutual { &found.question } else { GIVER };
            let name = short(&self.graph.company(to).company);
            let way = found.way.zh();
            let teaser = self.teaser(other);
            let opening = format!("{name}，您好！协会了解到{teaser}，在{way}上也许可以合作，对贵司的好处是：{gain}。");
            let full = format!("{opening}想先请教：{question}{CLOSING}");
            if full.chars().count() <= LONGEST { full } else { format!("{opening}{CLOSING}") }
        };
        WechatTexts {
            to_company: text(found.company, found.partner, &found.gain, asks),
            to_partner: text(found.partner, found.company, &found.partner_gain, !asks),
        }
    }

    /// A company without its name: `淄博张店一家做真空泵、供水设备的企业`.
    pub fn teaser(&self, company: CompanyIx) -> String {
        let node = self.graph.company(company);
        let place = &node.company.place;
        let place: String = [&place.city, &place.district].into_iter().flatten().map(String::as_str).collect();
        let sort = match node.kind {
            CompanyKind::Institute => "院所",
            CompanyKind::Bank => "金融机构",
            CompanyKind::Expert => "专家团队",
            _ => "企业",
        };
        let what = [(Side::Makes, "做"), (Side::Does, "能做")].into_iter().find_map(|(side, verb)| {
            let mut names: Vec<&str> = Vec::new();
            for (_, link) in node.links(side) {
                let name = self.knowledge.chain.name(link.cap);
                if !names.contains(&name) && names.len() < 2 {
                    names.push(name);
                }
            }
            (!names.is_empty()).then(|| format!("{verb}{}的", names.join("、")))
        });
        format!("{place}一家{}{sort}", what.unwrap_or_default())
    }
}

/// Asked of the side that would deliver.
const GIVER: &str = "贵司现在的规格、产能和交期大致是怎样的？";
/// How every text ends: nobody's contact is given away before both agree.
const CLOSING: &str = "有意向请回复“愿意”，协会再问对方；双方都同意后才交换联系方式。";
