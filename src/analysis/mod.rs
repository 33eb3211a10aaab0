//! Pure computation over the words of the field: measure, counting, coverage.

/// Shares of a line between areas that sum to the whole.
pub mod clip;
/// Lengths and areas on the ellipsoid.
pub mod measure;
/// How much of the smaller of two areas lies in the other.
pub mod overlap;
