//! Writes a tile, layer by layer and feature by feature.

use super::command::{Drawn, Sort, at, placed};
use super::tags::{Attribute, Tags};
use super::wire::{bytes_field, number_field, packed_field};
use crate::domain::tile::Tile;
use geo_types::{Coord, Geometry, Point};
use std::sync::Arc;

/// Units of a tile's side.
pub const EXTENT: u32 = 4096;

/// Units beyond each edge that are written as well, so that outlines and symbols on an edge are drawn whole.
pub const BUFFER: u32 = 64;

/// Numbers of the fields of the messages tile, layer and feature.
mod field {
    pub const LAYERS: u32 = 3;
    pub const NAME: u32 = 1;
    pub const FEATURES: u32 = 2;
    pub const EXTENT: u32 = 5;
    pub const VERSION: u32 = 15;
    pub const ID: u32 = 1;
    pub const TAGS: u32 = 2;
    pub const SORT: u32 = 3;
    pub const GEOMETRY: u32 = 4;
}

/// A tile that is being written.
pub struct TileWriter {
    tile: Tile,
    out: Vec<u8>,
}

impl TileWriter {
    pub fn new(tile: Tile) -> Self {
        Self { tile, out: Vec::new() }
    }

    /// Begins a layer; names of layers are told apart by whoever writes them.
    pub fn layer(&mut self, name: &str) -> LayerWriter<'_> {
        let mut message = Vec::new();
        bytes_field(&mut message, field::NAME, name.as_bytes());
        let (tags, ring, feature) = (Tags::default(), Vec::new(), Vec::new());
        LayerWriter { tile: self, message, features: 0, tags, ring, feature }
    }

    /// The tile; no bytes when nothing was in it, which is what the format calls an empty tile.
    pub fn finish(self) -> Vec<u8> {
        self.out
    }
}

/// A layer that is being written.
pub struct LayerWriter<'a> {
    tile: &'a mut TileWriter,
    message: Vec<u8>,
    features: usize,
    tags: Tags,
    ring: Vec<Coord<f64>>,
    /// Room for one feature.
    feature: Vec<u8>,
}

impl LayerWriter<'_> {
    /// Writes what the tile shows of a geometry in degrees WGS 84 (lon, lat), `shift` degrees added to
    /// its longitudes (see [`crate::domain::tile::Window`]); nothing where it shows nothing.
    ///
    /// A collection of several sorts becomes several features with one id.
    pub fn feature<'b>(
        &mut self,
        id: Option<u64>,
        geometry: &Geometry<f64>,
        shift: f64,
        attributes: impl Iterator<Item = (&'b Arc<str>, &'b Attribute)>,
    ) {
        let drawn = Drawn::new(self.tile.tile, shift, &mut self.ring).commands(geometry);
        if drawn.is_empty() {
            return;
        }
        let mut tags = Vec::new();
        for (name, value) in attributes {
            tags.extend([self.tags.name(name), self.tags.value(value)]);
        }
        for (sort, commands) in drawn {
            self.drawn(id, sort, &commands, &tags);
        }
    }

    /// The place of a name, for [`LayerWriter::shape`] and [`LayerWriter::point`].
    pub fn name(&mut self, name: &str) -> u32 {
        self.tags.name(&Arc::from(name))
    }

    /// The place of a value that is surely new, for [`LayerWriter::shape`] and [`LayerWriter::point`]: it is
    /// not looked for. One that is there already is written once more, which costs its bytes and no more.
    pub fn value(&mut self, value: &Attribute) -> u32 {
        self.tags.new_value(value)
    }

    /// As [`LayerWriter::value`], of a text.
    pub fn text(&mut self, text: &str) -> u32 {
        self.tags.new_text(text)
    }

    /// As [`LayerWriter::feature`], with places of names and values in turn; whether anything was written.
    pub fn shape(&mut self, id: Option<u64>, geometry: &Geometry<f64>, shift: f64, tags: &[u32]) -> bool {
        let drawn = Drawn::new(self.tile.tile, shift, &mut self.ring).commands(geometry);
        for (sort, commands) in &drawn {
            self.drawn(id, *sort, commands, tags);
        }
        !drawn.is_empty()
    }

    /// Where the tile, with its margin, shows a point in degrees, in whole units.
    pub fn visible(&self, point: Point<f64>, shift: f64) -> Option<(i32, i32)> {
        placed(self.tile.tile, shift, point.0)
    }

    /// Writes a point in units of the tile, with places of names and values in turn.
    pub fn point(&mut self, id: Option<u64>, x: i32, y: i32, tags: &[u32]) {
        self.drawn(id, Sort::Point, &at(x, y), tags);
    }

    fn drawn(&mut self, id: Option<u64>, sort: Sort, commands: &[u32], tags: &[u32]) {
        let feature = &mut self.feature;
        feature.clear();
        if let Some(id) = id {
            number_field(feature, field::ID, id);
        }
        if !tags.is_empty() {
            packed_field(feature, field::TAGS, tags);
        }
        number_field(feature, field::SORT, sort as u64);
        packed_field(feature, field::GEOMETRY, commands);
        bytes_field(&mut self.message, field::FEATURES, feature);
        self.features += 1;
    }

    /// Ends the layer; one without features is left out, as the format wants it.
    pub fn finish(mut self) {
        if self.features == 0 {
            return;
        }
        self.tags.write(&mut self.message);
        number_field(&mut self.message, field::EXTENT, u64::from(EXTENT));
        number_field(&mut self.message, field::VERSION, 2);
        bytes_field(&mut self.tile.out, field::LAYERS, &self.message);
    }
}
