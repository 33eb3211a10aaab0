//! Search with proof: how a part of the question is bounded, settled, shrunk and split.
//!
//! Each part is a model of its own: what is settled has left it, and rows that can not be told
//! apart any more are one.

use super::dominate::dominate;
use super::dual::{self, Bounded, Effort, bound};
use super::greedy::greedy;
use super::insist::insist;
use super::kick::disturb;
use super::model::Model;
use super::reduce::reduce;
use super::swap::improve;
use crate::analysis::siting::answer::Halt;
use crate::analysis::siting::fate::Fate;
use crate::analysis::siting::tree::{self, Found, Look, Part, Step};
use std::ops::ControlFlow;
use std::sync::Arc;

const ROOT: Effort = Effort { rounds: 1_000, step: 1.0, patience: 12, least_step: 0.002, settled: 0.25 };
const NODE: Effort = Effort { rounds: 120, step: 1.0, patience: 6, least_step: 0.02, settled: 0.3 };

/// Disturbances of the best answer after the first bound.
const KICKS: usize = 60;

/// Share of what could be saved that the first answer may leave out for the search to insist on it:
/// where more is left, weights lead away from the best answer.
const NEARLY: f64 = 0.01;
/// What insisting may look at, in entries for each entry of the model, and at most.
const INSIST: usize = 2_000;
const INSIST_MOST: usize = 200_000_000;

/// The parent's model and the fates that make this part of it.
struct Half {
    model: Arc<Model>,
    multipliers: Arc<Vec<f64>>,
    fates: Vec<Fate>,
    bound: f64,
}

/// The best answer and its proof, or the best so far when the watch ends the search.
pub fn search(model: Model, watch: &mut dyn FnMut(&Step) -> ControlFlow<Halt>) -> Found {
    let fates = vec![Fate::Open; model.columns()];
    let ceiling = model.base + model.largest().iter().sum::<f64>();
    // Merged at once, so that greedy and exchange work on fewer rows, too. The limits leave room.
    let model = reduce(&model, &fates, &vec![0.0; model.rows]).map_or(model, |(merged, _)| merged);
    let mut halted = None;
    let mut go_on = |value: f64| {
        let step = Step { best: value, bound: ceiling, nodes: 0, waiting: 1, iterations: 0 };
        halted = halted.or_else(|| watch(&step).break_value());
        halted.is_none()
    };
    let base = model.base;
    let mut first = greedy(&model, &mut || go_on(base));
    first = improve(&model, &first, &mut go_on);
    if ceiling - model.value(&first) <= NEARLY * (ceiling - model.base) {
        let work = model.row.len().saturating_mul(INSIST).min(INSIST_MOST);
        first = insist(&model, &first, work, &mut go_on);
    }
    let start = (model.value(&first), model.sites(&first));
    if let Some(halt) = halted {
        return Found::early(start, ceiling, halt);
    }
    let root = Half {
        multipliers: Arc::new(dual::start(&model, &first)),
        fates: vec![Fate::Open; model.columns()],
        model: Arc::new(model),
        bound: ceiling,
    };
    tree::search(root, start, ceiling, watch)
}

impl Part for Half {
    fn look(&self, incumbent: f64, first: bool, go_on: &mut dyn FnMut(f64, u64) -> bool) -> Look<Self> {
        let effort = if first { &ROOT } else { &NODE };
        let mut found = Look::new(self.bound);
        let mut incumbent = incumbent;
        let Some((mut model, mut multipliers)) = reduce(&self.model, &self.fates, &self.multipliers) else {
            return found;
        };
        let (mut stay, mut kicked) = (true, false);
        loop {
            let mut fates = vec![Fate::Open; model.columns()];
            let (above, rounds) = (found.bound, found.rounds);
            let mut ask = || {
                stay = stay && go_on(above, rounds);
                stay
            };
            if dominate(&model, &mut fates, &mut ask) > 0 {
                match reduce(&model, &fates, &multipliers) {
                    Some(smaller) => (model, multipliers) = smaller,
                    None => return found,
                }
            }
            if model.columns() == 0 {
                found.meet(model.base, || model.sites(&[]));
                return found;
            }
            let (above, rounds) = (found.bound, found.rounds);
            let mut ask = |bound: f64, round: usize| {
                stay = go_on(bound.min(above), rounds + round as u64);
                stay
            };
            let Some(bounded) = bound(&model, multipliers, incumbent, effort, &mut ask) else { return found };
            found.rounds += bounded.rounds as u64;
            found.bound = found.bound.min(bounded.bound);
            let (above, rounds) = (found.bound, found.rounds);
            let set = improve(&model, &bounded.best.1, &mut |_| {
                stay = stay && go_on(above, rounds);
                stay
            });
            let value = model.value(&set);
            incumbent = incumbent.max(value);
            found.meet(value, || model.sites(&set));
            if found.bound < incumbent + 1.0 {
                return found;
            }
            if first && stay && !std::mem::replace(&mut kicked, true) {
                let (above, rounds) = (found.bound, found.rounds);
                let set = disturb(&model, &set, KICKS, &mut |_| {
                    stay = go_on(above, rounds);
                    stay
                });
                let value = model.value(&set);
                found.meet(value, || model.sites(&set));
                if value > incumbent {
                    // A better answer settles more: bound once more from where this ended.
                    incumbent = value;
                    multipliers = bounded.multipliers;
                    continue;
                }
            }
            let settled = bounded.fates.iter().filter(|fate| **fate != Fate::Open).count();
            if !stay || settled * 8 <= model.columns() {
                split(&mut found, model, bounded);
                return found;
            }
            match reduce(&model, &bounded.fates, &bounded.multipliers) {
                Some(smaller) => (model, multipliers) = smaller,
                None => return found,
            }
        }
    }

    fn bytes(&self) -> usize {
        // The two halves share one model.
        self.model.bytes() / 2 + self.multipliers.len() * 4 + self.fates.len()
    }
}

/// Splits at the column that is chosen about half of the time and weighs most.
fn split(found: &mut Look<Half>, model: Model, bounded: Bounded) {
    let doubt = |column: usize| {
        let share = bounded.shares[column];
        share.min(1.0 - share) * bounded.prices[column].max(1.0).sqrt()
    };
    let column = (0..model.columns())
        .filter(|column| bounded.fates[*column] == Fate::Open)
        .max_by(|a, b| doubt(*a).total_cmp(&doubt(*b)).then(b.cmp(a)));
    let Some(column) = column else {
        // Everything is settled: what is in is the only answer left.
        if let Some((last, _)) = reduce(&model, &bounded.fates, &bounded.multipliers) {
            found.meet(last.base, || last.sites(&[]));
        }
        return;
    };
    let (model, multipliers) = (Arc::new(model), Arc::new(bounded.multipliers));
    for fate in [Fate::In, Fate::Out] {
        let mut fates = bounded.fates.clone();
        fates[column] = fate;
        found.parts.push(Half {
            model: model.clone(),
            multipliers: multipliers.clone(),
            fates,
            bound: found.bound,
        });
    }
}
