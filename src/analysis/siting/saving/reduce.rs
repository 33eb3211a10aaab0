//! A smaller question once some candidates are in or out.
//!
//! A site that is in takes its savings out of every row, a site that is out goes with its column;
//! then rows that rank the remaining candidates alike become one row. Of such rows the best
//! chosen candidate is the same, so their savings add up and no answer changes its value.

use super::model::{FREE, Model, Savings};
use crate::analysis::siting::fate::Fate;
use crate::analysis::siting::limits::Room;
use std::collections::HashMap;

/// The smaller question, with the rows' multipliers carried over. `None`: the fates break a limit.
pub fn reduce(model: &Model, fates: &[Fate], multipliers: &[f64]) -> Option<(Model, Vec<f64>)> {
    let mut served = vec![0.0_f64; model.rows];
    let mut settled = model.settled.clone();
    let mut room = model.room.clone();
    for column in (0..model.columns()).filter(|c| fates[*c] == Fate::In) {
        for entry in model.entries(column) {
            let best = &mut served[model.row[entry] as usize];
            *best = best.max(model.saving(entry));
        }
        settled.push(model.candidate[column]);
        spend(&mut room, model.cost[column], model.class[column])?;
    }
    let base = model.base + served.iter().sum::<f64>();
    let kept = kept(model, fates, &served, &room)?;
    let (rows, start, row, savings, multipliers) = merge(model, &kept, &served, multipliers);
    let class = |column: &u32| {
        let class = model.class[*column as usize];
        if room.pending.binary_search(&class).is_ok() { class } else { FREE }
    };
    let smaller = Model {
        rows,
        start,
        row,
        savings,
        candidate: kept.iter().map(|c| model.candidate[*c as usize]).collect(),
        cost: kept.iter().map(|c| model.cost[*c as usize]).collect(),
        class: kept.iter().map(class).collect(),
        room,
        base,
        settled,
    };
    Some((smaller, multipliers))
}

fn spend(room: &mut Room, cost: u64, class: u32) -> Option<()> {
    room.count = room.count.checked_sub(1)?;
    if let Some(budget) = &mut room.budget {
        *budget = budget.checked_sub(cost)?;
    }
    if let Ok(at) = room.pending.binary_search(&class) {
        room.pending.remove(at);
    }
    Some(())
}

/// Columns that still can be chosen, ascending; `None` when a division can get no site any more.
fn kept(model: &Model, fates: &[Fate], served: &[f64], room: &Room) -> Option<Vec<u32>> {
    if room.pending.len() > room.count {
        return None;
    }
    let mut cheapest = vec![None::<u64>; room.pending.len()];
    let waiting = |column: usize| room.pending.binary_search(&model.class[column]).ok();
    let open = || (0..model.columns()).filter(|c| fates[*c] == Fate::Open);
    for column in open() {
        if let Some(at) = waiting(column) {
            let cost = model.cost[column];
            cheapest[at] = Some(cheapest[at].map_or(cost, |c| c.min(cost)));
        }
    }
    let reserve = cheapest.iter().try_fold(0_u64, |sum, cost| Some(sum + (*cost)?))?;
    if room.budget.is_some_and(|budget| reserve > budget) {
        return None;
    }
    if room.count == 0 {
        return Some(Vec::new());
    }
    let fits = |column: usize| {
        let freed = waiting(column).and_then(|at| cheapest[at]).unwrap_or(0);
        room.budget.is_none_or(|budget| reserve - freed + model.cost[column] <= budget)
    };
    let useful = |column: usize| {
        let mut entries = model.entries(column);
        waiting(column).is_some()
            || entries.any(|entry| model.saving(entry) > served[model.row[entry] as usize])
    };
    // When all the sites left are owed to divisions, nobody else can be chosen.
    let owed = room.pending.len() == room.count;
    Some(
        open()
            .filter(|c| fits(*c) && useful(*c) && (!owed || waiting(*c).is_some()))
            .map(|c| c as u32)
            .collect(),
    )
}

type Merged = (usize, Vec<usize>, Vec<u32>, Savings, Vec<f64>);

fn merge(model: &Model, kept: &[u32], served: &[f64], multipliers: &[f64]) -> Merged {
    let uniform = matches!(model.savings, Savings::PerRow(_));
    let (first, members) = transpose(model, kept, served);
    let mut target = vec![u32::MAX; model.rows];
    let mut representative: Vec<u32> = Vec::new();
    let mut carried: Vec<f64> = Vec::new();
    let mut newest: HashMap<u64, u32> = HashMap::with_capacity(model.rows.min(1 << 20));
    let mut older: Vec<u32> = Vec::new();
    for row in 0..model.rows {
        let list = &members[first[row]..first[row + 1]];
        if list.is_empty() {
            continue;
        }
        let key = list.iter().fold(0x9E37_79B9_7F4A_7C15_u64, |hash, column| {
            (hash.rotate_left(5) ^ u64::from(*column)).wrapping_mul(0x517C_C1B7_2722_0A95)
        });
        let mut at = newest.get(&key).copied().unwrap_or(u32::MAX);
        let same = |merged: u32| {
            let other = representative[merged as usize] as usize;
            members[first[other]..first[other + 1]] == *list
        };
        while at != u32::MAX && !same(at) {
            at = older[at as usize];
        }
        if at == u32::MAX {
            at = representative.len() as u32;
            representative.push(row as u32);
            carried.push(0.0);
            older.push(newest.insert(key, at).unwrap_or(u32::MAX));
        }
        carried[at as usize] += (multipliers[row] - served[row]).max(0.0);
        target[row] = at;
    }
    // Rows of one group serve the same columns, so a column's entries of a group are counted once,
    // at the group's representative, and the others add their savings there.
    let rows = representative.len();
    let mut by_row = vec![0.0; if uniform { rows } else { 0 }];
    if let (true, Savings::PerRow(savings)) = (uniform, &model.savings) {
        for row in 0..model.rows {
            if target[row] != u32::MAX {
                by_row[target[row] as usize] += savings[row] - served[row];
            }
        }
    }
    let mut start = Vec::with_capacity(kept.len() + 1);
    start.push(0);
    let (mut out_row, mut by_entry) = (Vec::new(), Vec::new());
    let mut place = vec![usize::MAX; if uniform { 0 } else { rows }];
    for column in kept {
        let from = out_row.len();
        for entry in model.entries(*column as usize) {
            let row = model.row[entry] as usize;
            let merged = target[row];
            let saving = model.saving(entry) - served[row];
            if merged == u32::MAX || saving <= 0.0 {
                continue;
            }
            if uniform {
                if representative[merged as usize] as usize == row {
                    out_row.push(merged);
                }
            } else if (from..usize::MAX).contains(&place[merged as usize]) {
                by_entry[place[merged as usize]] += saving;
            } else {
                place[merged as usize] = out_row.len();
                out_row.push(merged);
                by_entry.push(saving);
            }
        }
        start.push(out_row.len());
    }
    let savings = if uniform { Savings::PerRow(by_row) } else { Savings::PerEntry(by_entry) };
    (rows, start, out_row, savings, carried)
}

/// Row by row the kept columns that still save something there: by falling saving where savings
/// differ (ties: by column), else by column.
fn transpose(model: &Model, kept: &[u32], served: &[f64]) -> (Vec<usize>, Vec<u32>) {
    let uniform = matches!(model.savings, Savings::PerRow(_));
    let mut first = vec![0_usize; model.rows + 1];
    let entries = || {
        kept.iter().enumerate().flat_map(|(new, column)| {
            model.entries(*column as usize).filter_map(move |entry| {
                let row = model.row[entry] as usize;
                let saving = model.saving(entry) - served[row];
                (saving > 0.0).then_some((new as u32, row, saving))
            })
        })
    };
    for (_, row, _) in entries() {
        first[row + 1] += 1;
    }
    for row in 0..model.rows {
        first[row + 1] += first[row];
    }
    let mut next = first.clone();
    let mut columns = vec![0_u32; first[model.rows]];
    let mut savings = vec![0.0_f64; if uniform { 0 } else { columns.len() }];
    for (column, row, saving) in entries() {
        columns[next[row]] = column;
        if !uniform {
            savings[next[row]] = saving;
        }
        next[row] += 1;
    }
    if !uniform {
        let mut ranked: Vec<(f64, u32)> = Vec::new();
        for row in 0..model.rows {
            let span = first[row]..first[row + 1];
            ranked.clear();
            ranked.extend(savings[span.clone()].iter().copied().zip(columns[span.clone()].iter().copied()));
            ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for (column, (_, best)) in columns[span].iter_mut().zip(&ranked) {
                *column = *best;
            }
        }
    }
    (first, columns)
}
