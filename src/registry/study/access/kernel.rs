//! How the weight of a site falls with distance, as it is asked for.

use super::how::Method;
use crate::analysis::access::kernel::{Band, Kernel, KernelError};
use crate::registry::asked::Asked;

/// Weights of three bands after Luo and Qi (2009).
const BAND_WEIGHTS: [f64; 3] = [1.0, 0.68, 0.22];
/// Where three bands end, as shares of the catchment: 300, 500 and 1,000 m of 1,000 m.
const BAND_ENDS: [f64; 3] = [0.3, 0.5, 1.0];
/// Up to which distance a power does not fall yet, metres.
const POWER_FLOOR_M: f64 = 100.0;
/// Of the gravity model.
const POWER_EXPONENT: f64 = 2.0;
/// An exponential falls to e^-3, 5 %, at the end of the catchment.
const EXPONENTIAL_SHARE: f64 = 1.0 / 3.0;

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Step,
    Bands,
    Gaussian,
    Power,
    Exponential,
}

/// Takes `kernel` and its parameters; `told` says whether the catchment was, too.
pub fn read(asked: &mut Asked, method: Method, metres: f64, told: bool) -> Kernel {
    let shape = |text: &str| match text {
        "step" => Some(Shape::Step),
        "bands" => Some(Shape::Bands),
        "gaussian" => Some(Shape::Gaussian),
        "power" => Some(Shape::Power),
        "exponential" => Some(Shape::Exponential),
        _ => None,
    };
    let shape = asked.word("kernel", shape, "step, bands, gaussian, power, exponential");
    if method == Method::Two && shape.is_some_and(|shape| shape != Shape::Step) {
        asked.wrong(
            "kernel",
            "not_of_method",
            "2sfca 在范围内一律等权（step）；要随距离衰减请用 method=e2sfca 或 3sfca",
            "2sfca weighs everybody within the catchment alike (step); ask with method=e2sfca or 3sfca",
        );
    }
    let shape = shape.unwrap_or(if method == Method::Two { Shape::Step } else { Shape::Bands });
    for (name, shapes) in [
        ("bands_m", &[Shape::Bands][..]),
        ("bands_w", &[Shape::Bands]),
        ("bandwidth_m", &[Shape::Power, Shape::Exponential]),
        ("exponent", &[Shape::Power]),
    ] {
        if asked.has(name) && !shapes.contains(&shape) {
            asked.wrong(
                name,
                "not_of_kernel",
                format!("所选的 kernel 没有参数 {name}"),
                format!("the chosen `kernel` has no parameter `{name}`"),
            );
        }
    }
    let (ends, weights) = (numbers(asked, "bands_m"), numbers(asked, "bands_w"));
    let bandwidth = asked.number("bandwidth_m", 1.0, 200_000.0);
    let exponent = asked.number("exponent", 0.1, 10.0);
    let reach = metres as f32;
    let kernel = match shape {
        Shape::Step => Kernel::Step { reach },
        Shape::Bands => bands(asked, ends, weights, metres, told),
        Shape::Gaussian => Kernel::Gaussian { reach },
        Shape::Power => {
            let floor = bandwidth.unwrap_or(POWER_FLOOR_M) as f32;
            Kernel::Power { scale: floor, exponent: exponent.unwrap_or(POWER_EXPONENT), floor, reach }
        }
        Shape::Exponential => {
            Kernel::Exponential { scale: bandwidth.unwrap_or(metres * EXPONENTIAL_SHARE) as f32, reach }
        }
    };
    if let Err(error) = kernel.check() {
        let name = match error {
            KernelError::BadWeight(_) | KernelError::NothingWeighs => "bands_w",
            KernelError::NoBands | KernelError::BandsNotAscending(_) => "bands_m",
            KernelError::BadExponent => "exponent",
            KernelError::BadScale | KernelError::BadFloor => "bandwidth_m",
            KernelError::BadReach => "metres",
        };
        let message = error.to_string();
        let (zh, en) = message.split_once(" / ").unwrap_or((&message, &message));
        asked.wrong(name, "malformed", zh, en);
    }
    kernel
}

fn numbers(asked: &mut Asked, name: &'static str) -> Option<Vec<f64>> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| (0.0..=200_000.0).contains(number));
    asked.list(name, number, "0 ≤ x ≤ 200000")
}

fn bands(
    asked: &mut Asked,
    ends: Option<Vec<f64>>,
    weights: Option<Vec<f64>>,
    metres: f64,
    told: bool,
) -> Kernel {
    if told && ends.as_ref().is_some_and(|ends| ends.last() != Some(&metres)) {
        asked.wrong(
            "bands_m",
            "both",
            "最后一个距离带就是服务范围：与 metres（minutes）不一致，只需给一个",
            "the last band is where the catchment ends: it contradicts `metres` (`minutes`); give one of them",
        );
    }
    let ends = ends.unwrap_or_else(|| BAND_ENDS.iter().map(|share| share * metres).collect());
    let weights = weights.unwrap_or_else(|| BAND_WEIGHTS.to_vec());
    if ends.len() != weights.len() {
        asked.wrong(
            "bands_w",
            "how_many",
            format!("bands_w 应与 bands_m 一样多：{} 个权重，{} 个距离带", weights.len(), ends.len()),
            format!(
                "`bands_w` has as many weights as there are bands: {}, not {}",
                ends.len(),
                weights.len()
            ),
        );
    }
    let band = |(end, weight): (f64, f64)| Band { up_to: end as f32, weight };
    Kernel::Bands(ends.into_iter().zip(weights).map(band).collect())
}
