//! From mapped streets to a network.

use super::components::components;
use super::contract::{Chains, Step, contract};
use super::graph::{Edge, IMPASSABLE, Network};
use super::report::{NetworkError, Report};
use super::segments::{Segments, cut};
use crate::domain::geodesy::point_distance_m;
use crate::domain::network::{Extract, Heights, Mode};
use geo_types::{Coord, Point};
use rayon::prelude::*;

/// Builds the network of a mode. With `heights` (of the extract's nodes) the mode's slope rule changes
/// times, not lengths; where an end's height is not known, and on bridges and in tunnels, the street
/// counts as level.
///
/// # Errors
/// [`NetworkError::Empty`] when no street is open to the mode.
pub fn build(extract: &Extract, mode: &Mode, heights: Option<&Heights>) -> Result<Network, NetworkError> {
    let mut report = Report::default();
    let segments = cut(extract, mode, &mut report)?;
    if segments.pieces.is_empty() {
        return Err(NetworkError::Empty { report: Box::new(report) });
    }
    let chains = contract(&segments);
    let passed = pass(&segments, mode, heights);
    let (numbers, nodes) = number(&segments, &chains);
    let mut order: Vec<(u32, u32, u32)> = chains
        .iter()
        .enumerate()
        .map(|(chain, steps)| {
            let [from, to] = chain_ends(&segments, steps).map(|vertex| numbers[vertex as usize]);
            (from, to, chain as u32)
        })
        .collect();
    order.sort_unstable();
    let mut network = Network {
        mode: mode.id.clone(),
        off_network_kmh: mode.off_network_kmh,
        nodes,
        edges: Vec::with_capacity(order.len()),
        shape_first: vec![0],
        shape: Vec::with_capacity(segments.pieces.len() + order.len()),
        along_m: Vec::with_capacity(segments.pieces.len() + order.len()),
        incident_first: Vec::new(),
        incident: Vec::new(),
        component: Vec::new(),
        report,
    };
    for (from, to, chain) in order {
        let range = chains.first[chain as usize] as usize..chains.first[chain as usize + 1] as usize;
        network.add(from, to, &chains.steps[range], &segments, &passed);
    }
    network.finish();
    Ok(network)
}

/// A straight piece's length and its seconds each way (infinite where it is forbidden).
#[derive(Clone, Copy)]
struct Passed {
    metres: f64,
    ahead_s: f64,
    back_s: f64,
}

fn pass(segments: &Segments, mode: &Mode, heights: Option<&Heights>) -> Vec<Passed> {
    let slope = heights.zip(mode.slope);
    segments
        .pieces
        .par_iter()
        .map(|piece| {
            let passage = segments.passages[piece.street as usize];
            let [a, b] = piece.ends.map(|vertex| segments.places[vertex as usize]);
            let metres = point_distance_m(Point::from(a), Point::from(b));
            let rise = slope.filter(|_| !passage.level).and_then(|(heights, _)| {
                let [from, to] = piece.ends.map(|vertex| heights.metres(segments.node(vertex)));
                Some(to? - from?)
            });
            let factor = |up: f64| match (slope, rise) {
                (Some((_, rule)), Some(rise)) => rule.factor(up * rise, metres),
                _ => 1.0,
            };
            let seconds = |kmh: Option<f64>, factor: f64| match kmh {
                Some(kmh) => metres / (kmh / 3.6 * factor),
                None => f64::INFINITY,
            };
            Passed {
                metres,
                ahead_s: seconds(passage.ahead, factor(1.0)),
                back_s: seconds(passage.back, factor(-1.0)),
            }
        })
        .collect()
}

/// Numbers the vertices that chains end at; the others get no number.
fn number(segments: &Segments, chains: &Chains) -> (Vec<u32>, Vec<Coord<f64>>) {
    const NONE: u32 = u32::MAX;
    let mut ends: Vec<u32> = chains.iter().flat_map(|steps| chain_ends(segments, steps)).collect();
    ends.par_sort_unstable_by_key(|vertex| (curve(segments.places[*vertex as usize]), *vertex));
    ends.dedup();
    let mut numbers = vec![NONE; segments.places.len()];
    for (number, vertex) in ends.iter().enumerate() {
        numbers[*vertex as usize] = number as u32;
    }
    (numbers, ends.iter().map(|vertex| segments.places[*vertex as usize]).collect())
}

fn chain_ends(segments: &Segments, steps: &[Step]) -> [u32; 2] {
    let vertex = |step: &Step, end: usize| {
        segments.pieces[step.piece as usize].ends[if step.reversed { 1 - end } else { end }]
    };
    let last = steps.last().map_or(0, |step| vertex(step, 1));
    [steps.first().map_or(0, |step| vertex(step, 0)), last]
}

/// Position along a Z-order curve: near places mostly get near numbers.
fn curve(place: Coord<f64>) -> u64 {
    let steps = |degrees: f64, half: f64| ((degrees + half) / (2.0 * half) * f64::from(u32::MAX)) as u32;
    let spread = |bits: u32| {
        let mut wide = u64::from(bits);
        for (shift, mask) in [
            (16, 0x0000_ffff_0000_ffff_u64),
            (8, 0x00ff_00ff_00ff_00ff),
            (4, 0x0f0f_0f0f_0f0f_0f0f),
            (2, 0x3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555),
        ] {
            wide = (wide | (wide << shift)) & mask;
        }
        wide
    };
    spread(steps(place.x, 180.0)) | (spread(steps(place.y, 90.0)) << 1)
}

impl Network {
    fn add(&mut self, from: u32, to: u32, steps: &[Step], segments: &Segments, passed: &[Passed]) {
        let [start, _] = chain_ends(segments, steps);
        let (mut metres, mut ahead_s, mut back_s) = (0.0, 0.0, 0.0);
        self.shape.push(segments.places[start as usize]);
        self.along_m.push(0.0);
        for step in steps {
            let piece = passed[step.piece as usize];
            metres += piece.metres;
            ahead_s += if step.reversed { piece.back_s } else { piece.ahead_s };
            back_s += if step.reversed { piece.ahead_s } else { piece.back_s };
            let [_, end] = chain_ends(segments, std::slice::from_ref(step));
            self.shape.push(segments.places[end as usize]);
            self.along_m.push(metres);
        }
        self.shape_first.push(self.shape.len() as u32);
        let mut edge = Edge {
            from,
            to,
            length_mm: thousandths(metres),
            ahead_ms: thousandths(ahead_s),
            back_ms: thousandths(back_s),
        };
        let open = ahead_s.is_finite() || back_s.is_finite();
        let fits = edge.length_mm != IMPASSABLE
            && (ahead_s.is_infinite() || edge.ahead_ms != IMPASSABLE)
            && (back_s.is_infinite() || edge.back_ms != IMPASSABLE);
        if open && !fits {
            self.report.too_long += 1;
            (edge.length_mm, edge.ahead_ms, edge.back_ms) =
                (edge.length_mm.min(IMPASSABLE - 1), IMPASSABLE, IMPASSABLE);
        }
        self.edges.push(edge);
    }

    fn finish(&mut self) {
        let mut first = vec![0_u32; self.nodes.len() + 1];
        for edge in &self.edges {
            first[edge.from as usize + 1] += 1;
            first[edge.to as usize + 1] += 1;
        }
        for node in 1..first.len() {
            first[node] += first[node - 1];
        }
        let mut next = first.clone();
        self.incident = vec![0; self.edges.len() * 2];
        for (position, edge) in self.edges.iter().enumerate() {
            for node in [edge.from, edge.to] {
                let slot = &mut next[node as usize];
                self.incident[*slot as usize] = position as u32;
                *slot += 1;
            }
        }
        self.incident_first = first;
        (self.component, self.report.components) = components(self.nodes.len(), &self.edges);
    }
}

/// Whole thousandths, at least one, so that no step of a search is free; [`IMPASSABLE`] when it
/// does not fit.
fn thousandths(value: f64) -> u32 {
    let rounded = (value * 1000.0).round();
    if rounded < f64::from(IMPASSABLE) { (rounded as u32).max(1) } else { IMPASSABLE }
}
