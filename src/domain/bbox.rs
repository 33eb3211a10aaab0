//! A box in degrees of WGS 84, west, south, east, north; it may cross the antimeridian.

use std::fmt;
use std::str::FromStr;

use geo::CoordsIter;
use geo_types::{Coord, Geometry, Rect};
use serde::{Deserialize, Serialize};

/// A closed box, degrees WGS 84, axis order (lon, lat).
///
/// `min_lon > max_lon` says that the box crosses the antimeridian, as in RFC 7946 section 5.2:
/// it reaches from `min_lon` eastwards over 180° to `max_lon`. Latitudes are always ordered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bbox {
    /// West edge, degrees.
    pub min_lon: f64,
    /// South edge, degrees.
    pub min_lat: f64,
    /// East edge, degrees; less than `min_lon` when the box crosses the antimeridian.
    pub max_lon: f64,
    /// North edge, degrees.
    pub max_lat: f64,
}

/// Why four numbers are not a box.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BboxError {
    /// Not four (or, with heights, six) numbers separated by commas.
    #[error("a box is west,south,east,north in degrees, got {0:?}")]
    Malformed(String),
    /// NaN, infinite, or beyond ±180° / ±90°.
    #[error("box edge {0} is not within ±180° of longitude or ±90° of latitude")]
    OutOfRange(f64),
    /// South is north of north.
    #[error("the box's south edge {south} lies north of its north edge {north}")]
    Upside {
        /// South edge as given, degrees.
        south: f64,
        /// North edge as given, degrees.
        north: f64,
    },
}

impl BboxError {
    /// The message in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Self::Malformed(text) => {
                format!("范围应写作“西,南,东,北”四个以度为单位的数，收到 {text:?}")
            }
            Self::OutOfRange(value) => {
                format!("范围边界 {value} 超出经度 ±180° 或纬度 ±90°")
            }
            Self::Upside { south, north } => format!("范围的南界 {south} 在北界 {north} 以北"),
        }
    }

    /// The message in English.
    pub fn message_en(&self) -> String {
        self.to_string()
    }
}

impl Bbox {
    /// The whole earth.
    pub const WORLD: Bbox = Bbox { min_lon: -180.0, min_lat: -90.0, max_lon: 180.0, max_lat: 90.0 };

    /// A checked box from its edges in degrees; `west > east` crosses the antimeridian.
    ///
    /// # Errors
    /// [`BboxError`] for a number out of range (NaN included) or south above north.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, BboxError> {
        for (value, limit) in [(west, 180.0), (south, 90.0), (east, 180.0), (north, 90.0)] {
            if !(-limit..=limit).contains(&value) {
                return Err(BboxError::OutOfRange(value));
            }
        }
        if south > north {
            return Err(BboxError::Upside { south, north });
        }
        Ok(Self { min_lon: west, min_lat: south, max_lon: east, max_lat: north })
    }

    /// The smallest non-crossing box of all vertices, `None` for an empty geometry.
    ///
    /// Edges are straight in (lon, lat), as RFC 7946 has them, so the vertices' box holds every
    /// edge; a geometry that is cut at the antimeridian gets a box from -180 to 180.
    pub fn of(geometry: &Geometry<f64>) -> Option<Self> {
        let mut found: Option<Self> = None;
        for c in geometry.coords_iter() {
            let point = Self { min_lon: c.x, min_lat: c.y, max_lon: c.x, max_lat: c.y };
            found = Some(found.map_or(point, |b| b.union_planar(&point)));
        }
        found
    }

    /// Whether the box crosses the antimeridian.
    pub fn crosses_antimeridian(&self) -> bool {
        self.min_lon > self.max_lon
    }

    /// The one or two ordinary boxes (`min_lon <= max_lon`) that make up this box.
    pub fn split(&self) -> impl Iterator<Item = Bbox> + use<> {
        let (first, second) = if self.crosses_antimeridian() {
            (Self { max_lon: 180.0, ..*self }, Some(Self { min_lon: -180.0, ..*self }))
        } else {
            (*self, None)
        };
        std::iter::once(first).chain(second)
    }

    /// The same as rectangles in (lon, lat): its parts, and for one that ends at the antimeridian
    /// that meridian's other name too, so that a place at 180° and one at -180° are both found.
    pub fn planar(&self) -> Vec<Rect<f64>> {
        let mut rectangles = Vec::new();
        for b in self.split() {
            let corners = |west: f64, east: f64| {
                let (from, to) = ((west, b.min_lat), (east, b.max_lat));
                Rect::new(Coord::from(from), Coord::from(to))
            };
            rectangles.push(corners(b.min_lon, b.max_lon));
            if b.max_lon == 180.0 && b.min_lon > -180.0 {
                rectangles.push(corners(-180.0, -180.0));
            }
            if b.min_lon == -180.0 && b.max_lon < 180.0 {
                rectangles.push(corners(180.0, 180.0));
            }
        }
        rectangles
    }

    /// Whether a point (degrees) lies in the box or on its edge; ±180° are the same meridian.
    pub fn contains_point(&self, lon: f64, lat: f64) -> bool {
        (self.min_lat..=self.max_lat).contains(&lat)
            && (self.contains_lon(lon) || (lon.abs() == 180.0 && self.contains_lon(-lon)))
    }

    /// Whether `other` lies wholly in this box.
    pub fn contains(&self, other: &Bbox) -> bool {
        self.min_lat <= other.min_lat
            && other.max_lat <= self.max_lat
            && (self.spans_all_lons()
                || other.split().all(|theirs| {
                    self.split().any(|ours| ours.min_lon <= theirs.min_lon && theirs.max_lon <= ours.max_lon)
                }))
    }

    /// Whether the two boxes share a point.
    pub fn intersects(&self, other: &Bbox) -> bool {
        self.min_lat <= other.max_lat
            && other.min_lat <= self.max_lat
            && self.split().any(|a| {
                other.split().any(|b| {
                    (a.min_lon <= b.max_lon && b.min_lon <= a.max_lon)
                        || (a.max_lon == 180.0 && b.min_lon == -180.0)
                        || (b.max_lon == 180.0 && a.min_lon == -180.0)
                })
            })
    }

    /// A box that holds both: the plain one if neither crosses the antimeridian, otherwise the
    /// one that spans fewer degrees of longitude.
    pub fn union(&self, other: &Bbox) -> Bbox {
        if !self.crosses_antimeridian() && !other.crosses_antimeridian() {
            return self.union_planar(other);
        }
        let min_lat = self.min_lat.min(other.min_lat);
        let max_lat = self.max_lat.max(other.max_lat);
        [
            (self.min_lon, self.max_lon),
            (other.min_lon, other.max_lon),
            (self.min_lon, other.max_lon),
            (other.min_lon, self.max_lon),
        ]
        .into_iter()
        .map(|(min_lon, max_lon)| Bbox { min_lon, min_lat, max_lon, max_lat })
        .filter(|b| b.contains(self) && b.contains(other))
        .min_by(|a, b| a.width_deg().total_cmp(&b.width_deg()))
        .unwrap_or(Bbox { min_lat, max_lat, ..Self::WORLD })
    }

    /// Degrees of longitude spanned, 0 to 360.
    pub fn width_deg(&self) -> f64 {
        let width = self.max_lon - self.min_lon;
        if self.crosses_antimeridian() { width + 360.0 } else { width }
    }

    /// The box's middle (lon, lat), degrees, longitude within ±180°.
    pub fn center(&self) -> (f64, f64) {
        let lon = self.min_lon + self.width_deg() / 2.0;
        let lat = f64::midpoint(self.min_lat, self.max_lat);
        (if lon > 180.0 { lon - 360.0 } else { lon }, lat)
    }

    fn contains_lon(&self, lon: f64) -> bool {
        if self.crosses_antimeridian() {
            lon >= self.min_lon || lon <= self.max_lon
        } else {
            (self.min_lon..=self.max_lon).contains(&lon)
        }
    }

    fn spans_all_lons(&self) -> bool {
        self.width_deg() >= 360.0
    }

    fn union_planar(&self, other: &Bbox) -> Bbox {
        Bbox {
            min_lon: self.min_lon.min(other.min_lon),
            min_lat: self.min_lat.min(other.min_lat),
            max_lon: self.max_lon.max(other.max_lon),
            max_lat: self.max_lat.max(other.max_lat),
        }
    }
}

impl fmt::Display for Bbox {
    /// `west,south,east,north`, as the `bbox` parameter is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{},{}", self.min_lon, self.min_lat, self.max_lon, self.max_lat)
    }
}

impl FromStr for Bbox {
    type Err = BboxError;

    /// Reads `west,south,east,north`, or six numbers with heights, which are ignored.
    fn from_str(text: &str) -> Result<Self, BboxError> {
        let numbers: Vec<f64> = text
            .split(',')
            .map(|part| part.trim().parse::<f64>())
            .collect::<Result<_, _>>()
            .map_err(|_| BboxError::Malformed(text.to_owned()))?;
        match numbers[..] {
            [w, s, e, n] | [w, s, _, e, n, _] => Self::new(w, s, e, n),
            _ => Err(BboxError::Malformed(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{LineString, line_string};
    use proptest::prelude::*;

    use super::*;

    fn bbox(text: &str) -> Bbox {
        text.parse().expect("a valid box")
    }

    #[test]
    fn crossing_boxes_split_at_the_antimeridian() {
        let parts: Vec<Bbox> = bbox("179,-10,-179,10").split().collect();
        assert_eq!(parts, [bbox("179,-10,180,10"), bbox("-180,-10,-179,10")]);
        assert_eq!(bbox("1,2,3,4").split().count(), 1);
    }

    #[test]
    fn both_signs_of_180_are_one_meridian() {
        assert!(bbox("170,0,180,1").contains_point(-180.0, 0.5));
        assert!(bbox("170,0,180,1").intersects(&bbox("-180,0,-170,1")));
        assert!(!bbox("170,0,179,1").intersects(&bbox("-180,0,-170,1")));
    }

    #[test]
    fn unions_take_the_narrow_way() {
        assert_eq!(bbox("179,0,-179,1").union(&bbox("-178,2,-177,3")), bbox("179,0,-177,3"));
        assert_eq!(bbox("1,2,3,4").union(&bbox("-1,0,0,1")), bbox("-1,0,3,4"));
        assert_eq!(bbox("10,0,-10,1").union(&bbox("-20,0,20,1")).width_deg(), 360.0);
    }

    #[test]
    fn bad_text_is_refused_in_two_languages() {
        assert!(matches!("1,2,3".parse::<Bbox>(), Err(BboxError::Malformed(_))));
        assert!(matches!("NaN,2,3,4".parse::<Bbox>(), Err(BboxError::OutOfRange(_))));
        let upside = "1,4,3,2".parse::<Bbox>().expect_err("south above north");
        assert!(upside.message_zh().contains("南界"));
        assert!(upside.message_en().contains("south"));
        assert_eq!(bbox("1,2,0,3,4,99"), bbox("1,2,3,4"));
    }

    #[test]
    fn the_box_of_a_geometry_holds_its_vertices_and_of_nothing_is_none() {
        let line: Geometry<f64> = line_string![(x: 1.0, y: 5.0), (x: -3.0, y: 2.0)].into();
        assert_eq!(Bbox::of(&line), Some(bbox("-3,2,1,5")));
        assert_eq!(Bbox::of(&LineString::<f64>::new(vec![]).into()), None);
    }

    prop_compose! {
        fn any_box()(w in -180.0..180.0f64, e in -180.0..180.0f64, a in -90.0..90.0f64, b in -90.0..90.0f64) -> Bbox {
            Bbox { min_lon: w, min_lat: a.min(b), max_lon: e, max_lat: a.max(b) }
        }
    }

    proptest! {
        #[test]
        fn membership_agrees_with_the_parts(b in any_box(), lon in -180.0..180.0f64, lat in -90.0..90.0f64) {
            let by_parts = b.split().any(|p| p.contains_point(lon, lat));
            prop_assert_eq!(b.contains_point(lon, lat), by_parts);
        }

        #[test]
        fn a_union_holds_both_and_meets_both(a in any_box(), b in any_box()) {
            let u = a.union(&b);
            prop_assert!(u.contains(&a) && u.contains(&b), "{} of {} and {}", u, a, b);
            prop_assert!(u.intersects(&a) && u.intersects(&b));
        }

        #[test]
        fn a_common_point_means_an_intersection(a in any_box(), b in any_box(), lon in -180.0..180.0f64, lat in -90.0..90.0f64) {
            if a.contains_point(lon, lat) && b.contains_point(lon, lat) {
                prop_assert!(a.intersects(&b));
            }
        }
    }
}
