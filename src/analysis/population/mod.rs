//! Which population a division has on a day.
//!
//! The newest year-end on or before the day decides; within the year a figure of the division
//! itself comes before cells, a later publication before an earlier one. Residents only.

/// The finest figures that divide a population.
mod finest;
/// People who become more or fewer.
mod grown;
/// What a figure is made of.
mod parts;
/// All that the sets of one year-end say of the same people.
mod vintages;

pub use finest::Finest;
pub use parts::{Of, Part};

use super::divisions::Tree;
use crate::domain::contribution::Ordinal;
use crate::domain::population::{Base, Cell, PopulationSet};
use geo::Coord;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A population with all that must stand beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Population {
    pub value: u64,
    /// Holds at 31 December of this year.
    pub year: i16,
    pub vintage: String,
    /// `divisions`, `cells` or `sum of divisions`.
    pub basis: &'static str,
    pub estimate: bool,
    #[serde(skip)]
    pub demo: bool,
}

/// One set, with its cells already attributed to divisions by centroid.
#[derive(Clone, Debug)]
struct Attributed {
    set: PopulationSet,
    /// People of cells by division, own only; the last is "in no division".
    cells: Vec<u64>,
    /// When it was published; without a date, not before anything that was recorded earlier.
    published_on: Option<Date>,
}

/// All population sets, newest year first, then latest publication, then latest record.
#[derive(Clone, Debug, Default)]
pub struct Populations {
    sets: Vec<Attributed>,
}

impl Populations {
    /// `sets` in the order they were recorded, each with its cells.
    pub fn new(sets: Vec<(PopulationSet, Vec<Cell>)>, tree: &Tree) -> Self {
        let mut newest: BTreeMap<i16, Date> = BTreeMap::new();
        let mut attributed: Vec<Attributed> = sets
            .into_iter()
            .filter(|(set, _)| set.base == Base::Resident)
            .map(|(set, cells)| {
                let mut people = vec![0; tree.len() + 1];
                for cell in cells {
                    let home = tree.locate(Coord { x: cell.lon, y: cell.lat });
                    people[usize::from(home.0).min(tree.len())] += u64::from(cell.people);
                }
                let published_on = set.published_on.or(newest.get(&set.year).copied());
                if let Some(day) = published_on {
                    newest.entry(set.year).and_modify(|newest| *newest = day.max(*newest)).or_insert(day);
                }
                Attributed { set, cells: people, published_on }
            })
            .collect();
        attributed.reverse();
        attributed.sort_by_key(|a| std::cmp::Reverse((a.set.year, a.published_on)));
        Self { sets: attributed }
    }

    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// Population of a division; `None` when no year-end on or before the day has one.
    pub fn of(&self, tree: &Tree, division: Ordinal, day: Date) -> Option<Population> {
        self.years(day).find_map(|year| self.in_year(tree, division, year))
    }

    /// Everything in the registry: of one root its population, of several their sum, of none all cells.
    pub fn of_everything(&self, tree: &Tree, day: Date) -> Option<Population> {
        let roots: Vec<Ordinal> = tree.roots().collect();
        match roots[..] {
            [] => self.cells_of(day, |cells| cells.iter().sum()),
            [root] => self.of(tree, root, day),
            _ => self.years(day).find_map(|year| {
                // Where a root has cells only, the cells of all of them are the whole.
                let cells = |gridded: &Attributed| by_cells(&gridded.set, gridded.cells.iter().sum());
                self.sum(tree, &roots, year).or_else(|| self.gridded(year).map(cells))
            }),
        }
    }

    /// People of cells that lie in no child of the division (`None`: in no division at all). `people`
    /// is what stands beside them as the whole: cells of another year are no part of it.
    pub fn unassigned(
        &self,
        tree: &Tree,
        division: Option<Ordinal>,
        whole: bool,
        people: Option<&Population>,
    ) -> Option<Population> {
        let gridded = self.gridded(people?.year)?;
        let own = division.map_or(0, |ordinal| gridded.cells[usize::from(ordinal.0)]);
        let outside = if whole { gridded.cells[tree.len()] } else { 0 };
        Some(by_cells(&gridded.set, own + outside))
    }

    /// Year-ends on or before the day that any set has, newest first.
    fn years(&self, day: Date) -> impl Iterator<Item = i16> + '_ {
        let mut last = None;
        self.sets.iter().map(|a| a.set.year).filter(move |year| {
            let past = *year < day.year() || (*year == day.year() && day.month() == 12 && day.day() == 31);
            past && last.replace(*year) != Some(*year)
        })
    }

    fn in_year(&self, tree: &Tree, division: Ordinal, year: i16) -> Option<Population> {
        let id = tree.node(division).division.id;
        let of_year = || self.sets.iter().filter(|a| a.set.year == year);
        let told = of_year().find_map(|a| {
            let figure = a.set.divisions.iter().find(|figure| figure.division == id)?;
            Some(Population {
                value: figure.people,
                year,
                vintage: a.set.vintage.clone(),
                basis: "divisions",
                estimate: figure.estimate,
                demo: a.set.demo,
            })
        });
        told.or_else(|| {
            let children = &tree.node(division).children;
            if children.is_empty() { None } else { self.sum(tree, children, year) }
        })
        .or_else(|| {
            let gridded = of_year().find(|a| a.set.cells > 0)?;
            tree.node(division).boundary.as_ref()?;
            let value =
                tree.subtree(division).into_iter().map(|ordinal| gridded.cells[usize::from(ordinal.0)]).sum();
            Some(by_cells(&gridded.set, value))
        })
    }

    /// The sum over divisions, when every one of them has a told figure in that year.
    fn sum(&self, tree: &Tree, divisions: &[Ordinal], year: i16) -> Option<Population> {
        let parts: Vec<Population> =
            divisions.iter().map(|part| self.in_year(tree, *part, year)).collect::<Option<_>>()?;
        let first = parts.first()?;
        if parts.iter().any(|part| part.basis == "cells") {
            return None;
        }
        Some(Population {
            value: parts.iter().map(|part| part.value).sum(),
            year,
            vintage: first.vintage.clone(),
            basis: "sum of divisions",
            estimate: parts.iter().any(|part| part.estimate),
            demo: parts.iter().any(|part| part.demo),
        })
    }

    fn cells_of(&self, day: Date, people: impl Fn(&[u64]) -> u64) -> Option<Population> {
        let year = self.years(day).find(|year| self.gridded(*year).is_some())?;
        let gridded = self.gridded(year)?;
        Some(by_cells(&gridded.set, people(&gridded.cells)))
    }

    fn gridded(&self, year: i16) -> Option<&Attributed> {
        self.sets.iter().find(|a| a.set.year == year && a.set.cells > 0)
    }
}

fn by_cells(set: &PopulationSet, value: u64) -> Population {
    Population {
        value,
        year: set.year,
        vintage: set.vintage.clone(),
        basis: "cells",
        estimate: set.estimate,
        demo: set.demo,
    }
}
