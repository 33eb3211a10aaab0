//! Streets as they were mapped: nodes, ways, and the tags that somebody asked for.

use super::heights::Heights;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The tags of a node or way; few, so they are searched from front to back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Box<[(Arc<str>, Arc<str>)]>);

impl Tags {
    pub fn new(tags: Vec<(Arc<str>, Arc<str>)>) -> Self {
        Self(tags.into_boxed_slice())
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Whether the key has exactly this value.
    pub fn has(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, &**value))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Tags {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(tags: I) -> Self {
        Self(tags.into_iter().map(|(key, value)| (Arc::from(key), Arc::from(value))).collect())
    }
}

/// A vertex of a street, WGS 84 degrees.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetNode {
    pub id: i64,
    pub lon: f64,
    pub lat: f64,
    pub tags: Tags,
}

/// A street: the ids of its nodes in order of travel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    pub id: i64,
    pub nodes: Box<[i64]>,
    pub tags: Tags,
}

/// The streets of a map file and their nodes. A street may name nodes that the file cut off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extract {
    /// By ascending id, each id once.
    pub nodes: Vec<StreetNode>,
    pub ways: Vec<Street>,
    /// Of the nodes, where somebody gave them; a map file has none.
    pub heights: Option<Heights>,
}

impl Extract {
    /// Puts nodes in order; of two with one id the first stays.
    pub fn new(mut nodes: Vec<StreetNode>, ways: Vec<Street>) -> Self {
        nodes.sort_by_key(|node| node.id);
        nodes.dedup_by_key(|node| node.id);
        Self { nodes, ways, heights: None }
    }

    /// Position of a node in [`Self::nodes`].
    pub fn position(&self, id: i64) -> Option<usize> {
        self.nodes.binary_search_by_key(&id, |node| node.id).ok()
    }
}

/// What a reader takes from a map file; all else is left in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Ways with one of these keys are taken, whatever the value.
    pub way_keys: BTreeSet<String>,
    /// Ways with one of these tags are taken, too.
    pub way_tags: BTreeSet<(String, String)>,
    /// Keys that are kept with a way.
    pub kept_way_keys: BTreeSet<String>,
    /// Keys that are kept with a node.
    pub kept_node_keys: BTreeSet<String>,
}

impl Wanted {
    pub fn takes_way(&self, key: &str, value: &str) -> bool {
        self.way_keys.contains(key)
            || self.way_tags.iter().any(|(wanted, with)| wanted == key && with == value)
    }
}
