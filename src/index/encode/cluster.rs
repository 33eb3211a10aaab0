//! A cluster's feature.

use super::{Revision, feature};
use crate::domain::cluster::Cluster;

/// What a cluster's feature tells beside the cluster itself.
#[derive(Clone, Copy, Debug)]
pub struct ClusterExtras {
    pub revision: Revision,
}

/// Appends the cluster's feature to `out`.
pub fn encode_cluster(out: &mut Vec<u8>, cluster: &Cluster, extras: &ClusterExtras) {
    let geometry = cluster.geometry.as_ref();
    feature(out, cluster.id.0, geometry, extras.revision, |to| {
        to.text("external_id", &cluster.external_id);
        to.text("name_zh", &cluster.name_zh);
        to.optional("name_en", cluster.name_en.as_deref());
        to.json("quality", &cluster.quality);
        to.optional("source", cluster.source.as_deref());
        to.flag("demo", cluster.demo);
    });
}
