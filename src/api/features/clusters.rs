//! Clusters; there are few, so they have no filters of their own.

use super::fields::{self, Field};
use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::change::EntityKind;
use crate::domain::kind::Catalogue;
use crate::index::{ClusterFacts, Day, Layer, Snapshot};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;

#[derive(Clone)]
pub struct Clusters;

impl Collection for Clusters {
    type Facts = ClusterFacts;

    fn id(&self) -> &'static str {
        "clusters"
    }

    fn what(&self) -> Thing {
        Thing::Entity(EntityKind::Cluster)
    }

    fn title(&self) -> (String, String) {
        ("集聚区".to_owned(), "Clusters".to_owned())
    }

    fn description(&self) -> (String, String) {
        ("规划中的体育空间集聚区".to_owned(), "areas that the plan wants developed".to_owned())
    }

    fn layer<'a>(&'a self, snapshot: &'a Snapshot) -> &'a Layer<ClusterFacts> {
        &snapshot.clusters
    }

    fn filters<'a>(
        &self,
        _: &mut Params,
        _: &'a World,
        _: &Reference,
    ) -> Result<Tests<'a, ClusterFacts>, ApiError> {
        Ok(Tests::default())
    }

    fn time(&self, _: &ClusterFacts) -> (Day, Day) {
        (Day::of(None), Day::of(None))
    }

    fn fields(&self, catalogue: &Catalogue) -> Vec<Field> {
        fields::clusters(catalogue)
    }
}
