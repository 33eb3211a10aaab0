//! Two pieces of work side by side.

use super::exchange::{TICKS, Took, timed, together};
use std::time::Duration;

impl Took {
    /// This as a share of another's, for people.
    pub fn of(self, other: Self) -> String {
        let share = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
        let by_cpu = match self.cpu.min(other.cpu) >= TICKS {
            true => format!(", by CPU {:.2}", share(self.cpu, other.cpu)),
            false => String::new(),
        };
        format!("ours is {:.2} of it{by_cpu}", share(self.best, other.best))
    }
}

/// Two pieces of work in turn, so that what disturbs one disturbs the other.
pub fn in_turn<A, B>(
    rounds: usize,
    mut one: impl FnMut() -> A,
    mut other: impl FnMut() -> B,
) -> ((Took, A), (Took, B)) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..rounds.max(1) {
        first.push(timed(1, &mut one));
        second.push(timed(1, &mut other));
    }
    (together(first), together(second))
}
