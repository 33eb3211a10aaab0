//! The two times of every fact: valid time (a day) and record time (an instant).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Record time: microseconds since 1970-01-01T00:00:00Z. Always given from outside, never read here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    /// RFC 3339 in UTC, or the number itself when it is out of the calendar's range.
    pub fn to_rfc3339(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map_or_else(|_| self.0.to_string(), |t| t.to_string())
    }
}

/// Which world a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Best knowledge of the world on this day ...
    pub as_of: Date,
    /// ... using only what had been recorded by this instant; `None`: all that is known now.
    pub known_at: Option<Micros>,
}
