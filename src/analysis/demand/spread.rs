//! From divisions' figures, spread evenly or by where homes are.
//!
//! Every figure is kept exactly: its thousandths are shared out by largest remainder among the
//! figure's own points. All points but lone ones stand on one lattice.

use super::basis::{Basis, Method};
use super::error::DemandError;
use super::footprint::{Footprint, degrees_of};
use super::people::People;
use super::surface::{MOST_POINTS, Surface};
use crate::analysis::counting::remainder::largest_remainder;
use crate::analysis::divisions::{Boundary, Tree, home_place};
use crate::analysis::measure::area_m2;
use crate::domain::contribution::Ordinal;
use geo::Coord;
use geo_types::Geometry;
use std::collections::BTreeMap;

/// The population of one division. Figures of a division and of one below it would count people
/// twice: give one or the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub division: Ordinal,
    pub people: u64,
}

/// A polygon where people have homes.
#[derive(Clone, Debug, PartialEq)]
pub struct Homes {
    /// Polygon or multi-polygon, WGS 84 (lon, lat).
    pub geometry: Geometry<f64>,
    /// How densely it is lived in against the others, per square metre (floors are a fair guess);
    /// zero, negative or not finite is nobody.
    pub density: f64,
}

/// A surface, and which figures could not follow the homes.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    pub surface: Surface,
    /// Divisions without any home in them, spread evenly instead.
    pub without_homes: Vec<Ordinal>,
    /// Divisions of which only a place is known: all their people stand there.
    pub at_one_place: Vec<Ordinal>,
}

/// Spreads figures over points `spacing_m` apart; over `homes` where there are any, else evenly.
/// `basis.method` and `basis.estimate` are set.
///
/// A polygon that holds no point of the lattice gets one point inside it. A point's division is
/// the deepest one below the figure's that holds it.
///
/// # Errors
/// A spacing below a metre, too many points, a division without polygon and place, or a figure
/// beyond 9 · 10¹⁵ people.
pub fn spread(
    figures: &[Figure],
    tree: &Tree,
    homes: &[Homes],
    spacing_m: f64,
    basis: Basis,
) -> Result<Spread, DemandError> {
    if !(spacing_m.is_finite() && spacing_m >= 1.0) {
        return Err(DemandError::BadSpacing { metres: spacing_m });
    }
    if let Some(figure) = figures.iter().find(|figure| tree.get(figure.division).is_none()) {
        return Err(DemandError::NoSuchDivision { ordinal: figure.division.0 });
    }
    let bounded = figures.iter().filter_map(|figure| tree.boundary_of(figure.division));
    let lattice = Lattice::over(bounded, spacing_m);
    let mut by_figure = points_of_homes(figures, tree, homes, &lattice)?;
    let mut columns = Columns::default();
    let (mut without_homes, mut at_one_place) = (Vec::new(), Vec::new());
    for (position, figure) in figures.iter().enumerate() {
        let node = tree.node(figure.division);
        let points = if let Some(points) = by_figure.remove(&position) {
            points
        } else if let Some(boundary) = tree.boundary_of(figure.division) {
            if !homes.is_empty() {
                without_homes.push(figure.division);
            }
            lattice
                .points(boundary, MOST_POINTS - columns.lon.len())?
                .into_iter()
                .map(|at| (at, 1.0))
                .collect()
        } else {
            at_one_place.push(figure.division);
            Vec::new()
        };
        let points = if points.is_empty() {
            let place = node.division.geometry.as_ref().and_then(home_place);
            let name = || node.division.name_zh.clone();
            vec![(place.ok_or_else(|| DemandError::NowhereToPut { name: name() })?, 1.0)]
        } else {
            points
        };
        columns.share_out(*figure, tree, &points)?;
    }
    let method = if homes.is_empty() { Method::Even { spacing_m } } else { Method::Dasymetric { spacing_m } };
    let basis = Basis { method, estimate: true, ..basis };
    let footprint = Footprint::Degrees { lon: lattice.step_lon, lat: lattice.step_lat };
    let surface =
        Surface::new(basis, (columns.lon, columns.lat), columns.people, columns.division, footprint)?;
    Ok(Spread { surface, without_homes, at_one_place })
}

/// A place, and its weight among the places of its figure.
type Weighted = (Coord<f64>, f64);

#[derive(Default)]
struct Columns {
    lon: Vec<f64>,
    lat: Vec<f64>,
    people: Vec<People>,
    division: Vec<Ordinal>,
}

impl Columns {
    fn share_out(&mut self, figure: Figure, tree: &Tree, points: &[Weighted]) -> Result<(), DemandError> {
        if self.lon.len() + points.len() > MOST_POINTS {
            return Err(DemandError::TooManyPoints);
        }
        let thousandths = figure.people.checked_mul(1_000).and_then(|all| i64::try_from(all).ok());
        let thousandths = thousandths.ok_or(DemandError::TooManyPeople { people: figure.people })?;
        let weights: Vec<f64> = points.iter().map(|(_, weight)| *weight).collect();
        for ((at, _), share) in points.iter().zip(largest_remainder(thousandths, &weights)) {
            let deepest = tree.locate(*at);
            let below = tree.is_within(deepest, figure.division);
            self.lon.push(at.x);
            self.lat.push(at.y);
            self.people.push(People::from_thousandths(share.unsigned_abs()));
            self.division.push(if below { deepest } else { figure.division });
        }
        Ok(())
    }
}

/// Points of homes with their weights, by the figure that they fall to.
fn points_of_homes(
    figures: &[Figure],
    tree: &Tree,
    homes: &[Homes],
    lattice: &Lattice,
) -> Result<BTreeMap<usize, Vec<Weighted>>, DemandError> {
    let mut position_of: BTreeMap<Ordinal, usize> = BTreeMap::new();
    for (position, figure) in figures.iter().enumerate() {
        for below in tree.subtree(figure.division) {
            position_of.entry(below).or_insert(position);
        }
    }
    let mut found: BTreeMap<usize, Vec<Weighted>> = BTreeMap::new();
    let mut count = 0;
    for home in homes.iter().filter(|home| home.density.is_finite() && home.density > 0.0) {
        let Some(boundary) = Boundary::of(&home.geometry) else { continue };
        let mut points = lattice.points(&boundary, MOST_POINTS - count)?;
        if points.is_empty() {
            points.extend(home_place(&home.geometry));
        }
        count += points.len();
        let weight = home.density * area_m2(&home.geometry) / points.len() as f64;
        for at in points {
            if let Some(position) = position_of.get(&tree.locate(at)) {
                found.entry(*position).or_default().push((at, weight));
            }
        }
    }
    Ok(found)
}

/// Points a fixed number of degrees apart.
struct Lattice {
    origin: Coord<f64>,
    step_lon: f64,
    step_lat: f64,
}

impl Lattice {
    /// Anchored at the south-west corner of everything, square at its middle latitude.
    fn over<'a>(boundaries: impl Iterator<Item = &'a Boundary>, spacing_m: f64) -> Self {
        let all = boundaries.map(Boundary::bounds).reduce(|(low, high), (min, max)| {
            let low = Coord { x: low.x.min(min.x), y: low.y.min(min.y) };
            (low, Coord { x: high.x.max(max.x), y: high.y.max(max.y) })
        });
        let (low, high) = all.unwrap_or_default();
        let (step_lon, step_lat) = degrees_of(spacing_m, f64::midpoint(low.y, high.y));
        Self { origin: Coord { x: low.x + step_lon / 2.0, y: low.y + step_lat / 2.0 }, step_lon, step_lat }
    }

    /// The points inside a boundary, from south to north, from west to east.
    fn points(&self, boundary: &Boundary, most: usize) -> Result<Vec<Coord<f64>>, DemandError> {
        let (low, high) = boundary.bounds();
        let steps = |from: f64, to: f64, origin: f64, step: f64| {
            (((from - origin) / step).ceil(), ((to - origin) / step).floor())
        };
        let (west, east) = steps(low.x, high.x, self.origin.x, self.step_lon);
        let (south, north) = steps(low.y, high.y, self.origin.y, self.step_lat);
        // Tried points, ten times as many as may be kept: a thin diagonal keeps few of them.
        let tried = (east - west + 1.0).max(0.0) * (north - south + 1.0).max(0.0);
        if tried > 10.0 * MOST_POINTS as f64 {
            return Err(DemandError::TooManyPoints);
        }
        let mut points = Vec::new();
        for row in south as i64..=north as i64 {
            for column in west as i64..=east as i64 {
                let at = Coord {
                    x: self.origin.x + column as f64 * self.step_lon,
                    y: self.origin.y + row as f64 * self.step_lat,
                };
                if boundary.contains(at) {
                    if points.len() >= most {
                        return Err(DemandError::TooManyPoints);
                    }
                    points.push(at);
                }
            }
        }
        Ok(points)
    }
}
