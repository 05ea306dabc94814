//! Paths through the chain: from a statement of one company, step by step, to a capability at which others stand.

use crate::way::Way;
use qianxian_core::{CapIx, Chain, CompanyIx, Found, Side};

/// What a step of a path says. `a` and `b` are its two capabilities in the order of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// Making `a` takes `b`.
    Takes,
    /// `a` goes into `b`.
    GoesInto,
    /// Making `a` includes process `b`.
    IncludesProcess,
    /// Process `a` is part of making `b`.
    ProcessOf,
    /// `a` and `b` work as a pair.
    Pairs,
    /// `a` and `b` both go into the capability between them.
    BothGoInto(CapIx),
    /// Equipment or service `b` performs process `a`.
    PerformedBy,
    /// Equipment or service `a` performs process `b`.
    Performs,
    /// Pain `a` is cured by `b`.
    CuredBy,
    /// `a` cures pain `b`.
    Cures,
    /// Makers or doers of `a` typically suffer from `b`.
    ProneTo,
    /// Pain `a` is typical of makers or doers of `b`.
    TypicalOf,
    /// `a` is a kind of `b`.
    KindOf,
    /// `b` is a kind of `a`.
    HasKind,
    /// Field `b` serves `a`.
    ServedBy,
    /// Field `a` serves `b`.
    Serves,
    /// Makers of `a` and of `b` buy much the same.
    SharesInputs,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// From here.
    pub a: CapIx,
    /// What the step says.
    pub link: Link,
    /// To there.
    pub b: CapIx,
    /// Where the relation is written.
    pub source: String,
}

impl Step {
    /// The step in words.
    pub fn words(&self, chain: &Chain) -> String {
        let (a, b) = (chain.name(self.a), chain.name(self.b));
        match self.link {
            Link::Takes => format!("{a}要用{b}"),
            Link::GoesInto => format!("{a}用于制造{b}"),
            Link::IncludesProcess => format!("{a}要经过{b}"),
            Link::ProcessOf => format!("{b}要经过{a}"),
            Link::Pairs => format!("{a}与{b}成套使用"),
            Link::BothGoInto(whole) => format!("{a}和{b}同为{}的部件", chain.name(whole)),
            Link::PerformedBy => format!("{b}可以完成{a}"),
            Link::Performs => format!("{a}可以完成{b}"),
            Link::CuredBy => format!("{b}可以解决{a}"),
            Link::Cures => format!("{a}可以解决{b}"),
            Link::ProneTo => format!("{a}常见的困扰是{b}"),
            Link::TypicalOf => format!("{b}的常见困扰是{a}"),
            Link::KindOf => format!("{a}属于{b}"),
            Link::HasKind => format!("{b}属于{a}"),
            Link::ServedBy => format!("{b}的研究方向涉及{a}"),
            Link::Serves => format!("{a}的研究方向涉及{b}"),
            Link::SharesInputs => format!("{a}与{b}的外购件大体相同"),
        }
    }
}

/// What a path starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Start {
    /// A profile line of the asking company, by position.
    Line(u16),
    /// A need of it, by position.
    Need(u16),
}

/// Whether the demand was stated or is concluded from the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// One side said it buys, needs or suffers it.
    Stated,
    /// The chain says makers of such things usually do.
    Implied,
}

/// At which statements of other companies a target looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// Lines that sell it, of its maker's: not of those who trade it.
    Made,
    /// Lines of one side.
    Lines(Side),
    /// Lines that sell or can do it.
    Offers,
    /// Lines of sellers who trade it.
    Traded,
    /// Lines that can do it and have capacity to spare.
    Spare,
    /// Open needs.
    Needs,
}

/// Which statements meet a target besides those that name its very capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tolerance {
    /// None.
    Exact,
    /// Narrower ones: a kind of what is asked for. Right where the broader thing does not do what is asked: mining
    /// machinery does not wash because one kind of it does.
    Narrower,
    /// Narrower ones, and broader ones with less confidence: who makes seals may make mechanical seals.
    Both,
}

/// A capability at which partners of one company stand, with the way and the steps that lead there.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Which way to cooperate.
    pub way: Way,
    /// True if the asking company is the one that gets what the other makes; false if it is the one that gives.
    pub asks: bool,
    /// What the path starts from.
    pub start: Start,
    /// Steps from the start's capability to `cap`; none where they are the same.
    pub steps: Vec<Step>,
    /// Where partners stand.
    pub cap: CapIx,
    /// At which of their statements.
    pub at: At,
    /// Stated or implied.
    pub basis: Basis,
    /// Evidence of the start times strength and specificity of the steps, 0..=1.
    pub weight: f32,
    /// Whether a partner's narrower or broader statement meets it as well.
    pub tolerance: Tolerance,
}

/// A target met: one way from one company to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The target with its steps.
    pub target: Target,
    /// The other company.
    pub partner: CompanyIx,
    /// Its line (or need, for [`At::Needs`]) that meets the target.
    pub line: u16,
    /// The capability that line names: the target's, a narrower or a broader one.
    pub met: CapIx,
    /// Steps between `met` and the target's capability; negative if `met` is broader.
    pub off: i8,
    /// How the capability was found in the line.
    pub found: Found,
    /// Strength of the whole path, 0..=1.
    pub strength: f32,
}
