//! Layers drawn as tiles, straight from the entries: as features where a tile holds few of them, as sums by
//! cell of a grid where it holds many.
//!
//! What a tile holds depends on the entities alone, never on which runs they happen to lie in: the same
//! state makes the same bytes.

/// Sums by cell of a tile.
mod cells;
/// Features one by one.
mod features;
/// Where entities are, in whole units of a pyramid of tiles.
mod grid;
/// Entities in the order of their tiles, with sums.
mod ordered;
/// Sums of a layer, run by run.
mod sums;

pub use cells::CELLS;
pub use features::feature_number;
pub(super) use sums::Sums;

use super::entry::Entry;
use super::envelope::Envelope;
use super::layer::Layer;
use super::query::Filter;
use crate::domain::tile::{Tile, TileMatrixSet};
use crate::formats::mvt::{BUFFER, EXTENT, TileWriter};
use grid::Grid;
use ordered::Ordered;
use std::sync::Arc;

/// The area of an entity, in sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// cm².
    Known(u64),
    Unknown,
}

/// What sums of entities tell beside how many there are.
pub trait Summed {
    /// Whether entities have areas at all.
    const HAS_AREA: bool = false;

    /// Zero where nothing counts, unknown where something would.
    fn area(&self) -> Measured {
        Measured::Known(0)
    }

    /// Its kind, by which the commonest is found.
    fn kind(&self) -> Option<u16> {
        None
    }
}

/// How a layer is drawn.
pub struct Drawing<'a, F> {
    /// The layer's name in the tile.
    pub name: &'a str,
    /// Which members of features the tile tells; the id always.
    pub told: &'a dyn Fn(&str) -> bool,
    /// Which entities are drawn.
    pub filter: Filter<'a, F>,
    /// Names of kinds, by their numbers.
    pub kinds: &'a [Arc<str>],
    /// A tile with more entities than this tells sums.
    pub most: usize,
}

impl<F: Summed> Layer<F> {
    /// Writes what a tile shows of the layer.
    ///
    /// Each entity whose middle (that of its box) lies in the tile is there: as itself, or in exactly one
    /// cell's `count`. Features of the margin around the tile are there as well; cells have no margin.
    pub fn draw(&self, tile: Tile, drawing: &Drawing<'_, F>, writer: &mut TileWriter) {
        let grid = Grid::new(tile.set());
        if drawing.filter.is_none() {
            // Without sums in memory where there can be no need of them.
            if self.len() > drawing.most {
                let sources = self.sums_of(grid);
                let parts = cells::parts(&sources, tile);
                if cells::count(&parts) > drawing.most {
                    return cells::write::<F>(&parts, tile, drawing.name, drawing.kinds, writer);
                }
            }
            return features::write(&self.seen(tile, None), tile, grid, drawing, writer);
        }
        let seen = self.seen(tile, drawing.filter);
        let entities: Vec<&Entry<F>> = seen.iter().map(|(entry, _)| *entry).collect();
        if entities.len() > drawing.most {
            // An entity that two windows show is in the tile once.
            let mut entities = entities;
            entities.sort_unstable_by_key(|entry| entry.id);
            entities.dedup_by_key(|entry| entry.id);
            let sum = Ordered::of(entities.into_iter(), grid);
            let parts = cells::parts(&[(&sum, 1)], tile);
            if cells::count(&parts) > drawing.most {
                return cells::write::<F>(&parts, tile, drawing.name, drawing.kinds, writer);
            }
        }
        features::write(&seen, tile, grid, drawing, writer);
    }

    /// Makes ready what tiles of many entities need, so that the first of them does not wait for it.
    pub fn prepare_sums(&self, set: TileMatrixSet, most: usize) {
        if self.len() > most {
            self.sums_of(Grid::new(set));
        }
    }

    /// Whether anything may be in a tile with its margin; where not, nothing is in the tiles below it either.
    pub fn reaches(&self, tile: Tile) -> bool {
        tile.windows(f64::from(BUFFER) / f64::from(EXTENT)).iter().any(|window| {
            let b = window.bounds;
            let bounds = Envelope::around(b.min_lon, b.min_lat, b.max_lon, b.max_lat).to_aabb();
            self.runs().iter().enumerate().any(|(depth, run)| {
                let mut found = run.tree().locate_in_envelope_intersecting(bounds);
                found.any(|leaf| !self.is_shadowed(depth, run.at(leaf.position).id))
            })
        })
    }

    /// The wanted entities whose boxes a tile sees, with what is added to their longitudes; window by
    /// window, in each in id order.
    fn seen(&self, tile: Tile, filter: Filter<'_, F>) -> Vec<(&Entry<F>, f64)> {
        let mut seen = Vec::new();
        for window in tile.windows(f64::from(BUFFER) / f64::from(EXTENT)) {
            let first = seen.len();
            let b = window.bounds;
            let bounds = Envelope::around(b.min_lon, b.min_lat, b.max_lon, b.max_lat).to_aabb();
            for (depth, run) in self.runs().iter().enumerate() {
                for leaf in run.tree().locate_in_envelope_intersecting(bounds) {
                    let entry = run.at(leaf.position);
                    if !self.is_shadowed(depth, entry.id) && filter.is_none_or(|wanted| wanted(entry)) {
                        seen.push((entry, window.shift));
                    }
                }
            }
            seen[first..].sort_unstable_by_key(|(entry, _)| entry.id);
        }
        seen
    }
}
