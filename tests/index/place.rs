//! Questions by place against a scan with independent predicates.

use crate::world::{Ground, Map, Number, area, geometry, ground, history, live, place};
use geo::Relate;
use geo_types::{Coord, Geometry, Line, Point, Rect};
use jiantu::domain::bbox::Bbox;
use jiantu::domain::geodesy::distance_m;
use jiantu::index::{Entry, Place, Region, Shape};
use proptest::prelude::*;
use uuid::Uuid;

fn ids<'a>(entries: impl IntoIterator<Item = &'a Entry<Number>>) -> Vec<Uuid> {
    entries.into_iter().map(|entry| entry.id).collect()
}

fn scan(map: &Map, holds: impl Fn(&Geometry<f64>) -> bool) -> Vec<Uuid> {
    let at_place = |entry: &&Entry<Number>| entry.geometry.to_geometry().is_some_and(|g| holds(&g));
    ids(map.values().filter(at_place))
}

/// Members of a collection one by one; other geometries are their own only member.
fn members(geometry: &Geometry<f64>) -> Vec<&Geometry<f64>> {
    match geometry {
        Geometry::GeometryCollection(all) => all.iter().flat_map(members).collect(),
        other => vec![other],
    }
}

/// Whether two geometries share a point, by the intersection matrix.
fn related(a: &Geometry<f64>, b: &Geometry<f64>) -> bool {
    members(a).iter().any(|part| part.relate(b).is_intersects())
}

fn covered(a: &Geometry<f64>, b: &Geometry<f64>) -> bool {
    members(a).iter().all(|part| part.relate(b).is_coveredby())
}

fn in_box(geometry: &Geometry<f64>, bbox: Bbox) -> bool {
    if let Geometry::Point(p) = geometry {
        return bbox.contains_point(p.x(), p.y());
    }
    let meridian = |lon| {
        let (from, to) = (Coord { x: lon, y: bbox.min_lat }, Coord { x: lon, y: bbox.max_lat });
        Geometry::Line(Line::new(from, to))
    };
    bbox.split().any(|part| {
        let solid = Rect::new((part.min_lon, part.min_lat), (part.max_lon, part.max_lat));
        related(geometry, &solid.to_polygon().into())
            || (part.max_lon == 180.0 && related(geometry, &meridian(-180.0)))
            || (part.min_lon == -180.0 && related(geometry, &meridian(180.0)))
    })
}

prop_compose! {
    /// A box between two places; half of them the other way round the earth.
    fn any_box(on: Ground)(a in place(on), b in place(on), turned in any::<bool>()) -> Bbox {
        let (west, east) = if turned { (a.x, b.x) } else { (a.x.min(b.x), a.x.max(b.x)) };
        // A box without area has no intersection matrix with an area.
        let (south, north) = (a.y.min(b.y), a.y.max(b.y));
        let (west, east) = if west == east { (west.min(179.0), west.min(179.0) + 1.0) } else { (west, east) };
        let (south, north) = if south == north { (south.min(89.0), south.min(89.0) + 1.0) } else { (south, north) };
        Bbox::new(west, south, east, north).expect("a box on the globe")
    }
}

prop_compose! {
    fn world_with_box()(on in ground())(
        deeds in history(on, 60, 14), bbox in any_box(on), odd in any::<bool>()
    ) -> (Vec<crate::world::Deed>, Bbox, bool) { (deeds, bbox, odd) }
}

prop_compose! {
    fn world_with_point()(on in ground())(
        deeds in history(on, 60, 14), at in place(on), k in 0..30_usize,
        metres in prop_oneof![0.0..2_000.0f64, 0.0..60_000.0f64, 0.0..2e7f64]
    ) -> (Vec<crate::world::Deed>, Coord<f64>, usize, f64) { (deeds, at, k, metres) }
}

prop_compose! {
    fn world_with_region()(on in prop_oneof![3 => Just(Ground::Grid), 1 => Just(Ground::Town)])(
        deeds in history(on, 60, 14), region in area(on)
    ) -> (Vec<crate::world::Deed>, Geometry<f64>) { (deeds, region) }
}

fn distance_to(at: Coord<f64>, geometry: &Geometry<f64>) -> f64 {
    distance_m(Point::from(at), geometry).expect("a geometry with a vertex")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(400)))]

    #[test]
    fn boxes((deeds, bbox, odd) in world_with_box()) {
        let (layer, map) = live(deeds, |_, _| ());
        let expected = scan(&map, |geometry| in_box(geometry, bbox));
        prop_assert_eq!(ids(layer.query_bbox(bbox, None)), expected.clone());
        prop_assert_eq!(layer.count(Place::Box(bbox), None), expected.len());
        let wanted = |entry: &Entry<Number>| (entry.facts.0 % 2 == 1) == odd;
        let filtered: Vec<Uuid> = expected.into_iter().filter(|id| wanted(&map[id])).collect();
        prop_assert_eq!(layer.count(Place::Box(bbox), Some(&wanted)), filtered.len());
        prop_assert_eq!(ids(layer.query_bbox(bbox, Some(&wanted))), filtered);
    }

    #[test]
    fn distances((deeds, at, k, metres) in world_with_point()) {
        let (layer, map) = live(deeds, |_, _| ());
        let mut ranked: Vec<(f64, Uuid)> = map
            .values()
            .filter_map(|entry| Some((distance_to(at, &entry.geometry.to_geometry()?), entry.id)))
            .collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));

        let nearest = layer.nearest(at.into(), k, None);
        let found: Vec<(f64, Uuid)> = nearest.iter().map(|near| (near.metres, near.entry.id)).collect();
        prop_assert_eq!(found, ranked[..k.min(ranked.len())].to_vec());

        let around = layer.within(at.into(), metres, None);
        let found: Vec<(f64, Uuid)> = around.iter().map(|near| (near.metres, near.entry.id)).collect();
        let expected: Vec<_> = ranked.iter().copied().filter(|(m, _)| *m <= metres).collect();
        prop_assert_eq!(layer.count(Place::Within { point: at.into(), metres }, None), expected.len());
        prop_assert_eq!(found, expected);

        let wanted = |entry: &Entry<Number>| entry.facts.0.is_multiple_of(3);
        let picky: Vec<Uuid> = layer.nearest(at.into(), k, Some(&wanted)).iter().map(|n| n.entry.id).collect();
        let expected: Vec<Uuid> = ranked.iter().map(|r| r.1).filter(|id| wanted(&map[id])).take(k).collect();
        prop_assert_eq!(picky, expected);
    }

    #[test]
    fn regions((deeds, region) in world_with_region()) {
        let (layer, map) = live(deeds, |_, _| ());
        let ready = Region::new(&region).expect("a polygon");
        prop_assert_eq!(ids(layer.intersecting(&ready, None)), scan(&map, |g| related(g, &region)));
        prop_assert_eq!(ids(layer.inside(&ready, None)), scan(&map, |g| covered(g, &region)));
    }

    #[test]
    fn regions_know_their_points(region in area(Ground::Grid), x in 0..=40_i32, y in 0..=40_i32) {
        use geo::Intersects;
        let ready = Region::new(&region).expect("a polygon");
        let at = Coord { x: f64::from(x) / 4.0, y: f64::from(y) / 4.0 };
        prop_assert_eq!(ready.covers_point(at), region.intersects(&at));
    }

    #[test]
    fn regions_know_any_geometry(region in area(Ground::Grid), other in geometry(Ground::Grid)) {
        let ready = Region::new(&region).expect("a polygon");
        prop_assert_eq!(ready.meets(&other), related(&other, &region));
        prop_assert_eq!(ready.covers(&other), covered(&other, &region));
    }
}

#[test]
fn what_fills_a_hole_is_not_inside_but_meets_the_region() {
    let square = |a: f64, b: f64| Rect::new((a, a), (b, b)).to_polygon();
    let (outer, hole, island) = (square(0.0, 9.0), square(2.0, 7.0), square(4.0, 5.0));
    let ring = geo_types::Polygon::new(outer.exterior().clone(), vec![hole.exterior().clone()]);
    let region = Region::new(&geo_types::MultiPolygon(vec![ring, island.clone()]).into()).expect("an area");
    assert!(region.meets(&hole.clone().into()) && !region.covers(&hole.into()));
    assert!(region.covers(&island.into()));
    assert!(!region.meets(&square(2.5, 3.5).into()));
    assert!(!region.covers(&outer.into()));
}

#[test]
fn a_region_needs_an_area_and_what_is_nowhere_is_found_by_id_only() {
    assert!(Region::new(&Geometry::Point(Point::new(1.0, 1.0))).is_none());
    assert!(Region::new(&geo_types::MultiPolygon::<f64>(vec![]).into()).is_none());
    let nowhere = Entry {
        geometry: Shape::of(None),
        ..crate::world::entry(1, 1, Geometry::Point(Point::new(0.0, 0.0)))
    };
    let layer = jiantu::index::Layer::build(vec![nowhere]);
    assert_eq!(layer.len(), 1);
    assert_eq!(layer.query_bbox(Bbox::WORLD, None).len(), 0);
    assert_eq!(layer.nearest(Point::new(0.0, 0.0), 5, None).len(), 0);
    assert_eq!(layer.count(Place::Anywhere, None), 1);
}

#[test]
fn numbers_that_are_no_place_find_nothing() {
    let dot = crate::world::entry(1, 1, Geometry::Point(Point::new(0.0, 0.0)));
    let layer = jiantu::index::Layer::build(vec![dot]);
    let nan = Point::new(f64::NAN, 0.0);
    assert!(layer.nearest(nan, 1, None).is_empty());
    assert!(layer.within(nan, 100.0, None).is_empty());
    assert!(layer.within(Point::new(0.0, 0.0), -1.0, None).is_empty());
    assert!(layer.within(Point::new(0.0, 0.0), f64::NAN, None).is_empty());
    assert_eq!(layer.within(Point::new(0.0, 0.0), f64::INFINITY, None).len(), 1);
}
