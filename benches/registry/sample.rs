//! Clocks, and what is said of many durations.

use std::fmt;
use std::time::{Duration, Instant};

/// Durations of one step, ordered.
pub struct Sample(Vec<Duration>);

impl Sample {
    pub fn of(mut durations: Vec<Duration>) -> Self {
        durations.sort_unstable();
        Self(durations)
    }

    pub fn median(&self) -> Duration {
        self.part(0.5)
    }

    /// The duration that this part (0 to 1) of all does not exceed.
    fn part(&self, part: f64) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * part).round() as usize).copied().unwrap_or_default()
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [median, p99, most] = [0.5, 0.99, 1.0].map(|part| self.part(part));
        write!(f, "median {median:.2?}, p99 {p99:.2?}, max {most:.2?} (n {})", self.0.len())
    }
}

/// How long something took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = work();
    (made, start.elapsed())
}

/// CPU time of this thread so far; without waiting for the processor, which others use too.
pub fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|word| word.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}
