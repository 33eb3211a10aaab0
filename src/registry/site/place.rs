//! The place as a user gives it: a GeoJSON geometry or `lon` and `lat`, in a declared datum.

use crate::domain::crs::{Crs, CrsError, Transform};
use crate::domain::site::RawPosition;
use crate::domain::validity;
use crate::formats::geojson::geometry::{GeometryRules, read as read_geometry};
use crate::registry::draft::{Fields, rounded};
use geo_types::{Geometry, Point};

/// A geometry in WGS 84 with the raw coordinate it came from, when it was converted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Position {
    pub geometry: Option<Geometry<f64>>,
    pub raw: Option<RawPosition>,
}

/// Takes `geometry`, `lon`, `lat`, `crs` and `accuracy_m`; converts once, rounds to 7 decimals.
/// Defects are left in `fields`.
pub fn given_geometry(fields: &mut Fields) -> Position {
    let declared = fields.text("crs").unwrap_or_else(|| "wgs84".to_owned());
    let accuracy_m = accuracy_m(fields);
    let lon = fields.decimal("lon");
    let lat = fields.decimal("lat");
    let given = match (fields.take("geometry"), lon, lat) {
        (Some(value), None, None) => match read_geometry_value(&value) {
            Ok(geometry) => geometry,
            Err((zh, en)) => {
                fields.wrong("geometry", "wrong_geometry", zh, en);
                None
            }
        },
        (None, Some(lon), Some(lat)) => Some(Geometry::Point(Point::new(lon, lat))),
        (None, None, None) => None,
        _ => {
            fields.wrong(
                "geometry",
                "two_places",
                "请只给 geometry，或同时给 lon 和 lat",
                "give either `geometry` or both `lon` and `lat`",
            );
            None
        }
    };
    let Some(given) = given else { return Position::default() };
    let converted =
        declared.parse::<Crs>().and_then(|crs| Ok((Transform::new(&crs)?.geometry_to_wgs84(&given)?, crs)));
    match converted {
        Ok((geometry, crs)) => {
            let raw = raw_position(&given, &crs, accuracy_m);
            Position { geometry: checked(rounded(&geometry), fields), raw }
        }
        Err(error) => {
            wrong_crs(fields, &error);
            Position::default()
        }
    }
}

/// The coordinate as it came, when conversion changed it or its accuracy is told: the point, or the
/// first vertex.
pub fn raw_position(given: &Geometry<f64>, crs: &Crs, accuracy_m: Option<f64>) -> Option<RawPosition> {
    use geo::CoordsIter;
    if crs.is_stored() && accuracy_m.is_none() {
        return None;
    }
    let first = given.coords_iter().next()?;
    Some(RawPosition { x: first.x, y: first.y, crs: crs.to_string(), accuracy_m })
}

/// Takes the accuracy of a position, metres.
pub fn accuracy_m(fields: &mut Fields) -> Option<f64> {
    let metres = fields.decimal("accuracy_m")?;
    if (0.0..=100_000.0).contains(&metres) {
        return Some(metres);
    }
    fields.wrong(
        "accuracy_m",
        "not_in_range",
        format!("定位精度 {metres} 应为 0 至 100000 米"),
        format!("an accuracy of {metres} m; it should be 0 to 100,000"),
    );
    None
}

/// Leaves the defects of a geometry in `fields`; `None` when it can not be used.
pub fn checked(geometry: Geometry<f64>, fields: &mut Fields) -> Option<Geometry<f64>> {
    let flaws = validity::flaws(&geometry);
    for flaw in flaws.iter().filter(|flaw| flaw.refuses()) {
        fields.wrong("geometry", flaw.code(), flaw.message_zh(), flaw.message_en());
    }
    if flaws.iter().any(validity::Flaw::refuses) { None } else { Some(validity::tidied(geometry)) }
}

fn wrong_crs(fields: &mut Fields, error: &CrsError) {
    fields.wrong("geometry", "wrong_coordinates", error.message_zh(), error.message_en());
}

fn read_geometry_value(value: &crate::formats::Value) -> Result<Option<Geometry<f64>>, (String, String)> {
    let text = value.to_text();
    read_geometry(&text, &GeometryRules::default()).map_err(|error| (error.message_zh, error.message_en))
}
