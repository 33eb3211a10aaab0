//! Venue area: what each site adds, the totals of each division, the figures against the target.

/// What one site adds on one day, and by which rule.
pub mod contribute;
/// The figures of a division and its children, with target and shortfall.
pub mod coverage;
/// Why a figure is another one now than it was when it was frozen.
pub mod reconcile;
/// Splits whole numbers so that the parts sum to the whole.
pub mod remainder;
/// What a supposed site adds.
pub mod suppose;
/// Suspected double counting.
pub mod suspicion;
/// Running totals, kept by adding and taking back contributions.
pub mod totals;
