//! Why something is no surface.

use super::surface::MOST_POINTS;

/// English by `Display`, Chinese by [`DemandError::message_zh`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DemandError {
    /// NaN, infinity, or degrees out of range.
    #[error("population point {index} (from 0) is not within ±180° of longitude and ±90° of latitude")]
    NotOnEarth { index: usize },
    #[error("{what} have {found} entries where there are {points} points")]
    LengthsDiffer { what: &'static str, found: usize, points: usize },
    #[error("a spacing of {metres} m is not a finite number of at least 1")]
    BadSpacing { metres: f64 },
    #[error(
        "the surface would have more than {MOST_POINTS} points; choose a wider spacing or a smaller area"
    )]
    TooManyPoints,
    #[error("{name} has a population but neither a polygon nor a place; import its boundary first")]
    NowhereToPut { name: String },
    #[error("there is no division number {ordinal} in the tree")]
    NoSuchDivision { ordinal: u16 },
    #[error("{people} people cannot be counted in thousandths")]
    TooManyPeople { people: u64 },
}

impl DemandError {
    pub fn message_en(&self) -> String {
        self.to_string()
    }

    pub fn message_zh(&self) -> String {
        match self {
            Self::NotOnEarth { index } => {
                format!("第 {index} 个人口点(从 0 数)的坐标超出经度 ±180° 或纬度 ±90°,或不是有限的数")
            }
            Self::LengthsDiffer { what, found, points } => {
                format!("{what} 有 {found} 项,而人口点有 {points} 个")
            }
            Self::BadSpacing { metres } => format!("间距 {metres} 米不是不小于 1 的有限数"),
            Self::TooManyPoints => format!("人口面的点超过 {MOST_POINTS} 个;请加大间距或缩小范围"),
            Self::NowhereToPut { name } => {
                format!("{name} 有人口数,却没有边界或位置;请先导入其边界")
            }
            Self::NoSuchDivision { ordinal } => format!("行政区划树中没有第 {ordinal} 号"),
            Self::TooManyPeople { people } => format!("人口数 {people} 过大,无法以千分之一人计"),
        }
    }
}
