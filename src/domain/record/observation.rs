//! An observation: a figure that a body reported for a period.

use super::{Record, backwards, members};
use crate::domain::change::EntityKind;
use crate::domain::id::{DivisionId, ObservationId};
use crate::domain::invalid::Invalid;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The unit in which a share of two counts is told.
pub const PERCENT: &str = "percent";

/// Told value and told counts may differ by rounding of the value, at most by this share of it.
const ROUNDING: f64 = 0.01;

/// An observation. Without a value and without counts the figure is not known, which is not zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    pub id: ObservationId,
    pub external_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What was measured, by the name under which the plan's indicators ask for it.
    pub series: String,
    /// The plan's indicator for which it was reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// `None`: the whole district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division_id: Option<DivisionId>,
    /// First and last day of the period.
    pub period_from: Date,
    pub period_to: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<f64>,
    /// Such as `percent`, `people`, `m2`, `CNY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How many were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample_size: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The body that reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporter: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
}

impl Observation {
    /// The figure, in its unit: as it was told, or else numerator over denominator, in percent where that
    /// is the unit. `None`: not known.
    pub fn figure(&self) -> Option<f64> {
        self.value.or_else(|| self.of_counts())
    }

    fn of_counts(&self) -> Option<f64> {
        let scale = if self.unit.as_deref() == Some(PERCENT) { 100.0 } else { 1.0 };
        let (numerator, denominator) = self.numerator.zip(self.denominator)?;
        (denominator != 0.0).then(|| scale * numerator / denominator)
    }
}

impl Record for Observation {
    const KIND: EntityKind = EntityKind::Observation;
    const IS_FACT: bool = true;

    members!();

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.period_from), Some(self.period_to))
    }

    /// A figure of a period is known when the period is over.
    fn since(&self) -> Option<Date> {
        Some(self.period_to)
    }

    fn computed(&self) -> Vec<(&'static str, Option<f64>)> {
        vec![("figure", self.figure())]
    }

    fn is(&self, word: &str, wanted: &str) -> Option<bool> {
        match word {
            "series" => Some(self.series == wanted),
            "indicator" => Some(self.indicator.as_deref() == Some(wanted)),
            _ => None,
        }
    }

    fn defects(&self) -> Vec<Invalid> {
        let mut found: Vec<Invalid> =
            backwards(Some(self.period_from), Some(self.period_to), "period_to").into_iter().collect();
        match (self.numerator, self.denominator) {
            (Some(_), None) => found.push(Invalid::new(
                "denominator",
                "missing",
                "只有分子没有分母，请补充",
                "a numerator needs its denominator",
            )),
            (None, Some(_)) => found.push(Invalid::new(
                "numerator",
                "missing",
                "只有分母没有分子，请补充",
                "a denominator needs its numerator",
            )),
            (Some(_), Some(denominator)) if denominator <= 0.0 => found.push(Invalid::new(
                "denominator",
                "not_in_range",
                "分母须大于零；不知道时请留空",
                "a denominator is above zero; leave it empty where it is not known",
            )),
            _ => {}
        }
        if let Some((value, counted)) = self.value.zip(self.of_counts())
            && (value - counted).abs() > ROUNDING * counted.abs().max(value.abs())
        {
            found.push(Invalid::new(
                "value",
                "contradicts_counts",
                format!("数值 {value} 与分子除以分母所得 {counted} 不符，请核对（百分比请填 unit=percent）"),
                format!(
                    "the value {value} is not numerator over denominator, {counted}; check them (of a percentage the unit is `percent`)"
                ),
            ));
        }
        found
    }
}
