//! The question in compressed columns.

use crate::analysis::siting::limits::Room;

/// Class of a candidate whose division waits for no site.
pub const FREE: u32 = u32::MAX;

/// What a candidate saves in each row that it serves.
#[derive(Clone, Debug)]
pub enum Savings {
    /// The same for all candidates that serve the row (covering): by row.
    PerRow(Vec<f64>),
    /// By entry (p-median).
    PerEntry(Vec<f64>),
}

/// Candidates still open to choice, the rows they serve, and what was settled before.
#[derive(Clone, Debug)]
pub struct Model {
    pub rows: usize,
    /// Column `j` has the entries `start[j]..start[j + 1]`.
    pub start: Vec<usize>,
    /// Row of each entry, ascending within a column.
    pub row: Vec<u32>,
    pub savings: Savings,
    /// Number of the candidate in the caller's question, ascending.
    pub candidate: Vec<u32>,
    /// Costs; whole numbers.
    pub cost: Vec<u64>,
    /// The division that waits for a site, or [`FREE`].
    pub class: Vec<u32>,
    pub room: Room,
    /// Saved by the sites that are settled as chosen.
    pub base: f64,
    /// These sites, by the caller's number.
    pub settled: Vec<u32>,
}

impl Model {
    pub fn columns(&self) -> usize {
        self.candidate.len()
    }

    pub fn entries(&self, column: usize) -> std::ops::Range<usize> {
        self.start[column]..self.start[column + 1]
    }

    pub fn rows_of(&self, column: usize) -> &[u32] {
        &self.row[self.entries(column)]
    }

    #[inline]
    pub fn saving(&self, entry: usize) -> f64 {
        match &self.savings {
            Savings::PerRow(by_row) => by_row[self.row[entry] as usize],
            Savings::PerEntry(by_entry) => by_entry[entry],
        }
    }

    /// Largest saving of each row.
    pub fn largest(&self) -> Vec<f64> {
        match &self.savings {
            Savings::PerRow(by_row) => by_row.clone(),
            Savings::PerEntry(by_entry) => {
                let mut largest = vec![0.0_f64; self.rows];
                for (row, saving) in self.row.iter().zip(by_entry) {
                    let most = &mut largest[*row as usize];
                    *most = most.max(*saving);
                }
                largest
            }
        }
    }

    /// Bytes that the model holds, about.
    pub fn bytes(&self) -> usize {
        let values = match &self.savings {
            Savings::PerRow(v) | Savings::PerEntry(v) => v.len() * 8,
        };
        self.row.len() * 4 + values + self.start.len() * 8 + self.columns() * 16
    }

    /// Savings of a set of columns, settled sites included.
    pub fn value(&self, chosen: &[u32]) -> f64 {
        let mut best = vec![0.0_f64; self.rows];
        for column in chosen {
            for entry in self.entries(*column as usize) {
                let most = &mut best[self.row[entry] as usize];
                *most = most.max(self.saving(entry));
            }
        }
        self.base + best.iter().sum::<f64>()
    }

    /// The caller's numbers of settled and chosen sites, ascending.
    pub fn sites(&self, chosen: &[u32]) -> Vec<u32> {
        let mut sites = self.settled.clone();
        sites.extend(chosen.iter().map(|column| self.candidate[*column as usize]));
        sites.sort_unstable();
        sites
    }

    /// Columns by row: first position and columns, ascending.
    pub fn by_row(&self) -> (Vec<usize>, Vec<u32>) {
        let mut first = vec![0_usize; self.rows + 1];
        for row in &self.row {
            first[*row as usize + 1] += 1;
        }
        for row in 0..self.rows {
            first[row + 1] += first[row];
        }
        let mut next = first.clone();
        let mut columns = vec![0_u32; self.row.len()];
        for column in 0..self.columns() {
            for row in self.rows_of(column) {
                columns[next[*row as usize]] = column as u32;
                next[*row as usize] += 1;
            }
        }
        (first, columns)
    }

    /// Position of a division in the list of those that wait.
    pub fn pending_at(&self, column: usize) -> Option<usize> {
        self.room.pending.binary_search(&self.class[column]).ok()
    }
}
