//! What a division's name covers.

use crate::domain::contribution::Ordinal;
use crate::registry::coverage::Named;
use crate::registry::world::World;

/// The part of the registry that a row of the figures is about.
pub(super) struct Scope {
    pub named: Named,
    roots: Vec<Ordinal>,
}

impl Scope {
    pub(super) fn new(world: &World, named: Option<Named>) -> Self {
        Self { named: named.unwrap_or(Named::Everything), roots: world.tree.roots().collect() }
    }

    /// With one root, what lies outside it is told under its name.
    pub(super) fn is_whole(&self) -> bool {
        match self.named {
            Named::Everything => true,
            Named::One(top) => self.only_root() == Some(top),
            Named::Unassigned | Named::UnassignedOf(_) => false,
        }
    }

    pub(super) fn only_root(&self) -> Option<Ordinal> {
        if let [root] = self.roots[..] { Some(root) } else { None }
    }

    /// Whether what a division has itself belongs here.
    pub(super) fn holds(&self, world: &World, share: Ordinal) -> bool {
        match self.named {
            Named::Everything => true,
            Named::One(top) => self.is_whole() || world.tree.is_within(share, top),
            // Without any division everything lies in the one implicit area.
            Named::Unassigned if self.roots.is_empty() => false,
            Named::Unassigned => share == Ordinal::NONE || Some(share) == self.only_root(),
            Named::UnassignedOf(top) => {
                share == top || share == Ordinal::NONE && Some(top) == self.only_root()
            }
        }
    }

    pub(super) fn name(&self, world: &World) -> Option<String> {
        let of = |top: Ordinal| world.tree.node(top).division.name_zh.clone();
        match self.named {
            Named::Everything => None,
            Named::One(top) => Some(of(top)),
            Named::Unassigned => Some("unassigned".to_owned()),
            Named::UnassignedOf(top) => Some(format!("unassigned:{}", of(top))),
        }
    }
}
