//! Everything against brute force over all geometry types, and what-ifs against doing it anew.

use super::*;
use crate::analysis::demand::{Basis, Footprint, Method, People, Surface};
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use crate::domain::geodesy::distance_m;
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use proptest::prelude::*;
use std::ops::ControlFlow;
use std::sync::Arc;

pub(in crate::analysis) fn surface(places: &[(f64, f64)], people: &[u64]) -> Arc<Surface> {
    let basis = Basis {
        name: "test".to_owned(),
        year: 2023,
        vintage: "first".to_owned(),
        estimate: false,
        demo: false,
        method: Method::Cells,
    };
    let columns = (places.iter().map(|p| p.0).collect(), places.iter().map(|p| p.1).collect());
    let people = people.iter().map(|people| People::whole(*people)).collect();
    let divisions = vec![Ordinal::NONE; places.len()];
    let footprint = Footprint::Square { side_m: 250.0 };
    Arc::new(Surface::new(basis, columns, people, divisions, footprint).expect("a surface"))
}

fn state(places: &[(f64, f64)], targets: &[Target]) -> ReachState {
    ReachState::new(surface(places, &vec![1; places.len()]), targets.to_vec()).expect("a state")
}

/// Nearest by the domain's own measure, of equal ones the first.
fn brute(at: (f64, f64), targets: &[Target]) -> Option<(f64, u32)> {
    let all = (0..).zip(targets).filter_map(|(site, target)| {
        distance_m(Point::new(at.0, at.1), &target.geometry).map(|metres| (metres, site))
    });
    all.min_by(|a: &(f64, u32), b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
}

fn coord(span: f64) -> impl Strategy<Value = Coord<f64>> {
    (-span..span, -span..span).prop_map(|(x, y)| Coord { x, y })
}

fn line(span: f64) -> impl Strategy<Value = LineString<f64>> {
    prop::collection::vec(coord(span), 1..5).prop_map(LineString::new)
}

/// A star around a place, so that it does not cross itself; perhaps with a hole.
fn polygon(span: f64) -> impl Strategy<Value = Polygon<f64>> {
    (coord(span), prop::collection::vec(0.2..1.0f64, 3..8), any::<bool>()).prop_map(
        move |(centre, radii, hole)| {
            let ring = |scale: f64| -> LineString<f64> {
                let count = radii.len() as f64;
                let corner = |(i, radius): (usize, &f64)| {
                    let (sin, cos) = (std::f64::consts::TAU * i as f64 / count).sin_cos();
                    centre + Coord { x: cos, y: sin } * (radius * scale * span / 4.0)
                };
                let mut ring: Vec<Coord<f64>> = radii.iter().enumerate().map(corner).collect();
                ring.push(ring[0]);
                LineString::new(ring)
            };
            Polygon::new(ring(1.0), if hole { vec![ring(0.5)] } else { vec![] })
        },
    )
}

fn geometry(span: f64) -> BoxedStrategy<Geometry<f64>> {
    let points = prop::collection::vec(coord(span).prop_map(Point::from), 0..4);
    let lines = prop::collection::vec(line(span), 0..3);
    let polygons = prop::collection::vec(polygon(span), 1..3);
    prop_oneof![
        4 => coord(span).prop_map(|c| Geometry::Point(c.into())),
        1 => points.prop_map(|all| MultiPoint::new(all).into()),
        2 => line(span).prop_map(Geometry::LineString),
        1 => lines.prop_map(|all| MultiLineString::new(all).into()),
        2 => polygon(span).prop_map(Geometry::Polygon),
        1 => polygons.prop_map(|all| MultiPolygon::new(all).into()),
        1 => (coord(span), line(span)).prop_map(|(c, l)| Geometry::GeometryCollection(GeometryCollection::from(vec![Geometry::Point(c.into()), Geometry::LineString(l)]))),
    ]
    .boxed()
}

/// Sites and demand points around one place on earth; the antimeridian and high latitudes too.
fn world() -> impl Strategy<Value = (Vec<(f64, f64)>, Vec<Target>)> {
    let centre = prop_oneof![
        4 => (123.0..124.0f64, 41.0..42.0f64),
        1 => Just((0.0, 0.0)),
        1 => (-170.0..170.0f64, -80.0..80.0f64),
    ];
    let span = prop_oneof![Just(0.02), Just(0.2), Just(2.0)];
    (centre, span).prop_flat_map(|((lon, lat), span)| {
        let shift = move |c: Coord<f64>| Coord { x: lon + c.x, y: lat + c.y };
        let points = prop::collection::vec(coord(span).prop_map(move |c| shift(c).x_y()), 1..30);
        let target = (geometry(span), 0..4_u8).prop_map(move |(geometry, class)| {
            use geo::MapCoords;
            Target::new(geometry.map_coords(shift), class)
        });
        (points, prop::collection::vec(target, 0..12))
    })
}

fn assert_like_brute_force(state: &ReachState, places: &[(f64, f64)], targets: &[Target]) {
    for (point, at) in places.iter().enumerate() {
        match (state.near(point), brute(*at, targets)) {
            (None, None) => {}
            (Some(near), Some((metres, site))) => {
                assert!((near.metres - metres).abs() < TOLERANCE_M, "{near:?} against {metres} of {site}");
                // Two that differ by less than the domain's own error may change places.
                let own = distance_m(Point::new(at.0, at.1), &targets[near.site as usize].geometry);
                assert!(near.site == site || own.expect("near") - metres < 1e-4, "{near:?} not {site}");
            }
            other => panic!("{other:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_nearest_is_that_of_brute_force((places, targets) in world()) {
        assert_like_brute_force(&state(&places, &targets), &places, &targets);
    }

    #[test]
    fn coverage_is_that_of_brute_force_exactly((places, targets) in world(), metres in 0.0..5_000.0f64) {
        let state = state(&places, &targets);
        for metres in [metres, 0.0, state.metres()[0].min(1e6)] {
            let truth: Vec<bool> = places.iter().map(|at| brute(*at, &targets).is_some_and(|b| b.0 <= metres)).collect();
            prop_assert_eq!(state.covered(metres).expect("a distance"), truth);
        }
    }

    #[test]
    fn catchments_are_those_of_brute_force((places, targets) in world(), metres in 1.0..20_000.0f64) {
        let state = state(&places, &targets);
        let found = Catchments::new(&state, metres, 1 << 20).expect("few pairs");
        for (point, at) in places.iter().enumerate() {
            let is_near = |target: &Target| {
                distance_m(Point::new(at.0, at.1), &target.geometry).is_some_and(|m| m <= metres)
            };
            let truth: Vec<u32> =
                (0..).zip(&targets).filter(|(_, target)| is_near(target)).map(|(site, _)| site).collect();
            prop_assert_eq!(found.of(point).iter().map(|near| near.site).collect::<Vec<_>>(), truth);
        }
    }

    #[test]
    fn variety_is_that_of_brute_force((places, targets) in world(), metres in 1.0..5_000.0f64) {
        let surface = surface(&places, &vec![7; places.len()]);
        let variety = Variety::new(&surface, &targets, metres).expect("few classes");
        for (point, at) in places.iter().enumerate() {
            for class in 0..4 {
                let truth = targets.iter().filter(|t| t.class == class).any(|target| {
                    distance_m(Point::new(at.0, at.1), &target.geometry).is_some_and(|m| m <= metres)
                });
                prop_assert_eq!(variety.has(point, class), truth);
            }
        }
        let people: People = variety.people_by_count(&surface).into_iter().sum();
        prop_assert_eq!(people, surface.total());
    }

    #[test]
    fn what_ifs_equal_doing_it_anew((places, targets) in world(), steps in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>(), geometry(0.1)), 1..8)) {
        use geo::MapCoords;
        let mut now = state(&places, &targets);
        let mut all: Vec<(u32, Target)> = (0..).zip(targets.iter().cloned()).collect();
        for (add, index, shape) in steps {
            let before = now.clone();
            let changed = if add || all.is_empty() {
                let near = places[index.index(places.len())];
                let shape = shape.map_coords(|c| Coord { x: c.x + near.0, y: c.y + near.1 });
                let number = now.sites().len() as u32;
                all.push((number, Target::new(shape.clone(), 1)));
                let (next, changed) = now.with_site_added(Target::new(shape, 1)).expect("added");
                // Adding a site never takes anybody farther.
                prop_assert!(next.metres().iter().zip(now.metres()).all(|(a, b)| *a <= b + TOLERANCE_M));
                now = next;
                changed
            } else {
                let (site, _) = all.remove(index.index(all.len()));
                let (next, changed) = now.with_site_removed(site).expect("removed");
                now = next;
                changed
            };
            let fresh = state(&places, &all.iter().map(|(_, target)| target.clone()).collect::<Vec<_>>());
            prop_assert_eq!(now.metres(), fresh.metres());
            let numbers: Vec<u32> = fresh.site().iter().map(|site| all.get(*site as usize).map_or(NO_SITE, |(number, _)| *number)).collect();
            prop_assert_eq!(now.site(), numbers);
            let differ: Vec<u32> = (0..places.len() as u32)
                .filter(|p| before.near(*p as usize) != now.near(*p as usize))
                .collect();
            prop_assert_eq!(changed, differ);
        }
    }

    #[test]
    fn threads_are_no_matter((places, targets) in world()) {
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let one = pool(1).install(|| state(&places, &targets));
        let three = pool(3).install(|| state(&places, &targets));
        prop_assert_eq!(one.site(), three.site());
        prop_assert_eq!(one.metres(), three.metres());
    }

    #[test]
    fn a_summary_adds_up((places, targets) in world(), people in prop::collection::vec(0..50_u64, 30)) {
        let surface = surface(&places, &people[..places.len()]);
        let state = ReachState::new(surface, targets.clone()).expect("a state");
        let summary = summarise(&state, &Tree::default(), &[1_000.0, 300.0, 500.0, 300.0]).expect("distances");
        prop_assert_eq!(&summary.distances_m, &GB_50180_M);
        for (distance, metres) in GB_50180_M.iter().enumerate() {
            let truth: u64 = places.iter().zip(&people)
                .filter(|(at, _)| brute(**at, &targets).is_some_and(|b| b.0 <= *metres))
                .map(|(_, people)| *people).sum();
            prop_assert_eq!(summary.whole.within[distance], People::whole(truth));
            let by_class: People = summary.classes.iter().map(|row| row.within[distance]).sum();
            prop_assert_eq!(by_class, People::whole(truth));
            let by_division: People = summary.divisions.iter().map(|row| row.row.within[distance]).sum();
            prop_assert_eq!(by_division, People::whole(truth));
        }
        if let (Some(median), Some(p90)) = (summary.whole.distribution.median_m, summary.whole.distribution.p90_m) {
            prop_assert!(median <= p90);
            let nearer: u64 = state.metres().iter().zip(&people).filter(|(m, _)| **m <= median).map(|(_, p)| *p).sum();
            prop_assert!(nearer * 2 >= people[..places.len()].iter().sum::<u64>());
        }
    }
}

#[test]
fn equal_ones_go_to_the_first_and_removal_to_the_next() {
    let here = Target::new(Point::new(123.4, 41.7).into(), 0);
    let places = [(123.4, 41.71), (123.4, 41.69)];
    let state = state(&places, &[here.clone(), here.clone(), here]);
    assert_eq!(state.site(), [0, 0]);
    let (without, changed) = state.with_site_removed(0).expect("there");
    assert_eq!((without.site(), &changed[..]), (&[1, 1][..], &[0, 1][..]));
    assert_eq!(without.with_site_removed(0).err(), Some(ReachError::NoSuchSite { site: 0 }));
}

#[test]
fn nothing_and_nonsense_are_answered() {
    let empty = state(&[(123.4, 41.7)], &[]);
    assert_eq!((empty.near(0), empty.metres()[0]), (None, f64::INFINITY));
    assert_eq!(empty.covered(1e7).expect("a distance"), [false]);
    assert!(empty.covered(f64::NAN).is_err());
    assert!(state(&[], &[]).covered(1.0).expect("a distance").is_empty());
    let summary = summarise(&empty, &Tree::default(), &[300.0]).expect("a summary");
    assert_eq!((summary.whole.distribution.mean_m, summary.whole.distribution.median_m), (None, None));
    assert_eq!(summary.whole.share(0), Some(0.0));
    let nowhere = Target::new(LineString::<f64>::new(vec![]).into(), 0);
    assert_eq!(state(&[(0.0, 0.0)], &[nowhere]).near(0), None);
    let bad = Target::new(Point::new(f64::NAN, 0.0).into(), 0);
    assert_eq!(SiteIndex::new(vec![bad]).err(), Some(ReachError::TargetNotOnEarth { index: 0 }));
    let class = Target::new(Point::new(0.0, 0.0).into(), 64);
    let error = Variety::new(empty.surface(), &[class], 1.0).expect_err("too large");
    assert!(error.message_en().contains("64") && error.message_zh().contains("63"));
    let stop = |_: f64| ControlFlow::Break(());
    let stopped = ReachState::with_progress(surface(&[(0.0, 0.0)], &[1]), Vec::new(), &stop);
    assert_eq!(stopped.err(), Some(ReachError::Cancelled));
    let many = state(&[(0.0, 0.0)], &[Target::new(Point::new(0.0, 0.0).into(), 0)]);
    assert_eq!(Catchments::new(&many, 10.0, 0).err(), Some(ReachError::TooManyPairs { most: 0 }));
}

#[test]
fn far_sites_and_the_antimeridian_are_measured_by_karney() {
    let targets = [
        Target::new(Point::new(-179.99, 0.1).into(), 0),
        Target::new(
            Polygon::new(vec![(10.0, 50.0), (11.0, 50.0), (11.0, 51.0), (10.0, 50.0)].into(), vec![]).into(),
            0,
        ),
        Target::new(LineString::from(vec![(100.0, 89.9), (-80.0, 89.9)]).into(), 0),
    ];
    let places =
        [(179.99, 0.1), (-180.0, 0.1), (0.0, 0.0), (10.6, 50.3), (123.0, 90.0), (50.0, -89.0), (5.0, 47.0)];
    assert_like_brute_force(&state(&places, &targets), &places, &targets);
}

#[test]
fn a_village_has_what_stands_in_it() {
    let square: Geometry<f64> =
        Polygon::new(vec![(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)].into(), vec![])
            .into();
    let place: Geometry<f64> = Point::new(0.05, 0.05).into();
    let site =
        |lon, lat, class, count| Counted { target: Target::new(Point::new(lon, lat).into(), class), count };
    let sites =
        [site(0.005, 0.005, 0, 1), site(0.006, 0.005, 1, 2), site(0.051, 0.05, 0, 1), site(0.2, 0.2, 1, 9)];
    let wanted = [Wanted { class: 0, count: 1 }, Wanted { class: 1, count: 2 }];
    let villages = [
        Village { division: Ordinal(3), geometry: &square },
        Village { division: Ordinal(4), geometry: &place },
    ];
    let found = presence(&villages, &sites, &wanted, 200.0).expect("a distance");
    assert_eq!((found[0].met, &found[0].found[..]), (true, &[1, 2][..]));
    assert_eq!((found[1].met, &found[1].found[..]), (false, &[1, 0][..]));
    assert!(presence(&villages, &sites, &wanted, -1.0).is_err());
}

#[test]
fn divisions_hold_what_is_below_them_and_ages_what_is_known() {
    use crate::analysis::demand::tests::{basis, ordinal, tree};
    use crate::analysis::demand::{Figure, from_cells, spread};
    use crate::domain::population::Cell;
    let tree = tree();
    let figures =
        [(2, 4_000), (3, 1_001)].map(|(number, people)| Figure { division: ordinal(&tree, number), people });
    let surface = spread(&figures, &tree, &[], 100.0, basis()).expect("spread").surface;
    let site = Target::new(Point::new(123.4015, 41.6051).into(), 7);
    let state = ReachState::new(Arc::new(surface), vec![site.clone()]).expect("a state");
    let summary = summarise(&state, &tree, &[600.0, 5_000.0]).expect("distances");
    let row = |number| {
        let ordinal = ordinal(&tree, number);
        &summary.divisions.iter().find(|row| row.division == ordinal).expect("a row").row
    };
    assert_eq!(row(2).people, People::whole(4_000));
    assert_eq!(row(3).people, People::whole(1_001));
    assert_eq!(row(1).people, People::whole(5_001));
    assert_eq!(row(1).within[0], row(2).within[0] + row(3).within[0]);
    assert_eq!((row(1).share(1), row(3).within[0]), (Some(1.0), People::ZERO));
    assert_eq!(summary.whole, *row(1));
    assert_eq!((summary.classes.len(), summary.classes[0].class), (1, 7));
    assert!(summary.divisions.iter().all(|row| row.division != Ordinal::NONE));

    let cell = |lat, people, ages: &[u32]| Cell {
        lon: 123.405,
        lat,
        people,
        ages: ages.iter().map(|people| ("65+".to_owned(), *people)).collect(),
    };
    let cells = [cell(41.605, 10, &[4]), cell(41.606, 20, &[]), cell(41.65, 30, &[5])];
    let footprint = Footprint::Square { side_m: 100.0 };
    let surface = from_cells(&cells, &tree, footprint, basis()).expect("a surface");
    let state = ReachState::new(Arc::new(surface), vec![site]).expect("a state");
    let ages = summarise(&state, &tree, &[500.0]).expect("distances").ages;
    let old = &ages[0];
    assert_eq!((old.known, &old.within[..]), (People::whole(9), &[People::whole(4)][..]));
    assert_eq!((old.unknown_points, old.people_at_unknown), (1, People::whole(20)));
}

#[test]
fn blocks_find_what_single_searches_find() {
    let mut dice = 88_172_645_463_325_252_u64;
    let mut roll = || {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice >> 11) as f64 / (1_u64 << 53) as f64
    };
    // Towns with many points and few sites, and the other way round; every seventh site twice.
    let mut places = Vec::new();
    let mut targets = Vec::new();
    for town in 0..12 {
        let centre = (123.0 + roll(), 41.0 + roll());
        let (points, sites, wide) = if town % 2 == 0 { (400, 5, 0.05) } else { (20, 300, 0.01) };
        places.extend((0..points).map(|_| (centre.0 + wide * roll(), centre.1 + wide * roll())));
        for number in 0..sites {
            let at = Point::new(centre.0 + wide * roll(), centre.1 + wide * roll());
            let end = (at.x() + 0.002, at.y() - 0.001);
            let shape = match number % 9 {
                0 => LineString::from(vec![at.x_y(), end]).into(),
                1 => Polygon::new(vec![at.x_y(), end, (at.x(), at.y() - 0.002), at.x_y()].into(), vec![])
                    .into(),
                _ => Geometry::Point(at),
            };
            if number % 7 == 0 {
                targets.push(Target::new(shape.clone(), 0));
            }
            targets.push(Target::new(shape, 0));
        }
    }
    let state = state(&places, &targets);
    for (point, at) in places.iter().enumerate() {
        assert_eq!(state.near(point), state.sites().nearest(Coord { x: at.0, y: at.1 }));
    }
}
