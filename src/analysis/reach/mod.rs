//! How far people have to the nearest site, in a straight line.
//!
//! Distances are geodesic and go to a site's *geometry*: a trail is reached along its length, a
//! polygon anywhere in it. [`ReachState`] holds the nearest site of every point of a population
//! surface and is cheap to ask "what if"; [`summarise`], [`Variety`], [`Catchments`] and
//! [`presence`] turn it into the field's figures. Which sites count (kinds, access classes) the
//! caller decides by which it gives.

/// The nearest sites of points that lie close together, found in one go.
mod block;
/// Which sites each point has within a radius.
mod catchment;
/// Straight lines through the earth: the fast measure below every search by distance.
pub(in crate::analysis) mod chord;
/// Mean, median and 90th percentile, by people.
mod distribution;
/// Edges of trails and outlines in an R-tree.
mod edges;
/// Why a question of reach has no answer.
mod error;
/// All sites, to be asked for the nearest and for all within a distance.
mod index;
/// Which polygons a demand point lies in.
mod inside;
/// A set of sites that was indexed in one go.
mod layer;
/// The nearest so far, and what ties with it.
mod near;
/// Point sites in a k-d tree.
pub(in crate::analysis) mod points;
/// Whether villages have what a village should have.
mod presence;
/// What figures of reach are made from.
mod reached;
/// The nearest site of every demand point, kept while sites come and go.
mod state;
/// People within distances: of everybody, of divisions, age groups and classes.
mod summary;
/// What is to be reached.
mod target;
/// How many different classes of site are near.
mod variety;

pub use catchment::Catchments;
pub use chord::TOLERANCE_M;
pub use distribution::Distribution;
pub use error::ReachError;
pub use index::{Near, SiteIndex};
pub use presence::{Counted, Presence, Village, Wanted, presence};
pub use reached::{Along, Reach};
pub use state::{NO_SITE, ReachState};
pub use summary::{AgeRow, ClassRow, DivisionRow, GB_50180_M, Row, Summary, summarise};
pub use target::{Class, Target};
pub use variety::Variety;

#[cfg(test)]
pub(in crate::analysis) mod tests;
