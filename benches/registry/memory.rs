//! How much memory a process needs that only holds the registry.

use super::{Bench, Outcome, url};
use jiantu::registry::Registry;
use jiantu::registry::clock::Clock;
use std::path::Path;
use std::process::Command;

/// Word by which this program calls itself to hold a registry and tell its memory.
pub const HOLD: &str = "hold";

/// Opens the database and prints resident set and its peak, KiB.
pub async fn hold(database: &Path) -> Outcome {
    let registry = Registry::open_at(&url(database), Clock::system()).await?;
    // What loading has freed goes back to the system meanwhile.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    println!("{} {}", kib("VmRSS:"), kib("VmHWM:"));
    registry.close().await;
    Ok(())
}

/// Resident bytes for each site of a process of its own.
pub fn each_site(bench: &Bench) -> Outcome {
    let output =
        Command::new(std::env::current_exe()?).arg(HOLD).arg(bench.database("imported.gpkg")).output()?;
    let told = String::from_utf8(output.stdout)?;
    let mut numbers = told.split_whitespace().filter_map(|word| word.parse::<u64>().ok());
    let (Some(held), Some(peak)) = (numbers.next(), numbers.next()) else {
        return Err("the process that holds the registry told nothing".into());
    };
    let each = |kib: u64| kib * 1024 / u64::from(bench.size);
    bench.tell("resident, whole process", format!("{} MiB, {} B/site", held / 1024, each(held)));
    bench.tell("resident at its peak (loading)", format!("{} MiB, {} B/site", peak / 1024, each(peak)));
    Ok(())
}

fn kib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|text| text.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}
