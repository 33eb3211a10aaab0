//! Figures, and the sites and rules behind each of them.

use super::Registry;
use super::error::RegistryError;
use super::world::World;
pub use crate::analysis::counting::coverage::{Coverage, Row};

use crate::domain::area::Area;
use crate::domain::contribution::{Ordinal, Verdict};
use crate::domain::time::Micros;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;

/// Which of the three figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    All,
    Open,
    Free,
}

impl Figure {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "all" => Some(Self::All),
            "open" => Some(Self::Open),
            "free" => Some(Self::Free),
            _ => None,
        }
    }
}

/// The list behind one number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// Name of the division; `null` when everything was asked for.
    pub division: Option<String>,
    pub figure: Figure,
    pub as_of: Date,
    pub rule_version: String,
    /// Sum of the counted items: equals the figure exactly.
    pub total_m2: Area,
    pub items: Vec<WhyItem>,
}

/// One site and the rule that counts it or leaves it out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyItem {
    pub site_id: String,
    pub name_zh: String,
    pub kind: String,
    /// Known area that falls to the division; `null` when unknown.
    pub area_m2: Option<Area>,
    pub counted: bool,
    pub rule_zh: &'static str,
    pub rule_en: &'static str,
    /// Part of the site that falls to the division, by area or else by length; 1 for most.
    pub share: f64,
}

/// What a division's name led to.
pub enum Named {
    Everything,
    One(Ordinal),
    /// What lies in no child of the whole.
    Unassigned,
}

/// Finds the division a text names (id, external id, name, code, `system:code`).
///
/// # Errors
/// It names none, or several (two code systems collide): the answer tells how to say which.
pub fn find_division(world: &World, text: &str) -> Result<Named, RegistryError> {
    if text == "unassigned" {
        return Ok(Named::Unassigned);
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
            Some(Named::Unassigned) => {
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

    /// Every site that stands in the division, and why its area is or is not in the figure.
    ///
    /// # Errors
    /// The division is not (uniquely) known, or the store fails.
    pub async fn why(
        &self,
        as_of: Option<Date>,
        known_at: Option<Micros>,
        division: Option<&str>,
        figure: Figure,
    ) -> Result<(Arc<World>, Why), RegistryError> {
        let world = self.world_at(as_of, known_at).await?;
        let named =
            division.map(|text| find_division(&world, text)).transpose()?.unwrap_or(Named::Everything);
        let roots: Vec<Ordinal> = world.tree.roots().collect();
        let whole = match (&named, &roots[..]) {
            (Named::Everything | Named::Unassigned, _) => true,
            (Named::One(ordinal), [root]) => ordinal == root,
            (Named::One(_), _) => false,
        };
        let within = |share: Ordinal| match &named {
            Named::Everything => true,
            Named::One(top) => whole || world.tree.is_within(share, *top),
            // Without any division everything lies in the one implicit area.
            Named::Unassigned if roots.is_empty() => false,
            Named::Unassigned => share == Ordinal::NONE || roots.len() == 1 && share == roots[0],
        };
        let mut items = Vec::new();
        let mut total_m2 = Area::ZERO;
        for entry in world.snapshot.sites.iter() {
            let counted = &entry.facts.contribution;
            let shares = counted.shares.as_slice();
            let (mut area, mut length, mut here) = (Area::ZERO, 0, false);
            for share in shares.iter().filter(|share| within(share.division)) {
                area += share.area;
                length += share.length_cm;
                here = true;
            }
            if !here {
                continue;
            }
            let in_figure = match figure {
                Figure::All => true,
                Figure::Open => counted.open,
                Figure::Free => counted.free,
            };
            // A trail of which only some widths are known counts with what is known.
            let adds = in_figure && counted.verdict.wants_area();
            if adds {
                total_m2 += area;
            }
            let (rule_zh, rule_en) = if in_figure {
                (counted.verdict.zh(), counted.verdict.en())
            } else {
                ("开放类型不属于本口径", "its access class is not in this figure")
            };
            let (name_zh, kind) =
                (name(&entry.feature), self.reference.catalogue.get(counted.kind).id.clone());
            items.push(WhyItem {
                site_id: entry.id.to_string(),
                name_zh,
                kind,
                area_m2: (counted.verdict != Verdict::AreaUnknown || area != Area::ZERO).then_some(area),
                counted: adds && (counted.verdict != Verdict::AreaUnknown || area != Area::ZERO),
                rule_zh,
                rule_en,
                share: part(area, counted.area(), length, counted.length_cm()),
            });
        }
        let known = |item: &WhyItem| item.area_m2.unwrap_or(Area::ZERO);
        items.sort_by(|a, b| known(b).cmp(&known(a)).then_with(|| a.site_id.cmp(&b.site_id)));
        let division = match named {
            Named::One(top) => Some(world.tree.node(top).division.name_zh.clone()),
            Named::Unassigned => Some("unassigned".to_owned()),
            Named::Everything => None,
        };
        let rule_version = self.reference.rules.version.clone();
        let why = Why { division, figure, as_of: world.at.as_of, rule_version, total_m2, items };
        Ok((world, why))
    }
}

#[expect(clippy::cast_precision_loss, reason = "lengths stay below 2^53 cm")]
fn part(area: Area, whole_area: Area, length_cm: i64, whole_length_cm: i64) -> f64 {
    if whole_area > Area::ZERO {
        area.m2() / whole_area.m2()
    } else if whole_length_cm > 0 {
        length_cm as f64 / whole_length_cm as f64
    } else {
        1.0
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
