//! A smaller question once some candidates are in or out; what has to be in.

use super::model::Model;
use crate::analysis::siting::fate::Fate;
use std::collections::HashMap;

/// The smaller question with the rows' multipliers carried over, after everything that follows by
/// itself has been settled, or less of that when `go_on`, asked now and then, says no. `None`: a
/// target can not be met any more.
pub fn reduce(
    model: &Model,
    fates: &[Fate],
    multipliers: &[f64],
    go_on: &mut dyn FnMut() -> bool,
) -> Option<(Model, Vec<f64>)> {
    let (mut model, mut multipliers) = apply(model, fates, multipliers)?;
    loop {
        let by_row = model.by_row();
        let mut fates = vec![Fate::Open; model.columns()];
        let mut work = Work { left: 40 * model.row.len() + 1_000_000, unasked: 0, go_on };
        let known = force(&model, &by_row, &mut fates) + dominate(&model, &by_row, &mut fates, &mut work);
        let needless = drop_rows(&model, &by_row, &mut work);
        if known == 0 && needless.is_empty() {
            return Some((model, multipliers));
        }
        // A row that goes because another stands for it takes its people out of the target.
        for row in needless {
            model.need[model.zone[row] as usize] -= model.people[row];
            model.people[row] = 0.0;
        }
        (model, multipliers) = apply(&model, &fates, &multipliers)?;
    }
}

/// Steps between two askings.
const BETWEEN: usize = 2_000_000;

/// How many steps are left; none when the caller says no.
struct Work<'a> {
    left: usize,
    unasked: usize,
    go_on: &'a mut dyn FnMut() -> bool,
}

impl Work<'_> {
    fn spend(&mut self, steps: usize) {
        self.left = self.left.saturating_sub(steps);
        self.unasked += steps;
        if self.unasked > BETWEEN && self.left > 0 {
            self.unasked = 0;
            if !(self.go_on)() {
                self.left = 0;
            }
        }
    }
}

fn apply(model: &Model, fates: &[Fate], multipliers: &[f64]) -> Option<(Model, Vec<f64>)> {
    let mut base = model.base;
    let mut settled = model.settled.clone();
    let mut need = model.need.clone();
    let mut done = vec![false; model.rows()];
    for column in (0..model.columns()).filter(|column| fates[*column] == Fate::In) {
        base += model.cost[column];
        settled.push(model.candidate[column]);
        for row in model.rows_of(column).iter().map(|row| *row as usize) {
            if !std::mem::replace(&mut done[row], true) {
                need[model.zone[row] as usize] -= model.people[row];
            }
        }
    }
    for (row, done) in done.iter_mut().enumerate() {
        *done |= model.people[row] <= 0.0 || need[model.zone[row] as usize] <= 0.0;
    }
    for need in &mut need {
        *need = need.max(0.0);
    }
    let useful = |column: &usize| {
        fates[*column] == Fate::Open && model.rows_of(*column).iter().any(|row| !done[*row as usize])
    };
    let kept: Vec<usize> = (0..model.columns()).filter(useful).collect();
    // Rows of one zone with the same columns are one.
    let mut key = vec![0_u64; model.rows()];
    let mut count = vec![0_u32; model.rows()];
    for (new, column) in kept.iter().enumerate() {
        for row in model.rows_of(*column).iter().map(|row| *row as usize) {
            key[row] = (key[row].rotate_left(5) ^ new as u64 ^ 0x9E37).wrapping_mul(0x517C_C1B7_2722_0A95);
            count[row] += 1;
        }
    }
    let (first, columns) = model.by_row();
    let open = |row: usize| {
        columns[first[row]..first[row + 1]]
            .iter()
            .filter(|c| fates[**c as usize] == Fate::Open && kept.binary_search(&(**c as usize)).is_ok())
    };
    let mut newest: HashMap<(u64, u32), u32> = HashMap::with_capacity(model.rows().min(1 << 20));
    let mut older = Vec::new();
    let mut representative: Vec<usize> = Vec::new();
    let (mut people, mut zone, mut carried) = (Vec::new(), Vec::new(), Vec::new());
    let mut target = vec![u32::MAX; model.rows()];
    for row in (0..model.rows()).filter(|row| !done[*row] && count[*row] > 0) {
        let mut at = newest.get(&(key[row], model.zone[row])).copied().unwrap_or(u32::MAX);
        while at != u32::MAX && !open(representative[at as usize]).eq(open(row)) {
            at = older[at as usize];
        }
        if at == u32::MAX {
            at = representative.len() as u32;
            representative.push(row);
            people.push(0.0);
            carried.push(0.0);
            zone.push(model.zone[row]);
            older.push(newest.insert((key[row], model.zone[row]), at).unwrap_or(u32::MAX));
            target[row] = at;
        }
        people[at as usize] += model.people[row];
        carried[at as usize] += multipliers[row];
    }
    let (mut start, mut out) = (vec![0], Vec::new());
    for column in &kept {
        let rows = model.rows_of(*column).iter().map(|row| target[*row as usize]);
        out.extend(rows.filter(|merged| *merged != u32::MAX));
        start.push(out.len());
    }
    let smaller = Model {
        people,
        zone,
        need,
        start,
        row: out,
        candidate: kept.iter().map(|column| model.candidate[*column]).collect(),
        cost: kept.iter().map(|column| model.cost[*column]).collect(),
        base,
        settled,
    };
    let reachable = smaller.all().iter().zip(&smaller.need).all(|(all, need)| all >= need);
    reachable.then_some((smaller, carried))
}

/// Columns without which a target can not be met.
fn force(model: &Model, (first, columns): &(Vec<usize>, Vec<u32>), fates: &mut [Fate]) -> usize {
    let spare: Vec<f64> = model.all().iter().zip(&model.need).map(|(all, need)| all - need).collect();
    let mut lone: HashMap<(u32, u32), f64> = HashMap::new();
    let mut forced = 0;
    for row in 0..model.rows() {
        if let [column] = columns[first[row]..first[row + 1]] {
            let zone = model.zone[row];
            let people = lone.entry((column, zone)).or_default();
            *people += model.people[row];
            if *people > spare[zone as usize] && fates[column as usize] == Fate::Open {
                fates[column as usize] = Fate::In;
                forced += 1;
            }
        }
    }
    forced
}

/// Columns that another one replaces at no more cost; of equal ones the first stays.
fn dominate(
    model: &Model,
    (first, columns): &(Vec<usize>, Vec<u32>),
    fates: &mut [Fate],
    work: &mut Work,
) -> usize {
    let mut gone = 0;
    for column in 0..model.columns() {
        let mine = model.rows_of(column);
        let width = |row: &&u32| first[**row as usize + 1] - first[**row as usize];
        let Some(rarest) = mine.iter().min_by_key(width).filter(|_| fates[column] == Fate::Open) else {
            continue;
        };
        let rivals = &columns[first[*rarest as usize]..first[*rarest as usize + 1]];
        let replaced = rivals.iter().map(|rival| *rival as usize).any(|rival| {
            let theirs = model.rows_of(rival);
            let cheaper = model.cost[rival] < model.cost[column] || theirs.len() > mine.len();
            rival != column
                && fates[rival] != Fate::Out
                && model.cost[rival] <= model.cost[column]
                && (cheaper || rival < column)
                && contains(theirs, mine, work)
        });
        if replaced {
            fates[column] = Fate::Out;
            gone += 1;
        }
    }
    gone
}

/// Rows of zones where everybody has to be covered, and that are covered whenever another such row
/// is: all columns of the other cover them, too.
fn drop_rows(model: &Model, (first, columns): &(Vec<usize>, Vec<u32>), work: &mut Work) -> Vec<usize> {
    let whole: Vec<bool> = model.all().iter().zip(&model.need).map(|(all, need)| all <= need).collect();
    let list = |row: usize| &columns[first[row]..first[row + 1]];
    let mut gone = vec![false; model.rows()];
    if !whole.iter().any(|whole| *whole) {
        return Vec::new();
    }
    for row in (0..model.rows()).filter(|row| whole[model.zone[*row] as usize]) {
        // Whoever has all columns of this row has its rarest one, and lies in that column.
        let Some(narrow) = list(row).iter().min_by_key(|c| model.rows_of(**c as usize).len()) else {
            continue;
        };
        for other in model.rows_of(*narrow as usize).iter().map(|other| *other as usize) {
            let (mine, theirs) = (list(row), list(other));
            let later = theirs.len() > mine.len() || (theirs.len() == mine.len() && other > row);
            if other != row
                && !gone[other]
                && !gone[row]
                && later
                && whole[model.zone[other] as usize]
                && contains(theirs, mine, work)
            {
                gone[other] = true;
            }
        }
    }
    (0..model.rows()).filter(|row| gone[*row]).collect()
}

/// Whether an ascending list holds all of another one; gives up (false) when the work is used up.
fn contains(larger: &[u32], smaller: &[u32], work: &mut Work) -> bool {
    if smaller.len() > larger.len() || work.left == 0 {
        return false;
    }
    let mut at = 0;
    for item in smaller {
        while at < larger.len() && larger[at] < *item {
            at += 1;
        }
        work.spend(at.max(1).min(larger.len()));
        if at == larger.len() || larger[at] != *item {
            return false;
        }
    }
    true
}
