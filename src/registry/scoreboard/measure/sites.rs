//! Sites by programme and by stage.

use super::{Asking, Measured, Part};
use crate::domain::contribution::Ordinal;
use crate::domain::site::{Level, Status};
use crate::index::{Entry, SiteFacts};
use crate::registry::coverage::name;
use crate::registry::world::World;
use jiff::civil::Date;

/// The furthest stage of a site of a kind and level: 0 none, 1 planned, 2 under construction, 3 in use.
pub fn stage(asking: &Asking<'_>) -> Measured {
    let sites = &asking.world.snapshot.sites;
    if sites.is_empty() {
        return nothing();
    }
    let kind = asking.reference.catalogue.find(asking.text("kind")).map(|(index, _)| index);
    let level = Level::parse(asking.text("level"));
    let wanted = sites.iter().filter(|entry| {
        Some(entry.facts.kind) == kind
            && entry.facts.level == level
            && asking.is_here(entry.facts.contribution.home())
    });
    let mut measured = Measured::of(0.0);
    for entry in wanted {
        let stage = stage_of(entry, asking.on);
        measured.value = measured.value.map(|value| value.max(stage));
        measured.demo |= entry.facts.is_demo();
        measured.parts.push(part(entry, Some(stage), stage > 0.0));
    }
    measured
}

fn stage_of(entry: &Entry<SiteFacts>, on: Date) -> f64 {
    let facts = &entry.facts;
    let opens_later = facts.opened.date().is_some_and(|opened| opened > on);
    // Entered when it had closed already: until that day it was in use.
    let closes_later = facts.closed.date().is_some_and(|closed| closed > on);
    match facts.status {
        Status::Planned => 1.0,
        Status::UnderConstruction => 2.0,
        Status::Closed if !closes_later => 0.0,
        Status::Operating | Status::TemporarilyClosed | Status::Closed if opens_later => 2.0,
        Status::Operating | Status::TemporarilyClosed | Status::Closed => 3.0,
    }
}

/// Sites that stand at the end, less those that stood a year before.
pub fn growth(asking: &Asking<'_>) -> Measured {
    let Some(before) = asking.before else { return nothing() };
    let division = |world: &World| asking.id.map(|id| world.tree.find(id));
    let (Some(now), Some(then)) = (
        counted(asking, asking.world, asking.division),
        match division(before) {
            None => counted(asking, before, None),
            Some(Some(ordinal)) => counted(asking, before, Some(ordinal)),
            Some(None) => Some(0),
        },
    ) else {
        return nothing();
    };
    Measured {
        note: Some((format!("{now} 处，一年前 {then} 处"), format!("{now} now, {then} a year before"))),
        demo: asking.world.snapshot.sites.iter().any(|entry| entry.facts.is_demo()),
        ..Measured::of((now - then) as f64)
    }
}

/// Sites of a programme (what lies inside one that is tagged, too, counts once), or of a kind.
fn counted(asking: &Asking<'_>, world: &World, division: Option<Ordinal>) -> Option<i64> {
    if world.snapshot.sites.is_empty() {
        return None;
    }
    let row = world.coverage(asking.reference, division).rows.into_iter().next()?;
    let of =
        |name: &str, counts: &std::collections::BTreeMap<String, i64>| counts.get(name).copied().unwrap_or(0);
    match (asking.indicator.params.text("programme"), asking.indicator.params.text("kind")) {
        (Some(programme), None) => Some(of(programme, &row.programmes)),
        (None, Some(kind)) => Some(of(kind, &row.counts)),
        (None, None) => Some(row.sites),
        (Some(programme), Some(kind)) => {
            let kind = asking.reference.catalogue.find(kind).map(|(index, _)| index);
            let here = |home: Ordinal| {
                division.is_none_or(|top| home != Ordinal::NONE && world.tree.is_within(home, top))
            };
            let wanted = world.snapshot.sites.iter().filter(|entry| {
                let facts = &entry.facts;
                Some(facts.kind) == kind
                    && facts.contribution.verdict.exists()
                    && facts.programmes().iter().any(|tag| tag == programme)
                    && here(facts.contribution.home())
            });
            i64::try_from(wanted.count()).ok()
        }
    }
}

pub fn part(entry: &Entry<SiteFacts>, value: Option<f64>, counts: bool) -> Part {
    let name_zh = name(&entry.feature);
    Part { name_zh, name_en: None, list: Some("sites"), id: Some(entry.id), value, counts }
}

pub fn nothing() -> Measured {
    Measured::unknown("没有登记的场地", "no site is on record")
}
