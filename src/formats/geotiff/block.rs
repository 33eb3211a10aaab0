//! A part of a grid as it is stored.

/// A tile or a strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Of the first value, from the grid's left.
    pub column: u32,
    /// Of the first value, from the grid's top.
    pub row: u32,
    pub width: u32,
    pub height: u32,
    /// Row by row; NaN where the file says that there is no value.
    pub values: Vec<f64>,
}

impl Block {
    /// Column and row in the grid, and the value, of everything that has a value.
    pub fn known(&self) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        let width = self.width.max(1) as usize;
        let all = self.values.iter().enumerate().filter(|(_, value)| !value.is_nan());
        all.map(move |(at, value)| {
            (self.column + (at % width) as u32, self.row + (at / width) as u32, *value)
        })
    }

    /// The value of a pixel by its column and row in the grid; `None` where it is in another block, or
    /// there is none.
    pub fn value(&self, column: u32, row: u32) -> Option<f64> {
        let across = column.checked_sub(self.column).filter(|across| *across < self.width)?;
        let down = row.checked_sub(self.row).filter(|down| *down < self.height)?;
        let at = down as usize * self.width as usize + across as usize;
        self.values.get(at).copied().filter(|value| !value.is_nan())
    }
}
