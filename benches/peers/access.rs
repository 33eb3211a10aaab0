//! Floating catchments of 100 k demand points and 2 k sites that reach about 1 % of each other:
//! `cargo bench --bench access [-- FOLDER]`.
//!
//! With a folder the table and our answers are left there, and `python benches/peers/access_peers.py
//! FOLDER` measures PySAL's `access`, numpy and scipy.sparse on the same table right after, and
//! compares the answers. What is timed begins at the pairs in memory on both sides: measuring the
//! distances and reading files are left out.

use jiantu::analysis::access::catchments::{Catchments, Pair};
use jiantu::analysis::access::diversity::{Categories, DEFAULT_REACH_M, variety};
use jiantu::analysis::access::floating::{Access, Question, Steps, floating_catchments};
use jiantu::analysis::access::kernel::{Band, Kernel};
use jiantu::analysis::equity::gini::gini;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const DEMANDS: u32 = 100_000;
const SITES: u32 = 2_000;
/// Side of the square in metres, and the reach: a circle of 1 % of the square.
const SIDE_M: f32 = 21_270.0;
const REACH_M: f32 = 1_200.0;
const ROUNDS: usize = 15;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let folder = std::env::args().skip(1).find(|word| !word.starts_with("--")).map(PathBuf::from);
    let mut dice = Dice(7);
    let points: Vec<(f32, f32)> = (0..DEMANDS + SITES).map(|_| (dice.metres(), dice.metres())).collect();
    let people: Vec<f64> = (0..DEMANDS).map(|_| f64::from(dice.below(120))).collect();
    let supply: Vec<f64> = (0..SITES).map(|_| f64::from(dice.below(500_000)) / 100.0).collect();
    let pairs = within(&points);
    let mut shuffled = pairs.clone();
    (1..shuffled.len()).rev().for_each(|at| shuffled.swap(at, dice.below(at as u32 + 1) as usize));

    println!("{} pairs, {} threads", pairs.len(), rayon::current_num_threads());
    let table = best("table, pairs in order", || catchments(&pairs))?;
    best("table, pairs shuffled", || catchments(&shuffled))?;
    for (name, kernel) in kernels() {
        for steps in [Steps::Two, Steps::Three] {
            let ask = |catchments: &Catchments| -> Outcome<Access> {
                let (people, supply, kernel) = (&people[..], &supply[..], &kernel);
                Ok(floating_catchments(&Question { catchments, people, supply, kernel, steps })?)
            };
            let title = format!("{name}, {steps:?} steps");
            let found = best(&format!("{title}: table given"), || ask(&table))?;
            best(&format!("{title}: from pairs in order"), || ask(&catchments(&pairs)?))?;
            best(&format!("{title}: from pairs shuffled"), || ask(&catchments(&shuffled)?))?;
            if let Some(folder) = &folder {
                let file = format!("ours_{name}_{steps:?}.f64").to_lowercase();
                write(folder, &file, found.access.iter().map(|value| value.to_le_bytes()))?;
            }
            if (name, steps) == ("step", Steps::Two) {
                best("Gini of access over people", || Ok(gini(&people, &found.access)?))?;
            }
        }
    }
    let sites: Vec<Categories> = (0..SITES).map(|site| Categories(1 << (site % 11))).collect();
    best("diversity, 11 categories", || Ok(variety(&table, &sites, &[1.0; 11], DEFAULT_REACH_M)?))?;
    if let Some(folder) = &folder {
        for (set, pairs) in [("ordered", &pairs), ("shuffled", &shuffled)] {
            write(folder, &format!("{set}_demand.u32"), pairs.iter().map(|p| p.demand.to_le_bytes()))?;
            write(folder, &format!("{set}_supply.u32"), pairs.iter().map(|p| p.supply.to_le_bytes()))?;
            write(folder, &format!("{set}_cost.f32"), pairs.iter().map(|p| p.cost.to_le_bytes()))?;
        }
        write(folder, "people.f64", people.iter().map(|value| value.to_le_bytes()))?;
        write(folder, "supply.f64", supply.iter().map(|value| value.to_le_bytes()))?;
    }
    Ok(())
}

fn kernels() -> [(&'static str, Kernel); 3] {
    let bands = [(400.0, 1.0), (800.0, 0.68), (REACH_M, 0.22)];
    let bands = bands.map(|(up_to, weight)| Band { up_to, weight }).to_vec();
    [
        ("step", Kernel::Step { reach: REACH_M }),
        ("bands", Kernel::Bands(bands)),
        ("gaussian", Kernel::Gaussian { reach: REACH_M }),
    ]
}

fn catchments(pairs: &[Pair]) -> Outcome<Catchments> {
    Ok(Catchments::from_pairs(DEMANDS as usize, SITES as usize, pairs)?)
}

/// All demand points against all sites: the table is what is given, so how it was made is no matter.
fn within(points: &[(f32, f32)]) -> Vec<Pair> {
    let (demands, sites) = points.split_at(DEMANDS as usize);
    let mut pairs = Vec::new();
    for (demand, here) in (0..).zip(demands) {
        for (supply, there) in (0..).zip(sites) {
            let cost = (here.0 - there.0).hypot(here.1 - there.1);
            if cost <= REACH_M {
                pairs.push(Pair { demand, supply, cost });
            }
        }
    }
    pairs
}

/// Runs it some times and prints the best and the median time.
fn best<T>(title: &str, run: impl Fn() -> Outcome<T>) -> Outcome<T> {
    let mut last = run()?;
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        last = run()?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("{title:44} {:8.2} ms (median {:.2})", times[0], times[ROUNDS / 2]);
    Ok(last)
}

fn write<const N: usize>(folder: &Path, name: &str, numbers: impl Iterator<Item = [u8; N]>) -> Outcome {
    std::fs::create_dir_all(folder)?;
    Ok(std::fs::write(folder.join(name), numbers.flatten().collect::<Vec<u8>>())?)
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 32) * u64::from(end)) >> 32) as u32
    }

    fn metres(&mut self) -> f32 {
        self.below(1 << 24) as f32 / (1 << 24) as f32 * SIDE_M
    }
}
