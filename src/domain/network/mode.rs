//! How people move: which streets they may use and how fast. Data, read from `seeds/modes.toml`.

use super::extract::Wanted;
use super::modes_file;
use crate::domain::invalid::Invalid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// When a class of streets may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    /// Unless its tags forbid it.
    #[default]
    Yes,
    /// Only with a sidewalk, or where its tags allow it.
    Sidewalk,
    /// Only where its tags allow it.
    Tagged,
}

/// Streets that are alike for a mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreetClass {
    /// `key=value`; a street belongs to the first class that lists one of its tags.
    pub tags: Vec<String>,
    #[serde(default)]
    pub open: Open,
    /// Speed here, km/h; the mode's own where it is not told.
    #[serde(default)]
    pub kmh: Option<f64>,
    /// Speed where the mode's own key allows it expressly (a path with `bicycle=designated`), km/h.
    #[serde(default)]
    pub allowed_kmh: Option<f64>,
    /// How sure this is: S, C or M.
    pub source: String,
}

/// How a slope changes the speed: by `exp(-steepness * (|slope + offset| - offset))`, the form of
/// W. Tobler, "Three presentations on geographical analysis and modeling" (1993), made 1 on the flat.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    pub steepness: f64,
    /// Downhill slope (metres by metres, positive) at which one is fastest.
    pub offset: f64,
    /// The factor never falls below this: who pushes a bicycle still moves.
    pub least_factor: f64,
    /// Nor rises above this.
    pub most_factor: f64,
}

impl Slope {
    /// Times the speed on the flat, for `rise` metres up by `run` metres ahead.
    pub fn factor(&self, rise: f64, run: f64) -> f64 {
        let slope = rise / run;
        let factor = (-self.steepness * ((slope + self.offset).abs() - self.offset)).exp();
        if factor.is_finite() { factor.clamp(self.least_factor, self.most_factor) } else { 1.0 }
    }
}

/// A way to move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mode {
    /// `walk`, `cycle`.
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    /// Speed on the flat where a class tells no other, km/h.
    pub kmh: f64,
    /// Speed from a door to the nearest street, km/h.
    pub off_network_kmh: f64,
    /// Keys that allow or forbid, the later ones over the earlier: `access`, then `foot`.
    pub access_keys: Vec<String>,
    /// Values that allow.
    pub allowing: BTreeSet<String>,
    /// Values that forbid.
    pub forbidding: BTreeSet<String>,
    /// Values of the mode's own (last) key at which one goes on at `dismount_kmh`.
    #[serde(default)]
    pub dismounting: BTreeSet<String>,
    /// Speed of whoever has to dismount, km/h.
    #[serde(default)]
    pub dismount_kmh: Option<f64>,
    /// Tags (`key=value`) that forbid where the mode's own key says nothing.
    #[serde(default)]
    pub forbidding_tags: Vec<String>,
    /// Keys that tell of a sidewalk.
    #[serde(default)]
    pub sidewalk_keys: Vec<String>,
    /// Values that mean there is one.
    #[serde(default)]
    pub sidewalk_values: BTreeSet<String>,
    /// Keys whose `yes` and `-1` make a street one-way, the later ones over the earlier; empty:
    /// both ways are always free.
    #[serde(default)]
    pub oneway_keys: Vec<String>,
    /// Tags (`key=value`) that make a street one-way without being told (roundabouts).
    #[serde(default)]
    pub oneway_tags: Vec<String>,
    /// Tags (`key=value`) that open a one-way street against its direction.
    #[serde(default)]
    pub contraflow_tags: Vec<String>,
    /// Values of `barrier` on a node that stop unless the mode's own key allows.
    #[serde(default)]
    pub stopping_barriers: BTreeSet<String>,
    #[serde(default)]
    pub slope: Option<Slope>,
    #[serde(rename = "class")]
    pub classes: Vec<StreetClass>,
}

/// All modes of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Modes {
    /// Shown with every result.
    pub version: String,
    #[serde(rename = "mode")]
    modes: Vec<Mode>,
}

impl Modes {
    /// Reads `seeds/modes.toml`.
    ///
    /// # Errors
    /// What is wrong and where: no TOML (with line and column), a mode named twice, a speed that is
    /// none, a tag that is not `key=value`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        modes_file::parse(text)
    }

    pub fn find(&self, id: &str) -> Option<&Mode> {
        self.modes.iter().find(|mode| mode.id == id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Mode> {
        self.modes.iter()
    }

    /// What a map file has to be read for, so that a network of each mode can be built.
    pub fn wanted(&self) -> Wanted {
        let mut wanted = Wanted::default();
        // Also those that no class lists, so that they can be counted.
        wanted.way_keys.insert("highway".to_owned());
        wanted.kept_way_keys.extend(["bridge", "tunnel"].map(str::to_owned));
        wanted.kept_node_keys.insert("barrier".to_owned());
        for mode in &self.modes {
            for tag in mode.classes.iter().flat_map(|class| &class.tags) {
                let (key, value) = split_tag(tag);
                wanted.kept_way_keys.insert(key.to_owned());
                if key != "highway" {
                    wanted.way_tags.insert((key.to_owned(), value.to_owned()));
                }
            }
            let tags = [&mode.forbidding_tags, &mode.oneway_tags, &mode.contraflow_tags];
            let of_tags = tags.into_iter().flatten().map(|tag| split_tag(tag).0.to_owned());
            let keys = [&mode.access_keys, &mode.sidewalk_keys, &mode.oneway_keys];
            wanted.kept_way_keys.extend(of_tags.chain(keys.into_iter().flatten().cloned()));
            wanted.kept_node_keys.extend(mode.access_keys.iter().cloned());
        }
        wanted
    }
}

/// `highway=steps` is `(highway, steps)`.
pub(crate) fn split_tag(tag: &str) -> (&str, &str) {
    tag.split_once('=').unwrap_or((tag, ""))
}
