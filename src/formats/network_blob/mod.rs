//! Streets as the database keeps them: numbers of variable length, each as the step from the one before,
//! in coordinates of 1e-7 degrees (about 1 cm), packed. An extract comes back equal if its coordinates have
//! no more decimals than that, as those of OpenStreetMap have.
//!
//! In this order, each list after its length: texts; sets of tags (pairs of texts); the ids of all nodes
//! that are there or that a street names, with whether they are there; of those that are, place and set of
//! tags; streets with id, set of tags and positions of their nodes among the ids. In the second form the
//! heights of the nodes that are there follow, whole centimetres, each after whether it is known. Streets
//! without heights stay in the first, so that the same streets are the same bytes as ever.

mod numbers;
mod read;
mod write;

pub use read::read;
pub use write::write;

use super::packed::Sort;

const STREETS: Sort = Sort { letters: *b"JTNW", version: 2, what: "a street network" };

/// The form without heights.
const LEVEL: u8 = 1;

/// Steps of a degree.
const PER_DEGREE: f64 = 1e7;
