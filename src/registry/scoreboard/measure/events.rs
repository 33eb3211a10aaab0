//! Events by tag, by series, by organiser.

use super::organisations::of_kind;
use super::{Asking, Measured, Part};
use crate::domain::record::Event;
use crate::index::{Entry, RecordFacts};
use jiff::civil::Date;
use std::collections::BTreeMap;

type Listed = Entry<RecordFacts<Event>>;

/// Events with a tag: in the year, or from the plan's beginning to the day.
pub fn count(asking: &Asking<'_>) -> Measured {
    let Some(held) = held(asking) else { return nothing() };
    let tag = asking.text("tag");
    let wanted = held.into_iter().filter(|e| e.facts.record.has_tag(tag) && asking.is_here(e.facts.home));
    let mut measured = Measured::of(0.0);
    for entry in wanted {
        measured.value = measured.value.map(|value| value + 1.0);
        measured.demo |= entry.facts.record.demo;
        measured.parts.push(part(entry));
    }
    measured
}

/// Series of which enough editions were held.
pub fn brands(asking: &Asking<'_>) -> Measured {
    let Some(held) = held(asking) else { return nothing() };
    let least = asking.number("min_each").unwrap_or(1.0);
    let mut measured = Measured::of(0.0);
    for series in asking.indicator.params.texts("series") {
        let editions: Vec<&&Listed> = held
            .iter()
            .filter(|entry| is_edition(entry, series) && asking.is_here(entry.facts.home))
            .collect();
        let counts = editions.len() as f64 >= least;
        measured.value = measured.value.map(|value| value + f64::from(u8::from(counts)));
        measured.demo |= editions.iter().any(|entry| entry.facts.record.demo);
        measured.parts.push(Part {
            name_zh: series.to_owned(),
            name_en: None,
            list: None,
            id: None,
            value: Some(editions.len() as f64),
            counts,
        });
    }
    measured
}

/// Percent of the organisations of a kind that held enough events in the year. Each counts from the year in
/// which it was founded to that in which it closed.
pub fn organisers(asking: &Asking<'_>) -> Measured {
    let Some(all) = of_kind(asking.world, asking.text("kind")) else {
        return Measured::unknown("名录中没有此类组织", "no organisation of the kind is on record");
    };
    let Some(held) = held(asking) else { return nothing() };
    let tag = asking.indicator.params.text("event_tag");
    let mut events: BTreeMap<uuid::Uuid, u32> = BTreeMap::new();
    for entry in held.iter().filter(|entry| tag.is_none_or(|tag| entry.facts.record.has_tag(tag))) {
        if let Some(organiser) = entry.facts.record.organiser_id {
            *events.entry(organiser.0).or_default() += 1;
        }
    }
    let from = asking.from.unwrap_or(asking.plan.starts);
    let least = asking.number("min_events").unwrap_or(1.0);
    let (mut met, mut of, mut parts, mut demo) = (0_u32, 0_u32, Vec::new(), false);
    for entry in all.into_iter().filter(|entry| asking.is_here(entry.facts.home)) {
        let record = &entry.facts.record;
        let is_there = record.founded_on.is_none_or(|day| day <= asking.on)
            && record.closed_on.is_none_or(|day| day >= from);
        if !is_there {
            continue;
        }
        let held = events.get(&entry.id).copied().unwrap_or(0);
        let counts = f64::from(held) >= least;
        of += 1;
        met += u32::from(counts);
        demo |= record.demo;
        parts.push(Part {
            name_zh: record.name_zh.clone(),
            name_en: record.name_en.clone(),
            list: Some("organisations"),
            id: Some(entry.id),
            value: Some(f64::from(held)),
            counts,
        });
    }
    Measured {
        value: (of > 0).then(|| 100.0 * f64::from(met) / f64::from(of)),
        note: Some((format!("{of} 个中 {met} 个"), format!("{met} of {of}"))),
        demo,
        parts,
        ..Measured::default()
    }
}

/// Events that were over within the time that is asked about, or since the plan began: what was held before
/// it is no deed of the plan. `None` where none at all was recorded: then nobody knows.
fn held<'a>(asking: &Asking<'a>) -> Option<Vec<&'a Listed>> {
    let from = asking.from.unwrap_or(asking.plan.starts);
    let over = |entry: &&Listed| (from..=asking.on).contains(&last_day(entry));
    let held: Vec<&Listed> = asking.world.records().events().filter(over).collect();
    (!held.is_empty()).then_some(held)
}

fn is_edition(entry: &Listed, series: &str) -> bool {
    entry.facts.record.brand.as_deref() == Some(series)
}

fn last_day(entry: &Listed) -> Date {
    entry.facts.record.last_day()
}

fn part(entry: &Listed) -> Part {
    let record = &entry.facts.record;
    Part {
        name_zh: record.name_zh.clone(),
        name_en: record.name_en.clone(),
        list: Some("events"),
        id: Some(entry.id),
        value: record.participants.map(|people| people as f64),
        counts: true,
    }
}

fn nothing() -> Measured {
    Measured::unknown("此期间没有登记的赛事活动", "no event of that time is on record")
}
