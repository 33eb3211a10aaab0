//! Reads a whole world from the store: at start, after divisions or populations changed, for the past.

use super::build::{self, Context};
use super::few::Few;
use super::fingerprint::Fingerprint;
use super::record_times::RecordTimes;
use super::touched::Touched;
use super::{World, units};
use crate::analysis::counting::totals::Ledger;
use crate::analysis::divisions::{Tree, living};
use crate::analysis::population::Populations;
use crate::domain::change::EntityKind;
use crate::domain::id::Seq;
use crate::domain::population::PopulationSet;
use crate::domain::time::Moment;
use crate::index::{Entry, Layer, Recorded, Records, Snapshot, by_kind};
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::storage::{Store, StoreError, Stored};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};

/// Rows that are read while others are still being parsed.
const CHUNKS_IN_FLIGHT: usize = 4;

/// How often a world was read from a database, in this process.
static GENERATIONS: AtomicU64 = AtomicU64::new(0);

/// Loads the world of a moment. `current`: the rows that stand (`at.as_of` is today and nothing is
/// hidden by `known_at`); otherwise revisions are looked up in the log.
///
/// # Errors
/// The store fails, or a row can not be read.
pub async fn load(
    store: &dyn Store,
    reference: &Arc<Reference>,
    at: Moment,
    current: bool,
) -> Result<World, RegistryError> {
    let identity = store.identity().await?;
    let source = Source { store, at, current };
    let mut loaded = [Seq(0); EntityKind::ALL.len()];
    let mut fingerprint = Fingerprint::default();
    let mut note = |rows: &[Stored]| {
        for row in rows {
            fingerprint.add(row.entity.kind, row.entity.id, row.version.0);
        }
    };

    let (rows, seq) = source.all(EntityKind::Division).await?;
    note(&rows);
    loaded[EntityKind::Division as usize] = seq;
    let divisions = rows.iter().map(build::division).collect::<Result<Vec<_>, _>>()?;
    let tree = Arc::new(
        Tree::new(living(divisions, at.as_of)).map_err(|why| RegistryError::Internal(why.to_string()))?,
    );
    let context = Context { reference, tree: &tree, day: at.as_of };
    let shown: Vec<_> =
        rows.iter().filter(|row| tree.find(crate::domain::id::DivisionId(row.entity.id)).is_some()).collect();
    let division_entries =
        shown.into_iter().map(|row| build::division_entry(row, context)).collect::<Result<Vec<_>, _>>()?;

    let (rows, seq) = source.all(EntityKind::Cluster).await?;
    note(&rows);
    loaded[EntityKind::Cluster as usize] = seq;
    let cluster_entries = rows.iter().map(build::cluster_entry).collect::<Result<Vec<_>, _>>()?;

    let (mut rows, seq) = source.all(EntityKind::Population).await?;
    note(&rows);
    loaded[EntityKind::Population as usize] = seq;
    rows.sort_by_key(|row| row.version);
    let mut sets: Vec<(PopulationSet, _)> = Vec::with_capacity(rows.len());
    for row in &rows {
        let set = build::population(row)?;
        let cells = if set.cells > 0 { store.cells(set.id).await? } else { Vec::new() };
        sets.push((set, cells));
    }
    let populations = Arc::new(Populations::new(sets, &tree));

    let (layer_rows, seq) = source.all(EntityKind::Layer).await?;
    loaded[EntityKind::Layer as usize] = seq;
    let (network_rows, seq) = source.all(EntityKind::Network).await?;
    loaded[EntityKind::Network as usize] = seq;
    let (scenario_rows, seq) = source.all(EntityKind::Scenario).await?;
    loaded[EntityKind::Scenario as usize] = seq;
    let (year_end_rows, seq) = source.all(EntityKind::YearEnd).await?;
    loaded[EntityKind::YearEnd as usize] = seq;
    for rows in [&layer_rows, &network_rows, &scenario_rows, &year_end_rows] {
        note(rows);
    }

    let sums = (Ledger::new(tree.len()), Fingerprint::default());
    let mut records = Records::default();
    let context = Context { reference, tree: &tree, day: at.as_of };
    for kind in EntityKind::RECORDS {
        let (rows, seq) = source.all(kind).await?;
        note(&rows);
        loaded[kind as usize] = seq;
        by_kind!(kind, T => read_records::<T>(&rows, context, &mut records)).unwrap_or(Ok(()))?;
    }

    let (site_entries, (ledger, site_print), seq) = source
        .entries(EntityKind::Site, reference, &tree, sums, build::site_entry, |(ledger, print), entry| {
            ledger.add(&entry.facts.contribution);
            print.add(EntityKind::Site, entry.id, entry.version);
        })
        .await?;
    loaded[EntityKind::Site as usize] = seq;
    // Packed while the equipment is being read.
    let sites = tokio::task::spawn_blocking(move || Layer::build(site_entries));
    let print = Fingerprint::default();
    let (equipment_entries, equipment_print, seq) = source
        .entries(EntityKind::Equipment, reference, &tree, print, build::equipment_entry, |print, entry| {
            print.add(EntityKind::Equipment, entry.id, entry.version);
        })
        .await?;
    fingerprint += site_print;
    fingerprint += equipment_print;
    loaded[EntityKind::Equipment as usize] = seq;

    let snapshot = Snapshot {
        seq: loaded.iter().copied().min().unwrap_or_default(),
        database: identity.id,
        sites: sites.await.map_err(|error| RegistryError::Internal(error.to_string()))?,
        equipment: Layer::build(equipment_entries),
        divisions: Layer::build(division_entries),
        clusters: Layer::build(cluster_entries),
        records,
    };
    let touched = Touched::since(snapshot.seq);
    let units = Arc::new(units::count_units(&snapshot, at.as_of));
    Ok(World {
        snapshot,
        tree,
        ledger,
        populations,
        layers: Arc::new(Few::load(&layer_rows, build::layer)?),
        networks: Arc::new(Few::load(&network_rows, build::network)?),
        scenarios: Arc::new(Few::load(&scenario_rows, build::scenario)?),
        year_ends: Arc::new(Few::load(&year_end_rows, build::year_end)?),
        at,
        loaded,
        units,
        fingerprint,
        generation: GENERATIONS.fetch_add(1, Ordering::Relaxed),
        touched,
        record_times: RecordTimes::new(store.record_seconds().await?),
    })
}

/// Makes the layer of a kind of record.
fn read_records<T: Recorded>(
    rows: &[Stored],
    context: Context<'_>,
    records: &mut Records,
) -> Result<(), RegistryError> {
    let entries =
        rows.par_iter().map(|row| build::record_entry::<T>(row, context)).collect::<Result<Vec<_>, _>>()?;
    *T::layer_mut(records) = Layer::build(entries);
    Ok(())
}

/// Where rows come from.
#[derive(Clone, Copy)]
struct Source<'a> {
    store: &'a dyn Store,
    at: Moment,
    current: bool,
}

impl Source<'_> {
    async fn rows(
        &self,
        kind: EntityKind,
        sink: &mut (dyn FnMut(Vec<Stored>) -> Result<(), StoreError> + Send),
    ) -> Result<Seq, StoreError> {
        if self.current {
            self.store.load(kind, sink).await
        } else {
            self.store.load_at(kind, self.at, sink).await
        }
    }

    /// All rows of a kind of which there are few.
    async fn all(&self, kind: EntityKind) -> Result<(Vec<Stored>, Seq), RegistryError> {
        let mut rows = Vec::new();
        let seq = self
            .rows(kind, &mut |mut chunk| {
                rows.append(&mut chunk);
                Ok(())
            })
            .await?;
        Ok((rows, seq))
    }

    /// All entries of a kind of which there may be millions: parsed on all cores while the store
    /// reads on, and folded one by one into `sum`.
    async fn entries<F: Send + 'static, S: Send + 'static>(
        &self,
        kind: EntityKind,
        reference: &Arc<Reference>,
        tree: &Arc<Tree>,
        mut sum: S,
        build: fn(&Stored, Context<'_>) -> Result<Entry<F>, RegistryError>,
        fold: fn(&mut S, &Entry<F>),
    ) -> Result<(Vec<Entry<F>>, S, Seq), RegistryError> {
        let (sender, receiver) = mpsc::sync_channel::<Vec<Stored>>(CHUNKS_IN_FLIGHT);
        let (reference, tree, day) = (Arc::clone(reference), Arc::clone(tree), self.at.as_of);
        let builder = std::thread::spawn(move || -> Result<_, RegistryError> {
            let mut entries = Vec::new();
            for chunk in receiver {
                let context = Context { reference: &reference, tree: &tree, day };
                let built: Vec<Entry<F>> =
                    chunk.par_iter().map(|row| build(row, context)).collect::<Result<_, _>>()?;
                for entry in &built {
                    fold(&mut sum, entry);
                }
                entries.extend(built);
            }
            Ok((entries, sum))
        });
        let read = self
            .rows(kind, &mut |chunk| {
                // The builder hangs up only after an error of its own, which is reported below.
                sender.send(chunk).map_err(|_| StoreError::Unavailable("stopped".to_owned()))
            })
            .await;
        drop(sender);
        let built = tokio::task::spawn_blocking(move || builder.join())
            .await
            .map_err(|error| RegistryError::Internal(error.to_string()))?
            .map_err(|_| RegistryError::Internal("the builder of entries panicked".to_owned()))?;
        let (entries, sum) = built?;
        Ok((entries, sum, read?))
    }
}
