//! People who become more or fewer: what if a quarter grows.

use super::{Attributed, Populations};
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use crate::domain::id::DivisionId;
use std::collections::HashMap;

impl Populations {
    /// All figures of a division (`None`: of everybody) and of what lies below it times `factor`,
    /// rounded to whole people; what lies above it grows by as many people as it does. In a set that tells nothing
    /// of the division that is `estimated`, the people by which it is thought to grow.
    #[must_use]
    pub fn grown(&self, tree: &Tree, division: Option<Ordinal>, factor: f64, estimated: i64) -> Self {
        Self { sets: self.sets.iter().map(|set| set.grown(tree, division, factor, estimated)).collect() }
    }
}

impl Attributed {
    fn grown(&self, tree: &Tree, division: Option<Ordinal>, factor: f64, estimated: i64) -> Self {
        let times = |people: u64| (people as f64 * factor).round() as u64;
        let grows = |ordinal: Ordinal| division.is_none_or(|top| tree.is_within(ordinal, top));
        let mut next = self.clone();
        for (position, people) in next.cells.iter_mut().enumerate() {
            let ordinal = if position < tree.len() { Ordinal(position as u16) } else { Ordinal::NONE };
            if grows(ordinal) {
                *people = times(*people);
            }
        }
        let mut told: HashMap<DivisionId, (u64, u64)> = HashMap::new();
        for figure in &mut next.set.divisions {
            if tree.find(figure.division).is_some_and(grows) || division.is_none() {
                told.insert(figure.division, (figure.people, times(figure.people)));
                figure.people = times(figure.people);
            }
        }
        let Some(top) = division else { return next };
        let more = difference(tree, top, &told).unwrap_or(estimated);
        for figure in &mut next.set.divisions {
            let above = tree.find(figure.division).is_some_and(|o| o != top && tree.is_within(top, o));
            if above {
                figure.people = figure.people.saturating_add_signed(more);
            }
        }
        next
    }
}

/// People that a division gains: by its own figure, or by those of its children; `None` where none is told.
fn difference(tree: &Tree, division: Ordinal, told: &HashMap<DivisionId, (u64, u64)>) -> Option<i64> {
    let node = tree.node(division);
    if let Some((before, after)) = told.get(&node.division.id) {
        return Some(*after as i64 - *before as i64);
    }
    node.children.iter().filter_map(|child| difference(tree, *child, told)).reduce(|sum, more| sum + more)
}
