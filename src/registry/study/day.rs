//! Questions about venue area: they have a day and a division, but neither ways nor sites to choose.

use super::scope::{Scope, read_day};
use crate::domain::time::Micros;
use crate::registry::Registry;
use crate::registry::asked::Asked;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use jiff::civil::Date;
use serde::Serialize;

/// What such questions have in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Day {
    /// Best knowledge of this day.
    pub as_of: Option<Date>,
    /// Only what was recorded by then.
    pub known_at: Option<Micros>,
    /// This division and its children, as it was asked for.
    pub division: Option<String>,
    /// The same as other questions have it.
    #[serde(skip)]
    pub scope: Scope,
}

impl Day {
    pub fn read(asked: &mut Asked, reference: &Reference) -> Self {
        let scope = read_day(asked, reference);
        Self { as_of: scope.as_of, known_at: scope.known_at, division: scope.division.clone(), scope }
    }
}

/// What stands beside such an answer.
#[derive(Clone, Debug, Serialize)]
pub struct DayHead {
    pub as_of: Date,
    /// RFC 3339; `null`: all that is known now.
    pub known_at: Option<String>,
    pub rule_version: String,
    /// Number of the log that the answer saw.
    pub seq: u64,
    /// `demo`, `estimate`, `schematic`.
    pub flags: Vec<&'static str>,
}

impl Registry {
    /// `flags` of the rows of the answer; each is told once.
    pub(super) fn day_head(&self, world: &World, flags: impl IntoIterator<Item = &'static str>) -> DayHead {
        let mut flags: Vec<&'static str> = flags.into_iter().collect();
        flags.sort_unstable();
        flags.dedup();
        DayHead {
            as_of: world.at.as_of,
            known_at: world.at.known_at.map(Micros::to_rfc3339),
            rule_version: self.reference.rules.version.clone(),
            seq: world.seq().0,
            flags,
        }
    }
}

/// The area per head that is wanted, square metres: a target has at most four decimals, so that
/// whole square centimetres can be compared with it.
pub fn target(asked: &mut Asked) -> Option<f64> {
    asked.read("target", |text| {
        let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= 1_000.0);
        let fits = |number: &f64| (number * 1e4 - (number * 1e4).round()).abs() < 1e-6;
        number.filter(fits).ok_or_else(|| {
            (
                format!("target 应为大于 0、不超过 1000 的数（平方米/人，最多四位小数），收到“{text}”"),
                format!("`target` is a number above 0, at most 1000 (m2 per head, at most four decimals), not `{text}`"),
            )
        })
    })
}
