//! From which day a row holds, and the changes that this makes.

use super::given::Given;
use super::known::One;
use crate::domain::change::{EntityKind, EntityRef, NewChange, Reason, State};
use crate::domain::division::Division;
use crate::domain::invalid::Invalid;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::import::Request;
use crate::registry::write::{
    Members, carried, difference, holds_on, later_revisions, members, merge, state, state_on,
};
use crate::storage::{Keys, Write};
use jiff::civil::Date;

/// A boundary without a date of its own is taken to have been so always: a map of the district is
/// better knowledge of the past, too, than a schematic one.
const ALWAYS: Date = Date::constant(1949, 10, 1);

/// What a row means for the registered division it is.
pub struct Revision {
    /// Day from which it holds.
    pub day: Date,
    pub reason: Reason,
    pub after: State,
    /// Exactly so already.
    pub unchanged: bool,
    /// The user said from when on, and a revision that holds from a later day stays after it.
    pub before_another: bool,
    /// `valid_from` tells an earlier day than that from which anything is known of it.
    pub clamped: bool,
}

/// # Errors
/// It is to begin on a day that has not come, although it exists already.
pub fn revision(
    given: &Given,
    known: Option<&One>,
    request: &Request<'_>,
    today: Date,
) -> Result<Result<Revision, Invalid>, RegistryError> {
    let division = &given.division;
    let begins = division.valid_from;
    if let (Some(known), Some(day)) = (known, begins.filter(|day| *day > today))
        && known.division.valid_from.is_none_or(|from| from <= today)
    {
        let name = &division.name_zh;
        return Ok(Err(Invalid::new(
            "valid_from",
            "in_the_future",
            format!(
                "“{name}”已经存在，不能从 {day} 才开始：请到那天再导入，或以新的编号写入并给旧的写 valid_to"
            ),
            format!(
                "{name} exists already and can not begin on {day}; import it on that day, or give it another external_id and \
                 the old one a valid_to"
            ),
        )));
    }
    let told = given.told.effective_from.or(request.effective_from);
    let stands_since = known.map(|one| one.stored.effective_from);
    let untold = || {
        let since = begins.unwrap_or(ALWAYS).min(today);
        stands_since.map_or(since, |standing| since.max(standing))
    };
    let reason = given.told.reason.or(request.reason).unwrap_or(Reason::BoundaryChange);
    let after = state(division, division.geometry.as_ref())?;
    let same = known.is_some_and(|one| one.stored.state == after);
    let backdated = told.zip(stands_since).is_some_and(|(told, standing)| told < standing);
    Ok(Ok(Revision {
        day: told.unwrap_or_else(untold),
        reason,
        unchanged: same && !backdated,
        before_another: backdated && !same && !holds_on(reason),
        clamped: told.is_none()
            && begins.zip(stands_since).is_some_and(|(begins, standing)| begins < standing),
        after,
    }))
}

/// The change of a row; of a correction of the past, also of the later revisions.
pub async fn writes(
    registry: &Registry,
    given: &Given,
    known: Option<&One>,
    revision: Revision,
) -> Result<Vec<Write>, RegistryError> {
    let Revision { day, reason, after, .. } = revision;
    let entity = EntityRef { kind: EntityKind::Division, id: given.division.id.0 };
    let keys = keys(&given.division);
    let stored = known.map(|one| &one.stored);
    let Some(stored) = stored.filter(|stored| day < stored.effective_from) else {
        let before = stored.map(|stored| stored.state.clone());
        let change = NewChange { entity, effective_from: day, reason, before, after: Some(after) };
        return Ok(vec![Write { change, expected: stored.map(|s| s.version), unconditional: false, keys }]);
    };
    let history = registry.store.history(entity).await?;
    let before = state_on(&history, day).cloned();
    if before.as_ref() == Some(&after) {
        return Ok(Vec::new());
    }
    let later = later_revisions(&history, day);
    let mut all = Vec::new();
    if holds_on(reason)
        && let Some(base) = before.as_ref().or(later.first().map(|(_, state)| state))
    {
        let amend = |later: &State, patch: &Members| amended(later, patch, &after);
        all = carried(entity, reason, base, &later, difference(base, &after)?, amend)?;
    }
    let change = NewChange { entity, effective_from: day, reason, before, after: Some(after) };
    all.insert(0, Write { change, expected: Some(stored.version), unconditional: false, keys });
    Ok(all)
}

/// A later revision with what a row corrects; where the row moved it, in the row's shape.
fn amended(later: &State, patch: &Members, row: &State) -> Result<(State, Keys), RegistryError> {
    let mut patch = patch.clone();
    let moved = patch.remove("geometry").is_some();
    let mut document = members(later)?;
    merge(&mut document, &patch);
    let division: Division = serde_json::from_value(serde_json::Value::Object(document))
        .map_err(|error| RegistryError::Internal(error.to_string()))?;
    let geometry = if moved { &row.geometry } else { &later.geometry };
    Ok((state(&division, geometry.as_ref())?, keys(&division)))
}

/// What the database's constraints guard of a division.
fn keys(division: &Division) -> Keys {
    Keys {
        external: Some((division.source.clone().unwrap_or_default(), division.external_id.clone())),
        parent: division.parent.map(|parent| EntityRef { kind: EntityKind::Division, id: parent.0 }),
        codes: division.codes.iter().map(|c| format!("{}:{}:{}", c.system, c.edition, c.code)).collect(),
    }
}
