//! A layer: features that analyses use beside the registry, such as homes or candidate places.

use super::id::{BlobHash, LayerId};
use super::invalid::Invalid;
use super::name;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What analyses use a layer for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// To be looked at, and to be named in a question.
    #[default]
    Reference,
    /// Where people live: people are spread over its areas.
    Residential,
    /// Where something may be built.
    Candidates,
}

impl Role {
    pub const ALL: [Role; 3] = [Self::Reference, Self::Residential, Self::Candidates];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Residential => "residential",
            Self::Candidates => "candidates",
        }
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| {
            let all = Self::ALL.map(Self::as_str).join(", ");
            format!("可用 / there are: {all}")
        })
    }
}

/// A layer; its features are kept as large contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    pub id: LayerId,
    /// Unique; how questions and commands call it.
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_zh: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    pub role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// How many there are.
    pub features: u64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimate: bool,
    /// Its features.
    pub blob: BlobHash,
}

impl Layer {
    /// # Errors
    /// The name is none, or there are no features.
    pub fn checked(self) -> Result<Self, Vec<Invalid>> {
        let mut defects: Vec<Invalid> = name::defect(&self.name).into_iter().collect();
        if self.features == 0 {
            defects.push(Invalid::new("", "no_features", "图层中没有要素", "the layer has no features"));
        }
        if defects.is_empty() { Ok(self) } else { Err(defects) }
    }

    /// Under what a layer of that name is known to the database: (source, external id).
    pub fn external_of(name: &str) -> (String, String) {
        ("layer".to_owned(), name.to_owned())
    }
}
