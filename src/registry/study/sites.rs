//! The sites that are to be reached on the day of a question.

use super::scope::Scope;
use crate::analysis::reach::{Class, Target};
use crate::domain::kind::Family;
use crate::domain::site::{Access, Status};
use crate::index::{Entry, SiteFacts};
use crate::registry::reference::Reference;
use crate::registry::world::World;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;
use uuid::Uuid;

/// Sites in the order of their ids.
#[derive(Clone, Debug, Default)]
pub struct Sites {
    /// Id and version of each.
    pub counted: Vec<(Uuid, u64)>,
    pub told: Told,
}

/// What stands beside every answer about its sites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Sites that were looked for.
    pub counted: u64,
    /// Wanted, but nobody knows where they are.
    pub without_place: u64,
    /// Among the counted: nobody has told who may use them.
    pub access_unknown: u64,
    pub demo: bool,
}

/// Those that stand on the day of the world and that the scope wants.
pub fn sites(world: &World, scope: &Scope, reference: &Reference) -> Sites {
    let mut sites = Sites::default();
    for entry in world.snapshot.sites.iter() {
        if !stands(entry, reference, world.at.as_of) || !scope.wants(entry, reference) {
            continue;
        }
        if entry.geometry == crate::index::Shape::Nowhere {
            sites.told.without_place += 1;
            continue;
        }
        sites.counted.push((entry.id, entry.version));
        sites.told.access_unknown += u64::from(entry.facts.access == Access::Unknown);
        sites.told.demo |= entry.facts.is_demo();
    }
    sites.counted.sort_unstable();
    sites.told.counted = sites.counted.len() as u64;
    sites
}

/// Whether somebody can go there on a day, by the rules' statuses and the site's own dates.
pub fn stands(entry: &Entry<SiteFacts>, reference: &Reference, day: Date) -> bool {
    let facts = &entry.facts;
    // Entered when it had closed already: until that day it was in use.
    let still_open = facts.status == Status::Closed && facts.closed.date().is_some_and(|closed| closed > day);
    let status = if still_open { Status::Operating } else { facts.status };
    reference.rules.counts_coverage(status)
        && facts.opened.date().is_none_or(|opened| opened <= day)
        && !facts.closed.is_on_or_before(day)
}

/// A site as a target; its class is its family of facilities.
pub fn target(world: &World, id: Uuid, families: &Families) -> Option<Target> {
    let entry = world.snapshot.sites.get(id)?;
    Some(Target::new(entry.geometry.to_geometry()?, families.of(entry.facts.kind)))
}

/// The families of facilities (walk, dance, ball, …) in the order in which the kinds name them; at most
/// 64, what is beyond falls to the last.
#[derive(Clone, Debug)]
pub struct Families {
    all: Vec<Family>,
    by_kind: Arc<[Class]>,
}

/// As many as [`crate::analysis::reach::Variety`] tells apart.
const MOST_FAMILIES: usize = 64;

/// The class of a container: people reach a park, but what can be played there is recorded inside it, so it adds
/// no family of facilities.
pub const NO_FAMILY: Class = Class::MAX;

impl Families {
    pub fn new(reference: &Reference) -> Self {
        let mut all: Vec<Family> = Vec::new();
        let mut by_kind = Vec::new();
        for kind in reference.catalogue.kinds() {
            if kind.container {
                by_kind.push(NO_FAMILY);
                continue;
            }
            let position = all.iter().position(|family| family.id == kind.group).unwrap_or_else(|| {
                all.push(reference.catalogue.family(&kind.group));
                all.len() - 1
            });
            by_kind.push(position.min(MOST_FAMILIES - 1) as Class);
        }
        all.truncate(MOST_FAMILIES);
        Self { all, by_kind: by_kind.into() }
    }

    pub fn all(&self) -> &[Family] {
        &self.all
    }

    pub fn of(&self, kind: crate::domain::kind::KindIndex) -> Class {
        self.by_kind.get(usize::from(kind.0)).copied().unwrap_or_default()
    }
}
