//! Shares of a line between areas that sum to the whole.

/// Cutting lines at the boundaries of zones.
mod line;
/// Rounding shares so that they sum to the whole.
mod remainder;

pub use line::{Shares, Zones};
pub use remainder::largest_remainder;
