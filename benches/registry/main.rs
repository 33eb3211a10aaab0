//! The whole registry on SQLite at 10 k, 100 k and (with `JIANTU_BENCH_MILLION=1`) 1 M synthetic
//! sites: `cargo bench --bench registry [-- SIZE...]`.
//!
//! Every figure that has an aim against another program or a bare read is taken beside it in the
//! same run, so that a busy machine slows both. Figures are printed as they come.

/// A single change until it is visible.
mod change;
/// Files of synthetic sites, and how long it takes to import them.
mod import;
/// How much memory a process needs that only holds the registry.
mod memory;
/// Opening, and rebuilding the past.
mod open;
/// Boxes, neighbours and totals through the API.
mod reads;
/// Clocks, and what is said of many durations.
mod sample;
#[path = "../synthetic/mod.rs"]
mod synthetic;
/// What other writers wait for during an import.
mod waiting;

use jiantu::registry::Registry;
use jiantu::registry::clock::Clock;
use jiantu::registry::init::{Files, Start, init};
use jiantu::registry::write::Author;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a step may fail with; a benchmark that fails ends with it.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// One size and the files that belong to it.
struct Bench {
    size: u32,
    folder: PathBuf,
}

impl Bench {
    /// The synthetic sites as GeoJSON.
    fn file(&self) -> PathBuf {
        self.folder.join("sites.geojson")
    }

    /// The same sites, each changed a little.
    fn revised_file(&self) -> PathBuf {
        self.folder.join("revised.geojson")
    }

    /// A database of that name.
    fn database(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Prints one figure.
    fn tell(&self, what: &str, figure: impl std::fmt::Display) {
        println!("{:>9}  {what:<58} {figure}", self.size);
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match &words[..] {
        [word, database] if word == memory::HOLD => runtime().block_on(memory::hold(Path::new(database))),
        words => sizes(words).into_iter().try_for_each(measure),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Sizes that were named; else the usual ones.
fn sizes(words: &[String]) -> Vec<u32> {
    let named: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let million = std::env::var("JIANTU_BENCH_MILLION").is_ok_and(|value| value == "1");
    match (named.is_empty(), million) {
        (false, _) => named,
        (true, false) => vec![10_000, 100_000],
        (true, true) => vec![10_000, 100_000, 1_000_000],
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().expect("a runtime")
}

fn measure(size: u32) -> Outcome {
    let folder = tempfile::tempdir()?;
    let bench = Bench { size, folder: folder.path().to_owned() };
    import::write_files(&bench)?;
    import::against_ogr2ogr(&bench)?;
    memory::each_site(&bench)?;
    runtime().block_on(async {
        open::against_bare_read(&bench).await?;
        let registry = Registry::open_at(&url(&bench.database("imported.gpkg")), Clock::system()).await?;
        reads::all(&bench, &registry).await?;
        change::until_visible(&bench, &registry).await?;
        open::the_past(&bench, &registry).await?;
        registry.close().await;
        drop(registry);
        change::store_alone(&bench).await?;
        waiting::beside_an_import(&bench).await
    })
}

fn url(database: &Path) -> String {
    format!("sqlite:{}", database.display())
}

/// A database with the divisions, populations and demonstration sites of Hunnan.
async fn begin(database: &Path) -> Outcome<Arc<Registry>> {
    let start = Start::District("hunnan".to_owned());
    Ok(init(&url(database), &Files::embedded()?, &start, Clock::system(), |_| ()).await?)
}

fn author() -> Author {
    let actor = jiantu::domain::change::Actor("bench".to_owned());
    Author { actor, unconditional: true }
}
