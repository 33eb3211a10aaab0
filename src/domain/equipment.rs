//! A piece of fitness equipment on a site.

use super::id::{EquipmentId, SiteId};
use super::invalid::Invalid;
use super::site::{RawPosition, words};
use geo_types::Geometry;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// Whom a piece is made for.
    TargetGroup {
        General = "general", "通用";
        Elderly = "elderly", "老年人", ["老人", "中老年"];
        Rehabilitation = "rehabilitation", "康复";
        Child = "child", "儿童", ["少儿", "少年儿童"];
    }
}

// A kind that names no group is for everybody.
#[expect(clippy::derivable_impls, reason = "the words! macro writes the enum without a default variant")]
impl Default for TargetGroup {
    fn default() -> Self {
        Self::General
    }
}

words! {
    /// What a piece is fit for now. Over-age is computed, not a state.
    EquipmentState {
        Working = "working", "完好", ["正常", "正常使用", "良好", "在用"];
        Faulty = "faulty", "故障", ["损坏", "待维修", "待修"];
        SealedOff = "sealed_off", "封停", ["封存", "停用"];
        Removed = "removed", "已拆除", ["拆除"];
    }
}

/// A piece of equipment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equipment {
    pub id: EquipmentId,
    pub site_id: SiteId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Id of its kind in `seeds/kinds.toml` (`equipment_kind`).
    pub kind: String,
    pub name_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Such as `GB 19272-2011` or `GB 19272-2024`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_edition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installed_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_on: Option<Date>,
    /// Years; `None` takes the rule's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design_life_years: Option<u16>,
    pub target_group: TargetGroup,
    #[serde(default)]
    pub wheelchair: bool,
    #[serde(default)]
    pub smart: bool,
    pub state: EquipmentState,
    /// An opaque stable id, never a coordinate; unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funder: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintainer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<RawPosition>,
    /// A point, WGS 84 (lon, lat).
    #[serde(skip)]
    pub geometry: Option<Geometry<f64>>,
}

impl Equipment {
    /// The rules that need nothing but the piece itself.
    pub fn defects(&self) -> Vec<Invalid> {
        let mut found = Vec::new();
        if self.name_zh.trim().is_empty() {
            found.push(Invalid::new(
                "name_zh",
                "missing",
                "缺少中文名称，请填写",
                "the Chinese name is missing; fill it in",
            ));
        }
        match &self.geometry {
            Some(Geometry::Point(_)) => {}
            _ => found.push(Invalid::new(
                "geometry",
                "wrong_shape",
                "器材的位置须是一个点",
                "equipment needs one point as its position",
            )),
        }
        if self.design_life_years.is_some_and(|years| years == 0 || years > 100) {
            found.push(Invalid::new(
                "design_life_years",
                "out_of_range",
                "设计年限须为 1 至 100 年",
                "the design life must be 1 to 100 years",
            ));
        }
        if let (Some(installed), Some(removed)) = (self.installed_on, self.removed_on)
            && removed < installed
        {
            found.push(Invalid::new(
                "removed_on",
                "before_installation",
                format!("拆除日期 {removed} 早于安装日期 {installed}"),
                format!("removed on {removed}, before it was installed on {installed}"),
            ));
        }
        found
    }

    /// What can not be true together on the day of which the state is told.
    pub fn contradictions(&self, day: Date) -> Vec<Invalid> {
        let found = match (self.state, self.removed_on) {
            // Every past year-end depends on it, and without it the piece would never have stood.
            (EquipmentState::Removed, None) => Invalid::new(
                "removed_on",
                "removed_without_a_day",
                "状态为“已拆除”却没有拆除日期：请填写；不知道时填发现已拆除的那天",
                "removed, but on which day? Where it is not known, give the day on which it was found gone",
            ),
            (EquipmentState::Working | EquipmentState::Faulty | EquipmentState::SealedOff, Some(removed))
                if removed <= day =>
            {
                let (word, english) = (self.state.zh(), self.state.as_str());
                Invalid::new(
                    "removed_on",
                    "removed_but_standing",
                    format!("状态为“{word}”，却已于 {removed} 拆除：请改为“已拆除”，或清空拆除日期"),
                    format!(
                        "{english}, yet removed on {removed}: set the state removed, or leave the day empty"
                    ),
                )
            }
            _ => return Vec::new(),
        };
        vec![found]
    }

    /// Whether the piece stands longer than its design life on that day; `None` when unknown.
    pub fn is_over_age(&self, day: Date, default_life_years: u16) -> Option<bool> {
        let years = i16::try_from(self.design_life_years.unwrap_or(default_life_years)).ok()?;
        let installed = self.installed_on?;
        let end = installed.checked_add(jiff::Span::new().years(years)).ok()?;
        Some(day > end)
    }
}
