//! JSON whose members keep the order in which they were written: people read the document, too.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;
use std::borrow::Cow;

/// A piece of the document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Object(Vec<(Cow<'static, str>, Node)>),
    List(Vec<Node>),
    Leaf(Value),
}

impl Node {
    pub const fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// The same object with one member more, or another one of that name.
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Node>) -> Self {
        self.set(name, value);
        self
    }

    /// The same with a member that there may be.
    pub fn with_some(self, name: impl Into<Cow<'static, str>>, value: Option<impl Into<Node>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Puts a member; of what is no object nothing comes.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Node>) {
        let Self::Object(members) = self else { return };
        let name = name.into();
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value.into(),
            None => members.push((name, value.into())),
        }
    }

    pub fn get(&self, name: &str) -> Option<&Node> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        let Self::Object(members) = self else { return None };
        members.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub fn remove(&mut self, name: &str) -> Option<Node> {
        let Self::Object(members) = self else { return None };
        let at = members.iter().position(|(known, _)| known == name)?;
        Some(members.remove(at).1)
    }

    pub fn as_str(&self) -> Option<&str> {
        let Self::Leaf(Value::String(text)) = self else { return None };
        Some(text)
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Leaf(value) => value.serialize(serializer),
        }
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        match value {
            Value::Object(members) => {
                Self::Object(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
            }
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            leaf => Self::Leaf(leaf),
        }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Leaf(text.into())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Leaf(text.into())
    }
}

impl From<bool> for Node {
    fn from(yes: bool) -> Self {
        Self::Leaf(yes.into())
    }
}

impl From<u64> for Node {
    fn from(number: u64) -> Self {
        Self::Leaf(number.into())
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Self {
        Self::List(items)
    }
}

impl FromIterator<(Cow<'static, str>, Node)> for Node {
    fn from_iter<I: IntoIterator<Item = (Cow<'static, str>, Node)>>(members: I) -> Self {
        Self::Object(members.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Node;
    use serde_json::json;

    #[test]
    fn members_stay_in_their_order() {
        let node = Node::object().with("b", 1).with("a", json!({"y": [true], "x": null})).with("b", 2);
        assert_eq!(serde_json::to_string(&node).expect("JSON"), r#"{"b":2,"a":{"x":null,"y":[true]}}"#);
    }
}
