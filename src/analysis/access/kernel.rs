//! How the weight of a site falls with its cost `d` (metres or seconds, as in the catchments).
//!
//! Every kernel ends at its reach `d0`: the weight is as told up to and with `d0`, and 0 beyond.

use serde::{Deserialize, Serialize};

/// Weights, ends and parameters above this are refused: their sums would lose what is small.
pub(super) const LARGEST: f64 = 1e15;

/// A function of cost that gives the weight of a site, never negative.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kernel {
    /// `w(d) = 1`: in reach or not (Luo and Wang 2003, 2SFCA; doi:10.1068/b29120).
    Step { reach: f32 },
    /// `w(d)` of the first band that holds `d` (Luo and Qi 2009, E2SFCA;
    /// doi:10.1016/j.healthplace.2009.06.002).
    Bands(Vec<Band>),
    /// `w(d) = (e^(-½(d/d0)²) - e^(-½)) / (1 - e^(-½))`: 1 here, 0 at the reach, without a jump
    /// (Dai 2010; doi:10.1016/j.healthplace.2010.06.012).
    Gaussian { reach: f32 },
    /// `w(d) = (max(d, floor) / scale)^(-exponent)`, the gravity model of Joseph and Bantock 1982
    /// (doi:10.1016/0277-9536(82)90428-2). The floor keeps the weight at no cost finite.
    Power { scale: f32, exponent: f64, floor: f32, reach: f32 },
    /// `w(d) = e^(-d / scale)`: the weight falls to 37 % over each `scale`.
    Exponential { scale: f32, reach: f32 },
}

/// Costs above the band before and up to and with `up_to` weigh `weight`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub up_to: f32,
    pub weight: f64,
}

/// Why a kernel can not weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KernelError {
    #[error("衰减函数的范围必须是正的有限数 / the reach of the kernel must be a finite number above 0")]
    BadReach,
    #[error("没有距离带 / there are no bands")]
    NoBands,
    #[error(
        "第 {0} 个距离带的上限必须是有限数，且大于前一个 / the end of band {0} must be a finite number above the one before"
    )]
    BandsNotAscending(usize),
    #[error("第 {0} 个距离带的权重必须在 0 到 10^15 之间 / the weight of band {0} must be from 0 to 10^15")]
    BadWeight(usize),
    #[error("所有权重都是零 / all weights are zero")]
    NothingWeighs,
    #[error("衰减尺度必须是正的有限数 / the scale of the kernel must be a finite number above 0")]
    BadScale,
    #[error("指数必须是正的有限数 / the exponent must be a finite number above 0")]
    BadExponent,
    #[error(
        "最小距离必须为正，且使权重不超过 10^15 / the floor must be above 0, and high enough that no weight exceeds 10^15"
    )]
    BadFloor,
}

impl Kernel {
    /// Whether the parameters make sense. Whoever computes calls this first.
    ///
    /// # Errors
    /// The first parameter that does not; bands are numbered from 1.
    pub fn check(&self) -> Result<(), KernelError> {
        if let Self::Bands(bands) = self {
            return check_bands(bands);
        }
        if !is_positive(self.reach()) {
            return Err(KernelError::BadReach);
        }
        match self {
            Self::Power { scale, .. } | Self::Exponential { scale, .. } if !is_positive(*scale) => {
                Err(KernelError::BadScale)
            }
            Self::Power { exponent, .. } if !exponent.is_finite() || *exponent <= 0.0 => {
                Err(KernelError::BadExponent)
            }
            Self::Power { scale, exponent, floor, .. }
                if !is_positive(*floor) || power(0.0, *scale, *exponent, *floor) > LARGEST =>
            {
                Err(KernelError::BadFloor)
            }
            _ => Ok(()),
        }
    }

    /// Cost beyond which every weight is 0: how far catchments have to be measured.
    pub fn reach(&self) -> f32 {
        match self {
            Self::Bands(bands) => bands.last().map_or(0.0, |band| band.up_to),
            Self::Step { reach }
            | Self::Gaussian { reach }
            | Self::Power { reach, .. }
            | Self::Exponential { reach, .. } => *reach,
        }
    }

    /// The weight at a cost.
    pub fn weight(&self, cost: f32) -> f64 {
        let mut weights = Vec::with_capacity(1);
        self.weigh(&[cost], &mut weights);
        weights[0]
    }

    /// The weights at many costs. No step of these loops depends on the cost, so that the processor
    /// takes several at once.
    pub(super) fn weigh(&self, costs: &[f32], weights: &mut Vec<f64>) {
        weights.clear();
        match self {
            Self::Step { reach } => {
                weights.extend(costs.iter().map(|cost| if cost <= reach { 1.0 } else { 0.0 }));
            }
            Self::Bands(bands) => {
                // How many bands end before a cost is a sum of comparisons; a search would branch.
                let nearer = |cost: f32| bands.iter().map(|band| usize::from(cost > band.up_to)).sum();
                let weight = |cost: f32| -> f64 {
                    let band: usize = nearer(cost);
                    bands.get(band).map_or(0.0, |band| band.weight)
                };
                weights.extend(costs.iter().map(|cost| weight(*cost)));
            }
            Self::Gaussian { reach } => {
                let one = 1.0 / f64::from(*reach);
                weights.extend(costs.iter().map(|cost| ended(*cost, *reach, dai(f64::from(*cost) * one))));
            }
            Self::Power { scale, exponent, floor, reach } => {
                let power = |cost| power(cost, *scale, *exponent, *floor);
                weights.extend(costs.iter().map(|cost| ended(*cost, *reach, power(*cost))));
            }
            Self::Exponential { scale, reach } => {
                let fall = |cost: f32| (-f64::from(cost) / f64::from(*scale)).exp();
                weights.extend(costs.iter().map(|cost| ended(*cost, *reach, fall(*cost))));
            }
        }
    }

    /// The kernel in a few signs, to stand beside a result.
    pub fn formula(&self) -> String {
        match self {
            Self::Step { reach } => format!("w = 1, d <= {reach}"),
            Self::Bands(bands) => {
                let bands: Vec<String> =
                    bands.iter().map(|band| format!("w = {}, d <= {}", band.weight, band.up_to)).collect();
                bands.join("; ")
            }
            Self::Gaussian { reach } => {
                format!("w = (exp(-(d/{reach})^2/2) - exp(-1/2)) / (1 - exp(-1/2)), d <= {reach}")
            }
            Self::Power { scale, exponent, floor, reach } => {
                format!("w = (max(d, {floor})/{scale})^-{exponent}, d <= {reach}")
            }
            Self::Exponential { scale, reach } => format!("w = exp(-d/{scale}), d <= {reach}"),
        }
    }
}

fn ended(cost: f32, reach: f32, weight: f64) -> f64 {
    if cost <= reach { weight } else { 0.0 }
}

/// Dai's weight at a share of the reach, 0 to 1.
fn dai(share: f64) -> f64 {
    const EDGE: f64 = exp_of_a_half(-0.5);
    const STRETCH: f64 = 1.0 / (1.0 - EDGE);
    (exp_of_a_half(-0.5 * share * share) - EDGE) * STRETCH
}

/// `e^x` for `x` from -1/2 to 0, by its series around -1/4. The first term left out is below
/// `(1/4)^12 / 12!`, 2·10⁻¹⁶; the library's function is as good, but takes one number at a time.
const fn exp_of_a_half(x: f64) -> f64 {
    const MIDDLE: f64 = 0.778_800_783_071_404_9;
    const TERMS: [f64; 12] = [
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ];
    let (t, mut sum, mut at) = (x + 0.25, 0.0, 0);
    while at < TERMS.len() {
        sum = sum * t + TERMS[at];
        at += 1;
    }
    MIDDLE * sum
}

fn power(cost: f32, scale: f32, exponent: f64, floor: f32) -> f64 {
    (f64::from(cost.max(floor)) / f64::from(scale)).powf(-exponent)
}

fn is_positive(value: f32) -> bool {
    value.is_finite() && value > 0.0
}

fn check_bands(bands: &[Band]) -> Result<(), KernelError> {
    if bands.is_empty() {
        return Err(KernelError::NoBands);
    }
    let mut before = 0.0;
    for (at, band) in bands.iter().enumerate() {
        if !band.up_to.is_finite() || band.up_to <= before {
            return Err(KernelError::BandsNotAscending(at + 1));
        }
        if !(0.0..=LARGEST).contains(&band.weight) {
            return Err(KernelError::BadWeight(at + 1));
        }
        before = band.up_to;
    }
    let weighs = bands.iter().any(|band| band.weight > 0.0);
    if weighs { Ok(()) } else { Err(KernelError::NothingWeighs) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(bands: &[(f32, f64)]) -> Kernel {
        Kernel::Bands(bands.iter().map(|(up_to, weight)| Band { up_to: *up_to, weight: *weight }).collect())
    }

    #[test]
    fn the_reach_belongs_to_the_catchment() {
        let near = Kernel::Step { reach: 1000.0 };
        assert_eq!((near.weight(1000.0), near.weight(1000.0001)), (1.0, 0.0));
        let three = bands(&[(10.0, 1.0), (20.0, 0.68), (30.0, 0.22)]);
        let found: Vec<f64> = [0.0, 10.0, 10.5, 20.0, 30.0, 31.0].iter().map(|d| three.weight(*d)).collect();
        assert_eq!(found, [1.0, 1.0, 0.68, 0.68, 0.22, 0.0]);
        assert_eq!(three.reach(), 30.0);
    }

    #[test]
    fn dai_falls_from_one_to_nothing() {
        let dai = Kernel::Gaussian { reach: 800.0 };
        assert_eq!((dai.weight(800.0), dai.weight(801.0)), (0.0, 0.0));
        assert!((dai.weight(0.0) - 1.0).abs() < 1e-15);
        // By hand: (e^-0.125 - e^-0.5) / (1 - e^-0.5).
        assert!((dai.weight(400.0) - 0.701_366_573).abs() < 1e-9, "{}", dai.weight(400.0));
    }

    #[test]
    fn the_series_is_the_exponential() {
        for step in 0..=10_000 {
            let x = -0.5 * f64::from(step) / 10_000.0;
            let (found, due) = (exp_of_a_half(x), x.exp());
            assert!((found - due).abs() <= 4e-16 * due, "{x}: {found} against {due}");
        }
    }

    #[test]
    fn gravity_is_finite_at_the_door() {
        let power = Kernel::Power { scale: 20.0, exponent: 2.0, floor: 1.0, reach: 60.0 };
        let found: Vec<f64> = [0.0, 1.0, 2.0, 20.0, 40.0, 61.0].iter().map(|d| power.weight(*d)).collect();
        for (found, due) in found.iter().zip([400.0, 400.0, 100.0, 1.0, 0.25, 0.0]) {
            assert!((found - due).abs() < 1e-12, "{found} against {due}");
        }
        let exponential = Kernel::Exponential { scale: 500.0, reach: 2000.0 };
        assert_eq!(exponential.weight(0.0), 1.0);
        assert!((exponential.weight(500.0) - (-1.0_f64).exp()).abs() < 1e-15);
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        use KernelError as E;
        assert_eq!(Kernel::Step { reach: 0.0 }.check(), Err(E::BadReach));
        assert_eq!(Kernel::Gaussian { reach: f32::NAN }.check(), Err(E::BadReach));
        assert_eq!(bands(&[]).check(), Err(E::NoBands));
        assert_eq!(bands(&[(10.0, 1.0), (10.0, 0.5)]).check(), Err(E::BandsNotAscending(2)));
        assert_eq!(bands(&[(10.0, 1.0), (20.0, -0.5)]).check(), Err(E::BadWeight(2)));
        assert_eq!(bands(&[(10.0, 0.0)]).check(), Err(E::NothingWeighs));
        let power = |scale, exponent, floor| Kernel::Power { scale, exponent, floor, reach: 9.0 }.check();
        assert_eq!(power(f32::INFINITY, 1.0, 1.0), Err(E::BadScale));
        assert_eq!(power(1.0, 0.0, 1.0), Err(E::BadExponent));
        assert_eq!(power(1.0, 1.0, 0.0), Err(E::BadFloor));
        assert_eq!(power(1e6, 9.0, 0.1), Err(E::BadFloor));
        assert_eq!(power(20.0, 2.0, 1.0), Ok(()));
        assert_eq!(Kernel::Exponential { scale: 0.0, reach: 1.0 }.check(), Err(E::BadScale));
    }

    #[test]
    fn a_kernel_is_written_as_it_is_read() {
        let kernel = bands(&[(500.0, 1.0), (1000.0, 0.5)]);
        let json = serde_json::to_string(&kernel).unwrap();
        assert_eq!(json, r#"{"bands":[{"up_to":500.0,"weight":1.0},{"up_to":1000.0,"weight":0.5}]}"#);
        assert_eq!(serde_json::from_str::<Kernel>(&json).unwrap(), kernel);
        assert_eq!(kernel.formula(), "w = 1, d <= 500; w = 0.5, d <= 1000");
    }
}
