//! What became of the streets of a file.

use serde::Serialize;
use std::collections::BTreeMap;

/// Why a street is not in the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dropped {
    /// No class of the mode lists it (proposed, a motorway for walkers, not a street at all).
    NoClass,
    /// Its tags forbid the mode.
    Forbidden,
    /// Its class is open only with a sidewalk or an express permit, and it has none.
    NotOpen,
    /// Fewer than two of its nodes are known.
    NoNodes,
}

/// Parts of a network that do not hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Component {
    pub nodes: u32,
    pub edges: u32,
    pub length_mm: u64,
}

/// What became of the streets of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub ways_kept: usize,
    pub ways_dropped: BTreeMap<Dropped, usize>,
    /// References to nodes that the file does not have; the street is cut there.
    pub nodes_missing: usize,
    /// Nodes whose coordinates are no place; the street is cut there.
    pub nodes_misplaced: usize,
    /// Barriers that stop this mode; the streets on their two sides do not meet there.
    pub barriers: usize,
    /// Pieces that would cross the 180th meridian; they are left out.
    pub across_antimeridian: usize,
    /// Edges whose cost does not fit (over 4,294 km, or 49 days); they cannot be passed.
    pub too_long: usize,
    /// The longest first; the first is the main component.
    pub components: Vec<Component>,
}

/// Why there is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Nothing is left to walk on; the report says what became of the streets.
    #[error("no street of the file is open to this mode ({} left out)", report.ways_dropped.values().sum::<usize>())]
    Empty { report: Box<Report> },
    /// More than 2^31 nodes and pieces.
    #[error("the file has {pieces} pieces of streets, more than one network can hold; cut the extract")]
    TooLarge { pieces: usize },
}

impl NetworkError {
    /// The message in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Self::Empty { report } => {
                let dropped: usize = report.ways_dropped.values().sum();
                format!("文件中没有此出行方式可用的道路(略去 {dropped} 条)")
            }
            Self::TooLarge { pieces } => format!("文件有 {pieces} 段道路,超出一个路网的容量;请裁剪范围"),
        }
    }

    /// The message in English.
    pub fn message_en(&self) -> String {
        self.to_string()
    }
}
