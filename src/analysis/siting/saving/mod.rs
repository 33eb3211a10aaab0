//! The engine behind "most people" and "least distance": choose sites so that the sum over demand
//! rows of the best saving among the chosen sites is largest.
//!
//! Covering is the case where a candidate saves a row's people or nothing; the p-median is the
//! case where it saves people times the distance they no longer walk. Savings are whole numbers
//! whose sum stays below 2^52, so that `f64` adds them without error.

/// Search with proof: branch and bound over Lagrangian bounds.
pub(super) mod branch;
/// The best sites for given prices, within the limits; what forcing one in or out would cost.
mod choose;
/// Candidates that another one makes needless.
mod dominate;
/// Lagrangian bound by subgradient steps, and the candidates it settles.
mod dual;
/// First answer: again and again the site with the largest gain.
pub(super) mod greedy;
/// Better answers by insisting on the rows that stay out.
pub(super) mod insist;
/// Better answers from a disturbed good one.
mod kick;
/// The question in compressed columns.
pub(super) mod model;
/// Numbers that look random.
mod random;
/// A smaller question once some candidates are in or out.
mod reduce;
/// Better answers by exchanging one site at a time.
pub(super) mod swap;
