//! What one site adds to the figures of the divisions it lies in, on one day.
//!
//! It is kept in memory beside each site (so that a change can take back exactly what the old state
//! had added), hence compact.

use super::area::Area;
use super::kind::KindIndex;
use super::site::{Grade, Status};

/// Position of a division in the tree; two bytes in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ordinal(pub u16);

impl Ordinal {
    /// In no division at all.
    pub const NONE: Ordinal = Ordinal(u16::MAX);
}

/// Why a site's area is or is not in the statutory figure; each a rule a planner can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Counts with its surveyed area.
    Surveyed,
    /// Counts with length times width, segment by segment.
    LengthWidth,
    /// Should count, but its area is not known (fully).
    AreaUnknown,
    /// Planned, under construction or closed.
    StatusDoesNotCount(Status),
    /// Opens after the day asked about.
    NotYetOpen,
    /// Closed on or before the day asked about.
    AlreadyClosed,
    /// A park or centre: only what is recorded inside it counts.
    Container,
    /// Declared to lie on a surface that another site counts.
    DeclaredOverlap,
    /// Its kind has no venue area.
    KindWithoutArea,
}

impl Verdict {
    /// A stable word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Surveyed => "surveyed",
            Self::LengthWidth => "length_width",
            Self::AreaUnknown => "area_unknown",
            Self::StatusDoesNotCount(_) => "status_does_not_count",
            Self::NotYetOpen => "not_yet_open",
            Self::AlreadyClosed => "already_closed",
            Self::Container => "container",
            Self::DeclaredOverlap => "declared_overlap",
            Self::KindWithoutArea => "kind_without_area",
        }
    }

    pub const fn zh(self) -> &'static str {
        match self {
            Self::Surveyed => "按实测场地面积计入",
            Self::LengthWidth => "按各路段长度×宽度计入",
            Self::AreaUnknown => "应计入，但面积未知（不按零计）",
            Self::StatusDoesNotCount(_) => "规划、在建或已关闭，不计入",
            Self::NotYetOpen => "统计日尚未启用，不计入",
            Self::AlreadyClosed => "统计日已关闭，不计入",
            Self::Container => "公园等用地不计入，只计其中的场地",
            Self::DeclaredOverlap => "与其他场地重叠，已由对方计入",
            Self::KindWithoutArea => "此类型没有场地面积",
        }
    }

    pub const fn en(self) -> &'static str {
        match self {
            Self::Surveyed => "counts with its surveyed venue area",
            Self::LengthWidth => "counts with length x width, segment by segment",
            Self::AreaUnknown => "should count, but its area is unknown (not taken as zero)",
            Self::StatusDoesNotCount(_) => "planned, under construction or closed: does not count",
            Self::NotYetOpen => "not yet open on that day: does not count",
            Self::AlreadyClosed => "already closed on that day: does not count",
            Self::Container => "land such as a park: only the venues recorded inside count",
            Self::DeclaredOverlap => "declared overlap: another site already counts this surface",
            Self::KindWithoutArea => "its kind has no venue area",
        }
    }

    /// Whether the site stands among the sites of that day (its area may still not count).
    pub const fn exists(self) -> bool {
        !matches!(self, Self::StatusDoesNotCount(_) | Self::NotYetOpen | Self::AlreadyClosed)
    }

    /// Whether a complete registry would know an area for this site.
    pub const fn wants_area(self) -> bool {
        matches!(self, Self::Surveyed | Self::LengthWidth | Self::AreaUnknown)
    }
}

/// The part of a site that falls to one division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The deepest division with a boundary, or `Ordinal::NONE`.
    pub division: Ordinal,
    /// Known area; zero where nothing is known or nothing counts.
    pub area: Area,
    /// Length of line in cm; zero for what is no line.
    pub length_cm: i64,
}

/// Shares of a site: nearly always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shares {
    One(Share),
    Many(Box<[Share]>),
}

impl Shares {
    pub fn new(mut shares: Vec<Share>) -> Self {
        match shares.pop() {
            Some(only) if shares.is_empty() => Self::One(only),
            Some(last) => {
                shares.push(last);
                Self::Many(shares.into_boxed_slice())
            }
            None => Self::One(Share { division: Ordinal::NONE, area: Area::ZERO, length_cm: 0 }),
        }
    }

    /// The statistical home's share first.
    pub fn as_slice(&self) -> &[Share] {
        match self {
            Self::One(share) => std::slice::from_ref(share),
            Self::Many(shares) => shares,
        }
    }
}

/// What one site adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    pub kind: KindIndex,
    pub verdict: Verdict,
    /// Open to the public (second figure); `None` when nobody has told.
    pub open: Option<bool>,
    /// Free and open (third figure); `None` when nobody has told.
    pub free: Option<bool>,
    pub demo: bool,
    pub grade: Option<Grade>,
    /// The first is the site's statistical home.
    pub shares: Shares,
}

impl Contribution {
    pub fn home(&self) -> Ordinal {
        self.shares.as_slice()[0].division
    }

    pub fn area(&self) -> Area {
        self.shares.as_slice().iter().map(|share| share.area).sum()
    }

    pub fn length_cm(&self) -> i64 {
        self.shares.as_slice().iter().map(|share| share.length_cm).sum()
    }
}
