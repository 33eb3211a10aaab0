//! First answer: again and again the site with the largest gain.
//!
//! Gains only fall while sites are added (the value is submodular), so a gain that was computed
//! earlier bounds today's: only the head of the queue is computed anew (M. Minoux, "Accelerated
//! greedy algorithms for maximizing submodular set functions", 1978).

use super::model::Model;
use std::collections::BinaryHeap;

/// Entries looked at between two askings.
const BETWEEN: usize = 2_000_000;

/// What a gain is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Gain,
    GainPerCost,
}

/// The better of the greedy answers by gain and, under a budget, by gain per cost.
///
/// When `go_on` says no, what was chosen so far is the answer; it keeps the limits.
pub fn greedy(model: &Model, go_on: &mut dyn FnMut() -> bool) -> Vec<u32> {
    let by_gain = fill(model, &[], Measure::Gain, go_on);
    if model.room.budget.is_none() {
        return by_gain;
    }
    let by_ratio = fill(model, &[], Measure::GainPerCost, go_on);
    if model.value(&by_ratio) > model.value(&by_gain) { by_ratio } else { by_gain }
}

struct Entry {
    key: f64,
    column: u32,
    /// Sites chosen when the key was computed.
    size: usize,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.total_cmp(&other.key).then(other.column.cmp(&self.column))
    }
}

/// Adds sites to a set that keeps the limits until none fits or none gains: first one in each
/// waiting division, then anywhere, as long as `go_on`, asked now and then, says yes. The set comes
/// back ascending.
pub fn fill(model: &Model, set: &[u32], measure: Measure, go_on: &mut dyn FnMut() -> bool) -> Vec<u32> {
    let mut filling = Filling::new(model, set, measure);
    filling.divisions();
    filling.anywhere(go_on);
    filling.chosen.sort_unstable();
    filling.chosen
}

struct Filling<'a> {
    model: &'a Model,
    measure: Measure,
    chosen: Vec<u32>,
    taken: Vec<bool>,
    best: Vec<f64>,
    spent: u64,
    waiting: Vec<bool>,
}

impl<'a> Filling<'a> {
    fn new(model: &'a Model, set: &[u32], measure: Measure) -> Self {
        let mut filling = Self {
            model,
            measure,
            chosen: Vec::new(),
            taken: vec![false; model.columns()],
            best: vec![0.0; model.rows],
            spent: 0,
            waiting: vec![true; model.room.pending.len()],
        };
        for column in set {
            filling.take(*column);
        }
        filling
    }

    fn take(&mut self, column: u32) {
        let at = column as usize;
        for entry in self.model.entries(at) {
            let best = &mut self.best[self.model.row[entry] as usize];
            *best = best.max(self.model.saving(entry));
        }
        if let Some(place) = self.model.pending_at(at) {
            self.waiting[place] = false;
        }
        self.spent += self.model.cost[at];
        self.taken[at] = true;
        self.chosen.push(column);
    }

    fn key(&self, column: u32) -> f64 {
        let at = column as usize;
        let gain: f64 = self
            .model
            .entries(at)
            .map(|entry| (self.model.saving(entry) - self.best[self.model.row[entry] as usize]).max(0.0))
            .sum();
        match self.measure {
            Measure::Gain => gain,
            Measure::GainPerCost => gain / self.model.cost[at].max(1) as f64,
        }
    }

    /// Least cost of one site in each division that waits, apart from one division.
    fn reserve(&self, except: usize) -> u64 {
        let mut cheapest = vec![None::<u64>; self.waiting.len()];
        for column in 0..self.model.columns() {
            if let Some(at) = self.model.pending_at(column).filter(|at| self.waiting[*at]) {
                let cost = self.model.cost[column];
                cheapest[at] = Some(cheapest[at].map_or(cost, |c| c.min(cost)));
            }
        }
        cheapest.iter().enumerate().filter(|(at, _)| *at != except).filter_map(|(_, cost)| *cost).sum()
    }

    fn fits(&self, column: u32, reserve: u64) -> bool {
        let cost = self.model.cost[column as usize];
        self.model.room.budget.is_none_or(|budget| self.spent + reserve + cost <= budget)
    }

    fn divisions(&mut self) {
        for place in 0..self.waiting.len() {
            if !self.waiting[place] {
                continue;
            }
            let reserve = self.reserve(place);
            let mut best: Option<(f64, u32)> = None;
            for column in 0..self.model.columns() as u32 {
                if self.model.pending_at(column as usize) == Some(place) && self.fits(column, reserve) {
                    let key = self.key(column);
                    if best.is_none_or(|(most, _)| key > most) {
                        best = Some((key, column));
                    }
                }
            }
            if let Some((_, column)) = best {
                self.take(column);
            }
        }
    }

    fn anywhere(&mut self, go_on: &mut dyn FnMut() -> bool) {
        if self.chosen.len() >= self.model.room.count {
            return;
        }
        let size = self.chosen.len();
        let mut queue: BinaryHeap<Entry> = (0..self.model.columns() as u32)
            .filter(|column| !self.taken[*column as usize])
            .map(|column| Entry { key: self.key(column), column, size })
            .collect();
        let mut looked = 0;
        while self.chosen.len() < self.model.room.count {
            let Some(head) = queue.pop() else { break };
            looked += self.model.entries(head.column as usize).len();
            if head.key <= 0.0 || (looked > BETWEEN && !go_on()) {
                break;
            }
            looked %= BETWEEN;
            if !self.fits(head.column, 0) {
                continue;
            }
            if head.size == self.chosen.len() {
                self.take(head.column);
            } else {
                let (key, size) = (self.key(head.column), self.chosen.len());
                queue.push(Entry { key, column: head.column, size });
            }
        }
    }
}
