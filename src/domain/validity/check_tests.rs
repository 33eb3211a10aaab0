//! Stories of outlines that surveyors send.

use geo_types::{LineString, MultiPolygon, coord, line_string, point};
use proptest::prelude::*;

use super::super::tidied;
use super::*;

fn ring(places: &[(f64, f64)]) -> LineString<f64> {
    LineString::from(places.to_vec())
}

fn area(exterior: &[(f64, f64)], holes: &[&[(f64, f64)]]) -> Geometry<f64> {
    Polygon::new(ring(exterior), holes.iter().map(|h| ring(h)).collect()).into()
}

const SQUARE: [(f64, f64); 5] = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)];
/// Clockwise, as a hole should be.
const HOLE: [(f64, f64); 5] = [(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (2.0, 1.0), (1.0, 1.0)];

fn shifted(places: &[(f64, f64)], dx: f64, dy: f64) -> Vec<(f64, f64)> {
    places.iter().map(|(x, y)| (x + dx, y + dy)).collect()
}

fn codes(geometry: &Geometry<f64>) -> Vec<&'static str> {
    flaws(geometry).iter().map(Flaw::code).collect()
}

#[test]
fn sound_geometries_have_no_flaw() {
    assert_eq!(flaws(&point!(x: 123.4, y: 41.6).into()), []);
    assert_eq!(flaws(&area(&SQUARE, &[&HOLE])), []);
    // A hole may touch the outline, and parts may touch each other, at a place.
    let corner = [(0.0, 0.0), (1.0, 2.0), (2.0, 1.0), (0.0, 0.0)];
    assert_eq!(flaws(&area(&SQUARE, &[&corner])), []);
    let beside = shifted(&SQUARE, 4.0, 4.0);
    let parts = [&SQUARE[..], &beside[..]].map(|r| Polygon::new(ring(r), vec![]));
    assert_eq!(flaws(&MultiPolygon::new(parts.to_vec()).into()), []);
    // A trail may cross itself.
    let eight = line_string![(x: 0.0, y: 0.0), (x: 2.0, y: 2.0), (x: 2.0, y: 0.0), (x: 0.0, y: 2.0)];
    assert_eq!(flaws(&eight.into()), []);
}

#[test]
fn what_makes_a_number_wrong_is_refused() {
    let empty: Geometry<f64> = LineString::<f64>::new(vec![]).into();
    let bow = [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)];
    let spike = [(0.0, 0.0), (4.0, 0.0), (6.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)];
    let pinched = [(0.0, 0.0), (4.0, 0.0), (2.0, 2.0), (4.0, 4.0), (0.0, 4.0), (2.0, 2.0), (0.0, 0.0)];
    let outside = shifted(&HOLE, 10.0, 0.0);
    let across = shifted(&HOLE, 2.5, 0.0);
    let inner = shifted(&[(1.2, 1.2), (1.2, 1.4), (1.4, 1.4), (1.2, 1.2)], 0.0, 0.0);
    let nested = [&SQUARE[..], &HOLE[..]].map(|r| Polygon::new(ring(r), vec![]));
    for (geometry, code) in [
        (empty, "geometry_empty"),
        (point!(x: f64::NAN, y: 0.0).into(), "coordinate_not_finite"),
        (point!(x: 41.6, y: 123.4).into(), "coordinate_out_of_range"),
        (line_string![(x: 1.0, y: 1.0), (x: 1.0, y: 1.0)].into(), "too_few_points"),
        (area(&[(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)], &[]), "too_few_points"),
        (area(&bow, &[]), "self_intersection"),
        (area(&spike, &[]), "self_intersection"),
        (area(&pinched, &[]), "self_intersection"),
        (area(&SQUARE, &[&outside]), "hole_outside"),
        (area(&SQUARE, &[&across]), "rings_cross"),
        (area(&SQUARE, &[&HOLE, &inner]), "nested_parts"),
        (MultiPolygon::new(nested.to_vec()).into(), "nested_parts"),
        (area(&SQUARE, &[&SQUARE]), "rings_cross"),
    ] {
        let found = flaws(&geometry);
        assert_eq!(found.first().map(Flaw::code), Some(code), "{geometry:?}: {found:?}");
        assert!(found[0].refuses());
        assert!(!found[0].message_zh().is_empty() && !found[0].message_en().is_empty());
    }
}

#[test]
fn what_can_be_put_right_is_only_told() {
    let mut untidy: Vec<(f64, f64)> = SQUARE.iter().rev().copied().collect();
    untidy.insert(2, untidy[2]);
    let geometry = area(&untidy, &[]);
    assert_eq!(codes(&geometry), ["repeated_points", "wrong_winding"]);
    assert!(flaws(&geometry).iter().all(|f| !f.refuses()));
    assert_eq!(flaws(&tidied(geometry)), []);
    let long = line_string![(x: 179.0, y: 0.0), (x: -179.0, y: 0.0)];
    assert_eq!(codes(&long.into()), ["spans_antimeridian"]);
}

#[test]
fn a_ring_is_looked_at_before_a_polygon_closes_it() {
    let open = [coord!(x: 0.0, y: 0.0), coord!(x: 1.0, y: 0.0), coord!(x: 1.0, y: 1.0)];
    let flaw = check_ring(&open).expect_err("open");
    assert_eq!(flaw, Flaw::UnclosedRing { start: (0.0, 0.0), end: (1.0, 1.0) });
    assert!(flaw.message_zh().contains("未闭合"));
    assert!(check_ring(&ring(&SQUARE).0).is_ok() && check_ring(&[]).is_err());
}

/// A star with `n` corners: simple by construction.
fn star(n: u32, inner: f64) -> Vec<(f64, f64)> {
    let mut places: Vec<(f64, f64)> = (0..n)
        .map(|i| {
            let angle = std::f64::consts::TAU * f64::from(i) / f64::from(n);
            let radius = if i % 2 == 0 { 1.0 } else { inner };
            (radius * angle.cos(), radius * angle.sin())
        })
        .collect();
    places.push(places[0]);
    places
}

#[test]
fn large_and_wicked_outlines_end_in_bounded_time() {
    assert_eq!(flaws(&area(&star(20_000, 0.999), &[])), []);
    // Long slanting teeth whose boxes all overlap: refused as too intricate rather than endless.
    let mut comb: Vec<(f64, f64)> = Vec::new();
    for i in 0..2_000 {
        let x = f64::from(i) * 1e-5;
        comb.extend([(x, 0.0), (x + 1.0, 1.0), (x + 1.0 + 4e-6, 1.0), (x + 4e-6, 0.0)]);
    }
    comb.extend([(2.0, -1.0), (0.0, -1.0), comb[0]]);
    let found = flaws(&area(&comb, &[]));
    assert_eq!(found.first(), Some(&Flaw::TooIntricate), "{found:?}");
}

/// Every pair of edges, for small rings.
fn crosses_by_brute_force(places: &[(f64, f64)]) -> bool {
    use geo::line_intersection::{LineIntersection, line_intersection};
    let lines: Vec<_> = ring(places).lines().filter(|l| l.start != l.end).collect();
    let n = lines.len();
    (0..n).any(|i| {
        (i + 1..n).any(|j| {
            let neighbours = j == i + 1 || (i == 0 && j == n - 1);
            match line_intersection(lines[i], lines[j]) {
                None => false,
                Some(LineIntersection::Collinear { .. }) => true,
                Some(LineIntersection::SinglePoint { intersection: p, .. }) => {
                    let shared =
                        (j == i + 1 && p == lines[j].start) || (i == 0 && j == n - 1 && p == lines[i].start);
                    !(neighbours && shared)
                }
            }
        })
    })
}

proptest! {
    #[test]
    fn crossings_agree_with_every_pair(mut places in prop::collection::vec((0..6_u8, 0..6_u8), 3..9)) {
        places.push(places[0]);
        let places: Vec<(f64, f64)> = places.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).collect();
        prop_assume!(check_ring(&ring(&places).0).is_ok());
        let found = flaws(&area(&places, &[])).iter().any(|f| matches!(f, Flaw::SelfIntersection { .. }));
        prop_assert_eq!(found, crosses_by_brute_force(&places));
    }

    #[test]
    fn stars_are_sound_and_tidying_keeps_them_so(n in 3..60_u32, inner in 0.2..0.9f64, turn in any::<bool>()) {
        let mut places = star(2 * n, inner);
        if turn {
            places.reverse();
        }
        let geometry = area(&places, &[]);
        prop_assert!(flaws(&geometry).iter().all(|f| !f.refuses()));
        prop_assert_eq!(flaws(&tidied(geometry)), vec![]);
    }

    #[test]
    fn nothing_panics(places in prop::collection::vec((any::<f64>(), any::<f64>()), 0..6), holes in prop::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 0..6)) {
        let geometry: Geometry<f64> = Polygon::new(LineString::from(places), vec![LineString::from(holes)]).into();
        let _ = flaws(&geometry);
        let _ = flaws(&tidied(geometry));
    }
}
