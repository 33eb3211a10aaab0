//! Parts that hang together, one-way streets taken as both ways.

use super::graph::Edge;
use super::report::Component;
use std::cmp::Reverse;

/// The component of each node, and the components, the longest first (ties: the lowest node).
pub(super) fn components(nodes: usize, edges: &[Edge]) -> (Vec<u32>, Vec<Component>) {
    let mut parent: Vec<u32> = (0..nodes as u32).collect();
    for edge in edges {
        let (a, b) = (root(&mut parent, edge.from), root(&mut parent, edge.to));
        // The lower number leads, so that the result does not hang on the order of edges.
        parent[a.max(b) as usize] = a.min(b);
    }
    let roots: Vec<u32> = (0..nodes as u32).map(|node| root(&mut parent, node)).collect();
    let mut facts = vec![Component { nodes: 0, edges: 0, length_mm: 0 }; nodes];
    for root in &roots {
        facts[*root as usize].nodes += 1;
    }
    for edge in edges {
        let fact = &mut facts[roots[edge.from as usize] as usize];
        fact.edges += 1;
        fact.length_mm += u64::from(edge.length_mm);
    }
    let mut order: Vec<u32> = (0..nodes as u32).filter(|node| roots[*node as usize] == *node).collect();
    order.sort_by_key(|root| (Reverse(facts[*root as usize].length_mm), *root));
    let mut rank = vec![0_u32; nodes];
    for (position, root) in order.iter().enumerate() {
        rank[*root as usize] = position as u32;
    }
    let of_nodes = roots.iter().map(|root| rank[*root as usize]).collect();
    (of_nodes, order.iter().map(|root| facts[*root as usize]).collect())
}

/// The node that leads, halving the way to it.
fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}
