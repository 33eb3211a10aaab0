//! A scenario: a named list of what-ifs, to be asked again and compared.

mod shape;
mod what_if;

pub use shape::Shape;
pub use what_if::WhatIf;

use super::id::ScenarioId;
use super::invalid::Invalid;
use super::name;
use serde::{Deserialize, Serialize};

/// What-ifs of one scenario at most.
pub const MOST_CHANGES: usize = 1_000;

/// Characters of a note at most.
const LONGEST_NOTE: usize = 10_000;

/// A scenario. Nothing of it is in the registry's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub id: ScenarioId,
    /// Unique.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// In the order in which they are made.
    pub changes: Vec<WhatIf>,
}

impl Scenario {
    /// # Errors
    /// Everything that is wrong: the name, the note, a what-if (`changes/0/add/geometry`).
    pub fn new(
        id: ScenarioId,
        name: String,
        note: Option<String>,
        changes: Vec<WhatIf>,
    ) -> Result<Self, Vec<Invalid>> {
        let mut defects: Vec<Invalid> = name::defect(&name).into_iter().collect();
        if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
            let (zh, en) = ("说明最多 10000 个字", "a note has at most 10,000 characters");
            defects.push(Invalid::new("note", "too_long", zh, en));
        }
        if changes.len() > MOST_CHANGES {
            let (zh, en) = ("一个方案最多 1000 项变动", "a scenario has at most 1,000 changes");
            defects.push(Invalid::new("changes", "too_many", zh, en));
        }
        for (at, change) in changes.iter().enumerate() {
            defects.extend(change.defects(&format!("changes/{at}")));
        }
        if defects.is_empty() { Ok(Self { id, name, note, changes }) } else { Err(defects) }
    }

    /// Under what it is known to the database: (source, external id).
    pub fn external(&self) -> (String, String) {
        ("scenario".to_owned(), self.name.clone())
    }
}
