//! What stands in a world, in a few numbers: two worlds with the same number for a kind of entity have the
//! same entities of it in the same versions.

use crate::domain::change::EntityKind;
use std::fmt;
use std::ops::AddAssign;
use uuid::Uuid;

/// One 128-bit number a kind of entity: the sum of a hash of (id, version) over all that stand. A sum does
/// not depend on the order and can be kept up to date change by change.
///
/// The hash is no secret and guards against chance, not against whoever wants two worlds to look alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint([u128; EntityKind::ALL.len()]);

impl Fingerprint {
    /// The number of a kind; 0 when nothing of it stands.
    pub fn of(&self, kind: EntityKind) -> u128 {
        self.0[kind as usize]
    }

    pub(super) fn add(&mut self, kind: EntityKind, id: Uuid, version: u64) {
        let sum = &mut self.0[kind as usize];
        *sum = sum.wrapping_add(hash(id, version));
    }

    pub(super) fn remove(&mut self, kind: EntityKind, id: Uuid, version: u64) {
        let sum = &mut self.0[kind as usize];
        *sum = sum.wrapping_sub(hash(id, version));
    }
}

impl AddAssign for Fingerprint {
    fn add_assign(&mut self, other: Self) {
        for (sum, other) in self.0.iter_mut().zip(other.0) {
            *sum = sum.wrapping_add(other);
        }
    }
}

/// `site:0f…,equipment:…`: kinds of which nothing stands are left out.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let standing = EntityKind::ALL.into_iter().filter(|kind| self.of(*kind) != 0);
        for (at, kind) in standing.enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{kind}:{:032x}", self.of(kind))?;
        }
        Ok(())
    }
}

/// Two chains of a 64-bit mixer over the same three words, begun differently.
fn hash(id: Uuid, version: u64) -> u128 {
    let (high, low) = id.as_u64_pair();
    let chain = |begin: u64| mixed(mixed(mixed(begin ^ high) ^ low) ^ version);
    (u128::from(chain(0x9E37_79B9_7F4A_7C15)) << 64) | u128::from(chain(0xD1B5_4A32_D192_ED03))
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every bit of the word moves every other.
const fn mixed(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn order_does_not_matter_and_what_is_taken_back_leaves_nothing() {
        let ids = (1..100_u128).map(Uuid::from_u128);
        let (mut up, mut down) = (Fingerprint::default(), Fingerprint::default());
        ids.clone().for_each(|id| up.add(EntityKind::Site, id, 7));
        ids.clone().rev().for_each(|id| down.add(EntityKind::Site, id, 7));
        assert_eq!(up, down);
        assert_eq!(up.of(EntityKind::Layer), 0);
        ids.for_each(|id| up.remove(EntityKind::Site, id, 7));
        assert_eq!(up, Fingerprint::default());
    }

    #[test]
    fn ids_and_versions_that_are_near_are_far_apart() {
        let all: HashSet<u128> = (0..1_000_u128)
            .flat_map(|id| (0..100).map(move |version| hash(Uuid::from_u128(id), version)))
            .collect();
        assert_eq!(all.len(), 100_000);
    }

    #[test]
    fn it_can_be_written_down() {
        let mut print = Fingerprint::default();
        assert_eq!(print.to_string(), "");
        print.add(EntityKind::Layer, Uuid::from_u128(1), 2);
        print.add(EntityKind::Site, Uuid::from_u128(1), 2);
        let told = print.to_string();
        assert!(told.starts_with("site:") && told.contains(",layer:"), "{told}");
    }
}
