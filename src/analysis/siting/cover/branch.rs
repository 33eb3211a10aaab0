//! Search with proof: how a part of the question is bounded, settled, shrunk and split.

use super::dual::{self, Bounded, Effort, bound};
use super::fewer::fewer;
use super::greedy::{complete, improve};
use super::model::Model;
use super::reduce::reduce;
use crate::analysis::siting::answer::Halt;
use crate::analysis::siting::fate::Fate;
use crate::analysis::siting::tree::{self, Found, Look, Part, Step};
use std::ops::ControlFlow;
use std::sync::Arc;

const ROOT: Effort = Effort { rounds: 600, step: 1.0, patience: 15, least_step: 0.002, attempt: 10 };
const NODE: Effort = Effort { rounds: 100, step: 0.5, patience: 8, least_step: 0.02, attempt: 25 };

/// The parent's model and the fates that make this part of it. Values are negated costs.
struct Half {
    model: Arc<Model>,
    multipliers: Arc<Vec<f64>>,
    fates: Vec<Fate>,
    bound: f64,
}

/// The cheapest set and its proof; `None` when the targets are out of reach. Values and bounds are
/// costs negated.
pub fn search(model: Model, watch: &mut dyn FnMut(&Step) -> ControlFlow<Halt>) -> Option<Found> {
    let fates = vec![Fate::Open; model.columns()];
    let mut halted = None;
    let mut go_on = |cost: f64, base: f64| {
        let step = Step { best: -cost, bound: -base, nodes: 0, waiting: 1, iterations: 0 };
        halted = halted.or_else(|| watch(&step).break_value());
        halted.is_none()
    };
    // Nobody knows an answer yet: all sites together are one.
    let (all, base) = (model.base + model.cost.iter().sum::<f64>(), model.base);
    let (model, _) = reduce(&model, &fates, &vec![0.0; model.rows()], &mut || go_on(all, base))?;
    let set = improve(&model, complete(&model, &[])?, &mut |cost| go_on(cost, base));
    let set = fewer(&model, set, &mut |set| go_on(model.cost_of(set), base));
    let start = (-model.cost_of(&set), model.sites(&set));
    let ceiling = -model.base;
    if let Some(halt) = halted {
        return Some(Found::early(start, ceiling, halt));
    }
    let root = Half {
        multipliers: Arc::new(dual::start(&model)),
        fates: vec![Fate::Open; model.columns()],
        model: Arc::new(model),
        bound: ceiling,
    };
    Some(tree::search(root, start, ceiling, watch))
}

impl Part for Half {
    fn look(&self, incumbent: f64, first: bool, go_on: &mut dyn FnMut(f64, u64) -> bool) -> Look<Self> {
        let effort = if first { &ROOT } else { &NODE };
        let mut found = Look::new(self.bound);
        let mut incumbent = incumbent;
        let (mut fates, mut carried) = (self.fates.clone(), self.multipliers.as_ref().clone());
        let mut source = self.model.clone();
        let mut stay = true;
        loop {
            let (above, rounds) = (found.bound, found.rounds);
            let mut ask = || {
                stay = stay && go_on(above, rounds);
                stay
            };
            let Some((model, multipliers)) = reduce(&source, &fates, &carried, &mut ask) else {
                return found;
            };
            if model.met() {
                found.meet(-model.base, || model.sites(&[]));
                return found;
            }
            let mut ask = |bound: f64, round: usize| {
                stay = go_on((-bound).min(above), rounds + round as u64);
                stay
            };
            let bounded = bound(&model, multipliers, -incumbent, effort, &mut ask);
            found.rounds += bounded.rounds as u64;
            found.bound = found.bound.min(-bounded.bound);
            if let Some((_, set)) = &bounded.best {
                let (above, rounds) = (found.bound, found.rounds);
                let set = improve(&model, set.clone(), &mut |_| {
                    stay = stay && go_on(above, rounds);
                    stay
                });
                let value = -model.cost_of(&set);
                incumbent = incumbent.max(value);
                found.meet(value, || model.sites(&set));
            }
            if found.bound < incumbent + 1.0 {
                return found;
            }
            let settled = bounded.fates.iter().filter(|fate| **fate != Fate::Open).count();
            if !stay || settled * 8 <= model.columns() {
                split(&mut found, model, bounded);
                return found;
            }
            (source, fates, carried) = (Arc::new(model), bounded.fates, bounded.multipliers);
        }
    }

    fn bytes(&self) -> usize {
        // The two halves share one model.
        self.model.bytes() / 2 + self.multipliers.len() * 4 + self.fates.len()
    }
}

/// Splits at the column that is worth its cost about half of the time (ties: the longer one).
fn split(found: &mut Look<Half>, model: Model, bounded: Bounded) {
    let doubt = |column: usize| {
        let share = bounded.shares[column];
        share.min(1.0 - share) * (model.rows_of(column).len() as f64).sqrt()
    };
    let column = (0..model.columns())
        .filter(|column| bounded.fates[*column] == Fate::Open)
        .max_by(|a, b| doubt(*a).total_cmp(&doubt(*b)).then(b.cmp(a)));
    let Some(column) = column else {
        if let Some((last, _)) = reduce(&model, &bounded.fates, &bounded.multipliers, &mut || true)
            && last.met()
        {
            found.meet(-last.base, || last.sites(&[]));
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
