//! Where something may be built: the cells themselves, a grid, or the places of a layer.

use super::SitingQuestion;
use super::solve::up_to;
use crate::analysis::demand::{People, Surface};
use crate::analysis::divisions::home_place;
use crate::domain::contribution::Ordinal;
use crate::domain::geodesy::circle_bbox;
use crate::formats::{Record, Value};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::watch::Watch;
use crate::registry::world::World;
use geo::{Coord, Point};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// Places that may be chosen from at most.
const MOST: usize = 100_000;

/// Points between two looks at whether to go on.
const LOOK: usize = 4_096;

/// Width of a grid, metres, if nothing is asked.
const GRID_M: f64 = 250.0;

/// Where the candidates come from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The cells (points) of the population whose people are out of reach.
    Cells,
    /// Places so many metres apart, where somebody who is out of reach is near.
    GridM(f64),
    /// Places of an imported layer, with their `name` and `cost` where they have them.
    Layer(String),
}

impl Default for Source {
    fn default() -> Self {
        Self::GridM(GRID_M)
    }
}

impl Source {
    pub const WORDS: &str = "cells, grid:250, layer:NAME";

    pub fn parse(text: &str) -> Option<Self> {
        if text == "cells" {
            return Some(Self::Cells);
        }
        if let Some(metres) = text.strip_prefix("grid:") {
            let metres = metres.trim().parse::<f64>().ok()?;
            return (10.0..=20_000.0).contains(&metres).then_some(Self::GridM(metres));
        }
        let name = text.strip_prefix("layer:")?.trim();
        (!name.is_empty()).then(|| Self::Layer(name.to_owned()))
    }
}

/// Places in parallel columns.
#[derive(Debug, Default)]
pub struct Candidates {
    /// Degrees WGS 84 (lon, lat).
    pub places: Vec<Coord<f64>>,
    /// The deepest division that each lies in.
    pub divisions: Vec<Ordinal>,
    pub names: Vec<Option<String>>,
    /// In whatever unit the layer has; empty: each costs 1.
    pub costs: Vec<u64>,
}

/// The features of the layer that a question names.
pub async fn layer(
    registry: &Registry,
    world: &World,
    source: &Source,
) -> Result<Option<Arc<Vec<Record>>>, RegistryError> {
    let Source::Layer(name) = source else { return Ok(None) };
    let features = registry.layer_features(world, name).await?;
    features.map(Some).ok_or_else(|| {
        RegistryError::invalid(
            "candidates",
            "no_such_layer",
            format!("没有图层“{name}”；请先导入：jiantu import layer 文件 --name {name} --role candidates"),
            format!("there is no layer `{name}`; import it: jiantu import layer FILE --name {name} --role candidates"),
        )
    })
}

/// All places that may be chosen.
///
/// # Errors
/// There are none, or too many, a layer's cost is no whole number, or the caller's stop.
pub fn candidates(
    world: &World,
    surface: &Surface,
    covered: &[bool],
    radius_m: f64,
    (question, layer): (&SitingQuestion, Option<&Vec<Record>>),
    watch: Watch<'_>,
) -> Result<Candidates, RegistryError> {
    let source = &question.candidates;
    let wanted = with_unserved(world, surface, covered, question);
    let covered = &*wanted;
    let mut candidates = match source {
        Source::Cells => of_cells(surface, covered),
        Source::GridM(spacing_m) => of_grid(surface, covered, radius_m, *spacing_m, watch)?,
        Source::Layer(name) => of_layer(name, layer.map_or(&[], Vec::as_slice))?,
    };
    if candidates.places.len() > MOST {
        return Err(too_many());
    }
    candidates.divisions = candidates.places.iter().map(|place| world.tree.locate(*place)).collect();
    Ok(candidates)
}

/// Who is to be near a candidate: whoever is not covered, and where every division of a level gets a site,
/// everybody in those divisions where all are covered.
fn with_unserved<'c>(
    world: &World,
    surface: &Surface,
    covered: &'c [bool],
    question: &SitingQuestion,
) -> Cow<'c, [bool]> {
    let Some(level) = question.one_in_each.as_deref() else { return Cow::Borrowed(covered) };
    let homes: Vec<u32> =
        surface.division().iter().map(|home| up_to(&world.tree, *home, Some(level))).collect();
    let open: BTreeSet<u32> = (0..surface.len())
        .filter(|point| is_open(surface, covered, *point))
        .map(|point| homes[point])
        .collect();
    Cow::Owned((0..covered.len()).map(|point| covered[point] && open.contains(&homes[point])).collect())
}

fn is_open(surface: &Surface, covered: &[bool], point: usize) -> bool {
    !covered[point] && surface.people()[point] > People::ZERO
}

fn of_cells(surface: &Surface, covered: &[bool]) -> Candidates {
    let open = (0..surface.len()).filter(|point| is_open(surface, covered, *point));
    let places: Vec<Coord<f64>> =
        open.map(|point| Coord { x: surface.lon()[point], y: surface.lat()[point] }).collect();
    Candidates { names: vec![None; places.len()], places, ..Candidates::default() }
}

/// Nodes of a grid in degrees, square at its middle latitude, that lie within the limit's box of
/// somebody who is out of reach.
fn of_grid(
    surface: &Surface,
    covered: &[bool],
    radius_m: f64,
    spacing_m: f64,
    watch: Watch<'_>,
) -> Result<Candidates, RegistryError> {
    let open: Vec<usize> = (0..surface.len()).filter(|point| is_open(surface, covered, *point)).collect();
    let lats = open.iter().map(|point| surface.lat()[*point]);
    let (low, high) = lats.fold((90.0_f64, -90.0_f64), |(low, high), lat| (low.min(lat), high.max(lat)));
    if open.is_empty() {
        return Ok(Candidates::default());
    }
    let middle = Point::new(0.0, f64::midpoint(low, high));
    // Half of a box around a circle of that radius is as wide as the spacing.
    let Some(unit) = circle_bbox(middle, spacing_m).first().copied() else {
        return Ok(Candidates::default());
    };
    let (step_lon, step_lat) = ((unit.max_lon - unit.min_lon) / 2.0, (unit.max_lat - unit.min_lat) / 2.0);
    let mut nodes: BTreeSet<(i64, i64)> = BTreeSet::new();
    // Neighbours have the same nodes around them.
    let mut known: HashSet<[i64; 4]> = HashSet::new();
    for (number, point) in open.into_iter().enumerate() {
        if number.is_multiple_of(LOOK) && watch.progress(0.0).is_break() {
            return Err(RegistryError::Cancelled);
        }
        let at = Point::new(surface.lon()[point], surface.lat()[point]);
        for part in circle_bbox(at, radius_m) {
            let (west, east) =
                ((part.min_lon / step_lon).ceil() as i64, (part.max_lon / step_lon).floor() as i64);
            let (south, north) =
                ((part.min_lat / step_lat).ceil() as i64, (part.max_lat / step_lat).floor() as i64);
            if known.insert([west, east, south, north]) {
                nodes.extend((south..=north).flat_map(|row| (west..=east).map(move |column| (row, column))));
            }
        }
        if nodes.len() > MOST {
            return Err(too_many());
        }
    }
    let place = |(row, column): (i64, i64)| Coord { x: column as f64 * step_lon, y: row as f64 * step_lat };
    let places: Vec<Coord<f64>> = nodes.into_iter().map(place).collect();
    Ok(Candidates { names: vec![None; places.len()], places, ..Candidates::default() })
}

fn too_many() -> RegistryError {
    RegistryError::refused(
        format!("候选地点超过 {MOST} 个：请用更宽的网格（candidates=grid:500），或限定区划"),
        format!(
            "more than {MOST} candidate places: take a wider grid (candidates=grid:500), or one division"
        ),
    )
}

fn of_layer(name: &str, features: &[Record]) -> Result<Candidates, RegistryError> {
    let mut candidates = Candidates::default();
    let mut any_cost = false;
    for (position, feature) in features.iter().enumerate() {
        let Some(place) = feature.geometry.as_ref().and_then(home_place) else { continue };
        let field =
            |label: &str| feature.fields.iter().find(|(key, _)| &**key == label).map(|(_, value)| value);
        let cost = match field("cost") {
            None | Some(Value::Null) => None,
            Some(Value::Integer(cost)) if *cost > 0 => Some(cost.unsigned_abs()),
            Some(Value::Number(cost)) if *cost >= 1.0 && cost.fract() == 0.0 => Some(*cost as u64),
            Some(Value::Text(text)) if text.trim().parse::<u64>().is_ok_and(|cost| cost > 0) => {
                text.trim().parse().ok()
            }
            Some(other) => {
                let (row, cost) = (position + 1, other.to_text());
                return Err(RegistryError::refused(
                    format!("图层“{name}”第 {row} 个要素的 cost“{cost}”应为正整数"),
                    format!("layer `{name}`, feature {row}: `cost` {cost} should be a whole number above 0"),
                ));
            }
        };
        any_cost |= cost.is_some();
        candidates.places.push(place);
        candidates.names.push(field("name").or_else(|| field("name_zh")).map(Value::to_text));
        candidates.costs.push(cost.unwrap_or(0));
    }
    if !any_cost {
        candidates.costs.clear();
    } else if let Some(row) = candidates.costs.iter().position(|cost| *cost == 0) {
        return Err(RegistryError::refused(
            format!("图层“{name}”第 {} 个要素没有 cost；要么都有，要么都没有", row + 1),
            format!("layer `{name}`, feature {} has no `cost`: either all have one, or none", row + 1),
        ));
    }
    Ok(candidates)
}
