//! Checking the log against itself: both stores read rows, this says what is wrong with them.

use super::Verified;
use super::chain::{self, GENESIS, Hash, Link, Payload, Root};
use crate::domain::change::EntityRef;
use crate::domain::population::Cell;
use uuid::Uuid;

/// Faults told at most; a broken database needs no longer list.
const FAULTS: usize = 1000;

/// One batch as it is stored.
pub struct BatchRow {
    pub link: Link,
    pub previous: Vec<u8>,
    pub hash: Vec<u8>,
}

/// One change as it is stored.
pub struct ChangeRow<'a> {
    pub ordinal: i64,
    pub entity: EntityRef,
    pub effective_from: &'a str,
    pub reason: &'a str,
    pub salt: Option<&'a [u8]>,
    pub payload_hash: &'a [u8],
    pub digest: &'a [u8],
    pub before: Payload<'a>,
    pub after: Payload<'a>,
}

/// Walks batches in the order of their numbers, and the rows of each in the order of their ordinals.
#[derive(Default)]
pub struct Audit {
    found: Verified,
    last_hash: Option<Hash>,
    next: u64,
    open: Option<(BatchRow, u64, Root)>,
}

impl Audit {
    pub fn batch(&mut self, row: BatchRow) {
        self.finish_batch();
        self.found.batches += 1;
        let expected = self.next.max(1);
        let link = &row.link;
        if link.first_seq != expected {
            let message = format!("the batch at number {} should begin at {expected}", link.first_seq);
            self.fault(message);
        }
        self.next = link.first_seq + link.count;
        let previous = self.last_hash.unwrap_or(GENESIS);
        if row.previous != previous {
            let message = format!("the batch at number {} does not follow the one before it", link.first_seq);
            self.fault(message);
        }
        let hash = link.hash(&previous);
        if row.hash != hash {
            let message =
                format!("the batch at number {} has a wrong hash: its row was changed", link.first_seq);
            self.fault(message);
        }
        self.last_hash = Some(hash);
        self.open = Some((row, 0, Root::default()));
    }

    pub fn change(&mut self, row: &ChangeRow<'_>) {
        let Some((batch, count, root)) = &mut self.open else {
            return;
        };
        let number = batch.link.first_seq + *count;
        let mut wrong = Vec::new();
        if row.ordinal.unsigned_abs() != *count {
            wrong.push("is not where it should be in its batch");
        }
        self.found.changes += 1;
        *count += 1;
        match row.salt {
            None => {
                self.found.erased += 1;
                if row.before.is_some() || row.after.is_some() {
                    wrong.push("was erased, but has a payload");
                }
            }
            Some(salt) => {
                if row.payload_hash != chain::payload_hash(salt, row.before, row.after) {
                    wrong.push("has another payload than was recorded");
                }
            }
        }
        let digest = Hash::try_from(row.payload_hash)
            .map(|payload| chain::change_digest(row.entity, row.effective_from, row.reason, &payload));
        match digest {
            Ok(digest) if row.digest == digest => root.add_change(&digest),
            Ok(digest) => {
                root.add_change(&digest);
                wrong.push("has a wrong digest: its row was changed");
            }
            Err(_) => wrong.push("has no valid payload hash"),
        }
        let entity = row.entity;
        for what in wrong {
            self.fault(format!("change {number} ({} {}) {what}", entity.kind, entity.id));
        }
    }

    pub fn cell(&mut self, set: Uuid, cell: &Cell, ages: &str) {
        if let Some((_, _, root)) = &mut self.open {
            root.add_cell(set, cell, ages);
        }
    }

    fn finish_batch(&mut self) {
        let Some((batch, count, root)) = self.open.take() else {
            return;
        };
        let first = batch.link.first_seq;
        if count != batch.link.count {
            self.fault(format!(
                "the batch at number {first} has {count} changes instead of {}",
                batch.link.count
            ));
        }
        if root.finish() != batch.link.root {
            self.fault(format!(
                "the batch at number {first} has another root: changes or cells of it were changed"
            ));
        }
    }

    pub fn fault(&mut self, message: String) {
        if self.found.faults.len() < FAULTS {
            self.found.faults.push(message);
        }
    }

    pub fn finish(mut self) -> Verified {
        self.finish_batch();
        self.found
    }
}
