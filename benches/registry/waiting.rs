//! What other writers wait for during an import.

use super::change::new_site;
use super::sample::Sample;
use super::{Bench, Outcome, author, begin};
use jiantu::registry::Registry;
use jiantu::registry::import::{Request, What};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Between two writes of the other writer.
const PAUSE: Duration = Duration::from_millis(50);

/// Imports into a fresh database while somebody registers a site every 50 ms in the same process;
/// then a file that changes every site that was imported.
pub async fn beside_an_import(bench: &Bench) -> Outcome {
    let registry = begin(&bench.database("shared.gpkg")).await?;
    for (what, file) in
        [("an import of new sites", bench.file()), ("an import that changes all", bench.revised_file())]
    {
        let done = Arc::new(AtomicBool::new(false));
        let other = tokio::spawn(write_on(Arc::clone(&registry), Arc::clone(&done), what));
        let start = Instant::now();
        let report = registry.import(&author(), &Request::new(What::Sites, &file)).await?;
        let took = start.elapsed();
        done.store(true, Ordering::Release);
        let waited = other.await?.map_err(|error| error.to_string())?;
        if !report.committed || report.accepted != u64::from(bench.size) {
            return Err(format!("{what}: {} rows were accepted", report.accepted).into());
        }
        bench.tell(&format!("{what}, beside another writer"), format!("{took:.2?}"));
        bench.tell("  the other writer, until visible", Sample::of(waited));
    }
    registry.close().await;
    Ok(())
}

/// Durations of single writes until it is done.
async fn write_on(
    registry: Arc<Registry>,
    done: Arc<AtomicBool>,
    source: &'static str,
) -> Result<Vec<Duration>, jiantu::registry::RegistryError> {
    let mut waited = Vec::new();
    for number in 0.. {
        if done.load(Ordering::Acquire) {
            break;
        }
        let members = new_site(source, number);
        let start = Instant::now();
        registry.register_site(&author(), members, None).await?;
        waited.push(start.elapsed());
        tokio::time::sleep(PAUSE).await;
    }
    Ok(waited)
}
