//! Features packed for tiles: a tile looks at what it shows, not at the whole layer.

/// Members of features as columns of one sort each.
mod columns;

pub use columns::{Column, Sort};

use crate::domain::bbox::Bbox;
use crate::domain::tile::{Tile, TileMatrixSet};
use crate::formats::Record;
use crate::formats::mvt::{Attribute, BUFFER, EXTENT, TileWriter};
use columns::Columns;
use geo::CoordsIter;
use geo_types::Geometry;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{RTree, RTreeObject};
use std::collections::HashMap;
use std::mem::size_of;

/// A layer is left out of a zoom on which some tile of it would hold more features than this.
const MOST_IN_TILE: usize = 20_000;

/// A layer of features. Their ids in tiles are their numbers, from 1.
pub struct TileLayer {
    name: String,
    columns: Vec<Column>,
    features: Vec<Feature>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
    bounds: Option<Bbox>,
    from_zoom: u8,
    bytes: usize,
}

struct Feature {
    geometry: Geometry<f64>,
    /// As many as columns.
    values: Box<[Option<Attribute>]>,
}

impl TileLayer {
    /// Packs records with geometries in degrees WGS 84 (lon, lat); those without one are counted and
    /// never shown.
    pub fn new(name: &str, records: Vec<Record>) -> Self {
        let mut columns = Columns::of(&records);
        let mut features = Vec::with_capacity(records.len());
        let mut boxes = Vec::with_capacity(records.len());
        let mut bounds: Option<Bbox> = None;
        let mut bytes = 0;
        for record in records {
            let values = columns.values(&record);
            let geometry = record.geometry.unwrap_or_else(|| geo_types::MultiPoint::new(Vec::new()).into());
            bytes += size_of::<Feature>()
                + size_of::<GeomWithData<Rectangle<[f64; 2]>, u32>>()
                + values.len() * size_of::<Option<Attribute>>()
                + geometry.coords_count() * size_of::<[f64; 2]>();
            if let Some(found) = Bbox::of(&geometry) {
                boxes.push(GeomWithData::new(rectangle(&found), features.len() as u32));
                bounds = Some(bounds.map_or(found, |all| all.union(&found)));
            }
            features.push(Feature { geometry, values });
        }
        bytes += columns.bytes();
        let from_zoom = from_zoom(&boxes);
        let tree = RTree::bulk_load(boxes);
        Self { name: name.to_owned(), columns: columns.all, features, tree, bounds, from_zoom, bytes }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Members that features have.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The box of all features, never over the antimeridian; `None` without any.
    pub fn bounds(&self) -> Option<Bbox> {
        self.bounds
    }

    /// The first zoom on which the layer is in tiles: on lower ones a tile would hold too many features.
    pub fn from_zoom(&self) -> u8 {
        self.from_zoom
    }

    /// What it weighs in memory, about.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Writes what a tile shows of the layer, in the order of the features.
    pub fn write(&self, tile: Tile, writer: &mut TileWriter) {
        if tile.z() < self.from_zoom {
            return;
        }
        let mut layer = writer.layer(&self.name);
        for window in tile.windows(f64::from(BUFFER) / f64::from(EXTENT)) {
            let envelope = rectangle(&window.bounds).envelope();
            let mut seen: Vec<u32> =
                self.tree.locate_in_envelope_intersecting(envelope).map(|found| found.data).collect();
            seen.sort_unstable();
            for place in seen {
                let feature = &self.features[place as usize];
                let values = self.columns.iter().zip(&feature.values);
                let attributes = values.filter_map(|(column, value)| Some((&column.name, value.as_ref()?)));
                layer.feature(Some(u64::from(place) + 1), &feature.geometry, window.shift, attributes);
            }
        }
        layer.finish();
    }
}

fn rectangle(bounds: &Bbox) -> Rectangle<[f64; 2]> {
    Rectangle::from_corners([bounds.min_lon, bounds.min_lat], [bounds.max_lon, bounds.max_lat])
}

/// The first zoom of `WebMercatorQuad` on which no tile holds the middles of more than
/// [`MOST_IN_TILE`] boxes.
fn from_zoom(boxes: &[GeomWithData<Rectangle<[f64; 2]>, u32>]) -> u8 {
    let set = TileMatrixSet::WebMercatorQuad;
    if boxes.len() <= MOST_IN_TILE {
        return 0;
    }
    let middle = |one: &GeomWithData<Rectangle<[f64; 2]>, u32>| {
        let ([west, south], [east, north]) = (one.geom().lower(), one.geom().upper());
        (f64::midpoint(west, east), f64::midpoint(south, north))
    };
    // On a deep zoom once; a tile above holds what its four children hold.
    let deepest = set.deepest();
    let mut counts: HashMap<(u32, u32), usize> = HashMap::new();
    for (lon, lat) in boxes.iter().map(middle) {
        if let Some(tile) = Tile::at(set, deepest, lon, lat) {
            *counts.entry((tile.x(), tile.y())).or_default() += 1;
        }
    }
    let mut first = deepest;
    loop {
        if counts.values().any(|count| *count > MOST_IN_TILE) {
            return (first + 1).min(deepest);
        }
        if first == 0 {
            return 0;
        }
        first -= 1;
        let mut above = HashMap::with_capacity(counts.len() / 2);
        for ((x, y), count) in counts {
            *above.entry((x / 2, y / 2)).or_default() += count;
        }
        counts = above;
    }
}
