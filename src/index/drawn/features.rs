//! Features one by one, with members from their encoded form: each different value is read once a tile.

use super::Drawing;
use super::grid::Grid;
use crate::domain::tile::Tile;
use crate::formats::mvt::{Attribute, EXTENT, LayerWriter, TileWriter};
use crate::index::entry::{Entry, Shape};
use crate::index::feature;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use uuid::Uuid;

/// A feature's number in tiles, where its id is none itself, made of that: below 2⁵³, so that every client can hold it, and always the
/// same. Two features may have the same one (of five million, with a chance of one in a thousand); what
/// tells a feature for certain is its attribute `id`.
pub fn feature_number(id: Uuid) -> u64 {
    // Ids of one import share most bits of both halves: they are mixed well (as MurmurHash3 ends).
    let (high, low) = id.as_u64_pair();
    let mut mixed = low ^ high.rotate_left(32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    mixed = (mixed ^ mixed >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    (mixed ^ mixed >> 33) >> 11
}

/// Writes entities in their order, each with what is added to its longitudes.
pub(super) fn write<F>(
    seen: &[(&Entry<F>, f64)],
    tile: Tile,
    grid: Grid,
    drawing: &Drawing<'_, F>,
    writer: &mut TileWriter,
) {
    if seen.is_empty() {
        return;
    }
    let mut layer = writer.layer(drawing.name);
    let mut known = Known::new(drawing.told, &mut layer);
    let mut tags = Vec::new();
    for (entry, shift) in seen {
        let number;
        let is_written = match &entry.geometry {
            Shape::Nowhere => continue,
            Shape::Point(point) => {
                let Some((x, y)) = layer.visible(*point, *shift) else { continue };
                number = known.tags(entry, &mut layer, &mut tags);
                layer.point(Some(number), x, y, &tags);
                true
            }
            Shape::Other(geometry) => {
                number = known.tags(entry, &mut layer, &mut tags);
                layer.shape(Some(number), geometry, *shift, &tags)
            }
        };
        // What is too small to be a line or an area is shown where it is, in one tile only.
        if !is_written
            && *shift == 0.0
            && let Some((x, y)) = middle(tile, grid, &entry.geometry)
        {
            layer.point(Some(number), x, y, &tags);
        }
    }
    layer.finish();
}

/// Where in the tile the middle of a shape is; `None` when it is in another tile.
fn middle(tile: Tile, grid: Grid, shape: &Shape) -> Option<(i32, i32)> {
    let (column, row) = grid.middle(shape)?;
    let bits = Grid::side_bits(tile.z());
    let (left, top) = Grid::corner(tile);
    let place = |unit: u32, corner: u32| {
        let from_corner = unit.checked_sub(corner).filter(|way| way >> bits == 0)?;
        Some(((u64::from(from_corner) * u64::from(EXTENT)) >> bits) as i32)
    };
    Some((place(column, left)?, place(row, top)?))
}

/// Names and values that the layer has already, by how they are written in features.
struct Known<'a> {
    told: &'a dyn Fn(&str) -> bool,
    /// Names in the order in which they were met, as they are written, with their places; without one where they
    /// are not told.
    names: Vec<(&'a [u8], Option<u32>)>,
    values: HashMap<&'a [u8], Option<u32>, RandomState>,
    id: u32,
}

impl<'a> Known<'a> {
    fn new(told: &'a dyn Fn(&str) -> bool, layer: &mut LayerWriter<'_>) -> Self {
        Self { told, names: Vec::new(), values: HashMap::default(), id: layer.name("id") }
    }

    /// Places of an entity's names and values, in turn; the number that its feature has.
    fn tags<F>(&mut self, entry: &'a Entry<F>, layer: &mut LayerWriter<'_>, tags: &mut Vec<u32>) -> u64 {
        tags.clear();
        let mut number = None;
        if let Some(id) = feature::id(&entry.feature) {
            number = id.parse().ok().filter(|number| *number < 1 << 53);
            tags.extend([self.id, layer.text(&id)]);
        }
        let mut next = 0;
        for (name, value, _) in feature::written(&entry.feature) {
            let Some(name) = self.name(name, &mut next, layer) else { continue };
            let value = *self.values.entry(value).or_insert_with(|| write_value(value, layer));
            if let Some(value) = value {
                tags.extend([name, value]);
            }
        }
        number.unwrap_or_else(|| feature_number(entry.id))
    }

    /// Features tell their members in one order, mostly: the search goes on where the last one was found.
    fn name(&mut self, name: &'a [u8], next: &mut usize, layer: &mut LayerWriter<'_>) -> Option<u32> {
        let here = *next;
        let mut places = (here..self.names.len()).chain(0..here.min(self.names.len()));
        let place = places.find(|place| self.names[*place].0 == name);
        let place = place.unwrap_or_else(|| {
            // The feature's own id goes by that name.
            let told = feature::text(name).filter(|name| name != "id" && (self.told)(name));
            let place = told.map(|name| layer.name(&name));
            self.names.push((name, place));
            self.names.len() - 1
        });
        *next = place + 1;
        self.names[place].1
    }
}

/// Writes a value that is written so in a feature; `None` for what has none.
fn write_value(value: &[u8], layer: &mut LayerWriter<'_>) -> Option<u32> {
    if value.first() == Some(&b'"') {
        return Some(layer.text(&feature::text(value)?));
    }
    Some(layer.value(&read(value)?))
}

/// A value other than a text as it is written in a feature; what is unknown (`null`) has none. A tile knows neither lists nor
/// objects: they are told as JSON.
fn read(value: &[u8]) -> Option<Attribute> {
    let text = std::str::from_utf8(value).ok()?;
    match value.first()? {
        b't' => Some(Attribute::Bool(true)),
        b'f' => Some(Attribute::Bool(false)),
        b'{' | b'[' => Some(Attribute::Text(text.into())),
        b'n' => None,
        _ => match text.parse() {
            Ok(whole) => Some(Attribute::Integer(whole)),
            Err(_) => text.parse().ok().filter(|number: &f64| number.is_finite()).map(Attribute::Number),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn numbers_of_features_are_small_enough_and_differ() {
        let numbers: HashSet<u64> = (0..100_000_u128)
            .map(|n| feature_number(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + n)))
            .collect();
        assert_eq!(numbers.len(), 100_000);
        assert!(numbers.iter().all(|number| *number < 1 << 53));
        assert_eq!(feature_number(Uuid::from_u128(7)), feature_number(Uuid::from_u128(7)));
    }

    #[test]
    fn values_are_read_as_they_are_meant() {
        let text = |text: &str| Some(Attribute::Text(text.into()));
        assert_eq!(read(b"-12"), Some(Attribute::Integer(-12)));
        assert_eq!(read(b"12.5"), Some(Attribute::Number(12.5)));
        assert_eq!(read(b"true"), Some(Attribute::Bool(true)));
        assert_eq!(read(b"null"), None);
        assert_eq!(read(b"[1,2]"), text("[1,2]"));
    }
}
