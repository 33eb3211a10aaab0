//! What the columns of our own tables hold, for formats that want to know: a field of a name is of one kind
//! in all of them. What is not listed is text.

use crate::formats::{Column, ColumnKind, TimeFields};
use crate::registry::import::What;

const INTEGERS: [&str; 8] =
    ["capacity", "design_life_years", "participants", "population", "sample_size", "task", "version", "year"];

const NUMBERS: [&str; 6] = ["area_m2", "denominator", "length_m", "numerator", "value", "venue_area_m2"];

const FLAGS: [&str; 11] = [
    "accessible",
    "activity_room",
    "counts_area",
    "demo",
    "estimate",
    "ethnic",
    "lighting",
    "online",
    "rural",
    "smart",
    "wheelchair",
];

const DAYS: [&str; 15] = [
    "closed_on",
    "date",
    "decided_on",
    "effective_from",
    "ends_on",
    "founded_on",
    "installed_on",
    "opened_on",
    "period_from",
    "period_to",
    "published_on",
    "removed_on",
    "starts_on",
    "valid_from",
    "valid_to",
];

const NESTED: [&str; 7] =
    ["allocation", "codes", "official_codes", "photos", "programmes", "segments", "tags"];

/// People of an age group, `age:0-14`.
const AGE: &str = "age:";

/// The column of a field.
pub(super) fn typed(field: String) -> Column {
    let is = |names: &[&str]| names.contains(&field.as_str());
    let kind = if is(&INTEGERS) || field.starts_with(AGE) {
        ColumnKind::Integer
    } else if is(&NUMBERS) {
        ColumnKind::Number
    } else if is(&FLAGS) {
        ColumnKind::Boolean
    } else if is(&DAYS) {
        ColumnKind::Date
    } else if is(&NESTED) {
        ColumnKind::Json
    } else {
        ColumnKind::Text
    };
    Column::new(field, kind)
}

/// The fields that tell when a thing holds.
pub(super) fn time(what: What) -> Option<TimeFields> {
    let (begin, end) = match what {
        What::Sites | What::Institutions => ("opened_on", Some("closed_on")),
        What::Equipment => ("installed_on", Some("removed_on")),
        What::Divisions | What::Providers => ("valid_from", Some("valid_to")),
        What::Organisations => ("founded_on", Some("closed_on")),
        What::Events => ("starts_on", Some("ends_on")),
        What::Observations => ("period_from", Some("period_to")),
        What::Milestones | What::Declarations => ("date", None),
        What::Clusters | What::Population | What::Layer | What::Network | What::Survey => return None,
    };
    Some(TimeFields { begin: begin.to_owned(), end: end.map(str::to_owned) })
}
