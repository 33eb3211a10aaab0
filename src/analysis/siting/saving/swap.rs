//! Better answers by exchanging one site at a time.
//!
//! For every row the best and the second best saving among the chosen sites are kept. One pass
//! over a candidate's rows then prices its exchange with every chosen site at once (R. A.
//! Whitaker, "A fast algorithm for the greedy interchange for large-scale clustering and median
//! location problems", 1983). The best exchange is made until none gains.

use super::greedy::{Measure, fill};
use super::model::Model;
use rayon::prelude::*;

/// Exchanges and additions until none gains, or until `go_on`, asked with the value before each
/// exchange, says no. The set comes back ascending and never worse.
pub fn improve(model: &Model, set: &[u32], go_on: &mut dyn FnMut(f64) -> bool) -> Vec<u32> {
    let mut value = model.value(set);
    let mut chosen = fill(model, set, Measure::Gain, &mut || go_on(value));
    loop {
        let state = State::new(model, &chosen);
        value = state.value();
        if !go_on(value) {
            return chosen;
        }
        let Some((leaves, enters)) = state.best_exchange() else { return chosen };
        chosen[leaves] = enters;
        chosen = fill(model, &chosen, Measure::Gain, &mut || go_on(value));
    }
}

const NOBODY: u32 = u32::MAX;

struct State<'a> {
    model: &'a Model,
    chosen: &'a [u32],
    is_chosen: Vec<bool>,
    /// Position in `chosen` of the best site by row.
    owner: Vec<u32>,
    best: Vec<f64>,
    second: Vec<f64>,
    /// What is lost when a chosen site leaves.
    loss: Vec<f64>,
    spent: u64,
    /// How many chosen sites lie in each waiting division.
    in_division: Vec<u32>,
}

impl<'a> State<'a> {
    fn new(model: &'a Model, chosen: &'a [u32]) -> Self {
        let mut state = Self {
            model,
            chosen,
            is_chosen: vec![false; model.columns()],
            owner: vec![NOBODY; model.rows],
            best: vec![0.0; model.rows],
            second: vec![0.0; model.rows],
            loss: vec![0.0; chosen.len()],
            spent: 0,
            in_division: vec![0; model.room.pending.len()],
        };
        for (position, column) in chosen.iter().enumerate() {
            let column = *column as usize;
            state.is_chosen[column] = true;
            state.spent += model.cost[column];
            if let Some(place) = model.pending_at(column) {
                state.in_division[place] += 1;
            }
            for entry in model.entries(column) {
                let (row, saving) = (model.row[entry] as usize, model.saving(entry));
                if saving > state.best[row] {
                    state.second[row] = state.best[row];
                    state.best[row] = saving;
                    state.owner[row] = position as u32;
                } else if saving > state.second[row] {
                    state.second[row] = saving;
                }
            }
        }
        for row in 0..model.rows {
            if state.owner[row] != NOBODY {
                state.loss[state.owner[row] as usize] += state.best[row] - state.second[row];
            }
        }
        state
    }

    fn value(&self) -> f64 {
        self.model.base + self.best.iter().sum::<f64>()
    }

    /// Position that leaves and column that enters with the largest gain, if any gains (ties: the
    /// lower column, then the lower position).
    fn best_exchange(&self) -> Option<(usize, u32)> {
        let candidates = 0..self.model.columns() as u32;
        let open = |column: &u32| !self.is_chosen[*column as usize];
        let best = if self.model.row.len() > 200_000 {
            candidates
                .into_par_iter()
                .filter(open)
                .map_init(|| vec![0.0; self.chosen.len()], |kept, column| self.best_for(column, kept))
                .flatten()
                .reduce_with(better)
        } else {
            let mut kept = vec![0.0; self.chosen.len()];
            candidates.filter(open).filter_map(|column| self.best_for(column, &mut kept)).reduce(better)
        };
        best.filter(|(gain, _, _)| *gain > 0.0).map(|(_, column, position)| (position, column))
    }

    fn best_for(&self, column: u32, kept: &mut [f64]) -> Option<(f64, u32, usize)> {
        kept.fill(0.0);
        let mut gain = 0.0;
        for entry in self.model.entries(column as usize) {
            let (row, saving) = (self.model.row[entry] as usize, self.model.saving(entry));
            gain += (saving - self.best[row]).max(0.0);
            // If the row's best site leaves, the newcomer takes over part of what that would lose.
            if self.owner[row] != NOBODY && saving > self.second[row] {
                kept[self.owner[row] as usize] += saving.min(self.best[row]) - self.second[row];
            }
        }
        let mut best: Option<(f64, u32, usize)> = None;
        for (position, (loss, kept)) in self.loss.iter().zip(kept).enumerate() {
            let total = gain - loss + *kept;
            if best.is_none_or(|(most, _, _)| total > most) && self.allowed(position, column as usize) {
                best = Some((total, column, position));
            }
        }
        best
    }

    fn allowed(&self, position: usize, enters: usize) -> bool {
        let leaves = self.chosen[position] as usize;
        let cost = self.spent - self.model.cost[leaves] + self.model.cost[enters];
        let affordable = self.model.room.budget.is_none_or(|budget| cost <= budget);
        let place = self.model.pending_at(leaves);
        let last = place.is_some_and(|place| self.in_division[place] == 1);
        affordable && (!last || self.model.pending_at(enters) == place)
    }
}

fn better(a: (f64, u32, usize), b: (f64, u32, usize)) -> (f64, u32, usize) {
    match a.0.total_cmp(&b.0) {
        std::cmp::Ordering::Less => b,
        std::cmp::Ordering::Greater => a,
        std::cmp::Ordering::Equal => {
            if (a.1, a.2) <= (b.1, b.2) {
                a
            } else {
                b
            }
        }
    }
}
