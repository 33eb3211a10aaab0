//! Any system that the EPSG register or a .prj text describes, computed by proj4rs.

use proj4rs::Proj;
use proj4rs::transform::transform;

use super::prj::{self, Meaning};
use super::{CrsError, web_mercator};

/// A place must come back to itself within this, metres, or it was outside the projection.
const ROUND_TRIP_M: f64 = 0.5;

/// The same in degrees, for systems in degrees.
const ROUND_TRIP_DEG: f64 = 5e-6;

/// A system of the register or of a .prj text, ready to compute.
#[derive(Debug, Clone)]
pub(super) enum Projected {
    WebMercator,
    ByDefinition(Box<Definition>),
}

/// The definition's two ends.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    proj: Proj,
    wgs84: Proj,
    shift_known: bool,
}

impl Projected {
    /// From a number of the EPSG register.
    pub(super) fn from_epsg(code: u32) -> Result<Self, CrsError> {
        let definition = u16::try_from(code)
            .ok()
            .and_then(crs_definitions::from_code)
            .ok_or(CrsError::UnknownEpsg(code))?;
        Self::from_proj_string(definition.proj4, &format!("EPSG:{code}"))
    }

    /// From the WKT 1 text of a .prj file.
    pub(super) fn from_prj(text: &str) -> Result<Self, CrsError> {
        match prj::read(text)? {
            Meaning::WebMercator => Ok(Self::WebMercator),
            Meaning::Epsg(code) => Self::from_epsg(code),
            Meaning::Definition { name, proj } => Self::from_proj_string(&proj, &name),
        }
    }

    /// Whether the way from this system's datum to WGS 84 is known.
    pub(super) fn shift_known(&self) -> bool {
        match self {
            Self::WebMercator => true,
            Self::ByDefinition(d) => d.shift_known,
        }
    }

    /// Whether coordinates are degrees.
    pub(super) fn in_degrees(&self) -> bool {
        match self {
            Self::WebMercator => false,
            Self::ByDefinition(d) => d.proj.is_latlong(),
        }
    }

    /// (easting, northing) to WGS 84 (lon, lat) in degrees.
    pub(super) fn to_wgs84(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let definition = match self {
            Self::WebMercator => return web_mercator::to_wgs84(x, y),
            Self::ByDefinition(d) => d,
        };
        let (lon, lat) = definition.inverse(x, y)?;
        // Far outside its area a projection may answer with some other place, without an error.
        let (again_x, again_y) = definition.forward(lon, lat)?;
        let tolerance = if definition.proj.is_latlong() { ROUND_TRIP_DEG } else { definition.tolerance() };
        let off = (again_x - x).abs().max((again_y - y).abs());
        (off <= tolerance).then_some((lon, lat))
    }

    /// WGS 84 (lon, lat) in degrees to (easting, northing).
    pub(super) fn from_wgs84(&self, lon: f64, lat: f64) -> Option<(f64, f64)> {
        match self {
            Self::WebMercator => web_mercator::from_wgs84(lon, lat),
            Self::ByDefinition(d) => d.forward(lon, lat).filter(|(x, y)| x.is_finite() && y.is_finite()),
        }
    }

    fn from_proj_string(text: &str, name: &str) -> Result<Self, CrsError> {
        let build = |text: &str| {
            Proj::from_proj_string(text)
                .map_err(|error| CrsError::Unsupported { crs: name.to_owned(), why: error.to_string() })
        };
        let proj = build(text)?;
        if !proj.has_inverse() || !proj.has_forward() {
            return Err(CrsError::Unsupported {
                crs: name.to_owned(),
                why: "the projection works one way only".to_owned(),
            });
        }
        Ok(Self::ByDefinition(Box::new(Definition {
            proj,
            wgs84: build("+proj=longlat +datum=WGS84 +no_defs")?,
            shift_known: says_its_shift(text),
        })))
    }
}

impl Definition {
    fn inverse(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let mut place = if self.proj.is_latlong() { (x.to_radians(), y.to_radians()) } else { (x, y) };
        transform(&self.proj, &self.wgs84, &mut place).ok()?;
        Some((place.0.to_degrees(), place.1.to_degrees()))
    }

    fn forward(&self, lon: f64, lat: f64) -> Option<(f64, f64)> {
        let mut place = (lon.to_radians(), lat.to_radians());
        transform(&self.wgs84, &self.proj, &mut place).ok()?;
        Some(if self.proj.is_latlong() { (place.0.to_degrees(), place.1.to_degrees()) } else { place })
    }

    fn tolerance(&self) -> f64 {
        ROUND_TRIP_M / self.proj.to_meter()
    }
}

/// Whether a definition says how its datum lies to WGS 84. GRS 80 and WGS 84 as ellipsoid mean a
/// geocentric datum, which is WGS 84 within a metre or two.
fn says_its_shift(text: &str) -> bool {
    text.split_whitespace().any(|part| {
        part.starts_with("+towgs84=")
            || part.starts_with("+datum=")
            || part.starts_with("+nadgrids=")
            || part == "+ellps=GRS80"
            || part == "+ellps=WGS84"
    })
}

#[cfg(test)]
#[path = "projected_tests.rs"]
mod tests;
