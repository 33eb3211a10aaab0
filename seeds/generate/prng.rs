//! A fixed pseudo-random sequence (SplitMix64), so that no library version can change the demonstration data.

/// The state of one sequence.
pub struct Prng(u64);

impl Prng {
    /// A sequence of its own for `topic`, so that a change in one topic leaves the others as they were.
    pub fn new(seed: u64, topic: &str) -> Self {
        // FNV-1a over the topic's bytes.
        let hash = topic.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(hash ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// A number in `from..=to`.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        from + (self.next() % u64::from(to - from + 1)) as u32
    }

    /// A number in `0.0..1.0` with 53 random bits.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn range(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.unit()
    }

    /// True in `percent` of 100 cases.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.next() % 100 < u64::from(percent)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Index of one weight, drawn in proportion; the weights must not all be 0.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u32 = weights.iter().sum();
        let mut left = (self.next() % u64::from(total.max(1))) as u32;
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        0
    }

    /// `expected` on average, as a whole number.
    pub fn rounded(&mut self, expected: f64) -> usize {
        expected.floor() as usize + usize::from(self.unit() < expected.fract())
    }

    /// A day of the year, as YYYY-MM-DD, never later than the 28th of its month.
    pub fn day_of(&mut self, year: i32) -> String {
        let month = self.between(3, 11);
        let day = self.between(1, 28);
        format!("{year}-{month:02}-{day:02}")
    }
}
