//! What a population figure is made of.

use super::{Population, Populations, by_cells};
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use jiff::civil::Date;

/// Whose population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Everything,
    Division(Ordinal),
    /// As [`Populations::unassigned`].
    Unassigned {
        top: Option<Ordinal>,
        whole: bool,
    },
}

/// What one division gives to a figure; `Ordinal::NONE`: cells in no division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub division: Ordinal,
    pub population: Population,
}

impl Populations {
    /// The parts of a figure, which sum to it exactly; `None` when there is no figure.
    pub fn parts(&self, tree: &Tree, of: Of, day: Date) -> Option<Vec<Part>> {
        let roots: Vec<Ordinal> = tree.roots().collect();
        let (whole, top) = match of {
            Of::Everything => {
                (self.of_everything(tree, day)?, if let [root] = roots[..] { Some(root) } else { None })
            }
            Of::Division(top) => (self.of(tree, top, day)?, Some(top)),
            Of::Unassigned { top, whole } => {
                let beside = if whole {
                    self.of_everything(tree, day)
                } else {
                    top.and_then(|top| self.of(tree, top, day))
                };
                let figure = self.unassigned(tree, top, whole, beside.as_ref())?;
                let own = top.into_iter().chain(whole.then_some(Ordinal::NONE)).collect::<Vec<_>>();
                return self.of_cells(tree, &figure, &own);
            }
        };
        match (whole.basis, top) {
            ("divisions", Some(top)) => Some(vec![Part { division: top, population: whole }]),
            ("cells", Some(top)) => self.of_cells(tree, &whole, &tree.subtree(top)),
            // Without one root the cells of all divisions are the whole, and those in none.
            ("cells", None) => {
                let all: Vec<Ordinal> = tree.ordinals().chain([Ordinal::NONE]).collect();
                self.of_cells(tree, &whole, &all)
            }
            _ => {
                let children = top.map_or(&roots, |top| &tree.node(top).children);
                let part = |child: &Ordinal| {
                    Some(Part { division: *child, population: self.in_year(tree, *child, whole.year)? })
                };
                children.iter().map(part).collect()
            }
        }
    }

    /// Cells of the figure's year in these divisions, themselves only, where there are any people.
    fn of_cells(&self, tree: &Tree, figure: &Population, divisions: &[Ordinal]) -> Option<Vec<Part>> {
        let gridded = self.gridded(figure.year)?;
        let people = |ordinal: Ordinal| gridded.cells[usize::from(ordinal.0).min(tree.len())];
        let part = |ordinal: &Ordinal| Part {
            division: *ordinal,
            population: by_cells(&gridded.set, people(*ordinal)),
        };
        Some(divisions.iter().map(part).filter(|part| part.population.value > 0).collect())
    }
}
