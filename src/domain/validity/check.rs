//! Looking a geometry over.

use geo::winding_order::{Winding, WindingOrder};
use geo::{BoundingRect, CoordsIter, Intersects};
use geo_types::{Coord, Geometry, LineString, Polygon};

use super::Flaw;
use super::crossing::{Rings, first_crossing};

/// Steps that telling inside from outside may take; beyond it the outline is too intricate.
const MAX_STEPS: usize = 200_000_000;

/// Everything that is wrong with a geometry, worst first; empty for a sound one.
///
/// Coordinates are looked at first, and only if they are sound the shape is: so a refusal names
/// its first cause. A line may cross itself (trails do), a ring may not.
///
/// The work is bounded: some 40 pairs of neighbouring edges for each edge. A sound outline of
/// many long, thin, dense spikes can exceed that, and is refused as [`Flaw::TooIntricate`].
pub fn flaws(geometry: &Geometry<f64>) -> Vec<Flaw> {
    if geometry.coords_iter().next().is_none() {
        return vec![Flaw::Empty];
    }
    if let Some(flaw) = geometry.coords_iter().find_map(coordinate_flaw) {
        return vec![flaw];
    }
    let mut seen = Seen::default();
    seen.geometry(geometry);
    seen.flaws()
}

/// Looks at a ring as a file has it, before a polygon type closes it silently.
///
/// # Errors
/// [`Flaw::UnclosedRing`] or [`Flaw::TooFewPoints`].
pub fn check_ring(ring: &[Coord<f64>]) -> Result<(), Flaw> {
    let (Some(first), Some(last)) = (ring.first(), ring.last()) else {
        return Err(Flaw::TooFewPoints { found: 0, needed: 3 });
    };
    if first != last {
        return Err(Flaw::UnclosedRing { start: first.x_y(), end: last.x_y() });
    }
    enough(ring, 3)
}

fn coordinate_flaw(c: Coord<f64>) -> Option<Flaw> {
    if !c.x.is_finite() || !c.y.is_finite() {
        Some(Flaw::NotFinite { lon: c.x, lat: c.y })
    } else if c.x.abs() > 180.0 || c.y.abs() > 90.0 {
        Some(Flaw::OutOfRange { lon: c.x, lat: c.y })
    } else {
        None
    }
}

/// Refuses a part with fewer than `needed` different places (it stops counting there).
fn enough(part: &[Coord<f64>], needed: usize) -> Result<(), Flaw> {
    let mut different: Vec<Coord<f64>> = Vec::with_capacity(needed);
    for c in part {
        if !different.contains(c) {
            different.push(*c);
            if different.len() >= needed {
                return Ok(());
            }
        }
    }
    Err(Flaw::TooFewPoints { found: different.len(), needed })
}

#[derive(Default)]
struct Seen {
    fatal: Vec<Flaw>,
    repeated: usize,
    wrong_winding: bool,
    spans: bool,
}

impl Seen {
    fn geometry(&mut self, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::Point(_) => {}
            Geometry::MultiPoint(_) => {}
            Geometry::Line(l) => self.line(&LineString::from(l)),
            Geometry::LineString(line) => self.line(line),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|l| self.line(l)),
            Geometry::Polygon(polygon) => self.polygons(std::slice::from_ref(polygon)),
            Geometry::MultiPolygon(polygons) => self.polygons(&polygons.0),
            Geometry::Rect(rect) => self.polygons(&[rect.to_polygon()]),
            Geometry::Triangle(triangle) => self.polygons(&[triangle.to_polygon()]),
            Geometry::GeometryCollection(all) => all.iter().for_each(|g| self.geometry(g)),
        }
    }

    fn line(&mut self, line: &LineString<f64>) {
        self.run(line);
        self.fatal.extend(enough(&line.0, 2).err());
    }

    fn polygons(&mut self, polygons: &[Polygon<f64>]) {
        let before = self.fatal.len();
        for polygon in polygons {
            self.ring(polygon.exterior(), WindingOrder::CounterClockwise);
            for hole in polygon.interiors() {
                self.ring(hole, WindingOrder::Clockwise);
            }
        }
        if self.fatal.len() > before {
            return;
        }
        match first_crossing(&Rings::of(polygons)) {
            Some(flaw) => self.fatal.push(flaw),
            None => self.fatal.extend(first_misplaced(polygons)),
        }
    }

    fn ring(&mut self, ring: &LineString<f64>, wanted: WindingOrder) {
        self.run(ring);
        if let Err(flaw) = check_ring(&ring.0) {
            self.fatal.push(flaw);
            return;
        }
        self.wrong_winding |= ring.winding_order().is_some_and(|order| order != wanted);
    }

    /// What lines and rings have in common: places repeated, edges too long.
    fn run(&mut self, line: &LineString<f64>) {
        for edge in line.0.windows(2) {
            self.repeated += usize::from(edge[0] == edge[1]);
            self.spans |= (edge[0].x - edge[1].x).abs() > 180.0;
        }
    }

    fn flaws(mut self) -> Vec<Flaw> {
        if self.spans {
            self.fatal.push(Flaw::SpansAntimeridian);
        }
        if self.repeated > 0 {
            self.fatal.push(Flaw::RepeatedPoints(self.repeated));
        }
        if self.wrong_winding {
            self.fatal.push(Flaw::WrongWinding);
        }
        self.fatal
    }
}

/// The first hole outside its polygon, or part inside another, of rings that do not cross.
fn first_misplaced(polygons: &[Polygon<f64>]) -> Option<Flaw> {
    let mut steps = 0;
    for polygon in polygons {
        let filled = filled(polygon.exterior());
        for (i, hole) in polygon.interiors().iter().enumerate() {
            if !touches(&filled, hole, &mut steps) {
                return Some(misplaced(hole, &steps, |lon, lat| Flaw::HoleOutside { lon, lat }));
            }
            for other in &polygon.interiors()[..i] {
                if nested(hole, other, &mut steps) {
                    return Some(misplaced(hole, &steps, |lon, lat| Flaw::Nested { lon, lat }));
                }
            }
        }
    }
    for (i, part) in polygons.iter().enumerate() {
        for other in &polygons[..i] {
            steps += 1;
            let apart = match (part.bounding_rect(), other.bounding_rect()) {
                (Some(a), Some(b)) => !a.intersects(&b),
                _ => true,
            };
            if !apart && (within(part, other, &mut steps) || within(other, part, &mut steps)) {
                let ring = part.exterior();
                return Some(misplaced(ring, &steps, |lon, lat| Flaw::Nested { lon, lat }));
            }
            if steps > MAX_STEPS {
                return Some(Flaw::TooIntricate);
            }
        }
    }
    None
}

/// The flaw at a ring, unless the steps ran out before it was certain.
fn misplaced(ring: &LineString<f64>, steps: &usize, flaw: impl Fn(f64, f64) -> Flaw) -> Flaw {
    if *steps > MAX_STEPS {
        return Flaw::TooIntricate;
    }
    flaw(ring.0[0].x, ring.0[0].y)
}

fn filled(ring: &LineString<f64>) -> Polygon<f64> {
    Polygon::new(ring.clone(), Vec::new())
}

/// Whether a ring that crosses nothing lies in an area: one place strictly decided is enough,
/// but places may touch the area's rim, so all are tried until one is inside or outside.
fn touches(area: &Polygon<f64>, ring: &LineString<f64>, steps: &mut usize) -> bool {
    for c in &ring.0 {
        *steps += area.exterior().0.len();
        if *steps > MAX_STEPS {
            return false;
        }
        if let Some(inside) = position(area, *c) {
            return inside;
        }
    }
    // All vertices on the rim: the ring is inscribed.
    true
}

fn nested(ring: &LineString<f64>, other: &LineString<f64>, steps: &mut usize) -> bool {
    let apart = match (ring.bounding_rect(), other.bounding_rect()) {
        (Some(a), Some(b)) => !a.intersects(&b),
        _ => true,
    };
    *steps += 1;
    !apart && (touches(&filled(other), ring, steps) || touches(&filled(ring), other, steps))
}

fn within(part: &Polygon<f64>, other: &Polygon<f64>, steps: &mut usize) -> bool {
    for c in &part.exterior().0 {
        *steps += other.coords_count();
        if *steps > MAX_STEPS {
            return true;
        }
        if let Some(inside) = position(other, *c) {
            return inside;
        }
    }
    true
}

/// Inside, outside, or (`None`) on the rim.
fn position(area: &Polygon<f64>, c: Coord<f64>) -> Option<bool> {
    use geo::coordinate_position::{CoordPos, CoordinatePosition};
    match area.coordinate_position(&c) {
        CoordPos::Inside => Some(true),
        CoordPos::Outside => Some(false),
        CoordPos::OnBoundary => None,
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
