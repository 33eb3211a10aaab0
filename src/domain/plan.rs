//! The district's fitness plan as data: tasks, deadlines, bodies, indicators.

/// temporary until the plan's types land
#[derive(Clone, Debug)]
pub struct Plan(pub Option<f64>);
impl Plan {
    pub fn target_m2_per_head(&self) -> Option<f64> {
        self.0
    }
}
