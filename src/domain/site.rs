//! A fitness site and what can be said about it.

use super::area::Area;
use super::id::SiteId;
use super::invalid::Invalid;
use super::kind::{Kind, Measure, Shape};
use geo_types::Geometry;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$vdoc:meta])* $variant:ident = $word:literal, $zh:literal $(, [$($alias:literal),+])?;)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$(Self::$variant,)+];
            /// The word used in files and answers.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
            /// The Chinese word shown to users and understood in imports.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }
            /// What offices also write for it.
            pub const fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($($alias),+)?],)+ }
            }
            /// By its word, its Chinese word, or what offices also write.
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|v| {
                    v.as_str().eq_ignore_ascii_case(text) || v.zh() == text || v.aliases().contains(&text)
                })
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Where a site is in its life.
    Status {
        Planned = "planned", "规划", ["规划中", "拟建", "待建"];
        UnderConstruction = "under_construction", "在建", ["建设中", "施工中"];
        Operating = "operating", "在用", ["正常使用", "正常", "使用中", "运营中", "运营", "正常开放"];
        TemporarilyClosed = "temporarily_closed", "暂停开放", ["暂停使用", "临时关闭", "维修中", "改造中"];
        Closed = "closed", "已关闭", ["关闭", "永久关闭", "已拆除", "拆除"];
    }
}

words! {
    /// Who may use a site.
    Access {
        FreeOpen = "free_open", "免费开放", ["免费", "免费对外开放", "免费向社会开放"];
        Open = "open", "对外开放", ["收费", "收费开放", "有偿开放", "低收费", "低收费开放", "向社会开放"];
        Members = "members", "会员", ["会员制", "仅会员"];
        ClosedToPublic = "closed_to_public", "不对外开放", ["不开放", "未开放", "内部使用", "不对公众开放"];
        /// Nobody has told: it counts in the statutory figure only, and the two others know that
        /// they do not know it.
        Unknown = "unknown", "未知", ["不详", "不明", "未填"];
    }
}

words! {
    /// How the area is known.
    Grade {
        Measured = "measured", "实测", ["测量", "实地测量"];
        Design = "design", "设计图", ["设计", "图纸"];
        Polygon = "polygon", "图上量算", ["图上测量"];
        Estimate = "estimate", "估算", ["估计"];
    }
}

words! {
    /// Which level of government or community a site serves.
    Level {
        National = "national", "国家级";
        Province = "province", "省级";
        City = "city", "市级";
        District = "district", "区级";
        Subdistrict = "subdistrict", "街道级";
        Community = "community", "社区级";
    }
}

/// One part of a trail, in the order of the geometry's parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Recorded width in metres; `None` is an unknown area, never a default.
    pub width_m: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
}

/// A recorded split of a site's area over divisions, where its place alone does not tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// External id, name or `system:code` of the division.
    pub division: String,
    /// Part of the area, 0 to 1; the shares of one site sum to 1.
    pub share: f64,
}

/// A position as it came: before any conversion, in the datum its bringer declared. Of a line or
/// polygon it is the first vertex: with the datum it tells where all the others came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPosition {
    pub x: f64,
    pub y: f64,
    /// `wgs84`, `cgcs2000`, `gcj02`, `bd09` or `EPSG:n`.
    pub crs: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
}

/// A fitness site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub id: SiteId,
    /// The bringer's own key; unique together with `source`. Makes an import repeatable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    pub name_zh: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// Id of its kind in `seeds/kinds.toml`.
    pub kind: String,
    pub status: Status,
    pub access: Access,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funder: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintainer: Option<String>,
    /// Policy labels: `smart`, `rural_square`, ...; never survey types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
    /// Surveyed venue area; `None` is unknown, which is not zero.
    pub area_m2: Option<Area>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_grade: Option<Grade>,
    /// `false`: a declared overlap, the surface is already counted by another site.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub counts_area: bool,
    /// The site this one lies in (a court in a sports park).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_id: Option<SiteId>,
    /// Explicit allocation to divisions; empty: the site's place decides (one home), and a trail is
    /// cut at the boundaries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allocation: Vec<Allocation>,
    /// Of trails: one per part of the geometry, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<Segment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lighting: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessible: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub official_codes: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// The coordinate as it came, where it was converted: the point, or the first vertex of a line
    /// or polygon. Never shown to the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<RawPosition>,
    /// WGS 84, (lon, lat). A polygon's measured area is only a check on the surveyed one.
    #[serde(skip)]
    pub geometry: Option<Geometry<f64>>,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_yes(value: &bool) -> bool {
    *value
}

/// Number of parts that segments refer to: lines of a line geometry, else 0.
pub fn line_parts(geometry: &Geometry<f64>) -> usize {
    match geometry {
        Geometry::LineString(_) | Geometry::Line(_) => 1,
        Geometry::MultiLineString(lines) => lines.0.len(),
        _ => 0,
    }
}

impl Site {
    /// The rules that need nothing but the site and its kind. Geometry validity is checked elsewhere.
    pub fn defects(&self, kind: &Kind) -> Vec<Invalid> {
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
            None => found.push(Invalid::new(
                "geometry",
                "missing",
                "缺少位置，请给出点、线或面",
                "the geometry is missing; give a point, line or polygon",
            )),
            Some(geometry) => self.geometry_defects(geometry, kind, &mut found),
        }
        if let (Some(opened), Some(closed)) = (self.opened_on, self.closed_on)
            && closed < opened
        {
            found.push(Invalid::new(
                "closed_on",
                "before_opening",
                format!("关闭日期 {closed} 早于启用日期 {opened}"),
                format!("closed on {closed}, before it opened on {opened}"),
            ));
        }
        if self.container_id == Some(self.id) {
            found.push(Invalid::new(
                "container_id",
                "self",
                "场地不能包含自己",
                "a site can not contain itself",
            ));
        }
        let shared: f64 = self.allocation.iter().map(|part| part.share).sum();
        let in_range = self.allocation.iter().all(|part| part.share > 0.0 && part.share <= 1.0);
        if !self.allocation.is_empty() && (!in_range || (shared - 1.0).abs() > 1e-9) {
            found.push(Invalid::new(
                "allocation",
                "does_not_sum_to_one",
                format!("分配比例之和为 {shared}，应为 1"),
                format!("the allocated shares sum to {shared}; they must sum to 1"),
            ));
        }
        if self.area_grade.is_some() && self.area_m2.is_none() && kind.measure == Measure::Area {
            found.push(Invalid::new(
                "area_grade",
                "grade_without_area",
                "填写了面积等级却没有面积：请填面积或清空等级",
                "a grade without an area: give the area or leave the grade empty",
            ));
        }
        found
    }

    /// What can not be true together on the day of which the status is told.
    ///
    /// A day to come is an announcement (opens in March, closes in June) and contradicts nothing.
    pub fn contradictions(&self, day: Date) -> Vec<Invalid> {
        let passed = |date: Option<Date>| date.filter(|date| *date <= day);
        let word = self.status.zh();
        let english = self.status.as_str();
        match self.status {
            Status::Planned | Status::UnderConstruction => passed(self.opened_on)
                .map(|opened| {
                    Invalid::new(
                        "opened_on",
                        "opened_but_not_built",
                        format!("状态为“{word}”，却已于 {opened} 启用：请改状态，或清空启用日期"),
                        format!("{english}, yet opened on {opened}: change the status or leave the day empty"),
                    )
                })
                .into_iter()
                .collect(),
            Status::Operating | Status::TemporarilyClosed => passed(self.closed_on)
                .map(|closed| {
                    Invalid::new(
                        "closed_on",
                        "closed_but_in_use",
                        format!("状态为“{word}”，却已于 {closed} 关闭：请改为“已关闭”，或清空关闭日期（它只指永久关闭）"),
                        format!(
                            "{english}, yet closed on {closed}: set the status closed, or leave the day empty (it means closed for good)"
                        ),
                    )
                })
                .into_iter()
                .collect(),
            Status::Closed => self
                .opened_on
                .filter(|opened| *opened > day)
                .map(|opened| {
                    Invalid::new(
                        "opened_on",
                        "closed_before_opening",
                        format!("状态为“{word}”，启用日期 {opened} 却还没有到"),
                        format!("{english}, yet it opens on {opened}, which has not come"),
                    )
                })
                .into_iter()
                .collect(),
        }
    }

    fn geometry_defects(&self, geometry: &Geometry<f64>, kind: &Kind, found: &mut Vec<Invalid>) {
        let shape = Shape::of(geometry);
        if !shape.is_some_and(|shape| kind.geometry.contains(&shape)) {
            found.push(Invalid::new(
                "geometry",
                "wrong_shape",
                format!("“{}”不能用这种几何类型，可用：{:?}", kind.name_zh, kind.geometry),
                format!("a {} can not have this geometry type; allowed: {:?}", kind.name_en, kind.geometry),
            ));
        }
        let parts = line_parts(geometry);
        if !self.segments.is_empty() && self.segments.len() != parts {
            found.push(Invalid::new(
                "segments",
                "segment_count",
                format!("路段有 {} 条，几何有 {parts} 部分：两者必须相同", self.segments.len()),
                format!(
                    "{} segments for a geometry of {parts} parts; both must be equal",
                    self.segments.len()
                ),
            ));
        }
        for (position, segment) in self.segments.iter().enumerate() {
            if segment.width_m.is_some_and(|w| !w.is_finite() || w <= 0.0 || w > 100.0) {
                found.push(Invalid::new(
                    format!("segments/{position}/width_m"),
                    "width_out_of_range",
                    "宽度须大于 0 且不超过 100 米；不知道就留空",
                    "a width must be above 0 and at most 100 m; leave it empty when unknown",
                ));
            }
        }
    }
}
