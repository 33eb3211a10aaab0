//! Lines and rings cut at the edge of a square, in its own plane.

use geo_types::Coord;

/// A square from `low` to `high` in x and y, its edge included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Square {
    pub low: f64,
    pub high: f64,
}

/// One edge of the square: the side of a coordinate that is kept.
#[derive(Clone, Copy)]
struct Edge {
    is_x: bool,
    at: f64,
    is_upper: bool,
}

impl Edge {
    const fn of(self, c: Coord<f64>) -> f64 {
        if self.is_x { c.x } else { c.y }
    }

    fn keeps(self, c: Coord<f64>) -> bool {
        if self.is_upper { self.of(c) <= self.at } else { self.of(c) >= self.at }
    }

    /// Where the way from `a` to `b` passes the edge, exactly on it.
    fn crossing(self, a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
        let share = (self.at - self.of(a)) / (self.of(b) - self.of(a));
        if self.is_x {
            Coord { x: self.at, y: a.y + share * (b.y - a.y) }
        } else {
            Coord { x: a.x + share * (b.x - a.x), y: self.at }
        }
    }
}

impl Square {
    pub fn holds(self, c: Coord<f64>) -> bool {
        let side = self.low..=self.high;
        side.contains(&c.x) && side.contains(&c.y)
    }

    const fn edges(self) -> [Edge; 4] {
        [
            Edge { is_x: true, at: self.low, is_upper: false },
            Edge { is_x: true, at: self.high, is_upper: true },
            Edge { is_x: false, at: self.low, is_upper: false },
            Edge { is_x: false, at: self.high, is_upper: true },
        ]
    }

    /// The part of a ring's area that lies in the square, as one ring (given and answered without its
    /// closing position). What leaves and comes back is joined along the square's edge: no area, but
    /// edges that lie on one another, which [`super::polygon::tidy`] takes out.
    ///
    /// Each edge of the square cuts in turn (Sutherland and Hodgman 1974).
    pub fn ring(self, ring: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let mut ring = ring.to_vec();
        if ring.iter().all(|c| self.holds(*c)) {
            return ring;
        }
        for edge in self.edges() {
            let Some(mut from) = ring.last().copied() else { break };
            let mut kept = Vec::with_capacity(ring.len() + 4);
            for to in ring {
                if edge.keeps(from) != edge.keeps(to) {
                    kept.push(edge.crossing(from, to));
                }
                if edge.keeps(to) {
                    kept.push(to);
                }
                from = to;
            }
            ring = kept;
        }
        ring
    }

    /// The pieces of a line in the square, in their order.
    pub fn line(self, line: &[Coord<f64>]) -> Vec<Vec<Coord<f64>>> {
        let mut pieces: Vec<Vec<Coord<f64>>> = Vec::new();
        let mut is_open = false;
        for pair in line.windows(2) {
            let Some((from, to)) = self.segment(pair[0], pair[1]) else {
                is_open = false;
                continue;
            };
            match pieces.last_mut().filter(|piece| is_open && piece.last() == Some(&from)) {
                Some(piece) => piece.push(to),
                None => pieces.push(vec![from, to]),
            }
            is_open = to == pair[1];
        }
        pieces
    }

    /// The part of a straight way in the square (Liang and Barsky 1984).
    fn segment(self, a: Coord<f64>, b: Coord<f64>) -> Option<(Coord<f64>, Coord<f64>)> {
        let (mut from, mut to) = (a, b);
        for edge in self.edges() {
            match (edge.keeps(from), edge.keeps(to)) {
                (true, true) => {}
                (false, false) => return None,
                (true, false) => to = edge.crossing(from, to),
                (false, true) => from = edge.crossing(from, to),
            }
        }
        Some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Square = Square { low: 0.0, high: 10.0 };

    fn coords(pairs: &[(f64, f64)]) -> Vec<Coord<f64>> {
        pairs.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
    }

    #[test]
    fn a_ring_is_cut_on_all_sides() {
        let around = coords(&[(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)]);
        let mut cut = SQUARE.ring(&around);
        cut.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        assert_eq!(cut, coords(&[(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (10.0, 10.0)]));
        let inside = coords(&[(1.0, 1.0), (9.0, 1.0), (5.0, 9.0)]);
        assert_eq!(SQUARE.ring(&inside), inside);
        assert!(SQUARE.ring(&coords(&[(11.0, 1.0), (19.0, 1.0), (15.0, 9.0)])).is_empty());
    }

    #[test]
    fn a_line_falls_into_pieces_where_it_leaves() {
        let line = coords(&[(-5.0, 5.0), (5.0, 5.0), (5.0, 15.0), (8.0, 15.0), (8.0, 5.0), (9.0, 5.0)]);
        let pieces = SQUARE.line(&line);
        assert_eq!(
            pieces,
            [coords(&[(0.0, 5.0), (5.0, 5.0), (5.0, 10.0)]), coords(&[(8.0, 10.0), (8.0, 5.0), (9.0, 5.0)])]
        );
        assert!(SQUARE.line(&coords(&[(-5.0, 8.0), (8.0, 18.0)])).is_empty(), "it passes a corner outside");
    }
}
