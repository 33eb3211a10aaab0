//! The place as a user gives it: a GeoJSON geometry or `lon` and `lat`, in a declared datum.

use crate::domain::crs::{Crs, CrsError, Transform};
use crate::domain::site::RawPosition;
use crate::domain::validity;
use crate::formats::geojson::geometry::{GeometryRules, read as read_geometry};
use crate::registry::draft::{Fields, rounded};
use geo_types::{Geometry, Point};

/// A geometry in WGS 84 with the raw coordinate it came from, when it was a converted point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Position {
    pub geometry: Option<Geometry<f64>>,
    pub raw: Option<RawPosition>,
}

/// Takes `geometry`, `lon`, `lat`, `crs` and `accuracy_m`; converts once, rounds to 7 decimals.
/// Defects are left in `fields`.
pub fn given_geometry(fields: &mut Fields) -> Position {
    let declared = fields.text("crs").unwrap_or_else(|| "wgs84".to_owned());
    let accuracy_m = fields.decimal("accuracy_m");
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
            let raw = match &given {
                Geometry::Point(point) if !crs.is_stored() || accuracy_m.is_some() => {
                    Some(RawPosition { x: point.x(), y: point.y(), crs: crs.to_string(), accuracy_m })
                }
                _ => None,
            };
            Position { geometry: checked(rounded(&geometry), fields), raw }
        }
        Err(error) => {
            wrong_crs(fields, &error);
            Position::default()
        }
    }
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
