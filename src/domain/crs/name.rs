//! The name of a system, as a user types it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::CrsError;

/// A coordinate reference system, as declared for a data set.
///
/// Written and read as `wgs84 | cgcs2000 | gcj02 | bd09 | EPSG:n`, or as the WKT of a .prj file.
/// `ESRI:54009` (World Mollweide, which population grids use) reads as its WKT.
/// `EPSG:4326`, `EPSG:4490` and `EPSG:3857` (also as OGC URN or URL, and CRS84) read as the
/// variants that mean them, so that equal systems compare equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Crs {
    /// WGS 84 in degrees: what the registry stores (EPSG:4326, CRS84).
    #[default]
    Wgs84,
    /// CGCS2000 in degrees (EPSG:4490); treated as equal to WGS 84, from which it differs by
    /// decimetres at most.
    Cgcs2000,
    /// GCJ-02 in degrees: AMap, Tencent, WeChat, phones sold in China.
    Gcj02,
    /// BD-09 in degrees: Baidu.
    Bd09,
    /// Spherical ("web") Mercator in metres (EPSG:3857).
    WebMercator,
    /// Any other number of the EPSG register.
    Epsg(u32),
    /// The WKT 1 text of a Shapefile's .prj.
    Prj(String),
}

/// What ESRI:54009 means: the register of EPSG does not have it.
const WORLD_MOLLWEIDE: &str = r#"PROJCS["World_Mollweide",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mollweide"],PARAMETER["central_meridian",0],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]]"#;

impl Crs {
    /// The EPSG number, if the system has one.
    pub fn epsg(&self) -> Option<u32> {
        match self {
            Self::Wgs84 => Some(4326),
            Self::Cgcs2000 => Some(4490),
            Self::WebMercator => Some(3857),
            Self::Epsg(code) => Some(*code),
            Self::Gcj02 | Self::Bd09 | Self::Prj(_) => None,
        }
    }

    /// The system with this EPSG number, under its own name where it has one.
    pub fn from_epsg(code: u32) -> Self {
        match code {
            4326 | 4979 => Self::Wgs84,
            4490 | 4480 => Self::Cgcs2000,
            3857 | 900_913 | 3785 | 102_100 | 102_113 => Self::WebMercator,
            other => Self::Epsg(other),
        }
    }

    /// The name for messages: a .prj by the name it gives itself, not by its whole text.
    pub fn short_name(&self) -> String {
        match self {
            Self::Prj(text) => text.split('"').nth(1).unwrap_or(".prj").to_owned(),
            other => other.to_string(),
        }
    }

    /// Whether the registry stores this system's coordinates as they are.
    pub fn is_stored(&self) -> bool {
        matches!(self, Self::Wgs84 | Self::Cgcs2000)
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wgs84 => f.write_str("wgs84"),
            Self::Cgcs2000 => f.write_str("cgcs2000"),
            Self::Gcj02 => f.write_str("gcj02"),
            Self::Bd09 => f.write_str("bd09"),
            Self::WebMercator => f.write_str("EPSG:3857"),
            Self::Epsg(code) => write!(f, "EPSG:{code}"),
            Self::Prj(wkt) => f.write_str(wkt),
        }
    }
}

impl FromStr for Crs {
    type Err = CrsError;

    /// Reads a name; whether an EPSG number or a .prj can be computed with shows in
    /// [`super::Transform::new`].
    fn from_str(text: &str) -> Result<Self, CrsError> {
        let text = text.trim().trim_start_matches('\u{feff}');
        let lower = text.to_ascii_lowercase();
        let lower = Self::own_name(&lower).unwrap_or(&lower).to_owned();
        if ["projcs[", "geogcs[", "compd_cs[", "projcs(", "geogcs(", "projcrs[", "geogcrs["]
            .iter()
            .any(|start| lower.starts_with(start))
        {
            // Our own texts of systems that no register has.
            return Ok(match text.split('"').nth(1) {
                Some("GCJ-02") => Self::Gcj02,
                Some("BD-09") => Self::Bd09,
                _ => Self::Prj(text.to_owned()),
            });
        }
        match lower.as_str() {
            "wgs84" | "wgs-84" | "crs84" | "ogc:crs84" => return Ok(Self::Wgs84),
            "cgcs2000" => return Ok(Self::Cgcs2000),
            "gcj02" | "gcj-02" => return Ok(Self::Gcj02),
            "bd09" | "bd-09" => return Ok(Self::Bd09),
            "esri:54009" | "world_mollweide" => return Ok(Self::Prj(WORLD_MOLLWEIDE.to_owned())),
            _ if lower.ends_with("/ogc/1.3/crs84")
                || lower.ends_with("/ogc/0/crs84")
                || lower.ends_with(":ogc:1.3:crs84") =>
            {
                return Ok(Self::Wgs84);
            }
            _ => {}
        }
        epsg_number(&lower).map(Self::from_epsg).ok_or_else(|| CrsError::UnknownName(text.to_owned()))
    }
}

/// The number in `epsg:n`, `urn:ogc:def:crs:epsg:…:n` and `http…/def/crs/epsg/…/n`.
pub(super) fn epsg_number(lower: &str) -> Option<u32> {
    let digits = if let Some(rest) = lower.strip_prefix("epsg:") {
        rest
    } else if let Some(rest) = lower.strip_prefix("urn:ogc:def:crs:epsg:") {
        rest.rsplit(':').next()?
    } else if lower.starts_with("http") && lower.contains("/def/crs/epsg/") {
        lower.rsplit('/').next()?
    } else {
        return None;
    };
    digits.parse().ok()
}

impl Serialize for Crs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Crs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_say_a_system_reads_as_one() {
        for (text, crs) in [
            ("wgs84", Crs::Wgs84),
            (" EPSG:4326 ", Crs::Wgs84),
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", Crs::Wgs84),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", Crs::Wgs84),
            ("urn:ogc:def:crs:EPSG::4490", Crs::Cgcs2000),
            ("http://www.opengis.net/def/crs/EPSG/0/3857", Crs::WebMercator),
            ("GCJ-02", Crs::Gcj02),
            ("bd09", Crs::Bd09),
            ("epsg:4550", Crs::Epsg(4550)),
        ] {
            assert_eq!(text.parse::<Crs>().expect(text), crs);
        }
    }

    #[test]
    fn names_survive_json_and_text() {
        for crs in [
            Crs::Wgs84,
            Crs::Cgcs2000,
            Crs::Gcj02,
            Crs::Bd09,
            Crs::WebMercator,
            Crs::Epsg(4529),
            Crs::Prj("GEOGCS[\"x\"]".to_owned()),
        ] {
            let json = serde_json::to_string(&crs).expect("json");
            assert_eq!(serde_json::from_str::<Crs>(&json).expect("a name"), crs);
            assert_eq!(crs.to_string().parse::<Crs>().expect("a name"), crs);
        }
    }

    #[test]
    fn nonsense_is_refused_with_what_may_be_said() {
        for text in ["", "mars", "EPSG:", "EPSG:-1", "EPSG:abc"] {
            let error = text.parse::<Crs>().expect_err(text);
            assert!(error.message_en().contains("gcj02") && error.message_zh().contains("坐标系"));
        }
    }
}
