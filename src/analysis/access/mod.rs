//! Who can use how much: floating catchments, their summaries, and the variety within reach.
//!
//! Everything starts from one sparse table of [`catchments::Catchments`]: which demand point
//! reaches which site at what cost (metres or seconds, straight or along a network; made by
//! whoever measures). The answers are plain numbers per demand point and per site; divisions come
//! in only to summarise them.

/// Which demand point reaches which site, and at what cost.
pub mod catchments;
/// Supply over people inside each division, as if nobody crossed its border.
pub mod container;
/// How many kinds of site are within reach, and how evenly.
pub mod diversity;
/// Two- and three-step floating catchments.
pub mod floating;
/// How the weight of a site falls with its cost.
pub mod kernel;
/// What a value per demand point means for the people of each division.
pub mod summary;
