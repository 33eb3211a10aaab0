//! The streets reached within a budget, edges cut where it ends.

use super::bounded::Workspace;
use super::costs::{Cost, Costs};
use super::graph::{IMPASSABLE, Network};
use super::snap::Snap;
use geo_types::MultiLineString;

/// A part of an edge, in shares of its length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgePart {
    pub edge: u32,
    pub from: f64,
    pub to: f64,
}

/// What one site (given by its entrances) reaches of each edge within `budget`, by edge and position;
/// parts of an edge do not touch each other. The way from the site to the street is counted, one
/// from the street on is not.
pub fn reached(network: &Network, costs: &Costs, entrances: &[Snap], budget: Cost) -> Vec<EdgePart> {
    let mut space = Workspace::sized(costs.nodes(), 0);
    space.search(costs, entrances, budget);
    let mut parts = Vec::new();
    for (node, here) in space.nodes() {
        let left = f64::from(budget.0 - here);
        for edge in network.incident(node) {
            let cost = costs.edge(*edge);
            if cost.from == node && cost.ahead != IMPASSABLE {
                parts.push(EdgePart { edge: *edge, from: 0.0, to: (left / f64::from(cost.ahead)).min(1.0) });
            }
            if cost.to == node && cost.back != IMPASSABLE {
                let from = (1.0 - left / f64::from(cost.back)).max(0.0);
                parts.push(EdgePart { edge: *edge, from, to: 1.0 });
            }
        }
    }
    for snap in entrances {
        let Some(left) = budget.0.checked_sub(costs.off_network(snap).0) else { continue };
        let cost = costs.edge(snap.edge);
        let far = |whole: u32| if whole == IMPASSABLE { 0.0 } else { f64::from(left) / f64::from(whole) };
        parts.push(EdgePart {
            edge: snap.edge,
            from: (snap.fraction - far(cost.back)).max(0.0),
            to: (snap.fraction + far(cost.ahead)).min(1.0),
        });
    }
    merge(parts)
}

/// Joins parts of an edge that overlap or touch; parts without length are left out.
fn merge(mut parts: Vec<EdgePart>) -> Vec<EdgePart> {
    parts.retain(|part| part.to > part.from);
    parts.sort_by(|a, b| a.edge.cmp(&b.edge).then(a.from.total_cmp(&b.from)).then(a.to.total_cmp(&b.to)));
    let mut merged: Vec<EdgePart> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if last.edge == part.edge && part.from <= last.to => last.to = last.to.max(part.to),
            _ => merged.push(part),
        }
    }
    merged
}

/// The parts as lines, (lon, lat).
pub fn lines(network: &Network, parts: &[EdgePart]) -> MultiLineString<f64> {
    parts.iter().map(|part| network.part(part.edge, part.from, part.to)).collect()
}
