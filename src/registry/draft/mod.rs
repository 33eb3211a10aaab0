//! From given values to the field's own types: one reader per kind of thing, shared by the API and
//! by imports.

pub mod cluster;
/// Days, years and months in tables.
mod day;
mod declaration;
pub mod division;
pub mod equipment;
mod event;
/// Tasks, and what stands behind a word about them.
mod evidence;
pub mod fields;
pub mod freezing;
mod institution;
/// What a record may name.
pub mod known;
mod milestone;
/// Numbers in tables.
mod number;
mod observation;
mod organisation;
mod provider;
/// What reading a record has in common.
pub mod record;
pub mod scenario;
pub mod site;

pub use fields::Fields;

use crate::domain::change::Reason;
use crate::domain::invalid::Invalid;
use crate::formats::Value;
use geo_types::{Coord, Geometry};
use jiff::civil::Date;

/// When a change holds from, and why it was made, if the user said so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub effective_from: Option<Date>,
    pub reason: Option<Reason>,
}

/// Why nothing can hold from `day` on, if it has not come.
pub fn not_yet(day: Date, today: Date) -> Option<Invalid> {
    (day > today).then(|| {
        Invalid::new(
            "effective_from",
            "in_the_future",
            format!("{day} 还没有到：规划中的场地请用 status=planned"),
            format!("{day} has not come yet; a site that is planned has status=planned"),
        )
    })
}

/// Takes `effective_from` and `reason`. A change can not hold from a day that has not come. Also turns
/// a bare year in which something ended into a day.
pub fn told(fields: &mut Fields, today: Date) -> Told {
    let effective_from = fields.date("effective_from");
    let reasons: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    let reason = fields.word("reason", |text| text.parse().ok(), &reasons);
    fields.defects.extend(effective_from.and_then(|day| not_yet(day, today)));
    for ending in ENDINGS {
        if let Some((first, last)) = fields.peek(ending).and_then(day::period) {
            // What closed this year has closed already: its year's last day has yet to come.
            let day = if (first..=last).contains(&today) { today } else { last };
            fields.set(ending, Value::Date(day));
        }
    }
    fields.day = Some(effective_from.unwrap_or(today));
    Told { effective_from, reason }
}

/// Days on which something ends; a bare year means its last one.
const ENDINGS: [&str; 2] = ["closed_on", "removed_on"];

/// Rounds to 7 decimals (about 1 cm), the precision at which coordinates are kept and shown.
pub fn rounded(geometry: &Geometry<f64>) -> Geometry<f64> {
    use geo::MapCoords;
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    geometry.map_coords(|Coord { x, y }| Coord { x: round(x), y: round(y) })
}

/// Defects with the field turned into a JSON pointer.
pub fn pointers(defects: Vec<Invalid>) -> Vec<Invalid> {
    defects
        .into_iter()
        .map(|mut defect| {
            if !defect.field.is_empty() && !defect.field.starts_with('/') {
                defect.field.insert(0, '/');
            }
            defect
        })
        .collect()
}
