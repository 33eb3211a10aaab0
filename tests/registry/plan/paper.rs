//! The numbers that `PAPER.md` works out by hand, row by row.

use super::county::{on, open, row, rows};
use crate::database::{Database, stories};
use jiantu::domain::plan::State;
use jiantu::domain::plan::metric::METRICS;
use jiantu::registry::scoreboard::PlanTold;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

stories!(every_number_and_every_task_is_as_on_paper);

const PAPER: &str = include_str!("PAPER.md");

/// Values on paper are exact; those of the program are sums and quotients of doubles.
const TOLERANCE: f64 = 1e-9;

/// Rows of the tables that begin with a column of that name: the heading they stand under, and their cells.
fn tables(first: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let (mut heading, mut inside, mut found) = ("", false, Vec::new());
    for line in PAPER.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            heading = title.trim();
        }
        let Some(cells) = line.strip_prefix('|') else {
            inside = false;
            continue;
        };
        let cells = cells.strip_suffix('|').unwrap_or_else(|| panic!("a row without an end: {line}"));
        let cells: Vec<&str> = cells.split('|').map(str::trim).collect();
        if cells[0] == first {
            inside = true;
        } else if inside && !cells[0].starts_with("---") {
            found.push((heading, cells));
        }
    }
    found
}

/// `-`: none.
fn told(cell: &str) -> Option<&str> {
    (cell != "-").then_some(cell)
}

/// A sum of products: `100 * 3 / 7 - 25`.
fn worked_out(text: &str) -> f64 {
    let (mut sum, mut term, mut sign) = (0.0, None::<f64>, 1.0);
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "+" | "-" => {
                sum += sign * term.take().unwrap();
                sign = if word == "-" { -1.0 } else { 1.0 };
            }
            "*" | "/" => {
                let next: f64 = words.next().unwrap().parse().unwrap();
                let so_far = term.unwrap();
                term = Some(if word == "*" { so_far * next } else { so_far / next });
            }
            number => term = Some(number.parse().unwrap()),
        }
    }
    sum + sign * term.unwrap()
}

fn same(found: Option<f64>, wanted: Option<f64>) -> bool {
    match (found, wanted) {
        (None, None) => true,
        (Some(found), Some(wanted)) => (found - wanted).abs() <= TOLERANCE * wanted.abs().max(1.0),
        _ => false,
    }
}

/// The scoreboard of each day that the paper names.
type Boards = BTreeMap<&'static str, Arc<PlanTold>>;

async fn every_number_and_every_task_is_as_on_paper(database: Database) {
    let office = open(database).await;
    let (of_numbers, of_tasks) = (tables("indicator"), tables("task"));
    let days = of_numbers.iter().map(|(_, cells)| cells[3]).chain(of_tasks.iter().map(|(_, cells)| cells[1]));
    let mut boards = Boards::new();
    for day in days.collect::<BTreeSet<_>>() {
        boards.insert(day, on(&office, day).await);
    }
    numbers(&boards);
    tasks(&boards);
    office.assert_sound().await;
}

fn numbers(boards: &Boards) {
    let paper = tables("indicator");
    let mut wrong = Vec::new();
    for (metric, cells) in &paper {
        let [id, place, year, day, value, gap, state] = cells[..] else { panic!("seven cells: {cells:?}") };
        let row = row(&boards[day], id, told(place), told(year).map(|year| year.parse().unwrap()));
        assert_eq!(row.metric, *metric, "{id} stands under its metric");
        let state_found = row.state.map(State::as_str);
        let fits = same(row.value, told(value).map(worked_out)) && same(row.gap, told(gap).map(worked_out));
        if !fits || state_found != told(state) {
            wrong.push(format!(
                "{cells:?}: {:?} {:?} {state_found:?} {}; {:?}",
                row.value, row.gap, row.why_en, row.basis_en
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let named: BTreeSet<&str> = paper.iter().map(|(metric, _)| *metric).collect();
    assert_eq!(named, METRICS.iter().map(|metric| metric.name).collect(), "every metric has its rows");
    let board = boards.values().next().unwrap();
    let ids: BTreeSet<&str> = paper.iter().map(|(_, cells)| cells[0]).collect();
    let of_plan = board.tasks.iter().flat_map(|task| &task.indicators).map(|row| &*row.id);
    assert_eq!(ids, of_plan.collect(), "every indicator has its rows");
    // Unit, comparator and target stand in the sentence that begins an indicator.
    for id in ids {
        let row = rows(board, id)[0];
        let begins = format!("`{id}`, unit {}, {} {}", row.unit, row.comparator.as_str(), row.target);
        assert!(PAPER.contains(&begins), "{begins}");
    }
}

fn tasks(boards: &Boards) {
    let paper = tables("task");
    let of_plan: BTreeSet<String> =
        boards.values().flat_map(|board| &board.tasks).map(|task| task.number.to_string()).collect();
    let on_paper: BTreeSet<String> = paper.iter().map(|(_, cells)| cells[0].to_owned()).collect();
    assert_eq!(on_paper, of_plan, "every task has its rows");
    for (_, cells) in &paper {
        let number: u16 = cells[0].parse().unwrap();
        let task = boards[cells[1]].tasks.iter().find(|task| task.number == number).unwrap();
        let state = task.state.map_or("-", State::as_str);
        let found = [state.to_owned(), task.progress.met.to_string(), task.progress.of.to_string()];
        assert_eq!(found[..], cells[2..], "task {number} on {}", cells[1]);
    }
}

#[test]
fn arithmetic_on_paper_is_read_from_left_to_right() {
    assert!(same(Some(worked_out("100 * 3 / 8 - 25")), Some(12.5)));
    assert!(same(Some(worked_out("4 - 12000 / 3000 + 1")), Some(1.0)));
    assert!(!same(Some(0.0), None) && !same(Some(1.0), Some(1.001)));
}
