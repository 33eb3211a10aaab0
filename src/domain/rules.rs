//! The counting rules: versioned data, editable by the office, read from `seeds/rules.toml`.

use super::site::{Access, Status};
use serde::{Deserialize, Serialize};

/// What counts, and how suspicion of double counting is raised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Shown with every figure.
    pub version: String,
    pub count: Count,
    pub suspicion: Suspicion,
    pub equipment: EquipmentRules,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspicion {
    /// Two sites of one kind nearer than this (metres) are listed.
    pub near_same_kind_m: f64,
    /// Two sites with nearly the same name nearer than this (metres) are listed.
    pub near_name_m: f64,
    /// Two polygons whose intersection covers more than this share of the smaller are listed.
    pub overlap_ratio: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EquipmentRules {
    pub default_design_life_years: u16,
}

impl Rules {
    pub fn counts_area(&self, status: Status) -> bool {
        self.count.area_statuses.contains(&status)
    }
    pub fn counts_coverage(&self, status: Status) -> bool {
        self.count.coverage_statuses.contains(&status)
    }
    pub fn is_open(&self, access: Access) -> bool {
        self.count.open_access.contains(&access)
    }
    pub fn is_free(&self, access: Access) -> bool {
        self.count.free_access.contains(&access)
    }
}
