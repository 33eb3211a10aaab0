//! Divisions and their filters, and the divisions that a list of other things is limited to.

use super::fields::{self, Field};
use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::change::EntityKind;
use crate::domain::contribution::Ordinal;
use crate::domain::id::DivisionId;
use crate::domain::kind::Catalogue;
use crate::index::{Day, DivisionFacts, Layer, Snapshot};
use crate::registry::coverage::{Named, find_division};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;

#[derive(Clone)]
pub struct Divisions;

impl Collection for Divisions {
    type Facts = DivisionFacts;

    fn id(&self) -> &'static str {
        "divisions"
    }

    fn what(&self) -> Thing {
        Thing::Entity(EntityKind::Division)
    }

    fn title(&self) -> (String, String) {
        ("行政区划".to_owned(), "Divisions".to_owned())
    }

    fn description(&self) -> (String, String) {
        (
            "区划树；boundary_quality 为 schematic 的边界仅为示意".to_owned(),
            "the tree of divisions; a schematic boundary must not be measured".to_owned(),
        )
    }

    fn layer<'a>(&'a self, snapshot: &'a Snapshot) -> &'a Layer<DivisionFacts> {
        &snapshot.divisions
    }

    fn filters<'a>(
        &self,
        params: &mut Params,
        world: &'a World,
        _: &Reference,
    ) -> Result<Tests<'a, DivisionFacts>, ApiError> {
        let mut tests = Tests::<'a, DivisionFacts>::default();
        let level = params.list("level", |text| Some(text.to_owned()), "");
        tests.push_some(level, |wanted, entry| wanted.iter().any(|level| **level == *entry.facts.level));
        let parent = named(params, world, "parent")?;
        tests.push_some(parent, |wanted: &Vec<DivisionId>, entry| {
            entry.facts.parent.is_some_and(|parent| wanted.contains(&parent))
        });
        let division = chosen(params, world)?;
        tests.push_some(division, |wanted, entry| wanted.has(entry.facts.ordinal));
        let rural = params.boolean("rural");
        tests.push_some(rural, |wanted, entry| entry.facts.rural == *wanted);
        Ok(tests)
    }

    fn time(&self, facts: &DivisionFacts) -> (Day, Day) {
        (facts.valid_from, facts.valid_to)
    }

    fn fields(&self, catalogue: &Catalogue) -> Vec<Field> {
        fields::divisions(catalogue)
    }
}

/// Divisions with all that lies in them, by ordinal.
pub struct Chosen {
    wanted: Vec<bool>,
    /// Also what lies in no division.
    outside: bool,
}

impl Chosen {
    pub fn has(&self, ordinal: Ordinal) -> bool {
        match self.wanted.get(usize::from(ordinal.0)) {
            Some(wanted) => *wanted,
            None => self.outside,
        }
    }
}

/// Takes `division`: a list of ids, external ids, names, or codes (`system:code`), and `unassigned`.
pub fn chosen(params: &mut Params, world: &World) -> Result<Option<Chosen>, ApiError> {
    let Some(text) = params.text("division") else { return Ok(None) };
    let mut chosen = Chosen { wanted: vec![false; world.tree.len()], outside: false };
    let roots: Vec<Ordinal> = world.tree.roots().collect();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match params.blame(find_division(world, name))? {
            None => {}
            Some(Named::One(top)) => {
                world.tree.subtree(top).into_iter().for_each(|o| chosen.wanted[usize::from(o.0)] = true);
            }
            Some(Named::Everything) => {
                chosen.wanted.fill(true);
                chosen.outside = true;
            }
            Some(Named::UnassignedOf(top)) => {
                chosen.wanted[usize::from(top.0)] = true;
                chosen.outside |= roots == [top];
            }
            Some(Named::Unassigned) => {
                chosen.outside = true;
                // As in the coverage: what stands in the only root but in none of its children.
                if let [root] = roots[..] {
                    chosen.wanted[usize::from(root.0)] = true;
                }
            }
        }
    }
    Ok(Some(chosen))
}

fn named(
    params: &mut Params,
    world: &World,
    name: &'static str,
) -> Result<Option<Vec<DivisionId>>, ApiError> {
    let Some(text) = params.text(name) else { return Ok(None) };
    let mut found = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        if let Some(Named::One(ordinal)) = params.blame(find_division(world, name))? {
            found.push(world.tree.node(ordinal).division.id);
        }
    }
    Ok(Some(found))
}
