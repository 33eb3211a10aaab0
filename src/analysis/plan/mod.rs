//! Is a plan kept: the state of each obligation, its track to the deadline, roll-up, forecast.
//!
//! Nothing here knows where a value comes from. An obligation is a target, the days between which it runs, and
//! the values that are known of it.

/// What would close a gap.
pub mod closing;
/// From the values so far to the deadline, with an interval.
pub mod forecast;
/// A task's state from those of its obligations.
pub mod rollup;
/// The state of one obligation on a day.
pub mod state;
/// Which reported figures make up a sum.
pub mod sums;
/// The straight line from the base value, and the pace that is needed.
pub mod track;

pub use forecast::{Forecast, forecast};
pub use rollup::{Progress, roll_up};
pub use state::{Nature, Obligation, Verdict, Why, judge};
pub use track::{Reading, pace_needed, projected};
