//! What the comparisons share: clocks, invented numbers, and the folder through which the scripts
//! beside this file read the very same inputs, our answers and our times.
//!
//! With `JIANTU_PEERS_PYTHON=PYTHON` a comparison runs its script right after its own measurements,
//! so that both sides of a ratio are of one run; without it only our side is measured.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Numbers that look random and are the same in every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to, but not including, 1.
    pub fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How long some rounds of one piece of work took.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    /// Of the fastest round.
    pub best: Duration,
    pub median: Duration,
    /// Least CPU time of a round, all threads together: what others do on the machine adds little.
    /// Linux counts it in ticks, so it tells something from [`TICKS`] on.
    pub cpu: Duration,
}

/// CPU times below this are not told.
pub const TICKS: Duration = Duration::from_millis(40);

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [best, median, cpu] = [self.best, self.median, self.cpu].map(|took| took.as_secs_f64() * 1e3);
        write!(f, "{best:10.3} ms (median {median:.3}")?;
        if self.cpu >= TICKS { write!(f, ", cpu {cpu:.0})") } else { f.write_str(")") }
    }
}

/// One piece of work, some rounds.
pub fn timed<T>(rounds: usize, mut work: impl FnMut() -> T) -> (Took, T) {
    let round = || {
        let (before, start) = (cpu(), Instant::now());
        let made = work();
        let took = start.elapsed();
        (Took { best: took, median: took, cpu: cpu().saturating_sub(before) }, made)
    };
    together(std::iter::repeat_with(round).take(rounds.max(1)).collect())
}

/// One figure of rounds that were timed one by one, and what the last one made.
pub fn together<T>(mut rounds: Vec<(Took, T)>) -> (Took, T) {
    let mut walls: Vec<Duration> = rounds.iter().map(|(took, _)| took.best).collect();
    walls.sort_unstable();
    let cpu = rounds.iter().map(|(took, _)| took.cpu).min().unwrap_or_default();
    let took = Took { best: walls[0], median: walls[walls.len() / 2], cpu };
    let (_, made) = rounds.pop().expect("at least one round");
    (took, made)
}

/// CPU time of all threads of this process so far.
fn cpu() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: std::fs::DirEntry| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        text.split_whitespace().next().and_then(|word| word.parse::<u64>().ok()).unwrap_or(0)
    };
    Duration::from_nanos(tasks.map(of).sum())
}

/// The folder for the scripts; it goes with this value.
pub struct Exchange {
    folder: tempfile::TempDir,
    ours: String,
}

impl Exchange {
    pub fn new() -> Outcome<Self> {
        Ok(Self { folder: tempfile::tempdir()?, ours: String::new() })
    }

    /// Leaves numbers in a file; its ending tells the type (`f64`, `u32`, `u64`), little-endian.
    pub fn write<const N: usize>(&self, name: &str, numbers: impl Iterator<Item = [u8; N]>) -> Outcome {
        Ok(std::fs::write(self.folder.path().join(name), numbers.flatten().collect::<Vec<u8>>())?)
    }

    /// Prints how long something of ours took and tells it to the scripts, with what it found.
    pub fn ours(&mut self, name: &str, took: Took, found: f64) -> Outcome {
        println!("  {name:58} {took}");
        let [best, median, cpu] = [took.best, took.median, took.cpu].map(|took| took.as_secs_f64());
        Ok(writeln!(self.ours, "{name}\t{best}\t{median}\t{cpu}\t{found}")?)
    }

    /// Runs a script of this folder on what was left, if a Python was named.
    pub fn peers(&self, script: &str) -> Outcome {
        std::fs::write(self.folder.path().join("ours.tsv"), &self.ours)?;
        let Some(python) = std::env::var_os("JIANTU_PEERS_PYTHON") else {
            println!("the others were not measured: JIANTU_PEERS_PYTHON names no Python");
            return Ok(());
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers").join(script);
        let status = Command::new(python).arg(&script).arg(self.folder.path()).status()?;
        if status.success() { Ok(()) } else { Err(format!("{}: {status}", script.display()).into()) }
    }
}
