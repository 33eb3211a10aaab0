//! A street network that was imported: what is said of it; the streets are kept as large contents.

use crate::domain::id::{BlobHash, NetworkId};
use crate::domain::invalid::Invalid;
use crate::domain::name;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Heights of a network's nodes: what is said of them; they are kept with the streets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreetElevation {
    /// The raster's name, or what its bringer calls it.
    pub source: String,
    /// How many nodes have a height.
    pub nodes: u64,
}

/// A street network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreetNetwork {
    pub id: NetworkId,
    /// Unique; how questions and commands call it.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The day as of which the streets were mapped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Date>,
    /// How many nodes streets go through.
    pub nodes: u64,
    /// How many streets, as mapped.
    pub ways: u64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// Where the heights of its nodes are from; without one all streets count as level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elevation: Option<StreetElevation>,
    /// The streets.
    pub blob: BlobHash,
}

impl StreetNetwork {
    /// The name of a network that nobody named.
    pub const USUAL_NAME: &'static str = "streets";

    /// # Errors
    /// The name is none, or there is no street.
    pub fn checked(self) -> Result<Self, Vec<Invalid>> {
        let mut defects: Vec<Invalid> = name::defect(&self.name).into_iter().collect();
        if self.ways == 0 || self.nodes == 0 {
            defects.push(Invalid::new("", "no_streets", "路网中没有道路", "the network has no streets"));
        }
        if defects.is_empty() { Ok(self) } else { Err(defects) }
    }

    /// Under what a network of that name is known to the database: (source, external id).
    pub fn external_of(name: &str) -> (String, String) {
        ("network".to_owned(), name.to_owned())
    }
}
