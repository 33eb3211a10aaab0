//! Reads what is to be frozen out of given values.

use super::Fields;
use crate::registry::year_end::Freezing;

/// `year`, `by`, `reopen` with its `reason`; defects are left in `fields`.
pub fn freezing(fields: &mut Fields) -> Option<Freezing> {
    let year = fields.integer("year", 1900..=9999);
    if year.is_none() {
        fields.missing("year");
    }
    let by = fields.text("by");
    let reopen = fields.boolean("reopen").unwrap_or(false);
    let reason = fields.text("reason");
    match (reopen, &reason) {
        (true, None) => fields.wrong(
            "reason",
            "required",
            "重开已封存的年份须写明原因",
            "a frozen year is opened again with a reason",
        ),
        (false, Some(_)) => fields.wrong(
            "reason",
            "without_reopen",
            "只有重开（reopen）才写原因",
            "a reason is given only when a year is opened again (reopen)",
        ),
        _ => {}
    }
    let year = i16::try_from(year?).ok()?;
    Some(Freezing { year, by, reopened: reason })
}
