//! Better answers from a disturbed good one.
//!
//! Some sites of the best answer are exchanged at random and the answer is mended by exchanges
//! (iterated local search, H. R. Lourenco, O. C. Martin and T. Stuetzle, 2003). The random numbers
//! are the same in every run.

use super::model::Model;
use super::random::Random;
use super::swap::improve;

/// The best set after so many disturbances, each of the best one so far. `go_on` is asked before
/// each, and before each exchange that mends, with the best value.
pub fn disturb(model: &Model, set: &[u32], kicks: usize, go_on: &mut dyn FnMut(f64) -> bool) -> Vec<u32> {
    let mut best = set.to_vec();
    let mut value = model.value(&best);
    let mut random = Random::default();
    let mut below = |n: usize| random.below(n);
    for kick in 0..kicks {
        if best.is_empty() || !go_on(value) {
            break;
        }
        let mut other = best.clone();
        for _ in 0..2 + kick % 3 {
            if !other.is_empty() {
                let at = below(other.len());
                // A division's only site is not taken away, so that the rest keeps the limits.
                if model.pending_at(other[at] as usize).is_none() {
                    other.swap_remove(at);
                }
            }
        }
        if model.room.budget.is_none() && other.len() < model.room.count {
            let enters = below(model.columns()) as u32;
            if !other.contains(&enters) {
                other.push(enters);
            }
        }
        other.sort_unstable();
        let mended = improve(model, &other, &mut |_| go_on(value));
        let new = model.value(&mended);
        if new > value {
            (value, best) = (new, mended);
        }
    }
    best
}
