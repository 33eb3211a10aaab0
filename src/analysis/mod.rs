//! Pure computation over the words of the field: no I/O, no clock, no async.

/// Venue area: what each site adds, the totals of each division, the figures against the target.
pub mod counting;
/// The tree of divisions: where a point lies, how a trail is cut at boundaries.
pub mod divisions;
/// Which population a division has on a day.
pub mod population;
