//! What a document is, packed into one number that is read for every candidate of a search.

use qianxian_core::{CompanyKind, Side, Visibility};

/// Which statement of a company matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// One of its names.
    Name,
    /// The line of this number, as given in [`LineDoc`](crate::LineDoc).
    Line(u16),
    /// The need of this number, as given in [`NeedDoc`](crate::NeedDoc).
    Need(u16),
}

/// The lists of a company that are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Its names.
    Name,
    /// 卖什么.
    Makes,
    /// 买什么.
    Buys,
    /// 能做什么.
    Does,
    /// 被什么困扰.
    Suffers,
    /// 需求.
    Need,
}

impl Zone {
    /// All of them.
    pub const ALL: [Zone; 6] = [Zone::Name, Zone::Makes, Zone::Buys, Zone::Does, Zone::Suffers, Zone::Need];
}

impl From<Side> for Zone {
    fn from(side: Side) -> Self {
        match side {
            Side::Makes => Zone::Makes,
            Side::Buys => Zone::Buys,
            Side::Does => Zone::Does,
            Side::Suffers => Zone::Suffers,
        }
    }
}

/// A document in a number: `visibility | company kind | zone | what | number`, 3, 5, 3, 2 and 16 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry(pub(crate) u64);

impl Entry {
    pub(crate) fn new(what: What, zone: Zone, kind: CompanyKind, visibility: Visibility) -> Self {
        let (class, number) = match what {
            What::Name => (0, 0),
            What::Line(number) => (1, number),
            What::Need(number) => (2, number),
        };
        let upper = (visibility as u64) << 26 | (kind as u64) << 21 | (zone as u64) << 18;
        Entry(upper | class << 16 | u64::from(number))
    }

    pub(crate) fn what(self) -> What {
        let number = (self.0 & 0xffff) as u16;
        match self.0 >> 16 & 3 {
            0 => What::Name,
            1 => What::Line(number),
            _ => What::Need(number),
        }
    }

    /// Order among the documents of one company: names, lines, needs, each by number.
    pub(crate) fn order(self) -> u32 {
        (self.0 & 0x3_ffff) as u32
    }

    /// Number of the zone in [`Zone::ALL`].
    pub(crate) fn zone(self) -> usize {
        (self.0 >> 18 & 7) as usize
    }

    /// The kind of company as a bit.
    pub(crate) fn kind_bit(self) -> u32 {
        1 << (self.0 >> 21 & 31)
    }

    /// The visibility as its number.
    pub(crate) fn visibility(self) -> u64 {
        self.0 >> 26 & 7
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_packed_comes_out_again() {
        for &kind in CompanyKind::ALL {
            for zone in Zone::ALL {
                for &visibility in Visibility::ALL {
                    for what in [What::Name, What::Line(0), What::Line(u16::MAX), What::Need(7)] {
                        let entry = Entry::new(what, zone, kind, visibility);
                        assert_eq!(entry.what(), what);
                        assert_eq!(Zone::ALL[entry.zone()], zone);
                        assert_eq!(entry.kind_bit(), 1 << kind as u32);
                        assert_eq!(entry.visibility(), visibility as u64);
                    }
                }
            }
        }
    }

    #[test]
    fn names_stand_before_lines_before_needs() {
        let order = |what| Entry::new(what, Zone::Makes, CompanyKind::Unknown, Visibility::Public).order();
        assert!(order(What::Name) < order(What::Line(0)));
        assert!(order(What::Line(9)) < order(What::Line(10)));
        assert!(order(What::Line(u16::MAX)) < order(What::Need(0)));
    }
}
