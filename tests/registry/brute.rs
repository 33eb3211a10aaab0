//! Counting by hand: own point-in-polygon, own clipping, own sums of whole cm2, from what was given to the registry.

use crate::office::TODAY;
use geo::{BooleanOps, Contains, Geodesic, Length, LineString, MultiLineString, Point, Polygon};

/// A tile of the district: a sub-district, perhaps with communities in it, or nobody's.
#[derive(Clone, Debug)]
pub struct Tile {
    pub id: String,
    pub parent: Option<String>,
    pub ring: Vec<(f64, f64)>,
}

#[derive(Clone, Debug)]
pub struct Given {
    pub place: Place,
    pub kind: &'static str,
    pub status: &'static str,
    pub access: &'static str,
    pub cm2: Option<i64>,
    pub counts: bool,
    pub opened: Option<&'static str>,
    pub closed: Option<&'static str>,
    pub widths: Vec<Option<f64>>,
}

#[derive(Clone, Debug)]
pub enum Place {
    Point(f64, f64),
    Square(f64, f64),
    Lines(Vec<Vec<(f64, f64)>>),
}

impl Given {
    pub fn stands(&self) -> bool {
        // Entered as closed, but closing only later: in use until then.
        let closes_later = self.status == "closed" && self.closed.is_some_and(|day| day > TODAY);
        (closes_later || ["operating", "temporarily_closed"].contains(&self.status))
            && self.opened.is_none_or(|day| day <= TODAY)
            && self.closed.is_none_or(|day| day > TODAY)
    }

    pub fn counts(&self) -> bool {
        self.stands() && self.counts && self.kind != "sports_park"
    }
}

/// What brute force finds for one division: its own, not its children's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    pub cm2: [i128; 3],
    /// Of trails, where only the sum over all divisions is a whole number.
    pub trail_m2: [f64; 3],
    pub trail_m: f64,
    pub pieces: u32,
    pub sites: i64,
    pub known: i64,
    pub unknown: i64,
}

impl Sum {
    pub fn add(&mut self, other: &Sum) {
        for n in 0..3 {
            self.cm2[n] += other.cm2[n];
            self.trail_m2[n] += other.trail_m2[n];
        }
        self.trail_m += other.trail_m;
        self.pieces += other.pieces;
        self.sites += other.sites;
        self.known += other.known;
        self.unknown += other.unknown;
    }
}

pub fn polygon(tile: &Tile) -> Polygon<f64> {
    Polygon::new(LineString::from(tile.ring.clone()), Vec::new())
}

/// The deepest tile that contains the place: communities come after their sub-district.
pub fn home(tiles: &[Tile], x: f64, y: f64) -> Option<usize> {
    tiles.iter().rposition(|tile| polygon(tile).contains(&Point::new(x, y)))
}

/// Metres of the line in each tile but in none of its children; the last is outside.
pub fn lengths(tiles: &[Tile], line: &LineString<f64>) -> Vec<f64> {
    let whole = Geodesic.length(line);
    let lines = MultiLineString::new(vec![line.clone()]);
    let inside: Vec<f64> =
        tiles.iter().map(|tile| Geodesic.length(&polygon(tile).clip(&lines, false))).collect();
    let mut own = inside.clone();
    for (tile, metres) in tiles.iter().zip(&inside) {
        if let Some(parent) = tile.parent.as_ref().and_then(|p| tiles.iter().position(|t| t.id == *p)) {
            own[parent] -= metres;
        }
    }
    own.push(whole - inside[0]);
    own
}

/// Own sums by tile, the last for what lies in none; and the exact sum of everything in cm2.
pub fn brute(tiles: &[Tile], sites: &[Given]) -> (Vec<Sum>, [i128; 3]) {
    let mut own = vec![Sum::default(); tiles.len() + 1];
    let mut exact = [0i128; 3];
    for site in sites.iter().filter(|site| site.stands()) {
        let figures = [true, ["free_open", "open"].contains(&site.access), site.access == "free_open"];
        let (at, known) = match &site.place {
            Place::Point(x, y) | Place::Square(x, y) => {
                let at = home(tiles, *x, *y).unwrap_or(tiles.len());
                for n in (0..3).filter(|n| figures[*n] && site.counts()) {
                    own[at].cm2[n] += i128::from(site.cm2.unwrap_or(0));
                    exact[n] += i128::from(site.cm2.unwrap_or(0));
                }
                (at, site.cm2.is_some())
            }
            Place::Lines(lines) => {
                let mut metres = vec![0.0; tiles.len() + 1];
                let (some, all) =
                    (site.widths.iter().any(Option::is_some), site.widths.iter().all(Option::is_some));
                // A surveyed area says more than the part of it whose width is known.
                let by_width = some && (all || site.cm2.is_none());
                let parts: Vec<(LineString<f64>, Vec<f64>)> = lines
                    .iter()
                    .map(|line| LineString::from(line.clone()))
                    .map(|line| (line.clone(), lengths(tiles, &line)))
                    .collect();
                let whole: f64 = parts.iter().map(|(line, _)| Geodesic.length(line)).sum();
                for ((line, lengths), width) in parts.iter().zip(&site.widths) {
                    let cm2 = (Geodesic.length(line) * width.unwrap_or(0.0) * 10_000.0).round() as i128;
                    for (at, length) in lengths.iter().enumerate() {
                        metres[at] += length;
                        own[at].trail_m += length;
                        own[at].pieces += 1;
                        let m2 = if by_width {
                            length * width.unwrap_or(0.0)
                        } else {
                            // A surveyed area without every width follows the length.
                            site.cm2.unwrap_or(0) as f64 / 10_000.0 * length / whole
                        };
                        for n in (0..3).filter(|n| figures[*n] && site.counts()) {
                            own[at].trail_m2[n] += m2;
                        }
                    }
                    for n in (0..3).filter(|n| figures[*n] && site.counts() && by_width) {
                        exact[n] += cm2;
                    }
                }
                for n in (0..3).filter(|n| figures[*n] && site.counts() && !by_width) {
                    exact[n] += i128::from(site.cm2.unwrap_or(0));
                }
                let at = (0..metres.len()).max_by(|a, b| metres[*a].total_cmp(&metres[*b])).unwrap();
                (at, if by_width { site.widths.iter().all(Option::is_some) } else { site.cm2.is_some() })
            }
        };
        own[at].sites += 1;
        if site.counts() {
            *(if known { &mut own[at].known } else { &mut own[at].unknown }) += 1;
        }
    }
    (own, exact)
}

pub fn subtree(tiles: &[Tile], own: &[Sum], top: usize) -> Sum {
    let mut sum = own[top].clone();
    for (n, tile) in tiles.iter().enumerate() {
        if tile.parent.as_deref() == Some(&tiles[top].id) {
            sum.add(&subtree(tiles, own, n));
        }
    }
    sum
}
