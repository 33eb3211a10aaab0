//! Pure computation against independent oracles.

/// Floating catchments: brute force, conservation, figures of PySAL's `access`.
mod access;
/// What would close a gap, against every mix.
mod closing;
/// Gini against all pairs, Theil against its definition.
mod equity;
/// Reach of Helsinki's real gyms and cells against brute force.
mod helsinki;
/// Streets: the graph, snapping, searches.
mod network;
/// Where to build, against every subset and other solvers.
mod siting;
/// From a population to gaps, as a planner asks.
mod story;
/// Bounds hold every state of the world that the evidence admits.
mod uncertainty;
