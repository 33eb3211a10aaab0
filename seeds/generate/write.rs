//! GeoJSON as it is committed: one feature per line, fields in a fixed order, coordinates (lon, lat) to 6 decimals.

use super::plane::rounded;
use anyhow::{Context, Result};
use geo::{Coord, Geometry, LineString, Polygon};
use serde::Serialize;
use std::io::Write as _;
use std::path::Path;

/// A GeoJSON geometry.
#[derive(Clone, Serialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Shape {
    Point([f64; 2]),
    MultiPoint(Vec<[f64; 2]>),
    LineString(Vec<[f64; 2]>),
    MultiLineString(Vec<Vec<[f64; 2]>>),
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

#[derive(Serialize)]
pub struct Feature<P> {
    pub r#type: &'static str,
    pub geometry: Shape,
    pub properties: P,
}

impl<P> Feature<P> {
    pub fn new(geometry: &Geometry<f64>, properties: P) -> Self {
        Self { r#type: "Feature", geometry: shape(geometry), properties }
    }
}

/// Writes a FeatureCollection.
pub fn features<P: Serialize>(path: &Path, features: &[Feature<P>]) -> Result<()> {
    let mut out = Vec::new();
    out.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (index, feature) in features.iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(b",\n");
        }
        serde_json::to_writer(&mut out, feature)?;
    }
    out.extend_from_slice(b"\n]}\n");
    let mut file = std::fs::File::create(path).with_context(|| path.display().to_string())?;
    file.write_all(&out).with_context(|| path.display().to_string())
}

fn pair(at: &Coord<f64>) -> [f64; 2] {
    let at = rounded(*at);
    [at.x, at.y]
}

fn line(line: &LineString<f64>) -> Vec<[f64; 2]> {
    line.0.iter().map(pair).collect()
}

fn rings(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(line).collect()
}

/// # Panics
/// On geometry types that the generator never makes.
fn shape(geometry: &Geometry<f64>) -> Shape {
    match geometry {
        Geometry::Point(at) => Shape::Point(pair(&at.0)),
        Geometry::MultiPoint(all) => Shape::MultiPoint(all.0.iter().map(|at| pair(&at.0)).collect()),
        Geometry::LineString(one) => Shape::LineString(line(one)),
        Geometry::MultiLineString(all) => Shape::MultiLineString(all.0.iter().map(line).collect()),
        Geometry::Polygon(one) => Shape::Polygon(rings(one)),
        Geometry::MultiPolygon(all) => Shape::MultiPolygon(all.0.iter().map(rings).collect()),
        other => unreachable!("the generator makes no {other:?}"),
    }
}
