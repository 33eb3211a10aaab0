//! Candidates that another one makes needless.
//!
//! A column goes when another saves at least as much in every row, costs no more and does as much
//! for the waiting divisions: exchanging the two never hurts. Of equal ones the first stays.

use super::model::{FREE, Model};
use crate::analysis::siting::fate::Fate;

/// Steps between two askings.
const BETWEEN: usize = 2_000_000;

/// Marks dominated open columns as out; gives how many. The work is bounded by a multiple of the
/// number of entries, so a huge model is left as it is in part; so is one when `go_on`, asked now
/// and then, says no.
pub fn dominate(model: &Model, fates: &mut [Fate], go_on: &mut dyn FnMut() -> bool) -> usize {
    let columns = model.columns();
    let (first, by_row) = model.by_row();
    let length = |row: &&u32| first[**row as usize + 1] - first[**row as usize];
    let mut work = 40 * model.row.len() + 1_000_000;
    let (mut gone, mut asked) = (0, work);
    for column in 0..columns {
        if fates[column] != Fate::Open {
            continue;
        }
        if asked - work > BETWEEN {
            asked = work;
            if !go_on() {
                return gone;
            }
        }
        let Some(rarest) = model.rows_of(column).iter().min_by_key(length) else {
            continue;
        };
        let rivals = &by_row[first[*rarest as usize]..first[*rarest as usize + 1]];
        for rival in rivals.iter().map(|r| *r as usize).filter(|rival| *rival != column) {
            if work == 0 {
                return gone;
            }
            if fates[rival] == Fate::Open && replaces(model, rival, column, &mut work) {
                fates[column] = Fate::Out;
                gone += 1;
                break;
            }
        }
    }
    gone
}

fn replaces(model: &Model, rival: usize, column: usize, work: &mut usize) -> bool {
    let class = model.class[column];
    let helps = class == FREE || class == model.class[rival];
    if !helps || model.cost[rival] > model.cost[column] {
        return false;
    }
    let (mine, theirs) = (model.entries(column), model.entries(rival));
    if mine.len() > theirs.len() {
        return false;
    }
    let mut at = theirs.start;
    let mut equal = mine.len() == theirs.len() && model.cost[rival] == model.cost[column];
    equal &= model.class[rival] == class;
    for entry in mine {
        while at < theirs.end && model.row[at] < model.row[entry] {
            at += 1;
            *work = work.saturating_sub(1);
        }
        *work = work.saturating_sub(1);
        if at == theirs.end || model.row[at] != model.row[entry] {
            return false;
        }
        let (a, b) = (model.saving(entry), model.saving(at));
        if b < a {
            return false;
        }
        equal &= a == b;
    }
    !equal || rival < column
}
