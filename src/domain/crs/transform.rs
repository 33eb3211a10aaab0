//! From a system to WGS 84 and back.

use geo::MapCoords;
use geo_types::{Coord, Geometry};

use super::projected::Projected;
use super::{Crs, CrsError, bd09, check_lon_lat, gcj02};

/// A conversion between one system and WGS 84, prepared once for a data set.
///
/// Results are always finite degrees within ±180 / ±90 (towards WGS 84), or an error.
#[derive(Debug, Clone)]
pub struct Transform {
    crs: Crs,
    method: Method,
}

#[derive(Debug, Clone)]
enum Method {
    Same,
    Gcj02,
    Bd09,
    Projected(Projected),
}

impl Transform {
    /// Prepares the conversion between `crs` and WGS 84.
    ///
    /// # Errors
    /// [`CrsError`] if the number is unknown, the .prj cannot be read, or the system cannot be
    /// computed with.
    pub fn new(crs: &Crs) -> Result<Self, CrsError> {
        let method = match crs {
            Crs::Wgs84 | Crs::Cgcs2000 => Method::Same,
            Crs::Gcj02 => Method::Gcj02,
            Crs::Bd09 => Method::Bd09,
            Crs::WebMercator => Method::Projected(Projected::WebMercator),
            Crs::Epsg(code) => Method::Projected(Projected::from_epsg(*code)?),
            Crs::Prj(text) => Method::Projected(Projected::from_prj(text)?),
        };
        Ok(Self { crs: crs.clone(), method })
    }

    /// The system this converts from (and to).
    pub fn crs(&self) -> &Crs {
        &self.crs
    }

    /// Whether the way from this system's datum to WGS 84 is known. Where it is not (Xian 1980,
    /// whose parameters are not public, is one), coordinates are converted as if the datums were
    /// equal and may lie some hundred metres off: the report should warn.
    pub fn datum_shift_known(&self) -> bool {
        match &self.method {
            Method::Same | Method::Gcj02 | Method::Bd09 => true,
            Method::Projected(projected) => projected.shift_known(),
        }
    }

    /// Whether this system's coordinates are degrees.
    pub fn in_degrees(&self) -> bool {
        match &self.method {
            Method::Same | Method::Gcj02 | Method::Bd09 => true,
            Method::Projected(projected) => projected.in_degrees(),
        }
    }

    /// WGS 84 (lon, lat) in degrees of a place given as (x = lon or easting, y = lat or northing).
    ///
    /// # Errors
    /// [`CrsError`] for NaN, infinity, degrees out of range, or metres that the system's
    /// projection does not cover.
    pub fn to_wgs84(&self, x: f64, y: f64) -> Result<(f64, f64), CrsError> {
        let (lon, lat) = match &self.method {
            Method::Same => {
                check_lon_lat(x, y)?;
                return Ok((x, y));
            }
            Method::Gcj02 => self.unshift(x, y, gcj02::to_wgs84)?,
            Method::Bd09 => self.unshift(x, y, bd09::to_wgs84)?,
            Method::Projected(projected) => {
                if !x.is_finite() || !y.is_finite() {
                    return Err(CrsError::NotFinite { x, y });
                }
                projected.to_wgs84(x, y).ok_or_else(|| self.outside(x, y))?
            }
        };
        self.settle(x, y, lon, lat)
    }

    /// The place at WGS 84 (lon, lat) in this system's own degrees or metres, as (x, y).
    ///
    /// # Errors
    /// As [`Transform::to_wgs84`].
    pub fn from_wgs84(&self, lon: f64, lat: f64) -> Result<(f64, f64), CrsError> {
        check_lon_lat(lon, lat)?;
        match &self.method {
            Method::Same => Ok((lon, lat)),
            Method::Gcj02 => {
                let (x, y) = gcj02::from_wgs84(lon, lat);
                self.settle(lon, lat, x, y)
            }
            Method::Bd09 => {
                let (x, y) = bd09::from_wgs84(lon, lat);
                self.settle(lon, lat, x, y)
            }
            Method::Projected(projected) => {
                projected.from_wgs84(lon, lat).ok_or_else(|| self.outside(lon, lat))
            }
        }
    }

    /// A whole geometry converted to WGS 84 degrees.
    ///
    /// # Errors
    /// That of the first coordinate that cannot be converted.
    pub fn geometry_to_wgs84(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        geometry.try_map_coords(|c| self.to_wgs84(c.x, c.y).map(|(x, y)| Coord { x, y }))
    }

    /// A whole geometry in WGS 84 degrees converted to this system.
    ///
    /// # Errors
    /// That of the first coordinate that cannot be converted.
    pub fn geometry_from_wgs84(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        geometry.try_map_coords(|c| self.from_wgs84(c.x, c.y).map(|(x, y)| Coord { x, y }))
    }

    fn unshift(
        &self,
        x: f64,
        y: f64,
        to_wgs84: impl Fn(f64, f64) -> Option<(f64, f64)>,
    ) -> Result<(f64, f64), CrsError> {
        check_lon_lat(x, y)?;
        to_wgs84(x, y).ok_or_else(|| self.outside(x, y))
    }

    /// Brings a result back over the antimeridian and refuses one that is no place on earth.
    fn settle(&self, x: f64, y: f64, lon: f64, lat: f64) -> Result<(f64, f64), CrsError> {
        let lon = if (180.0..540.0).contains(&lon.abs()) && lon.abs() != 180.0 {
            lon - 360.0 * lon.signum()
        } else {
            lon
        };
        check_lon_lat(lon, lat).map_err(|_| self.outside(x, y))?;
        Ok((lon, lat))
    }

    fn outside(&self, x: f64, y: f64) -> CrsError {
        CrsError::OutsideProjection { x, y, crs: self.crs.short_name() }
    }
}

#[cfg(test)]
mod tests {
    use geo_types::line_string;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::geodesy::point_distance_m;

    fn transform(name: &str) -> Transform {
        Transform::new(&name.parse().expect("a name")).expect("a transform")
    }

    fn assert_near(found: (f64, f64), wanted: (f64, f64), tolerance: f64) {
        assert!(
            (found.0 - wanted.0).abs() <= tolerance && (found.1 - wanted.1).abs() <= tolerance,
            "{found:?} against {wanted:?}"
        );
    }

    #[test]
    fn the_published_vector_of_gcj02_and_bd09_holds() {
        let wgs84 = (123.463, 41.679);
        for (name, shifted) in [("gcj02", (123.469_049, 41.681_356)), ("bd09", (123.475_460, 41.687_673))] {
            let t = transform(name);
            assert_near(t.from_wgs84(wgs84.0, wgs84.1).expect("shifted"), shifted, 5.1e-7);
            assert_near(t.to_wgs84(shifted.0, shifted.1).expect("back"), wgs84, 6e-7);
        }
    }

    #[test]
    fn the_same_numbers_as_wgs84_and_as_gcj02_lie_some_550_m_apart() {
        let (lon, lat) = transform("gcj02").to_wgs84(123.463, 41.679).expect("a place");
        let metres = point_distance_m((lon, lat).into(), (123.463, 41.679).into());
        assert!((524.0..578.0).contains(&metres), "{metres}");
    }

    #[test]
    fn what_is_no_place_is_refused_in_two_languages() {
        for name in ["wgs84", "gcj02", "bd09"] {
            let t = transform(name);
            for (x, y) in [(f64::NAN, 1.0), (1.0, f64::INFINITY), (200.0, 0.0), (0.0, -90.1)] {
                let error = t.to_wgs84(x, y).expect_err("no place");
                assert!(!error.message_zh().is_empty() && !error.message_en().is_empty());
                assert!(t.from_wgs84(x, y).is_err());
            }
        }
        let swapped = transform("wgs84").to_wgs84(41.679, 123.463).expect_err("swapped");
        assert!(swapped.message_en().contains("swapped") && swapped.message_zh().contains("颠倒"));
    }

    #[test]
    fn whole_geometries_are_converted_vertex_by_vertex() {
        let line: Geometry<f64> = line_string![(x: 123.4, y: 41.6), (x: 123.5, y: 41.7)].into();
        let t = transform("gcj02");
        let there = t.geometry_from_wgs84(&line).expect("shifted");
        assert_ne!(there, line);
        let Geometry::LineString(back) = t.geometry_to_wgs84(&there).expect("back") else {
            panic!("a line stays a line");
        };
        assert_near(back.0[1].x_y(), (123.5, 41.7), 1e-9);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn both_inverses_hold_within_a_millimetre_over_china(lon in 73.0..135.5f64, lat in 17.0..54.0f64) {
            for name in [Crs::Gcj02, Crs::Bd09] {
                let t = Transform::new(&name).expect("a transform");
                let (x, y) = t.from_wgs84(lon, lat).expect("shifted");
                let back = t.to_wgs84(x, y).expect("back");
                prop_assert!(point_distance_m(back.into(), (lon, lat).into()) < 1e-3);
            }
        }

        #[test]
        fn no_number_makes_a_shift_panic_or_leave_the_earth(x in any::<f64>(), y in any::<f64>(),
                                                            lon in -180.0..=180.0f64, lat in -90.0..=90.0f64) {
            for name in [Crs::Wgs84, Crs::Gcj02, Crs::Bd09] {
                let t = Transform::new(&name).expect("a transform");
                for (x, y) in [(x, y), (lon, lat)] {
                    if let Ok((lon, lat)) = t.to_wgs84(x, y) {
                        prop_assert!(check_lon_lat(lon, lat).is_ok());
                    }
                    let _ = t.from_wgs84(x, y);
                }
            }
        }
    }
}
