//! Kept streets cut into straight pieces between consecutive nodes.

use super::passage::{Passage, Rulebook};
use super::report::{Dropped, NetworkError, Report};
use crate::domain::network::{Extract, Mode};
use geo_types::Coord;

/// A straight piece of a street, in the order of its nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// Positions in [`Segments::places`].
    pub ends: [u32; 2],
    /// Position in [`Segments::passages`].
    pub street: u32,
}

/// All pieces of the streets that a mode may use.
pub(super) struct Segments {
    /// Vertices, (lon, lat). A barrier stands here once for each piece that ends at it.
    pub places: Vec<Coord<f64>>,
    /// The nodes (positions in the extract) of the places that are not the extract's own: the twins at
    /// barriers, which follow upon those.
    twins: Vec<u32>,
    pub pieces: Vec<Segment>,
    pub passages: Vec<Passage>,
}

impl Segments {
    /// The position in the extract of the node at a place.
    pub fn node(&self, vertex: u32) -> usize {
        let own = self.places.len() - self.twins.len();
        let vertex = vertex as usize;
        if vertex < own { vertex } else { self.twins[vertex - own] as usize }
    }
}

/// Cuts the streets of an extract, telling the report what is left out.
pub(super) fn cut(extract: &Extract, mode: &Mode, report: &mut Report) -> Result<Segments, NetworkError> {
    let book = Rulebook::new(mode);
    let most: usize = extract.ways.iter().map(|way| way.nodes.len()).sum::<usize>() + extract.nodes.len();
    // Each piece has two ends, and all of them are counted in 32 bits.
    if u32::try_from(most.saturating_mul(2)).is_err() {
        return Err(NetworkError::TooLarge { pieces: most });
    }
    let mut cutter = Cutter {
        extract,
        stops: extract.nodes.iter().map(|node| book.stops(&node.tags)).collect(),
        found: Segments {
            places: extract.nodes.iter().map(|node| Coord { x: node.lon, y: node.lat }).collect(),
            twins: Vec::new(),
            pieces: Vec::new(),
            passages: Vec::new(),
        },
        report,
    };
    for way in &extract.ways {
        let outcome = book.passage(&way.tags).and_then(|passage| cutter.way(&way.nodes, passage));
        match outcome {
            Ok(()) => cutter.report.ways_kept += 1,
            Err(reason) => *cutter.report.ways_dropped.entry(reason).or_default() += 1,
        }
    }
    cutter.report.barriers = cutter.stops.iter().filter(|stops| **stops).count();
    Ok(cutter.found)
}

struct Cutter<'a> {
    extract: &'a Extract,
    /// Whether a node stops the mode.
    stops: Vec<bool>,
    found: Segments,
    report: &'a mut Report,
}

impl Cutter<'_> {
    fn way(&mut self, nodes: &[i64], passage: Passage) -> Result<(), Dropped> {
        let street = self.found.passages.len() as u32;
        let before = self.found.pieces.len();
        let mut last = None;
        for id in nodes {
            let here = self.node(*id);
            if let Some((from, to)) = last.zip(here).filter(|(from, to)| from != to) {
                self.piece(from, to, street);
            }
            last = here;
        }
        if self.found.pieces.len() == before {
            return Err(Dropped::NoNodes);
        }
        self.found.passages.push(passage);
        Ok(())
    }

    fn node(&mut self, id: i64) -> Option<u32> {
        let Some(position) = self.extract.position(id) else {
            self.report.nodes_missing += 1;
            return None;
        };
        let place = self.found.places[position];
        if place.x.abs() <= 180.0 && place.y.abs() <= 90.0 {
            return Some(position as u32);
        }
        self.report.nodes_misplaced += 1;
        None
    }

    fn piece(&mut self, from: u32, to: u32, street: u32) {
        let (a, b) = (self.found.places[from as usize], self.found.places[to as usize]);
        if (a.x - b.x).abs() > 180.0 {
            self.report.across_antimeridian += 1;
            return;
        }
        let ends = [self.end(from), self.end(to)];
        self.found.pieces.push(Segment { ends, street });
    }

    /// The vertex itself, or a twin of its own where nobody gets through.
    fn end(&mut self, position: u32) -> u32 {
        if !self.stops[position as usize] {
            return position;
        }
        let twin = self.found.places.len() as u32;
        self.found.places.push(self.found.places[position as usize]);
        self.found.twins.push(position);
        twin
    }
}
