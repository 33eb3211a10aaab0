//! By which names clients call what changed: a collection of features where it is in one, else the last part
//! of its address under `/api/v1`.

use crate::api::features::Part;
use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::kind::Catalogue;
use crate::registry::world::{Stood, World};

/// One item of the parameter `collection`.
#[derive(Clone, Debug)]
pub enum Collection {
    /// All of a kind.
    Of(EntityKind),
    /// The sites of a view, such as the trails.
    View(Part),
    /// One layer, by its name.
    Layer(String),
}

impl Collection {
    /// What a name means; layers are those that stand in the world.
    pub fn named(name: &str, world: &World, catalogue: &Catalogue) -> Option<Self> {
        if let Some(view) = catalogue.views().iter().find(|view| view.id == name) {
            return Some(Self::View(Part::of(view, catalogue)));
        }
        let kind = EntityKind::ALL.into_iter().find(|kind| collection_of(*kind) == name);
        kind.map(Self::Of).or_else(|| world.layers.find(name).map(|_| Self::Layer(name.to_owned())))
    }

    /// Names for a message.
    pub fn names(catalogue: &Catalogue) -> String {
        let mut names: Vec<&str> = EntityKind::ALL.into_iter().map(collection_of).collect();
        names.extend(catalogue.views().iter().map(|view| view.id.as_str()));
        names.join(", ")
    }

    /// Whether something of that kind can be in it at all.
    pub fn may_hold(&self, kind: EntityKind) -> bool {
        match self {
            Self::Of(own) => *own == kind,
            Self::View(_) => kind == EntityKind::Site,
            Self::Layer(_) => kind == EntityKind::Layer,
        }
    }

    /// Whether a state of something of that kind is in it.
    pub fn holds(&self, kind: EntityKind, stood: &Stood) -> bool {
        self.may_hold(kind)
            && match self {
                Self::Of(_) => true,
                // What can not be read any more may have been one.
                Self::View(part) => {
                    stood.site.as_ref().is_none_or(|site| part.holds(site.kind, &stood.shape))
                }
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
