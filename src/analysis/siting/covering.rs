//! Which candidate would reach which people.

use super::{Candidates, SitingError};
use serde::Serialize;

/// Largest sum of people, costs or people times decimetres: `f64` counts to here without error.
pub(super) const LARGEST: u64 = 1 << 52;

/// Demand rows, and by candidate the rows that it would cover, as compressed columns.
#[derive(Clone, Copy, Debug)]
pub struct Covering<'a> {
    /// People by demand row.
    pub people: &'a [u64],
    /// Rows that existing sites cover already; empty: none.
    pub covered: &'a [bool],
    /// Candidate `j` covers `rows[start[j]..start[j + 1]]`, each row once, in any order.
    pub start: &'a [usize],
    pub rows: &'a [u32],
}

/// The people of a question, apart by whether an answer can change anything for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reach {
    pub people: u64,
    /// Covered by existing sites.
    pub covered: u64,
    /// Not covered, and no candidate would.
    pub beyond: u64,
    /// Rows of `beyond`, ascending.
    #[serde(skip)]
    pub beyond_rows: Vec<u32>,
}

impl Covering<'_> {
    /// Whether existing sites cover the row.
    pub fn is_covered(&self, row: usize) -> bool {
        self.covered.get(row).copied().unwrap_or(false)
    }

    /// Who is covered, and who can not be.
    ///
    /// # Errors
    /// Columns that do not fit the rows.
    pub fn reach(&self, candidates: &Candidates) -> Result<Reach, SitingError> {
        self.check(candidates)?;
        let mut reached = vec![false; self.people.len()];
        for row in self.rows {
            reached[*row as usize] = true;
        }
        let mut reach = Reach::default();
        for (row, people) in self.people.iter().enumerate() {
            reach.people += people;
            if self.is_covered(row) {
                reach.covered += people;
            } else if !reached[row] && *people > 0 {
                reach.beyond += people;
                reach.beyond_rows.push(row as u32);
            }
        }
        Ok(reach)
    }

    pub(super) fn check(&self, candidates: &Candidates) -> Result<(), SitingError> {
        candidates.check()?;
        check_people(self.people)?;
        if !self.covered.is_empty() && self.covered.len() != self.people.len() {
            let (found, expected) = (self.covered.len(), self.people.len());
            return Err(SitingError::Length { what: "covered", found, expected });
        }
        check_columns(candidates, self.start, self.rows, self.people.len())
    }
}

/// People are there, and so few that they can be added exactly.
pub(super) fn check_people(people: &[u64]) -> Result<(), SitingError> {
    if u32::try_from(people.len()).is_err() {
        return Err(SitingError::TooLarge);
    }
    let sum = people.iter().try_fold(0_u64, |sum, people| sum.checked_add(*people));
    match sum {
        Some(0) => Err(SitingError::NoDemand),
        Some(sum) if sum < LARGEST => Ok(()),
        _ => Err(SitingError::TooLarge),
    }
}

/// Compressed columns fit the candidates and the rows.
pub(super) fn check_columns(
    candidates: &Candidates,
    start: &[usize],
    rows: &[u32],
    row_count: usize,
) -> Result<(), SitingError> {
    if start.len() != candidates.len + 1 {
        return Err(SitingError::Length { what: "start", found: start.len(), expected: candidates.len + 1 });
    }
    if start[candidates.len] != rows.len() {
        return Err(SitingError::Length { what: "rows", found: rows.len(), expected: start[candidates.len] });
    }
    let mut seen = vec![u32::MAX; row_count];
    for candidate in 0..candidates.len {
        let column = rows.get(start[candidate]..start[candidate + 1]);
        for row in column.ok_or(SitingError::Range { candidate })? {
            match seen.get_mut(*row as usize) {
                Some(last) if *last != candidate as u32 => *last = candidate as u32,
                _ => return Err(SitingError::Row { candidate, row: *row }),
            }
        }
    }
    Ok(())
}
