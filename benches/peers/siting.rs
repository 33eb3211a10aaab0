//! Where to build, until it is proven: `JIANTU_PEERS_PYTHON=PYTHON cargo bench --bench siting`.
//!
//! Invented questions: demand points of 1 to 100 people and candidates, uniform in a square of 10 km.
//! Ours is timed from columns in memory to the answer; `siting.py` then gives the same columns to HiGHS
//! and to spopt with CBC, and compares the answers. A question that is not proven within its limit
//! tells its answer and its bound.

#[path = "exchange.rs"]
mod exchange;

use exchange::{Dice, Exchange, Outcome, timed};
use jiantu::analysis::siting::{
    Answer, Candidates, Covering, Distances, Halt, Limits, Progress, SitingError, Target, fewest_sites,
    least_distance, most_people,
};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Side of the square, and what serves, metres.
const SIDE_M: f64 = 10_000.0;
const RADIUS_M: u64 = 1_000;

/// Farther than any two places of the square.
const BEYOND: u32 = 20_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Most people with so many sites (MCLP).
    Mclp,
    /// Least people times metres with so many sites (p-median).
    Median,
    /// Fewest sites for everybody whom any candidate serves (LSCP).
    Lscp,
}

struct Question {
    kind: Kind,
    seed: u64,
    rows: usize,
    candidates: usize,
    /// Sites that may be built; nothing to a set covering question.
    count: usize,
    /// Seconds after which each side ends.
    limit_s: u64,
}

const QUESTIONS: [Question; 9] = [
    Question { kind: Kind::Mclp, seed: 1, rows: 5_000, candidates: 500, count: 20, limit_s: 300 },
    Question { kind: Kind::Mclp, seed: 2, rows: 5_000, candidates: 500, count: 20, limit_s: 300 },
    Question { kind: Kind::Mclp, seed: 3, rows: 5_000, candidates: 500, count: 20, limit_s: 300 },
    Question { kind: Kind::Mclp, seed: 1, rows: 5_000, candidates: 500, count: 50, limit_s: 60 },
    Question { kind: Kind::Mclp, seed: 2, rows: 5_000, candidates: 500, count: 50, limit_s: 60 },
    Question { kind: Kind::Median, seed: 1, rows: 500, candidates: 100, count: 10, limit_s: 300 },
    Question { kind: Kind::Median, seed: 2, rows: 500, candidates: 100, count: 10, limit_s: 300 },
    Question { kind: Kind::Lscp, seed: 1, rows: 1_000, candidates: 200, count: 0, limit_s: 60 },
    Question { kind: Kind::Lscp, seed: 1, rows: 5_000, candidates: 500, count: 0, limit_s: 60 },
];

/// What both sides read.
#[derive(Default)]
struct Columns {
    people: Vec<u64>,
    start: Vec<usize>,
    rows: Vec<u32>,
    metres: Vec<u32>,
}

impl Question {
    fn name(&self) -> String {
        let Self { rows, candidates, count, seed, .. } = self;
        match self.kind {
            Kind::Mclp => format!("MCLP {rows} x {candidates}, p = {count}, seed {seed}"),
            Kind::Median => format!("p-median {rows} x {candidates}, p = {count}, seed {seed}"),
            Kind::Lscp => format!("LSCP {rows} x {candidates}, seed {seed}"),
        }
    }

    fn columns(&self) -> Columns {
        let mut dice = Dice(self.seed);
        let mut below = |end: f64| (dice.share() * end) as u64;
        let mut place = || (below(SIDE_M), below(SIDE_M), 1 + below(100.0));
        let mut demand: Vec<(u64, u64, u64)> = (0..self.rows).map(|_| place()).collect();
        let sites: Vec<(u64, u64, u64)> = (0..self.candidates).map(|_| place()).collect();
        let square =
            |a: &(u64, u64, u64), b: &(u64, u64, u64)| a.0.abs_diff(b.0).pow(2) + a.1.abs_diff(b.1).pow(2);
        let serves = |square: u64| self.kind == Kind::Median || square <= RADIUS_M * RADIUS_M;
        if self.kind == Kind::Lscp {
            demand.retain(|row| sites.iter().any(|site| serves(square(row, site))));
        }
        let people = demand.iter().map(|row| row.2).collect();
        let mut columns = Columns { people, start: vec![0], ..Columns::default() };
        for site in &sites {
            let all = (0..).zip(&demand).map(|(row, at)| (row, square(at, site)));
            for (row, square) in all.filter(|(_, square)| serves(*square)) {
                columns.rows.push(row);
                columns.metres.push(square.isqrt() as u32);
            }
            columns.start.push(columns.rows.len());
        }
        columns
    }

    fn answer(&self, columns: &Columns) -> Result<Answer, SitingError> {
        let (begin, limit) = (Instant::now(), Duration::from_secs(self.limit_s));
        let watch = &mut |_: &Progress| match begin.elapsed() < limit {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(Halt::Limit),
        };
        let candidates = Candidates { len: self.candidates, ..Candidates::default() };
        let limits = Limits { count: Some(self.count), ..Limits::default() };
        let Columns { people, start, rows, metres } = columns;
        let covering = Covering { people, covered: &[], start, rows };
        match self.kind {
            Kind::Mclp => most_people(&covering, &candidates, &limits, watch),
            Kind::Lscp => {
                fewest_sites(&covering, &candidates, &Target { millionths: 1_000_000, zones: &[] }, watch)
            }
            Kind::Median => {
                let (existing_dm, beyond_dm) = (&[][..], BEYOND);
                let distances = Distances { people, existing_dm, beyond_dm, start, rows, dm: metres };
                least_distance(&distances, &candidates, &limits, watch)
            }
        }
    }
}

fn main() -> Outcome {
    let mut exchange = Exchange::new()?;
    let mut list = String::new();
    println!("{} threads", rayon::current_num_threads());
    for (number, question) in QUESTIONS.iter().enumerate() {
        let columns = question.columns();
        let (mut took, mut answer) = timed(1, || question.answer(&columns));
        if took.best < Duration::from_secs(10) {
            (took, answer) = timed(3, || question.answer(&columns));
        }
        let answer = answer?;
        exchange.ours(&question.name(), took, answer.objective as f64)?;
        let proven = if answer.proven { "proven" } else { "NOT proven" };
        println!("    {}, bound {}, {proven}, {} parts", answer.objective, answer.bound, answer.nodes);
        let file = |column: &str| format!("{number}_{column}");
        exchange.write(&file("people.u64"), columns.people.iter().map(|people| people.to_le_bytes()))?;
        exchange
            .write(&file("start.u64"), columns.start.iter().map(|start| (*start as u64).to_le_bytes()))?;
        exchange.write(&file("rows.u32"), columns.rows.iter().map(|row| row.to_le_bytes()))?;
        exchange.write(&file("metres.u32"), columns.metres.iter().map(|metres| metres.to_le_bytes()))?;
        let kind = match question.kind {
            Kind::Mclp => "mclp",
            Kind::Median => "median",
            Kind::Lscp => "lscp",
        };
        let (name, count, limit) = (question.name(), question.count, question.limit_s);
        writeln!(list, "{name}\t{kind}\t{count}\t{limit}\t{}", u8::from(answer.proven))?;
    }
    exchange.write("questions.tsv", list.bytes().map(|byte| [byte]))?;
    exchange.peers("siting.py")
}
