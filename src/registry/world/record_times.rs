//! When changes were recorded, to the second.

use crate::domain::id::Seq;
use crate::domain::time::Micros;
use std::sync::Arc;

/// For each second in which something was recorded, the first number of the log in it and the second, counted
/// from 1970-01-01T00:00:00Z. Record time never runs backwards along the log, so this tells the second of every
/// change, at the cost of one pair for all changes of a second. Cloning shares them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordTimes(Arc<Vec<(Seq, i64)>>);

impl RecordTimes {
    /// From pairs that ascend.
    pub(super) fn new(seconds: Vec<(Seq, i64)>) -> Self {
        Self(Arc::new(seconds))
    }

    /// The second in which a change was recorded; `None` before the first one.
    pub fn second(&self, seq: Seq) -> Option<i64> {
        let until = self.0.partition_point(|(first, _)| *first <= seq);
        self.0[..until].last().map(|(_, second)| *second)
    }

    /// A change more; one that is known already adds nothing.
    pub(super) fn add(&mut self, seq: Seq, at: Micros) {
        let second = at.0.div_euclid(1_000_000);
        if self.0.last().is_none_or(|(_, newest)| *newest < second) {
            Arc::make_mut(&mut self.0).push((seq, second));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_change_has_its_second(
            steps in proptest::collection::vec(0_i64..2_500_000, 1..60), known in 0..60_usize, again in 0..60_usize,
        ) {
            let mut now = 1_700_000_000_999_999;
            let log: Vec<(Seq, Micros)> = steps
                .iter()
                .zip(1..)
                .map(|(step, seq)| {
                    now += step;
                    (Seq(seq), Micros(now))
                })
                .collect();
            // A part is known at first, and some of it is told once more.
            let known = known.min(log.len());
            let mut times = RecordTimes::default();
            log[..known].iter().for_each(|(seq, at)| times.add(*seq, *at));
            log[again.min(known)..].iter().for_each(|(seq, at)| times.add(*seq, *at));
            for (seq, at) in &log {
                prop_assert_eq!(times.second(*seq), Some(at.0 / 1_000_000));
            }
            prop_assert_eq!(times.second(Seq(0)), None);
        }
    }
}
