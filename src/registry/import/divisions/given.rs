//! A division as the file gives it, before it is known which one it is.

use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::registry::draft::{self, Told};
use crate::registry::import::source::Row;
use jiff::civil::Date;
use uuid::Uuid;

/// A division of the file, with the parent it names.
pub struct Given {
    pub row: u64,
    /// With an id of its own, until it turns out to be a known one.
    pub division: Division,
    pub parent: Option<String>,
    pub told: Told,
    /// Whether the row tells an external id, `rural` and `ethnic`.
    pub told_id: bool,
    pub told_rural: bool,
    pub told_ethnic: bool,
}

/// # Errors
/// The row's number and what is wrong with it.
pub fn read(row: Row, today: Date) -> Result<Given, (u64, Vec<Invalid>)> {
    let Row { row, id: _, mut fields, position } = row;
    let told = draft::told(&mut fields, today);
    let parent = fields.text("parent");
    let [told_id, told_rural, told_ethnic] = ["external_id", "rural", "ethnic"].map(|name| fields.has(name));
    fields.take("id");
    let id = DivisionId(Uuid::now_v7());
    let drafted = draft::division::division(&mut fields, id, parent.as_deref(), position.geometry);
    let Some(division) = drafted.filter(|_| fields.defects.is_empty()) else {
        return Err((row, fields.defects));
    };
    if let (Some(from), Some(to)) = (division.valid_from, division.valid_to)
        && to < from
    {
        return Err((
            row,
            vec![Invalid::new(
                "valid_to",
                "before_its_beginning",
                format!("失效日期 {to} 早于生效日期 {from}"),
                format!("valid_to {to} lies before valid_from {from}"),
            )],
        ));
    }
    Ok(Given { row, division, parent, told, told_id, told_rural, told_ethnic })
}
