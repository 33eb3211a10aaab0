//! Fewer sites for everybody: one site less, and the rows that stay out are insisted on.
//!
//! Where all sites cost the same and everybody has to be covered, a set of one site less is asked
//! to cover all rows; as long as that succeeds, again.

use super::model::Model;
use crate::analysis::siting::limits::Room;
use crate::analysis::siting::saving;
use crate::analysis::siting::saving::insist::insist;

/// What one attempt may look at, in entries for each entry of the model, and at most.
const WORK: usize = 2_000;
const MOST: usize = 200_000_000;

/// The fewest sites met, never more than given; `go_on` is asked now and then with the best set.
/// Sets for other targets or costs come back as they are.
pub fn fewer(model: &Model, set: Vec<u32>, go_on: &mut dyn FnMut(&[u32]) -> bool) -> Vec<u32> {
    let alike = model.cost.windows(2).all(|pair| pair[0] == pair[1]);
    let everybody = model.all().iter().zip(&model.need).all(|(all, need)| all <= need);
    if !alike || !everybody {
        return set;
    }
    let mut best = set;
    let mut asked = saving::model::Model {
        rows: model.rows(),
        start: model.start.clone(),
        row: model.row.clone(),
        savings: saving::model::Savings::PerRow(vec![1.0; model.rows()]),
        candidate: model.candidate.clone(),
        cost: vec![1; model.columns()],
        class: vec![saving::model::FREE; model.columns()],
        room: Room { count: best.len(), budget: None, pending: Vec::new() },
        base: 0.0,
        settled: Vec::new(),
    };
    let work = model.row.len().saturating_mul(WORK).min(MOST);
    while best.len() > 1 {
        asked.room.count = best.len() - 1;
        let found = insist(&asked, &best[1..], work, &mut |_| go_on(&best));
        if asked.value(&found) < model.rows() as f64 {
            break;
        }
        best = found;
    }
    best
}
