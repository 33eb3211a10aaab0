//! The engine behind "fewest sites": the least cost that covers so many people in every zone.

/// Search with proof.
pub(super) mod branch;
/// Lagrangian bound from below, and the candidates it settles.
mod dual;
/// Fewer sites for everybody.
mod fewer;
/// Answers: complete a set, drop what is needless, replace one.
mod greedy;
/// The question in compressed columns.
pub(super) mod model;
/// A smaller question once some candidates are in or out; what has to be in.
mod reduce;
