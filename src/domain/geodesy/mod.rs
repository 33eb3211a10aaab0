//! Distances, lengths and areas on the WGS 84 ellipsoid (Karney's method), and bounds for whoever
//! searches by place.
//!
//! Coordinates are degrees in axis order (lon, lat). Edges between vertices are straight in
//! (lon, lat), as RFC 7946 section 3.1.1 has them, so a geometry's vertices bound its edges;
//! a feature across the antimeridian has to be cut there (section 3.1.9).

/// Area of polygons.
mod area;
/// Boxes that surely hold a circle, and distances to a box that are surely not too long.
mod bounds;
/// Geodesic metres from a point to the nearest place of any geometry.
mod distance;
/// The place on one edge that is nearest to a point.
mod edge;
/// Length of lines.
mod length;

pub use area::{area_cm2, area_m2};
pub use bounds::{bbox_distance_lower_bound_m, circle_bbox};
pub use distance::{distance_m, point_distance_m};
pub use edge::{Foot, foot_on_edge};
pub use length::{edge_m, length_m, line_m};

/// Equatorial radius of WGS 84, metres.
pub(crate) const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;

/// Square of the first eccentricity of WGS 84.
pub(crate) const ECCENTRICITY_SQUARED: f64 = 0.006_694_379_990_141_316;

/// Radius of curvature along the meridian at a latitude in degrees, metres: the shortest radius
/// of the ellipsoid there, growing from equator to pole.
pub(crate) fn meridian_radius_m(lat: f64) -> f64 {
    let s = lat.to_radians().sin();
    let w = 1.0 - ECCENTRICITY_SQUARED * s * s;
    EQUATORIAL_RADIUS_M * (1.0 - ECCENTRICITY_SQUARED) / (w * w.sqrt())
}
