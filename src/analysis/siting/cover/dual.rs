//! Lagrangian bound from below, and the candidates it settles.
//!
//! "A row counts only if a chosen site covers it" is relaxed with a multiplier `u` per row (J. E.
//! Beasley, "A Lagrangian heuristic for set-covering problems", 1990, here with a share): the rows
//! that count are then the cheapest ones per head that meet each zone's need (a continuous
//! knapsack), and a column is worth its cost less the multipliers of its rows.

use super::greedy::complete;
use super::model::Model;
use crate::analysis::siting::fate::Fate;

/// How long to try.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    pub rounds: usize,
    /// First length of a step, as a share of the Polyak step.
    pub step: f64,
    /// Rounds without progress after which the step is halved.
    pub patience: usize,
    pub least_step: f64,
    /// Rounds between two attempts at an answer.
    pub attempt: usize,
}

/// What the rounds found.
pub struct Bounded {
    /// Lower bound of the cost, settled sites included, rounding errors taken off.
    pub bound: f64,
    pub multipliers: Vec<f64>,
    pub fates: Vec<Fate>,
    /// How often each column was worth its cost lately, 0 to 1.
    pub shares: Vec<f64>,
    /// The cheapest answer met, with its cost.
    pub best: Option<(f64, Vec<u32>)>,
    pub rounds: usize,
}

/// Shares each column's cost over its people: a place to start from.
pub fn start(model: &Model) -> Vec<f64> {
    let mut multipliers = vec![f64::INFINITY; model.rows()];
    for column in 0..model.columns() {
        let people: f64 = model.rows_of(column).iter().map(|row| model.people[*row as usize]).sum();
        for row in model.rows_of(column) {
            let share = model.cost[column] * model.people[*row as usize] / people.max(1.0);
            let least = &mut multipliers[*row as usize];
            *least = least.min(share);
        }
    }
    multipliers.iter().map(|u| if u.is_finite() { *u } else { 0.0 }).collect()
}

/// Bounds the model from below; only answers that cost at most the incumbent less one are looked
/// for.
pub fn bound(
    model: &Model,
    multipliers: Vec<f64>,
    incumbent: f64,
    effort: &Effort,
    go_on: &mut dyn FnMut(f64, usize) -> bool,
) -> Bounded {
    let (columns, rows) = (model.columns(), model.rows());
    let longest = (0..columns).map(|column| model.rows_of(column).len()).max().unwrap_or(0);
    let terms = (rows + longest + columns + 8) as f64;
    let mut found = Bounded {
        bound: f64::NEG_INFINITY,
        multipliers: multipliers.clone(),
        fates: vec![Fate::Open; columns],
        shares: vec![0.0; columns],
        best: None,
        rounds: 0,
    };
    let mut u = multipliers;
    let mut counted = Counting::new(model);
    let mut worth = vec![0.0_f64; columns];
    let mut slope = vec![0.0_f64; rows];
    let mut direction = vec![0.0_f64; rows];
    let (mut step, mut idle) = (effort.step, 0);
    let mut incumbent = incumbent;
    for round in 0..effort.rounds {
        let paid = counted.count(model, &u, &mut slope);
        let mut chosen = Vec::new();
        let (mut value, mut magnitude) = (model.base + paid, model.base + paid);
        for (column, worth) in worth.iter_mut().enumerate() {
            let covered: f64 = model.rows_of(column).iter().map(|row| u[*row as usize]).sum();
            *worth = model.cost[column] - covered;
            let chose = *worth < 0.0;
            if chose {
                value += *worth;
                magnitude += model.cost[column] + covered;
                chosen.push(column as u32);
            }
            found.shares[column] += 0.1 * (f64::from(chose) - found.shares[column]);
        }
        let bound = value - 4.0 * terms * f64::EPSILON * magnitude;
        found.rounds = round + 1;
        if bound > found.bound {
            if bound > found.bound + 1e-4 * (incumbent - bound).abs().max(1e-9) {
                idle = 0;
            }
            found.bound = bound;
            found.multipliers.copy_from_slice(&u);
            settle(&worth, bound, incumbent, &mut found.fates);
        } else {
            idle += 1;
        }
        if round % effort.attempt == 0
            && let Some(set) = complete(model, &chosen)
        {
            let cost = model.cost_of(&set);
            if found.best.as_ref().is_none_or(|(least, _)| cost < *least) {
                found.best = Some((cost, set));
            }
            incumbent = incumbent.min(cost);
        }
        if found.bound > incumbent - 1.0 || !go_on(found.bound, round) {
            break;
        }
        if idle >= effort.patience {
            step *= 0.5;
            idle = 0;
            if step < effort.least_step {
                break;
            }
        }
        for column in &chosen {
            for row in model.rows_of(*column as usize) {
                slope[*row as usize] -= 1.0;
            }
        }
        if !ascend(&mut u, &mut direction, &slope, step * (incumbent - bound).max(0.1)) {
            break;
        }
    }
    found
}

fn settle(worth: &[f64], bound: f64, incumbent: f64, fates: &mut [Fate]) {
    for (fate, worth) in fates.iter_mut().zip(worth).filter(|(fate, _)| **fate == Fate::Open) {
        if bound + worth.abs() > incumbent - 1.0 {
            *fate = if *worth < 0.0 { Fate::In } else { Fate::Out };
        }
    }
}

/// One step; false when there is no direction to go.
fn ascend(u: &mut [f64], direction: &mut [f64], slope: &[f64], length: f64) -> bool {
    let mut norm = 0.0;
    for ((direction, slope), u) in direction.iter_mut().zip(slope).zip(u.iter()) {
        *direction = slope + 0.8 * *direction;
        if *u <= 0.0 && *direction < 0.0 {
            *direction = 0.0;
        }
        norm += *direction * *direction;
    }
    if norm <= 0.0 {
        return false;
    }
    let step = length / norm;
    for (u, direction) in u.iter_mut().zip(direction) {
        *u = (*u + step * *direction).max(0.0);
    }
    true
}

/// The rows that count, by zone: all of them, or the cheapest per head.
struct Counting {
    /// Rows by zone where not everybody is needed; empty where all are.
    ranked: Vec<Vec<u32>>,
    whole: Vec<bool>,
}

impl Counting {
    fn new(model: &Model) -> Self {
        let whole: Vec<bool> = model.all().iter().zip(&model.need).map(|(all, need)| all <= need).collect();
        let mut ranked = vec![Vec::new(); model.need.len()];
        for (row, zone) in model.zone.iter().enumerate() {
            if !whole[*zone as usize] {
                ranked[*zone as usize].push(row as u32);
            }
        }
        Self { ranked, whole }
    }

    /// Writes which part of each row counts; gives what the multipliers take for them.
    fn count(&mut self, model: &Model, u: &[f64], part: &mut [f64]) -> f64 {
        let mut paid = 0.0;
        for (row, zone) in model.zone.iter().enumerate() {
            if self.whole[*zone as usize] {
                part[row] = 1.0;
                paid += u[row];
            }
        }
        for (zone, rows) in self.ranked.iter_mut().enumerate() {
            let per_head = |row: u32| u[row as usize] / model.people[row as usize];
            rows.sort_unstable_by(|a, b| per_head(*a).total_cmp(&per_head(*b)).then(a.cmp(b)));
            let mut left = model.need[zone];
            for row in rows.iter().map(|row| *row as usize) {
                part[row] = (left / model.people[row]).clamp(0.0, 1.0);
                paid += part[row] * u[row];
                left -= model.people[row];
            }
        }
        paid
    }
}
