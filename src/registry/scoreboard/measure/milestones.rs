//! Milestones with accepted evidence.

use super::{Asking, Measured, Part};

/// How many were done in time, with evidence that a body has accepted, whenever it did: of what was done by the
/// deadline the decision often comes after it.
pub fn accepted(asking: &Asking<'_>) -> Measured {
    let name = asking.text("milestone");
    let mut measured = Measured::of(0.0);
    for entry in asking.world.records().milestones() {
        let record = &entry.facts.record;
        let is_meant = record.milestone.as_deref() == Some(name)
            || record.milestone.is_none() && record.indicator.as_deref() == Some(&*asking.indicator.id);
        if !is_meant || !asking.is_in_time(record.date) || !asking.is_here(entry.facts.home) {
            continue;
        }
        let counts = record.is_accepted();
        if counts {
            measured.value = measured.value.map(|value| value + 1.0);
            measured.demo |= record.demo;
        }
        measured.parts.push(Part {
            name_zh: record.title_zh.clone(),
            name_en: record.title_en.clone(),
            list: Some("milestones"),
            id: Some(entry.id),
            value: None,
            counts,
        });
    }
    measured
}
