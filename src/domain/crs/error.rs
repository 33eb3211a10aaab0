//! Why a coordinate or a system was refused, in two languages.

/// What is wrong with a coordinate or with a reference system.
///
/// `Display` is the English message; [`CrsError::message_zh`] the Chinese one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// NaN or infinity.
    #[error("coordinate ({x}, {y}) is not a pair of finite numbers; give x (longitude) and y (latitude)")]
    NotFinite {
        /// Longitude or easting as given.
        x: f64,
        /// Latitude or northing as given.
        y: f64,
    },
    /// Degrees beyond ±180 / ±90.
    #[error("coordinate ({x}, {y}) is outside longitude ±180° or latitude ±90°; {}", hint_en(*x, *y))]
    OutOfRange {
        /// Longitude as given.
        x: f64,
        /// Latitude as given.
        y: f64,
    },
    /// Metres that the projection does not cover.
    #[error(
        "coordinate ({x}, {y}) lies outside what {crs} covers; is the zone prefix of the easting, or another system, meant?"
    )]
    OutsideProjection {
        /// Easting as given.
        x: f64,
        /// Northing as given.
        y: f64,
        /// The system's name.
        crs: String,
    },
    /// A name that is no system.
    #[error("unknown coordinate system {0:?}; use wgs84, cgcs2000, gcj02, bd09 or EPSG:number")]
    UnknownName(String),
    /// An EPSG number that is not in the register.
    #[error("EPSG:{0} is not in the register of coordinate systems; check the number, or give the .prj file")]
    UnknownEpsg(u32),
    /// Known, but we cannot compute with it.
    #[error("{crs} cannot be used: {why}; convert the data to EPSG:4326 first")]
    Unsupported {
        /// The system's name.
        crs: String,
        /// What is missing.
        why: String,
    },
    /// A .prj text that is not well-formed WKT 1.
    #[error("the .prj text cannot be read at character {at}: {why}")]
    MalformedPrj {
        /// Position in characters, from 1.
        at: usize,
        /// What was expected.
        why: &'static str,
    },
    /// A .prj text without a value that its projection needs.
    #[error("the .prj text lacks {0}, or its value is not a number")]
    MissingInPrj(&'static str),
}

impl CrsError {
    /// The message in English.
    pub fn message_en(&self) -> String {
        self.to_string()
    }

    /// The message in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Self::NotFinite { x, y } => {
                format!("坐标 ({x}, {y}) 不是有限的数；请给出 x（经度）和 y（纬度）")
            }
            Self::OutOfRange { x, y } => {
                format!("坐标 ({x}, {y}) 超出经度 ±180° 或纬度 ±90°；{}", hint_zh(*x, *y))
            }
            Self::OutsideProjection { x, y, crs } => {
                format!("坐标 ({x}, {y}) 不在 {crs} 的适用范围内；请检查东坐标的带号，或是否应为其他坐标系")
            }
            Self::UnknownName(name) => {
                format!("未知的坐标系 {name:?}；可用 wgs84、cgcs2000、gcj02、bd09 或 EPSG:编号")
            }
            Self::UnknownEpsg(code) => {
                format!("坐标系登记表中没有 EPSG:{code}；请核对编号，或提供 .prj 文件")
            }
            Self::Unsupported { crs, why } => {
                format!("无法使用坐标系 {crs}（{why}）；请先将数据转换为 EPSG:4326")
            }
            Self::MalformedPrj { at, why } => {
                format!("无法读取 .prj 文本，第 {at} 个字符处有误（{why}）")
            }
            Self::MissingInPrj(what) => format!(".prj 文本缺少 {what}，或其值不是数"),
        }
    }
}

/// What the numbers look like instead of degrees.
enum Looks {
    Swapped,
    Metres,
    Neither,
}

fn looks(x: f64, y: f64) -> Looks {
    if x.abs() <= 90.0 && y.abs() <= 180.0 {
        Looks::Swapped
    } else if x.abs() > 1_000.0 || y.abs() > 1_000.0 {
        Looks::Metres
    } else {
        Looks::Neither
    }
}

fn hint_en(x: f64, y: f64) -> &'static str {
    match looks(x, y) {
        Looks::Swapped => "longitude and latitude seem swapped",
        Looks::Metres => "these look like projected metres, declare their system (EPSG:number)",
        Looks::Neither => "check the declared coordinate system",
    }
}

fn hint_zh(x: f64, y: f64) -> &'static str {
    match looks(x, y) {
        Looks::Swapped => "经度与纬度似乎颠倒了",
        Looks::Metres => "看起来是以米为单位的投影坐标，请声明其坐标系（EPSG:编号）",
        Looks::Neither => "请核对所声明的坐标系",
    }
}
