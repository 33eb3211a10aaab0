//! The nearest place along an edge against brute force.

use super::maps::{network, node, street};
use geo_types::{Geometry, LineString, Point, line_string, polygon};
use jiantu::analysis::network::graph::Network;
use jiantu::analysis::network::snap::{Snap, SnapLimits, Snapper, Unsnapped};
use jiantu::domain::geodesy::{distance_m, point_distance_m};
use proptest::prelude::*;

const NEAR: SnapLimits = SnapLimits { max_m: 400.0, prefer_main_m: 0.0 };

/// A place that the snap claims lies there, by walking along the edge.
fn check_place(network: &Network, point: Point<f64>, snap: &Snap) {
    assert!((point_distance_m(point, snap.place.into()) - snap.off_m).abs() < 1e-3);
    let start = network.part(snap.edge, 0.0, snap.fraction);
    let end = start.0.last().copied().unwrap();
    assert!(point_distance_m(end.into(), snap.place.into()) < 0.01, "{snap:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_nearest_place_is_that_of_brute_force(
        ends in prop::collection::vec((0.0..20.0_f64, 0.0..20.0_f64, 0.0..20.0_f64, 0.0..20.0_f64), 1..12),
        points in prop::collection::vec((-5.0..25.0_f64, -5.0..25.0_f64), 1..20),
        // At the equator, here, in Helsinki, and so far north that the plane is not asked.
        shift in prop_oneof![Just(-41_000.0_f64), Just(0.0), Just(19_000.0), Just(30_000.0)],
    ) {
        let mut nodes = Vec::new();
        let mut ways = Vec::new();
        for (id, (a, b, c, d)) in (0_i64..).zip(&ends) {
            nodes.extend([node(2 * id, *a, *b + shift), node(2 * id + 1, *c, *d + shift)]);
            ways.push(street(id, &[2 * id, 2 * id + 1]));
        }
        let network = network(nodes, ways);
        let snapper = Snapper::new(&network);
        for (east, north) in points {
            let at = node(0, east, north + shift);
            let point = Point::new(at.lon, at.lat);
            let brute = (0..network.edges().len() as u32)
                .map(|edge| {
                    let line = Geometry::LineString(LineString(network.shape(edge).to_vec()));
                    distance_m(point, &line).unwrap()
                })
                .min_by(f64::total_cmp)
                .unwrap();
            match snapper.snap(point, &NEAR) {
                Ok(snap) => {
                    prop_assert!((snap.off_m - brute).abs() < 1e-3, "{} against {}", snap.off_m, brute);
                    check_place(&network, point, &snap);
                }
                Err(reason) => {
                    prop_assert_eq!(reason, Unsnapped::TooFar);
                    prop_assert!(brute > NEAR.max_m);
                }
            }
        }
    }
}

/// A long street, and nearer to the point a short one that nothing meets.
fn island() -> (Network, Point<f64>) {
    let nodes = vec![node(1, 0.0, 0.0), node(2, 9.0, 0.0), node(3, 4.0, 1.0), node(4, 5.0, 1.0)];
    let network = network(nodes, vec![street(1, &[1, 2]), street(2, &[3, 4])]);
    let at = node(0, 4.5, 0.8);
    (network, Point::new(at.lon, at.lat))
}

#[test]
fn the_main_part_is_preferred_within_a_tolerance() {
    let (network, point) = island();
    let snapper = Snapper::new(&network);
    let snap = |prefer_main_m| snapper.snap(point, &SnapLimits { max_m: 500.0, prefer_main_m }).unwrap();
    // 22 m to the island, 89 m to the street.
    let (near, far) = (snap(0.0), snap(100.0));
    assert!(!network.is_main(near.edge) && (20.0..25.0).contains(&near.off_m), "{near:?}");
    assert!(network.is_main(far.edge) && (85.0..92.0).contains(&far.off_m), "{far:?}");
    assert!(!network.is_main(snap(60.0).edge));
    let tight = snapper.snap(point, &SnapLimits { max_m: 50.0, prefer_main_m: 500.0 }).unwrap();
    assert!(!network.is_main(tight.edge));
}

#[test]
fn what_cannot_be_snapped_says_why() {
    let (network, _) = island();
    let snapper = Snapper::new(&network);
    let points = [Point::new(123.0, 42.0), Point::new(f64::NAN, 41.0), Point::new(123.0, 95.0)];
    let found = snapper.snap_all(&points, &NEAR);
    assert_eq!(found, [Err(Unsnapped::TooFar), Err(Unsnapped::NoPlace), Err(Unsnapped::NoPlace)]);
    let nowhere = SnapLimits { max_m: f64::NAN, prefer_main_m: 0.0 };
    assert_eq!(snapper.snap(Point::new(123.0, 41.0), &nowhere).map(|snap| snap.off_m), Ok(0.0));
}

#[test]
fn geometries_are_entered_all_along() {
    let (network, _) = island();
    let snapper = Snapper::new(&network);
    let at = |east: f64, north: f64| (123.0 + east / 1000.0, 41.0 + north / 1000.0);
    let (west, east) = (at(1.0, 0.1), at(8.0, 0.1));
    let along: Geometry<f64> = line_string![(x: west.0, y: west.1), (x: east.0, y: east.1)].into();
    let snaps = snapper.snap_geometry(&along, 25.0, &NEAR);
    // 588 m of line: a place every 25 m and the start.
    assert_eq!(snaps.len(), 25);
    assert!(snaps.iter().all(|snap| (10.0..12.0).contains(&snap.off_m)));
    let (a, b) = (at(3.0, -1.0), at(4.0, -0.2));
    let park: Geometry<f64> =
        polygon![(x: a.0, y: a.1), (x: b.0, y: a.1), (x: b.0, y: b.1), (x: a.0, y: b.1)].into();
    let snaps = snapper.snap_geometry(&park, 30.0, &NEAR);
    let nearest = snaps.iter().map(|snap| snap.off_m).fold(f64::INFINITY, f64::min);
    assert!((22.0..22.5).contains(&nearest), "{nearest}");
    // Samples one above the other meet at one place, and the nearest of them stays.
    assert!(
        snaps.windows(2).all(|pair| (pair[0].edge, pair[0].fraction) != (pair[1].edge, pair[1].fraction))
    );
    let gates = Geometry::MultiPoint(vec![Point::from(a), Point::from(b)].into());
    assert_eq!(snapper.snap_geometry(&gates, 30.0, &NEAR).len(), 2);
    let far = Geometry::Point(Point::new(0.0, 0.0));
    assert!(snapper.snap_geometry(&far, 30.0, &NEAR).is_empty());
    let all = Geometry::GeometryCollection(vec![along, park, gates, far].into());
    assert!(snapper.snap_geometry(&all, 0.0, &NEAR).len() > 4);
    assert!(snapper.snap_geometry(&Geometry::LineString(LineString(vec![])), 30.0, &NEAR).is_empty());
}
