//! People that are too far from everything: how many, and where to ask for places.

use super::{ClosingTold, WayKind};
use crate::domain::plan::Comparator;
use crate::registry::scoreboard::measure::Asking;
use crate::registry::study::WithinReach;

/// How many people more have to be within reach. Where is no question of a list of projects: the study of siting
/// proves the fewest places, and the note leads to it.
pub fn ways(asking: &Asking<'_>) -> Option<Vec<ClosingTold>> {
    let found = asking.reached.get(&(asking.indicator.id.clone(), asking.on))?;
    let WithinReach::Known { people, within, by_division, metres, .. } = &**found else { return None };
    let (people, within) = match asking.id {
        None => (*people, *within),
        Some(id) => *by_division.get(&id)?,
    };
    let is_more = matches!(asking.indicator.comparator, Comparator::AtLeast | Comparator::MoreThan);
    let missing = (asking.indicator.target / 100.0 * people - within).ceil();
    if !is_more || people <= 0.0 || missing <= 0.0 {
        return None;
    }
    let way = WayKind::Siting;
    Some(vec![ClosingTold {
        way,
        name_zh: way.zh(),
        name_en: way.en(),
        projects: Vec::new(),
        missing,
        unit: "people",
        adds: 0.0,
        after: None,
        cost: None,
        currency: asking.reference.projects.currency.clone(),
        example: false,
        unpriced: 0,
        proven: false,
        closes: false,
        few_values: false,
        basis_zh: None,
        basis_en: None,
        note_zh: Some(format!(
            "还有 {missing:.0} 人须在 {metres:.0} 米内有站点；选址分析（布局优化）可求证最少新增几处、放在哪里"
        )),
        note_en: Some(format!(
            "{missing:.0} people more need a place within {metres:.0} m; the study of siting proves how few and where"
        )),
    }])
}
