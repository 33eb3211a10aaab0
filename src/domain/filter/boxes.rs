//! Boxes outside of which a filter can not be true, so that an index can be asked first.

use super::bound::{Term, Test};
use super::tree::{Comparison, Relation};
use super::value::Value;
use crate::domain::bbox::Bbox;
use crate::domain::geodesy::circle_bbox;
use geo_types::{Geometry, Rect};

/// More boxes than these are worth less than the one around them.
const MOST: usize = 64;

/// Where a condition can be true: within these rectangles, or (`None`) anywhere.
type Reach = Option<Vec<Rect<f64>>>;

/// The boxes of a whole filter.
pub(super) fn boxes<P>(test: &Test<P>) -> Option<Vec<Bbox>> {
    let edges = |r: Rect<f64>| Bbox {
        min_lon: r.min().x,
        min_lat: r.min().y,
        max_lon: r.max().x,
        max_lat: r.max().y,
    };
    reach(test, true).map(|all| all.into_iter().map(edges).collect())
}

/// Where a condition can be `wanted`.
fn reach<P>(test: &Test<P>, wanted: bool) -> Reach {
    match test {
        Test::Known(truth) => (*truth != Some(wanted)).then(Vec::new),
        Test::Not(inner) => reach(inner, !wanted),
        Test::And(all) if wanted => both(all, wanted),
        Test::Or(any) if !wanted => both(any, wanted),
        Test::And(parts) | Test::Or(parts) => either(parts, wanted),
        Test::Place(relation, other) if (*relation == Relation::Disjoint) != wanted => Some(other.reach()),
        Test::Compare(comparison, Term::Distance(to), Term::Known(Value::Number(metres))) => {
            near(*comparison, to, *metres, wanted)
        }
        Test::Compare(comparison, Term::Known(Value::Number(metres)), Term::Distance(to)) => {
            near(comparison.mirrored(), to, *metres, wanted)
        }
        _ => None,
    }
}

/// All have to be `wanted`.
fn both<P>(parts: &[Test<P>], wanted: bool) -> Reach {
    parts.iter().fold(None, |sofar, part| match (sofar, reach(part, wanted)) {
        (None, other) | (other, None) => other,
        (Some(a), Some(b)) => {
            let common = a.iter().flat_map(|a| b.iter().filter_map(|b| intersection(a, b)));
            Some(fewer(common.collect()))
        }
    })
}

/// One has to be `wanted`.
fn either<P>(parts: &[Test<P>], wanted: bool) -> Reach {
    let mut all = Vec::new();
    for part in parts {
        all.extend(reach(part, wanted)?);
    }
    Some(fewer(all))
}

/// Near a point: the boxes of a circle around it.
fn near(comparison: Comparison, to: &Geometry<f64>, metres: f64, wanted: bool) -> Reach {
    let is_upper_bound = match comparison {
        Comparison::Lt | Comparison::LtEq | Comparison::Eq => wanted,
        Comparison::Gt | Comparison::GtEq | Comparison::NotEq => !wanted,
    };
    match to {
        Geometry::Point(point) if is_upper_bound => {
            Some(circle_bbox(*point, metres.max(0.0)).iter().flat_map(Bbox::planar).collect())
        }
        _ => None,
    }
}

fn intersection(a: &Rect<f64>, b: &Rect<f64>) -> Option<Rect<f64>> {
    let (west, east) = (a.min().x.max(b.min().x), a.max().x.min(b.max().x));
    let (south, north) = (a.min().y.max(b.min().y), a.max().y.min(b.max().y));
    (west <= east && south <= north).then(|| Rect::new((west, south), (east, north)))
}

/// The same, or the box around all when there are many.
fn fewer(all: Vec<Rect<f64>>) -> Vec<Rect<f64>> {
    if all.len() <= MOST {
        return all;
    }
    let around = |a: Rect<f64>, b: Rect<f64>| {
        Rect::new(
            (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
            (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
        )
    };
    all.into_iter().reduce(around).into_iter().collect()
}

impl Comparison {
    /// The same comparison, told from the other side.
    pub(super) fn mirrored(self) -> Self {
        match self {
            Self::Lt => Self::Gt,
            Self::Gt => Self::Lt,
            Self::LtEq => Self::GtEq,
            Self::GtEq => Self::LtEq,
            same => same,
        }
    }
}

/// The narrowest box around all of these, none of which crosses the antimeridian: it leaves out
/// the widest gap between them on the ring of longitudes.
pub(super) fn around(boxes: &[Bbox]) -> Option<Bbox> {
    let mut sorted = boxes.to_vec();
    sorted.sort_unstable_by(|a, b| a.min_lon.total_cmp(&b.min_lon));
    let (first, last) = (sorted.first()?, sorted.iter().map(|b| b.max_lon).fold(-180.0, f64::max));
    let min_lat = sorted.iter().map(|b| b.min_lat).fold(90.0, f64::min);
    let max_lat = sorted.iter().map(|b| b.max_lat).fold(-90.0, f64::max);
    // The gap over the antimeridian, then those in between.
    let (mut widest, mut edges) = (first.min_lon + 360.0 - last, (first.min_lon, last));
    let mut reached = first.max_lon;
    for next in &sorted[1..] {
        if next.min_lon - reached > widest {
            (widest, edges) = (next.min_lon - reached, (next.min_lon, reached));
        }
        reached = reached.max(next.max_lon);
    }
    // An end at the antimeridian is no way across it.
    let (min_lon, max_lon) = match edges {
        (west, -180.0) if west > -180.0 => (west, 180.0),
        (180.0, east) if east < 180.0 => (-180.0, east),
        other => other,
    };
    Some(Bbox { min_lon, min_lat, max_lon, max_lat })
}
