//! Reference systems by their URIs, with the order of their axes.

use super::Params;
use crate::domain::bbox::Bbox;
use crate::domain::crs::{Crs, Transform};
use crate::index::Shape;
use geo::Intersects;
use geo_types::{Coord, Rect};

/// WGS 84 in degrees, longitude first: what is stored, and what nobody has to name.
pub const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
/// The same with heights, which no feature here has.
const CRS84H: &str = "http://www.opengis.net/def/crs/OGC/0/CRS84h";
/// GCJ-02 has no public register: this name is our own. Longitude first.
pub const GCJ02: &str = "urn:jiantu:def:crs:GCJ-02";

/// A reference system that features are told or asked in.
#[derive(Clone, Debug)]
pub struct System {
    pub uri: String,
    /// Whether the register names latitude or northing first.
    north_first: bool,
    transform: Transform,
}

impl System {
    /// The system that a URI names; `None` when it is none of those that are served.
    ///
    /// `https`, another version in the URI, and the short forms `EPSG:n` and `[EPSG:n]` are understood.
    pub fn named(name: &str) -> Option<Self> {
        let short = name.trim().trim_start_matches('[').trim_end_matches(']');
        let lower = short.to_ascii_lowercase();
        if short.eq_ignore_ascii_case(GCJ02) {
            return Self::new(GCJ02.to_owned(), &Crs::Gcj02, false);
        }
        if lower == "ogc:crs84" || lower.ends_with("/ogc/1.3/crs84") || lower.ends_with(":ogc:1.3:crs84") {
            return Self::new(CRS84.to_owned(), &Crs::Wgs84, false);
        }
        if lower.ends_with("/ogc/0/crs84h") {
            return Self::new(CRS84H.to_owned(), &Crs::Wgs84, false);
        }
        let number = ["epsg:", "urn:ogc:def:crs:epsg:"]
            .into_iter()
            .find_map(|start| lower.strip_prefix(start)?.rsplit(':').next()?.parse().ok())
            .or_else(|| {
                let (start, number) = lower.rsplit_once('/')?;
                let known = start.starts_with("http://www.opengis.net/def/crs/epsg/")
                    || start.starts_with("https://www.opengis.net/def/crs/epsg/");
                known.then(|| number.parse().ok())?
            })?;
        Self::epsg(number)
    }

    /// A system of the EPSG register.
    pub fn epsg(number: u32) -> Option<Self> {
        let crs = match number {
            4326 => Crs::Wgs84,
            4490 => Crs::Cgcs2000,
            3857 => Crs::WebMercator,
            // Zones of CGCS2000 with 3 degrees, with and without the zone's number before the easting.
            4513..=4554 => Crs::Epsg(number),
            _ => return None,
        };
        Self::new(uri_of_epsg(number), &crs, number != 3857)
    }

    /// As coordinates are stored.
    pub fn stored() -> Self {
        Self::named(CRS84).unwrap_or_else(|| unreachable!("what is stored is served"))
    }

    fn new(uri: String, crs: &Crs, north_first: bool) -> Option<Self> {
        Some(Self { uri, north_first, transform: Transform::new(crs).ok()? })
    }

    /// URIs of the systems that are served: those that everybody knows, the zone of the place in whose middle the
    /// district lies (longitude in degrees), and what maps in China draw.
    pub fn served(middle_lon: Option<f64>) -> Vec<String> {
        let mut all = vec![CRS84.to_owned()];
        all.extend([4326, 4490, 3857].map(uri_of_epsg));
        if let Some(zone) = middle_lon.and_then(zone) {
            // EPSG 4513 is zone 25 with its number before the easting, 4534 the same zone without.
            all.extend([4534 + (zone - 25), 4513 + (zone - 25)].map(uri_of_epsg));
        }
        all.push(GCJ02.to_owned());
        all
    }

    /// Whether coordinates are told as they are stored.
    pub fn is_stored(&self) -> bool {
        !self.north_first && self.transform.crs().is_stored()
    }

    pub fn crs(&self) -> &Crs {
        self.transform.crs()
    }

    pub fn transform(&self) -> &Transform {
        &self.transform
    }

    pub fn north_first(&self) -> bool {
        self.north_first
    }

    /// A box of four or six numbers in this system.
    ///
    /// # Errors
    /// Chinese and English: not a box of this system.
    pub fn read_box(&self, text: &str) -> Result<BoxIn, (String, String)> {
        if self.is_stored() {
            let read = text.parse::<Bbox>();
            return read.map(BoxIn::Stored).map_err(|error| (error.message_zh(), error.message_en()));
        }
        let [a, b, c, d] = edges(text)?;
        let (west, south, east, north) = if self.north_first { (b, a, d, c) } else { (a, b, c, d) };
        if self.transform.crs().is_stored() {
            let read = Bbox::new(west, south, east, north);
            return read.map(BoxIn::Stored).map_err(|error| (error.message_zh(), error.message_en()));
        }
        if west > east || south > north {
            return Err((
                format!("bbox 的下界大于上界：{text}"),
                format!("`bbox`: a lower edge lies beyond the upper one in {text}"),
            ));
        }
        let rect = Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
        Ok(BoxIn::Foreign(Foreign { rect, within: self.around(rect), transform: self.transform.clone() }))
    }

    /// A box of WGS 84 that surely holds every place that this system puts into `rect`.
    fn around(&self, rect: Rect<f64>) -> Bbox {
        const STEPS: u32 = 64;
        let mut found: Option<Bbox> = None;
        let mut widest: f64 = 0.0;
        let (low, high) = (rect.min(), rect.max());
        for side in 0..4 {
            let mut before: Option<(f64, f64)> = None;
            for step in 0..=STEPS {
                let share = f64::from(step) / f64::from(STEPS);
                let along = |from: f64, to: f64| from + (to - from) * share;
                let (x, y) = match side {
                    0 => (along(low.x, high.x), low.y),
                    1 => (along(low.x, high.x), high.y),
                    2 => (low.x, along(low.y, high.y)),
                    _ => (high.x, along(low.y, high.y)),
                };
                // Where the box reaches beyond the system, everything has to be looked at.
                let Ok((lon, lat)) = self.transform.to_wgs84(x, y) else { return Bbox::WORLD };
                if let Some((last_lon, last_lat)) = before {
                    widest = widest.max((lon - last_lon).abs()).max((lat - last_lat).abs());
                }
                before = Some((lon, lat));
                let point = Bbox { min_lon: lon, min_lat: lat, max_lon: lon, max_lat: lat };
                found = Some(found.map_or(point, |all| all.union(&point)));
            }
        }
        let Some(found) = found else { return Bbox::WORLD };
        // Between two steps an edge bends by less than their distance.
        let margin = widest + 1e-6;
        Bbox {
            min_lon: (found.min_lon - margin).max(-180.0),
            min_lat: (found.min_lat - margin).max(-90.0),
            max_lon: (found.max_lon + margin).min(180.0),
            max_lat: (found.max_lat + margin).min(90.0),
        }
    }

    /// Takes a parameter that names a system; without it WGS 84 with longitude first.
    pub fn take(params: &mut Params, name: &'static str, served: &[String]) -> Option<Self> {
        params.read(name, |text| {
            Self::named(text)
                .filter(|system| served.contains(&system.uri) || system.uri == CRS84H)
                .ok_or_else(|| {
                    (
                        format!("{name} 不支持“{text}”；可用：{}", served.join("、")),
                        format!("`{name}` does not know {text}; there are {}", served.join(", ")),
                    )
                })
        })
    }
}

/// A box as it was given.
#[derive(Clone, Debug)]
pub enum BoxIn {
    /// In degrees of WGS 84: the index answers it exactly.
    Stored(Bbox),
    /// In another system: what the index finds around it is tested there.
    Foreign(Foreign),
}

/// A box in another system.
#[derive(Clone, Debug)]
pub struct Foreign {
    rect: Rect<f64>,
    /// Holds all of it.
    pub within: Bbox,
    transform: Transform,
}

impl Foreign {
    /// Whether a shape, put into that system, shares a point with the box.
    pub fn holds(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Nowhere => false,
            Shape::Point(point) => self
                .transform
                .from_wgs84(point.x(), point.y())
                .is_ok_and(|(x, y)| self.rect.intersects(&Coord { x, y })),
            Shape::Other(geometry) => {
                self.transform.geometry_from_wgs84(geometry).is_ok_and(|told| told.intersects(&self.rect))
            }
        }
    }
}

fn uri_of_epsg(number: u32) -> String {
    format!("http://www.opengis.net/def/crs/EPSG/0/{number}")
}

/// Four numbers, or six of which two are heights.
fn edges(text: &str) -> Result<[f64; 4], (String, String)> {
    let numbers: Option<Vec<f64>> = text
        .split(',')
        .map(|part| part.trim().parse().ok().filter(|number: &f64| number.is_finite()))
        .collect();
    match numbers.as_deref() {
        Some(&[a, b, c, d] | &[a, b, _, c, d, _]) => Ok([a, b, c, d]),
        _ => Err((
            format!("bbox 应为 4 个（或带高程 6 个）数，收到“{text}”"),
            format!("`bbox` is four numbers, or six with heights, not `{text}`"),
        )),
    }
}

/// Number of the zone of 3 degrees that a longitude lies in, within China.
fn zone(lon: f64) -> Option<u32> {
    let number = (lon / 3.0).round();
    (25.0..=45.0).contains(&number).then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::Point;
    use proptest::prelude::*;

    #[test]
    fn one_system_has_several_names() {
        for (name, uri) in [
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", CRS84),
            ("https://www.opengis.net/def/crs/EPSG/0/4326", "http://www.opengis.net/def/crs/EPSG/0/4326"),
            ("http://www.opengis.net/def/crs/EPSG/9.9.1/4490", "http://www.opengis.net/def/crs/EPSG/0/4490"),
            ("[EPSG:3857]", "http://www.opengis.net/def/crs/EPSG/0/3857"),
            ("urn:ogc:def:crs:EPSG::4550", "http://www.opengis.net/def/crs/EPSG/0/4550"),
            (GCJ02, GCJ02),
        ] {
            assert_eq!(System::named(name).expect(name).uri, uri);
        }
        for name in
            ["", "mars", "http://www.opengis.net/def/crs/EPSG/0/2056", "http://evil/def/crs/EPSG/0/4326"]
        {
            assert!(System::named(name).is_none(), "{name}");
        }
        let served = System::served(Some(123.5));
        assert!(
            served.iter().any(|uri| uri.ends_with("/4550"))
                && served.iter().any(|uri| uri.ends_with("/4529"))
        );
        assert!(served.iter().all(|uri| System::named(uri).is_some_and(|system| system.uri == *uri)));
    }

    #[test]
    fn axes_are_in_the_registers_order() {
        let told = |name: &str| {
            let system = System::named(name).expect(name);
            let (x, y) = system.transform.from_wgs84(123.4, 41.7).expect("within");
            if system.north_first { (y, x) } else { (x, y) }
        };
        assert_eq!(told(CRS84), (123.4, 41.7));
        assert_eq!(told("EPSG:4326"), (41.7, 123.4));
        // PROJ 9: cs2cs EPSG:4326 EPSG:4550, northing first.
        let (north, east) = told("EPSG:4550");
        assert!((4_600_000.0..4_640_000.0).contains(&north) && (530_000.0..536_000.0).contains(&east));
        let (east, north) = told("EPSG:3857");
        assert!((13_736_000.0..13_738_000.0).contains(&east) && (5_100_000.0..5_120_000.0).contains(&north));
    }

    proptest! {
        #[test]
        fn a_box_in_another_system_holds_what_lies_in_it_there(
            lon in 122.0..125.0_f64, lat in 40.0..43.0_f64,
            west in 122.0..124.9_f64, south in 40.0..42.9_f64, wide in 0.001..2.0_f64, high in 0.001..2.0_f64,
            which in 0..4_usize,
        ) {
            let system = System::named(["EPSG:4550", "EPSG:4529", "EPSG:3857", GCJ02][which]).expect("served");
            let corner = |lon: f64, lat: f64| system.transform.from_wgs84(lon, lat).expect("within");
            let ((x0, y0), (x1, y1)) = (corner(west, south), corner(west + wide, south + high));
            prop_assume!(x0 < x1 && y0 < y1);
            let text = if system.north_first { format!("{y0},{x0},{y1},{x1}") } else { format!("{x0},{y0},{x1},{y1}") };
            let BoxIn::Foreign(foreign) = system.read_box(&text).expect("a box") else { panic!("another system") };
            let (x, y) = corner(lon, lat);
            let inside = x0 <= x && x <= x1 && y0 <= y && y <= y1;
            prop_assert_eq!(foreign.holds(&Shape::Point(Point::new(lon, lat))), inside);
            if inside {
                prop_assert!(foreign.within.contains_point(lon, lat));
            }
        }
    }
}
