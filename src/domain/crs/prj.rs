//! What the WKT 1 text of a .prj file means, as a definition that can be computed with.
//!
//! Both dialects are read: ESRI's (`D_China_2000`, `Gauss_Kruger`) and the OGC's.

use std::fmt::Write as _;

use super::CrsError;
use super::wkt::{self, Node};

/// What a .prj text turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    WebMercator,
    /// Better said by the register: the text itself lacks the datum's shift or uses a projection
    /// that is not read here, but names its number.
    Epsg(u32),
    Definition {
        name: String,
        proj: String,
    },
}

/// Beijing 1954 to WGS 84, metres, as the EPSG register's definition of 4214 has it.
const BEIJING_1954_SHIFT: &str = " +towgs84=15.8,-154.4,-82.3,0,0,0,0";

/// Reads a .prj text.
pub(super) fn read(text: &str) -> Result<Meaning, CrsError> {
    let root = wkt::parse(text)?;
    let root = match root.keyword.as_str() {
        "COMPD_CS" => root.child("PROJCS").or_else(|| root.child("GEOGCS")).cloned().unwrap_or(root),
        _ => root,
    };
    let number = epsg_number(&root);
    let name = root.name().unwrap_or("?").to_owned();
    let computed = match root.keyword.as_str() {
        "GEOGCS" => geographic(&root).map(|base| (format!("+proj=longlat{}", base.tail), base.shift_known)),
        "PROJCS" => match projected(&root) {
            Ok(Some(found)) => Ok(found),
            Ok(None) => return Ok(Meaning::WebMercator),
            Err(error) => Err(error),
        },
        other => Err(CrsError::Unsupported {
            crs: name.clone(),
            why: format!("{other} is neither PROJCS nor GEOGCS of WKT 1"),
        }),
    };
    match (computed, number) {
        (Ok((_, false)) | Err(CrsError::Unsupported { .. }), Some(code)) => Ok(Meaning::Epsg(code)),
        (Ok((proj, _)), _) => Ok(Meaning::Definition { name, proj: format!("{proj} +no_defs") }),
        (Err(error), _) => Err(error),
    }
}

/// The end of every definition: ellipsoid, shift, prime meridian.
struct Base {
    tail: String,
    shift_known: bool,
    degrees_per_unit: f64,
}

fn geographic(geogcs: &Node) -> Result<Base, CrsError> {
    let datum = geogcs.child("DATUM").ok_or(CrsError::MissingInPrj("DATUM"))?;
    let spheroid = datum.child("SPHEROID").ok_or(CrsError::MissingInPrj("SPHEROID"))?;
    let radius = spheroid.number(1).ok_or(CrsError::MissingInPrj("SPHEROID"))?;
    let inverse_flattening = spheroid.number(2).ok_or(CrsError::MissingInPrj("SPHEROID"))?;
    let radians = match geogcs.child("UNIT") {
        Some(unit) => unit.number(1).ok_or(CrsError::MissingInPrj("UNIT"))?,
        None => 1.0_f64.to_radians(),
    };

    let geocentric = radius == 6_378_137.0 && (inverse_flattening - 298.257_223).abs() < 2e-6;
    let mut tail = if geocentric && inverse_flattening < 298.257_222_5 {
        " +ellps=GRS80".to_owned()
    } else if geocentric {
        " +ellps=WGS84".to_owned()
    } else if inverse_flattening == 0.0 {
        format!(" +a={radius} +b={radius}")
    } else {
        format!(" +a={radius} +rf={inverse_flattening}")
    };
    let shift = shift_of(datum)?;
    tail.push_str(&shift);
    // By GDAL's and ESRI's custom in degrees, whatever the unit of the other angles.
    let meridian = geogcs.child("PRIMEM").and_then(|node| node.number(1)).unwrap_or(0.0);
    if meridian != 0.0 {
        let _ = write!(tail, " +pm={meridian}");
    }
    Ok(Base {
        tail,
        shift_known: geocentric || !shift.is_empty(),
        degrees_per_unit: degrees_per_unit(radians),
    })
}

fn shift_of(datum: &Node) -> Result<String, CrsError> {
    if let Some(node) = datum.child("TOWGS84") {
        let mut shift = String::from(" +towgs84=");
        let count = if node.values.len() >= 7 { 7 } else { 3 };
        for position in 0..count {
            let value = node.number(position).ok_or(CrsError::MissingInPrj("TOWGS84"))?;
            let comma = if position == 0 { "" } else { "," };
            let _ = write!(shift, "{comma}{value}");
        }
        return Ok(shift);
    }
    let named_beijing = plain(datum.name().unwrap_or_default()).ends_with("beijing1954");
    Ok(if named_beijing { BEIJING_1954_SHIFT.to_owned() } else { String::new() })
}

/// The definition and whether its shift is known; `None` for web Mercator.
fn projected(projcs: &Node) -> Result<Option<(String, bool)>, CrsError> {
    let geogcs = projcs.child("GEOGCS").ok_or(CrsError::MissingInPrj("GEOGCS"))?;
    let base = geographic(geogcs)?;
    let method =
        projcs.child("PROJECTION").and_then(Node::name).ok_or(CrsError::MissingInPrj("PROJECTION"))?;
    let to_metre = match projcs.child("UNIT") {
        Some(unit) => unit.number(1).ok_or(CrsError::MissingInPrj("UNIT"))?,
        None => 1.0,
    };
    let p = Parameters { projcs, degrees_per_unit: base.degrees_per_unit };
    let scale = p.given(&["scalefactor"]).unwrap_or(1.0);
    let own = match plain(method).as_str() {
        "mercatorauxiliarysphere" | "popularvisualisationpseudomercator" => return Ok(None),
        "transversemercator" | "gausskruger" => {
            let (lat_0, lon_0) = (p.origin_lat()?, p.origin_lon()?);
            format!("+proj=tmerc +lat_0={lat_0} +lon_0={lon_0} +k={scale}")
        }
        "mercator" | "mercator1sp" | "mercator2sp" => {
            let lat_ts = p.angle(&["standardparallel1"]).unwrap_or(0.0);
            if lat_ts == 0.0 {
                format!("+proj=merc +lon_0={} +k={scale}", p.origin_lon()?)
            } else {
                format!("+proj=merc +lon_0={} +lat_ts={lat_ts}", p.origin_lon()?)
            }
        }
        "lambertconformalconic" | "lambertconformalconic1sp" | "lambertconformalconic2sp" => {
            let (lat_0, lon_0) = (p.origin_lat()?, p.origin_lon()?);
            let lat_1 = p.angle(&["standardparallel1"]).unwrap_or(lat_0);
            let lat_2 = p.angle(&["standardparallel2"]).unwrap_or(lat_1);
            format!("+proj=lcc +lat_1={lat_1} +lat_2={lat_2} +lat_0={lat_0} +lon_0={lon_0} +k_0={scale}")
        }
        "albers" | "albersconicequalarea" => {
            let (lat_0, lon_0) = (p.origin_lat()?, p.origin_lon()?);
            let (lat_1, lat_2) = (p.parallel_1()?, p.parallel_2()?);
            format!("+proj=aea +lat_1={lat_1} +lat_2={lat_2} +lat_0={lat_0} +lon_0={lon_0}")
        }
        "lambertazimuthalequalarea" => {
            format!("+proj=laea +lat_0={} +lon_0={}", p.origin_lat()?, p.origin_lon()?)
        }
        "mollweide" => format!("+proj=moll +lon_0={}", p.origin_lon()?),
        _ => {
            return Err(CrsError::Unsupported {
                crs: projcs.name().unwrap_or("?").to_owned(),
                why: format!("the projection {method} is not read from a .prj"),
            });
        }
    };
    let easting = p.given(&["falseeasting"]).unwrap_or(0.0) * to_metre;
    let northing = p.given(&["falsenorthing"]).unwrap_or(0.0) * to_metre;
    let definition = format!("{own} +x_0={easting} +y_0={northing} +to_meter={to_metre}{}", base.tail);
    Ok(Some((definition, base.shift_known)))
}

/// The PARAMETERs of a PROJCS, by name in any case and with any separators.
struct Parameters<'a> {
    projcs: &'a Node,
    degrees_per_unit: f64,
}

impl Parameters<'_> {
    fn given(&self, names: &[&str]) -> Option<f64> {
        let parameters = || self.projcs.children().filter(|node| node.keyword == "PARAMETER");
        names.iter().find_map(|name| {
            parameters().find(|node| node.name().is_some_and(|n| plain(n) == *name))?.number(1)
        })
    }

    fn angle(&self, names: &[&str]) -> Option<f64> {
        self.given(names).map(|value| value * self.degrees_per_unit)
    }

    fn origin_lon(&self) -> Result<f64, CrsError> {
        self.angle(&["centralmeridian", "longitudeoforigin", "longitudeofcenter"])
            .ok_or(CrsError::MissingInPrj("central_meridian"))
    }

    fn origin_lat(&self) -> Result<f64, CrsError> {
        self.angle(&["latitudeoforigin", "latitudeofcenter"])
            .ok_or(CrsError::MissingInPrj("latitude_of_origin"))
    }

    fn parallel_1(&self) -> Result<f64, CrsError> {
        self.angle(&["standardparallel1"]).ok_or(CrsError::MissingInPrj("standard_parallel_1"))
    }

    fn parallel_2(&self) -> Result<f64, CrsError> {
        self.angle(&["standardparallel2"]).ok_or(CrsError::MissingInPrj("standard_parallel_2"))
    }
}

/// The EPSG number that the text itself names, `AUTHORITY["EPSG","n"]` or WKT 2's `ID["EPSG",n]`.
fn epsg_number(root: &Node) -> Option<u32> {
    let node = root.child("AUTHORITY").or_else(|| root.child("ID"))?;
    if !node.name()?.eq_ignore_ascii_case("EPSG") {
        return None;
    }
    let code = node.number(1)?;
    (code.fract() == 0.0 && (1.0..1e6).contains(&code)).then_some(code as u32)
}

/// Exactly 1 for degrees, although texts write the radians of one with few digits.
fn degrees_per_unit(radians: f64) -> f64 {
    let degrees = radians.to_degrees();
    if (degrees - 1.0).abs() < 1e-9 { 1.0 } else { degrees }
}

/// Lower case without separators, and without ESRI's prefix of datums.
fn plain(name: &str) -> String {
    let name = name.strip_prefix("D_").unwrap_or(name);
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
#[path = "prj_tests.rs"]
mod tests;
