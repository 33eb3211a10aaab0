//! Suppliers of guidance by category.

use super::{Asking, Measured, Part};

/// Categories with enough valid entries.
pub fn categories(asking: &Asking<'_>) -> Measured {
    let least = asking.number("min_each").unwrap_or(1.0);
    let valid = || {
        let all = asking.world.records().providers();
        all.filter(|entry| entry.facts.record.is_valid_on(asking.on) && asking.is_here(entry.facts.home))
    };
    if asking.world.records().providers().next().is_none() {
        return Measured::unknown("名录中没有条目", "the directory has no entry");
    }
    let mut measured = Measured::of(0.0);
    for category in asking.indicator.params.texts("categories") {
        let entries = valid().filter(|entry| entry.facts.record.category == category).count() as f64;
        let counts = entries >= least;
        measured.value = measured.value.map(|value| value + f64::from(u8::from(counts)));
        measured.parts.push(Part {
            name_zh: category.to_owned(),
            name_en: None,
            list: None,
            id: None,
            value: Some(entries),
            counts,
        });
    }
    measured.demo = valid().any(|entry| entry.facts.record.demo);
    measured
}
