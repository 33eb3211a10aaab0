//! Boxes outside of which nothing matches, and other systems.

use super::world::{Thing, bound, fields, read};
use geo_types::Point;
use jiantu::domain::bbox::Bbox;
use jiantu::domain::crs::{Crs, Transform};
use jiantu::domain::filter::{At, Expr, Filter, FilterError, Literal, SpatialLiteral};
use proptest::prelude::*;

fn boxes(text: &str) -> Option<Vec<Bbox>> {
    bound(text).bounds().map(<[Bbox]>::to_vec)
}

fn bbox(text: &str) -> Bbox {
    text.parse().expect("a box")
}

#[test]
fn what_a_filter_implies_of_places() {
    let unit = "S_INTERSECTS(geometry, BBOX(0, 0, 1, 1))";
    for (text, expected) in [
        (unit.to_owned(), Some(vec!["0,0,1,1"])),
        ("S_WITHIN(geometry, LINESTRING(1 2, 3 4))".to_owned(), Some(vec!["1,2,3,4"])),
        ("S_CONTAINS(POLYGON((0 0, 4 0, 4 4, 0 0)), geometry)".to_owned(), Some(vec!["0,0,4,4"])),
        (format!("open AND {unit}"), Some(vec!["0,0,1,1"])),
        (format!("open OR {unit}"), None),
        (format!("NOT {unit}"), None),
        ("S_DISJOINT(geometry, BBOX(0, 0, 1, 1))".to_owned(), None),
        ("NOT S_DISJOINT(geometry, BBOX(0, 0, 1, 1))".to_owned(), Some(vec!["0,0,1,1"])),
        (format!("NOT (open OR NOT {unit})"), Some(vec!["0,0,1,1"])),
        (format!("{unit} AND S_TOUCHES(geom, BBOX(0.5, -1, 3, 0.5))"), Some(vec!["0.5,0,1,0.5"])),
        (format!("{unit} AND S_TOUCHES(geom, BBOX(2, 2, 3, 3))"), Some(vec![])),
        (format!("{unit} OR S_EQUALS(geom, POINT(5 5))"), Some(vec!["0,0,1,1", "5,5,5,5"])),
        ("1 = 2".to_owned(), Some(vec![])),
        ("1 = 1 / 0".to_owned(), Some(vec![])),
        ("1 = 1".to_owned(), None),
        (
            "S_CROSSES(geometry, BBOX(170, 0, -170, 1))".to_owned(),
            Some(vec!["170,0,180,1", "-180,0,-180,1", "-180,0,-170,1", "180,0,180,1"]),
        ),
        ("distance_m(geometry, POINT(0 0)) > 5".to_owned(), None),
    ] {
        let expected = expected.map(|all| all.into_iter().map(bbox).collect::<Vec<_>>());
        assert_eq!(boxes(&text), expected, "{text}");
    }
    assert!(bound("1 = 2").is_never() && bound("1 = 2").bounding_box().is_none());
    let across = bound("S_CROSSES(geometry, BBOX(170, 0, -170, 1))").bounding_box();
    assert_eq!(across, Some(bbox("170,0,-170,1")));
    for (text, expected) in [
        ("S_INTERSECTS(geom, BBOX(170, 0, 180, 1))", "170,0,180,1"),
        ("S_INTERSECTS(geom, BBOX(-180, 0, -170, 1))", "-180,0,-170,1"),
        ("S_INTERSECTS(geom, BBOX(-180, -90, 180, 90))", "-180,-90,180,90"),
        ("S_EQUALS(geom, POINT(10 1)) OR S_EQUALS(geom, POINT(-5 7))", "-5,1,10,7"),
        ("S_EQUALS(geom, POINT(170 1)) OR S_EQUALS(geom, POINT(-175 7))", "170,1,-175,7"),
        ("S_EQUALS(geom, MULTIPOINT(-170 1, 170 1)) OR S_EQUALS(geom, POINT(0 0))", "-170,0,170,1"),
    ] {
        assert_eq!(bound(text).bounding_box(), Some(bbox(expected)), "{text}");
    }
    // Only the meridian is common: by both its names.
    let meridian = bound("S_INTERSECTS(geom, BBOX(170,0,180,1)) AND S_INTERSECTS(geom, BBOX(-180,0,-170,1))");
    for lon in [180.0, -180.0] {
        assert!(meridian.matches(&Thing::at(Point::new(lon, 0.5))));
        assert!(meridian.bounds().expect("boxes").iter().any(|b| b.contains_point(lon, 0.5)));
    }
}

#[test]
fn properties_are_those_that_are_looked_at() {
    let filter = bound("name = 'x' AND (area > 1 OR name = kind) AND geom IS NOT NULL");
    assert_eq!(filter.properties(), ["name", "kind", "area"]);
    assert!(bound("TRUE").properties().is_empty());
}

proptest! {
    /// Within so many metres of a point: the boxes hold every place that matches.
    #[test]
    fn circles_are_in_their_boxes(
        lon in -180.0..180.0_f64, lat in -85.0..85.0_f64, metres in 0.0..200_000.0_f64,
        to in (-2.0..2.0_f64, -2.0..2.0_f64),
    ) {
        let filter = bound(&format!("open AND {metres} >= distance_m(geometry, POINT({lon} {lat}))"));
        let (x, y) = (lon + to.0, lat + to.1);
        let x = if x > 180.0 { x - 360.0 } else if x < -180.0 { x + 360.0 } else { x };
        let thing = Thing::at(Point::new(x, y)).with("open", true);
        if filter.matches(&thing) {
            prop_assert!(filter.bounds().expect("boxes").iter().any(|b| b.contains_point(x, y)));
        }
    }
}

fn literal(filter: &Filter) -> Literal {
    let Expr::Spatial(_, operands) = &filter.root().expr else { panic!("{filter:?}") };
    let Expr::Literal(literal) = &operands[1].expr else { panic!("{filter:?}") };
    literal.clone()
}

fn transform(crs: &Crs) -> Transform {
    Transform::new(crs).expect("a known system")
}

#[test]
fn axes_are_exchanged_and_boxes_stay_boxes() {
    let geographic = transform(&Crs::Wgs84);
    let north_first = |text: &str| read(text).to_wgs84(&geographic, true).expect("on earth");
    let swapped = north_first("S_WITHIN(geom, BBOX(-10, 179, 10, -179))");
    assert_eq!(swapped, read("S_WITHIN(geom, BBOX(179, -10, -179, 10))"));
    let swapped = north_first("open AND S_WITHIN(geom, LINESTRING(41 123, 42 124))");
    assert_eq!(swapped, read("open AND S_WITHIN(geom, LINESTRING(123 41, 124 42))"));
    let same = read("S_WITHIN(geom, POINT(123 41))");
    assert_eq!(same.clone().to_wgs84(&geographic, false).as_ref(), Ok(&same));
}

#[test]
fn projected_boxes_become_their_true_shape() {
    // The 3-degree zone 41 of CGCS2000, false easting with the zone's number.
    let zone = transform(&Crs::from_epsg(4529));
    let filter = read("S_INTERSECTS(geom, BBOX(41500000, 4600000, 41560000, 4660000))");
    let there = filter.to_wgs84(&zone, false).expect("in the zone");
    let filter = there.bind(&fields()).expect("bound");
    let mut inside = 0;
    for step in 0..=40 {
        for other in 0..=40 {
            // Somewhat larger than the box.
            let (x, y) = (41_490_000.0 + 2_000.0 * f64::from(step), 4_590_000.0 + 2_000.0 * f64::from(other));
            let (lon, lat) = zone.to_wgs84(x, y).expect("in the zone");
            let expected =
                (41_500_000.0..=41_560_000.0).contains(&x) && (4_600_000.0..=4_660_000.0).contains(&y);
            // Edges are drawn with a vertex each 4 km: some centimetres off in between.
            let on_edge = [x - 41_500_000.0, x - 41_560_000.0].iter().any(|d| d.abs() < 1.0)
                || [y - 4_600_000.0, y - 4_660_000.0].iter().any(|d| d.abs() < 1.0);
            if !on_edge {
                assert_eq!(filter.matches(&Thing::at(Point::new(lon, lat))), expected, "{x} {y}");
                inside += usize::from(expected);
            }
        }
    }
    assert_eq!(inside, 29 * 29);
    let upside = read("S_INTERSECTS(geom, BBOX(41560000, 4600000, 41500000, 4660000))");
    let error = upside.to_wgs84(&zone, false).expect_err("upside");
    assert_eq!((error.code, error.at), ("bbox", At::Byte(19)));
    let nowhere = read("S_INTERSECTS(geom, POINT(1e12 1e12))").to_wgs84(&transform(&Crs::WebMercator), false);
    assert_eq!(nowhere.expect_err("nowhere").code, "coordinates");
}

#[test]
fn boxes_without_area_are_lines_and_points_there() {
    let mercator = transform(&Crs::WebMercator);
    let filter = read("S_INTERSECTS(geom, BBOX(0, 0, 0, 0))").to_wgs84(&mercator, false).expect("on earth");
    assert_eq!(literal(&filter), Literal::Geometry(Point::new(0.0, 0.0).into()));
    let filter =
        read("S_INTERSECTS(geom, BBOX(0, 0, 1000, 0))").to_wgs84(&mercator, false).expect("on earth");
    assert!(filter.bind(&fields()).expect("bound").matches(&Thing::at(Point::new(0.0, 0.0))));
    for (text, matches) in [
        ("S_EQUALS(geom, BBOX(1, 2, 1, 2))", true),
        ("S_WITHIN(geom, BBOX(1, 2, 1, 3))", false),
        ("S_TOUCHES(geom, BBOX(1, 2, 1, 3))", true),
        ("S_INTERSECTS(geom, BBOX(0, 2, 3, 2))", true),
    ] {
        assert_eq!(bound(text).matches(&Thing::at(Point::new(1.0, 2.0))), matches, "{text}");
    }
}

#[test]
fn every_written_geometry_is_met_with_its_place() {
    let filter = read("S_WITHIN(POINT(1 2), geom) AND NOT S_TOUCHES(geom, BBOX(1, 2, 3, 4))");
    let mut met = Vec::new();
    let moved = filter.map_geometries(|at, literal| -> Result<SpatialLiteral, FilterError> {
        met.push((at.clone(), literal.clone()));
        Ok(SpatialLiteral::Box([0.0, 0.0, 1.0, 1.0]))
    });
    let places: Vec<&At> = met.iter().map(|(at, _)| at).collect();
    assert_eq!(places, [&At::Byte(9), &At::Byte(51)]);
    assert_eq!(met[1].1, SpatialLiteral::Box([1.0, 2.0, 3.0, 4.0]));
    let expected = read("S_WITHIN(BBOX(0,0,1,1), geom) AND NOT S_TOUCHES(geom, BBOX(0,0,1,1))");
    assert_eq!(moved, Ok(expected));
}
