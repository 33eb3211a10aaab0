//! The nearest place along an edge.

use super::graph::Network;
use super::plane::Plane;
use crate::domain::geodesy::{Foot, circle_bbox, foot_on_edge};
use geo_types::{Coord, Point};
use rayon::prelude::*;
use rstar::{AABB, RTree, RTreeObject};

/// The first search looks this far, metres; each further one four times as far.
const FIRST_LOOK_M: f64 = 60.0;

/// A place on the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    pub edge: u32,
    /// Share of the edge's length from its start, 0 to 1.
    pub fraction: f64,
    /// The place on the street, (lon, lat).
    pub place: Coord<f64>,
    /// Geodesic metres between the point and the street.
    pub off_m: f64,
}

/// How far snapping goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SnapLimits {
    /// No street farther off than this is taken, metres.
    pub max_m: f64,
    /// A street of the main component is taken although one that is cut off from it lies nearer by up
    /// to this, metres.
    pub prefer_main_m: f64,
}

/// Why a point has no place on the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unsnapped {
    /// Its coordinates are no place on earth.
    #[error("the coordinates are no place on earth")]
    NoPlace,
    /// No street is near enough.
    #[error("no street is near enough")]
    TooFar,
}

/// The streets of a network, found by place.
pub struct Snapper {
    tree: RTree<Piece>,
}

/// A straight piece of an edge.
#[derive(Clone, Copy)]
struct Piece {
    a: Coord<f64>,
    b: Coord<f64>,
    edge: u32,
    main: bool,
    /// Shares of the edge's length at `a` and `b`.
    shares: [f64; 2],
}

impl RTreeObject for Piece {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.a.x, self.a.y], [self.b.x, self.b.y])
    }
}

impl Snapper {
    pub fn new(network: &Network) -> Self {
        let pieces = (0..network.edges().len() as u32).flat_map(|edge| {
            let (shape, along) = (network.shape(edge), network.along_m(edge));
            let length = along.last().copied().filter(|length| *length > 0.0).unwrap_or(1.0);
            let main = network.is_main(edge);
            shape.windows(2).zip(along.windows(2)).map(move |(ends, metres)| Piece {
                a: ends[0],
                b: ends[1],
                edge,
                main,
                shares: [metres[0] / length, metres[1] / length],
            })
        });
        Self { tree: RTree::bulk_load(pieces.collect()) }
    }

    /// The place on a street nearest to `point` (lon, lat), by geodesic distance; of equally near
    /// ones that of the lowest edge.
    ///
    /// # Errors
    /// [`Unsnapped::TooFar`] when no street lies within `limits.max_m`.
    pub fn snap(&self, point: Point<f64>, limits: &SnapLimits) -> Result<Snap, Unsnapped> {
        if !(point.x().abs() <= 180.0 && point.y().abs() <= 90.0) {
            return Err(Unsnapped::NoPlace);
        }
        let max_m = limits.max_m.max(0.0);
        let mut look_m = FIRST_LOOK_M.min(max_m);
        loop {
            let (any, main) = self.within(point, look_m);
            let last = look_m >= max_m;
            let settled = match (&any, &main) {
                (Some(_), Some(_)) => true,
                // The main component may still lie within its preference.
                (Some(any), None) => look_m >= any.off_m + limits.prefer_main_m,
                (None, _) => false,
            };
            if last || settled {
                let any = any.ok_or(Unsnapped::TooFar)?;
                let main = main.filter(|main| main.off_m <= any.off_m + limits.prefer_main_m);
                return Ok(main.unwrap_or(any));
            }
            look_m = (look_m * 4.0).min(max_m);
        }
    }

    /// [`Self::snap`] for many points, in parallel.
    pub fn snap_all(&self, points: &[Point<f64>], limits: &SnapLimits) -> Vec<Result<Snap, Unsnapped>> {
        points.par_iter().map(|point| self.snap(*point, limits)).collect()
    }

    /// The nearest place within `metres`, and the nearest on the main component.
    fn within(&self, point: Point<f64>, metres: f64) -> (Option<Snap>, Option<Snap>) {
        let plane = Plane::at(point.0);
        let (mut other, mut main) = (Best::new(point, metres), Best::new(point, metres));
        let boxes = circle_bbox(point, metres);
        let near = || {
            boxes.iter().flat_map(|part| {
                let envelope = AABB::from_corners([part.min_lon, part.min_lat], [part.max_lon, part.max_lat]);
                self.tree.locate_in_envelope_intersecting(envelope)
            })
        };
        // First on the plane, then exactly what may be the nearest by that.
        for piece in near() {
            let best = if piece.main { &mut main } else { &mut other };
            best.about(about_m(&plane, piece));
        }
        for piece in near() {
            let best = if piece.main { &mut main } else { &mut other };
            best.see(piece, about_m(&plane, piece));
        }
        let (other, main) = (other.found, main.found);
        let nearer = match (&other, &main) {
            (Some(other), Some(main)) if before(other, main) => Some(*other),
            (_, Some(main)) => Some(*main),
            (other, None) => *other,
        };
        (nearer, main)
    }
}

fn before(a: &Snap, b: &Snap) -> bool {
    a.off_m.total_cmp(&b.off_m).then(a.edge.cmp(&b.edge)).then(a.fraction.total_cmp(&b.fraction)).is_lt()
}

/// The nearest piece so far.
struct Best {
    point: Point<f64>,
    max_m: f64,
    /// No farther than this is the nearest.
    bound_m: f64,
    found: Option<Snap>,
}

impl Best {
    fn new(point: Point<f64>, max_m: f64) -> Self {
        Self { point, max_m, bound_m: max_m, found: None }
    }

    fn about(&mut self, about_m: Option<f64>) {
        if let Some(about_m) = about_m {
            self.bound_m = self.bound_m.min(about_m * (1.0 + SLACK) + SLACK_M);
        }
    }

    fn see(&mut self, piece: &Piece, about_m: Option<f64>) {
        let limit = self.found.map_or(self.bound_m, |found| found.off_m.min(self.bound_m));
        if about_m.is_some_and(|about_m| about_m * (1.0 - SLACK) - SLACK_M > limit) {
            return;
        }
        let Foot { fraction, metres } = foot_on_edge(self.point, piece.a, piece.b);
        if metres > self.max_m {
            return;
        }
        let place = piece.a + (piece.b - piece.a) * fraction;
        let [start, end] = piece.shares;
        let fraction = (start + (end - start) * fraction).clamp(0.0, 1.0);
        let snap = Snap { edge: piece.edge, fraction, place, off_m: metres };
        if self.found.is_none_or(|found| before(&snap, &found)) {
            self.found = Some(snap);
        }
    }
}

/// What lengths on the plane may be wrong by: a share of them, and metres.
const SLACK: f64 = 0.003;
const SLACK_M: f64 = 0.001;

/// Metres to a piece on a plane that touches the earth at the point; `None` for a piece too long or
/// a place too near a pole for that to hold.
fn about_m(plane: &Plane, piece: &Piece) -> Option<f64> {
    /// Beyond this the plane is not asked, metres.
    const NEAR_M: f64 = 2_200.0;
    let (a, b) = (plane.to(piece.a), plane.to(piece.b));
    let far = a.x.abs().max(a.y.abs()).max(b.x.abs()).max(b.y.abs());
    if far > NEAR_M || plane.origin.y.abs() > 69.0 {
        return None;
    }
    let d = b - a;
    let length = d.x * d.x + d.y * d.y;
    let t = if length > 0.0 { (-(a.x * d.x + a.y * d.y) / length).clamp(0.0, 1.0) } else { 0.0 };
    Some((a.x + d.x * t).hypot(a.y + d.y * t))
}
