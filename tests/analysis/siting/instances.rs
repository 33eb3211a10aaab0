//! Questions made from a seed, the same as `highs.py` makes.

use jiantu::analysis::siting::{Candidates, Covering, Distances, Progress};
use std::ops::ControlFlow;

/// SplitMix64 (S. Vigna), so that another language makes the same numbers.
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// A question in owned columns.
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub people: Vec<u64>,
    pub covered: Vec<bool>,
    pub existing_dm: Vec<u32>,
    pub start: Vec<usize>,
    pub rows: Vec<u32>,
    pub dm: Vec<u32>,
    pub cost: Vec<u64>,
    pub division: Vec<u32>,
    pub zones: Vec<u32>,
}

/// Farther than any distance of a question.
pub const BEYOND_DM: u32 = 20_000;

impl Question {
    pub fn covering(&self) -> Covering<'_> {
        Covering { people: &self.people, covered: &self.covered, start: &self.start, rows: &self.rows }
    }

    pub fn distances(&self) -> Distances<'_> {
        Distances {
            people: &self.people,
            existing_dm: &self.existing_dm,
            beyond_dm: BEYOND_DM,
            start: &self.start,
            rows: &self.rows,
            dm: &self.dm,
        }
    }

    pub fn candidates(&self) -> Candidates<'_> {
        Candidates { len: self.start.len() - 1, cost: &self.cost, division: &self.division }
    }

    fn column(&mut self, entries: impl Iterator<Item = (u32, u32)>) {
        for (row, dm) in entries {
            self.rows.push(row);
            self.dm.push(dm);
        }
        self.start.push(self.rows.len());
    }

    /// From columns of (row, decimetres).
    pub fn of_columns(people: Vec<u64>, columns: &[Vec<(u32, u32)>]) -> Self {
        let mut question = Self { people, start: vec![0], ..Self::default() };
        for column in columns {
            question.column(column.iter().copied());
        }
        question
    }
}

/// Uniform points in a square of 10,000: people 1 to 100, candidates with costs 1 to 9. With a
/// radius a candidate covers the rows within it, without one it is listed for all of them.
pub fn points(seed: u64, rows: usize, candidates: usize, radius: Option<i64>) -> Question {
    let mut rng = Rng(seed);
    let mut demand = Vec::with_capacity(rows);
    let mut people = Vec::with_capacity(rows);
    for _ in 0..rows {
        demand.push((rng.below(10_000) as i64, rng.below(10_000) as i64));
        people.push(1 + rng.below(100));
    }
    let sites: Vec<(i64, i64)> =
        (0..candidates).map(|_| (rng.below(10_000) as i64, rng.below(10_000) as i64)).collect();
    let cost = (0..candidates).map(|_| 1 + rng.below(9)).collect();
    let mut question = Question { people, cost, start: vec![0], ..Question::default() };
    for site in sites {
        let entries = demand.iter().enumerate().filter_map(|(row, at)| {
            let square = (at.0 - site.0).pow(2) + (at.1 - site.1).pow(2);
            radius
                .is_none_or(|radius| square <= radius * radius)
                .then_some((row as u32, square.isqrt() as u32))
        });
        question.column(entries);
    }
    // Quarters of the square, by place of the candidate and of the row.
    let quarter = |(x, y): &(i64, i64)| u32::from(*x >= 5_000) + 2 * u32::from(*y >= 5_000);
    question.zones = demand.iter().map(quarter).collect();
    question
}

/// Every vertex is demand of one person and candidate; distances are shortest paths (Floyd) over a
/// random graph, made in the manner of J. E. Beasley's p-median problems.
pub fn graph(seed: u64, vertices: usize, edges: usize) -> Question {
    let mut rng = Rng(seed);
    let mut links = Vec::with_capacity(edges);
    for to in 1..vertices {
        links.push((rng.below(to as u64) as usize, to, 1 + rng.below(100) as u32));
    }
    while links.len() < edges {
        let (a, b) = (rng.below(vertices as u64) as usize, rng.below(vertices as u64) as usize);
        links.push((a, b, 1 + rng.below(100) as u32));
    }
    paths(vertices, &links)
}

/// A p-median question from edges (the last of several between two vertices counts).
pub fn paths(vertices: usize, links: &[(usize, usize, u32)]) -> Question {
    let mut d = vec![u32::MAX / 4; vertices * vertices];
    for (a, b, length) in links {
        d[a * vertices + b] = *length;
        d[b * vertices + a] = *length;
    }
    for v in 0..vertices {
        d[v * vertices + v] = 0;
    }
    for via in 0..vertices {
        for a in 0..vertices {
            for b in 0..vertices {
                d[a * vertices + b] = d[a * vertices + b].min(d[a * vertices + via] + d[via * vertices + b]);
            }
        }
    }
    let columns: Vec<Vec<(u32, u32)>> = (0..vertices)
        .map(|site| (0..vertices).map(|row| (row as u32, d[row * vertices + site])).collect())
        .collect();
    Question::of_columns(vec![1; vertices], &columns)
}

/// A watch that never ends the search.
pub fn patient(_: &Progress) -> ControlFlow<jiantu::analysis::siting::Halt> {
    ControlFlow::Continue(())
}
