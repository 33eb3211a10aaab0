//! What a reader is warned of beside a figure.

use super::Words;

/// A warning that goes with a figure wherever it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Invented, to show how it works.
    Demonstration,
    /// Not published or counted, but computed.
    Estimate,
    /// A boundary that must not be measured.
    Schematic,
}

impl Mark {
    pub const ALL: [Self; 3] = [Self::Demonstration, Self::Estimate, Self::Schematic];

    /// By the word that answers use.
    pub fn parse(flag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.as_str() == flag)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Demonstration => "demo",
            Self::Estimate => "estimate",
            Self::Schematic => "schematic",
        }
    }

    pub fn words(self) -> Words {
        match self {
            Self::Demonstration => Words::new("演示数据", "demonstration"),
            Self::Estimate => Words::new("估计", "estimate"),
            Self::Schematic => Words::new("示意边界", "schematic boundary"),
        }
    }
}
