//! Numbers of people as files have them: told, not told, or kept back.

use crate::domain::invalid::Invalid;
use crate::registry::draft::Fields;
use crate::registry::import::mapping::AGE;
use std::fmt::Write as _;
use std::sync::Arc;

/// What a value may be mapped to that says "there is a number, but it is kept back".
const UNKNOWN: [&str; 5] = ["unknown", "suppressed", "未知", "不详", "保密"];

/// A number of people of which the file says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Known(u64),
    /// Kept back by the source, to protect those who are few; not zero.
    Unknown,
}

/// Fields of age groups in the file's order, to be asked before anything is taken out.
pub fn groups(fields: &Fields) -> Vec<Arc<str>> {
    fields.beginning(&format!("{AGE}:"))
}

/// A row's number of people under a field, at most `most`; `None` where nothing is given or the
/// value is wrong, which is added to the defects.
pub fn count(fields: &mut Fields, field: &str, most: i64) -> Option<Count> {
    let given = fields.peek(field)?.to_text();
    let given = given.trim();
    if UNKNOWN.contains(&given.to_lowercase().as_str()) {
        fields.take(field);
        return Some(Count::Unknown);
    }
    let (given, before) = (given.to_owned(), fields.defects.len());
    let number = fields.integer(field, 0..=most).and_then(|number| u64::try_from(number).ok());
    for defect in fields.defects.iter_mut().skip(before) {
        kept_back(defect, field, &given);
    }
    number.map(Count::Known)
}

/// Age groups of a row in the file's order: the people of each group that tells them, and how many
/// groups keep them back. A group with more people than all is refused: it is a mark, not a number.
///
/// `groups`: the fields of the groups.
pub fn ages(
    fields: &mut Fields,
    groups: &[Arc<str>],
    all: Option<Count>,
    most: i64,
) -> (Vec<(String, u32)>, u64) {
    let (mut told, mut unknown) = (Vec::new(), 0);
    for field in groups {
        let group = field.split_once(':').map_or("", |(_, group)| group).to_owned();
        match count(fields, field, most) {
            None => {}
            Some(Count::Unknown) => unknown += 1,
            Some(Count::Known(people)) => match all {
                Some(Count::Known(all)) if people > all => {
                    let mut defect = Invalid::new(
                        &**field,
                        "group_exceeds_all",
                        format!("年龄组 {people} 人，多于总人口 {all} 人"),
                        format!("{people} people in this age group, more than all {all}"),
                    );
                    kept_back(&mut defect, AGE, &people.to_string());
                    fields.defects.push(defect);
                }
                _ => told.push((group, u32::try_from(people).unwrap_or(u32::MAX))),
            },
        }
    }
    (told, unknown)
}

/// Adds what to do about a mark that stands where a number should.
fn kept_back(defect: &mut Invalid, field: &str, given: &str) {
    let family = field.split_once(':').map_or(field, |(family, _)| family);
    let flag = format!("--values '{family}:{given}=unknown'");
    // Writing to a text does not fail.
    let _ = write!(defect.message_zh, "；若“{given}”表示保密未公布，请用 {flag} 说明");
    let _ = write!(defect.message_en, "; if `{given}` marks what the source keeps back, say so with {flag}");
}
