//! Companies (企业): every actor of the association, from a factory to a bank.

use crate::{id::CompanyId, vocabulary::vocabulary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

vocabulary! {
    /// What sort of actor a company is.
    "企业类型" CompanyKind {
        /// Makes things.
        Manufacturer = "manufacturer" "制造商",
        /// Sells what others make.
        Trader = "trader" "经销商",
        /// Builds systems for one customer at a time.
        Integrator = "integrator" "集成商",
        /// Serves: design, logistics, testing, training.
        Service = "service" "服务商",
        /// University, research institute.
        Institute = "institute" "院所",
        /// Bank or another financier.
        Bank = "bank" "金融机构",
        /// A person or think tank giving advice.
        Expert = "expert" "专家/智库",
        /// An association.
        Association = "association" "协会",
        /// Government.
        PublicBody = "public_body" "政府部门",
        /// None of these: sponsors, venues.
        Other = "other" "其他",
        /// Not said.
        Unknown = "unknown" "未知",
    }
}

impl CompanyKind {
    /// Reads the words found in rosters (`企业`, `科研院所`, `赞助商`, `贸易公司`); unknown words give `None`.
    pub fn from_roster(word: &str) -> Option<CompanyKind> {
        if let Ok(kind) = word.parse() {
            return Some(kind);
        }
        Some(match word {
            "企业" | "公司" | "会员" | "会员单位" | "会员企业" => CompanyKind::Unknown,
            "生产企业" | "制造企业" | "工厂" | "制造业" | "生产型" | "生产商" | "厂家" => {
                CompanyKind::Manufacturer
            }
            "贸易" | "贸易公司" | "经销" | "商贸" | "贸易商" | "贸易型" | "代理商" | "流通企业" => {
                CompanyKind::Trader
            }
            "集成" | "系统集成商" | "系统集成" => CompanyKind::Integrator,
            "服务" | "服务业" | "服务机构" | "服务企业" | "服务型" => CompanyKind::Service,
            "科研院所" | "高校" | "大学" | "研究所" | "研究院" | "科研机构" | "院校" => {
                CompanyKind::Institute
            }
            "银行" | "金融" | "担保公司" | "融资租赁公司" => CompanyKind::Bank,
            "专家" | "智库" | "顾问" => CompanyKind::Expert,
            "商会" | "行业协会" => CompanyKind::Association,
            "政府" | "机关" | "事业单位" => CompanyKind::PublicBody,
            "赞助商" | "其它" => CompanyKind::Other,
            _ => return None,
        })
    }

    /// May stand in a list of leads at all. Public bodies, associations and sponsors never do.
    pub const fn is_proposable(self) -> bool {
        !matches!(self, CompanyKind::Association | CompanyKind::PublicBody | CompanyKind::Other)
    }
}

vocabulary! {
    /// Whether a company may be proposed to others.
    "企业状态" CompanyStatus {
        /// Normal.
        Active = "active" "正常",
        /// Does not want to be proposed: no consent.
        NoReferral = "no_referral" "未同意被推荐",
        /// Registered as abnormal by the authorities.
        Abnormal = "abnormal" "经营异常",
        /// Left the association.
        Left = "left" "已退会",
    }
}

/// Where a company is, as precisely as known. Names without 省/市/区 are kept as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// 省、自治区、直辖市.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// 地级市.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// 区、县、园区.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
}

impl Place {
    /// The levels from the most precise to the widest, where known.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        [&self.district, &self.city, &self.province].into_iter().filter_map(|level| level.as_deref())
    }

    /// `山东 淄博 张店`, or an empty text.
    pub fn label(&self) -> String {
        let mut levels: Vec<&str> = self.levels().collect();
        levels.reverse();
        levels.dedup();
        levels.join(" ")
    }
}

/// One actor of the association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Our id.
    pub id: CompanyId,
    /// Its id in other sources, by source name.
    #[serde(default)]
    pub external_ids: BTreeMap<String, String>,
    /// Full name as written.
    pub name: String,
    /// Short names and other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names it bore before.
    #[serde(default)]
    pub former_names: Vec<String>,
    /// Sort of actor.
    pub kind: CompanyKind,
    /// 统一社会信用代码, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    /// Where it is.
    #[serde(default)]
    pub place: Place,
    /// Industry words of the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Website.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// May it be proposed.
    pub status: CompanyStatus,
    /// Columns of the roster without a place of their own: 其他信息.
    #[serde(default)]
    pub other: BTreeMap<String, String>,
}

impl Company {
    /// A company of which only the name is known.
    pub fn named(id: CompanyId, name: impl Into<String>) -> Self {
        Company {
            id,
            external_ids: BTreeMap::new(),
            name: name.into(),
            aliases: Vec::new(),
            former_names: Vec::new(),
            kind: CompanyKind::Unknown,
            credit_code: None,
            place: Place::default(),
            industry: None,
            website: None,
            status: CompanyStatus::Active,
            other: BTreeMap::new(),
        }
    }

    /// Every name it is known by, the full one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.former_names.iter().map(String::as_str))
    }

    /// The smallest external id, used to break ties; empty where there is none.
    pub fn external_id(&self) -> &str {
        self.external_ids.values().next().map_or("", String::as_str)
    }
}
