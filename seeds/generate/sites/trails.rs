//! The course of a trail, and what a site counts.

use super::builder::Builder;
use super::record::Properties;
use crate::generate::facts::Facts;
use crate::generate::plane::{rounded, to_degrees};
use geo::{Contains, Coord, Geodesic, Geometry, Length, LineString, Point};

/// Metres between two vertices of a trail.
const STEP_M: f64 = 95.0;
/// Metres between the vertices of two trails: with steps of `STEP_M` two trails then never cross.
const CLEAR_M: f64 = 80.0;

/// A winding course of about `length_m` metres from a start (metres), in one to three parts with gaps of a road's
/// width; `None` when it runs into other trails or out of the district.
pub fn wind(
    builder: &mut Builder<'_>,
    start: Coord<f64>,
    heading: f64,
    length_m: f64,
    parts: usize,
) -> Option<Vec<LineString<f64>>> {
    let steps = ((length_m / STEP_M).round() as usize).max(3 * parts);
    let mut course = vec![start];
    let mut heading = heading;
    for _ in 0..steps {
        let last = *course.last()?;
        let next = (0..24).find_map(|attempt| {
            let turn = builder.prng.range(-0.32, 0.32) * (1.0 + f64::from(attempt) * 0.25);
            let to = heading + turn;
            let at = Coord { x: last.x + STEP_M * to.cos(), y: last.y + STEP_M * to.sin() };
            let clear = builder.trail_points.iter().all(|other| distance(*other, at) > CLEAR_M);
            let unlooped = course.iter().rev().skip(1).all(|own| distance(*own, at) > CLEAR_M);
            let inside = builder.tiling.outline.contains(&Point(to_degrees(at)));
            (clear && unlooped && inside).then_some((at, to))
        })?;
        heading = next.1;
        course.push(next.0);
    }
    let mut lines = Vec::new();
    let per_part = course.len() / parts;
    for part in 0..parts {
        let from = part * per_part;
        let to = if part + 1 == parts { course.len() } else { (part + 1) * per_part };
        lines.push(LineString(course[from..to].iter().map(|at| rounded(to_degrees(*at))).collect()));
    }
    Some(lines)
}

/// A closed round of `radius_m` around a centre (metres).
pub fn round(centre: Coord<f64>, radius_m: f64) -> LineString<f64> {
    crate::generate::shapes::ngon(centre, radius_m, 28).exterior().clone()
}

/// Whether a course starting here would keep clear of the trails that are there.
pub fn is_clear(builder: &Builder<'_>, at: Coord<f64>) -> bool {
    builder.trail_points.iter().all(|other| distance(*other, at) > CLEAR_M)
}

fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// Counted m2 of a site by the shipped rules: the generator steers by it, the program counts for itself.
pub fn counted_area(facts: &Facts, geometry: &Geometry<f64>, properties: &Properties) -> f64 {
    let running = matches!(properties.status, "operating" | "temporarily_closed");
    if !running || !properties.counts_area || !facts.kind(&properties.kind).counts_area {
        return 0.0;
    }
    let lines: Vec<&LineString<f64>> = match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.0.iter().collect(),
        _ => return properties.area_m2.unwrap_or(0.0),
    };
    // One unknown width leaves the whole trail's area unknown.
    properties
        .segments
        .iter()
        .map(|segment| segment.width_m)
        .collect::<Option<Vec<f64>>>()
        .map_or(0.0, |widths| {
            lines.iter().zip(widths).map(|(line, width)| Geodesic.length(*line) * width).sum()
        })
}

/// Start and heading of a course that crosses from a unit's cell into the next one: towards a unit of another cell.
pub fn towards(
    builder: &Builder<'_>,
    from: Coord<f64>,
    to: Coord<f64>,
    back_m: f64,
) -> Option<(Coord<f64>, f64)> {
    let heading = (to.y - from.y).atan2(to.x - from.x);
    let cell = builder.tiling.cell_of(to_degrees(from))?;
    let length = distance(from, to);
    let steps = (length / 50.0) as u32;
    // Walk along the line until it leaves the cell, then step back.
    let border = (1..steps).map(|step| f64::from(step) * 50.0).find(|far| {
        let at = Coord { x: from.x + far * heading.cos(), y: from.y + far * heading.sin() };
        builder.tiling.cell_of(to_degrees(at)) != Some(cell)
    })?;
    let far = (border - back_m).max(0.0);
    Some((Coord { x: from.x + far * heading.cos(), y: from.y + far * heading.sin() }, heading))
}
