//! By which names clients call what changed: a collection of features where it is in one, else the last part
//! of its address under `/api/v1`.

use crate::domain::change::{EntityKind, EntityRef};
use crate::registry::world::{Stood, World};

/// One item of the parameter `collection`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Collection {
    /// All of a kind.
    Of(EntityKind),
    /// Sites that are measured by length and width.
    Trails,
    /// One layer, by its name.
    Layer(String),
}

impl Collection {
    /// What a name means; layers are those that stand in the world.
    pub fn named(name: &str, world: &World) -> Option<Self> {
        if name == "trails" {
            return Some(Self::Trails);
        }
        let kind = EntityKind::ALL.into_iter().find(|kind| collection_of(*kind) == name);
        kind.map(Self::Of).or_else(|| world.layers.find(name).map(|_| Self::Layer(name.to_owned())))
    }

    /// Names for a message.
    pub fn names() -> String {
        let mut names: Vec<&str> = EntityKind::ALL.into_iter().map(collection_of).collect();
        names.push("trails");
        names.join(", ")
    }

    /// Whether something of that kind can be in it at all.
    pub fn may_hold(&self, kind: EntityKind) -> bool {
        match self {
            Self::Of(own) => *own == kind,
            Self::Trails => kind == EntityKind::Site,
            Self::Layer(_) => kind == EntityKind::Layer,
        }
    }

    /// Whether a state of something of that kind is in it.
    pub fn holds(&self, kind: EntityKind, stood: &Stood) -> bool {
        self.may_hold(kind)
            && match self {
                Self::Of(_) => true,
                // What can not be read any more may have been one.
                Self::Trails => stood.site.as_ref().is_none_or(crate::index::SiteFacts::is_trail),
                Self::Layer(name) => stood.layer.as_ref() == Some(name),
            }
    }
}

/// The name of all of a kind.
pub const fn collection_of(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Site => "sites",
        EntityKind::Equipment => "equipment",
        EntityKind::Division => "divisions",
        EntityKind::Cluster => "clusters",
        EntityKind::Population => "population",
        EntityKind::Layer => "layers",
        EntityKind::Network => "networks",
        EntityKind::Scenario => "scenarios",
        EntityKind::Organisation => "organisations",
        EntityKind::Event => "events",
        EntityKind::Institution => "institutions",
        EntityKind::Provider => "providers",
        EntityKind::Observation => "observations",
        EntityKind::Milestone => "milestones",
        EntityKind::Declaration => "declarations",
        EntityKind::YearEnd => "freezes",
    }
}

/// Where it is read; `None` for what has no address of its own.
pub fn path_of(entity: EntityRef) -> Option<String> {
    let (collection, id) = (collection_of(entity.kind), entity.id);
    match entity.kind {
        EntityKind::Site
        | EntityKind::Equipment
        | EntityKind::Division
        | EntityKind::Cluster
        | EntityKind::Organisation
        | EntityKind::Institution => Some(format!("/ogc/collections/{collection}/items/{id}")),
        EntityKind::Event
        | EntityKind::Provider
        | EntityKind::Observation
        | EntityKind::Milestone
        | EntityKind::Declaration
        | EntityKind::Scenario => Some(format!("/api/v1/{collection}/{id}")),
        EntityKind::Layer | EntityKind::Network | EntityKind::YearEnd => {
            Some(format!("/api/v1/{collection}"))
        }
        EntityKind::Population => None,
    }
}
