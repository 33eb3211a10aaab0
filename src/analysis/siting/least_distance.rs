//! Least people-weighted distance with so many sites or so much money (p-median problem, S. L.
//! Hakimi, "Optimum locations of switching centers and the absolute centers and medians of a
//! graph", 1964; ReVelle and Swain, "Central facilities location", 1970).

use super::covering::{LARGEST, check_columns, check_people};
use super::most_people::empty;
use super::saving::branch::search;
use super::saving::model::{Model, Savings};
use super::tree::Step;
use super::{Answer, Candidates, Limits, Progress, SitingError, Watch};

/// How far people would walk to each candidate, as compressed columns, dense or sparse.
#[derive(Clone, Copy, Debug)]
pub struct Distances<'a> {
    /// People by demand row.
    pub people: &'a [u64],
    /// Decimetres to the nearest existing site by row, at most `beyond_dm`; empty: there is none.
    pub existing_dm: &'a [u32],
    /// Decimetres that count for those whom no site listed for their row serves.
    pub beyond_dm: u32,
    /// Candidate `j` is listed for `rows[start[j]..start[j + 1]]`, each row once, in any order.
    pub start: &'a [usize],
    pub rows: &'a [u32],
    /// Decimetres by entry of `rows`, each at most `beyond_dm`.
    pub dm: &'a [u32],
}

impl Distances<'_> {
    /// Decimetres of a row before anything is built.
    pub fn now_dm(&self, row: usize) -> u32 {
        self.existing_dm.get(row).copied().unwrap_or(self.beyond_dm)
    }

    fn check(&self, candidates: &Candidates) -> Result<(), SitingError> {
        candidates.check()?;
        check_people(self.people)?;
        let rows = self.people.len();
        if !self.existing_dm.is_empty() && self.existing_dm.len() != rows {
            return Err(SitingError::Length {
                what: "existing_dm",
                found: self.existing_dm.len(),
                expected: rows,
            });
        }
        check_columns(candidates, self.start, self.rows, rows)?;
        if self.dm.len() != self.rows.len() {
            return Err(SitingError::Length { what: "dm", found: self.dm.len(), expected: self.rows.len() });
        }
        let listed = self.rows.iter().zip(self.dm).map(|(row, dm)| (*row as usize, *dm));
        let existing = self.existing_dm.iter().copied().enumerate();
        match listed.chain(existing).find(|(_, dm)| *dm > self.beyond_dm) {
            Some((row, dm)) => Err(SitingError::Beyond { row, dm, beyond_dm: self.beyond_dm }),
            None => Ok(()),
        }
    }

    /// People times decimetres before anything is built.
    fn today(&self) -> Result<u64, SitingError> {
        let rows = self.people.iter().enumerate();
        rows.map(|(row, people)| people.checked_mul(u64::from(self.now_dm(row))))
            .try_fold(0_u64, |sum, product| sum.checked_add(product?))
            .filter(|sum| *sum < LARGEST)
            .ok_or(SitingError::TooLarge)
    }
}

/// The candidates whose sites, with the existing ones, leave the least people times distance.
///
/// The objective and the bound are people times decimetres, existing sites included; the bound is
/// never above the best possible answer.
///
/// # Errors
/// No candidates, nobody to serve, no limit or a limit that allows nothing, a division that can
/// get no site, columns that do not fit, a distance above `beyond_dm`.
pub fn least_distance(
    distances: &Distances,
    candidates: &Candidates,
    limits: &Limits,
    watch: Watch,
) -> Result<Answer, SitingError> {
    let room = limits.room(candidates)?;
    distances.check(candidates)?;
    let today = distances.today()?;
    let (mut start, mut row, mut savings) = (vec![0], Vec::new(), Vec::new());
    let mut column: Vec<(u32, f64)> = Vec::new();
    for candidate in 0..candidates.len {
        column.clear();
        for entry in distances.start[candidate]..distances.start[candidate + 1] {
            let at = distances.rows[entry];
            let nearer = distances.now_dm(at as usize).saturating_sub(distances.dm[entry]);
            let saving = distances.people[at as usize] * u64::from(nearer);
            if saving > 0 {
                column.push((at, saving as f64));
            }
        }
        column.sort_unstable_by_key(|(row, _)| *row);
        for (at, saving) in &column {
            row.push(*at);
            savings.push(*saving);
        }
        start.push(row.len());
    }
    let model = Model {
        rows: distances.people.len(),
        start,
        row,
        savings: Savings::PerEntry(savings),
        ..empty(candidates, room)
    };
    // The search tells savings; the caller asked what is left.
    let left = |saved: f64| today - (saved as u64).min(today);
    let found = search(model, &mut |step: &Step| watch(&Progress::of(step, left)));
    Ok(Answer::of(found, left))
}
