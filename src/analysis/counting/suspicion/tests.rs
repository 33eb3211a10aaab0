//! Each reason, each exception, and all pairs the long way.

use super::*;
use geo_types::{Coord, LineString, Point, Rect};
use proptest::prelude::*;
use uuid::Uuid;

const RULES: Suspicion = Suspicion { near_same_kind_m: 15.0, near_name_m: 50.0, overlap_ratio: 0.3 };

fn id(number: usize) -> SiteId {
    SiteId(Uuid::from_u128(number as u128 + 1))
}

fn suspect<'a>(number: usize, kind: u16, name_zh: &'a str, geometry: &'a Geometry<f64>) -> Suspect<'a> {
    Suspect { id: id(number), kind: KindIndex(kind), name_zh, geometry, counts_area: true }
}

/// A point some metres east and north of a place in Hunnan.
fn at(east: f64, north: f64) -> Geometry<f64> {
    Point::new(123.45 + east / 83_200.0, 41.68 + north / 111_070.0).into()
}

fn square(east: f64, side: f64) -> Geometry<f64> {
    let (west, south) = (123.45 + east / 83_200.0, 41.68);
    Rect::new((west, south), (west + side / 83_200.0, south + side / 111_070.0)).to_polygon().into()
}

fn codes(sites: &[Suspect<'_>]) -> Vec<&'static str> {
    suspicions(sites, &RULES).iter().flat_map(|pair| &pair.reasons).map(|reason| reason.code()).collect()
}

#[test]
fn one_kind_nearer_than_the_rule_is_listed() {
    let (a, b, c) = (at(0.0, 0.0), at(14.5, 0.0), at(15.5, 0.0));
    assert_eq!(codes(&[suspect(0, 1, "甲", &a), suspect(1, 1, "乙", &b)]), ["near_same_kind"]);
    assert!(codes(&[suspect(0, 1, "甲", &a), suspect(1, 1, "乙", &c)]).is_empty());
    assert!(codes(&[suspect(0, 1, "甲", &a), suspect(1, 2, "乙", &b)]).is_empty());
}

#[test]
fn nearly_one_name_nearer_than_the_rule_is_listed() {
    let (a, b, c) = (at(0.0, 0.0), at(0.0, 49.0), at(0.0, 51.0));
    let (one, other) = ("奥体中心篮球场", "奥体中心 蓝球场");
    assert_eq!(codes(&[suspect(0, 1, one, &a), suspect(1, 2, other, &b)]), ["near_name"]);
    assert!(codes(&[suspect(0, 1, one, &a), suspect(1, 2, other, &c)]).is_empty());
}

#[test]
fn polygons_on_top_of_each_other_are_listed() {
    let (a, b, c) = (square(0.0, 40.0), square(20.0, 40.0), square(30.0, 40.0));
    let pairs = suspicions(&[suspect(0, 1, "甲", &a), suspect(1, 2, "乙", &b)], &RULES);
    let [Reason::Overlap { ratio }] = pairs[0].reasons[..] else { panic!("{pairs:?}") };
    assert!((ratio - 0.5).abs() < 0.001, "{ratio}");
    assert!(codes(&[suspect(0, 1, "甲", &a), suspect(1, 2, "乙", &c)]).is_empty());
}

#[test]
fn a_twice_recorded_court_has_all_reasons_in_one_pair() {
    let court = square(0.0, 30.0);
    let sites = [suspect(7, 1, "社区篮球场", &court), suspect(2, 1, "社区篮球场", &court)];
    let pairs = suspicions(&sites, &RULES);
    assert_eq!((pairs.len(), pairs[0].a, pairs[0].b), (1, id(2), id(7)));
    let codes: Vec<_> = pairs[0].reasons.iter().map(|r| r.code()).collect();
    assert_eq!(codes, ["overlap", "near_same_kind", "near_name"]);
    for reason in &pairs[0].reasons {
        assert!(!reason.zh().is_empty() && !reason.en().is_empty());
    }
    assert_eq!(pairs[0].reasons[0].zh(), "面重叠，占较小者的 100%");
}

#[test]
fn declared_overlaps_are_not_listed() {
    let court = square(0.0, 30.0);
    let first = suspect(0, 1, "社区篮球场", &court);
    let declared = Suspect { counts_area: false, ..suspect(1, 1, "社区篮球场", &court) };
    let twice = suspect(2, 1, "社区篮球场", &court);
    assert!(suspicions(&[first, declared], &RULES).is_empty());
    assert!(suspicions(&[declared, first], &RULES).is_empty());
    assert_eq!(suspicions(&[first, twice], &RULES).len(), 1);
}

#[test]
fn the_antimeridian_does_not_hide_a_neighbour() {
    let (west, east): (Geometry<f64>, Geometry<f64>) =
        (Point::new(179.99995, 10.0).into(), Point::new(-179.99998, 10.0).into());
    assert_eq!(codes(&[suspect(0, 1, "甲", &west), suspect(1, 1, "乙", &east)]), ["near_same_kind"]);
}

#[test]
fn nothing_and_empty_geometries_are_harmless() {
    let empty: Geometry<f64> = LineString::<f64>::new(vec![]).into();
    assert!(suspicions(&[], &RULES).is_empty());
    assert!(suspicions(&[suspect(0, 1, "甲", &empty), suspect(1, 1, "甲", &empty)], &RULES).is_empty());
}

#[derive(Clone, Debug)]
struct Made {
    kind: u16,
    name: &'static str,
    geometry: Geometry<f64>,
    counts_area: bool,
}

fn made() -> impl Strategy<Value = Made> {
    let metres = || (-150.0..150.0f64, -150.0..150.0f64);
    let coord =
        |(east, north): (f64, f64)| Coord { x: 123.45 + east / 83_200.0, y: 41.68 + north / 111_070.0 };
    let geometry = prop_oneof![
        metres().prop_map(move |m| Geometry::Point(Point(coord(m)))),
        prop::collection::vec(metres(), 2..4)
            .prop_map(move |all| Geometry::LineString(all.into_iter().map(coord).collect())),
        (metres(), 5.0..60.0f64).prop_map(move |(m, side)| {
            Geometry::Polygon(Rect::new(coord(m), coord((m.0 + side, m.1 + side))).to_polygon())
        }),
    ];
    let name =
        prop::sample::select(vec!["奥体中心篮球场", "奥体中心蓝球场", "五三健身广场", "五三健身广场2"]);
    (0..3u16, name, geometry, prop::bool::weighted(0.8))
        .prop_map(|(kind, name, geometry, counts_area)| Made { kind, name, geometry, counts_area })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_index_finds_what_comparing_all_pairs_finds(all in prop::collection::vec(made(), 0..25)) {
        let sites: Vec<Suspect<'_>> = all.iter().enumerate().map(|(number, made)| Suspect {
            counts_area: made.counts_area,
            ..suspect(number, made.kind, made.name, &made.geometry)
        }).collect();
        let names: Vec<Name> = sites.iter().map(|site| Name::new(site.name_zh)).collect();
        let mut expected = Vec::new();
        for a in 0..sites.len() {
            for b in a + 1..sites.len() {
                expected.extend(judge((&sites[a], &names[a]), (&sites[b], &names[b]), &RULES));
            }
        }
        prop_assert_eq!(suspicions(&sites, &RULES), expected);
    }

    #[test]
    fn the_order_of_the_sites_does_not_matter(all in prop::collection::vec(made(), 0..15)) {
        let mut sites: Vec<Suspect<'_>> = all.iter().enumerate()
            .map(|(number, made)| suspect(number, made.kind, made.name, &made.geometry)).collect();
        let found = |sites: &[Suspect<'_>]| -> Vec<(SiteId, SiteId)> {
            suspicions(sites, &RULES).iter().map(|pair| (pair.a, pair.b)).collect()
        };
        let forward = found(&sites);
        sites.reverse();
        prop_assert_eq!(found(&sites), forward);
    }
}
