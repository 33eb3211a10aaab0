//! Schematic sub-districts: the Voronoi cells of the placeholder centroids, clipped to the outline.
//!
//! All vertices live on one grid of 1e-6 degree and are shared: where three cells meet, or a border meets the
//! outline, every ring concerned has that very vertex. So the cells tile the outline without overlap or gap.

use super::facts::Facts;
use super::plane;
use geo::{BooleanOps, Contains, Coord, LineString, MultiPolygon, Point, Polygon};

/// A vertex in millionths of a degree.
type Vertex = (i64, i64);

/// The outline with every border's end as a vertex of its own, and one cell per sub-district in table order.
pub struct Tiling {
    pub outline: Polygon<f64>,
    pub cells: Vec<MultiPolygon<f64>>,
}

impl Tiling {
    pub fn new(facts: &Facts) -> Self {
        let ring: Vec<Coord<f64>> = facts.outline.iter().map(|p| Coord { x: p.lon, y: p.lat }).collect();
        let outline = Polygon::new(LineString(ring.clone()), vec![]);
        let centres: Vec<Coord<f64>> =
            facts.subdistricts.iter().map(|s| plane::to_metres(Coord { x: s.lon, y: s.lat })).collect();

        let mut vertices: Vec<Vertex> = ring.iter().map(|c| on_grid(*c)).collect();
        let raw: Vec<MultiPolygon<f64>> = (0..centres.len())
            .map(|index| outline.intersection(&Polygon::new(convex_cell(&centres, index), vec![])))
            .collect();
        let welded: Vec<Vec<Vec<Vertex>>> = raw
            .iter()
            .map(|cell| cell.0.iter().map(|part| weld(part.exterior(), &mut vertices)).collect())
            .collect();
        let outline_ring: Vec<Vertex> = ring.iter().map(|c| on_grid(*c)).collect();
        Self {
            outline: polygon(&noded(&outline_ring, &vertices)),
            cells: welded
                .iter()
                .map(|parts| {
                    MultiPolygon(parts.iter().map(|ring| polygon(&noded(ring, &vertices))).collect())
                })
                .collect(),
        }
    }

    /// The cell that holds a (lon, lat), if any.
    pub fn cell_of(&self, at: Coord<f64>) -> Option<usize> {
        self.cells.iter().position(|cell| cell.contains(&Point(at)))
    }

    /// Whether a disc of `margin_m` metres around (lon, lat) lies in the cell, checked at eight points.
    pub fn holds(&self, cell: usize, at: Coord<f64>, margin_m: f64) -> bool {
        let centre = plane::to_metres(at);
        self.cells[cell].contains(&Point(at))
            && (0..8).all(|step| {
                let angle = f64::from(step) * std::f64::consts::FRAC_PI_4;
                let edge =
                    Coord { x: centre.x + margin_m * angle.cos(), y: centre.y + margin_m * angle.sin() };
                self.cells[cell].contains(&Point(plane::to_degrees(edge)))
            })
    }
}

fn on_grid(at: Coord<f64>) -> Vertex {
    ((at.x * 1e6).round() as i64, (at.y * 1e6).round() as i64)
}

/// Voronoi cell of one centre as a (lon, lat) ring: a wide box cut by the bisector with each other centre.
fn convex_cell(centres: &[Coord<f64>], index: usize) -> LineString<f64> {
    let far = 60_000.0;
    let mut ring = vec![
        Coord { x: -far, y: -far },
        Coord { x: far, y: -far },
        Coord { x: far, y: far },
        Coord { x: -far, y: far },
    ];
    let own = centres[index];
    for (other_index, other) in centres.iter().enumerate() {
        if other_index == index {
            continue;
        }
        let normal = Coord { x: other.x - own.x, y: other.y - own.y };
        let limit = ((other.x * other.x + other.y * other.y) - (own.x * own.x + own.y * own.y)) / 2.0;
        let beyond = |at: &Coord<f64>| at.x * normal.x + at.y * normal.y - limit;
        let mut kept = Vec::with_capacity(ring.len() + 1);
        for (position, from) in ring.iter().enumerate() {
            let to = &ring[(position + 1) % ring.len()];
            let (a, b) = (beyond(from), beyond(to));
            if a <= 0.0 {
                kept.push(*from);
            }
            if (a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0) {
                let share = a / (a - b);
                kept.push(Coord { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
            }
        }
        ring = kept;
    }
    LineString(ring.into_iter().map(plane::to_degrees).collect())
}

/// A ring on the grid; vertices that differ only by rounding become one and the same.
fn weld(ring: &LineString<f64>, vertices: &mut Vec<Vertex>) -> Vec<Vertex> {
    let mut welded: Vec<Vertex> = Vec::with_capacity(ring.0.len());
    for at in &ring.0[..ring.0.len() - 1] {
        let (x, y) = on_grid(*at);
        let known = vertices.iter().copied().find(|v| (v.0 - x).abs() <= 2 && (v.1 - y).abs() <= 2);
        let vertex = known.unwrap_or_else(|| {
            vertices.push((x, y));
            (x, y)
        });
        if welded.last() != Some(&vertex) {
            welded.push(vertex);
        }
    }
    if welded.len() > 1 && welded.first() == welded.last() {
        welded.pop();
    }
    welded
}

/// The ring with every known vertex that lies on one of its edges put into that edge.
fn noded(ring: &[Vertex], vertices: &[Vertex]) -> Vec<Vertex> {
    let mut result = Vec::with_capacity(ring.len() + 4);
    for (position, from) in ring.iter().enumerate() {
        let to = ring[(position + 1) % ring.len()];
        result.push(*from);
        let (dx, dy) = ((to.0 - from.0) as f64, (to.1 - from.1) as f64);
        let length2 = dx * dx + dy * dy;
        let mut between: Vec<(f64, Vertex)> = vertices
            .iter()
            .filter(|v| *v != from && **v != to)
            .filter_map(|v| {
                let (px, py) = ((v.0 - from.0) as f64, (v.1 - from.1) as f64);
                let along = (px * dx + py * dy) / length2;
                let off = (px * dy - py * dx).abs() / length2.sqrt();
                (along > 0.0 && along < 1.0 && off < 2.0).then_some((along, *v))
            })
            .collect();
        between.sort_by(|a, b| a.0.total_cmp(&b.0));
        result.extend(between.into_iter().map(|(_, vertex)| vertex));
    }
    result
}

fn polygon(ring: &[Vertex]) -> Polygon<f64> {
    Polygon::new(
        LineString(ring.iter().map(|v| Coord { x: v.0 as f64 / 1e6, y: v.1 as f64 / 1e6 }).collect()),
        vec![],
    )
}
