//! Sums that are kept, and what is unknown stays unknown.

use super::*;
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use crate::domain::division::{BoundaryQuality, Division};
use crate::domain::id::DivisionId;
use crate::domain::population::Cell;
use geo_types::{Geometry, Point, Rect};
use proptest::prelude::*;
use uuid::Uuid;

pub(in crate::analysis) fn basis() -> Basis {
    Basis {
        name: "test".to_owned(),
        year: 2023,
        vintage: "first".to_owned(),
        estimate: false,
        demo: true,
        method: Method::Cells,
    }
}

fn division(number: u128, parent: Option<u128>, geometry: Option<Geometry<f64>>) -> Division {
    Division {
        id: DivisionId(Uuid::from_u128(number)),
        external_id: format!("{number:03}"),
        parent: parent.map(|parent| DivisionId(Uuid::from_u128(parent))),
        level: "subdistrict".to_owned(),
        name_zh: format!("第{number}"),
        name_en: None,
        codes: Vec::new(),
        valid_from: None,
        valid_to: None,
        boundary_quality: BoundaryQuality::Surveyed,
        ethnic: false,
        rural: false,
        source: None,
        licence: None,
        demo: true,
        geometry,
    }
}

fn square(west: f64, south: f64, side: f64) -> Geometry<f64> {
    Rect::new((west, south), (west + side, south + side)).to_polygon().into()
}

/// Two squares side by side under a district, a tiny one, and one that is a place only.
pub(in crate::analysis) fn tree() -> Tree {
    Tree::new(vec![
        division(1, None, Some(square(123.4, 41.6, 0.02))),
        division(2, Some(1), Some(square(123.4, 41.6, 0.01))),
        division(3, Some(1), Some(square(123.41, 41.6, 0.01))),
        division(4, None, Some(square(123.5, 41.7, 0.000_01))),
        division(5, None, Some(Point::new(123.6, 41.8).into())),
        division(6, None, None),
    ])
    .expect("a tree")
}

pub(in crate::analysis) fn ordinal(tree: &Tree, number: u128) -> Ordinal {
    tree.find(DivisionId(Uuid::from_u128(number))).expect("there")
}

fn people_of(surface: &Surface, tree: &Tree, top: Ordinal) -> People {
    let inside = surface.people().iter().zip(surface.division());
    inside.filter(|(_, division)| tree.is_within(**division, top)).map(|(people, _)| *people).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_figure_is_kept_exactly(a in 0..10_000_000_u64, b in 0..1_000_u64, c in 0..50_u64, d in 0..9_u64,
                                    spacing in 20.0..2_000.0f64, homes in any::<bool>()) {
        let tree = tree();
        let figures: Vec<Figure> = [(2, a), (3, b), (4, c), (5, d)].map(|(number, people)| Figure { division: ordinal(&tree, number), people }).to_vec();
        let homes = if homes { vec![
            Homes { geometry: square(123.402, 41.602, 0.003), density: 3.0 },
            Homes { geometry: square(123.407, 41.607, 0.000_05), density: 30.0 },
            Homes { geometry: square(123.40, 41.60, 0.01), density: f64::NAN },
        ] } else { Vec::new() };
        let found = spread(&figures, &tree, &homes, spacing, basis()).expect("spread");
        for figure in &figures {
            prop_assert_eq!(people_of(&found.surface, &tree, figure.division), People::whole(figure.people));
        }
        prop_assert_eq!(found.surface.total(), People::whole(a + b + c + d));
        prop_assert_eq!(found.at_one_place, vec![ordinal(&tree, 5)]);
        prop_assert!(found.surface.basis().estimate);
        let missing = if homes.is_empty() { vec![] } else { vec![ordinal(&tree, 3), ordinal(&tree, 4)] };
        prop_assert_eq!(found.without_homes, missing);
    }

    #[test]
    fn a_raster_keeps_its_rounded_sum(values in prop::collection::vec(prop_oneof![0.0..3.0f64, Just(f64::NAN), Just(-1.0), 0.0..0.000_1f64], 0..300)) {
        let mut builder = GridBuilder::new();
        let mut sum = 0.0;
        for (at, value) in values.iter().enumerate() {
            builder.push(at as f64 / 100.0, 1.0, *value).expect("few");
            sum += if *value >= 0.0 { *value } else { 0.0 };
        }
        let refused = values.iter().filter(|value| value.is_nan() || **value < 0.0).count() as u64;
        prop_assert_eq!(builder.refused(), refused);
        let surface = builder.finish(&Tree::default(), Footprint::Degrees { lon: 0.01, lat: 0.01 }, basis()).expect("a surface");
        let total = surface.total().thousandths() as f64;
        prop_assert!((total - sum * 1_000.0).abs() <= 0.5 + 1e-6, "{} {}", total, sum);
        for (lon, people) in surface.lon().iter().zip(surface.people()) {
            let value = values[(lon * 100.0).round() as usize];
            prop_assert!((people.value() - value).abs() < 0.001 + 1e-9);
        }
    }
}

#[test]
fn homes_draw_people() {
    let tree = tree();
    let figure = Figure { division: ordinal(&tree, 2), people: 1_000 };
    let homes = [
        Homes { geometry: square(123.401, 41.601, 0.002), density: 3.0 },
        Homes { geometry: square(123.406, 41.606, 0.002), density: 1.0 },
    ];
    let found = spread(&[figure], &tree, &homes, 20.0, basis()).expect("spread").surface;
    let dense: People = found
        .lat()
        .iter()
        .zip(found.people())
        .filter(|(lat, _)| **lat < 41.604)
        .map(|(_, people)| *people)
        .sum();
    assert!((dense.value() - 750.0).abs() < 1.0, "{dense:?}");
}

#[test]
fn what_cannot_be_spread_is_refused() {
    let tree = tree();
    let figure = |number, people| Figure { division: ordinal(&tree, number), people };
    let nowhere = spread(&[figure(6, 5)], &tree, &[], 100.0, basis()).expect_err("nowhere");
    assert_eq!(nowhere, DemandError::NowhereToPut { name: "第6".to_owned() });
    assert!(nowhere.message_zh().contains("第6") && nowhere.message_en().contains("polygon"));
    for spacing in [0.0, f64::NAN, -5.0] {
        assert!(matches!(
            spread(&[figure(2, 5)], &tree, &[], spacing, basis()),
            Err(DemandError::BadSpacing { .. })
        ));
    }
    assert!(matches!(
        spread(&[figure(2, u64::MAX)], &tree, &[], 100.0, basis()),
        Err(DemandError::TooManyPeople { .. })
    ));
    let wide = Tree::new(vec![division(1, None, Some(square(0.0, 0.0, 60.0)))]).expect("a tree");
    let all = Figure { division: Ordinal(0), people: 5 };
    assert_eq!(spread(&[all], &wide, &[], 1.0, basis()).err(), Some(DemandError::TooManyPoints));
    let unknown = Figure { division: Ordinal::NONE, people: 5 };
    assert_eq!(
        spread(&[unknown], &tree, &[], 100.0, basis()).err(),
        Some(DemandError::NoSuchDivision { ordinal: u16::MAX })
    );
    assert!(spread(&[], &tree, &[], 100.0, basis()).expect("nothing").surface.is_empty());
}

#[test]
fn suppressed_ages_are_unknown_and_not_zero() {
    let cell = |people, ages: &[(&str, u32)]| Cell {
        lon: 123.405,
        lat: 41.605,
        people,
        ages: ages.iter().map(|(group, people)| ((*group).to_owned(), *people)).collect(),
    };
    let cells = [cell(10, &[("0-14", 3), ("65+", 0)]), cell(5, &[]), cell(7, &[("65+", 7)])];
    let tree = tree();
    let surface = from_cells(&cells, &tree, Footprint::Square { side_m: 250.0 }, basis()).expect("a surface");
    assert_eq!(surface.ages().groups(), ["0-14", "65+"]);
    assert_eq!(surface.ages().get(0, 1), Some(People::ZERO));
    assert_eq!(
        (surface.ages().get(1, 0), surface.ages().get(1, 1), surface.ages().get(2, 0)),
        (None, None, None)
    );
    assert_eq!(surface.ages().get(2, 1), Some(People::whole(7)));
    assert_eq!(surface.ages().get(0, 2), None);
    assert_eq!(surface.division(), [ordinal(&tree, 2); 3]);
    let bad = Cell { lon: f64::NAN, ..cells[0].clone() };
    assert_eq!(
        from_cells(&[bad], &tree, Footprint::Square { side_m: 250.0 }, basis()).err(),
        Some(DemandError::NotOnEarth { index: 0 })
    );
    assert!(from_cells(&cells, &tree, Footprint::Square { side_m: 0.0 }, basis()).is_err());
}

#[test]
fn outlines_have_the_size_they_stand_for() {
    use crate::analysis::measure::area_m2;
    for (footprint, m2) in [
        (Footprint::Square { side_m: 250.0 }, 62_500.0),
        (Footprint::Disc { radius_m: 100.0 }, 31_058.0),
        (Footprint::Degrees { lon: 0.001, lat: 0.001 }, 9_239.0),
    ] {
        let found = area_m2(&footprint.outline(0, 123.4, 41.7).into());
        assert!((found / m2 - 1.0).abs() < 0.005, "{footprint:?} {found}");
    }
}

#[test]
fn people_are_written_as_numbers() {
    assert_eq!(
        serde_json::to_string(&[People::whole(7), People::from_thousandths(1_250)]).expect("json"),
        "[7,1.25]"
    );
    assert_eq!(People::whole(1).share_of(People::ZERO), None);
}
