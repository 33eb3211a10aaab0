//! Lagrangian bound by subgradient steps, and the candidates it settles.
//!
//! "A row is saved by one site only" is relaxed with a multiplier `v` per row (G. Cornuejols,
//! M. L. Fisher and G. L. Nemhauser, "Location of bank accounts to optimize float", 1977): every
//! column then has a price of its own, the sum of what it saves above `v`, and the best set for
//! these prices plus the sum of `v` is never below the true optimum. Steps follow the
//! subgradient, deflected by the step before (P. M. Camerini, L. Fratta and F. Maffioli, 1975).

use super::choose::{Choice, choose};
use super::model::{Model, Savings};
use crate::analysis::siting::fate::Fate;
use rayon::prelude::*;

/// Entries from which prices are computed on all cores.
const PARALLEL: usize = 200_000;

/// Share of the last step's direction that the next one keeps; 0.8 took the fewest rounds of 0.3 to 0.8.
const DEFLECTION: f64 = 0.8;

/// How long to try.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    pub rounds: usize,
    /// First length of a step, as a share of the Polyak step.
    pub step: f64,
    /// Rounds without progress after which the step is halved.
    pub patience: usize,
    /// Ends when the step has become shorter than this.
    pub least_step: f64,
    /// Ends when this many columns are settled, as a share.
    pub settled: f64,
}

/// What the rounds found.
pub struct Bounded {
    /// Upper bound of the value of the model, settled sites included, rounding errors included.
    pub bound: f64,
    pub multipliers: Vec<f64>,
    /// What the bound says of each column, given that only answers of at least the incumbent and
    /// one are looked for.
    pub fates: Vec<Fate>,
    /// How often each column was chosen lately, 0 to 1.
    pub shares: Vec<f64>,
    /// Prices at the best bound.
    pub prices: Vec<f64>,
    /// The best set met on the way, with its value.
    pub best: (f64, Vec<u32>),
    pub rounds: usize,
}

impl Bounded {
    /// No answer better than the incumbent is left.
    pub fn closed(&self, incumbent: f64) -> bool {
        self.bound < incumbent + 1.0
    }
}

/// What an answer saves beyond its second site in each row: a good place to start from.
pub fn start(model: &Model, set: &[u32]) -> Vec<f64> {
    let mut best = vec![0.0_f64; model.rows];
    let mut second = vec![0.0_f64; model.rows];
    for column in set {
        for entry in model.entries(*column as usize) {
            let (row, saving) = (model.row[entry] as usize, model.saving(entry));
            if saving > best[row] {
                second[row] = best[row];
                best[row] = saving;
            } else {
                second[row] = second[row].max(saving);
            }
        }
    }
    second
}

/// Bounds the model from above. `None`: no set keeps the limits. `go_on` is asked with each
/// round's best bound.
pub fn bound(
    model: &Model,
    multipliers: Vec<f64>,
    incumbent: f64,
    effort: &Effort,
    go_on: &mut dyn FnMut(f64, usize) -> bool,
) -> Option<Bounded> {
    let columns = model.columns();
    let largest = model.largest();
    let longest = (0..columns).map(|c| model.entries(c).len()).max().unwrap_or(0);
    let terms = (model.rows + longest + columns + 8) as f64;
    let mut found = Bounded {
        bound: f64::INFINITY,
        multipliers: multipliers.clone(),
        fates: vec![Fate::Open; columns],
        shares: vec![0.0; columns],
        prices: Vec::new(),
        best: (f64::NEG_INFINITY, Vec::new()),
        rounds: 0,
    };
    let mut v = multipliers;
    let mut prices = vec![0.0; columns];
    let mut slack = vec![0.0; if matches!(model.savings, Savings::PerRow(_)) { model.rows } else { 0 }];
    let mut direction = vec![0.0; model.rows];
    let mut serving = vec![0.0_f64; model.rows];
    let mut most = vec![0.0_f64; model.rows];
    let mut lambda = 0.0;
    let (mut step, mut idle, mut settled) = (effort.step, 0, 0);
    for round in 0..effort.rounds {
        price(model, &v, &mut slack, &mut prices);
        let choice = choose(model, &prices, &mut lambda)?;
        let total: f64 = v.iter().sum();
        let magnitude = total + 4.0 * choice.magnitude + model.base;
        let rest = model.base + total + terms * f64::EPSILON * magnitude;
        let bound = rest + choice.value;
        found.rounds = round + 1;
        if bound < found.bound {
            if bound < found.bound - 1e-4 * (found.bound - incumbent).abs().max(1e-9) {
                idle = 0;
            }
            found.bound = bound;
            found.multipliers.copy_from_slice(&v);
            found.prices.clone_from(&prices);
            settled += settle(&choice, rest, incumbent, &mut found.fates);
        } else {
            idle += 1;
        }
        let value = serve(model, &choice.chosen, &v, &mut serving, &mut most);
        if value > found.best.0 && affordable(model, &choice.chosen) {
            found.best = (value, choice.chosen.clone());
        }
        for (share, chosen) in found.shares.iter_mut().zip(&choice.is_chosen) {
            *share += 0.1 * (f64::from(*chosen) - *share);
        }
        let enough = settled as f64 > effort.settled * columns as f64;
        if found.closed(incumbent.max(found.best.0)) || enough || !go_on(found.bound, round) {
            break;
        }
        if idle >= effort.patience {
            step *= 0.5;
            idle = 0;
            if step < effort.least_step {
                break;
            }
        }
        let target = incumbent.max(found.best.0);
        if !descend(&mut v, &mut direction, &serving, &largest, step * (bound - target).max(1.0)) {
            break;
        }
    }
    Some(found)
}

/// What each column saves above the multipliers.
fn price(model: &Model, v: &[f64], slack: &mut [f64], prices: &mut [f64]) {
    if let Savings::PerRow(by_row) = &model.savings {
        for ((slack, saving), v) in slack.iter_mut().zip(by_row).zip(v) {
            *slack = (saving - v).max(0.0);
        }
    }
    let slack = &*slack;
    let one = |column: usize| -> f64 {
        match &model.savings {
            Savings::PerRow(_) => model.rows_of(column).iter().map(|row| slack[*row as usize]).sum(),
            Savings::PerEntry(savings) => model
                .rows_of(column)
                .iter()
                .zip(&savings[model.entries(column)])
                .map(|(row, saving)| (saving - v[*row as usize]).max(0.0))
                .sum(),
        }
    };
    if model.row.len() > PARALLEL {
        prices.par_iter_mut().enumerate().for_each(|(column, price)| *price = one(column));
    } else {
        for (column, price) in prices.iter_mut().enumerate() {
            *price = one(column);
        }
    }
}

/// Marks the columns whose other fate leaves nothing better than the incumbent.
fn settle(choice: &Choice, rest: f64, incumbent: f64, fates: &mut [Fate]) -> usize {
    let mut settled = 0;
    for (column, fate) in fates.iter_mut().enumerate().filter(|(_, fate)| **fate == Fate::Open) {
        let (other, becomes) = if choice.is_chosen[column] {
            (choice.without(column), Fate::In)
        } else {
            (choice.with(column), Fate::Out)
        };
        if rest + other < incumbent + 1.0 {
            *fate = becomes;
            settled += 1;
        }
    }
    settled
}

/// Counts for each row the chosen sites that save at least the multiplier; gives the set's value.
fn serve(model: &Model, chosen: &[u32], v: &[f64], serving: &mut [f64], most: &mut [f64]) -> f64 {
    serving.fill(0.0);
    most.fill(0.0);
    for column in chosen {
        for entry in model.entries(*column as usize) {
            let (row, saving) = (model.row[entry] as usize, model.saving(entry));
            most[row] = most[row].max(saving);
            if saving >= v[row] {
                serving[row] += 1.0;
            }
        }
    }
    model.base + most.iter().sum::<f64>()
}

fn affordable(model: &Model, chosen: &[u32]) -> bool {
    let cost = || chosen.iter().map(|column| model.cost[*column as usize]).sum::<u64>();
    model.room.budget.is_none_or(|budget| cost() <= budget)
}

/// One step; false when there is no direction to go.
fn descend(v: &mut [f64], direction: &mut [f64], serving: &[f64], largest: &[f64], length: f64) -> bool {
    let mut norm = 0.0;
    let rows = v.iter().zip(largest).zip(serving);
    for (direction, ((v, largest), serving)) in direction.iter_mut().zip(rows) {
        *direction = 1.0 - serving + DEFLECTION * *direction;
        if (*v <= 0.0 && *direction > 0.0) || (*v >= *largest && *direction < 0.0) {
            *direction = 0.0;
        }
        norm += *direction * *direction;
    }
    if norm <= 0.0 {
        return false;
    }
    let step = length / norm;
    for ((v, direction), largest) in v.iter_mut().zip(direction).zip(largest) {
        *v = (*v - step * *direction).clamp(0.0, *largest);
    }
    true
}
