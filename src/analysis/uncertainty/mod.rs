//! How far a headline figure may be off: "4.31 m² per head, between 4.12 and 4.55", and by which
//! source how much.
//!
//! The ends are bounds of an interval, not a confidence interval: each unknown takes its least or
//! its greatest admitted value, all at once, and nothing is claimed about how likely that is. Areas
//! are whole cm² throughout; only the last division makes decimals.

/// The interval of square metres per head, and what each source adds to it.
pub mod bounds;
/// Lowest and highest population of all vintages and estimates.
pub mod people;
/// Low, typical and high area of a site, from known sites of its kind.
pub mod spread;
/// Area of a trail whose width nobody has recorded.
pub mod width;
