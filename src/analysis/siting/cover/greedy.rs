//! Answers: complete a set, drop what is needless, replace one.

use super::model::Model;
use std::collections::BinaryHeap;

/// Entries that one round of improvement may look at.
const WORK: usize = 200_000_000;

/// Adds columns by most people still needed per cost until every target is met, then drops the
/// needless ones, dearest first. The set comes back ascending; `None`: a target is out of reach.
///
/// Gains only fall while columns are added, so only the head of the queue is computed anew (M.
/// Minoux, 1978).
pub fn complete(model: &Model, set: &[u32]) -> Option<Vec<u32>> {
    let mut state = State::new(model);
    for column in set {
        state.add(*column);
    }
    if state.short > 0 {
        let open = (0..model.columns() as u32).filter(|column| !state.chosen[*column as usize]);
        let mut queue: BinaryHeap<Head> = open.map(|column| state.head(column)).collect();
        while state.short > 0 {
            let old = queue.pop()?;
            let new = state.head(old.column);
            if new.gain <= 0.0 {
                continue;
            }
            if queue.peek().is_none_or(|next| new >= *next) {
                state.add(new.column);
            } else {
                queue.push(new);
            }
        }
    }
    let mut order: Vec<u32> = state.set();
    order.sort_by(|a, b| model.cost[*b as usize].total_cmp(&model.cost[*a as usize]).then(b.cmp(a)));
    for column in order {
        state.drop_if_needless(column);
    }
    Some(state.set())
}

/// Takes one site away and completes anew, as long as that is cheaper and the work and `go_on`,
/// asked with the best cost before each attempt, allow.
pub fn improve(model: &Model, set: Vec<u32>, go_on: &mut dyn FnMut(f64) -> bool) -> Vec<u32> {
    let mut set = set;
    let (mut at, mut rounds) = (0, WORK / model.row.len().max(1));
    while at < set.len() && rounds > 0 && go_on(model.cost_of(&set)) {
        rounds -= 1;
        let mut fewer = set.clone();
        fewer.remove(at);
        match complete(model, &fewer) {
            Some(other) if model.cost_of(&other) < model.cost_of(&set) => {
                set = other;
                at = 0;
            }
            _ => at += 1,
        }
    }
    set
}

/// A column in the queue: the larger gain first, of equal ones the earlier column.
struct Head {
    gain: f64,
    column: u32,
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.gain.total_cmp(&other.gain).then(other.column.cmp(&self.column))
    }
}

struct State<'a> {
    model: &'a Model,
    chosen: Vec<bool>,
    /// How many chosen columns cover each row.
    covering: Vec<u32>,
    /// People still needed by zone; negative where more than needed are covered.
    need: Vec<f64>,
    /// Zones whose target is not met.
    short: usize,
}

impl<'a> State<'a> {
    fn new(model: &'a Model) -> Self {
        let short = model.need.iter().filter(|need| **need > 0.0).count();
        let chosen = vec![false; model.columns()];
        Self { model, chosen, covering: vec![0; model.rows()], need: model.need.clone(), short }
    }

    fn set(&self) -> Vec<u32> {
        (0..self.model.columns() as u32).filter(|column| self.chosen[*column as usize]).collect()
    }

    fn add(&mut self, column: u32) {
        self.chosen[column as usize] = true;
        for row in self.model.rows_of(column as usize).iter().map(|row| *row as usize) {
            self.covering[row] += 1;
            if self.covering[row] == 1 {
                let need = &mut self.need[self.model.zone[row] as usize];
                let before = *need > 0.0;
                *need -= self.model.people[row];
                self.short -= usize::from(before && *need <= 0.0);
            }
        }
    }

    fn head(&self, column: u32) -> Head {
        Head { gain: self.gain(column) / self.model.cost[column as usize].max(0.5), column }
    }

    /// People that a column adds towards the targets (more than needed does not count; columns
    /// mostly lie in one zone, so the surplus is cut for the column as a whole, zone by zone).
    fn gain(&self, column: u32) -> f64 {
        let (mut gain, mut zone, mut here) = (0.0, u32::MAX, 0.0);
        for row in self.model.rows_of(column as usize).iter().map(|row| *row as usize) {
            if self.covering[row] > 0 {
                continue;
            }
            if self.model.zone[row] != zone {
                gain += here;
                (zone, here) = (self.model.zone[row], 0.0);
            }
            let need = self.need[zone as usize].max(0.0);
            here = f64::min(here + self.model.people[row], need);
        }
        gain + here
    }

    fn drop_if_needless(&mut self, column: u32) {
        let alone = || {
            let rows = self.model.rows_of(column as usize).iter().map(|row| *row as usize);
            rows.filter(|row| self.covering[*row] == 1)
        };
        let mut need = self.need.clone();
        for row in alone() {
            need[self.model.zone[row] as usize] += self.model.people[row];
        }
        if need.iter().any(|need| *need > 0.0) {
            return;
        }
        self.need = need;
        self.chosen[column as usize] = false;
        for row in self.model.rows_of(column as usize) {
            self.covering[*row as usize] -= 1;
        }
    }
}
