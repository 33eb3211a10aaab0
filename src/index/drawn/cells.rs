//! Sums by cell of a tile: how many entities, their area, how many areas are unknown, and the commonest kind,
//! at the mean of their places.

use super::Summed;
use super::grid::{Grid, code};
use super::ordered::{Ordered, Sum};
use crate::domain::tile::Tile;
use crate::formats::mvt::{Attribute, EXTENT, TileWriter};
use std::ops::Range;
use std::sync::Arc;

/// Cells along a side of a tile.
pub const CELLS: u32 = 1 << CELL_BITS;

const CELL_BITS: u32 = 5;

/// The stretch of an order that lies in a tile, and how many times it counts.
pub(super) struct Part<'a> {
    ordered: &'a Ordered,
    times: i64,
    stretch: Range<usize>,
}

/// The parts of all sources in a tile.
pub(super) fn parts<'a>(sources: &[(&'a Ordered, i64)], tile: Tile) -> Vec<Part<'a>> {
    let (column, row) = Grid::corner(tile);
    let first = code(column, row);
    let end = first + (1 << (2 * Grid::side_bits(tile.z())));
    let part = |(ordered, times): &(&'a Ordered, i64)| {
        let stretch = ordered.stretch(first..end);
        (stretch.start < stretch.end).then_some(Part { ordered, times: *times, stretch })
    };
    sources.iter().filter_map(part).collect()
}

/// How many entities have their middle in the tile.
pub(super) fn count(parts: &[Part<'_>]) -> usize {
    let count: i64 = parts.iter().map(|part| part.stretch.len() as i64 * part.times).sum();
    usize::try_from(count).unwrap_or(0)
}

/// Writes a point for each cell that is not empty.
pub(super) fn write<F: Summed>(
    parts: &[Part<'_>],
    tile: Tile,
    name: &str,
    kinds: &[Arc<str>],
    writer: &mut TileWriter,
) {
    let mut layer = writer.layer(name);
    let names = ["count", "venue_area_m2", "area_unknown", "kind"].map(|name| layer.name(name));
    let side = Grid::side_bits(tile.z());
    let (column, row) = Grid::corner(tile);
    let cell_bits = 2 * (side - CELL_BITS);
    let mut left: Vec<Range<usize>> = parts.iter().map(|part| part.stretch.clone()).collect();
    let width = parts.iter().map(|part| part.ordered.width()).max().unwrap_or(0);
    let mut counts = vec![0_i64; width];
    let next = |left: &[Range<usize>]| {
        let codes = parts.iter().zip(left).filter(|(_, left)| left.start < left.end);
        codes.map(|(part, left)| part.ordered.code(left.start) >> cell_bits).min()
    };
    while let Some(cell) = next(&left) {
        let end = (cell + 1) << cell_bits;
        let mut sum = Sum::default();
        counts.fill(0);
        for (part, left) in parts.iter().zip(&mut left) {
            if left.start >= left.end || part.ordered.code(left.start) >= end {
                continue;
            }
            let stretch = left.start..part.ordered.first_from(end, left.start, left.end);
            left.start = stretch.end;
            sum.add(part.ordered.sum(stretch.clone()), part.times);
            part.ordered.count_kinds(stretch, part.times, &mut counts);
        }
        if sum.count <= 0 {
            continue;
        }
        // In the tile's own measure, rounded down: the tile's far edges are its neighbours'.
        let place = |total: i128, corner: u32| {
            let from_corner = total - i128::from(corner) * i128::from(sum.count);
            (from_corner * i128::from(EXTENT) / (i128::from(sum.count) << side)) as i32
        };
        let mut tags = vec![names[0], layer.value(&Attribute::Integer(sum.count))];
        if F::HAS_AREA {
            tags.extend([names[1], layer.value(&Attribute::Number(sum.area as f64 / 10_000.0))]);
            tags.extend([names[2], layer.value(&Attribute::Integer(sum.unknown))]);
        }
        if let Some(kind) = commonest(&counts).and_then(|kind| kinds.get(kind)) {
            tags.extend([names[3], layer.text(kind)]);
        }
        layer.point(None, place(sum.x, column), place(sum.y, row), &tags);
    }
    layer.finish();
}

/// The first of the kinds that most entities are of.
fn commonest(counts: &[i64]) -> Option<usize> {
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    counts.iter().position(|count| *count == most)
}
