//! Venue area: integer square centimetres inside, decimal square metres outside.
//!
//! Integers make the invariant "district = sub-districts + unassigned" hold exactly.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// An area in cm² (1 m² = 10,000 cm²). May be negative only as a difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area(i64);

/// Why a number of square metres can not be an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreaError {
    #[error("面积不是有限的数 / the area is not a finite number")]
    NotFinite,
    #[error("面积不能为负 / an area can not be negative")]
    Negative,
    #[error("面积超过 10 亿平方米 / the area is larger than 10^9 m2")]
    TooLarge,
}

impl Area {
    pub const ZERO: Area = Area(0);
    const CM2_PER_M2: f64 = 10_000.0;

    pub const fn from_cm2(cm2: i64) -> Self {
        Self(cm2)
    }

    /// Rounds to the nearest cm².
    ///
    /// # Errors
    /// Not finite, negative, or larger than 10⁹ m².
    pub fn from_m2(m2: f64) -> Result<Self, AreaError> {
        if !m2.is_finite() {
            return Err(AreaError::NotFinite);
        }
        if m2 < 0.0 {
            return Err(AreaError::Negative);
        }
        if m2 > 1e9 {
            return Err(AreaError::TooLarge);
        }
        #[expect(clippy::cast_possible_truncation, reason = "bounded by 10^13 above")]
        Ok(Self((m2 * Self::CM2_PER_M2).round() as i64))
    }

    pub const fn cm2(self) -> i64 {
        self.0
    }

    /// Square metres. Exact to the cm² for any area below 9·10¹¹ m².
    #[expect(clippy::cast_precision_loss, reason = "areas of a nation stay below 2^53 cm2")]
    pub fn m2(self) -> f64 {
        self.0 as f64 / Self::CM2_PER_M2
    }
}

impl fmt::Display for Area {
    /// Square metres, at most four decimals, no trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 10_000, self.0.unsigned_abs() % 10_000);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{part:04}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Serialize for Area {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A whole number of m2 is written as `600`, not `600.0`.
        if self.0 % 10_000 == 0 {
            serializer.serialize_i64(self.0 / 10_000)
        } else {
            serializer.serialize_f64(self.m2())
        }
    }
}

impl<'de> Deserialize<'de> for Area {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let m2 = f64::deserialize(deserializer)?;
        // Differences are stored too, so the sign is kept here; users' values go through `from_m2`.
        let area = Area::from_m2(m2.abs()).map_err(serde::de::Error::custom)?;
        Ok(if m2 < 0.0 { -area } else { area })
    }
}

impl Add for Area {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Area {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Area {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Area {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Area {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Sum for Area {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_square_metres_without_trailing_zeros() {
        assert_eq!(Area::from_cm2(6_000_000).to_string(), "600");
        assert_eq!(Area::from_cm2(6_000_500).to_string(), "600.05");
        assert_eq!(Area::from_cm2(-1).to_string(), "-0.0001");
    }

    #[test]
    fn refuses_what_is_no_area() {
        assert_eq!(Area::from_m2(f64::NAN), Err(AreaError::NotFinite));
        assert_eq!(Area::from_m2(-1.0), Err(AreaError::Negative));
        assert_eq!(Area::from_m2(1e12), Err(AreaError::TooLarge));
    }

    #[test]
    fn json_keeps_the_square_centimetre() {
        let area = Area::from_m2(34_658.7).unwrap();
        let json = serde_json::to_string(&area).unwrap();
        assert_eq!(json, "34658.7");
        assert_eq!(serde_json::from_str::<Area>(&json).unwrap(), area);
    }
}
