//! The shape of the ground that a point stands for.

use super::error::DemandError;
use crate::domain::geodesy::{ECCENTRICITY_SQUARED, EQUATORIAL_RADIUS_M, meridian_radius_m};
use crate::domain::hexagon::Hexagon;
use crate::domain::population::{self, Cell};
use geo_types::{Coord, LineString, Polygon};

/// Sides of the polygon that stands for a round footprint.
const ROUND_SIDES: u32 = 24;

/// What a point of a surface looks like on a map.
#[derive(Clone, Debug, PartialEq)]
pub enum Footprint {
    /// A point; drawn as a disc of this radius, metres.
    Disc { radius_m: f64 },
    /// A square of this side, metres, its edges running north and east.
    Square { side_m: f64 },
    /// A box of these degrees, as the cells of a raster in longitude and latitude.
    Degrees { lon: f64, lat: f64 },
    /// Each point's own outline, such as a hexagon.
    Outlines(Vec<Polygon<f64>>),
}

impl Footprint {
    /// What a population set remembers of its cells. Hexagons become the outlines of `cells`, in their
    /// order; a centre that is on no hexagon (it is not on earth) gets an empty one.
    pub fn of_cells(told: population::Footprint, cells: &[Cell]) -> Self {
        match told {
            population::Footprint::SquareM(side_m) => Self::Square { side_m },
            population::Footprint::Degrees([lon, lat]) => Self::Degrees { lon, lat },
            population::Footprint::H3Resolution(resolution) => {
                let outline = |cell: &Cell| Hexagon::at(cell.lon, cell.lat, resolution).map(Hexagon::outline);
                let nowhere = || Polygon::new(LineString::new(Vec::new()), Vec::new());
                Self::Outlines(cells.iter().map(|cell| outline(cell).unwrap_or_else(nowhere)).collect())
            }
        }
    }

    /// # Errors
    /// Sizes that are none, or outlines of another number than `points`.
    pub(super) fn check(&self, points: usize) -> Result<(), DemandError> {
        let size = |metres: f64| metres.is_finite() && metres > 0.0;
        match self {
            Self::Outlines(outlines) if outlines.len() != points => {
                Err(DemandError::LengthsDiffer { what: "outlines", found: outlines.len(), points })
            }
            Self::Disc { radius_m: metres } | Self::Square { side_m: metres } if !size(*metres) => {
                Err(DemandError::BadSpacing { metres: *metres })
            }
            Self::Degrees { lon, lat } if !size(*lon) || !size(*lat) => {
                Err(DemandError::BadSpacing { metres: lon.min(*lat) })
            }
            _ => Ok(()),
        }
    }

    /// The outline of point `index` at (lon, lat), degrees. Squares and boxes are a thousandth
    /// wider than they are, so that neighbours in a grid of another projection overlap a little
    /// instead of leaving slits.
    pub fn outline(&self, index: usize, lon: f64, lat: f64) -> Polygon<f64> {
        let widened = 1.001;
        match self {
            Self::Outlines(outlines) => outlines[index].clone(),
            Self::Degrees { lon: width, lat: height } => {
                boxed(lon, lat, width / 2.0 * widened, height / 2.0 * widened)
            }
            Self::Square { side_m } => {
                let (east, north) = degrees_of(side_m / 2.0 * widened, lat);
                boxed(lon, lat, east, north)
            }
            Self::Disc { radius_m } => {
                let (east, north) = degrees_of(*radius_m, lat);
                let ring = (0..ROUND_SIDES).map(|side| {
                    let (sin, cos) =
                        (std::f64::consts::TAU * f64::from(side) / f64::from(ROUND_SIDES)).sin_cos();
                    on_earth(lon + east * cos, lat + north * sin)
                });
                Polygon::new(LineString::new(ring.collect()), Vec::new())
            }
        }
    }

    /// About how far apart neighbours are, metres, at a latitude.
    pub fn reach_m(&self, index: usize, lat: f64) -> f64 {
        match self {
            Self::Disc { radius_m } => 2.0 * radius_m,
            Self::Square { side_m } => *side_m,
            Self::Degrees { lon: width, lat: height } => {
                let (east, north) = degrees_of(1.0, lat);
                (width / east).max(height / north)
            }
            Self::Outlines(outlines) => {
                let (east, north) = degrees_of(1.0, lat);
                let ring = &outlines[index].exterior().0;
                let spread = |of: fn(&Coord<f64>) -> f64| {
                    let (low, high) = ring
                        .iter()
                        .map(of)
                        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
                    (high - low).max(0.0)
                };
                (spread(|c| c.x) / east).max(spread(|c| c.y) / north)
            }
        }
    }
}

/// Degrees of longitude and latitude that some metres span at a latitude.
pub(super) fn degrees_of(metres: f64, lat: f64) -> (f64, f64) {
    let (sin, cos) = lat.to_radians().sin_cos();
    let across = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_SQUARED * sin * sin).sqrt() * cos.max(1e-6);
    ((metres / across).to_degrees(), (metres / meridian_radius_m(lat)).to_degrees())
}

fn boxed(lon: f64, lat: f64, half_lon: f64, half_lat: f64) -> Polygon<f64> {
    let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
    let ring = corners.map(|(x, y)| on_earth(lon + half_lon * x, lat + half_lat * y));
    Polygon::new(LineString::new(ring.to_vec()), Vec::new())
}

fn on_earth(lon: f64, lat: f64) -> Coord<f64> {
    Coord { x: lon.clamp(-180.0, 180.0), y: lat.clamp(-90.0, 90.0) }
}
