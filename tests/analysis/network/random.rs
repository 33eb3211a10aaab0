//! Searches against a plain one on random networks.

use super::maps::{mode, node, way};
use jiantu::analysis::network::bounded::{CellCost, Workspace, reach, reach_each};
use jiantu::analysis::network::build::build;
use jiantu::analysis::network::cells::Cells;
use jiantu::analysis::network::costs::{Cost, Costs, Direction, Measure};
use jiantu::analysis::network::graph::{IMPASSABLE, Network};
use jiantu::analysis::network::nearest::{Entrance, nearest};
use jiantu::analysis::network::snap::Snap;
use jiantu::domain::network::Extract;
use proptest::prelude::*;
use std::ops::ControlFlow;

/// A network with every place of interest as a node of its own; costs found by relaxing all arcs
/// until nothing changes.
struct Plain {
    nodes: usize,
    arcs: Vec<(usize, usize, u64)>,
    first_place: usize,
}

impl Plain {
    /// `places` are sites and cells together; costs are of travel, whatever the search's direction.
    fn new(network: &Network, measure: Measure, places: &[Snap]) -> Self {
        let first_place = network.nodes().len();
        let mut arcs = Vec::new();
        for (position, edge) in network.edges().iter().enumerate() {
            let mut on: Vec<usize> =
                (0..places.len()).filter(|place| places[*place].edge as usize == position).collect();
            on.sort_by(|a, b| places[*a].fraction.total_cmp(&places[*b].fraction));
            let of =
                |ms: u32| if measure == Measure::Metres && ms != IMPASSABLE { edge.length_mm } else { ms };
            // What lies at one place is one place, whatever the street allows.
            let ends = [(0.0, edge.from as usize), (1.0, edge.to as usize)];
            for (fraction, here) in
                ends.into_iter().chain(on.iter().map(|at| (places[*at].fraction, first_place + at)))
            {
                let same = on.iter().filter(|at| places[**at].fraction == fraction);
                arcs.extend(same.flat_map(|at| [(here, first_place + at, 0), (first_place + at, here, 0)]));
            }
            for (whole, forward) in [(of(edge.ahead_ms), true), (of(edge.back_ms), false)] {
                if whole == IMPASSABLE {
                    continue;
                }
                let at = |fraction: f64| (f64::from(whole) * fraction).round() as u64;
                let mut stops = vec![(edge.from as usize, 0)];
                stops.extend(on.iter().map(|place| (first_place + place, at(places[*place].fraction))));
                stops.push((edge.to as usize, u64::from(whole)));
                for pair in stops.windows(2) {
                    let cost = pair[1].1 - pair[0].1;
                    let (a, b) = (pair[0].0, pair[1].0);
                    arcs.push(if forward { (a, b, cost) } else { (b, a, cost) });
                }
            }
        }
        Self { nodes: first_place + places.len(), arcs, first_place }
    }

    /// Costs from one place to all others, or from all others to it.
    fn costs(&self, place: usize, direction: Direction) -> Vec<Option<u64>> {
        let mut cost: Vec<Option<u64>> = vec![None; self.nodes];
        cost[self.first_place + place] = Some(0);
        loop {
            let mut changed = false;
            for (from, to, step) in &self.arcs {
                let (from, to) = if direction == Direction::FromSites { (from, to) } else { (to, from) };
                if let Some(new) = cost[*from].map(|here| here + step)
                    && cost[*to].is_none_or(|known| new < known)
                {
                    (cost[*to], changed) = (Some(new), true);
                }
            }
            if !changed {
                return cost[self.first_place..].to_vec();
            }
        }
    }
}

prop_compose! {
    /// A map of some streets, often in several parts, with steps, one-way streets and gates.
    fn some_map()(
        places in prop::collection::vec((0..8_u8, 0..8_u8), 2..20),
        streets in prop::collection::vec((prop::collection::vec(0..20_usize, 2..6), 0..4_usize), 1..12),
    ) -> Extract {
        let count = places.len();
        let nodes = places.iter().enumerate().map(|(id, (x, y))| node(id as i64, f64::from(*x), f64::from(*y)));
        let nodes: Vec<_> = nodes.collect();
        let ways = streets.iter().enumerate().map(|(id, (nodes, kind))| {
            let ids: Vec<i64> = nodes.iter().map(|at| (at % count) as i64).collect();
            let tags = [
                &[("highway", "residential")][..],
                &[("highway", "steps")],
                &[("highway", "residential"), ("oneway", "yes")],
                &[("highway", "residential"), ("oneway", "-1")],
            ];
            way(id as i64, &ids, tags[*kind])
        });
        let ways: Vec<_> = ways.collect();
        Extract::new(nodes, ways)
    }
}

/// Places on edges, chosen by three numbers each.
fn places(network: &Network, told: &[(usize, f64, f64)]) -> Vec<Snap> {
    told.iter()
        .map(|(edge, fraction, off_m)| {
            let edge = (edge % network.edges().len()) as u32;
            let place = network.part(edge, *fraction, 1.0).0[0];
            Snap { edge, fraction: *fraction, place, off_m: *off_m }
        })
        .collect()
}

fn some_places(most: usize) -> impl Strategy<Value = Vec<(usize, f64, f64)>> {
    let fraction = prop_oneof![Just(0.0), Just(1.0), 0.0..1.0_f64];
    let off = prop_oneof![Just(0.0), 0.0..50.0_f64];
    prop::collection::vec((0..100_usize, fraction, off), 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn searches_agree_with_a_plain_one(
        map in some_map(), sites in some_places(6), cells in some_places(10), budget in 0_u32..400_000,
        seconds: bool, to_sites: bool,
    ) {
        let measure = if seconds { Measure::Seconds } else { Measure::Metres };
        let direction = if to_sites { Direction::ToSites } else { Direction::FromSites };
        let Ok(network) = build(&map, &mode("cycle"), None) else { return Ok(()) };
        let (sites, cells) = (places(&network, &sites), places(&network, &cells));
        let costs = Costs::new(&network, measure, direction);
        let all: Vec<Snap> = sites.iter().chain(&cells).copied().collect();
        let plain = Plain::new(&network, measure, &all);
        // What each cell costs from each site.
        let truth: Vec<Vec<Option<u64>>> = (0..sites.len())
            .map(|site| {
                let to_cells = plain.costs(site, direction)[sites.len()..].to_vec();
                let off = |snap: &Snap| u64::from(costs.off_network(snap).0);
                to_cells.iter().zip(&cells).map(|(cost, cell)| Some((*cost)? + off(&sites[site]) + off(cell))).collect()
            })
            .collect();

        // Site numbers are given backwards, so that ties are not broken by order of listing.
        let number = |site: usize| (sites.len() - site) as u32;
        let entrances: Vec<Entrance> =
            sites.iter().enumerate().map(|(site, snap)| Entrance { site: number(site), snap: *snap }).collect();
        let snapped: Vec<Option<Snap>> = cells.iter().copied().map(Some).collect();
        let found = nearest(&costs, &entrances).cells(&costs, &snapped);
        for (cell, found) in found.iter().enumerate() {
            let want = (0..sites.len()).filter_map(|site| Some((truth[site][cell]?, number(site)))).min();
            prop_assert_eq!(found.map(|found| (u64::from(found.cost.0), found.site)), want);
        }

        let hanging = Cells::new(&costs, &snapped);
        let mut space = Workspace::new(&costs, &hanging);
        for (site, entrance) in sites.iter().enumerate() {
            let found = reach(&costs, &hanging, &[*entrance], Cost(budget), &mut space);
            let want: Vec<CellCost> = (0..cells.len())
                .filter_map(|cell| {
                    let cost = truth[site][cell].filter(|cost| *cost <= u64::from(budget))?;
                    Some(CellCost { cell: cell as u32, cost: Cost(cost as u32) })
                })
                .collect();
            prop_assert_eq!(found, want);
        }
        // A site with several entrances is reached by the best of them.
        let together = reach(&costs, &hanging, &sites, Cost(budget), &mut space);
        let want: Vec<u64> = (0..cells.len())
            .filter_map(|cell| truth.iter().filter_map(|costs| costs[cell]).min())
            .filter(|cost| *cost <= u64::from(budget))
            .collect();
        prop_assert_eq!(together.iter().map(|found| u64::from(found.cost.0)).collect::<Vec<_>>(), want);
    }
}

/// A grid of streets, `side` by `side`.
pub fn grid(side: i64) -> Extract {
    let nodes = (0..side * side).map(|id| node(id, (id % side) as f64, (id / side) as f64)).collect();
    let line = |start: i64, step: i64| (0..side).map(|i| start + i * step).collect::<Vec<_>>();
    let rows = (0..side).map(|row| super::maps::street(row, &line(row * side, 1)));
    let columns = (0..side).map(|column| super::maps::street(side + column, &line(column, side)));
    Extract::new(nodes, rows.chain(columns).collect())
}

#[test]
fn the_result_does_not_hang_on_the_number_of_threads() {
    let network = build(&grid(20), &mode("walk"), None).unwrap();
    let costs = Costs::new(&network, Measure::Seconds, Direction::ToSites);
    let told: Vec<(usize, f64, f64)> =
        (0..300).map(|i| (i * 7, (i % 10) as f64 / 10.0, (i % 30) as f64)).collect();
    let cells: Vec<Option<Snap>> = places(&network, &told).into_iter().map(Some).collect();
    let sites: Vec<Vec<Snap>> = places(&network, &told[..40]).into_iter().map(|snap| vec![snap]).collect();
    let hanging = Cells::new(&costs, &cells);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let go = |_, _| ControlFlow::Continue(());
        pool.install(|| {
            reach_each(&costs, &hanging, &sites, Cost(600_000), &go, |site, found| (site, found.to_vec()))
        })
        .unwrap()
    };
    let one = run(1);
    assert!(one.iter().all(|(_, found)| !found.is_empty()));
    assert_eq!(one, run(3));
    let stop = |done, _| if done >= 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let stopped = reach_each(&costs, &hanging, &sites, Cost(600_000), &stop, |_, _| ());
    assert!(stopped.is_err());
}

#[test]
fn no_sites_no_cells_and_no_budget() {
    let network = build(&grid(3), &mode("walk"), None).unwrap();
    let costs = Costs::new(&network, Measure::Metres, Direction::ToSites);
    let at = places(&network, &[(0, 0.5, 0.0), (1, 0.25, 10.0)]);
    let cells: Vec<Option<Snap>> = vec![Some(at[0]), None, Some(at[1])];
    assert_eq!(nearest(&costs, &[]).cells(&costs, &cells), [None, None, None]);
    let entrance = Entrance { site: 9, snap: at[0] };
    let found = nearest(&costs, &[entrance]).cells(&costs, &cells);
    assert_eq!(found[0].map(|found| (found.site, found.cost)), Some((9, Cost(0))));
    assert!(found[1].is_none() && found[2].is_some_and(|found| found.cost > Cost(10_000)));
    let hanging = Cells::new(&costs, &cells);
    let mut space = Workspace::new(&costs, &hanging);
    let none = reach(&costs, &hanging, &at[..1], Cost(0), &mut space);
    assert_eq!(none, [CellCost { cell: 0, cost: Cost(0) }]);
    assert_eq!(reach(&costs, &hanging, &[], Cost(1_000_000), &mut space), []);
    let nobody = Cells::new(&costs, &[]);
    assert!(nobody.is_empty());
    assert_eq!(reach(&costs, &nobody, &at, Cost(1_000), &mut Workspace::new(&costs, &nobody)), []);
    assert_eq!(Cost::of(f64::NAN).or(Cost::of(-1.0)).or(Cost::of(1e9)), None);
    assert_eq!(Cost::of(1.5).map(Cost::units), Some(1.5));
}
