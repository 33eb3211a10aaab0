//! Population: one set of figures of one year, by division or by cell.

use super::id::{DivisionId, PopulationId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who is counted. Only residents are a denominator of venue area per head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// 常住人口: who lives there.
    Resident,
    /// 户籍人口: who is registered there; up to a fifth off in Shenyang.
    Registered,
}

/// A set of population figures at one year's end, with its vintage. Immutable: a revision is a new set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationSet {
    pub id: PopulationId,
    /// Figures hold at 31 December of this year.
    pub year: i16,
    pub base: Base,
    /// Which publication: "the 2019 figure is true only with the population vintage of the time".
    pub vintage: String,
    /// When that vintage was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// Figures of divisions; empty in a set of cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub divisions: Vec<DivisionFigure>,
    /// How many cells the set has; the cells themselves are stored beside it.
    #[serde(default)]
    pub cells: u64,
    /// People in all the cells together.
    #[serde(default)]
    pub cell_people: u64,
    /// Of the cells: not published, but computed by `method`; so is the set if any of them is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimate: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Cells that the source has but of which it does not tell how many people live there: they are not among
    /// `cells`, and `cell_people` is so much less than everybody.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cells_unknown: u64,
    /// Age groups that any of the cells tells, in the source's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub age_groups: Vec<String>,
    /// The ground that each cell stands for, where the source tells; absent: not known, or points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footprint: Option<Footprint>,
    /// SHA-256 of the figures in the file's order: the same file again is no new set.
    #[serde(default)]
    pub digest: String,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// The ground that each cell of a set stands for; its centre is where the cell is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Footprint {
    /// A square of this side, metres on the ground.
    SquareM(f64),
    /// A box of these degrees of longitude and latitude.
    Degrees([f64; 2]),
    /// The hexagon of the H3 grid of this resolution.
    H3Resolution(u8),
}

/// The population of one division.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DivisionFigure {
    pub division: DivisionId,
    pub people: u64,
    /// Not published: computed by `method`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimate: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}

/// One cell (or point) of a population grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Centroid, WGS 84; a cell belongs to the division its centroid lies in.
    pub lon: f64,
    pub lat: f64,
    pub people: u32,
    /// People by age group where the source gives and does not suppress them: (group, people).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ages: Vec<(String, u32)>,
}
