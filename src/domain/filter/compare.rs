//! Comparisons of values.

use super::temporal::{Instant, instant};
use super::tree::Comparison;
use super::value::Value;
use std::cmp::Ordering;

/// How two values that both exist lie to each other; `None` when they are of kinds without a
/// common order.
fn order(a: &Value<'_>, b: &Value<'_>) -> Option<Ordering> {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        // Also a text of no fixed type beside a date.
        _ => Some(instant(a)?.order(instant(b)?)),
    }
}

impl Comparison {
    /// Whether it holds; `None` when that can not be said.
    pub(super) fn of(self, a: &Value<'_>, b: &Value<'_>) -> Option<bool> {
        if a.is_null() || b.is_null() {
            return None;
        }
        match (order(a, b), self) {
            (Some(order), _) => Some(self.admits(order)),
            // What has no common order is not the same, but neither comes first.
            (None, Self::Eq) => Some(false),
            (None, Self::NotEq) => Some(true),
            (None, _) => None,
        }
    }

    fn admits(self, order: Ordering) -> bool {
        match self {
            Self::Eq => order.is_eq(),
            Self::NotEq => order.is_ne(),
            Self::Lt => order.is_lt(),
            Self::Gt => order.is_gt(),
            Self::LtEq => order.is_le(),
            Self::GtEq => order.is_ge(),
        }
    }
}

impl Instant {
    /// A day comes as its midnight in UTC beside a time.
    fn order(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Day(a), Self::Day(b)) => a.cmp(&b),
            (a, b) => a.first_nanosecond().cmp(&b.first_nanosecond()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn only_like_is_compared_with_like() {
        let (text, number) = (Value::text("5"), Value::Number(5.0));
        assert_eq!(Comparison::Eq.of(&text, &number), Some(false));
        assert_eq!(Comparison::NotEq.of(&text, &number), Some(true));
        assert_eq!(Comparison::Lt.of(&text, &number), None);
        assert_eq!(Comparison::Eq.of(&text, &Value::Null), None);
        assert_eq!(Comparison::NotEq.of(&Value::Null, &Value::Null), None);
    }

    #[test]
    fn days_and_times_have_one_order() {
        let day = Value::Date(date(2022, 4, 16));
        let at = |text: &str| Value::Timestamp(text.parse().expect("a time"));
        assert_eq!(Comparison::Eq.of(&day, &at("2022-04-16T00:00:00Z")), Some(true));
        assert_eq!(Comparison::Lt.of(&day, &at("2022-04-16T00:00:01Z")), Some(true));
        assert_eq!(Comparison::Gt.of(&day, &at("2022-04-15T23:59:59Z")), Some(true));
        assert_eq!(Comparison::LtEq.of(&Value::text("2022-04-15"), &day), Some(true));
        assert_eq!(Comparison::Eq.of(&Value::text("last year"), &day), Some(false));
        assert_eq!(Comparison::Lt.of(&Value::text("last year"), &day), None);
        // A text beside a text is a text.
        assert_eq!(Comparison::Lt.of(&Value::text("10"), &Value::text("9")), Some(true));
    }
}
