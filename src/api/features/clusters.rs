//! Clusters; there are few, so they have no filters of their own.

use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::change::EntityKind;
use crate::index::{ClusterFacts, Day, Layer, Snapshot};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;

pub struct Clusters;

impl Collection for Clusters {
    type Facts = ClusterFacts;
    const ID: &'static str = "clusters";
    const WHAT: Thing = Thing::Entity(EntityKind::Cluster);

    fn layer(snapshot: &Snapshot) -> &Layer<ClusterFacts> {
        &snapshot.clusters
    }

    fn filters<'a>(_: &mut Params, _: &'a World, _: &Reference) -> Result<Tests<'a, ClusterFacts>, ApiError> {
        Ok(Tests::default())
    }

    fn time(_: &ClusterFacts) -> (Day, Day) {
        (Day::of(None), Day::of(None))
    }
}
