//! Broken, empty and odd street maps.

use super::maps::{mode, network, node, street, tagged, way};
use geo_types::Point;
use jiantu::analysis::network::build::build;
use jiantu::analysis::network::graph::{Edge, IMPASSABLE};
use jiantu::analysis::network::report::{Dropped, NetworkError};
use jiantu::domain::geodesy::point_distance_m;
use jiantu::domain::network::{Extract, Heights};

#[test]
fn a_street_without_branches_is_one_edge_with_its_shape() {
    let network = network(
        vec![node(1, 0.0, 0.0), node(2, 1.0, 0.0), node(3, 1.0, 1.0), node(4, 2.0, 1.0)],
        vec![street(1, &[1, 2, 3]), street(2, &[4, 3])],
    );
    assert_eq!((network.nodes().len(), network.edges().len()), (2, 1));
    let shape = network.shape(0);
    assert_eq!(shape.len(), 4);
    let metres: f64 =
        shape.windows(2).map(|pair| point_distance_m(Point::from(pair[0]), Point::from(pair[1]))).sum();
    let edge = network.edges()[0];
    assert_eq!(edge.length_mm, (metres * 1000.0).round() as u32);
    // 4 km/h.
    assert_eq!(edge.ahead_ms, (metres / (4.0 / 3.6) * 1000.0).round() as u32);
    assert_eq!(edge.ahead_ms, edge.back_ms);
}

#[test]
fn the_speed_changes_where_steps_begin() {
    let network = network(
        vec![node(1, 0.0, 0.0), node(2, 1.0, 0.0), node(3, 2.0, 0.0)],
        vec![street(1, &[1, 2]), way(2, &[2, 3], &[("highway", "steps")])],
    );
    assert_eq!(network.edges().len(), 2);
    let paces: Vec<f64> =
        network.edges().iter().map(|edge| f64::from(edge.ahead_ms) / f64::from(edge.length_mm)).collect();
    assert!((paces.iter().fold(0.0, |a: f64, b| a.max(*b)) - 1.8).abs() < 1e-3, "{paces:?}");
}

#[test]
fn a_bridge_does_not_meet_the_street_below() {
    let network = network(
        vec![node(1, 0.0, 1.0), node(2, 2.0, 1.0), node(3, 1.0, 0.0), node(4, 1.0, 2.0)],
        vec![street(1, &[1, 2]), way(2, &[3, 4], &[("highway", "residential"), ("bridge", "yes")])],
    );
    assert_eq!(network.report().components.len(), 2);
}

#[test]
fn a_locked_gate_parts_a_street() {
    let gate = |access| {
        let nodes = vec![
            node(1, 0.0, 0.0),
            tagged(2, 1.0, 0.0, &[("barrier", "gate"), ("access", access)]),
            node(3, 2.0, 0.0),
        ];
        network(nodes, vec![street(1, &[1, 2, 3])])
    };
    let (open, locked) = (gate("yes"), gate("private"));
    assert_eq!((open.report().components.len(), open.edges().len(), open.report().barriers), (1, 1, 0));
    assert_eq!((locked.report().components.len(), locked.report().barriers), (2, 1));
}

#[test]
fn rings_and_loops_stay_whole() {
    // A ring that nothing meets, and a loop at the end of a street.
    let nodes = (0..9).map(|i| node(i, (i % 3) as f64, (i / 3) as f64)).collect();
    let network = network(nodes, vec![street(1, &[0, 1, 4, 0]), street(2, &[2, 5, 8, 7, 5])]);
    assert_eq!(network.report().components.len(), 2);
    let rings = network.edges().iter().filter(|edge| edge.from == edge.to).count();
    assert_eq!((rings, network.edges().len(), network.nodes().len()), (2, 3, 3));
    let pieces: usize = (0..3).map(|edge| network.shape(edge).len() - 1).sum();
    assert_eq!(pieces, 7);
}

#[test]
fn one_way_streets_bind_riders() {
    let nodes = vec![node(1, 0.0, 0.0), node(2, 1.0, 0.0)];
    let ways = vec![way(1, &[1, 2], &[("highway", "residential"), ("oneway", "yes")])];
    let extract = Extract::new(nodes, ways);
    let ridden = build(&extract, &mode("cycle"), None).unwrap();
    let edge = ridden.edges()[0];
    assert!(edge.ahead_ms != IMPASSABLE && edge.back_ms == IMPASSABLE);
    let walked = build(&extract, &mode("walk"), None).unwrap();
    assert_eq!(walked.edges()[0].ahead_ms, walked.edges()[0].back_ms);
}

#[test]
fn up_is_slower_than_down_and_bridges_are_level() {
    let nodes = || vec![node(1, 0.0, 0.0), node(2, 1.0, 0.0)];
    let rise: Heights = [Some(0.0), Some(10.0)].into_iter().collect();
    let slope = build(&Extract::new(nodes(), vec![street(1, &[1, 2])]), &mode("walk"), Some(&rise)).unwrap();
    let edge = slope.edges()[0];
    assert!(edge.ahead_ms > edge.back_ms, "{edge:?}");
    let bridge = vec![way(1, &[1, 2], &[("highway", "residential"), ("bridge", "yes")])];
    let bridge = build(&Extract::new(nodes(), bridge), &mode("walk"), Some(&rise)).unwrap();
    assert_eq!(bridge.edges()[0].ahead_ms, bridge.edges()[0].back_ms);
    let unknown: Heights = [None, Some(10.0)].into_iter().collect();
    let level = build(&Extract::new(nodes(), vec![street(1, &[1, 2])]), &mode("walk"), Some(&unknown));
    assert_eq!(level.unwrap().edges()[0].ahead_ms, bridge.edges()[0].ahead_ms);
}

#[test]
fn a_street_that_ends_at_a_wall_is_as_steep_as_it_was() {
    let nodes =
        |barrier: &[(&str, &str)]| vec![node(1, 0.0, 0.0), tagged(2, 1.0, 0.0, barrier), node(3, 2.0, 0.0)];
    let rise: Heights = [Some(0.0), Some(10.0), Some(30.0)].into_iter().collect();
    let times = |barrier: &[(&str, &str)]| {
        let extract = Extract::new(nodes(barrier), vec![street(1, &[1, 2, 3])]);
        let network = build(&extract, &mode("walk"), Some(&rise)).unwrap();
        let sum = |of: fn(&Edge) -> u32| network.edges().iter().map(of).sum::<u32>();
        (network.edges().len(), sum(|edge| edge.ahead_ms.max(edge.back_ms)))
    };
    let ((one, open), (two, walled)) = (times(&[]), times(&[("barrier", "wall")]));
    assert_eq!((one, two), (1, 2));
    assert!(open.abs_diff(walled) <= 1, "{open} {walled}");
}

#[test]
fn what_is_left_out_is_told() {
    let mut nodes: Vec<_> = (1..=6).map(|i| node(i, i as f64, 0.0)).collect();
    nodes[5].lat = f64::NAN;
    let ways = vec![
        street(1, &[1, 2, 77, 3, 4]),
        street(2, &[4, 6]),
        street(3, &[88]),
        street(4, &[]),
        street(5, &[2, 2, 2]),
        way(6, &[1, 2], &[("highway", "proposed")]),
        way(7, &[1, 2], &[("highway", "service"), ("access", "no")]),
        way(8, &[1, 2], &[("highway", "trunk")]),
    ];
    let network = network(nodes, ways);
    let report = network.report();
    assert_eq!((report.ways_kept, report.nodes_missing, report.nodes_misplaced), (1, 2, 1));
    let dropped: Vec<_> = report.ways_dropped.iter().map(|(reason, count)| (*reason, *count)).collect();
    assert_eq!(
        dropped,
        [(Dropped::NoClass, 1), (Dropped::Forbidden, 1), (Dropped::NotOpen, 1), (Dropped::NoNodes, 4)]
    );
    assert_eq!(report.components.len(), 2);
    let far = vec![node(1, 0.0, 0.0), node(2, -300_000.0, 0.0), node(3, 1.0, 1.0)];
    let far = super::maps::network(far, vec![street(1, &[1, 3]), street(2, &[3, 2])]);
    assert_eq!(far.report().across_antimeridian, 1);
}

#[test]
fn nothing_gives_no_network() {
    let walk = mode("walk");
    let none = build(&Extract::default(), &walk, None).unwrap_err();
    assert!(matches!(none, NetworkError::Empty { .. }));
    let closed = way(1, &[1, 2], &[("highway", "motorway")]);
    let error = build(&Extract::new(vec![node(1, 0.0, 0.0), node(2, 1.0, 0.0)], vec![closed]), &walk, None);
    let error = error.unwrap_err();
    assert!(error.message_en().contains("1 left out") && error.message_zh().contains('1'), "{error}");
}
