//! The way of each site from the frozen state to today's.

use super::since::Since;
use super::told::{SiteDifference, SiteStep, Two};
use crate::analysis::counting::contribute::contribution;
use crate::analysis::counting::reconcile::{Cause, Counted, Moves, Place, Spread, steps};
use crate::analysis::divisions::Tree;
use crate::domain::area::Area;
use crate::domain::change::{Change, EntityKind, EntityRef, State};
use crate::domain::id::{Seq, SiteId};
use crate::domain::kind::Catalogue;
use crate::domain::rules::Rules;
use crate::domain::site::Site;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use crate::registry::write::state_on;
use crate::registry::year_end::grounds::Grounds;
use jiff::civil::Date;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The frozen side, and by what it was counted.
pub struct Then<'a> {
    pub day: Date,
    pub seq: Seq,
    pub grounds: &'a Grounds,
    pub tree: Tree,
    pub catalogue: Catalogue,
    pub rules: Rules,
    /// Kinds, rules and program are those of now.
    pub counts_alike: bool,
    /// So are divisions and outlines.
    pub divides_alike: bool,
}

/// What a step of a site was, beside its cause.
type Step = (Cause, Option<super::told::Changed>);

/// All sites that add something else now, with what each cause did to each row.
pub async fn differences(
    registry: &Registry,
    then: &Then<'_>,
    now: &World,
    since: &Since,
) -> Result<(Vec<SiteDifference>, Moves), RegistryError> {
    let differing = tokio::task::block_in_place(|| differing(then, now));
    let (mut sites, mut moves) = (Vec::new(), Moves::default());
    for (id, (frozen, best)) in differing {
        let entity = EntityRef { kind: EntityKind::Site, id };
        let changed = !since.of(entity).is_empty();
        if then.counts_alike && !changed {
            // What nobody changed and what is counted alike was moved by divisions alone: no log need be read. In the
            // same divisions it is a program of the same version that counts otherwise.
            let cause = if then.divides_alike { Cause::Method } else { Cause::Boundary };
            let (was, is) = (frozen.spread(&then.tree), best.spread(&now.tree));
            let steps = steps(was.clone(), [((cause, None), is.clone())]);
            moves.add(steps.iter().map(|((cause, _), step)| (*cause, step)));
            sites.push(difference(id, name_now(now, id), (&was, &is), steps));
            continue;
        }
        let history = registry.store.history(entity).await?;
        let history: Vec<Change> = history.into_iter().filter(|change| change.seq <= now.seq()).collect();
        let path = path(&registry.reference, then, now, &history, changed.then_some((since, entity)))?;
        let mut path: Vec<(Step, Spread)> = path;
        path.push(((Cause::Method, None), best.spread(&now.tree)));
        let steps = steps(frozen.spread(&then.tree), path);
        moves.add(steps.iter().map(|((cause, _), step)| (*cause, step)));
        let (was, is) = (frozen.spread(&then.tree), best.spread(&now.tree));
        sites.push(difference(id, name(&history, then.day), (&was, &is), steps));
    }
    sites.sort_by_key(|site| {
        (std::cmp::Reverse((site.area_m2.best - site.area_m2.frozen).cm2().abs()), site.id)
    });
    Ok((sites, moves))
}

/// Sites that add something else, on both sides; nothing where they are not there.
fn differing(then: &Then<'_>, now: &World) -> BTreeMap<Uuid, (Counted, Counted)> {
    let mut sides: BTreeMap<Uuid, (Counted, Counted)> = BTreeMap::new();
    for site in &then.grounds.sites {
        sides.entry(site.id.0).or_default().0 = then.grounds.counted(site);
    }
    for entry in now.snapshot.sites.iter() {
        sides.entry(entry.id).or_default().1 = Counted::of(&entry.facts.contribution, &now.tree);
    }
    sides.retain(|_, (frozen, best)| frozen.spread(&then.tree) != best.spread(&now.tree));
    sides
}

/// The states between: as the log told it at the freeze, after each change since, by today's rules, and in
/// today's divisions. Each by the cause that led to it.
fn path(
    reference: &Reference,
    then: &Then<'_>,
    now: &World,
    history: &[Change],
    changed: Option<(&Since, EntityRef)>,
) -> Result<Vec<(Step, Spread)>, RegistryError> {
    let old = (&then.catalogue, &then.rules);
    let upto = |seq: u64| history.iter().position(|change| change.seq.0 > seq).unwrap_or(history.len());
    let spread = |state: Option<&State>, (catalogue, rules), tree: &Tree| {
        let counted = state.map(|state| counted(state, catalogue, rules, tree, (reference, then.day)));
        Ok::<_, RegistryError>(counted.transpose()?.unwrap_or_default().spread(tree))
    };
    let at = |seq: u64| state_on(&history[..upto(seq)], then.day);
    // A program that counts otherwise than the one that froze.
    let mut path = vec![((Cause::Method, None), spread(at(then.seq.0), old, &then.tree)?)];
    if let Some((since, entity)) = changed {
        for noted in since.of(entity) {
            let spread = spread(at(noted.told.seq), old, &then.tree)?;
            path.push(((noted.reason.into(), Some(noted.told.clone())), spread));
        }
    }
    let last = state_on(history, then.day);
    let new = (&reference.catalogue, &reference.rules);
    path.push(((Cause::Method, None), spread(last, new, &then.tree)?));
    path.push(((Cause::Boundary, None), spread(last, new, &now.tree)?));
    Ok(path)
}

fn counted(
    state: &State,
    catalogue: &Catalogue,
    rules: &Rules,
    tree: &Tree,
    (reference, day): (&Reference, Date),
) -> Result<Counted, RegistryError> {
    let mut site: Site =
        serde_json::from_str(&state.doc).map_err(|error| RegistryError::Internal(error.to_string()))?;
    site.geometry.clone_from(&state.geometry);
    // A kind that came later is counted as it is told now.
    let kind = catalogue.find(&site.kind).or_else(|| reference.catalogue.find(&site.kind));
    let Some(kind) = kind else { return Ok(Counted::default()) };
    Ok(Counted::of(&contribution(&site, kind, rules, tree, day), tree))
}

fn difference(
    id: Uuid,
    name_zh: Option<String>,
    (was, is): (&Spread, &Spread),
    steps: Vec<(Step, Spread)>,
) -> SiteDifference {
    SiteDifference {
        id: SiteId(id),
        name_zh,
        area_m2: Two { frozen: whole(was), best: whole(is) },
        steps: steps.into_iter().map(told).collect(),
    }
}

/// Its name in today's knowledge.
fn name_now(now: &World, id: Uuid) -> Option<String> {
    let feature: serde_json::Value = serde_json::from_slice(&now.snapshot.sites.get(id)?.feature).ok()?;
    Some(feature["properties"]["name_zh"].as_str()?.to_owned())
}

fn name(history: &[Change], day: Date) -> Option<String> {
    let state =
        state_on(history, day).or_else(|| history.iter().rev().find_map(|change| change.before.as_ref()));
    let document: serde_json::Value = serde_json::from_str(&state?.doc).ok()?;
    Some(document.get("name_zh")?.as_str()?.to_owned())
}

fn whole(spread: &Spread) -> Area {
    spread.get(&Place::Whole).map_or(Area::ZERO, |areas| areas.all)
}

fn told(((cause, change), step): (Step, Spread)) -> SiteStep {
    SiteStep { cause, cause_zh: cause.zh(), cause_en: cause.en(), change, difference_m2: whole(&step) }
}
