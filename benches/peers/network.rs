//! The nearest site of every node of a network: `JIANTU_PEERS_PYTHON=PYTHON cargo bench --bench network`.
//!
//! Ours beside one bare search (E. Dijkstra's method with the standard binary heap, over arcs laid out in the
//! same way, costs only: it does not know which site was nearest), in turn; then `network.py` measures scipy
//! and pandana on the same arcs and sites. Sites stand at crossings, so that all sides are asked the
//! same; costs are whole milliseconds of walking, and answers are compared.
//!
//! Networks: the Porto Alegre extract (`JIANTU_TRIAL_DATA`, by default `../shared/data`; left out
//! with a line when absent) and invented towns of 10 k, 100 k and 1 M crossings.

#[path = "exchange.rs"]
mod exchange;
#[path = "in_turn.rs"]
mod in_turn;

use exchange::{Dice, Exchange, Outcome, timed};
use in_turn::in_turn;
use jiantu::analysis::network::build::build;
use jiantu::analysis::network::costs::{Costs, Direction, Measure};
use jiantu::analysis::network::graph::{IMPASSABLE, Network};
use jiantu::analysis::network::nearest::{Entrance, Nearest, nearest};
use jiantu::analysis::network::snap::Snap;
use jiantu::domain::network::{Extract, Mode, Modes, Street, StreetNode, Tags};
use jiantu::formats::osm_pbf::read;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Outcome {
    let modes = Modes::parse(include_str!("../../seeds/modes.toml")).map_err(|_| "seeds/modes.toml")?;
    let walk = modes.find("walk").ok_or("no mode `walk`")?;
    let mut exchange = Exchange::new()?;
    let folder = std::env::var_os("JIANTU_TRIAL_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let extract = folder.join("porto_alegre/poa_osm.pbf");
    if extract.is_file() {
        let extract = read(&extract, &modes.wanted(), &mut |_| ControlFlow::Continue(()))?;
        compare("Porto Alegre", &build(&extract, walk, None)?, 50, 51, &mut exchange)?;
    } else {
        println!("Porto Alegre: left out, {} is absent", extract.display());
    }
    for (name, side, rounds) in
        [("town of 10 k", 100, 51), ("town of 100 k", 316, 21), ("town of 1 M", 1_000, 7)]
    {
        compare(name, &town(side, walk)?, (side * side / 1_000) as usize, rounds, &mut exchange)?;
    }
    exchange.peers("network.py")
}

/// Streets north-south and east-west some 100 m apart, crossings a little off the lines.
fn town(side: i64, walk: &Mode) -> Outcome<Network> {
    let mut dice = Dice(7);
    let nodes = (0..side * side).map(|id| StreetNode {
        id,
        lon: 123.0 + ((id % side) as f64 + 0.5 * dice.share()) * 0.001,
        lat: 41.0 + ((id / side) as f64 + 0.5 * dice.share()) * 0.001,
        tags: Tags::default(),
    });
    let nodes = nodes.collect();
    let tags: Tags = [("highway", "residential")].into_iter().collect();
    let street = |id: i64, from: i64, step: i64| Street {
        id,
        nodes: (0..side).map(|crossing| from + crossing * step).collect(),
        tags: tags.clone(),
    };
    let rows = (0..side).map(|row| street(row, row * side, 1));
    let streets = rows.chain((0..side).map(|column| street(side + column, column, side))).collect();
    Ok(build(&Extract::new(nodes, streets), walk, None)?)
}

/// Arcs of a network in compressed rows, as a search from sites runs over them when people go to the sites.
struct Bare {
    first: Vec<u32>,
    arcs: Vec<(u32, u32)>,
}

impl Bare {
    fn new(network: &Network) -> Self {
        let edges = network.edges().iter().filter(|edge| edge.from != edge.to);
        let both = edges
            .flat_map(|edge| [(edge.from, (edge.to, edge.back_ms)), (edge.to, (edge.from, edge.ahead_ms))]);
        let mut all: Vec<(u32, (u32, u32))> = both.filter(|(_, (_, cost))| *cost != IMPASSABLE).collect();
        all.sort_by_key(|(from, _)| *from);
        let first = (0..=network.nodes().len() as u32)
            .map(|node| all.partition_point(|(from, _)| *from < node) as u32)
            .collect();
        Self { first, arcs: all.into_iter().map(|(_, arc)| arc).collect() }
    }

    fn search(&self, sites: &[u32]) -> Vec<u32> {
        let mut cost = vec![u32::MAX; self.first.len() - 1];
        let mut heap = BinaryHeap::new();
        for site in sites {
            cost[*site as usize] = 0;
            heap.push(Reverse((0, *site)));
        }
        while let Some(Reverse((here, node))) = heap.pop() {
            if here > cost[node as usize] {
                continue;
            }
            let row = self.first[node as usize] as usize..self.first[node as usize + 1] as usize;
            for (target, step) in &self.arcs[row] {
                let new = here + step;
                if new < cost[*target as usize] {
                    cost[*target as usize] = new;
                    heap.push(Reverse((new, *target)));
                }
            }
        }
        cost
    }
}

fn compare(name: &str, network: &Network, sites: usize, rounds: usize, exchange: &mut Exchange) -> Outcome {
    let count = network.nodes().len();
    println!("{name}: {count} nodes, {} edges, {sites} sites", network.edges().len());
    let mut dice = Dice(11);
    let sites: Vec<u32> = std::iter::repeat_with(|| (dice.share() * count as f64) as u32)
        .filter(|node| !network.incident(*node).is_empty())
        .take(sites)
        .collect();
    let entrances: Vec<Entrance> =
        (0..).zip(&sites).map(|(site, node)| Entrance { site, snap: at_node(network, *node) }).collect();
    let (took, costs) = timed(rounds.min(5), || Costs::new(network, Measure::Seconds, Direction::ToSites));
    exchange.ours(&format!("{name}: costs for searching"), took, 0.0)?;
    let bare = Bare::new(network);
    let ((took, found), (bare_took, plain)) =
        in_turn(rounds, || nearest(&costs, &entrances), || bare.search(&sites));
    let different = (0..).zip(&plain).filter(|(node, plain)| told(&found, *node) != **plain).count();
    let reached = plain.iter().filter(|cost| **cost != u32::MAX);
    let sum: f64 = reached.map(|cost| f64::from(*cost)).sum();
    exchange.ours(&format!("{name}: nearest"), took, sum)?;
    let title = "one bare search, costs only";
    println!("  {title:58} {bare_took}: {}; {different} nodes differ", took.of(bare_took));
    let file = |column: &str| format!("{name}_{column}").to_lowercase().replace(' ', "_");
    exchange.write(&file("first.u32"), bare.first.iter().map(|value| value.to_le_bytes()))?;
    exchange.write(&file("target.u32"), bare.arcs.iter().map(|(target, _)| target.to_le_bytes()))?;
    exchange.write(&file("cost.u32"), bare.arcs.iter().map(|(_, cost)| cost.to_le_bytes()))?;
    exchange.write(&file("sites.u32"), sites.iter().map(|site| site.to_le_bytes()))?;
    exchange.write(&file("ours.u32"), (0..count as u32).map(|node| told(&found, node).to_le_bytes()))?;
    let places = network.nodes().iter().flat_map(|place| [place.x, place.y]);
    exchange.write(&file("places.f64"), places.map(f64::to_le_bytes))
}

/// The cost of a node, or the largest number.
fn told(found: &Nearest, node: u32) -> u32 {
    found.node(node).map_or(u32::MAX, |reached| reached.cost.0)
}

/// An entrance at a crossing itself.
fn at_node(network: &Network, node: u32) -> Snap {
    let edge = network.incident(node)[0];
    let fraction = if network.edges()[edge as usize].from == node { 0.0 } else { 1.0 };
    Snap { edge, fraction, place: network.nodes()[node as usize], off_m: 0.0 }
}
