//! Random numbers out of a seed: the same seed gives the same corpus and the same intervals on every machine.

/// xorshift64* (Vigna 2016).
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A generator; seeds next to each other give unrelated rows.
    pub fn new(seed: u64) -> Rng {
        // Zero would stay zero: the seed is mixed first (splitmix64).
        let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Rng((mixed ^ (mixed >> 31)) | 1)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number in `0..below`; 0 where `below` is 0.
    pub fn below(&mut self, below: usize) -> usize {
        (self.share() * below as f64) as usize
    }

    /// A number in `0.0..1.0`.
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of a list.
    ///
    /// # Panics
    /// On an empty list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    #[test]
    fn a_seed_gives_one_row_and_numbers_stay_in_range() {
        let row = |seed| (0..1000).map(|_| seed).scan(Rng::new(seed), |rng, _| Some(rng.below(7))).collect::<Vec<_>>();
        assert_eq!(row(1), row(1));
        assert_ne!(row(1), row(2));
        assert!((0..7).all(|n| row(0).iter().filter(|m| **m == n).count() > 90));
        assert_eq!(Rng::new(3).below(0), 0);
    }
}
