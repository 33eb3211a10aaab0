//! The part of the earth that a raster is cut to: around the divisions of the registry.

use crate::analysis::divisions::Tree;
use crate::domain::crs::Transform;
use crate::formats::geotiff::Georeference;
use geo_types::Coord;

/// How far around the divisions people are kept, degrees: some two kilometres, by which schematic
/// boundaries may be off.
const MARGIN: f64 = 0.02;

/// Places along each side of the frame at which it is looked up in the raster's own system.
const STEPS: u32 = 64;

/// A box around all divisions that have a boundary, degrees WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    low: Coord<f64>,
    high: Coord<f64>,
}

/// Columns and rows of a raster that may lie in a frame, first and last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    columns: (f64, f64),
    rows: (f64, f64),
}

impl Frame {
    /// `None` where no division has a boundary.
    pub fn around(tree: &Tree) -> Option<Self> {
        let bounds = tree.bounded().iter().filter_map(|ordinal| tree.node(*ordinal).boundary.as_ref());
        let all = bounds.map(|boundary| boundary.bounds()).reduce(|(low, high), (l, h)| {
            (Coord { x: low.x.min(l.x), y: low.y.min(l.y) }, Coord { x: high.x.max(h.x), y: high.y.max(h.y) })
        });
        let margin = Coord { x: MARGIN, y: MARGIN };
        all.map(|(low, high)| Self { low: low - margin, high: high + margin })
    }

    pub fn contains(&self, place: Coord<f64>) -> bool {
        (self.low.x..=self.high.x).contains(&place.x) && (self.low.y..=self.high.y).contains(&place.y)
    }

    /// Where to look in a raster, so that not every pixel of a country must be converted; `None`
    /// where the raster's system does not reach around the frame.
    pub fn window(&self, transform: &Transform, georeference: &Georeference) -> Option<Window> {
        let mut window =
            Window { columns: (f64::INFINITY, f64::NEG_INFINITY), rows: (f64::INFINITY, f64::NEG_INFINITY) };
        let size = self.high - self.low;
        for step in 0..=STEPS {
            let part = f64::from(step) / f64::from(STEPS);
            let (x, y) = (self.low.x + size.x * part, self.low.y + size.y * part);
            for (lon, lat) in [(x, self.low.y), (x, self.high.y), (self.low.x, y), (self.high.x, y)] {
                let (lon, lat) = (lon.clamp(-180.0, 180.0), lat.clamp(-90.0, 90.0));
                let (own_x, own_y) = transform.from_wgs84(lon, lat).ok()?;
                let (column, row) = georeference.pixel(own_x, own_y)?;
                window.columns = (window.columns.0.min(column), window.columns.1.max(column));
                window.rows = (window.rows.0.min(row), window.rows.1.max(row));
            }
        }
        Some(window.widened())
    }
}

impl Window {
    /// Between two places of the frame's edge a curve may bulge: a thousandth, and two pixels.
    fn widened(self) -> Self {
        let widen = |(low, high): (f64, f64)| {
            let by = 2.0 + (high - low) / 1_000.0;
            (low - by, high + by)
        };
        Self { columns: widen(self.columns), rows: widen(self.rows) }
    }

    pub fn contains(&self, column: u32, row: u32) -> bool {
        let within = |at: u32, (low, high): (f64, f64)| (low..=high).contains(&f64::from(at));
        within(column, self.columns) && within(row, self.rows)
    }
}
