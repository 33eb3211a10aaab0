//! Where to build next, with proof: the best answer, the bound beside it, and why the search ended.
//!
//! Pure computation over plain slices; existing sites always stay. Nothing here knows a clock: the
//! caller's [`Watch`] is asked as the search goes and ends it. Answers are the same whatever the
//! number of cores, as long as the watch lets the search run to the same point.

/// Answers, progress, why a search ended.
mod answer;
/// The engine behind fewest sites.
mod cover;
/// Which candidate would reach which people.
mod covering;
/// Why a question can not be asked.
mod error;
/// What is known of a candidate.
mod fate;
/// Fewest sites, or least cost, for a share of the people (LSCP).
mod fewest_sites;
/// Least people-weighted distance (p-median).
mod least_distance;
/// What may be built.
mod limits;
/// Most people covered (MCLP).
mod most_people;
/// The cheapest mix of typical projects.
pub mod projects;
/// The engine behind most people and least distance.
mod saving;
/// The tree of a branch and bound search.
mod tree;

pub use answer::{Answer, Halt, Progress, Stopped, Watch};
pub use covering::{Covering, Reach};
pub use error::SitingError;
pub use fewest_sites::{Target, fewest_sites};
pub use least_distance::{Distances, least_distance};
pub use limits::{Candidates, Limits, NO_DIVISION};
pub use most_people::most_people;
