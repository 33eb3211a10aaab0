//! Whether a geometry can be a site's, a division's or a cluster's, and what is wrong with it.
//!
//! Coordinates are degrees WGS 84 (lon, lat). Flaws that would make a number wrong refuse the
//! geometry ([`Flaw::refuses`]); the others are put right by [`tidied`].

/// Looking a geometry over.
mod check;
/// Edges of rings that meet where they must not.
mod crossing;
/// What can be wrong, in two languages.
mod flaw;
/// Putting right what needs no decision.
mod tidy;

pub use check::{check_ring, flaws};
pub use flaw::Flaw;
pub use tidy::tidied;
