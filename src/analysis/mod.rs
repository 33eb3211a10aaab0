//! Pure computation over the words of the field: measure, counting, coverage, reach, siting.

/// Who can use how much: floating catchments, and the variety within reach.
pub mod access;
/// Venue area: what each site adds, the totals of each division, the figures against the target.
pub mod counting;
/// Population surfaces: where people live, as points that carry people.
pub mod demand;
/// The tree of divisions: where a point lies, how a trail is cut at boundaries.
pub mod divisions;
/// How evenly something is shared among people.
pub mod equity;
/// People out of reach, gathered into places.
pub mod gaps;
/// Lengths and areas on the ellipsoid.
pub mod measure;
/// Walking and cycling over streets: the graph, what is reached over it, and how soon.
pub mod network;
/// How much of the smaller of two areas lies in the other.
pub mod overlap;
/// Is a plan kept: states, tracks, roll-up, forecast.
pub mod plan;
/// Which population a division has on a day.
pub mod population;
/// How far people have to the nearest site, in a straight line.
pub mod reach;
/// Where to build next, with proof.
pub mod siting;
/// The result of a survey.
pub mod survey;
/// How far a headline figure may be off.
pub mod uncertainty;
