//! The plan file, parsed and validated: what passes can be computed, what does not names its place.

/// Turns the written file into a plan and collects all defects.
mod check;
/// The parameters of an indicator against its metric.
mod params;
/// A place in the file as line and column.
mod place;
/// The file as it is written.
mod written;

use super::error::RegistryError;
use super::reference::read_toml;
use crate::domain::plan::Plan;

/// Reads the text of a plan file; `name` is what the user calls it.
///
/// # Errors
/// The text is no TOML, has unknown or missing keys, or refers to what is not there. Each defect
/// names file, line and column (from 1, in characters) as its field; all defects are given at once.
pub fn parse(name: &str, text: &str) -> Result<Plan, RegistryError> {
    let written = read_toml(name, text)?;
    check::plan(&written, place::Places::new(name, text))
}

#[cfg(test)]
mod tests;
