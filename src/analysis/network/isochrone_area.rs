//! The surface around reached streets.
//!
//! All that lies within some metres of a reached street, with small holes (blocks of houses that are
//! reached all around) filled. A hull would claim the far bank of a river; this does not. It is a
//! picture: people are counted by cells, never by this surface.

use super::plane::Plane;
use geo::algorithm::buffer::{Buffer, BufferStyle, LineCap, LineJoin};
use geo::{Area, BoundingRect, MapCoords};
use geo_types::{LineString, MultiLineString, MultiPolygon, Polygon};

/// Corners are rounded in steps of this angle, radians.
const ROUNDING_RAD: f64 = 0.4;

/// How a surface is drawn around streets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaStyle {
    /// Width of the strip on each side of a street, metres.
    pub beside_m: f64,
    /// Holes smaller than this are filled, m².
    pub fill_m2: f64,
}

/// The surface around `lines` (lon, lat), valid by the OGC's rules; empty for no lines or no width.
///
/// Drawn on a plane scaled at the middle of the lines: strips are true to some parts in a thousand
/// for what is reached on foot or by bicycle.
pub fn area(lines: &MultiLineString<f64>, style: &AreaStyle) -> MultiPolygon<f64> {
    let wide = style.beside_m > 0.0 && style.beside_m.is_finite();
    let Some(bounds) = lines.bounding_rect().filter(|_| wide) else {
        return MultiPolygon(Vec::new());
    };
    let plane = Plane::at(bounds.center());
    let flat = lines.map_coords(|place| plane.to(place));
    let strips = BufferStyle::new(style.beside_m)
        .line_cap(LineCap::Round(ROUNDING_RAD))
        .line_join(LineJoin::Round(ROUNDING_RAD));
    let surface = flat.buffer_with_style(strips).into_iter().map(|polygon| {
        let (outer, mut holes) = polygon.into_inner();
        holes.retain(|hole| ring_m2(hole) >= style.fill_m2);
        Polygon::new(outer, holes)
    });
    surface.collect::<MultiPolygon<f64>>().map_coords(|place| plane.from(place))
}

fn ring_m2(ring: &LineString<f64>) -> f64 {
    Polygon::new(ring.clone(), Vec::new()).unsigned_area()
}
