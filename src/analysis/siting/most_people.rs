//! Most people covered with so many sites or so much money (maximal covering location problem,
//! R. L. Church and C. ReVelle, "The maximal covering location problem", 1974).

use super::covering::Covering;
use super::saving::branch::search;
use super::saving::model::{FREE, Model, Savings};
use super::tree::Step;
use super::{Answer, Candidates, Limits, Progress, SitingError, Watch};

/// The candidates whose sites, with the existing ones, cover the most people.
///
/// The objective and the bound are people covered, existing sites included.
///
/// # Errors
/// No candidates, nobody to serve, no limit or a limit that allows nothing, a division that can
/// get no site, columns that do not fit.
pub fn most_people(
    covering: &Covering,
    candidates: &Candidates,
    limits: &Limits,
    watch: Watch,
) -> Result<Answer, SitingError> {
    let room = limits.room(candidates)?;
    covering.check(candidates)?;
    let mut base = 0_u64;
    let savings = (0..covering.people.len()).map(|row| {
        let people = covering.people[row];
        base += if covering.is_covered(row) { people } else { 0 };
        if covering.is_covered(row) { 0.0 } else { people as f64 }
    });
    let savings: Vec<f64> = savings.collect();
    let mut row: Vec<u32> = Vec::with_capacity(covering.rows.len());
    let mut start = vec![0];
    for candidate in 0..candidates.len {
        let from = row.len();
        let column = &covering.rows[covering.start[candidate]..covering.start[candidate + 1]];
        row.extend(column.iter().filter(|row| savings[**row as usize] > 0.0));
        row[from..].sort_unstable();
        start.push(row.len());
    }
    let model = Model {
        rows: savings.len(),
        start,
        row,
        savings: Savings::PerRow(savings),
        base: base as f64,
        ..empty(candidates, room)
    };
    let found = search(model, &mut |step: &Step| watch(&Progress::of(step, |value| value as u64)));
    Ok(Answer::of(found, |value| value as u64))
}

/// A model of these candidates without rows.
pub(super) fn empty(candidates: &Candidates, room: super::limits::Room) -> Model {
    let class = |candidate: usize| {
        let division = candidates.division_of(candidate);
        if room.pending.binary_search(&division).is_ok() { division } else { FREE }
    };
    Model {
        rows: 0,
        start: Vec::new(),
        row: Vec::new(),
        savings: Savings::PerRow(Vec::new()),
        candidate: (0..candidates.len as u32).collect(),
        cost: (0..candidates.len).map(|candidate| candidates.cost_of(candidate)).collect(),
        class: (0..candidates.len).map(class).collect(),
        room,
        base: 0.0,
        settled: Vec::new(),
    }
}
