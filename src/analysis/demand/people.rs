//! Numbers of people in thousandths.

use serde::{Serialize, Serializer};
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// Thousandths of a person. A raster has parts of people in its cells; integers make sums exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct People(u64);

impl People {
    pub const ZERO: People = People(0);

    pub const fn from_thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }

    /// Whole people; a number beyond 1.8 · 10¹⁶ is cut to that.
    pub const fn whole(people: u64) -> Self {
        Self(people.saturating_mul(1_000))
    }

    pub const fn thousandths(self) -> u64 {
        self.0
    }

    /// As a decimal number; exact below 9 · 10¹² people.
    pub fn value(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// How many more or fewer than `other`.
    #[must_use]
    pub const fn differs(self, other: Self) -> Self {
        Self(self.0.abs_diff(other.0))
    }

    /// This many of `whole`, 0 to 1; `None` of nobody.
    pub fn share_of(self, whole: People) -> Option<f64> {
        (whole.0 > 0).then(|| self.0 as f64 / whole.0 as f64)
    }
}

impl Serialize for People {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A whole number is written as `600`, not `600.0`.
        if self.0.is_multiple_of(1_000) {
            serializer.serialize_u64(self.0 / 1_000)
        } else {
            serializer.serialize_f64(self.value())
        }
    }
}

impl Add for People {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl AddAssign for People {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl Sum for People {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}
