//! A whole small grid in memory, to be asked by place: elevation under a road.

use super::georeference::Georeference;
use super::read::GridReader;
use crate::formats::error::FormatError;
use std::path::Path;

/// All values of a grid, as 4-byte numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    width: u32,
    height: u32,
    /// Row by row; NaN where there is no value.
    values: Vec<f32>,
    georeference: Georeference,
}

impl Raster {
    /// Reads what is left of a grid.
    ///
    /// # Errors
    /// More than `most` pixels (4 bytes each), or a block that cannot be read.
    pub fn read(path: &Path, reader: &mut GridReader, most: usize) -> Result<Self, FormatError> {
        let (width, height) = reader.size();
        let pixels = u64::from(width) * u64::from(height);
        let count = usize::try_from(pixels).ok().filter(|count| *count <= most).ok_or_else(|| {
            FormatError::content(
                path,
                "grid_too_large",
                format!("栅格有 {pixels} 个像元,最多 {most} 个;请裁剪或降低分辨率"),
                format!("the grid has {pixels} pixels, at most {most} are held; cut it or make it coarser"),
            )
        })?;
        let mut values = vec![f32::NAN; count];
        while let Some(block) = reader.next_block() {
            for (column, row, value) in block?.known() {
                values[row as usize * width as usize + column as usize] = value as f32;
            }
        }
        Ok(Self { width, height, values, georeference: reader.georeference() })
    }

    /// Columns and rows.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The value of the pixel that holds a place, in the grid's own system; `None` outside and
    /// where there is no value.
    pub fn value_at(&self, x: f64, y: f64) -> Option<f32> {
        let (column, row) = self.georeference.pixel(x, y)?;
        let (column, row) = ((column + 0.5).floor(), (row + 0.5).floor());
        let inside =
            column >= 0.0 && row >= 0.0 && column < f64::from(self.width) && row < f64::from(self.height);
        let at = inside.then(|| row as usize * self.width as usize + column as usize)?;
        self.values.get(at).copied().filter(|value| !value.is_nan())
    }
}
