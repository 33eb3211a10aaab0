//! Small street maps by hand.

use jiantu::analysis::network::build::build;
use jiantu::analysis::network::graph::Network;
use jiantu::domain::network::{Extract, Mode, Modes, Street, StreetNode, Tags};

pub const SEED: &str = include_str!("../../../seeds/modes.toml");

/// Metres of a degree of latitude near the equator are not needed to be exact here.
pub const STEP_DEG: f64 = 0.001;

pub fn mode(id: &str) -> Mode {
    Modes::parse(SEED).expect("the seed").find(id).expect("a mode").clone()
}

/// A node at so many steps east and north of (123, 41).
pub fn node(id: i64, east: f64, north: f64) -> StreetNode {
    tagged(id, east, north, &[])
}

pub fn tagged(id: i64, east: f64, north: f64, tags: &[(&str, &str)]) -> StreetNode {
    let tags = tags.iter().copied().collect();
    StreetNode { id, lon: 123.0 + east * STEP_DEG, lat: 41.0 + north * STEP_DEG, tags }
}

pub fn way(id: i64, nodes: &[i64], tags: &[(&str, &str)]) -> Street {
    Street { id, nodes: nodes.into(), tags: tags.iter().copied().collect::<Tags>() }
}

pub fn street(id: i64, nodes: &[i64]) -> Street {
    way(id, nodes, &[("highway", "residential")])
}

pub fn network(nodes: Vec<StreetNode>, ways: Vec<Street>) -> Network {
    build(&Extract::new(nodes, ways), &mode("walk"), None).expect("a network")
}
