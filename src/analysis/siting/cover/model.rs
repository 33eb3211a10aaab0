//! The question in compressed columns.

/// Candidates still open to choice, the rows they cover, and how many people each zone still needs.
#[derive(Clone, Debug)]
pub struct Model {
    /// People by row; whole numbers.
    pub people: Vec<f64>,
    /// Zone by row.
    pub zone: Vec<u32>,
    /// People still to be covered by zone; zero where the target is met.
    pub need: Vec<f64>,
    /// Column `j` has the rows `row[start[j]..start[j + 1]]`, ascending.
    pub start: Vec<usize>,
    pub row: Vec<u32>,
    /// Number of the candidate in the caller's question, ascending.
    pub candidate: Vec<u32>,
    /// Costs; whole numbers.
    pub cost: Vec<f64>,
    /// Cost of the sites that are settled as chosen.
    pub base: f64,
    /// These sites, by the caller's number.
    pub settled: Vec<u32>,
}

impl Model {
    pub fn columns(&self) -> usize {
        self.candidate.len()
    }

    pub fn rows(&self) -> usize {
        self.people.len()
    }

    pub fn rows_of(&self, column: usize) -> &[u32] {
        &self.row[self.start[column]..self.start[column + 1]]
    }

    /// Every target is met by the settled sites.
    pub fn met(&self) -> bool {
        self.need.iter().all(|need| *need <= 0.0)
    }

    /// People of all rows by zone.
    pub fn all(&self) -> Vec<f64> {
        let mut all = vec![0.0; self.need.len()];
        for (people, zone) in self.people.iter().zip(&self.zone) {
            all[*zone as usize] += people;
        }
        all
    }

    /// Cost of a set of columns, settled sites included.
    pub fn cost_of(&self, chosen: &[u32]) -> f64 {
        self.base + chosen.iter().map(|column| self.cost[*column as usize]).sum::<f64>()
    }

    /// The caller's numbers of settled and chosen sites, ascending.
    pub fn sites(&self, chosen: &[u32]) -> Vec<u32> {
        let mut sites = self.settled.clone();
        sites.extend(chosen.iter().map(|column| self.candidate[*column as usize]));
        sites.sort_unstable();
        sites
    }

    /// Bytes that the model holds, about.
    pub fn bytes(&self) -> usize {
        self.row.len() * 4 + self.rows() * 12 + self.columns() * 20
    }

    /// Columns by row: first position and columns, ascending.
    pub fn by_row(&self) -> (Vec<usize>, Vec<u32>) {
        let mut first = vec![0_usize; self.rows() + 1];
        for row in &self.row {
            first[*row as usize + 1] += 1;
        }
        for row in 0..self.rows() {
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
}
