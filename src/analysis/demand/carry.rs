//! Parts of a whole that are handed on until they make one.

/// Makes whole numbers of numbers with fractions, so that their sum is the rounded sum of what was
/// given: what a number lacks or has over to be whole is carried to the next one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Carry {
    /// What was not yet given out, -0.5 to 0.5.
    carried: f64,
}

impl Carry {
    /// The whole number that stands for `value` (not negative, finite), less than one away from it.
    pub fn whole(&mut self, value: f64) -> u64 {
        let due = value + self.carried;
        let given = due.round().max(0.0);
        self.carried = due - given;
        given as u64
    }
}
