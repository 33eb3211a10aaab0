//! Which changes a client asks for: by collection, box and division.

use super::collections::Collection;
use super::entry::Told;
use crate::api::error::ApiError;
use crate::api::query::{Params, Place};
use crate::domain::bbox::Bbox;
use crate::domain::id::DivisionId;
use crate::domain::kind::Catalogue;
use crate::index::touches;
use crate::registry::coverage::{Named, find_division};
use crate::registry::world::{Stood, Tree, World};
use std::collections::HashSet;
use std::sync::Arc;

/// A client that asks for a part of the registry must also learn of what left that part: a change is wanted
/// when the state before it or the state after it is in the part.
pub struct Wanted {
    collections: Option<Vec<Collection>>,
    bbox: Option<Bbox>,
    divisions: Option<Divisions>,
}

/// Divisions with all that lies in them.
struct Divisions {
    /// With all below them.
    ids: HashSet<DivisionId>,
    /// Without what is below them.
    alone: Vec<DivisionId>,
    /// Also what lies in no division.
    outside: bool,
    /// By which these were found.
    tree: Arc<Tree>,
}

impl Wanted {
    /// Takes `collection`, `bbox` and `division`.
    ///
    /// # Errors
    /// A look-up failed for a reason that is not the user's.
    pub fn take(params: &mut Params, world: &World, catalogue: &Catalogue) -> Result<Self, ApiError> {
        let named = |name: &str| Collection::named(name, world, catalogue);
        let collections = params.list("collection", named, &Collection::names(catalogue));
        let bbox = match Place::take_box(params) {
            Place::Box(bbox) => Some(bbox),
            _ => None,
        };
        Ok(Self { collections, bbox, divisions: Divisions::take(params, world)? })
    }

    /// Whether it looks at what changed: else all is wanted.
    pub fn is_all(&self) -> bool {
        self.collections.is_none() && self.bbox.is_none() && self.divisions.is_none()
    }

    /// Learns of new divisions below the wanted ones.
    pub fn keep_up(&mut self, world: &World) {
        if let Some(divisions) = &mut self.divisions {
            divisions.keep_up(&world.tree);
        }
    }

    pub fn wants(&self, told: &Told) -> bool {
        if !self.collections.as_ref().is_none_or(|named| named.iter().any(|one| one.may_hold(told.kind))) {
            return false;
        }
        // Where it was is not known any more: whoever still holds it must hear that it is gone.
        if told.erased || self.is_all() {
            return true;
        }
        let sides = [&told.moved.old, &told.moved.new];
        sides.into_iter().flatten().any(|stood| self.has(told, stood))
    }

    fn has(&self, told: &Told, stood: &Stood) -> bool {
        self.collections.as_ref().is_none_or(|named| named.iter().any(|one| one.holds(told.kind, stood)))
            && self.bbox.is_none_or(|bbox| touches(bbox, &stood.shape))
            && self.divisions.as_ref().is_none_or(|divisions| divisions.have(&stood.homes))
    }
}

impl Divisions {
    /// A list of ids, external ids, names, or codes (`system:code`), and `unassigned`.
    fn take(params: &mut Params, world: &World) -> Result<Option<Self>, ApiError> {
        let Some(text) = params.text("division") else { return Ok(None) };
        let tree = &world.tree;
        let mut found =
            Self { ids: HashSet::new(), alone: Vec::new(), outside: false, tree: Arc::clone(tree) };
        let id = |ordinal| tree.node(ordinal).division.id;
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match params.blame(find_division(world, name))? {
                None => {}
                Some(Named::One(top)) => found.ids.extend(tree.subtree(top).into_iter().map(id)),
                Some(Named::Everything) => {
                    found.ids.extend(tree.ordinals().map(id));
                    found.outside = true;
                }
                // As in lists of features: what stands in a division but in none of its children.
                Some(Named::UnassignedOf(top)) => {
                    found.alone.push(id(top));
                    found.outside |= tree.roots().eq([top]);
                }
                Some(Named::Unassigned) => {
                    found.outside = true;
                    let roots: Vec<_> = tree.roots().collect();
                    if let [root] = roots[..] {
                        found.alone.push(id(root));
                    }
                }
            }
        }
        Ok(Some(found))
    }

    fn keep_up(&mut self, tree: &Arc<Tree>) {
        if Arc::ptr_eq(&self.tree, tree) {
            return;
        }
        self.tree = Arc::clone(tree);
        // Parents come before their children, so one walk finds all below.
        for ordinal in tree.ordinals() {
            let node = tree.node(ordinal);
            let parent = node.parent.map(|parent| tree.node(parent).division.id);
            if parent.is_some_and(|parent| self.ids.contains(&parent)) {
                self.ids.insert(node.division.id);
            }
        }
    }

    fn have(&self, homes: &[Option<DivisionId>]) -> bool {
        let has = |home: &DivisionId| self.ids.contains(home) || self.alone.contains(home);
        homes.iter().any(|home| home.as_ref().map_or(self.outside, has))
    }
}
