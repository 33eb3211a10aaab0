//! What can be wrong with a geometry, in two languages.

/// One thing that is wrong with a geometry; places are (lon, lat) in degrees.
///
/// `Display` is the English sentence; [`Flaw::message_zh`] the Chinese one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Flaw {
    /// No coordinates at all.
    #[error("the geometry is empty; give at least one place")]
    Empty,
    /// NaN or infinity.
    #[error("coordinate ({lon}, {lat}) is not a pair of finite numbers")]
    NotFinite {
        /// As given.
        lon: f64,
        /// As given.
        lat: f64,
    },
    /// Beyond ±180 / ±90.
    #[error(
        "coordinate ({lon}, {lat}) is outside longitude ±180° or latitude ±90°; check the order (longitude first) and the declared coordinate system"
    )]
    OutOfRange {
        /// As given.
        lon: f64,
        /// As given.
        lat: f64,
    },
    /// Fewer different places than a line (2) or ring (3) needs.
    #[error("a part has {found} different places where at least {needed} are needed")]
    TooFewPoints {
        /// Different places found.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// A ring whose last place is not its first.
    #[error("a ring is not closed: it starts at ({}, {}) and ends at ({}, {}); repeat the first place at the end", start.0, start.1, end.0, end.1)]
    UnclosedRing {
        /// First place.
        start: (f64, f64),
        /// Last place.
        end: (f64, f64),
    },
    /// A ring that crosses or touches itself.
    #[error("a ring crosses or touches itself near ({lon}, {lat}); redraw it there")]
    SelfIntersection {
        /// Where.
        lon: f64,
        /// Where.
        lat: f64,
    },
    /// Two rings that cross or run along each other.
    #[error("two rings cross or overlap near ({lon}, {lat}); holes must lie inside, parts apart")]
    RingsCross {
        /// Where.
        lon: f64,
        /// Where.
        lat: f64,
    },
    /// A hole outside its polygon.
    #[error("a hole lies outside its polygon, at ({lon}, {lat})")]
    HoleOutside {
        /// Where.
        lon: f64,
        /// Where.
        lat: f64,
    },
    /// A part inside another part, or a hole inside another hole.
    #[error("a part lies inside another one, at ({lon}, {lat}), and would be counted twice")]
    Nested {
        /// Where.
        lon: f64,
        /// Where.
        lat: f64,
    },
    /// Too many edges lie too close for the check to end in reasonable time.
    #[error("the outline is too intricate to be checked; simplify it")]
    TooIntricate,
    /// An edge that spans more than half the world.
    #[error("an edge spans more than 180° of longitude; a shape across the antimeridian must be cut there")]
    SpansAntimeridian,
    /// Places repeated one after another; put right.
    #[error("{0} places repeat the one before them and were left out")]
    RepeatedPoints(usize),
    /// Outer ring clockwise or hole counter-clockwise; put right.
    #[error("a ring runs the wrong way round and was turned")]
    WrongWinding,
}

impl Flaw {
    /// Whether the geometry cannot be accepted; otherwise the flaw is put right or only warned of.
    pub fn refuses(&self) -> bool {
        !matches!(self, Self::RepeatedPoints(_) | Self::WrongWinding | Self::SpansAntimeridian)
    }

    /// A stable word for reports and programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "geometry_empty",
            Self::NotFinite { .. } => "coordinate_not_finite",
            Self::OutOfRange { .. } => "coordinate_out_of_range",
            Self::TooFewPoints { .. } => "too_few_points",
            Self::UnclosedRing { .. } => "ring_not_closed",
            Self::SelfIntersection { .. } => "self_intersection",
            Self::RingsCross { .. } => "rings_cross",
            Self::HoleOutside { .. } => "hole_outside",
            Self::Nested { .. } => "nested_parts",
            Self::TooIntricate => "too_intricate",
            Self::SpansAntimeridian => "spans_antimeridian",
            Self::RepeatedPoints(_) => "repeated_points",
            Self::WrongWinding => "wrong_winding",
        }
    }

    /// The sentence in English.
    pub fn message_en(&self) -> String {
        self.to_string()
    }

    /// The sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Self::Empty => "几何为空；请至少给出一个位置".to_owned(),
            Self::NotFinite { lon, lat } => format!("坐标 ({lon}, {lat}) 不是有限的数"),
            Self::OutOfRange { lon, lat } => format!(
                "坐标 ({lon}, {lat}) 超出经度 ±180° 或纬度 ±90°；请核对顺序（经度在前）和所声明的坐标系"
            ),
            Self::TooFewPoints { found, needed } => {
                format!("某一部分只有 {found} 个不同的位置，至少需要 {needed} 个")
            }
            Self::UnclosedRing { start, end } => format!(
                "环未闭合：起点 ({}, {})，终点 ({}, {})；请在末尾重复起点",
                start.0, start.1, end.0, end.1
            ),
            Self::SelfIntersection { lon, lat } => {
                format!("环在 ({lon}, {lat}) 附近自相交或自接触；请在该处重画")
            }
            Self::RingsCross { lon, lat } => {
                format!("两个环在 ({lon}, {lat}) 附近相交或重叠；洞应在面内，各部分应分离")
            }
            Self::HoleOutside { lon, lat } => format!("洞位于面之外，在 ({lon}, {lat})"),
            Self::Nested { lon, lat } => {
                format!("一部分位于另一部分之内，在 ({lon}, {lat})，会被重复计算")
            }
            Self::TooIntricate => "轮廓过于复杂，无法检查；请简化".to_owned(),
            Self::SpansAntimeridian => {
                "有一条边跨越超过 180° 经度；跨 180° 经线的图形须在该处切开".to_owned()
            }
            Self::RepeatedPoints(count) => format!("{count} 个位置与前一个重复，已略去"),
            Self::WrongWinding => "有环的方向不对，已反转".to_owned(),
        }
    }
}
