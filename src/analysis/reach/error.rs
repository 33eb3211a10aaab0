//! Why a question of reach has no answer.

/// A question that cannot be answered; English by `Display`, Chinese by [`ReachError::message_zh`].
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ReachError {
    /// NaN, infinity, or degrees out of range.
    #[error(
        "site {index} (from 0) has a coordinate that is not within ±180° of longitude and ±90° of latitude"
    )]
    TargetNotOnEarth { index: usize },
    #[error("there are {count} sites; at most 4,294,967,294 can be searched at once")]
    TooManyTargets { count: usize },
    #[error("a distance of {metres} m is not a finite number from 0 up")]
    BadDistance { metres: f64 },
    #[error("class {class} is beyond 63; at most 64 classes can be told apart for variety")]
    ClassTooLarge { class: u8 },
    #[error("there is no site {site} to take away: it never was there, or is gone already")]
    NoSuchSite { site: u32 },
    #[error("more than {most} pairs of population point and site; choose a smaller radius")]
    TooManyPairs { most: usize },
    #[error("{found} marks of coverage were given for {points} population points")]
    MarksDiffer { found: usize, points: usize },
    /// The caller asked to stop.
    #[error("the computation was cancelled")]
    Cancelled,
}

impl ReachError {
    pub fn message_en(&self) -> String {
        self.to_string()
    }

    pub fn message_zh(&self) -> String {
        match self {
            Self::TargetNotOnEarth { index } => {
                format!("第 {index} 个场地(从 0 数)的坐标超出经度 ±180° 或纬度 ±90°,或不是有限的数")
            }
            Self::TooManyTargets { count } => format!("场地有 {count} 个,一次最多可查 4294967294 个"),
            Self::BadDistance { metres } => format!("距离 {metres} 米不是不小于 0 的有限数"),
            Self::ClassTooLarge { class } => format!("类别编号 {class} 超过 63;多样性最多区分 64 类"),
            Self::NoSuchSite { site } => format!("没有可移除的场地 {site}:从未有过,或已移除"),
            Self::TooManyPairs { most } => format!("人口点与场地的组合超过 {most} 对;请缩小半径"),
            Self::MarksDiffer { found, points } => {
                format!("覆盖标记有 {found} 个,而人口点有 {points} 个")
            }
            Self::Cancelled => "计算已取消".to_owned(),
        }
    }
}
