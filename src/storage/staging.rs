//! What a process remembers of a staging it writes; the rows themselves are in the database.

use super::chain::{Hash, Root};
use super::{BatchHead, Staged, StoreError};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Progress of one staging.
#[derive(Debug)]
pub struct Progress {
    pub head: BatchHead,
    /// Ordinal of the next change that is kept.
    pub next: i64,
    /// Ordinal of the next cell.
    pub next_cell: i64,
    /// Population sets whose cells were staged.
    pub sets: BTreeSet<Uuid>,
    root: Root,
    /// For each write that was not kept: how many had been kept before it. Sorted.
    skipped: Vec<i64>,
}

/// What the database said of one staged write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Kept(Hash),
    /// What is taken, and by which ordinal of this staging, if by one of it.
    Taken {
        key: String,
        by: Option<i64>,
    },
}

/// Whoever opened the database since has taken this process for dead.
pub fn staging_gone() -> StoreError {
    StoreError::refused(
        "这次导入的暂存数据已不在（可能被另一进程清理），请重新导入",
        "what this import had staged is not there any more (another process may have dropped it); import again",
    )
}

impl Progress {
    pub fn new(head: BatchHead) -> Self {
        Self {
            head,
            next: 0,
            next_cell: 0,
            sets: BTreeSet::new(),
            root: Root::default(),
            skipped: Vec::new(),
        }
    }

    /// Takes in what became of the next writes, in order.
    pub fn take(&mut self, outcomes: Vec<Outcome>) -> Vec<Staged> {
        let staged = outcomes.into_iter().map(|outcome| match outcome {
            Outcome::Kept(digest) => {
                self.root.add_change(&digest);
                self.next += 1;
                Staged::Kept
            }
            Outcome::Taken { key, by } => {
                let row = by.map(|ordinal| self.position(ordinal));
                self.skipped.push(self.next);
                Staged::Duplicate { key, row }
            }
        });
        staged.collect()
    }

    pub fn root_mut(&mut self) -> &mut Root {
        &mut self.root
    }

    pub fn root(&self) -> Hash {
        self.root.clone().finish()
    }

    /// Place of a kept write among all writes, those not kept included.
    fn position(&self, ordinal: i64) -> u64 {
        let skipped_before = self.skipped.partition_point(|kept| *kept <= ordinal);
        ordinal.unsigned_abs() + skipped_before as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Actor;
    use crate::domain::time::Micros;

    #[test]
    fn positions_count_the_writes_that_were_not_kept() {
        let mut progress = Progress::new(BatchHead {
            actor: Actor("a".into()),
            recorded_at: Micros(0),
            title: None,
            unconditional: false,
            repeat: None,
        });
        let kept = || Outcome::Kept([0; 32]);
        let taken = |by| Outcome::Taken { key: "k".into(), by };
        progress.take(vec![kept(), taken(None), kept(), taken(Some(0))]);
        let answers = progress.take(vec![taken(Some(1)), kept(), taken(Some(2))]);
        let rows: Vec<_> = answers
            .into_iter()
            .map(|answer| match answer {
                Staged::Kept => None,
                Staged::Duplicate { row, .. } => row,
            })
            .collect();
        // Writes: kept, taken, kept, taken, taken (by the third write, 2), kept (5), taken by 5.
        assert_eq!(rows, [Some(2), None, Some(5)]);
        assert_eq!(progress.next, 3);
    }
}
