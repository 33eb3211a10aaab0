//! How far is near: metres, or minutes at a mode's speed.

use super::scope::LINE;
use crate::analysis::reach::GB_50180_M;
use crate::registry::asked::Asked;
use crate::registry::reference::Reference;
use serde::Serialize;

/// Farther than any question of reach means, metres.
const FARTHEST_M: f64 = 200_000.0;
/// The same in minutes.
const LONGEST_MIN: f64 = 600.0;
/// More columns than anybody reads.
const MOST: usize = 20;

/// One limit, in both units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Extent {
    pub metres: f64,
    pub minutes: f64,
}

/// What the limits were given in; along streets it is what the search counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Metres,
    Minutes,
}

/// Limits, ascending, each once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Extents {
    pub unit: Unit,
    pub values: Vec<f64>,
}

impl Extents {
    /// Takes `metres` or `minutes`; `default_m` where neither was given.
    pub fn read(asked: &mut Asked, default_m: &[f64]) -> Self {
        let metres = numbers(asked, "metres", FARTHEST_M);
        let minutes = numbers(asked, "minutes", LONGEST_MIN);
        match (metres, minutes) {
            (Some(_), Some(values)) => {
                asked.wrong(
                    "minutes",
                    "both",
                    "metres 与 minutes 只能给一个",
                    "give `metres` or `minutes`, not both",
                );
                Self { unit: Unit::Minutes, values }
            }
            (None, Some(values)) => Self { unit: Unit::Minutes, values },
            (metres, None) => {
                Self { unit: Unit::Metres, values: metres.unwrap_or_else(|| default_m.to_vec()) }
            }
        }
    }

    /// As [`Extents::read`], where one limit only makes sense.
    pub fn read_one(asked: &mut Asked, default_m: f64) -> Self {
        let read = Self::read(asked, &[default_m]);
        if read.values.len() > 1 {
            let name = if read.unit == Unit::Metres { "metres" } else { "minutes" };
            asked.wrong(
                name,
                "one_only",
                format!("{name} 只能给一个数"),
                format!("`{name}` is one number here"),
            );
        }
        read
    }

    /// The classes of GB 50180-2018.
    pub fn gb_50180(asked: &mut Asked) -> Self {
        Self::read(asked, &GB_50180_M)
    }

    /// In both units, at the speed of a mode; in a straight line one walks.
    pub fn at_speed_of(&self, mode: &str, reference: &Reference) -> Vec<Extent> {
        let metres_a_minute = kmh(mode, reference) * 1000.0 / 60.0;
        let both = |value: &f64| match self.unit {
            Unit::Metres => Extent { metres: *value, minutes: rounded(value / metres_a_minute) },
            Unit::Minutes => Extent { metres: rounded(value * metres_a_minute), minutes: *value },
        };
        self.values.iter().map(both).collect()
    }
}

/// Speed on the flat, km/h; of a straight line that of walking.
pub fn kmh(mode: &str, reference: &Reference) -> f64 {
    let id = if mode == LINE { "walk" } else { mode };
    let mode = reference.modes.find(id).or_else(|| reference.modes.iter().next());
    mode.map_or(4.0, |mode| mode.kmh)
}

fn numbers(asked: &mut Asked, name: &'static str, most: f64) -> Option<Vec<f64>> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= most);
    let mut values = asked.list(name, number, &format!("0 < x ≤ {most}"))?;
    values.sort_unstable_by(f64::total_cmp);
    values.dedup();
    if values.is_empty() || values.len() > MOST {
        let (zh, en) =
            (format!("{name} 应有 1 到 {MOST} 个数"), format!("`{name}` is a list of 1 to {MOST} numbers"));
        asked.wrong(name, "how_many", zh, en);
        return None;
    }
    Some(values)
}

/// To the millionth, so that 7.5 minutes are told as 7.5.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
