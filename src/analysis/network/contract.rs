//! Nodes where nothing branches become vertices of one longer edge.

use super::segments::{Segment, Segments};

/// A piece as a chain passes it: its position, and whether against the order of its nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub piece: u32,
    pub reversed: bool,
}

/// Runs of pieces between places where something branches, ends, or where the passage changes.
pub(super) struct Chains {
    /// Where each chain begins in `steps`, and one more.
    pub first: Vec<u32>,
    pub steps: Vec<Step>,
}

impl Chains {
    pub fn iter(&self) -> impl Iterator<Item = &[Step]> {
        self.first.windows(2).map(|ends| &self.steps[ends[0] as usize..ends[1] as usize])
    }
}

/// Puts the pieces together. Each piece is in exactly one chain; the order follows the pieces.
pub(super) fn contract(segments: &Segments) -> Chains {
    let incident = Incident::new(segments);
    let mut walker = Walker {
        segments,
        used: vec![false; segments.pieces.len()],
        chains: Chains { first: vec![0], steps: Vec::new() },
        incident,
    };
    for piece in 0..segments.pieces.len() as u32 {
        for end in [0, 1] {
            if !walker.incident.through(segments, walker.end(piece, end)) {
                walker.walk(Step { piece, reversed: end == 1 });
            }
        }
    }
    // What is left are rings that nothing meets.
    for piece in 0..segments.pieces.len() as u32 {
        walker.walk(Step { piece, reversed: false });
    }
    walker.chains
}

/// The piece ends at each vertex.
struct Incident {
    first: Vec<u32>,
    /// Twice the piece, plus one for its second end.
    ends: Vec<u32>,
}

impl Incident {
    fn new(segments: &Segments) -> Self {
        let mut first = vec![0_u32; segments.places.len() + 1];
        let all = || segments.pieces.iter().flat_map(|piece| piece.ends);
        for vertex in all() {
            first[vertex as usize + 1] += 1;
        }
        for vertex in 1..first.len() {
            first[vertex] += first[vertex - 1];
        }
        let mut next = first.clone();
        let mut ends = vec![0; segments.pieces.len() * 2];
        for (end, vertex) in all().enumerate() {
            let slot = &mut next[vertex as usize];
            ends[*slot as usize] = end as u32;
            *slot += 1;
        }
        Self { first, ends }
    }

    fn at(&self, vertex: u32) -> &[u32] {
        &self.ends[self.first[vertex as usize] as usize..self.first[vertex as usize + 1] as usize]
    }

    /// Whether one goes through the vertex without a choice and without a change.
    fn through(&self, segments: &Segments, vertex: u32) -> bool {
        let [one, other] = self.at(vertex) else { return false };
        if one / 2 == other / 2 {
            return false;
        }
        // As passed when the first comes in and the second goes out.
        let passage = |end: u32, out: bool| {
            let passage = segments.passages[segments.pieces[end as usize / 2].street as usize];
            if (end.is_multiple_of(2)) == out { passage } else { passage.reversed() }
        };
        let (coming, going) = (passage(*one, false), passage(*other, true));
        (coming.ahead, coming.back) == (going.ahead, going.back)
    }
}

struct Walker<'a> {
    segments: &'a Segments,
    incident: Incident,
    used: Vec<bool>,
    chains: Chains,
}

impl Walker<'_> {
    fn end(&self, piece: u32, end: usize) -> u32 {
        let Segment { ends, .. } = self.segments.pieces[piece as usize];
        ends[end]
    }

    /// Follows a chain from its first step until something branches or all is used.
    fn walk(&mut self, start: Step) {
        if self.used[start.piece as usize] {
            return;
        }
        let mut step = start;
        loop {
            self.used[step.piece as usize] = true;
            self.chains.steps.push(step);
            let vertex = self.end(step.piece, usize::from(!step.reversed));
            if !self.incident.through(self.segments, vertex) {
                break;
            }
            let onward = self.incident.at(vertex).iter().find(|end| !self.used[**end as usize / 2]);
            let Some(end) = onward else { break };
            step = Step { piece: end / 2, reversed: end % 2 == 1 };
        }
        self.chains.first.push(self.chains.steps.len() as u32);
    }
}
