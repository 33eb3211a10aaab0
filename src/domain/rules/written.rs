//! The file of rules, key by key.
//!
//! A key that is not here is refused when the file is read: misspelt, it would silently have no
//! effect. Of a rule with one reading only that reading is accepted; another one is refused by name,
//! never ignored. A key `X_source` is the mark of rule `X`: S published, C computed, M general
//! knowledge, G guess.

use crate::domain::site::{Access, Status};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

/// Where a rule is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Published.
    S,
    /// Computed and checked.
    C,
    /// Derived.
    D,
    /// General knowledge, to be confirmed.
    M,
    /// Guess.
    G,
}

/// `seeds/rules.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    pub version: String,
    pub title_zh: Option<String>,
    pub title_en: Option<String>,
    pub count: Count,
    #[serde(default)]
    pub denominator: Denominator,
    pub suspicion: Suspicion,
    pub equipment: Equipment,
    #[serde(default)]
    pub privacy: Privacy,
    #[serde(default)]
    pub reach: Reach,
    #[serde(default)]
    pub uncertainty: Uncertainty,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    pub area_statuses: Vec<Status>,
    pub area_statuses_source: Option<Mark>,
    pub coverage_statuses: Vec<Status>,
    pub coverage_statuses_source: Option<Mark>,
    pub open_access: Vec<Access>,
    pub open_access_source: Option<Mark>,
    pub free_access: Vec<Access>,
    pub free_access_source: Option<Mark>,
    #[serde(default)]
    pub containers: Containers,
    pub containers_source: Option<Mark>,
    #[serde(default)]
    pub declared_overlap: DeclaredOverlap,
    pub declared_overlap_source: Option<Mark>,
    #[serde(default)]
    pub tagged_container: TaggedContainer,
    pub tagged_container_source: Option<Mark>,
    #[serde(default)]
    pub trail_missing_width: TrailMissingWidth,
    pub trail_missing_width_source: Option<Mark>,
    #[serde(default)]
    pub trail_at_boundary: TrailAtBoundary,
    pub trail_at_boundary_source: Option<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Denominator {
    #[serde(default)]
    pub base: DenominatorBase,
    pub base_source: Option<Mark>,
    #[serde(default)]
    pub reference_day: ReferenceDay,
    pub reference_day_source: Option<Mark>,
    #[serde(default = "yes", deserialize_with = "always")]
    pub compare_unrounded: bool,
    pub compare_unrounded_source: Option<Mark>,
}

impl Default for Denominator {
    fn default() -> Self {
        Self {
            base: DenominatorBase::default(),
            base_source: None,
            reference_day: ReferenceDay::default(),
            reference_day_source: None,
            compare_unrounded: true,
            compare_unrounded_source: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspicion {
    pub near_same_kind_m: f64,
    pub near_same_kind_source: Option<Mark>,
    pub near_name_m: f64,
    pub near_name_source: Option<Mark>,
    pub overlap_ratio: f64,
    pub overlap_ratio_source: Option<Mark>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equipment {
    pub default_design_life_years: u16,
    pub default_design_life_source: Option<Mark>,
    #[serde(default)]
    pub over_age: OverAge,
    pub over_age_source: Option<Mark>,
    /// Shown; nothing is computed from it.
    pub current_standard: Option<String>,
    #[serde(default, deserialize_with = "day")]
    pub current_standard_from: Option<Date>,
    pub current_standard_source: Option<Mark>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// Population cells below this are not shown.
    pub min_people_shown: Option<u32>,
    pub min_people_shown_source: Option<Mark>,
}

/// What a fitness circle, and a village, should have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// Radius of the fitness circle, metres.
    pub circle_m: f64,
    pub circle_source: Option<Mark>,
    /// Families of facilities that should be within it.
    pub circle_families: u32,
    pub circle_families_source: Option<Mark>,
    /// Levels of divisions that are villages.
    #[serde(default)]
    pub village_levels: Vec<String>,
    pub village_levels_source: Option<Mark>,
    /// What each village should have.
    #[serde(default)]
    pub village_presence: Vec<Presence>,
    pub village_presence_source: Option<Mark>,
    /// How far from its boundary, or from its place where only that is known, still is the village, metres.
    #[serde(default)]
    pub village_around_m: f64,
    pub village_around_source: Option<Mark>,
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            circle_m: 1_000.0,
            circle_source: None,
            circle_families: 3,
            circle_families_source: None,
            village_levels: Vec::new(),
            village_levels_source: None,
            village_presence: Vec::new(),
            village_presence_source: None,
            village_around_m: 0.0,
            village_around_source: None,
        }
    }
}

/// What the unknown may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uncertainty {
    /// Low, typical and high width of a trail whose width nobody has recorded, metres. Bounds only:
    /// the figure itself never takes it.
    pub trail_width_m: [f64; 3],
    pub trail_width_source: Option<Mark>,
}

impl Default for Uncertainty {
    fn default() -> Self {
        Self { trail_width_m: [1.5, 2.0, 3.0], trail_width_source: None }
    }
}

/// So many of some kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// Ids of kinds, any of which will do.
    pub kinds: Vec<String>,
    pub count: u32,
    /// Where a site has pieces of this kind of equipment, they are counted instead of the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pieces: Option<String>,
}

/// A rule of which one reading is implemented.
macro_rules! one_reading {
    ($($(#[$doc:meta])* $name:ident = $variant:ident $word:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            #[default]
            #[serde(rename = $word)]
            $variant,
        }
    )+};
}

one_reading! {
    /// Land of a park or centre is no venue area.
    Containers = Never "never";
    /// Of two venues in one place one carries `counts_area = false`.
    DeclaredOverlap = CountsOnce "counts_once";
    /// A programme tag on a container and on its content: the topmost tagged one counts.
    TaggedContainer = TopmostOnce "topmost_once";
    /// A missing width is an unknown area, never a default.
    TrailMissingWidth = UnknownArea "unknown_area";
    /// Trails are cut at boundaries.
    TrailAtBoundary = Clip "clip";
    /// 常住人口.
    DenominatorBase = Resident "resident";
    /// The year's end.
    ReferenceDay = YearEnd "12-31";
    /// Over-age pieces are told as such, not removed.
    OverAge = State "state";
}

fn yes() -> bool {
    true
}

fn always<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    let given = bool::deserialize(from)?;
    if given {
        return Ok(true);
    }
    Err(serde::de::Error::custom("only `true` is implemented: 4.496 prints as 4.50 and does not reach 4.5"))
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    Date::deserialize(from).map(Some)
}
