//! Brings a world up to date with the log, doing work in proportion to what changed.

use super::World;
use super::build::{self, Context};
use super::few::Few;
use super::touched::Step;
use crate::domain::change::{Change, EntityKind, EntityRef};
use crate::domain::id::Seq;
use crate::index::{Entry, Recorded, by_kind};
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::storage::{Store, Stored};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// Fewer entries are not worth handing to other threads.
const MANY: usize = 256;

impl World {
    /// The world after the changes (in the order of the log, following this world's number);
    /// `None` when they touch divisions or populations, on which everything else hangs: reload.
    ///
    /// # Errors
    /// The store fails, or a document can not be read.
    pub async fn after(
        &self,
        changes: &[Change],
        store: &dyn Store,
        reference: &Reference,
    ) -> Result<Option<World>, RegistryError> {
        let mut next = self.clone();
        let Some(last) = changes.last() else { return Ok(Some(next)) };
        for change in changes {
            next.record_times.add(change.seq, change.recorded_at);
        }
        let fresh = changes.iter().filter(|change| change.seq > self.loaded[change.entity.kind as usize]);
        let mut newest: BTreeMap<EntityRef, (Seq, Option<Stored>)> = BTreeMap::new();
        for change in fresh {
            if matches!(change.entity.kind, EntityKind::Division | EntityKind::Population) {
                return Ok(None);
            }
            let known = newest.get(&change.entity);
            let standing = match known {
                Some((_, stored)) => stored.as_ref().map(|stored| stored.effective_from),
                None => self.standing(change.entity).and_then(|(_, from)| from),
            };
            if standing.is_some_and(|standing| change.effective_from < standing) || change.erased {
                // Back-dated: what stands stays, only its version moves. Rare, so it is read again.
                newest.insert(change.entity, (change.seq, store.get(change.entity).await?));
                continue;
            }
            let stored = change.after.clone().map(|state| Stored {
                entity: change.entity,
                version: change.seq,
                effective_from: change.effective_from,
                state,
            });
            newest.insert(change.entity, (change.seq, stored));
        }
        let context = Context { reference, tree: &self.tree, day: self.at.as_of };
        let of = |kind: EntityKind| newest.iter().filter(move |(entity, _)| entity.kind == kind);
        let sites = built(of(EntityKind::Site), |row| build::site_entry(row, context))?;
        let equipment = built(of(EntityKind::Equipment), |row| build::equipment_entry(row, context))?;
        let clusters = built(of(EntityKind::Cluster), build::cluster_entry)?;
        for (entity, (_, stored)) in &newest {
            let EntityRef { kind, id } = *entity;
            if let Some((version, _)) = self.standing(*entity) {
                next.fingerprint.remove(kind, id, version.0);
            }
            if let Some(stored) = stored {
                next.fingerprint.add(kind, id, stored.version.0);
            }
        }
        next.layers = few(&self.layers, of(EntityKind::Layer), build::layer)?;
        next.networks = few(&self.networks, of(EntityKind::Network), build::network)?;
        next.scenarios = few(&self.scenarios, of(EntityKind::Scenario), build::scenario)?;
        next.year_ends = few(&self.year_ends, of(EntityKind::YearEnd), build::year_end)?;
        for (id, site) in &sites {
            if let Some(old) = self.snapshot.sites.get(*id) {
                next.ledger.remove(&old.facts.contribution);
            }
            if let Some(new) = site {
                next.ledger.add(&new.facts.contribution);
            }
        }
        let [changed_sites, changed_equipment] = [ids(&sites), ids(&equipment)];
        let mut step = Step::to(last.seq);
        step.note(EntityKind::Site, &self.snapshot.sites, &sites);
        step.note(EntityKind::Equipment, &self.snapshot.equipment, &equipment);
        step.note(EntityKind::Cluster, &self.snapshot.clusters, &clusters);
        next.snapshot.sites = self.snapshot.sites.apply(sites);
        next.snapshot.equipment = self.snapshot.equipment.apply(equipment);
        next.units = self.units_after(&next.snapshot, &changed_sites, &changed_equipment);
        next.snapshot.clusters = self.snapshot.clusters.apply(clusters);
        for kind in EntityKind::RECORDS {
            let changed = of(kind);
            by_kind!(kind, T => next.take_records::<T>(kind, changed, context, &mut step))
                .unwrap_or(Ok(()))?;
        }
        next.snapshot.seq = last.seq;
        next.touched.add(step);
        Ok(Some(next))
    }

    /// Brings the layer of a kind of record up to date.
    fn take_records<'a, T: Recorded>(
        &mut self,
        kind: EntityKind,
        changed: impl Iterator<Item = (&'a EntityRef, &'a (Seq, Option<Stored>))>,
        context: Context<'_>,
        step: &mut Step,
    ) -> Result<(), RegistryError> {
        let changed = built(changed, |row| build::record_entry::<T>(row, context))?;
        let layer = T::layer_mut(&mut self.snapshot.records);
        step.note(kind, layer, &changed);
        let next = layer.apply(changed);
        // There are few records: rebuilding the base here costs less than taking it elsewhere.
        *layer = if next.needs_compaction() { next.compact() } else { next };
        Ok(())
    }

    /// Version of what stands in memory, and its valid time where a change may be back-dated.
    fn standing(&self, entity: EntityRef) -> Option<(Seq, Option<Date>)> {
        let EntityRef { kind, id } = entity;
        let snapshot = &self.snapshot;
        match kind {
            EntityKind::Site => snapshot.sites.get(id).map(|e| (Seq(e.version), e.facts.effective_from())),
            EntityKind::Equipment => {
                snapshot.equipment.get(id).map(|e| (Seq(e.version), e.facts.effective_from()))
            }
            // Clusters change by import only, in order.
            EntityKind::Cluster => snapshot.clusters.get(id).map(|e| (Seq(e.version), None)),
            EntityKind::Layer => self.layers.get(id).map(|s| (s.version, Some(s.effective_from))),
            EntityKind::Network => self.networks.get(id).map(|s| (s.version, Some(s.effective_from))),
            EntityKind::Scenario => self.scenarios.get(id).map(|s| (s.version, Some(s.effective_from))),
            EntityKind::YearEnd => self.year_ends.get(id).map(|s| (s.version, Some(s.effective_from))),
            // These reload the world.
            EntityKind::Division | EntityKind::Population => None,
            _ => by_kind!(kind, T => {
                let entry = snapshot.records.of::<T>().get(id);
                entry.map(|entry| (Seq(entry.version), entry.facts.effective_from()))
            })
            .flatten(),
        }
    }
}

/// Of what there are few: the same ones where none changed.
fn few<'a, T: Clone>(
    now: &Arc<Few<T>>,
    changed: impl Iterator<Item = (&'a EntityRef, &'a (Seq, Option<Stored>))>,
    read: fn(&Stored) -> Result<T, RegistryError>,
) -> Result<Arc<Few<T>>, RegistryError> {
    let mut next = Arc::clone(now);
    for (entity, (_, stored)) in changed {
        Arc::make_mut(&mut next).put(entity.id, stored.as_ref(), read)?;
    }
    Ok(next)
}

fn ids<F>(built: &[Built<F>]) -> Vec<Uuid> {
    built.iter().map(|(id, _)| *id).collect()
}

/// An entity and what stands of it from now on.
type Built<F> = (Uuid, Option<Entry<F>>);

/// Entries of what changed, made on all cores where there are many.
fn built<'a, F: Send>(
    changed: impl Iterator<Item = (&'a EntityRef, &'a (Seq, Option<Stored>))>,
    build: impl Fn(&Stored) -> Result<Entry<F>, RegistryError> + Sync,
) -> Result<Vec<Built<F>>, RegistryError> {
    let changed: Vec<_> = changed.collect();
    let one = |(entity, (_, stored)): (&EntityRef, &(Seq, Option<Stored>))| {
        Ok((entity.id, stored.as_ref().map(&build).transpose()?))
    };
    if changed.len() < MANY {
        return changed.into_iter().map(one).collect();
    }
    changed.into_par_iter().map(one).collect()
}
