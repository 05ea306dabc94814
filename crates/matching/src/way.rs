//! The eleven ways to cooperate (architecture.md, section 6) and what is fixed about each.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A way to cooperate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A buys or needs what B makes.
    Supply,
    /// The same path seen from the component maker.
    Oem,
    /// What A and B make works as a pair.
    Pairing,
    /// B does for A a process that A's product takes.
    Outsourcing,
    /// B's equipment or service does what A does by hand, or cures what it suffers from.
    Upgrade,
    /// Scene, technology and integration from three different actors.
    JointRnd,
    /// An institute or expert for A's problem or field.
    Expertise,
    /// A bank or another financier for A's need of money.
    Finance,
    /// A and B buy much the same.
    JointPurchase,
    /// A and B do the same, and one has capacity to spare.
    SharedCapacity,
    /// A trader whose range covers what A makes.
    Channel,
}

impl Way {
    /// All ways, in the order of the design.
    pub const ALL: [Way; 11] = [
        Way::Supply,
        Way::Oem,
        Way::Pairing,
        Way::Outsourcing,
        Way::Upgrade,
        Way::JointRnd,
        Way::Expertise,
        Way::Finance,
        Way::JointPurchase,
        Way::SharedCapacity,
        Way::Channel,
    ];

    /// The word in code, files and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Way::Supply => "supply",
            Way::Oem => "oem",
            Way::Pairing => "pairing",
            Way::Outsourcing => "outsourcing",
            Way::Upgrade => "upgrade",
            Way::JointRnd => "joint_rnd",
            Way::Expertise => "expertise",
            Way::Finance => "finance",
            Way::JointPurchase => "joint_purchase",
            Way::SharedCapacity => "shared_capacity",
            Way::Channel => "channel",
        }
    }

    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            Way::Supply => "上下游配套",
            Way::Oem => "零部件→主机",
            Way::Pairing => "互补成套",
            Way::Outsourcing => "外协加工",
            Way::Upgrade => "自动化/数字化改造",
            Way::JointRnd => "联合研发",
            Way::Expertise => "专家诊断",
            Way::Finance => "银企对接",
            Way::JointPurchase => "抱团采购",
            Way::SharedCapacity => "共享产能",
            Way::Channel => "渠道互荐",
        }
    }

    /// Competitors may meet in it; the card says so.
    pub const fn rivals_may_meet(self) -> bool {
        matches!(self, Way::JointPurchase | Way::SharedCapacity | Way::JointRnd)
    }
}

/// A word that is not a way to cooperate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有「{0}」这种合作方式，可用：{ways}", ways = Way::ALL.map(|w| format!("{}（{}）", w.code(), w.zh())).join("、"))]
pub struct UnknownWay(pub String);

impl FromStr for Way {
    type Err = UnknownWay;

    fn from_str(word: &str) -> Result<Self, UnknownWay> {
        let found = Way::ALL.into_iter().find(|way| way.code() == word || way.zh() == word);
        found.ok_or_else(|| UnknownWay(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_ways() {
        for way in Way::ALL {
            assert_eq!(way.code().parse(), Ok(way));
            assert_eq!(way.zh().parse(), Ok(way));
        }
        assert!("搭伙".parse::<Way>().unwrap_err().to_string().contains("supply（上下游配套）"));
    }
}
