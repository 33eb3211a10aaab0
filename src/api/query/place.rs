//! Where: a box, a neighbourhood, or a polygon; at most one of them.

use super::Params;
use super::system::Foreign;
use crate::domain::bbox::Bbox;
use crate::domain::crs::{Crs, Transform};
use crate::domain::validity::{self, Flaw};
use crate::formats::geojson::geometry::{GeometryRules, read as read_geojson};
use crate::formats::wkt::read as read_wkt;
use crate::index::Region;
use geo_types::{Geometry, Point};

/// Where the features of a list are.
pub enum Place {
    Everywhere,
    /// Touching the box.
    Box(Bbox),
    /// Touching a box of another reference system.
    Foreign(Foreign),
    /// By distance from a point.
    Near(Near),
    /// Touching the polygon or polygons.
    Within(Region),
}

/// A neighbourhood: all within `radius_m`, or the `nearest` so many, or both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// WGS 84, (lon, lat).
    pub point: Point<f64>,
    /// Geodesic metres.
    pub radius_m: Option<f64>,
    pub nearest: Option<usize>,
}

/// The farthest two places on earth are nearer than this, metres.
const HALF_ROUND: f64 = 20_004_000.0;

impl Place {
    /// Takes `bbox`; the only place that OGC API Features knows.
    pub fn take_box(params: &mut Params) -> Self {
        let found = params.read("bbox", |text| {
            text.parse::<Bbox>().map_err(|error| (error.message_zh(), error.message_en()))
        });
        found.map_or(Self::Everywhere, Self::Box)
    }

    /// Takes `bbox`, or `within`, or `near` with `radius` and `k`; `crs` says in which datum they are.
    pub fn take(params: &mut Params) -> Self {
        let datum = datum(params);
        let in_box = Self::take_box(params);
        let within = params.read("within", |text| polygon(text, datum.as_ref()));
        let near = take_near(params, datum.as_ref());
        let declared = datum.as_ref().is_some_and(|datum| !datum.crs().is_stored());
        let placed: Vec<Self> = [
            matches!(in_box, Self::Box(_)).then_some(in_box),
            within.map(Self::Within),
            near.map(Self::Near),
        ]
        .into_iter()
        .flatten()
        .collect();
        if placed.len() > 1 {
            params.wrong(
                "near",
                "two_places",
                "bbox、within、near 只能给一个",
                "give only one of `bbox`, `within`, `near`",
            );
        }
        if declared && matches!(placed.first(), Some(Self::Box(_))) {
            // A box in another datum is no box in ours.
            params.wrong(
                "crs",
                "not_with_bbox",
                "bbox 只能用 WGS 84；其他坐标系请用 within",
                "`bbox` is in WGS 84 only; use `within` for another crs",
            );
        }
        placed.into_iter().next().unwrap_or(Self::Everywhere)
    }
}

fn datum(params: &mut Params) -> Option<Transform> {
    params.read("crs", |text| {
        let crs = text.parse::<Crs>();
        crs.and_then(|crs| Transform::new(&crs)).map_err(|error| (error.message_zh(), error.message_en()))
    })
}

fn take_near(params: &mut Params, datum: Option<&Transform>) -> Option<Near> {
    let point = params.read("near", |text| {
        let wrong = || {
            (
                format!("near 应写作“经度,纬度”，收到“{text}”"),
                format!("`near` is lon,lat in degrees, not `{text}`"),
            )
        };
        let (lon, lat) = text.split_once(',').ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        let (x, y) = number(lon).zip(number(lat)).ok_or_else(wrong)?;
        let (lon, lat) = match datum {
            Some(datum) => datum.to_wgs84(x, y).map_err(|error| (error.message_zh(), error.message_en()))?,
            None => (x, y),
        };
        let on_earth = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        on_earth.then(|| Point::new(lon, lat)).ok_or_else(|| {
            (
                format!("near 的 {lon},{lat} 超出经纬度范围：先经度后纬度"),
                format!("`near` {lon},{lat} is not on earth; longitude comes first"),
            )
        })
    });
    let radius_m = params.number("radius");
    if radius_m.is_some_and(|radius| !(0.0..=HALF_ROUND).contains(&radius)) {
        params.wrong(
            "radius",
            "malformed",
            "radius 以米计，不能为负或大于半个地球",
            "`radius` is in metres, not negative, not beyond half the earth",
        );
    }
    let nearest = params.whole("k").map(|k| usize::try_from(k).unwrap_or(usize::MAX));
    if nearest.is_some_and(|k| k == 0 || k > 10_000) {
        params.wrong("k", "malformed", "k 应为 1 至 10000", "`k` is 1 to 10,000");
    }
    let Some(point) = point else {
        for (name, given) in [("radius", radius_m.is_some()), ("k", nearest.is_some())] {
            if given {
                params.wrong(
                    name,
                    "without_near",
                    format!("{name} 须与 near 一起用"),
                    format!("`{name}` needs `near`"),
                );
            }
        }
        return None;
    };
    if radius_m.is_none() && nearest.is_none() {
        params.wrong(
            "near",
            "without_radius",
            "near 须与 radius（米）或 k（个数）一起用",
            "`near` needs `radius` (metres) or `k` (how many)",
        );
    }
    Some(Near { point, radius_m, nearest })
}

fn polygon(text: &str, datum: Option<&Transform>) -> Result<Region, (String, String)> {
    let read = if text.starts_with('{') { read_geojson } else { read_wkt };
    let given =
        read(text, &GeometryRules::default()).map_err(|error| (error.message_zh, error.message_en))?;
    let given = match (given, datum) {
        (Some(given), Some(datum)) => {
            Some(datum.geometry_to_wgs84(&given).map_err(|error| (error.message_zh(), error.message_en()))?)
        }
        (given, _) => given,
    };
    if let Some(flaw) = given.iter().flat_map(validity::flaws).find(Flaw::refuses) {
        return Err((
            format!("within 有误：{}", flaw.message_zh()),
            format!("`within`: {}", flaw.message_en()),
        ));
    }
    let surface = given.filter(|given| matches!(given, Geometry::Polygon(_) | Geometry::MultiPolygon(_)));
    surface.as_ref().and_then(Region::new).ok_or_else(|| {
        (
            "within 应为 GeoJSON 或 WKT 的 Polygon 或 MultiPolygon".to_owned(),
            "`within` is a Polygon or MultiPolygon in GeoJSON or WKT".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(query: &str) -> Vec<String> {
        let mut params = Params::of(query);
        Place::take(&mut params);
        params.codes()
    }

    #[test]
    fn a_neighbourhood_is_converted_once() {
        let mut params = Params::of("near=123.469049,41.681356&radius=50&crs=gcj02");
        let Place::Near(near) = Place::take(&mut params) else { panic!("a neighbourhood") };
        assert!((near.point.x() - 123.463).abs() < 1e-6 && (near.point.y() - 41.679).abs() < 1e-6);
        assert_eq!(near.radius_m, Some(50.0));
        assert!(params.codes().is_empty());
    }

    #[test]
    fn wrong_places_are_told() {
        assert_eq!(codes("bbox=1,2,3"), ["bbox:malformed"]);
        assert_eq!(codes("near=1&radius=5"), ["near:malformed", "radius:without_near"]);
        assert_eq!(codes("near=41.6,123.4&radius=5"), ["near:malformed", "radius:without_near"]);
        assert_eq!(codes("near=1,2"), ["near:without_radius"]);
        assert_eq!(codes("near=1,2&radius=-1"), ["radius:malformed"]);
        assert_eq!(codes("k=3"), ["k:without_near"]);
        assert_eq!(codes("near=1,2&k=0"), ["k:malformed"]);
        assert_eq!(codes("bbox=1,2,3,4&near=1,2&k=1"), ["near:two_places"]);
        assert_eq!(codes("bbox=1,2,3,4&crs=gcj02"), ["crs:not_with_bbox"]);
        assert_eq!(
            codes("within=%7B%22type%22:%22Point%22,%22coordinates%22:[1,2]%7D"),
            ["within:malformed"]
        );
        assert_eq!(codes("crs=mars"), ["crs:malformed"]);
    }

    #[test]
    fn a_box_may_cross_the_antimeridian_and_have_heights() {
        let Place::Box(found) = Place::take_box(&mut Params::of("bbox=170,-10,0,-170,10,5")) else {
            panic!("a box")
        };
        assert_eq!(found, Bbox::new(170.0, -10.0, -170.0, 10.0).expect("a box"));
    }
}
