//! Reported figures: of the district by year and by quarter, of communities by year.

use super::{BASE, Ground, SOURCE};
use serde::Serialize;

#[derive(Default, Serialize)]
pub struct Row {
    external_id: String,
    series: String,
    division: String,
    period: String,
    value: String,
    numerator: String,
    denominator: String,
    unit: String,
    sample_size: Option<u32>,
    method: String,
    reporter: String,
    source: &'static str,
    demo: bool,
    note: &'static str,
}

const INVENTED: &str = "示范数据，非实际填报 / demonstration, not reported by anybody";

pub fn list(ground: &Ground<'_>) -> Vec<Row> {
    let mut rows = yearly(ground);
    rows.extend(quarterly(ground));
    rows.extend(staffed(ground));
    rows
}

fn row(external_id: String, series: &str, period: String) -> Row {
    Row {
        external_id,
        series: series.to_owned(),
        period,
        source: SOURCE,
        demo: true,
        note: INVENTED,
        ..Row::default()
    }
}

fn yearly(ground: &Ground<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for wish in &ground.facts.records.observations {
        for (position, told) in wish.values.iter().enumerate().filter(|(_, told)| !told.is_empty()) {
            let year = BASE + position as i32;
            let mut row = row(format!("demo-b-{}-{year}", wish.series), &wish.series, year.to_string());
            row.unit.clone_from(&wish.unit);
            row.reporter.clone_from(&wish.reporter);
            row.method.clone_from(&wish.method);
            row.sample_size = wish.sample.get(position).copied().filter(|people| *people > 0);
            match told.split_once('/') {
                Some((numerator, denominator)) => {
                    row.numerator = numerator.to_owned();
                    row.denominator = denominator.to_owned();
                    // Of a survey the denominator is who was asked.
                    let asked = || denominator.parse().ok().filter(|_| wish.method.contains("问卷"));
                    row.sample_size = row.sample_size.or_else(asked);
                }
                None if told == "?" => {}
                None if wish.per_1000_residents => row.value = people(ground, year, told),
                None => row.value.clone_from(told),
            }
            rows.push(row);
        }
    }
    rows
}

/// So many of a thousand residents, as a head-count.
fn people(ground: &Ground<'_>, year: i32, per_1000: &str) -> String {
    let residents = ground.people.iter().find(|of| of.year == year).map_or(0, |of| of.district);
    let rate: f64 = per_1000.parse().unwrap_or(f64::NAN);
    format!("{:.0}", rate * residents as f64 / 1000.0)
}

fn quarterly(ground: &Ground<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for wish in &ground.facts.records.quarterly {
        for (year, quarters) in (BASE + 1..).zip(&wish.values) {
            for (quarter, value) in (1..).zip(quarters) {
                let id = format!("demo-b-{}-{year}q{quarter}", wish.series);
                let mut row = row(id, &wish.series, format!("{year}-Q{quarter}"));
                row.value = value.to_string();
                row.unit.clone_from(&wish.unit);
                row.reporter.clone_from(&wish.reporter);
                rows.push(row);
            }
        }
    }
    rows
}

/// A row for each community and year until it has staff; the first years' others report none.
fn staffed(ground: &Ground<'_>) -> Vec<Row> {
    let wish = &ground.facts.records.staffed;
    let units = ground.facts.units.iter().enumerate();
    let communities: Vec<usize> =
        units.filter(|(_, unit)| unit.level == "community").map(|(position, _)| position).collect();
    let mut rows = Vec::new();
    for (rank, position) in communities.iter().enumerate() {
        for (year, staffed) in (BASE + 1..).zip(&wish.communities) {
            let has = rank < *staffed;
            let unit = ground.unit(*position);
            let mut row =
                row(format!("demo-b-{}-{unit}-{year}", wish.series), &wish.series, year.to_string());
            row.division = unit;
            row.value = u8::from(has).to_string();
            "people".clone_into(&mut row.unit);
            row.reporter.clone_from(&wish.reporter);
            rows.push(row);
            if has {
                break;
            }
        }
    }
    rows
}
