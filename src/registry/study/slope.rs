//! What an answer tells of the ground that streets go up and down.

use crate::domain::network::{Slope, StreetNetwork};
use serde::Serialize;

/// Where the heights of a network's nodes are from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ElevationTold {
    pub source: String,
    /// Of all nodes, those with a height; streets between others count as level.
    pub share: f64,
}

impl ElevationTold {
    /// `None` for a network without heights.
    pub fn of(network: &StreetNetwork) -> Option<Self> {
        let elevation = network.elevation.as_ref()?;
        let share = elevation.nodes as f64 / network.nodes.max(1) as f64;
        Some(Self { source: elevation.source.clone(), share: (share * 10_000.0).round() / 10_000.0 })
    }
}

/// The rule by which slopes change times.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SlopeTold {
    #[serde(flatten)]
    pub rule: Slope,
    pub rule_zh: String,
    pub rule_en: String,
}

impl SlopeTold {
    pub fn of(rule: Slope) -> Self {
        let Slope { steepness, offset, least_factor, most_factor } = rule;
        let formula = format!("exp(-{steepness} (|s + {offset}| - {offset}))");
        Self {
            rule,
            rule_zh: format!(
                "坡度 s（升高／路长，下坡为负）改变时间，不改变距离：速度乘以 {formula}，限于 {least_factor} 至 {most_factor}（Tobler 形式）；桥梁、隧道和离路部分按平路计"
            ),
            rule_en: format!(
                "slope s (rise by run, negative downhill) changes times, not metres: speed times {formula}, from {least_factor} to {most_factor} (Tobler's form); bridges, tunnels and ways off the streets count as level"
            ),
        }
    }
}
