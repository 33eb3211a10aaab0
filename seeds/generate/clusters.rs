//! The plan's clusters as schematic or placeholder polygons.

use super::cells::Tiling;
use super::facts::Facts;
use super::plane::{rounded, to_degrees, to_metres};
use super::shapes;
use super::write::Feature;
use geo::{BooleanOps, Coord, Geometry, LineString, Polygon};
use serde::Serialize;

/// Outline (lon, lat) of each cluster, in table order.
pub type Outlines = Vec<Polygon<f64>>;

#[derive(Serialize)]
pub struct Properties {
    external_id: String,
    name_zh: String,
    name_en: String,
    quality: String,
    source: String,
}

pub fn build(facts: &Facts, tiling: &Tiling) -> Outlines {
    facts
        .clusters
        .iter()
        .map(|cluster| {
            let centre = to_metres(Coord { x: cluster.lon, y: cluster.lat });
            match cluster.shape.as_str() {
                "disc" => shapes::ngon(centre, cluster.size_m, 24),
                "band" => band(tiling, &cluster.line, cluster.size_m),
                _ => shapes::rectangle(centre, cluster.size_m, cluster.size_m, 0.0),
            }
        })
        .collect()
}

/// The strip south of a line, cut at the district's outline; its largest part.
fn band(tiling: &Tiling, line: &[[f64; 2]], width_m: f64) -> Polygon<f64> {
    let north: Vec<Coord<f64>> = line.iter().map(|p| Coord { x: p[0], y: p[1] }).collect();
    let south = north.iter().rev().map(|at| {
        let metres = to_metres(*at);
        to_degrees(Coord { x: metres.x, y: metres.y - width_m })
    });
    let strip = Polygon::new(LineString(north.iter().copied().chain(south).collect()), vec![]);
    let parts = strip.intersection(&tiling.outline).0;
    let largest = parts.into_iter().max_by_key(|part| part.exterior().0.len()).unwrap_or(strip);
    Polygon::new(LineString(largest.exterior().0.iter().map(|at| rounded(*at)).collect()), vec![])
}

pub fn features(facts: &Facts, outlines: &Outlines) -> Vec<Feature<Properties>> {
    facts
        .clusters
        .iter()
        .zip(outlines)
        .map(|(cluster, outline)| {
            Feature::new(
                &Geometry::Polygon(outline.clone()),
                Properties {
                    external_id: cluster.id.clone(),
                    name_zh: cluster.name_zh.clone(),
                    name_en: cluster.name_en.clone(),
                    quality: cluster.quality.clone(),
                    source: cluster.source.clone(),
                },
            )
        })
        .collect()
}
