//! Merged cells: only the first of them holds the value, so a table with them loses data silently
//! unless they are refused.

use super::cell_name;
use calamine::Dimensions;

/// A sheet's merged regions, asked row by row from the top.
pub(super) struct Merged {
    /// Not yet reached, the next one last.
    coming: Vec<Dimensions>,
    active: Vec<Dimensions>,
}

impl Merged {
    pub fn new(mut regions: Vec<Dimensions>) -> Self {
        regions.sort_by_key(|region| std::cmp::Reverse(region.start.0));
        Self { coming: regions, active: Vec::new() }
    }

    /// The name of a region that touches this row, such as `A1:C1`. Rows are asked in order.
    pub fn at_row(&mut self, row: u32) -> Option<String> {
        while self.coming.last().is_some_and(|region| region.start.0 <= row) {
            self.active.extend(self.coming.pop());
        }
        self.active.retain(|region| region.end.0 >= row);
        let region = self.active.first()?;
        let (start, end) = (region.start, region.end);
        Some(format!("{}:{}", cell_name(start.0, start.1), cell_name(end.0, end.1)))
    }
}
