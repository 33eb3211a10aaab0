//! The division that a row states against the place that it gives: one of the two is wrong, or the
//! boundary is.

use super::source::Row;
use crate::analysis::divisions::home_place;
use crate::domain::contribution::Ordinal;
use crate::domain::division::BoundaryQuality;
use crate::domain::invalid::Invalid;
use crate::formats::Value;
use crate::registry::world::World;
use geo::CoordsIter;
use geo_types::{Coord, Geometry};
use std::collections::HashMap;
use std::sync::Arc;

/// Divisions by the names that a file gives them.
pub struct Stated {
    world: Arc<World>,
    named: HashMap<String, Vec<Ordinal>>,
}

impl Stated {
    pub fn new(world: Arc<World>) -> Self {
        Self { world, named: HashMap::new() }
    }

    /// What a row states that its place contradicts.
    pub fn doubt(&mut self, row: &Row) -> Option<Invalid> {
        let name = row.fields.peek("division").map(Value::to_text).filter(|name| !name.trim().is_empty())?;
        let geometry = row.position.geometry.as_ref()?;
        let tree = &self.world.tree;
        if !self.named.contains_key(name.trim()) {
            let mut found = tree.named(name.trim());
            // A division without a boundary can not contradict a place.
            found.retain(|o| tree.boundary_of(*o).is_some());
            self.named.insert(name.trim().to_owned(), found);
        }
        let named = self.named.get(name.trim()).filter(|named| !named.is_empty())?;
        let inside = |place: Coord<f64>| named.iter().any(|top| tree.is_within(tree.locate(place), *top));
        // A trail may pass several divisions; any of them is a fair answer.
        let passes = matches!(geometry, Geometry::LineString(_) | Geometry::MultiLineString(_))
            && geometry.coords_iter().any(inside);
        let home = home_place(geometry)?;
        if passes || inside(home) {
            return None;
        }
        let located = tree.get(tree.locate(home)).map(|node| &node.division);
        let (lies_zh, lies_en) = located
            .map_or(("任何区划之外", "no division"), |division| (&division.name_zh, &division.name_zh));
        let poor = |o: &Ordinal| {
            let quality = tree.node(*o).division.boundary_quality;
            matches!(quality, BoundaryQuality::Schematic | BoundaryQuality::Placeholder)
        };
        let (note_zh, note_en) = if named.iter().any(poor) {
            ("（该边界为示意，可能是边界不准）", " (its boundary is schematic and may be what is wrong)")
        } else {
            ("", "")
        };
        Some(Invalid::new(
            "division",
            "division_contradicts_place",
            format!("所填区划为“{name}”，坐标却位于{lies_zh}{note_zh}；按坐标统计，请核对"),
            format!(
                "it is said to lie in {name}, its place lies in {lies_en}{note_en}; the place decides, check both"
            ),
        ))
    }
}
