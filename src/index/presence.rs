//! A small filter that says of most ids that a run does not mention them.

use uuid::Uuid;

/// Bits per id: one probe is wrong for some 6 % of the ids that are absent.
const BITS_PER_ID: usize = 16;

/// A one-hash Bloom filter. An older run's every candidate has to be looked up in all newer runs;
/// this answers nearly all of those look-ups with one read.
pub(super) struct Presence {
    words: Box<[u64]>,
}

impl Presence {
    pub fn of(ids: impl Iterator<Item = Uuid>, count: usize) -> Self {
        if count == 0 {
            return Self { words: Box::default() };
        }
        let bits = (count * BITS_PER_ID).next_power_of_two().max(64);
        let mut words = vec![0_u64; bits / 64].into_boxed_slice();
        for id in ids {
            let bit = slot(id, bits);
            words[bit / 64] |= 1 << (bit % 64);
        }
        Self { words }
    }

    /// `false` is certain.
    pub fn may_hold(&self, id: Uuid) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let bit = slot(id, self.words.len() * 64);
        self.words[bit / 64] & (1 << (bit % 64)) != 0
    }

    pub fn bytes(&self) -> usize {
        size_of_val(&*self.words)
    }
}

/// The ids of one phone or one import share their upper half, so both halves are mixed
/// (multiplication by 2⁶⁴ / φ).
#[expect(clippy::cast_possible_truncation, reason = "the product's upper bits, fewer than a usize has")]
fn slot(id: Uuid, bits: usize) -> usize {
    let (high, low) = id.as_u64_pair();
    let mixed = (high.rotate_left(32) ^ low).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (64 - bits.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_denies_what_it_holds_and_rarely_affirms_what_it_does_not() {
        let ids = |from: u128| (from..from + 5_000).map(|n| Uuid::from_u128(n * 977));
        let presence = Presence::of(ids(0), 5_000);
        assert!(ids(0).all(|id| presence.may_hold(id)));
        let wrong = ids(9_000_000).filter(|id| presence.may_hold(*id)).count();
        assert!(wrong < 750, "{wrong} of 5,000 absent ids were affirmed");
        assert!(!Presence::of(std::iter::empty(), 0).may_hold(Uuid::nil()));
    }
}
