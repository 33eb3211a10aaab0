//! What the EPSG register and the OGC say of a system: its URI, its well-known text, and which of its
//! axes comes first where a format or a protocol follows the authority's order.

use super::{Crs, CrsError};
use std::borrow::Cow;

/// Where the URIs of systems without a number begin.
const OWN: &str = "urn:jiantu:def:crs:";

/// Projected systems of the EPSG register whose first axis is the northing and whose second is the
/// easting, as runs of numbers (EPSG database v12; numbers between that are no projected system do not matter).
const NORTH_EAST: [(u32, u32); 107] = [
    (2036, 2036),
    (2044, 2045),
    (2081, 2083),
    (2085, 2086),
    (2091, 2093),
    (2096, 2098),
    (2105, 2132),
    (2166, 2180),
    (2193, 2193),
    (2199, 2200),
    (2206, 2212),
    (2319, 2549),
    (2551, 2735),
    (2738, 2758),
    (2935, 2941),
    (2953, 2953),
    (3006, 3030),
    (3034, 3035),
    (3038, 3051),
    (3058, 3059),
    (3068, 3068),
    (3114, 3118),
    (3120, 3120),
    (3126, 3140),
    (3146, 3147),
    (3150, 3152),
    (3300, 3301),
    (3328, 3335),
    (3346, 3346),
    (3350, 3352),
    (3366, 3366),
    (3386, 3390),
    (3396, 3399),
    (3407, 3407),
    (3414, 3414),
    (3416, 3416),
    (3764, 3764),
    (3788, 3793),
    (3795, 3796),
    (3833, 3854),
    (3873, 3885),
    (3907, 3911),
    (4026, 4038),
    (4417, 4417),
    (4434, 4434),
    (4491, 4554),
    (4568, 4589),
    (4652, 4822),
    (4839, 4880),
    (5048, 5048),
    (5105, 5188),
    (5253, 5259),
    (5269, 5275),
    (5343, 5349),
    (5367, 5367),
    (5479, 5481),
    (5518, 5520),
    (5562, 5588),
    (5632, 5639),
    (5651, 5653),
    (6244, 6275),
    (6362, 6362),
    (6372, 6387),
    (6669, 6687),
    (6707, 6709),
    (6870, 6876),
    (6962, 6962),
    (7799, 7801),
    (7825, 7831),
    (8433, 8441),
    (9039, 9040),
    (9221, 9254),
    (9271, 9285),
    (9377, 9377),
    (9498, 9498),
    (9821, 9821),
    (9831, 9841),
    (9851, 9865),
    (9895, 9895),
    (10286, 10286),
    (10288, 10288),
    (10290, 10290),
    (10306, 10306),
    (10329, 10329),
    (11114, 11118),
    (20004, 20032),
    (20064, 20092),
    (20904, 20932),
    (21004, 21032),
    (21207, 21264),
    (21307, 21483),
    (21896, 21899),
    (22171, 22197),
    (22240, 22240),
    (23301, 23333),
    (25884, 25884),
    (27205, 27232),
    (27391, 27398),
    (27492, 27492),
    (28402, 28492),
    (29701, 29702),
    (30161, 30179),
    (30800, 30800),
    (31251, 31259),
    (31275, 31290),
    (31466, 31469),
    (31700, 31700),
];

/// Systems in degrees that the register has in the order longitude, latitude.
const LON_LAT: [u32; 27] = [
    7034, 7035, 7036, 7037, 7038, 7039, 7040, 7041, 7042, 7084, 7085, 7086, 7087, 7088, 7133, 8901, 8902,
    9778, 9779, 9783, 9784, 10300, 10307, 10311, 10312, 10672, 10673,
];

impl Crs {
    /// Whether the authority's own order is latitude or northing first. This program has x (longitude,
    /// easting) first everywhere inside; formats and protocols that follow the authority turn the pair at
    /// their edge. [`Crs::Wgs84`] counts as CRS84, longitude first: whoever means EPSG:4326 by it asks
    /// [`Crs::epsg_north_first`].
    pub fn north_first(&self) -> bool {
        *self != Self::Wgs84 && self.epsg().is_some_and(Self::epsg_north_first)
    }

    /// The same of a number of the EPSG register.
    pub fn epsg_north_first(code: u32) -> bool {
        let in_degrees =
            definition(code).is_some_and(|definition| definition.proj4.contains("+proj=longlat"));
        match in_degrees {
            true => !LON_LAT.contains(&code),
            false => NORTH_EAST.iter().any(|(first, last)| (*first..=*last).contains(&code)),
        }
    }

    /// A reference in a document or a request (URI, URN, `[EPSG:4490]`), whose coordinates follow the
    /// authority's order: the system, and whether the first axis is latitude or northing.
    ///
    /// # Errors
    /// It names no system.
    pub fn from_reference(text: &str) -> Result<(Self, bool), CrsError> {
        let text = text.trim();
        let text = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(text);
        let crs: Self = text.parse()?;
        let by_number = super::name::epsg_number(&text.to_ascii_lowercase());
        let north_first = by_number.map_or_else(|| crs.north_first(), Self::epsg_north_first);
        Ok((crs, north_first))
    }

    /// The URI, as OGC's formats and protocols name systems: WGS 84 as CRS84 (longitude first). `None` for
    /// a .prj, which has only its text.
    pub fn uri(&self) -> Option<String> {
        match self {
            Self::Wgs84 => Some("http://www.opengis.net/def/crs/OGC/1.3/CRS84".to_owned()),
            Self::Gcj02 => Some(format!("{OWN}GCJ-02")),
            Self::Bd09 => Some(format!("{OWN}BD-09")),
            Self::Prj(_) => None,
            other => other.epsg().map(|code| format!("http://www.opengis.net/def/crs/EPSG/0/{code}")),
        }
    }

    /// Of an own URI in lower case, the name behind it.
    pub(super) fn own_name(lower: &str) -> Option<&str> {
        lower.strip_prefix(OWN)
    }

    /// Well-known text (WKT 1). GCJ-02 and BD-09 are no systems of any register; their texts say the
    /// ellipsoid and a name, so that nobody takes them for WGS 84.
    pub fn wkt(&self) -> Option<Cow<'_, str>> {
        let shifted = |name: &str| {
            Cow::Owned(format!(
                r#"GEOGCS["{name}",DATUM["{name}",SPHEROID["Krassowsky 1940",6378245,298.3]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]"#
            ))
        };
        match self {
            Self::Gcj02 => Some(shifted("GCJ-02")),
            Self::Bd09 => Some(shifted("BD-09")),
            Self::Prj(text) => Some(Cow::Borrowed(text)),
            other => other.epsg().and_then(definition).map(|definition| Cow::Borrowed(definition.wkt)),
        }
    }
}

fn definition(code: u32) -> Option<crs_definitions::Def> {
    u16::try_from(code).ok().and_then(crs_definitions::from_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_as_the_register_has_them() {
        // Latitude or northing first.
        for code in [4326, 4490, 4214, 4610, 4513, 4528, 4549, 2362, 3879, 2180, 31467, 3006, 3035] {
            assert!(Crs::epsg_north_first(code), "EPSG:{code}");
        }
        // Longitude or easting first.
        for code in [3857, 32651, 25832, 27700, 2056, 7084, 7133, 26918] {
            assert!(!Crs::epsg_north_first(code), "EPSG:{code}");
        }
        assert!(!Crs::Wgs84.north_first() && Crs::Cgcs2000.north_first() && Crs::Epsg(4528).north_first());
        assert!(!Crs::Gcj02.north_first() && !Crs::WebMercator.north_first());
    }

    #[test]
    fn uris_and_texts_are_read_again() {
        for crs in [Crs::Wgs84, Crs::Cgcs2000, Crs::Gcj02, Crs::Bd09, Crs::WebMercator, Crs::Epsg(4528)] {
            let uri = crs.uri().expect("a URI");
            assert_eq!(uri.parse::<Crs>(), Ok(crs.clone()), "{uri}");
            let text = crs.wkt().expect("a text");
            let shifted = matches!(crs, Crs::Gcj02 | Crs::Bd09);
            assert_eq!(text.parse::<Crs>().ok().filter(|_| shifted), shifted.then(|| crs.clone()), "{text}");
        }
        assert_eq!(Crs::Prj("GEOGCS[\"x\"]".to_owned()).uri(), None);
    }

    #[test]
    fn a_reference_tells_its_order() {
        for (text, crs, north_first) in [
            ("http://www.opengis.net/def/crs/EPSG/0/4326", Crs::Wgs84, true),
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", Crs::Wgs84, false),
            ("http://www.opengis.net/def/crs/OGC/0/CRS84", Crs::Wgs84, false),
            ("[OGC:CRS84]", Crs::Wgs84, false),
            ("[EPSG:4490]", Crs::Cgcs2000, true),
            ("urn:ogc:def:crs:EPSG::4528", Crs::Epsg(4528), true),
            ("http://www.opengis.net/def/crs/EPSG/0/3857", Crs::WebMercator, false),
            ("urn:jiantu:def:crs:GCJ-02", Crs::Gcj02, false),
        ] {
            assert_eq!(Crs::from_reference(text), Ok((crs, north_first)), "{text}");
        }
        assert!(Crs::from_reference("http://example.org/crs").is_err());
    }
}
