//! Reported figures.

use super::organisations::division_part;
use super::{Asking, Measured, Part};
use crate::analysis::divisions::Tree;
use crate::analysis::plan::sums::{Told, counted};
use crate::domain::contribution::Ordinal;
use crate::domain::id::DivisionId;
use crate::domain::record::Observation;
use crate::index::{Entry, RecordFacts};
use jiff::civil::Date;
use std::cmp::Reverse;

type Listed = Entry<RecordFacts<Observation>>;

/// The newest figure of a series whose period is over; one that lacks what the indicator needs (sample
/// size, method) is none.
pub fn newest(asking: &Asking<'_>) -> Measured {
    let Some(entry) = newest_of(asking, asking.text("series"), asking.from) else { return nothing() };
    let record = &entry.facts.record;
    for need in asking.indicator.params.texts("needs") {
        let told = match need {
            "sample_size" => record.sample_size.is_some(),
            "method" => record.method.is_some(),
            _ => true,
        };
        if !told {
            return Measured {
                parts: vec![part(entry, false)],
                ..Measured::unknown(
                    &format!("最新数值缺少 {need}，不能作为依据"),
                    &format!("the newest figure lacks `{need}` and can not be relied on"),
                )
            };
        }
    }
    of(entry, record.figure())
}

/// People asked in the largest survey of the time that is asked about, or since the plan began: a survey that was
/// large enough is not undone by a later, smaller one. Of two of one size the newer.
pub fn sample(asking: &Asking<'_>) -> Measured {
    let from = asking.from.unwrap_or(asking.plan.starts);
    let surveys = figures(asking, asking.text("series"), Some(from)).filter(|entry| is_own(asking, entry));
    let mut surveys: Vec<&Listed> = surveys.collect();
    surveys.sort_by_key(|entry| (entry.facts.record.period_to, entry.version));
    let size = |entry: &Listed| entry.facts.record.sample_size.map(|asked| asked as f64);
    let reaches = |size: f64| asking.indicator.comparator.holds(size, asking.indicator.target);
    let parts = surveys
        .iter()
        .map(|entry| Part { value: size(entry), ..part(entry, size(entry).is_some_and(reaches)) });
    let parts: Vec<Part> = parts.collect();
    let Some(largest) = surveys.iter().max_by_key(|entry| entry.facts.record.sample_size) else {
        return nothing();
    };
    if largest.facts.record.sample_size.is_none() {
        let unknown = Measured::unknown("调查未注明样本量", "no survey tells how many were asked");
        return Measured { parts, ..unknown };
    }
    Measured { parts, ..of(largest, size(largest)) }
}

/// The newest figure over resident people, per so many of them.
pub fn per_head(asking: &Asking<'_>) -> Measured {
    let Some(entry) = newest_of(asking, asking.text("series"), asking.from) else { return nothing() };
    if asking.text("base") != "resident" {
        return Measured::unknown("登记人口不含户籍人口", "registered people are not on record");
    }
    let coverage = asking.world.coverage(asking.reference, asking.division);
    let people = coverage.rows.first().and_then(|row| row.population.clone()).filter(|all| all.value > 0);
    let Some(people) = people else {
        return Measured::unknown("没有常住人口", "resident people are not known");
    };
    let per = asking.number("per").unwrap_or(1.0);
    let value = entry.facts.record.figure().map(|figure| figure / people.value as f64 * per);
    Measured {
        estimate: people.estimate,
        note: Some((
            format!("常住人口 {}（{} 年）", people.value, people.year),
            format!("resident people {} ({})", people.value, people.year),
        )),
        ..of(entry, value)
    }
}

/// The sum over the time that is asked about, or since the plan began: of a division's own figures, and where it has
/// none for a time of its parts', never both. A quarter that is told beside its year is no more than the year.
pub fn sum(asking: &Asking<'_>) -> Measured {
    let from = asking.from.unwrap_or(asking.plan.starts);
    let here = |entry: &&Listed| is_own(asking, entry) || asking.is_here(entry.facts.home);
    let all: Vec<&Listed> = figures(asking, asking.text("series"), Some(from)).filter(here).collect();
    if all.is_empty() {
        return nothing();
    }
    let told: Vec<Told<Place>> = all.iter().map(|entry| told_of(asking, entry)).collect();
    let counts = counted(&told, |place| above(asking, place));
    let rows = || all.iter().copied().zip(counts.iter().copied());
    let standing = || rows().filter(|(_, counts)| *counts).map(|(entry, _)| &entry.facts.record);
    let left_out = counts.iter().filter(|counts| !**counts).count();
    let note = (left_out > 0).then(|| {
        (
            format!("{left_out} 项未计入：同一时期已由上级或更长时期的数值包含"),
            format!("{left_out} left out: told in a figure of the division above or of a longer period"),
        )
    });
    Measured {
        demo: standing().any(|record| record.demo),
        parts: rows().map(|(entry, counts)| part(entry, counts)).collect(),
        note,
        ..Measured::of(standing().filter_map(|record| record.figure()).sum())
    }
}

/// Whose a figure is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    /// All that is asked about.
    Whole,
    Division(Ordinal),
    /// A division that does not stand on the day.
    Gone(DivisionId),
}

fn told_of(asking: &Asking<'_>, entry: &Listed) -> Told<Place> {
    let record = &entry.facts.record;
    let place = match record.division_id {
        _ if is_own(asking, entry) => Place::Whole,
        Some(id) if entry.facts.home == Ordinal::NONE => Place::Gone(id),
        _ => Place::Division(entry.facts.home),
    };
    Told { place, from: record.period_from, to: record.period_to, entered: entry.version }
}

fn above(asking: &Asking<'_>, place: Place) -> Option<Place> {
    let Place::Division(at) = place else { return (place != Place::Whole).then_some(Place::Whole) };
    let parent = asking.world.tree.get(at).and_then(|node| node.parent);
    let is_top = |parent: &Ordinal| {
        asking.division.or_else(|| only_root(&asking.world.tree)).is_some_and(|top| top == *parent)
    };
    Some(parent.filter(|parent| !is_top(parent)).map_or(Place::Whole, Place::Division))
}

/// 1 when every series has a figure in the time that is asked about; else nobody knows.
pub fn recorded(asking: &Asking<'_>) -> Measured {
    let mut measured = Measured::of(1.0);
    let mut missing = Vec::new();
    for series in asking.indicator.params.texts("series") {
        match newest_of(asking, series, asking.from) {
            Some(entry) => {
                measured.demo |= entry.facts.record.demo;
                measured.parts.push(part(entry, true));
            }
            None => missing.push(series),
        }
    }
    if missing.is_empty() {
        return measured;
    }
    let missing = missing.join(", ");
    let unknown = Measured::unknown(&format!("尚未填报：{missing}"), &format!("not reported yet: {missing}"));
    Measured { parts: measured.parts, demo: measured.demo, ..unknown }
}

/// Growth of a series since the year before, less that of a reference; percentage points.
pub fn growth_less_reference(asking: &Asking<'_>) -> Measured {
    let growth = |series: &str| growth(asking, series);
    let (series, reference) = (asking.text("series"), asking.text("reference"));
    let (Some(own), Some(other)) = (growth(series), growth(reference)) else {
        return Measured::unknown(
            "缺少本年或上年的数值，无法计算增长",
            "figures of this year or the year before are missing: no growth can be told",
        );
    };
    let alternative =
        asking.indicator.params.text("alternative").and_then(|name| Some((name, growth(name)?)));
    let (mut zh, mut en) = (
        format!("{series} 增长 {own:.1}%，{reference} 增长 {other:.1}%"),
        format!("{series} grew by {own:.1} %, {reference} by {other:.1} %"),
    );
    if let Some((name, growth)) = alternative {
        zh = format!("{zh}，{name} 增长 {growth:.1}%");
        en = format!("{en}, {name} by {growth:.1} %");
    }
    let demo = newest_of(asking, series, asking.from).is_some_and(|entry| entry.facts.record.demo);
    Measured { note: Some((zh, en)), demo, ..Measured::of(own - other) }
}

/// Percent by which a series grew: its newest figure in the time that is asked about of which the same part of the
/// year before is told. A quarter is held against a quarter, and of two that end on one day the longer one counts.
fn growth(asking: &Asking<'_>, series: &str) -> Option<f64> {
    let own = |from: Option<Date>| figures(asking, series, from).filter(|entry| is_own(asking, entry));
    let grown = own(Some(asking.from?)).filter_map(|entry| {
        let record = &entry.facts.record;
        let before = (year_before(record.period_from)?, year_before(record.period_to)?);
        let then = own(None)
            .filter(|then| (then.facts.record.period_from, then.facts.record.period_to) == before)
            .max_by_key(|then| then.version)?;
        let (now, then) = (record.figure()?, then.facts.record.figure()?);
        let newest = (record.period_to, Reverse(record.period_from), entry.version);
        (then > 0.0).then(|| (newest, (now / then - 1.0) * 100.0))
    });
    grown.max_by_key(|(newest, _)| *newest).map(|(_, growth)| growth)
}

/// The same day a year before; of the last of a month the last.
fn year_before(day: Date) -> Option<Date> {
    let before = day.checked_sub(jiff::Span::new().years(1)).ok()?;
    Some(if day == day.last_of_month() { before.last_of_month() } else { before })
}

/// Divisions of a level whose newest figure is large enough.
pub fn divisions_with(asking: &Asking<'_>) -> Measured {
    let (tree, level, series) = (&asking.world.tree, asking.text("over"), asking.text("series"));
    let least = asking.number("min_value").unwrap_or(1.0);
    let all: Vec<&Listed> = figures(asking, series, asking.from).collect();
    if all.is_empty() {
        return nothing();
    }
    let mut measured = Measured::of(0.0);
    let of_level = tree.ordinals().filter(|at| tree.node(*at).division.level == level && asking.is_here(*at));
    for division in of_level {
        let here = all.iter().filter(|entry| entry.facts.home == division);
        let newest = here.max_by_key(|entry| (entry.facts.record.period_to, entry.version));
        let value = newest.and_then(|entry| entry.facts.record.figure());
        let counts = value.is_some_and(|value| value >= least);
        measured.value = measured.value.map(|count| count + f64::from(u8::from(counts)));
        measured.parts.push(division_part(asking.world, division, value, counts));
    }
    measured.demo = all.iter().any(|entry| entry.facts.record.demo);
    measured
}

/// Figures of a series whose period is over on the day, from a day on where that is asked.
fn figures<'a>(asking: &Asking<'a>, series: &str, from: Option<Date>) -> impl Iterator<Item = &'a Listed> {
    let (on, series) = (asking.on, series.to_owned());
    asking.world.records().observations().filter(move |entry| {
        let record = &entry.facts.record;
        record.series == series
            && record.period_to <= on
            && from.is_none_or(|from| from <= record.period_to)
            && record.figure().is_some()
    })
}

/// Of what is asked about itself, not of a part of it: a division that does not stand on the day is such a part.
fn is_own(asking: &Asking<'_>, entry: &Listed) -> bool {
    let (home, stated) = (entry.facts.home, entry.facts.record.division_id);
    match asking.division {
        Some(division) => home == division,
        None if home == Ordinal::NONE => stated.is_none(),
        None => only_root(&asking.world.tree) == Some(home),
    }
}

/// The division that is the whole; `None` where there are several, or none.
fn only_root(tree: &Tree) -> Option<Ordinal> {
    let mut roots = tree.roots();
    let first = roots.next();
    first.filter(|_| roots.next().is_none())
}

fn newest_of<'a>(asking: &Asking<'a>, series: &str, from: Option<Date>) -> Option<&'a Listed> {
    let own = figures(asking, series, from).filter(|entry| is_own(asking, entry));
    // Of two of one day the one that was entered later.
    own.max_by_key(|entry| (entry.facts.record.period_to, entry.version))
}

fn of(entry: &Listed, value: Option<f64>) -> Measured {
    let record = &entry.facts.record;
    Measured {
        value,
        at: Some(record.period_to),
        demo: record.demo,
        note: asked(record),
        parts: vec![part(entry, value.is_some())],
        ..Measured::default()
    }
}

/// How many were asked, and how, where that is told.
fn asked(record: &Observation) -> Option<(String, String)> {
    let size = record.sample_size.map(|size| (format!("样本量 {size}"), format!("a sample of {size}")));
    let method = record.method.as_ref().map(|method| (method.clone(), method.clone()));
    match (size, method) {
        (Some((zh, en)), Some((how, _))) => Some((format!("{zh}，{how}"), format!("{en}, {how}"))),
        (size, method) => size.or(method),
    }
}

fn part(entry: &Listed, counts: bool) -> Part {
    let record = &entry.facts.record;
    let reporter = record.reporter.clone().unwrap_or_default();
    Part {
        name_zh: format!("{} {} {reporter}", record.series, record.period_to).trim_end().to_owned(),
        name_en: None,
        list: Some("observations"),
        id: Some(entry.id),
        value: record.figure(),
        counts,
    }
}

fn nothing() -> Measured {
    Measured::unknown("尚未填报", "nothing is reported")
}
