//! The counting rules: versioned data, editable by the office, read from `seeds/rules.toml`.

/// The file as it is written: every key, its source mark, and the values that are implemented.
pub mod written;

use super::site::{Access, Status};
use serde::{Deserialize, Serialize};
use written::Written;

/// People of a cell below which it is not shown, where the rules do not say.
const FEWEST_SHOWN: u32 = 10;

/// What counts, and how suspicion of double counting is raised.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct Rules {
    /// Shown with every figure.
    pub version: String,
    pub count: Count,
    pub suspicion: Suspicion,
    pub equipment: EquipmentRules,
    pub reach: written::Reach,
    pub uncertainty: written::Uncertainty,
    /// Population cells with fewer people are not shown.
    pub fewest_shown: u32,
    /// All that the file says, with the sources, to be shown.
    pub written: Written,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Count {
    /// Statuses that count for venue area.
    pub area_statuses: Vec<Status>,
    /// Statuses that count for coverage (who can reach a site).
    pub coverage_statuses: Vec<Status>,
    /// Access classes of the figure "open to the public".
    pub open_access: Vec<Access>,
    /// Access classes of the figure "free and open".
    pub free_access: Vec<Access>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Suspicion {
    /// Two sites of one kind nearer than this (metres) are listed.
    pub near_same_kind_m: f64,
    /// Two sites with nearly the same name nearer than this (metres) are listed.
    pub near_name_m: f64,
    /// Two polygons whose intersection covers more than this share of the smaller are listed.
    pub overlap_ratio: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EquipmentRules {
    pub default_design_life_years: u16,
}

impl From<Written> for Rules {
    fn from(written: Written) -> Self {
        let count = Count {
            area_statuses: written.count.area_statuses.clone(),
            coverage_statuses: written.count.coverage_statuses.clone(),
            open_access: written.count.open_access.clone(),
            free_access: written.count.free_access.clone(),
        };
        let suspicion = Suspicion {
            near_same_kind_m: written.suspicion.near_same_kind_m,
            near_name_m: written.suspicion.near_name_m,
            overlap_ratio: written.suspicion.overlap_ratio,
        };
        let default_design_life_years = written.equipment.default_design_life_years;
        let equipment = EquipmentRules { default_design_life_years };
        let reach = written.reach.clone();
        let fewest_shown = written.privacy.min_people_shown.unwrap_or(FEWEST_SHOWN);
        Self {
            version: written.version.clone(),
            count,
            suspicion,
            equipment,
            reach,
            uncertainty: written.uncertainty,
            fewest_shown,
            written,
        }
    }
}

impl Rules {
    pub fn counts_area(&self, status: Status) -> bool {
        self.count.area_statuses.contains(&status)
    }
    pub fn counts_coverage(&self, status: Status) -> bool {
        self.count.coverage_statuses.contains(&status)
    }
    /// Whether a site of that access class is in the figure "open to the public"; `None` when its
    /// access is not known.
    pub fn is_open(&self, access: Access) -> Option<bool> {
        known_in(&self.count.open_access, access)
    }
    /// Whether it is in the figure "free and open".
    pub fn is_free(&self, access: Access) -> Option<bool> {
        known_in(&self.count.free_access, access)
    }
}

fn known_in(classes: &[Access], access: Access) -> Option<bool> {
    let listed = classes.contains(&access);
    (listed || access != Access::Unknown).then_some(listed)
}
