//! Single readings of the scoreboard, in an invented district with a plan of one task.

/// What would close a gap.
mod closing;
/// Which divisions are compared by how evenly area is spread.
mod even;
/// Whose figures make a sum, and which survey is large enough.
mod reported;
/// Who pays for sites, in each division.
mod shares;
/// The district and its plan.
mod ward;
/// Worlds of the past that go on holding.
mod worlds;
