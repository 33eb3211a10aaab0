//! GeoJSON geometry, with the geojson crate as the oracle.

use super::shapes::{any_geometry, polygon};
use geo::orient::{Direction, Orient};
use geo::{CoordsIter, Winding};
use geo_types::{Coord, Geometry, GeometryCollection};
use jiantu::formats::geojson::geometry::{GeometryRules, read, write, write_number};
use proptest::prelude::*;

fn written(shape: &Geometry<f64>) -> String {
    let mut out = Vec::new();
    write(shape, &mut out);
    String::from_utf8(out).unwrap()
}

fn parse(json: &str) -> Option<Geometry<f64>> {
    read(json, &GeometryRules::default()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// Code and pointer of what is wrong.
fn wrong(json: &str) -> (&'static str, String) {
    let error = read(json, &GeometryRules::default()).expect_err(json);
    assert!(!error.message_zh.is_empty());
    (error.code, error.pointer)
}

fn oriented(shape: Geometry<f64>) -> Geometry<f64> {
    match shape {
        Geometry::Polygon(polygon) => Geometry::Polygon(polygon.orient(Direction::Default)),
        Geometry::MultiPolygon(all) => Geometry::MultiPolygon(all.orient(Direction::Default)),
        Geometry::GeometryCollection(all) => {
            Geometry::GeometryCollection(GeometryCollection(all.into_iter().map(oriented).collect()))
        }
        other => other,
    }
}

fn number(value: f64) -> String {
    let mut out = Vec::new();
    write_number(value, &mut out);
    String::from_utf8(out).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(shape in any_geometry()) {
        prop_assert_eq!(parse(&written(&shape)), Some(oriented(shape)));
    }

    #[test]
    fn the_geojson_crate_reads_the_same(shape in any_geometry()) {
        let theirs: geojson::Geometry = written(&shape).parse().unwrap();
        let theirs = Geometry::<f64>::try_from(theirs).unwrap();
        prop_assert_eq!(theirs, oriented(shape));
    }

    #[test]
    fn we_read_what_the_geojson_crate_writes(shape in any_geometry()) {
        let theirs = geojson::Geometry::from(&shape).to_string();
        prop_assert_eq!(parse(&theirs), Some(shape));
    }

    #[test]
    fn rings_follow_the_right_hand_rule(shape in polygon()) {
        let Some(Geometry::Polygon(read)) = parse(&written(&shape.into())) else {
            panic!("a polygon")
        };
        prop_assert!(read.exterior().is_ccw());
        prop_assert!(read.interiors().iter().all(Winding::is_cw));
    }

    #[test]
    fn numbers_are_rounded_to_seven_decimals(value in -180.0_f64..180.0) {
        let text = number(value);
        let back: f64 = text.parse().unwrap();
        prop_assert!((back - value).abs() <= 0.500_001e-7, "{} as {}", value, text);
        let decimals = text.split_once('.').map_or("", |(_, decimals)| decimals);
        prop_assert!(decimals.len() <= 7 && !decimals.ends_with('0'), "{}", text);
    }

    #[test]
    fn noise_never_panics(
        json in r#"(\{"type":"(Point|Polygon|LineString)","coordinates":)?[\[\]0-9,.eE{}"-]{0,40}"#
    ) {
        if let Ok(Some(shape)) = read(&json, &GeometryRules::default()) {
            prop_assert!(shape.coords_count() > 0);
        }
    }
}

#[test]
fn numbers_are_short() {
    for (value, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (-0.000_000_01, "0"),
        (123.463, "123.463"),
        (-0.5, "-0.5"),
        (100.0, "100"),
        (0.000_000_1, "0.0000001"),
        (25_496_000.125, "25496000.125"),
        (1e300, "1000000000000000"),
        (f64::NAN, "null"),
        (f64::INFINITY, "null"),
    ] {
        let written = number(value);
        assert!(written.starts_with(text), "{value} became {written}");
    }
}

#[test]
fn z_is_dropped_and_empty_is_null() {
    let line = parse(r#"{"type":"LineString","coordinates":[[1,2,3],[4,5,6]]}"#).unwrap();
    let coords: Vec<Coord<f64>> = line.coords_iter().collect();
    assert_eq!(coords, [Coord { x: 1.0, y: 2.0 }, Coord { x: 4.0, y: 5.0 }]);
    assert_eq!(parse(r#"{"type":"Point","coordinates":[]}"#), None);
    assert_eq!(parse(r#"{"type":"MultiPolygon","coordinates":[]}"#), None);
    assert_eq!(parse(r#"{"type":"GeometryCollection","geometries":[]}"#), None);
}

#[test]
fn what_is_wrong_is_pointed_at() {
    let cases = [
        (r#"{"coordinates":[1,2]}"#, "geometry_type", "/type"),
        (r#"{"type":"Circle","coordinates":[1,2]}"#, "geometry_type", "/type"),
        (r#"{"type":"Point"}"#, "no_coordinates", "/coordinates"),
        (r#"{"type":"Point","coordinates":[1]}"#, "short_position", "/coordinates"),
        (r#"{"type":"Point","coordinates":["1",2]}"#, "coordinate_number", "/coordinates/0"),
        (r#"{"type":"Point","coordinates":[1e999,2]}"#, "coordinate_number", "/coordinates/0"),
        (r#"{"type":"Point","coordinates":[[1,2]]}"#, "coordinate_number", "/coordinates/0"),
        (r#"{"type":"LineString","coordinates":[[1,2],[3,null]]}"#, "coordinate_number", "/coordinates/1/1"),
        (r#"{"type":"LineString","coordinates":[1,2]}"#, "coordinates_shape", "/coordinates/0"),
        (r#"{"type":"LineString","coordinates":[[1,2]]}"#, "short_line", "/coordinates"),
        (
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#,
            "unclosed_ring",
            "/coordinates/0",
        ),
        (r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#, "short_ring", "/coordinates/0"),
        (r#"{"type":"Point","coordinates":[1,2],"type":"Point"}"#, "geometry_json", ""),
        (
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1]}]}"#,
            "short_position",
            "/geometries/0/coordinates",
        ),
    ];
    for (json, code, pointer) in cases {
        assert_eq!(wrong(json), (code, pointer.to_owned()), "{json}");
    }
}

#[test]
fn size_and_depth_are_limited() {
    let rules = GeometryRules { max_vertices: 3, ..GeometryRules::default() };
    let json = r#"{"type":"LineString","coordinates":[[1,2],[3,4],[5,6],[7,8]]}"#;
    assert_eq!(read(json, &rules).unwrap_err().code, "too_many_vertices");
    let mut json = r#"{"type":"Point","coordinates":[1,2]}"#.to_owned();
    for _ in 0..6 {
        json = format!(r#"{{"type":"GeometryCollection","geometries":[{json}]}}"#);
    }
    assert_eq!(wrong(&json).0, "geometry_nesting");
    let deep = format!(r#"{{"type":"Point","coordinates":{}"#, "[".repeat(1_000_000));
    assert_eq!(wrong(&deep).0, "geometry_json");
}
