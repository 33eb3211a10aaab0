//! Whether every division has its parent on every day on which it exists.

use super::known::Known;
use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::registry::import::report::Report;
use jiff::civil::Date;
use std::collections::HashMap;

/// A division as it will stand.
pub struct Standing<'a> {
    pub division: &'a Division,
    /// Day from which this revision of it holds.
    pub since: Date,
    /// The row that tells it; `None`: it is registered, and not in the file.
    pub row: Option<u64>,
}

impl Standing<'_> {
    /// First day of what is told here.
    fn begins(&self) -> Date {
        self.division.valid_from.map_or(self.since, |from| from.max(self.since))
    }
}

/// Refuses rows whose division outlives its parent or begins before it. Of a registered one that
/// begins before, a warning: on those days it hangs higher up, and no row of the file can mend it.
pub fn check(standing: &HashMap<DivisionId, Standing<'_>>, known: &Known, report: &mut Report) {
    let mut sorted: Vec<&Standing<'_>> = standing.values().collect();
    sorted.sort_by_key(|one| (one.row, one.division.id));
    let mut early = Vec::new();
    for child in sorted {
        let Some(parent) = child.division.parent.and_then(|id| standing.get(&id)) else { continue };
        if child.row.is_none() && parent.row.is_none() {
            continue;
        }
        let (name, above) = (&child.division.name_zh, &parent.division.name_zh);
        if let Some(ends) = parent.division.valid_to
            && child.division.valid_to.is_none_or(|to| to > ends)
        {
            match child.row {
                Some(row) => report.refuse(row, &[Invalid::new(
                    "valid_to",
                    "outlives_parent",
                    format!("“{name}”在上级“{above}”失效（{ends}）之后仍然有效：请写 valid_to，或改写上级"),
                    format!("{name} still exists after its parent {above} ends on {ends}; give its valid_to or another parent"),
                )]),
                None => report.refuse(parent.row.unwrap_or(0), &[Invalid::new(
                    "valid_to",
                    "would_orphan",
                    format!("“{above}”于 {ends} 失效，而下级“{name}”仍然有效：请把下级也写入文件，并写 valid_to 或新的上级"),
                    format!("{above} ends on {ends} but {name} in it still exists; add it to the file with its valid_to or its new parent"),
                )]),
            }
            continue;
        }
        // A known parent was there before, as the revision tells that stands until the row's day.
        let begins = match known.get(parent.division.id) {
            Some(one) if parent.since > one.stored.effective_from => one.division.valid_from,
            Some(_) => parent.division.valid_from,
            None => Some(parent.begins()),
        };
        let Some(begins) = begins.filter(|begins| child.begins() < *begins) else { continue };
        match child.row {
            Some(row) => report.refuse(row, &[Invalid::new(
                "valid_from",
                "before_its_parent",
                format!("“{name}”早于上级“{above}”（{begins} 起）：请写 valid_from，例如 --set valid_from={begins}"),
                format!("{name} exists before its parent {above}, which begins on {begins}; give its valid_from, such as --set valid_from={begins}"),
            )]),
            None => early.push((name, above, begins)),
        }
    }
    if let Some((name, above, begins)) = early.first() {
        let count = early.len();
        let zh = format!(
            "{count} 个已登记的区划早于其上级，如“{name}”早于“{above}”（{begins} 起）：此前它们不归于该上级"
        );
        let en = format!(
            "{count} registered divisions exist before their parent, such as {name} before {above} ({begins}); until then they do not lie in it"
        );
        report.warn(0, Some("valid_from"), "before_their_parent", &zh, &en);
    }
}
