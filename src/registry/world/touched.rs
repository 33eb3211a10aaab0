//! Where things changed lately: what was made of a part of the map before is good as long as nothing in that
//! part has changed since.

use crate::domain::bbox::Bbox;
use crate::domain::change::EntityKind;
use crate::domain::id::Seq;
use crate::index::{Entry, Layer};
use std::sync::Arc;
use uuid::Uuid;

/// Boxes that are remembered; at 200 changes a second some three minutes of them.
const MOST: usize = 65_536;

/// A box in which an entity was before a change, or is after it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Touch {
    seq: Seq,
    kind: EntityKind,
    bounds: Bbox,
}

/// The boxes of the last changes. Cloning shares them.
///
/// They are kept in blocks that are merged with neighbours of similar size: few blocks to share from one
/// state to the next, and each box is copied seldom.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// Changes up to this number are forgotten, or were never known.
    from: Seq,
    blocks: Vec<Arc<[Touch]>>,
}

impl Touched {
    /// Nothing is known of what changed before `from`.
    pub(super) fn since(from: Seq) -> Self {
        Self { from, blocks: Vec::new() }
    }

    /// Whether an entity of one of these kinds was or is in one of the boxes, and changed after `since` and
    /// up to `now`; also when that is not known.
    pub fn any(&self, kinds: &[EntityKind], since: Seq, boxes: &[Bbox]) -> bool {
        if since < self.from {
            return true;
        }
        let newer = self.blocks.iter().rev().take_while(|block| block.last().is_some_and(|t| t.seq > since));
        let mut touches = newer.flat_map(|block| block.iter());
        touches.any(|touch| {
            touch.seq > since
                && kinds.contains(&touch.kind)
                && boxes.iter().any(|part| part.intersects(&touch.bounds))
        })
    }

    /// The boxes of one step more.
    pub(super) fn add(&mut self, step: Step) {
        if step.touches.len() > MOST {
            *self = Self::since(step.seq);
            return;
        }
        if step.touches.is_empty() {
            return;
        }
        let mut block: Vec<Touch> = step.touches;
        while self.blocks.last().is_some_and(|last| last.len() <= 2 * block.len()) {
            let Some(last) = self.blocks.pop() else { break };
            let mut joined = last.to_vec();
            joined.append(&mut block);
            block = joined;
        }
        self.blocks.push(block.into());
        while self.blocks.iter().map(|block| block.len()).sum::<usize>() > MOST {
            let oldest = self.blocks.remove(0);
            self.from = oldest.last().map_or(self.from, |touch| touch.seq);
        }
    }
}

/// The boxes of one step from a state to the next.
pub(super) struct Step {
    /// The number of the state that it leads to.
    seq: Seq,
    touches: Vec<Touch>,
}

impl Step {
    pub fn to(seq: Seq) -> Self {
        Self { seq, touches: Vec::new() }
    }

    /// Notes where entities of a layer are before the step, and where they will be.
    pub fn note<F>(&mut self, kind: EntityKind, before: &Layer<F>, changed: &[(Uuid, Option<Entry<F>>)]) {
        for (id, after) in changed {
            for entry in [before.get(*id), after.as_ref()].into_iter().flatten() {
                if let Some(bounds) = entry.geometry.bounds() {
                    self.touches.push(Touch { seq: self.seq, kind, bounds });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: i32, lat: i32) -> Bbox {
        let (lon, lat) = (f64::from(lon), f64::from(lat));
        Bbox { min_lon: lon, min_lat: lat, max_lon: lon, max_lat: lat }
    }

    fn kind(odd: bool) -> EntityKind {
        if odd { EntityKind::Site } else { EntityKind::Equipment }
    }

    proptest! {
        /// Against a plain list of all that ever changed.
        #[test]
        fn what_changed_is_known_or_told_to_be_unknown(
            steps in proptest::collection::vec(proptest::collection::vec((0..4_i32, 0..4_i32, any::<bool>()), 0..6), 0..40),
            since in 0..50_u64, lon in 0..4_i32, odd in any::<bool>(),
        ) {
            let mut touched = Touched::since(Seq(3));
            let mut all = Vec::new();
            for (seq, step) in (4..).map(Seq).zip(steps) {
                let touches = step.iter().map(|(lon, lat, odd)| Touch { seq, kind: kind(*odd), bounds: at(*lon, *lat) });
                let step = Step { seq, touches: touches.collect() };
                all.extend(step.touches.clone());
                touched.add(step);
            }
            let part = Bbox { min_lat: 0.0, max_lat: 1.0, ..at(lon, 0) };
            let expected = since < 3
                || all.iter().any(|t| t.seq.0 > since && t.kind == kind(odd) && t.bounds.intersects(&part));
            prop_assert_eq!(touched.any(&[kind(odd)], Seq(since), &[part]), expected);
        }
    }

    #[test]
    fn what_is_too_much_to_remember_is_forgotten_from_the_oldest_on() {
        let mut touched = Touched::since(Seq(0));
        let step = |seq: u64, count: usize| Step {
            seq: Seq(seq),
            touches: vec![Touch { seq: Seq(seq), kind: EntityKind::Site, bounds: at(1, 1) }; count],
        };
        for seq in 1..=10 {
            touched.add(step(seq, MOST / 4));
        }
        let elsewhere = [at(2, 2)];
        assert!(!touched.any(&[EntityKind::Site], Seq(10), &elsewhere));
        assert!(touched.any(&[EntityKind::Site], Seq(1), &elsewhere), "not known any more");
        assert!(touched.blocks.iter().map(|block| block.len()).sum::<usize>() <= MOST);
        touched.add(step(11, MOST + 1));
        assert!(touched.any(&[EntityKind::Site], Seq(10), &elsewhere));
        assert!(!touched.any(&[EntityKind::Site], Seq(11), &elsewhere));
    }
}
