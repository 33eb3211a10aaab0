//! The district's fitness plan as data: tasks, deadlines, bodies, indicators.
//!
//! Nothing about a district stands here; its plan is a file in `seeds/plan/`. The file's text is
//! read and checked by the registry, which alone knows lines and columns.

/// What indicators ask of records.
mod asked;
/// Which numbers an indicator may ask for, and with which parameters.
pub mod metric;

use super::site::words;
use jiff::civil::Date;
use metric::{Metric, Params};
use serde::{Deserialize, Serialize};

/// A plan that passed all checks: every reference in it leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    /// Folder of the district in `geodata/`.
    pub district: String,
    pub starts: Date,
    pub ends: Date,
    /// Day of the base values against which growth is measured.
    pub base_date: Date,
    /// The plan prints deadlines as text; their reading as days is ours.
    pub deadline_reading_is_ours: bool,
    /// Where the list of tasks was published.
    pub source: String,
    /// How sure it is: `S` published, `C` computed, `M` to be confirmed.
    pub source_mark: Option<String>,
    pub groups: Vec<Group>,
    pub bodies: Vec<Body>,
    pub party_classes: Vec<PartyClass>,
    /// Numbered 1, 2, 3 ... in this order.
    pub tasks: Vec<Task>,
}

/// A heading of the list of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
}

/// Who leads or supports a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// As the plan prints it most often.
    pub name: String,
    pub name_en: String,
    pub kind: BodyKind,
    /// Other names under which the plan means the same body.
    pub aliases: Vec<String>,
    /// How an alias is read, where that is our reading.
    pub alias_note_en: Option<String>,
}

words! {
    /// What stands behind the name of a body.
    BodyKind {
        Department = "department", "部门";
        /// Every sub-district office.
        AllSubdistricts = "all_subdistricts", "各街道办事处";
        /// Those that the task names.
        NamedSubdistricts = "named_subdistricts", "相关街道办事处";
    }
}

/// Words that tell in a free text which class of party a funder, owner or operator is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyClass {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub words: Vec<String>,
}

/// One task of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub number: u16,
    /// Id of its group.
    pub group: String,
    pub title_zh: String,
    pub title_en: String,
    pub deadline: Deadline,
    pub cadence: Cadence,
    pub expand: Expand,
    /// Bodies as this task prints them; `Plan::body` finds them, by alias too.
    pub lead: Vec<String>,
    pub supporting: Vec<String>,
    /// Sub-districts meant by a body of the kind `named_subdistricts`.
    pub related_subdistricts: Vec<String>,
    pub related_is_our_reading: bool,
    pub indicators: Vec<Indicator>,
}

/// Until when: the text, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// As printed.
    pub text: String,
    /// The last day that counts.
    pub read_as: Date,
    /// The stricter reading of the same text, where there is one.
    pub strict: Option<Date>,
}

words! {
    /// How often a task falls due.
    Cadence {
        Once = "once", "一次";
        Yearly = "yearly", "每年";
    }
}

words! {
    /// Whether a task is one obligation or one for each sub-district.
    Expand {
        None = "none", "不分解";
        PerSubdistrict = "per_subdistrict", "按街道分解";
    }
}

words! {
    /// Where the value of an indicator comes from.
    Source {
        Computed = "C", "计算";
        Listed = "L", "名录";
        Reported = "R", "填报";
        Milestone = "M", "里程碑";
    }
}

words! {
    /// The time that one value stands for.
    Period {
        /// The value on the day looked at.
        AtDate = "at_date", "时点";
        /// One value for every year of the plan.
        EachYear = "each_year", "逐年";
    }
}

words! {
    /// Where an indicator or a task stands.
    State {
        Missed = "missed", "未完成";
        AtRisk = "at_risk", "有风险";
        NoData = "no_data", "无数据";
        OnTrack = "on_track", "按进度";
        Met = "met", "已完成";
    }
}

/// How a value is held against its target; the value is never rounded before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparator {
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = ">")]
    MoreThan,
    #[serde(rename = "<=")]
    AtMost,
    #[serde(rename = "<")]
    LessThan,
    #[serde(rename = "=")]
    Equal,
}

impl Comparator {
    pub const ALL: &'static [Self] =
        &[Self::AtLeast, Self::MoreThan, Self::AtMost, Self::LessThan, Self::Equal];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
            Self::AtMost => "<=",
            Self::LessThan => "<",
            Self::Equal => "=",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text.trim())
    }

    /// Whether more than the target is as good: what is counted up and has reached it once keeps it.
    pub const fn wants_more(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan)
    }

    /// Whether the unrounded `value` reaches `target`; a value that is no number never does.
    #[expect(clippy::float_cmp, reason = "targets are compared exactly, as written")]
    pub fn holds(self, value: f64, target: f64) -> bool {
        match self {
            Self::AtLeast => value >= target,
            Self::MoreThan => value > target,
            Self::AtMost => value <= target,
            Self::LessThan => value < target,
            Self::Equal => value == target,
        }
    }
}

/// One number with a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub unit: String,
    pub target: f64,
    pub comparator: Comparator,
    pub source: Source,
    pub metric: &'static Metric,
    /// Checked against the metric.
    pub params: Params,
    /// The plan prints no such number; it is our reading.
    pub our_reading: bool,
    /// Levels of divisions at which it is computed, such as `district`.
    pub scope: Vec<String>,
    pub period: Period,
    /// Takes part in the task's state; else it is only shown.
    pub decides: bool,
    pub base_date: Date,
    pub note_zh: Option<String>,
    pub note_en: Option<String>,
}

impl Plan {
    /// Square metres of venue area per head that the plan wants: the target of its first deciding
    /// indicator on the statutory figure; `None` when it has no such task.
    pub fn target_m2_per_head(&self) -> Option<f64> {
        let indicators = self.tasks.iter().flat_map(|task| &task.indicators);
        let mut targets = indicators.filter(|i| i.decides && i.metric.name == metric::AREA_PER_HEAD);
        targets.find(|i| i.params.text("figure") == Some("all")).map(|i| i.target)
    }

    /// The body that is printed as `name`, which may be an alias.
    pub fn body(&self, name: &str) -> Option<&Body> {
        self.bodies.iter().find(|body| body.name == name || body.aliases.iter().any(|a| a == name))
    }

    pub fn task(&self, number: u16) -> Option<&Task> {
        self.tasks.iter().find(|task| task.number == number)
    }
}

#[cfg(test)]
mod tests {
    use super::Comparator;

    #[test]
    fn a_value_is_compared_unrounded() {
        assert!(!Comparator::AtLeast.holds(4.496, 4.5));
        assert!(Comparator::AtLeast.holds(4.5, 4.5));
        assert!(!Comparator::MoreThan.holds(4.5, 4.5));
        assert!(Comparator::LessThan.holds(-0.1, 0.0));
    }

    #[test]
    fn what_is_no_number_holds_nothing() {
        for comparator in Comparator::ALL {
            assert!(!comparator.holds(f64::NAN, 1.0));
        }
    }

    #[test]
    fn comparators_are_found_by_their_sign() {
        for comparator in Comparator::ALL {
            assert_eq!(Comparator::parse(comparator.as_str()), Some(*comparator));
        }
        assert_eq!(Comparator::parse("=>"), None);
    }
}
