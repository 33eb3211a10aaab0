//! From the cells or points of a population grid.

use super::ages::Ages;
use super::basis::{Basis, Method};
use super::error::DemandError;
use super::footprint::Footprint;
use super::people::People;
use super::surface::Surface;
use crate::analysis::divisions::Tree;
use crate::domain::population::Cell;
use geo::Coord;
use rayon::prelude::*;
use std::collections::HashMap;

/// A surface of a source's cells, each at its centroid and in the deepest division that holds it.
/// `basis.method` is set to [`Method::Cells`].
///
/// # Errors
/// See [`Surface::new`].
pub fn from_cells(
    cells: &[Cell],
    tree: &Tree,
    footprint: Footprint,
    basis: Basis,
) -> Result<Surface, DemandError> {
    let division = cells.par_iter().map(|cell| tree.locate(Coord { x: cell.lon, y: cell.lat })).collect();
    let columns = (cells.iter().map(|cell| cell.lon).collect(), cells.iter().map(|cell| cell.lat).collect());
    let people = cells.iter().map(|cell| People::whole(u64::from(cell.people))).collect();
    let basis = Basis { method: Method::Cells, ..basis };
    Ok(Surface::new(basis, columns, people, division, footprint)?.with_ages(ages(cells)))
}

/// Groups in the order in which they are first met; a cell that does not tell one is unknown there.
fn ages(cells: &[Cell]) -> Ages {
    let mut groups: Vec<String> = Vec::new();
    let mut position: HashMap<&str, usize> = HashMap::new();
    for (group, _) in cells.iter().flat_map(|cell| &cell.ages) {
        position.entry(group).or_insert_with(|| {
            groups.push(group.clone());
            groups.len() - 1
        });
    }
    let mut ages = Ages::with_groups(groups, cells.len());
    for (point, cell) in cells.iter().enumerate() {
        for (group, people) in &cell.ages {
            ages.set(point, position[group.as_str()], People::whole(u64::from(*people)));
        }
    }
    ages
}
