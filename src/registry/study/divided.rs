//! The divisions that an answer about venue area has rows for, and their coverage.

use crate::analysis::counting::coverage::Row;
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use crate::registry::coverage::{Named, find_division};
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;

/// The division that is asked about; `None`: everything.
///
/// # Errors
/// It is not (uniquely) known, or is what lies in no division.
pub fn top(world: &World, division: Option<&str>) -> Result<Option<Ordinal>, RegistryError> {
    match division.map(|text| find_division(world, text)).transpose()? {
        None | Some(Named::Everything) => Ok(None),
        Some(Named::One(ordinal)) => Ok(Some(ordinal)),
        Some(Named::Unassigned | Named::UnassignedOf(_)) => Err(RegistryError::invalid(
            "division",
            "no_children",
            "未划入部分没有下级",
            "what is unassigned has no children",
        )),
    }
}

/// The divisions of a level below `top`, or its children, or itself where it has none; of everything those of the
/// only root, or the roots.
///
/// # Errors
/// No division below it is of that level.
pub fn divisions(
    tree: &Tree,
    top: Option<Ordinal>,
    level: Option<&str>,
) -> Result<Vec<Ordinal>, RegistryError> {
    let Some(level) = level else {
        let roots: Vec<Ordinal> = tree.roots().collect();
        let only = if let [root] = roots[..] { Some(root) } else { None };
        let Some(top) = top.or(only) else { return Ok(roots) };
        let children = &tree.node(top).children;
        return Ok(if children.is_empty() { vec![top] } else { children.clone() });
    };
    let all: Vec<Ordinal> = top.map_or_else(|| tree.ordinals().collect(), |top| tree.subtree(top));
    let found: Vec<Ordinal> =
        all.iter().copied().filter(|ordinal| tree.node(*ordinal).division.level == level).collect();
    if found.is_empty() {
        let mut levels: Vec<&str> = all.iter().map(|ordinal| &*tree.node(*ordinal).division.level).collect();
        levels.sort_unstable();
        levels.dedup();
        let levels = levels.join(", ");
        return Err(RegistryError::invalid(
            "level",
            "unknown_level",
            format!("没有级别为“{level}”的行政区划；现有：{levels}"),
            format!("there is no division of the level `{level}`; there are: {levels}"),
        ));
    }
    Ok(found)
}

/// The figures of one division (`None`: of everything).
///
/// # Errors
/// None is expected: every coverage begins with the whole.
pub fn coverage_of(
    world: &World,
    reference: &Reference,
    division: Option<Ordinal>,
) -> Result<Row, RegistryError> {
    let first = world.coverage(reference, division).rows.into_iter().next();
    first.ok_or_else(|| RegistryError::Internal("coverage without a row".to_owned()))
}
