//! Better answers by insisting on the rows that stay out.
//!
//! Exchanges alone end where none gains. Here every row that an exchange leaves out weighs more in
//! the next one, so that the search leaves such places by itself (C. Gao, T. Weise and J. Li, "An
//! efficient local search heuristic with row weighting for the unicost set covering problem",
//! 2015; here with people as first weights and a given number of sites). Where nearly everybody
//! can be covered this finds who was forgotten. The random numbers are the same in every run.

use super::model::{Model, Savings};
use super::random::Random;

/// Exchanges between two askings.
const BETWEEN: u32 = 128;

/// What one more exchange without a row adds to its weight, in rows of mean people. From 1 to 1 in
/// 100 all found every full cover of 49 to 51 sites among 500 that was tried; this was quickest.
const PATIENCE: f64 = 0.1;

/// The best set met while the work lasts, counted in entries looked at; never worse than the given
/// one. `go_on` is asked now and then with the best value. Only covering without a budget and
/// without waiting divisions has such exchanges: any other question gets its set back.
pub fn insist(model: &Model, set: &[u32], work: usize, go_on: &mut dyn FnMut(f64) -> bool) -> Vec<u32> {
    let Savings::PerRow(people) = &model.savings else { return set.to_vec() };
    let free = model.room.budget.is_none() && model.room.pending.is_empty();
    if !free || set.is_empty() || set.len() >= model.columns() || set.len() < model.room.count {
        return set.to_vec();
    }
    let mut search = Search::new(model, people, set);
    let (mut best, mut value, mut step) = (set.to_vec(), search.value, 0_u32);
    while search.work < work && !search.out.is_empty() {
        if step % BETWEEN == 0 && !go_on(model.base + value) {
            break;
        }
        step += 1;
        search.exchange(step);
        if search.value > value {
            (value, best) = (search.value, search.chosen.clone());
        }
    }
    best.sort_unstable();
    best
}

const NOWHERE: u32 = u32::MAX;

struct Search<'a> {
    model: &'a Model,
    people: &'a [f64],
    by_row: (Vec<usize>, Vec<u32>),
    /// What leaving a row out costs now, and what one more exchange without it adds.
    weight: Vec<f64>,
    patience: f64,
    /// Weight that a column loses when it leaves, or gains when it enters.
    score: Vec<f64>,
    /// Exchange in which a column came or went.
    moved: Vec<u32>,
    chosen: Vec<u32>,
    /// How many chosen columns cover each row, and the sum of their numbers: of one, it is the one.
    covering: Vec<u32>,
    sum: Vec<u64>,
    /// Rows that nobody covers, and where each stands among them.
    out: Vec<u32>,
    place: Vec<u32>,
    /// People of the covered rows.
    value: f64,
    work: usize,
    random: Random,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, people: &'a [f64], set: &[u32]) -> Self {
        let (rows, columns) = (model.rows, model.columns());
        let mean = people.iter().sum::<f64>() / rows.max(1) as f64;
        let mut search = Self {
            model,
            people,
            by_row: model.by_row(),
            weight: people.to_vec(),
            patience: (mean * PATIENCE).ceil(),
            score: vec![0.0; columns],
            moved: vec![0; columns],
            chosen: Vec::with_capacity(set.len() + 1),
            covering: vec![0; rows],
            sum: vec![0; rows],
            out: (0..rows as u32).collect(),
            place: (0..rows as u32).collect(),
            value: 0.0,
            work: 0,
            random: Random::default(),
        };
        for column in 0..columns {
            search.score[column] = model.rows_of(column).iter().map(|row| people[*row as usize]).sum();
        }
        for column in set {
            search.enter(*column);
        }
        search
    }

    /// One site leaves, one enters, and who is out weighs more.
    fn exchange(&mut self, step: u32) {
        let leaves = (0..self.chosen.len())
            .filter(|at| step < 2 || self.moved[self.chosen[*at] as usize] + 1 < step)
            .min_by(|a, b| {
                let [a, b] = [*a, *b].map(|at| self.chosen[at] as usize);
                self.score[a]
                    .total_cmp(&self.score[b])
                    .then(self.moved[a].cmp(&self.moved[b]))
                    .then(a.cmp(&b))
            });
        let left = self.chosen.swap_remove(leaves.unwrap_or(0));
        self.leave(left);
        self.moved[left as usize] = step;
        let row = self.out[self.random.below(self.out.len())] as usize;
        let enters = self.by_row.1[self.by_row.0[row]..self.by_row.0[row + 1]]
            .iter()
            .copied()
            .filter(|column| *column != left)
            .max_by(|a, b| {
                let [x, y] = [*a, *b].map(|column| column as usize);
                self.score[x]
                    .total_cmp(&self.score[y])
                    .then(self.moved[y].cmp(&self.moved[x]))
                    .then(y.cmp(&x))
            })
            .unwrap_or(left);
        self.enter(enters);
        self.moved[enters as usize] = step;
        self.work += self.chosen.len();
        for row in self.out.iter().map(|row| *row as usize) {
            self.weight[row] += self.patience;
            let columns = &self.by_row.1[self.by_row.0[row]..self.by_row.0[row + 1]];
            self.work += columns.len();
            for column in columns {
                self.score[*column as usize] += self.patience;
            }
        }
    }

    fn enter(&mut self, column: u32) {
        let own = self.score[column as usize];
        for row in self.model.rows_of(column as usize).iter().map(|row| *row as usize) {
            match self.covering[row] {
                0 => {
                    self.value += self.people[row];
                    let at = self.place[row] as usize;
                    self.out.swap_remove(at);
                    if let Some(moved) = self.out.get(at) {
                        self.place[*moved as usize] = at as u32;
                    }
                    self.place[row] = NOWHERE;
                    self.tell(row, -self.weight[row]);
                }
                1 => self.score[self.sum[row] as usize] -= self.weight[row],
                _ => {}
            }
            self.covering[row] += 1;
            self.sum[row] += u64::from(column);
            self.work += 1;
        }
        // What it gained by entering is what it loses by leaving.
        self.score[column as usize] = own;
        self.chosen.push(column);
    }

    fn leave(&mut self, column: u32) {
        let own = self.score[column as usize];
        for row in self.model.rows_of(column as usize).iter().map(|row| *row as usize) {
            self.covering[row] -= 1;
            self.sum[row] -= u64::from(column);
            self.work += 1;
            match self.covering[row] {
                0 => {
                    self.value -= self.people[row];
                    self.place[row] = self.out.len() as u32;
                    self.out.push(row as u32);
                    self.tell(row, self.weight[row]);
                }
                1 => self.score[self.sum[row] as usize] += self.weight[row],
                _ => {}
            }
        }
        self.score[column as usize] = own;
    }

    /// Adds to the score of all columns of a row.
    fn tell(&mut self, row: usize, weight: f64) {
        let columns = &self.by_row.1[self.by_row.0[row]..self.by_row.0[row + 1]];
        self.work += columns.len();
        for column in columns {
            self.score[*column as usize] += weight;
        }
    }
}
