//! Keeps memory in step with the log: the one owner of every mutation in memory.

use super::Registry;
use super::error::RegistryError;
use super::tiles::most_features;
use super::world::{self, World};
use crate::domain::tile::TileMatrixSet;
use crate::domain::time::Moment;
use crate::index::{Hangs, Layer, Summed};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// Rows of the log that are applied at once: an import is followed in few large steps, since each
/// step that adds a run copies what it merges.
const BATCH: u32 = 50_000;
/// How long a quiet log is trusted before it is looked at again.
const IDLE: Duration = Duration::from_secs(5);
/// Pause after the database failed.
const RETRY: Duration = Duration::from_secs(1);

/// Follows the log until the registry is dropped.
pub fn start(registry: &Arc<Registry>) {
    prepare_all(registry);
    let registry = Arc::downgrade(registry);
    tokio::spawn(async move {
        while let Some(held) = registry.upgrade() {
            let seq = held.world().seq();
            let store = Arc::clone(&held.store);
            let stepped = step(&held).await;
            if held.closed.load(Ordering::Acquire) {
                return;
            }
            if let Err(error) = stepped {
                tracing::error!(%error, "memory could not follow the log; it stays as it is and tries again");
                drop(held);
                tokio::time::sleep(RETRY).await;
                continue;
            }
            let seq = if held.world().seq() > seq { None } else { Some(seq) };
            // The registry must not be kept alive by a feeder that waits.
            drop(held);
            if let Some(seq) = seq {
                store.wait_beyond(seq, IDLE).await;
            }
        }
    });
}

/// Applies what has come, a batch at most.
async fn step(registry: &Arc<Registry>) -> Result<(), RegistryError> {
    let world = registry.world();
    let identity = registry.store.identity().await?;
    let today = registry.clock.today(&registry.reference.zone);
    let strange = identity.id != world.snapshot.database || identity.head < world.seq();
    if strange {
        tracing::warn!("the database is not the one that was loaded (restored?); loading it anew");
        registry.scoreboard.forget();
    }
    if strange || today != world.at.as_of {
        // The log may go on while all is read, without passing through here; and nothing is kept for ever.
        registry.past.forget();
        return reload(registry, strange).await;
    }
    let changes = registry.store.changes(world.seq(), BATCH).await?;
    if changes.is_empty() {
        return Ok(());
    }
    if changes.iter().any(|change| change.erased) {
        registry.past.forget();
        registry.scoreboard.forget();
    }
    registry.past.follow(world.seq(), &changes);
    match world.after(&changes, &*registry.store, &registry.reference).await? {
        Some(next) => {
            publish(registry, next, false);
            compact_if_needed(registry);
            Ok(())
        }
        None => reload(registry, false).await,
    }
}

/// `anew`: it is another line of the log.
async fn reload(registry: &Arc<Registry>, anew: bool) -> Result<(), RegistryError> {
    let at = Moment { as_of: registry.clock.today(&registry.reference.zone), known_at: None };
    let world = world::load(&*registry.store, &registry.reference, at, true).await?;
    publish(registry, world, anew);
    prepare_all(registry);
    Ok(())
}

fn publish(registry: &Registry, world: World, anew: bool) {
    let seq = world.seq();
    registry.live.publish(world);
    if anew {
        // Before those who wait are told, so that they find both.
        registry.line.fetch_add(1, Ordering::Release);
    }
    registry.seen.send_replace(seq);
}

/// Rebuilds a base off this task; what changed meanwhile is put on top when it is done.
fn compact_if_needed(registry: &Arc<Registry>) {
    let world = registry.world();
    if registry.compacting.swap(true, Ordering::AcqRel) {
        return;
    }
    if !(world.snapshot.sites.needs_compaction() || world.snapshot.equipment.needs_compaction()) {
        registry.compacting.store(false, Ordering::Release);
        return;
    }
    let weak: Weak<Registry> = Arc::downgrade(registry);
    tokio::task::spawn_blocking(move || {
        let sites = world.snapshot.sites.compact();
        let equipment = world.snapshot.equipment.compact();
        prepare(&sites);
        prepare(&equipment);
        if let Some(registry) = weak.upgrade() {
            registry.live.amend(|now| {
                let mut next = now.clone();
                put(&mut next.snapshot.sites, &world.snapshot.sites, &sites);
                put(&mut next.snapshot.equipment, &world.snapshot.equipment, &equipment);
                next
            });
            registry.compacting.store(false, Ordering::Release);
        }
    });
}

/// Makes ready what tiles of the whole layer need, so that no request waits for it.
fn prepare<F: Summed>(layer: &Layer<F>) {
    layer.prepare_sums(TileMatrixSet::WebMercatorQuad, most_features(0));
}

/// As [`prepare`], of a world that was read anew, beside everything else.
fn prepare_all(registry: &Registry) {
    let world = registry.world();
    tokio::task::spawn_blocking(move || {
        prepare(&world.snapshot.sites);
        prepare(&world.snapshot.equipment);
    });
}

fn put<F: Clone + Hangs>(now: &mut Layer<F>, older: &Layer<F>, compacted: &Layer<F>) {
    // `None`: the layer was reloaded meanwhile, and is packed already.
    if let Some(next) = now.onto(older, compacted) {
        *now = next;
    }
}
