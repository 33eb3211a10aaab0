//! Well-known text.

use super::shapes::any_geometry;
use geo_types::{Geometry, LineString, MultiPoint, point};
use jiantu::formats::geojson::geometry::GeometryRules;
use jiantu::formats::wkt::{read, write};
use proptest::prelude::*;

fn parse(text: &str) -> Option<Geometry<f64>> {
    read(text, &GeometryRules::default()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn code(text: &str) -> &'static str {
    read(text, &GeometryRules::default()).expect_err(text).code
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(shape in any_geometry()) {
        prop_assert_eq!(parse(&write(&shape)), Some(shape));
    }

    #[test]
    fn noise_never_panics(text in "(POINT|POLYGON|MULTI|Z|EMPTY|[ (),0-9.eé点-]){0,12}") {
        if let Ok(Some(shape)) = read(&text, &GeometryRules::default()) {
            prop_assert!(!write(&shape).is_empty());
        }
    }
}

#[test]
fn the_usual_spellings_are_read() {
    let here: Geometry<f64> = point! { x: 123.4, y: 41.7 }.into();
    for text in [
        "POINT (123.4 41.7)",
        "point(123.4 41.7)",
        " SRID=4326; POINT Z (123.4 41.7 52.0) ",
        "POINTZM(123.4 41.7 1 2)",
    ] {
        assert_eq!(parse(text), Some(here.clone()), "{text}");
    }
    let two = Geometry::MultiPoint(MultiPoint::from(vec![(1.0, 2.0), (3.0, 4.0)]));
    assert_eq!(parse("MULTIPOINT (1 2, 3 4)"), Some(two.clone()));
    assert_eq!(parse("MULTIPOINT ((1 2), (3 4))"), Some(two));
    assert_eq!(parse("LINESTRING EMPTY"), None);
    let line = Geometry::LineString(LineString::from(vec![(1e-3, -2.0), (3.0, 4.0)]));
    assert_eq!(parse("LINESTRING(1e-3 -2,3 4)"), Some(line));
}

#[test]
fn what_is_wrong_is_named_with_its_character() {
    assert_eq!(code("CIRCULARSTRING (0 0, 1 1)"), "wkt_type");
    assert_eq!(code("POINT (NaN 1)"), "coordinate_number");
    assert_eq!(code("POINT (1)"), "coordinate_number");
    assert_eq!(code("POINT (1 2"), "wkt_syntax");
    assert_eq!(code("POINT (1 2) x"), "wkt_syntax");
    assert_eq!(code("LINESTRING (1 2)"), "short_line");
    assert_eq!(code("POLYGON ((0 0, 1 0, 1 1, 0 1))"), "unclosed_ring");
    assert_eq!(code("POLYGON ((0 0, 1 0, 0 0))"), "short_ring");
    let error = read("LINESTRING (1 2, 3 经)", &GeometryRules::default()).unwrap_err();
    assert!(error.message_en.contains("character 20"), "{}", error.message_en);
    let deep = "GEOMETRYCOLLECTION (".repeat(100_000);
    assert_eq!(code(&deep), "geometry_nesting");
}

#[test]
fn rings_are_closed_only_when_asked() {
    let rules = GeometryRules { close_rings: true, ..GeometryRules::default() };
    let shape = read("POLYGON ((0 0, 1 0, 1 1))", &rules).unwrap();
    assert_eq!(shape, parse("POLYGON ((0 0, 1 0, 1 1, 0 0))"));
}
