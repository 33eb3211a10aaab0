//! People within reach of a station.

use super::{Asking, Measured};
use crate::analysis::reach::Target;
use crate::domain::change::EntityKind;
use crate::domain::id::DivisionId;
use crate::domain::plan::{Indicator, Plan};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::scoreboard::days::Worlds;
use crate::registry::scoreboard::kept::{Print, ReachKey, is_same_ground};
use crate::registry::study::WithinReach;
use crate::registry::world::World;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

/// The metric's name.
pub const METRIC: &str = "population_within_reach";

/// People within reach, by indicator and day: computed before all else, since people and streets are
/// read from the store.
pub type ReachedShares = HashMap<(String, Date), Arc<WithinReach>>;

/// # Errors
/// The store fails.
pub async fn reached(
    registry: &Registry,
    plan: &Plan,
    worlds: &Worlds,
) -> Result<ReachedShares, RegistryError> {
    let indicators = plan.tasks.iter().flat_map(|task| &task.indicators);
    let mut shares = ReachedShares::new();
    for indicator in indicators.filter(|indicator| indicator.metric.name == METRIC) {
        for (day, world) in worlds.iter() {
            let key = ReachKey {
                database: world.snapshot.database,
                indicator: indicator.id.clone(),
                day,
                known_at: worlds.known_at,
                print: Print::of_reach(world, places(indicator), worlds),
            };
            let share = match registry.scoreboard.reach(&key) {
                Some(share) => share,
                None => {
                    let share = Arc::new(compute(registry, world, indicator).await?);
                    // Streets and layers are taken from the registry as it goes on.
                    if is_same_ground(&worlds.live, &registry.world()) {
                        registry.scoreboard.keep_reach(key, &share);
                    }
                    share
                }
            };
            shares.insert((indicator.id.clone(), day), share);
        }
    }
    Ok(shares)
}

/// What is to be reached.
fn places(indicator: &Indicator) -> EntityKind {
    match indicator.params.text("of") {
        Some("organisation") => EntityKind::Organisation,
        _ => EntityKind::Site,
    }
}

async fn compute(
    registry: &Registry,
    world: &Arc<World>,
    indicator: &Indicator,
) -> Result<WithinReach, RegistryError> {
    let params = &indicator.params;
    let kinds = params.texts("kinds");
    let targets: Vec<Target> = if places(indicator) == EntityKind::Organisation {
        let all = world.records().organisations();
        let wanted = all.filter(|entry| {
            let record = &entry.facts.record;
            kinds.contains(&&*record.kind) && record.exists_on(world.at.as_of)
        });
        wanted.filter_map(|entry| Some(Target::new(entry.geometry.to_geometry()?, 0))).collect()
    } else {
        let catalogue = &registry.reference.catalogue;
        let wanted = world.snapshot.sites.iter().filter(|entry| {
            entry.facts.contribution.verdict.exists()
                && kinds.iter().any(|kind| catalogue.get(entry.facts.kind).id == **kind)
        });
        wanted.filter_map(|entry| Some(Target::new(entry.geometry.to_geometry()?, 0))).collect()
    };
    let (minutes, kmh) =
        (params.number("minutes").unwrap_or_default(), params.number("speed_km_h").unwrap_or_default());
    let metres = minutes / 60.0 * kmh * 1_000.0;
    let mode = match params.text("mode") {
        Some("walk") => Some("walk"),
        Some("ride") => Some("cycle"),
        _ => None,
    };
    registry.within_reach(world, targets, mode, metres).await
}

/// Percent of the residents within reach.
pub fn share(asking: &Asking<'_>) -> Measured {
    let Some(found) = asking.reached.get(&(asking.indicator.id.clone(), asking.on)) else {
        return Measured::default();
    };
    let WithinReach::Known {
        people,
        within,
        by_division,
        metres,
        along_streets,
        sites,
        basis,
        estimate,
        demo,
    } = &**found
    else {
        let WithinReach::Unknown { zh, en } = &**found else { return Measured::default() };
        return Measured::unknown(zh, en);
    };
    let (people, within) = match asking.id {
        None => (*people, *within),
        Some(id) => of_division(by_division, id),
    };
    let (way_zh, way_en) =
        if *along_streets { ("沿路网", "along streets") } else { ("直线", "in a straight line") };
    Measured {
        value: (people > 0.0).then(|| 100.0 * within / people),
        note: Some((
            format!("{way_zh} {metres:.0} 米内，{sites} 处；人口：{basis}"),
            format!("within {metres:.0} m {way_en}, {sites} places; people: {basis}"),
        )),
        estimate: *estimate,
        demo: *demo,
        ..Measured::default()
    }
}

fn of_division(all: &HashMap<DivisionId, (f64, f64)>, id: DivisionId) -> (f64, f64) {
    all.get(&id).copied().unwrap_or_default()
}
