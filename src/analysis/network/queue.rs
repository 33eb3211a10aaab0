//! A monotone priority queue.
//!
//! A radix heap (R. Ahuja, K. Mehlhorn, J. Orlin, R. Tarjan, "Faster algorithms for the shortest path
//! problem", 1990): entries lie in 33 buckets by the highest bit in which their cost differs from the
//! last cost taken, and an entry moves to a lower bucket at most 32 times.

/// Nodes by cost. A cost that is pushed must not be below the last one popped.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    buckets: [Vec<(u32, u32)>; 33],
    last: u32,
    /// A bit for each bucket but the first that holds something.
    filled: u64,
}

impl Default for Queue {
    fn default() -> Self {
        Self { buckets: std::array::from_fn(|_| Vec::new()), last: 0, filled: 0 }
    }
}

impl Queue {
    pub fn clear(&mut self) {
        self.buckets.iter_mut().for_each(Vec::clear);
        (self.last, self.filled) = (0, 0);
    }

    pub fn push(&mut self, cost: u32, node: u32) {
        let bucket = bucket(cost, self.last);
        self.buckets[bucket].push((cost, node));
        self.filled |= 1 << bucket;
    }

    /// The least cost and its node; of equal costs any.
    pub fn pop(&mut self) -> Option<(u32, u32)> {
        if let Some(entry) = self.buckets[0].pop() {
            return Some(entry);
        }
        let filled = self.filled & !1;
        if filled == 0 {
            return None;
        }
        let from = filled.trailing_zeros() as usize;
        let mut entries = std::mem::take(&mut self.buckets[from]);
        self.filled = filled & !(1 << from);
        self.last = entries.iter().map(|(cost, _)| *cost).min().unwrap_or(self.last);
        for (cost, node) in entries.drain(..) {
            self.push(cost, node);
        }
        // Its room is used again.
        self.buckets[from] = entries;
        self.buckets[0].pop()
    }
}

fn bucket(cost: u32, last: u32) -> usize {
    (32 - (cost ^ last).leading_zeros()) as usize
}

#[cfg(test)]
mod tests {
    use super::Queue;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn costs_come_in_order(pushes in prop::collection::vec((0_u32..5, 0_u32..100_000), 1..200)) {
            let mut queue = Queue::default();
            let mut truth = std::collections::BinaryHeap::new();
            let mut last = 0;
            for (pops, more) in pushes {
                let cost = last + more;
                queue.push(cost, more);
                truth.push(std::cmp::Reverse(cost));
                for _ in 0..pops {
                    let popped = queue.pop();
                    prop_assert_eq!(popped.map(|(cost, _)| cost), truth.pop().map(|cost| cost.0));
                    last = popped.map_or(last, |(cost, _)| cost);
                }
            }
            while let Some(std::cmp::Reverse(cost)) = truth.pop() {
                prop_assert_eq!(queue.pop().map(|(cost, _)| cost), Some(cost));
            }
            prop_assert_eq!(queue.pop(), None);
        }
    }
}
