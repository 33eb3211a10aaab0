//! Relations of instants and intervals (OWL-Time, after Allen).

use super::tree::TimeRelation;
use super::value::Value;
use jiff::Timestamp;
use jiff::civil::{Date, date};

const NANOSECONDS_OF_A_DAY: i128 = 86_400_000_000_000;

/// A day, or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instant {
    Day(Date),
    Time(Timestamp),
}

impl Instant {
    fn day_number(day: Date) -> i128 {
        i128::from(day.duration_since(date(1970, 1, 1)).as_hours() / 24)
    }

    /// Nanoseconds from 1970-01-01T00:00:00Z to its beginning.
    pub(super) fn first_nanosecond(self) -> i128 {
        match self {
            Self::Day(day) => Self::day_number(day) * NANOSECONDS_OF_A_DAY,
            Self::Time(time) => time.as_nanosecond(),
        }
    }

    fn last_nanosecond(self) -> i128 {
        match self {
            Self::Day(_) => self.first_nanosecond() + NANOSECONDS_OF_A_DAY - 1,
            Self::Time(time) => time.as_nanosecond(),
        }
    }
}

/// What a value says of time; a text may be one of no fixed type.
pub(super) fn instant(value: &Value<'_>) -> Option<Instant> {
    match value {
        Value::Date(day) => Some(Instant::Day(*day)),
        Value::Timestamp(time) => Some(Instant::Time(*time)),
        Value::Text(text) => written(text),
        _ => None,
    }
}

/// The day or moment that a text writes (RFC 3339 `full-date` or `date-time`).
pub(super) fn written(text: &str) -> Option<Instant> {
    match text.len() {
        10 => text.parse().ok().map(Instant::Day),
        // jiff reads more than RFC 3339 has; what looks like it is taken.
        20.. if matches!(text.as_bytes()[10], b'T' | b't') => text.parse().ok().map(Instant::Time),
        _ => None,
    }
}

/// Something with a beginning and an end, both included; `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: Option<Instant>,
    pub(super) last: Option<Instant>,
}

impl Span {
    pub(super) fn at(instant: Instant) -> Self {
        Self { first: Some(instant), last: Some(instant) }
    }

    /// Whether it only knows days.
    fn is_of_days(self) -> bool {
        ![self.first, self.last].iter().any(|end| matches!(end, Some(Instant::Time(_))))
    }

    /// Its ends as numbers: of days, or of nanoseconds with days taken whole.
    fn ends(self, in_days: bool) -> (i128, i128) {
        let day = |end: Instant| match end {
            Instant::Day(day) => Instant::day_number(day),
            Instant::Time(_) => end.first_nanosecond().div_euclid(NANOSECONDS_OF_A_DAY),
        };
        let first = |end| if in_days { day(end) } else { end.first_nanosecond() };
        let last = |end| if in_days { day(end) } else { end.last_nanosecond() };
        (self.first.map_or(i128::MIN, first), self.last.map_or(i128::MAX, last))
    }

    /// Whether its last comes before its first.
    pub(super) fn is_reversed(self) -> bool {
        let (first, last) = self.ends(self.is_of_days());
        first > last
    }
}

impl TimeRelation {
    /// Whether it is one of intervals only: for instants the standard wants an error.
    pub(super) fn is_of_intervals(self) -> bool {
        !matches!(self, Self::After | Self::Before | Self::Disjoint | Self::Equals | Self::Intersects)
    }

    /// Whether it holds; `None` when one of the two ends before it begins.
    pub(super) fn of(self, a: Span, b: Span) -> Option<bool> {
        if a.is_reversed() || b.is_reversed() {
            return None;
        }
        let in_days = a.is_of_days() && b.is_of_days();
        let ((a1, a2), (b1, b2)) = (a.ends(in_days), b.ends(in_days));
        Some(match self {
            Self::After => a1 > b2,
            Self::Before => a2 < b1,
            Self::Disjoint => a1 > b2 || a2 < b1,
            Self::Equals => a1 == b1 && a2 == b2,
            Self::Intersects => a1 <= b2 && b1 <= a2,
            Self::Contains => a1 < b1 && a2 > b2,
            Self::During => a1 > b1 && a2 < b2,
            Self::FinishedBy => a1 < b1 && a2 == b2,
            Self::Finishes => a1 > b1 && a2 == b2,
            Self::Meets => a2 == b1,
            Self::MetBy => a1 == b2,
            Self::OverlappedBy => a1 > b1 && a1 < b2 && a2 > b2,
            Self::Overlaps => a1 < b1 && a2 > b1 && a2 < b2,
            Self::StartedBy => a1 == b1 && a2 > b2,
            Self::Starts => a1 == b1 && a2 < b2,
        })
    }
}
