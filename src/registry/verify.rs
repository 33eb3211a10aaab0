//! Does memory agree with the database, and the database with itself?

use super::Registry;
use super::error::RegistryError;
use super::world;
use crate::domain::bbox::Bbox;
use crate::domain::change::EntityKind;
use crate::domain::time::Moment;
use crate::index::{Hangs, Layer, by_kind};
use geo::{Intersects, Rect};
use serde::Serialize;
use std::collections::BTreeSet;

/// What was checked and what was found; no fault means all is well.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Findings {
    pub batches: u64,
    pub changes: u64,
    /// Changes whose personal payload was erased; their digests still stand in the chain.
    pub erased: u64,
    pub sites: usize,
    pub equipment: usize,
    /// Frozen years, all versions.
    pub year_ends: usize,
    pub faults: Vec<String>,
}

impl Registry {
    /// Walks the hash chain, compares memory with a fresh load, and the index with brute force.
    ///
    /// # Errors
    /// The store fails.
    pub async fn verify(&self) -> Result<Findings, RegistryError> {
        let log = self.store.verify().await?;
        let head = self.store.identity().await?.head;
        self.wait_for(head, std::time::Duration::from_secs(30)).await?;
        let live = self.world();
        let at = Moment { as_of: live.at.as_of, known_at: None };
        let fresh = world::load(&*self.store, &self.reference, at, true).await?;
        let mut faults = log.faults;
        if fresh.seq() == live.seq() {
            compare("site", live.snapshot.sites.iter(), fresh.snapshot.sites.iter(), &mut faults);
            compare(
                "equipment",
                live.snapshot.equipment.iter(),
                fresh.snapshot.equipment.iter(),
                &mut faults,
            );
            compare("division", live.snapshot.divisions.iter(), fresh.snapshot.divisions.iter(), &mut faults);
            compare("cluster", live.snapshot.clusters.iter(), fresh.snapshot.clusters.iter(), &mut faults);
            for kind in EntityKind::RECORDS {
                by_kind!(kind, T => {
                    let (live, fresh) = (live.records().of::<T>(), fresh.records().of::<T>());
                    compare(kind.as_str(), live.iter(), fresh.iter(), &mut faults);
                });
            }
            if !live.counts_as(&fresh) {
                faults.push("running totals differ from totals counted anew".to_owned());
            }
            if live.fingerprint() != fresh.fingerprint() {
                faults.push("what stands in memory differs from what stands in the database".to_owned());
            }
        } else {
            faults.push("somebody wrote meanwhile; memory was not compared, run verify again".to_owned());
        }
        let wrong = tokio::task::block_in_place(|| {
            let snapshot = &live.snapshot;
            boxes_that_differ(&snapshot.sites)
                + boxes_that_differ(&snapshot.equipment)
                + boxes_that_differ(&snapshot.divisions)
                + boxes_that_differ(&snapshot.clusters)
                + EntityKind::RECORDS
                    .into_iter()
                    .filter_map(|kind| by_kind!(kind, T => boxes_that_differ(live.records().of::<T>())))
                    .sum::<usize>()
        });
        if wrong > 0 {
            faults.push(format!("the index and brute force differ in {wrong} boxes"));
        }
        let (year_ends, frozen) = self.year_end_faults().await?;
        faults.extend(frozen);
        Ok(Findings {
            year_ends,
            batches: log.batches,
            changes: log.changes,
            erased: log.erased,
            sites: live.snapshot.sites.len(),
            equipment: live.snapshot.equipment.len(),
            faults,
        })
    }
}

/// Boxes of a grid over all sites in which the index finds others than looking at every site does.
fn boxes_that_differ<F: Sync + Hangs>(layer: &Layer<F>) -> usize {
    const ACROSS: u32 = 4;
    let all: Vec<_> =
        layer.iter().filter_map(|entry| Some((entry.id, entry.geometry.to_geometry()?))).collect();
    let boxes = all.iter().filter_map(|(_, geometry)| Bbox::of(geometry));
    let Some(extent) = boxes.reduce(|one, other| one.union(&other)) else { return 0 };
    let (width, height) =
        (extent.width_deg() / f64::from(ACROSS), (extent.max_lat - extent.min_lat) / f64::from(ACROSS));
    let cells = (0..ACROSS * ACROSS).filter_map(|cell| {
        let (west, south) = (
            extent.min_lon + width * f64::from(cell % ACROSS),
            extent.min_lat + height * f64::from(cell / ACROSS),
        );
        Bbox::new(west, south, west + width, south + height).ok()
    });
    cells
        .filter(|cell| {
            let corner = Rect::new((cell.min_lon, cell.min_lat), (cell.max_lon, cell.max_lat));
            let brute = all.iter().filter(|(_, geometry)| geometry.intersects(&corner)).map(|(id, _)| *id);
            let found = layer.query_bbox(*cell, None).into_iter().map(|entry| entry.id);
            brute.collect::<BTreeSet<_>>() != found.collect::<BTreeSet<_>>()
        })
        .count()
}

fn compare<'a, F: 'a>(
    what: &str,
    memory: impl Iterator<Item = &'a crate::index::Entry<F>>,
    rows: impl Iterator<Item = &'a crate::index::Entry<F>>,
    faults: &mut Vec<String>,
) {
    let (mut memory, mut rows) = (memory, rows);
    loop {
        match (memory.next(), rows.next()) {
            (None, None) => return,
            (Some(one), Some(other)) if one.id == other.id && one.feature == other.feature => {}
            (one, other) => {
                let id = one.or(other).map(|entry| entry.id);
                faults.push(format!("memory and database differ at {what} {id:?}"));
                return;
            }
        }
    }
}
