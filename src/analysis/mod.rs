//! Pure computation over the words of the field: measure, counting, coverage.

/// Venue area: what each site adds, the totals of each division, the figures against the target.
pub mod counting;
/// The tree of divisions: where a point lies, how a trail is cut at boundaries.
pub mod divisions;
/// Lengths and areas on the ellipsoid.
pub mod measure;
/// How much of the smaller of two areas lies in the other.
pub mod overlap;
/// Which population a division has on a day.
pub mod population;
