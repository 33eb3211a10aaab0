//! The pixels of a population raster as cells of whole people, block by block.

use super::frame::{Frame, Window};
use super::row::{MOST_PER_CELL, kept};
use crate::analysis::demand::Carry;
use crate::analysis::measure::area_m2;
use crate::domain::crs::Transform;
use crate::domain::population::{Cell, Footprint};
use crate::formats::geotiff::{Block, GridReader};
use crate::registry::error::RegistryError;
use geo_types::{Coord, LineString, Polygon};

/// Cells that one import stores, at most.
const MOST_CELLS: u64 = 10_000_000;

/// A raster being read into cells.
///
/// A cell holds whole people, a pixel often parts of them. Parts are carried from pixel to pixel, so
/// that the cells' sum is the rounded sum of the pixels and no cell is off by a whole person.
pub struct Pixels {
    reader: GridReader,
    transform: Transform,
    frame: Option<Frame>,
    window: Option<Window>,
    carry: Carry,
    tally: Tally,
}

/// What was met on the way.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Pixels with people that were taken.
    pub used: u64,
    /// Cells made of them.
    pub cells: u64,
    /// Any of them has parts of a person.
    pub has_parts: bool,
    /// Pixels with people outside the frame, and those people.
    pub outside: u64,
    pub people_outside: f64,
    /// Values that are no number of people: how many; column, row (from 1) and value of the first.
    pub wrong: u64,
    pub first_wrong: Option<(u32, u32, f64)>,
    /// The ground that a pixel stands for.
    pub footprint: Option<Footprint>,
}

impl Pixels {
    /// `frame`: what lies outside is left out.
    pub fn new(reader: GridReader, transform: Transform, frame: Option<Frame>) -> Self {
        let window = frame.and_then(|frame| frame.window(&transform, &reader.georeference()));
        Self { reader, transform, frame, window, carry: Carry::default(), tally: Tally::default() }
    }

    /// Blocks read, and in all.
    pub fn progress(&self) -> (u64, u64) {
        let progress = self.reader.progress();
        (progress.read, progress.total)
    }

    pub fn into_tally(self) -> Tally {
        self.tally
    }

    /// The cells of the next block; `None` at the end.
    ///
    /// # Errors
    /// A block cannot be read, people live where the raster's system has no place, or there are more
    /// cells than one import stores.
    pub fn next_cells(&mut self) -> Option<Result<Vec<Cell>, RegistryError>> {
        let block = self.reader.next_block()?;
        Some(block.map_err(RegistryError::from).and_then(|block| self.cells(&block)))
    }

    fn cells(&mut self, block: &Block) -> Result<Vec<Cell>, RegistryError> {
        let mut cells = Vec::new();
        for (column, row, value) in block.known().filter(|(_, _, value)| *value != 0.0) {
            if !(0.0..=MOST_PER_CELL as f64).contains(&value) {
                self.tally.wrong += 1;
                self.tally.first_wrong.get_or_insert((column + 1, row + 1, value));
                continue;
            }
            if self.window.is_some_and(|window| !window.contains(column, row)) {
                self.leave_out(value);
                continue;
            }
            let place = self.place(f64::from(column), f64::from(row))?;
            if self.frame.is_some_and(|frame| !frame.contains(place)) {
                self.leave_out(value);
                continue;
            }
            if self.tally.footprint.is_none() {
                self.tally.footprint = self.footprint(f64::from(column), f64::from(row));
            }
            self.tally.used += 1;
            self.tally.has_parts |= value.fract() != 0.0;
            let people = self.carry.whole(value);
            if people > 0 {
                let place = kept(place);
                let people = u32::try_from(people).unwrap_or(u32::MAX);
                cells.push(Cell { lon: place.x, lat: place.y, people, ages: Vec::new() });
            }
        }
        self.tally.cells += cells.len() as u64;
        if self.tally.cells > MOST_CELLS { Err(too_many()) } else { Ok(cells) }
    }

    fn leave_out(&mut self, people: f64) {
        self.tally.outside += 1;
        self.tally.people_outside += people;
    }

    /// Of a pixel's centre (whole numbers) or corner (halves), (lon, lat) in degrees WGS 84.
    fn place(&self, column: f64, row: f64) -> Result<Coord<f64>, RegistryError> {
        let (x, y) = self.reader.georeference().at(column, row);
        let place = self.transform.to_wgs84(x, y);
        place.map(|(x, y)| Coord { x, y }).map_err(|error| {
            let (column, row) = (column + 1.0, row + 1.0);
            RegistryError::refused(
                format!("第 {column} 列第 {row} 行的像元无法换算坐标：{}；请核对 --crs", error.message_zh()),
                format!(
                    "the pixel in column {column}, row {row} has no place on earth: {}; check --crs",
                    error.message_en()
                ),
            )
        })
    }

    /// In degrees where the raster is, else the square of the same area on the ground.
    fn footprint(&self, column: f64, row: f64) -> Option<Footprint> {
        if self.transform.in_degrees() {
            let (width, height) = self.reader.georeference().pixel_size();
            let digits = |degrees: f64| (degrees * 1e10).round() / 1e10;
            return Some(Footprint::Degrees([digits(width), digits(height)]));
        }
        let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)];
        let ring = corners.map(|(right, down)| self.place(column + right, row + down).ok());
        let ring: Option<Vec<Coord<f64>>> = ring.into_iter().collect();
        let side = area_m2(&Polygon::new(LineString::new(ring?), Vec::new()).into()).sqrt();
        Some(Footprint::SquareM((side * 10.0).round() / 10.0)).filter(|_| side > 0.05)
    }
}

fn too_many() -> RegistryError {
    RegistryError::refused(
        format!(
            "栅格有人口的像元超过 {MOST_CELLS} 个：请先导入行政区划（只取其周围），或用 gdal_translate -projwin 裁剪"
        ),
        format!(
            "the raster has more than {MOST_CELLS} cells with people: import the divisions first (only what is around them is taken), or cut it with gdal_translate -projwin"
        ),
    )
}
