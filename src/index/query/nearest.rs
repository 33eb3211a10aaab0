//! The k entities nearest to a point, by branch and bound over the trees of all runs.
//!
//! The envelope distance of the tree is in degrees, so it orders nothing here. Instead every node
//! enters one queue with a distance in metres that is never too long; an entity is measured when
//! its turn comes, and is an answer once its true distance is the least in the queue.

use super::within::shape_distance_m;
use super::{Filter, Near, wants};
use crate::domain::bbox::Bbox;
use crate::domain::geodesy::bbox_distance_lower_bound_m;
use crate::index::entry::Entry;
use crate::index::envelope::Leaf;
use crate::index::layer::Layer;
use geo_types::Point;
use rstar::{AABB, ParentNode, RTreeNode, RTreeObject};
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use uuid::Uuid;

impl<F> Layer<F> {
    /// The `k` wanted entities nearest to `point` (lon, lat), measured in geodesic metres to the
    /// nearest place of their geometry; nearest first, equally near ones by id. Fewer when there
    /// are fewer; none for a point that is not finite.
    pub fn nearest(&self, point: Point<f64>, k: usize, filter: Filter<'_, F>) -> Vec<Near<'_, F>> {
        let mut found = Vec::new();
        if !point.x().is_finite() || !point.y().is_finite() {
            return found;
        }
        let mut queue = BinaryHeap::new();
        for (depth, run) in self.runs().iter().enumerate() {
            let what = What::Node(run.tree().root());
            queue.push(Step { metres: 0.0, depth, what });
        }
        while found.len() < k
            && let Some(Step { metres, depth, what }) = queue.pop()
        {
            match what {
                What::Node(node) => queue.extend(node.children().iter().map(|child| Step {
                    metres: at_least_m(point, child.envelope()),
                    depth,
                    what: match child {
                        RTreeNode::Parent(node) => What::Node(node),
                        RTreeNode::Leaf(leaf) => What::Leaf(leaf),
                    },
                })),
                What::Leaf(leaf) => {
                    let entry = self.runs()[depth].at(leaf.position);
                    if !self.is_shadowed(depth, entry.id) && wants(filter, entry) {
                        let metres = shape_distance_m(point, &entry.geometry);
                        let what = What::Entry(entry);
                        queue.push(Step { metres, depth, what });
                    }
                }
                What::Entry(entry) => found.push(Near { entry, metres }),
            }
        }
        found
    }
}

/// Something that is at least, or for an entity exactly, so far away.
struct Step<'a, F> {
    metres: f64,
    /// Which run it is of.
    depth: usize,
    what: What<'a, F>,
}

enum What<'a, F> {
    Node(&'a ParentNode<Leaf>),
    Leaf(&'a Leaf),
    Entry(&'a Entry<F>),
}

impl<F> Step<'_, F> {
    /// Of what is equally far, nodes are opened before an entity is given out, because they may
    /// hold another one with a lesser id.
    fn rank(&self) -> Option<Uuid> {
        match self.what {
            What::Node(_) | What::Leaf(_) => None,
            What::Entry(entry) => Some(entry.id),
        }
    }
}

impl<F> Ord for Step<'_, F> {
    /// Reversed: the heap gives out its greatest first.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_distance = other.metres.total_cmp(&self.metres);
        by_distance.then_with(|| other.rank().cmp(&self.rank()))
    }
}

impl<F> PartialOrd for Step<'_, F> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<F> PartialEq for Step<'_, F> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<F> Eq for Step<'_, F> {}

/// Metres to a box of the tree, never too long.
fn at_least_m(point: Point<f64>, envelope: AABB<[f32; 2]>) -> f64 {
    let ([west, south], [east, north]) = (envelope.lower(), envelope.upper());
    // Rounding outward may have left the sphere by a hair.
    bbox_distance_lower_bound_m(
        point,
        &Bbox {
            min_lon: f64::from(west).max(-180.0),
            min_lat: f64::from(south).max(-90.0),
            max_lon: f64::from(east).min(180.0),
            max_lat: f64::from(north).min(90.0),
        },
    )
}
