//! Which number is asked about, and in which unit it is.

use serde::{Serialize, Serializer};
use std::fmt;

/// A figure of a coverage row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Venue area: statutory, open to the public, free and open.
    All,
    Open,
    Free,
    /// Sites that stand.
    Sites,
    /// Sites of a kind, by its id or a label of it.
    Count(String),
    /// Length of trails.
    Trail,
    /// Pieces of equipment.
    Pieces,
    /// Sites of a programme.
    Programme(String),
    /// Sites whose area is known, of those that should have one.
    Completeness,
    Population,
}

impl Figure {
    /// How a figure is written, for messages.
    pub const WORDS: &'static str =
        "all, open, free, sites, count:KIND, trail, pieces, programme:NAME, completeness, population";

    pub fn parse(text: &str) -> Option<Self> {
        let figure = match text {
            "all" => Self::All,
            "open" => Self::Open,
            "free" => Self::Free,
            "sites" => Self::Sites,
            "trail" => Self::Trail,
            "pieces" => Self::Pieces,
            "completeness" => Self::Completeness,
            "population" => Self::Population,
            _ => match text.split_once(':')? {
                ("count", kind) if !kind.is_empty() => Self::Count(kind.to_owned()),
                ("programme", name) if !name.is_empty() => Self::Programme(name.to_owned()),
                _ => return None,
            },
        };
        Some(figure)
    }

    pub const fn unit(&self) -> Unit {
        match self {
            Self::All | Self::Open | Self::Free => Unit::SquareMetre,
            Self::Trail => Unit::Metre,
            Self::Sites | Self::Count(_) | Self::Programme(_) | Self::Completeness => Unit::Site,
            Self::Pieces => Unit::Piece,
            Self::Population => Unit::Person,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Open => f.write_str("open"),
            Self::Free => f.write_str("free"),
            Self::Sites => f.write_str("sites"),
            Self::Count(kind) => write!(f, "count:{kind}"),
            Self::Trail => f.write_str("trail"),
            Self::Pieces => f.write_str("pieces"),
            Self::Programme(name) => write!(f, "programme:{name}"),
            Self::Completeness => f.write_str("completeness"),
            Self::Population => f.write_str("population"),
        }
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What an amount is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Unit {
    #[serde(rename = "m2")]
    SquareMetre,
    #[serde(rename = "m")]
    Metre,
    #[serde(rename = "site")]
    Site,
    #[serde(rename = "piece")]
    Piece,
    #[serde(rename = "person")]
    Person,
}

impl Unit {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SquareMetre => "m2",
            Self::Metre => "m",
            Self::Site => "site",
            Self::Piece => "piece",
            Self::Person => "person",
        }
    }

    pub const fn zh(self) -> &'static str {
        match self {
            Self::SquareMetre => "平方米",
            Self::Metre => "米",
            Self::Site => "个",
            Self::Piece => "件",
            Self::Person => "人",
        }
    }

    /// How many of the smallest unit make one.
    pub(super) const fn parts(self) -> f64 {
        match self {
            Self::SquareMetre => 10_000.0,
            Self::Metre => 100.0,
            Self::Site | Self::Piece | Self::Person => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Figure;

    #[test]
    fn a_figure_is_written_as_it_is_read() {
        for text in ["all", "sites", "count:basketball", "programme:rural_square", "completeness"] {
            assert_eq!(Figure::parse(text).map(|figure| figure.to_string()).as_deref(), Some(text));
        }
        for wrong in ["", "ALL", "count", "count:", "programme:", "met", "kind:basketball"] {
            assert_eq!(Figure::parse(wrong), None, "{wrong}");
        }
    }
}
