//! Reached streets and the surface around them.

use super::maps::{mode, network, node, street};
use super::random::grid;
use geo::{BoundingRect, Contains, Validation};
use geo_types::{MultiLineString, Point, line_string};
use jiantu::analysis::network::bounded::{Workspace, reach};
use jiantu::analysis::network::build::build;
use jiantu::analysis::network::cells::Cells;
use jiantu::analysis::network::costs::{Cost, Costs, Direction, Measure};
use jiantu::analysis::network::graph::Network;
use jiantu::analysis::network::isochrone::{EdgePart, lines, reached};
use jiantu::analysis::network::isochrone_area::{AreaStyle, area};
use jiantu::analysis::network::snap::Snap;
use jiantu::domain::geodesy::{distance_m, point_distance_m};

const STYLE: AreaStyle = AreaStyle { beside_m: 20.0, fill_m2: 2_000.0 };

fn middle(network: &Network, edge: u32) -> Snap {
    Snap { edge, fraction: 0.5, place: network.part(edge, 0.5, 1.0).0[0], off_m: 0.0 }
}

#[test]
fn an_edge_is_cut_where_the_budget_ends() {
    let nodes = vec![node(1, 0.0, 0.0), node(2, 0.0, 10.0)];
    let network = network(nodes, vec![street(1, &[1, 2])]);
    let costs = Costs::new(&network, Measure::Metres, Direction::FromSites);
    let site = middle(&network, 0);
    let parts = reached(&network, &costs, &[site], Cost(300_000));
    let line = lines(&network, &parts);
    assert_eq!((parts.len(), line.0.len()), (1, 1));
    let ends = [line.0[0].0[0], *line.0[0].0.last().unwrap()];
    for end in ends {
        assert!((point_distance_m(end.into(), site.place.into()) - 300.0).abs() < 0.01);
    }
    // The way from the door to the street is spent first.
    let off = Snap { off_m: 299.0, ..site };
    let parts = reached(&network, &costs, &[off], Cost(300_000));
    let line = &lines(&network, &parts).0[0].0;
    assert!((point_distance_m(line[0].into(), line[1].into()) - 2.0).abs() < 0.01);
    assert!(reached(&network, &costs, &[Snap { off_m: 301.0, ..site }], Cost(300_000)).is_empty());
    assert!(reached(&network, &costs, &[site], Cost(0)).is_empty());
    assert!(reached(&network, &costs, &[], Cost(9)).is_empty());
}

#[test]
fn one_way_streets_are_reached_one_way() {
    let nodes = vec![node(1, 0.0, 0.0), node(2, 0.0, 10.0)];
    let oneway = super::maps::way(1, &[1, 2], &[("highway", "residential"), ("oneway", "yes")]);
    let extract = jiantu::domain::network::Extract::new(nodes, vec![oneway]);
    let network = build(&extract, &mode("cycle"), None).unwrap();
    for (direction, want) in [(Direction::FromSites, (0.5, 1.0)), (Direction::ToSites, (0.0, 0.5))] {
        let costs = Costs::new(&network, Measure::Seconds, direction);
        let parts = reached(&network, &costs, &[middle(&network, 0)], Cost(1_000_000));
        assert_eq!(parts, [EdgePart { edge: 0, from: want.0, to: want.1 }]);
    }
}

#[test]
fn reached_parts_are_those_whose_places_are_within_the_budget() {
    let network = build(&grid(12), &mode("walk"), None).unwrap();
    let costs = Costs::new(&network, Measure::Seconds, Direction::ToSites);
    let site = middle(&network, 130);
    let budget = Cost(400_000);
    let parts = reached(&network, &costs, &[site], budget);
    // Every edge is asked at places all along it.
    let asked: Vec<Option<Snap>> = (0..network.edges().len() as u32)
        .flat_map(|edge| (0..=20).map(move |i| (edge, f64::from(i) / 20.0)))
        .map(|(edge, fraction)| {
            Some(Snap { edge, fraction, place: network.part(edge, fraction, 1.0).0[0], off_m: 0.0 })
        })
        .collect();
    let cells = Cells::new(&costs, &asked);
    let found = reach(&costs, &cells, &[site], budget, &mut Workspace::new(&costs, &cells));
    let mut within = vec![false; asked.len()];
    for cell in found {
        within[cell.cell as usize] = true;
    }
    // A millisecond of rounding at the cut.
    let slack = 1e-4;
    for (snap, within) in asked.iter().flatten().zip(within) {
        let inside = |slack: f64| {
            parts.iter().any(|part| {
                part.edge == snap.edge && (part.from - slack..=part.to + slack).contains(&snap.fraction)
            })
        };
        assert!(if within { inside(slack) } else { !inside(-slack) }, "{snap:?} {within}");
    }
}

#[test]
fn the_surface_is_valid_and_holds_the_streets() {
    let network = build(&grid(12), &mode("walk"), None).unwrap();
    let costs = Costs::new(&network, Measure::Seconds, Direction::ToSites);
    for budget in [30_000, 200_000, 400_000, 700_000] {
        let parts = reached(&network, &costs, &[middle(&network, 130)], Cost(budget));
        let streets = lines(&network, &parts);
        for style in [STYLE, AreaStyle { fill_m2: 1e6, ..STYLE }, AreaStyle { beside_m: 3.0, fill_m2: 0.0 }] {
            let surface = area(&streets, &style);
            assert!(surface.is_valid(), "{:?}", surface.validation_errors());
            for place in streets.iter().flat_map(|line| line.0.iter()) {
                assert!(surface.contains(&Point::from(*place)));
            }
            let outer = surface.iter().flat_map(|polygon| polygon.exterior().0.iter());
            let all = geo_types::Geometry::MultiLineString(streets.clone());
            for corner in outer {
                let metres = distance_m(Point::from(*corner), &all).unwrap();
                assert!(metres < style.beside_m * 1.01 && metres > style.beside_m * 0.9, "{metres}");
            }
        }
    }
}

#[test]
fn holes_are_filled_by_size() {
    let network = build(&grid(4), &mode("walk"), None).unwrap();
    let streets = lines(
        &network,
        &(0..network.edges().len() as u32)
            .map(|edge| EdgePart { edge, from: 0.0, to: 1.0 })
            .collect::<Vec<_>>(),
    );
    let holes = |fill_m2| area(&streets, &AreaStyle { fill_m2, ..STYLE }).0[0].interiors().len();
    // Blocks of 84 by 111 m less 20 m on each side: some 3,100 m².
    assert_eq!((holes(0.0), holes(3_000.0), holes(3_500.0)), (9, 9, 0));
}

#[test]
fn nothing_reached_has_no_surface() {
    assert!(area(&MultiLineString(vec![]), &STYLE).0.is_empty());
    let one = MultiLineString(vec![line_string![(x: 1.0, y: 1.0), (x: 1.001, y: 1.0)]]);
    assert!(area(&one, &AreaStyle { beside_m: f64::NAN, ..STYLE }).0.is_empty());
    assert!(area(&one, &AreaStyle { beside_m: -1.0, ..STYLE }).0.is_empty());
    let width = area(&one, &STYLE).bounding_rect().unwrap();
    let metres = point_distance_m(Point::new(1.0, width.min().y), Point::new(1.0, width.max().y));
    assert!((metres - 40.0).abs() < 0.1, "{metres}");
}
