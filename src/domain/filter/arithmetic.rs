//! Arithmetic on values.

use super::tree::Arithmetic;

impl Arithmetic {
    /// The result; `None` when it is no finite number, such as that of a division by zero.
    pub(super) fn of(self, a: f64, b: f64) -> Option<f64> {
        let result = match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Modulo => a % b,
            Self::IntegerDivide => (a / b).trunc(),
            Self::Power => a.powf(b),
        };
        result.is_finite().then_some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_number_has_no_value() {
        assert_eq!(Arithmetic::Divide.of(1.0, 0.0), None);
        assert_eq!(Arithmetic::Modulo.of(1.0, 0.0), None);
        assert_eq!(Arithmetic::IntegerDivide.of(0.0, 0.0), None);
        assert_eq!(Arithmetic::Power.of(-8.0, 1.0 / 3.0), None);
        assert_eq!(Arithmetic::Multiply.of(1e300, 1e300), None);
    }

    proptest! {
        #[test]
        fn whole_numbers_agree_with_machine_integers(a in -10_000_i64..10_000, b in -50_i64..50, c in 0_u32..6) {
            let (x, y) = (a as f64, b as f64);
            prop_assert_eq!(Arithmetic::Add.of(x, y), Some((a + b) as f64));
            prop_assert_eq!(Arithmetic::Subtract.of(x, y), Some((a - b) as f64));
            prop_assert_eq!(Arithmetic::Multiply.of(x, y), Some((a * b) as f64));
            prop_assert_eq!(Arithmetic::IntegerDivide.of(x, y), a.checked_div(b).map(|q| q as f64));
            prop_assert_eq!(Arithmetic::Modulo.of(x, y), a.checked_rem(b).map(|r| r as f64));
            prop_assert_eq!(Arithmetic::Power.of(y, f64::from(c)), Some(b.pow(c) as f64));
        }
    }
}
