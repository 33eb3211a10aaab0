//! Spatial relations against GEOS, and the antimeridian against brute force.

use super::world::{Thing, bound, refusal};
use geo_types::{Geometry, Point};
use jiantu::domain::filter::{Expr, Literal};
use jiantu::formats::cql2;
use proptest::prelude::*;
use std::collections::BTreeMap;

const RELATIONS: [&str; 8] =
    ["intersects", "equals", "disjoint", "touches", "within", "overlaps", "crosses", "contains"];

/// See `spatial_oracle.py`.
fn oracle() -> BTreeMap<String, Vec<(String, String, Vec<String>)>> {
    serde_json::from_str(include_str!("spatial_oracle.json")).expect("the oracle's answers")
}

fn geometry(wkt: &str) -> Geometry<f64> {
    let filter = cql2::text::read(&format!("S_WITHIN({wkt}, x)")).unwrap_or_else(|e| panic!("{wkt}: {e}"));
    let Expr::Spatial(_, operands) = &filter.root().expr else { panic!("{wkt}") };
    match &operands[0].expr {
        Expr::Literal(Literal::Geometry(geometry)) => geometry.clone(),
        other => panic!("{other:?}"),
    }
}

/// Where they differ on whether each relation holds, asked of a feature, and in `other_ways` with
/// the sides exchanged and of what is written.
fn agree(
    (asked, written, holding): &(String, String, Vec<String>),
    relations: &[&str],
    other_ways: bool,
) -> Vec<String> {
    let thing = Thing::at(geometry(asked));
    let mut wrong = Vec::new();
    for relation in relations.iter().copied() {
        let expected = holding.iter().any(|own| own == relation);
        let mirrored = match relation {
            "within" => "contains",
            "contains" => "within",
            other => other,
        };
        let mut texts = vec![format!("S_{relation}(geometry, {written})")];
        if other_ways {
            texts.push(format!("S_{mirrored}({written}, geometry)"));
            texts.push(format!("S_{relation}({asked}, {written})"));
        }
        for text in texts {
            let filter = bound(&text);
            if filter.matches(&thing) != expected {
                wrong.push(format!("{relation} of {asked} and {written} should be {expected}: {text}"));
            }
            // Whatever matches lies within the boxes.
            if filter.matches(&thing) {
                let (low, high) = bounds(&thing);
                let near = |b: &jiantu::domain::bbox::Bbox| {
                    low.0 <= b.max_lon && b.min_lon <= high.0 && low.1 <= b.max_lat && b.min_lat <= high.1
                };
                if filter.bounds().is_some_and(|boxes| !boxes.iter().any(near)) {
                    wrong.push(format!("out of its boxes: {text} {asked}"));
                }
            }
        }
    }
    wrong
}

fn bounds(thing: &Thing) -> ((f64, f64), (f64, f64)) {
    use jiantu::domain::filter::Subject;
    let [west, south, east, north] = thing.bounds().expect("a geometry");
    ((west, south), (east, north))
}

fn compare(class: &str, at_least: usize, relations: &[&str]) {
    let cases = oracle().remove(class).expect("the class");
    assert!(cases.len() >= at_least);
    let wrong: Vec<String> =
        cases.iter().enumerate().flat_map(|(index, case)| agree(case, relations, index % 4 == 0)).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn geometries_agree_with_geos() {
    compare("plain", 900, &RELATIONS);
}

#[test]
fn collections_agree_with_geos() {
    compare("collections", 250, &RELATIONS);
}

/// What the inside and the edge of such a collection are does not follow from its members.
#[test]
fn of_entangled_collections_only_meeting_is_told() {
    compare("entangled", 120, &["intersects", "disjoint"]);
    for (_, written, _) in &oracle()["entangled"] {
        assert_eq!(
            refusal(&format!("S_TOUCHES(geometry, {written})")).code,
            "entangled_collection",
            "{written}"
        );
    }
}

#[test]
fn boxes_across_the_antimeridian_agree_with_geos() {
    compare("boxes", 300, &RELATIONS);
}

proptest! {
    /// 180 and -180 are one meridian; a box whose west lies east of its east goes across it.
    #[test]
    fn points_in_boxes_are_counted_on_a_ring(
        west in -180..=180_i32, east in -180..=180_i32, south in -90..=90_i32, height in 0..=180_i32,
        lon in -180..=180_i32, lat in -90..=90_i32,
    ) {
        let north = (south + height).min(90);
        let filter = bound(&format!("S_INTERSECTS(geometry, BBOX({west}, {south}, {east}, {north}))"));
        let apart = bound(&format!("S_DISJOINT(geom, BBOX({west}, {south}, {east}, {north}))"));
        let thing = Thing::at(Point::new(f64::from(lon), f64::from(lat)));
        // Walk eastwards from the west edge, a degree at a time.
        let steps = if west > east { east + 360 - west } else { east - west };
        let on_ring = |degrees: i32| (degrees + 180).rem_euclid(360);
        let within = (0..=steps).any(|step| on_ring(west + step) == on_ring(lon)) && (south..=north).contains(&lat);
        prop_assert_eq!(filter.matches(&thing), within);
        prop_assert_eq!(apart.matches(&thing), !within);
        if within {
            let boxes = filter.bounds().expect("a bound");
            prop_assert!(boxes.iter().any(|b| b.contains_point(f64::from(lon), f64::from(lat))));
            let whole = filter.bounding_box().expect("a box");
            prop_assert!(whole.contains_point(f64::from(lon), f64::from(lat)));
        }
    }
}
