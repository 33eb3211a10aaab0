//! Create, replace and remove scenarios: one file per verb.

mod create;
mod remove;
mod replace;

use super::Registry;
use super::coverage::find_division;
use super::draft::{self, Fields};
use super::error::RegistryError;
use super::write::{accept, state};
use crate::domain::change::{EntityKind, EntityRef, State};
use crate::domain::id::ScenarioId;
use crate::domain::invalid::Invalid;
use crate::domain::scenario::{Scenario, WhatIf};
use crate::storage::Keys;

/// How the log names a scenario.
pub fn entity(id: ScenarioId) -> EntityRef {
    EntityRef { kind: EntityKind::Scenario, id: id.0 }
}

/// The scenario that the values tell, as the store keeps it.
///
/// # Errors
/// Something is wrong with the values, or a what-if names a kind, site or division that is not there.
fn drafted(registry: &Registry, id: ScenarioId, mut fields: Fields) -> Result<(State, Keys), RegistryError> {
    let scenario = draft::scenario::scenario(&mut fields, id);
    // Without one, what was not reached yet is no misspelling.
    if let Some(scenario) = &scenario {
        fields.refuse_left_over();
        fields.add(unknown(registry, scenario));
    }
    accept(fields)?;
    let Some(scenario) = scenario else {
        return Err(RegistryError::Internal("a scenario without defects".to_owned()));
    };
    let keys = Keys { external: Some(scenario.external()), ..Keys::default() };
    Ok((state(&scenario, None)?, keys))
}

/// What the scenario names that is not there today.
fn unknown(registry: &Registry, scenario: &Scenario) -> Vec<Invalid> {
    let world = registry.world();
    let mut defects = Vec::new();
    for (at, change) in scenario.changes.iter().enumerate() {
        let field = |name: &str| format!("changes/{at}/{}/{name}", change.as_str());
        if let Some(site) = change.site()
            && world.snapshot.sites.get(site.0).is_none()
        {
            let (zh, en) = (
                format!("没有编号为“{site}”的场地，请核对"),
                format!("there is no site `{site}`; check its id"),
            );
            defects.push(Invalid::new(field("site"), "no_such_site", zh, en));
        }
        match change {
            WhatIf::Add { kind, .. } if registry.reference().catalogue.find(kind).is_none() => {
                let zh = format!("没有类型“{kind}”，见 /api/v1/kinds");
                let en = format!("there is no kind `{kind}`, see /api/v1/kinds");
                defects.push(Invalid::new(field("kind"), "unknown_kind", zh, en));
            }
            WhatIf::Grow { division: Some(division), .. } => {
                if let Err(RegistryError::Invalid(wrong)) = find_division(&world, division) {
                    let at = |wrong: Invalid| Invalid { field: field("division"), ..wrong };
                    defects.extend(wrong.into_iter().map(at));
                }
            }
            _ => {}
        }
    }
    defects
}
