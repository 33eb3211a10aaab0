//! The figures of a division and its children.

use super::Registry;
use super::error::RegistryError;
pub use super::why::{Amount, Figure, Unit, Why, WhyItem};
use super::world::World;
pub use crate::analysis::counting::coverage::{Coverage, Row};
use crate::domain::contribution::Ordinal;
use crate::domain::time::Micros;
use jiff::civil::Date;
use std::sync::Arc;

/// What a division's name led to.
pub enum Named {
    Everything,
    One(Ordinal),
    /// What lies in no child of the whole.
    Unassigned,
    /// What lies in this division but in none of its children.
    UnassignedOf(Ordinal),
}

/// Finds the division a text names (id, external id, name, code, `system:code`).
///
/// # Errors
/// It names none, or several (two code systems collide): the answer tells how to say which.
pub fn find_division(world: &World, text: &str) -> Result<Named, RegistryError> {
    if text == "unassigned" {
        return Ok(Named::Unassigned);
    }
    if let Some(of) = text.strip_prefix("unassigned:") {
        return match find_division(world, of)? {
            Named::One(top) => Ok(Named::UnassignedOf(top)),
            other => Ok(other),
        };
    }
    match world.tree.named(text)[..] {
        [] => Err(RegistryError::invalid(
            "division",
            "unknown_division",
            format!("没有行政区划“{text}”"),
            format!("there is no division `{text}`"),
        )),
        [one] => Ok(Named::One(one)),
        ref several => {
            let names: Vec<String> = several
                .iter()
                .map(|o| {
                    let division = &world.tree.node(*o).division;
                    let code = division.codes.iter().find(|code| code.code == text);
                    let code = code.map_or_else(String::new, |c| format!(" ({}:{})", c.system, c.code));
                    format!("{}{code}", division.name_zh)
                })
                .collect();
            let names = names.join(", ");
            Err(RegistryError::invalid(
                "division",
                "ambiguous_division",
                format!("“{text}”对应多个行政区划：{names}；请写 系统:代码"),
                format!("`{text}` names several divisions: {names}; write system:code"),
            ))
        }
    }
}

impl Registry {
    /// Coverage of a division (`None`: everything) on a day, as known at an instant.
    ///
    /// # Errors
    /// The division is not (uniquely) known, or the store fails.
    pub async fn coverage(
        &self,
        as_of: Option<Date>,
        known_at: Option<Micros>,
        division: Option<&str>,
    ) -> Result<(Arc<World>, Coverage), RegistryError> {
        let world = self.world_at(as_of, known_at).await?;
        let top = match division.map(|text| find_division(&world, text)).transpose()? {
            None | Some(Named::Everything) => None,
            Some(Named::One(ordinal)) => Some(ordinal),
            Some(Named::Unassigned | Named::UnassignedOf(_)) => {
                return Err(RegistryError::invalid(
                    "division",
                    "no_children",
                    "未划入部分没有下级；它是上级结果的最后一行",
                    "what is unassigned has no children; it is the last row of the whole",
                ));
            }
        };
        let coverage = world.coverage(&self.reference, top);
        Ok((world, coverage))
    }
}

/// The name out of an encoded feature, without reading the rest of it.
pub(super) fn name(feature: &[u8]) -> String {
    #[derive(serde::Deserialize)]
    struct Feature {
        properties: Properties,
    }
    #[derive(serde::Deserialize)]
    struct Properties {
        name_zh: String,
    }
    serde_json::from_slice::<Feature>(feature).map(|feature| feature.properties.name_zh).unwrap_or_default()
}
