//! The hash chain over batches of changes: who tampers with one breaks all that follow.
//!
//! A change's payload (both states) is hashed with a random salt, and only that hash goes into the
//! change's digest. Erasing payload and salt leaves the chain verifiable, and the salt keeps anybody
//! from guessing what the payload was. Every field is written with its length before it, so that
//! no two different records have the same bytes.

use crate::domain::change::{Actor, EntityRef};
use crate::domain::population::Cell;
use crate::domain::time::Micros;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A SHA-256.
pub type Hash = [u8; 32];

/// What the first batch of a database names as its predecessor.
pub const GENESIS: Hash = [0; 32];

/// One state as the chain sees it: document, and geometry as WKB.
pub type Payload<'a> = Option<(&'a str, Option<&'a [u8]>)>;

/// Hash of salt, state before and state after.
pub fn payload_hash(salt: &[u8], before: Payload<'_>, after: Payload<'_>) -> Hash {
    let mut hash = Sha256::new();
    put(&mut hash, salt);
    for state in [before, after] {
        put_option(&mut hash, state.map(|(doc, _)| doc.as_bytes()));
        put_option(&mut hash, state.and_then(|(_, geometry)| geometry));
    }
    hash.finalize().into()
}

/// Digest of one change; stays verifiable when its payload is erased.
pub fn change_digest(entity: EntityRef, effective_from: &str, reason: &str, payload: &Hash) -> Hash {
    let mut hash = Sha256::new();
    put(&mut hash, entity.kind.as_str().as_bytes());
    put(&mut hash, entity.id.as_bytes());
    put(&mut hash, effective_from.as_bytes());
    put(&mut hash, reason.as_bytes());
    put(&mut hash, payload);
    hash.finalize().into()
}

/// Gathers what a batch's root covers: every change and every cell, in order.
#[derive(Clone, Debug)]
pub struct Root {
    changes: Sha256,
    cells: Sha256,
}

impl Default for Root {
    fn default() -> Self {
        Self { changes: Sha256::new(), cells: Sha256::new() }
    }
}

impl Root {
    pub fn add_change(&mut self, digest: &Hash) {
        self.changes.update(digest);
    }

    /// `ages` is the JSON text that is stored.
    pub fn add_cell(&mut self, set: Uuid, cell: &Cell, ages: &str) {
        put(&mut self.cells, set.as_bytes());
        put(&mut self.cells, &cell.lon.to_bits().to_be_bytes());
        put(&mut self.cells, &cell.lat.to_bits().to_be_bytes());
        put(&mut self.cells, &cell.people.to_be_bytes());
        put(&mut self.cells, ages.as_bytes());
    }

    pub fn finish(self) -> Hash {
        let mut hash = Sha256::new();
        hash.update(self.changes.finalize());
        hash.update(self.cells.finalize());
        hash.finalize().into()
    }
}

/// One link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub first_seq: u64,
    pub count: u64,
    pub recorded_at: Micros,
    pub actor: Actor,
    /// Written without naming a version.
    pub unconditional: bool,
    pub root: Hash,
}

impl Link {
    /// The batch's hash, given that of the batch before it.
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut hash = Sha256::new();
        put(&mut hash, previous);
        put(&mut hash, &self.first_seq.to_be_bytes());
        put(&mut hash, &self.count.to_be_bytes());
        put(&mut hash, &self.recorded_at.0.to_be_bytes());
        put(&mut hash, self.actor.0.as_bytes());
        put(&mut hash, &self.root);
        // Only where it says something: batches from before there was such a mark keep their hash.
        if self.unconditional {
            put(&mut hash, b"unconditional");
        }
        hash.finalize().into()
    }
}

fn put(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

fn put_option(hash: &mut Sha256, bytes: Option<&[u8]>) {
    match bytes {
        None => hash.update(u64::MAX.to_be_bytes()),
        Some(bytes) => put(hash, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::EntityKind;

    #[test]
    fn moving_a_byte_between_fields_changes_the_hash() {
        let salt = [7; 16];
        let a = payload_hash(&salt, None, Some(("{\"a\":1}", Some(b"xy"))));
        let b = payload_hash(&salt, None, Some(("{\"a\":1}x", Some(b"y"))));
        let c = payload_hash(&salt, Some(("{\"a\":1}", Some(b"xy"))), None);
        let d = payload_hash(&salt, None, Some(("{\"a\":1}", Some(b""))));
        let e = payload_hash(&salt, None, Some(("{\"a\":1}", None)));
        let all = [a, b, c, d, e];
        for (i, one) in all.iter().enumerate() {
            assert!(!all[i + 1..].contains(one), "payload {i} collides");
        }
    }

    #[test]
    fn a_link_depends_on_each_of_its_fields() {
        let link = Link {
            first_seq: 1,
            count: 2,
            recorded_at: Micros(3),
            actor: Actor("a".into()),
            unconditional: false,
            root: [4; 32],
        };
        let base = link.hash(&GENESIS);
        let others = [
            Link { first_seq: 2, ..link.clone() },
            Link { count: 3, ..link.clone() },
            Link { recorded_at: Micros(4), ..link.clone() },
            Link { actor: Actor("b".into()), ..link.clone() },
            Link { unconditional: true, ..link.clone() },
            Link { root: [5; 32], ..link.clone() },
        ];
        for other in others {
            assert_ne!(other.hash(&GENESIS), base);
        }
        assert_ne!(link.hash(&[1; 32]), base);
    }

    #[test]
    fn the_root_depends_on_the_order_of_changes() {
        let entity = EntityRef { kind: EntityKind::Site, id: Uuid::from_u128(1) };
        let one = change_digest(entity, "2024-01-01", "changed", &[1; 32]);
        let two = change_digest(entity, "2024-01-02", "changed", &[1; 32]);
        let root = |digests: [&Hash; 2]| {
            let mut root = Root::default();
            for digest in digests {
                root.add_change(digest);
            }
            root.finish()
        };
        assert_ne!(root([&one, &two]), root([&two, &one]));
    }
}
