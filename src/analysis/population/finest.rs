//! The finest figures that divide a population, for spreading it over the ground.

use super::Populations;
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use crate::domain::population::PopulationSet;
use jiff::civil::Date;

/// Figures of divisions none of which lies in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finest {
    /// They hold at 31 December of this year.
    pub year: i16,
    /// Vintage of the first of them.
    pub vintage: String,
    pub demo: bool,
    /// Divisions and their people, parents' order.
    pub figures: Vec<(Ordinal, u64)>,
}

impl Populations {
    /// The set of cells that is newest on a day.
    pub fn cells_on(&self, day: Date) -> Option<&PopulationSet> {
        let year = self.years(day).find(|year| self.gridded(*year).is_some())?;
        self.gridded(year).map(|gridded| &gridded.set)
    }

    /// The newest year's figures of divisions, as fine as they are told for everybody: where every
    /// child of a division has a figure, theirs stand for it. Everybody is in exactly one.
    pub fn finest(&self, tree: &Tree, day: Date) -> Option<Finest> {
        self.years(day).find_map(|year| {
            let mut figures = Vec::new();
            for root in tree.roots() {
                figures.extend(self.parts_of(tree, root, year)?);
            }
            let (first, _) = figures.first()?;
            let population = self.in_year(tree, *first, year)?;
            let demo = figures
                .iter()
                .any(|(ordinal, _)| self.in_year(tree, *ordinal, year).is_some_and(|figure| figure.demo));
            Some(Finest { year, vintage: population.vintage, demo, figures })
        })
    }

    /// `None` where neither the division nor all of its children have a figure.
    fn parts_of(&self, tree: &Tree, division: Ordinal, year: i16) -> Option<Vec<(Ordinal, u64)>> {
        let children = &tree.node(division).children;
        let below: Option<Vec<_>> = children.iter().map(|child| self.parts_of(tree, *child, year)).collect();
        match below {
            Some(parts) if !children.is_empty() => Some(parts.into_iter().flatten().collect()),
            _ => self.told(tree, division, year).map(|people| vec![(division, people)]),
        }
    }

    /// A figure of the division itself.
    fn told(&self, tree: &Tree, division: Ordinal, year: i16) -> Option<u64> {
        let figure = self.in_year(tree, division, year)?;
        (figure.basis == "divisions").then_some(figure.value)
    }
}
