//! Area of a trail whose width nobody has recorded: its length by the widths that trails have.

use super::spread::Spread;
use crate::domain::area::Area;
use serde::{Deserialize, Serialize};

/// Widths that a trail may have, whole centimetres; data, such as 150 to 300.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Widths {
    pub low_cm: u32,
    pub typical_cm: u32,
    pub high_cm: u32,
}

impl Widths {
    /// Area of so many centimetres of trail. `None` for widths that cross, a negative length, or an
    /// area too large for a number.
    pub fn of_length_cm(self, length_cm: i64) -> Option<Spread> {
        let area = |width: u32| {
            let length = u64::try_from(length_cm).ok()?;
            let cm2 = length.checked_mul(u64::from(width))?;
            i64::try_from(cm2).ok().map(Area::from_cm2)
        };
        Spread::new(area(self.low_cm)?, area(self.typical_cm)?, area(self.high_cm)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilometre_by_its_widths() {
        let widths = Widths { low_cm: 150, typical_cm: 200, high_cm: 300 };
        let spread = widths.of_length_cm(100_000).unwrap();
        let m2 = [spread.low(), spread.typical(), spread.high()].map(Area::m2);
        assert_eq!(m2, [1500.0, 2000.0, 3000.0]);
        assert_eq!(widths.of_length_cm(-1), None);
        assert_eq!(widths.of_length_cm(i64::MAX), None);
        assert_eq!(Widths { low_cm: 201, ..widths }.of_length_cm(1), None);
    }
}
