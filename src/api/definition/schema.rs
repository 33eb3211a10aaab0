//! Schemas, written once in the dialect of OpenAPI 3.1 (JSON Schema 2020-12).

use super::node::Node;
use serde_json::Value;

/// What a value looks like.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema(Node);

/// Of one JSON type.
fn of(kind: &str) -> Schema {
    Schema(Node::object().with("type", kind))
}

fn formatted(format: &str) -> Schema {
    of("string").set("format", format)
}

pub fn text() -> Schema {
    of("string")
}

pub fn number() -> Schema {
    of("number")
}

/// Whole.
pub fn integer() -> Schema {
    of("integer")
}

/// Whole and not negative.
pub fn count() -> Schema {
    integer().least(0)
}

pub fn boolean() -> Schema {
    of("boolean")
}

/// `2025-12-31`.
pub fn date() -> Schema {
    formatted("date")
}

/// RFC 3339.
pub fn instant() -> Schema {
    formatted("date-time")
}

pub fn uuid() -> Schema {
    formatted("uuid")
}

/// Absolute, or from the root of this service.
pub fn address() -> Schema {
    formatted("uri-reference")
}

/// One of these words.
pub fn word<'a>(words: impl IntoIterator<Item = &'a str>) -> Schema {
    of("string").set("enum", Node::List(words.into_iter().map(Node::from).collect()))
}

/// Always this.
pub fn constant(value: impl Into<Value>) -> Schema {
    Schema(Node::object().with("const", Node::Leaf(value.into())))
}

/// Whatever JSON there is.
pub fn anything() -> Schema {
    Schema(Node::object())
}

pub fn list(items: Schema) -> Schema {
    of("array").set("items", items)
}

/// So many numbers.
pub fn numbers(least: u64, most: u64) -> Schema {
    list(number()).set("minItems", least).set("maxItems", most)
}

/// An object whose members have names that nobody can list.
pub fn map(values: Schema) -> Schema {
    of("object").set("additionalProperties", values)
}

/// A schema of the document's components.
pub fn named(name: &str) -> Schema {
    Schema(Node::object().with("$ref", format!("#/components/schemas/{name}")))
}

/// Exactly one of them.
pub fn one_of(choices: impl IntoIterator<Item = Schema>) -> Schema {
    Schema(Node::object().with("oneOf", Node::List(choices.into_iter().map(Node::from).collect())))
}

/// At least one of them.
pub fn any_of(choices: impl IntoIterator<Item = Schema>) -> Schema {
    Schema(Node::object().with("anyOf", Node::List(choices.into_iter().map(Node::from).collect())))
}

/// An object with members of known names.
pub fn object() -> Object {
    Object { members: Vec::new(), required: Vec::new(), rest: None }
}

/// Members of an object, in the order in which they are told.
#[derive(Clone, Debug)]
pub struct Object {
    members: Vec<(String, Schema)>,
    required: Vec<String>,
    rest: Option<Node>,
}

impl Object {
    /// A member that is always there.
    pub fn has(mut self, name: &str, schema: impl Into<Schema>) -> Self {
        self.required.push(name.to_owned());
        self.may(name, schema)
    }

    /// A member that may be left out.
    pub fn may(mut self, name: &str, schema: impl Into<Schema>) -> Self {
        self.members.push((name.to_owned(), schema.into()));
        self
    }

    /// Members of another object, beside its own.
    pub fn like(mut self, other: Object) -> Self {
        self.members.extend(other.members);
        self.required.extend(other.required);
        self
    }

    /// The same without some members.
    pub fn without(mut self, names: &[&str]) -> Self {
        self.members.retain(|(name, _)| !names.contains(&name.as_str()));
        self.required.retain(|name| !names.contains(&name.as_str()));
        self
    }

    /// The same, with nothing that has to be there: what a change may name.
    pub fn partly(mut self) -> Self {
        self.required.clear();
        self
    }

    /// Nothing else may stand there: of bodies, where a misspelled member is refused.
    pub fn closed(mut self) -> Self {
        self.rest = Some(Node::from(false));
        self
    }

    /// Other members may stand there, all of one kind.
    pub fn and_others(mut self, schema: Schema) -> Self {
        self.rest = Some(schema.0);
        self
    }

    pub fn schema(self) -> Schema {
        self.into()
    }

    /// What it means, Chinese first.
    pub fn about(self, zh: &str, en: &str) -> Schema {
        self.schema().about(zh, en)
    }
}

impl From<Object> for Schema {
    fn from(object: Object) -> Self {
        let mut node = Node::object().with("type", "object");
        if !object.required.is_empty() {
            node.set("required", Node::List(object.required.into_iter().map(Node::from).collect()));
        }
        let members = object.members.into_iter().map(|(name, schema)| (name.into(), schema.0));
        node.set("properties", members.collect::<Node>());
        Self(node.with_some("additionalProperties", object.rest))
    }
}

impl From<Schema> for Node {
    fn from(schema: Schema) -> Self {
        schema.0
    }
}

impl Schema {
    /// Always `null`.
    pub fn null() -> Self {
        of("null")
    }

    pub fn set(mut self, name: &'static str, value: impl Into<Node>) -> Self {
        self.0.set(name, value);
        self
    }

    /// What it means, Chinese first.
    pub fn about(self, zh: &str, en: &str) -> Self {
        self.set("description", format!("{zh} / {en}"))
    }

    /// Or `null`: not known, or not there.
    pub fn or_null(self) -> Self {
        let Node::Object(members) = &self.0 else { return self };
        let kind = self.0.get("type").and_then(Node::as_str).map(str::to_owned);
        match kind {
            Some(kind) => {
                let mut all = self.0.clone();
                all.set("type", Node::List(vec![kind.into(), "null".into()]));
                // An enumeration names all values, `null` too.
                if let Some(Node::List(words)) = all.get_mut("enum") {
                    words.push(Node::Leaf(Value::Null));
                }
                Self(all)
            }
            None if members.is_empty() => self,
            None => any_of([self, Self::null()]),
        }
    }

    pub fn least(self, number: impl Into<Value>) -> Self {
        self.set("minimum", Node::Leaf(number.into()))
    }

    pub fn most(self, number: impl Into<Value>) -> Self {
        self.set("maximum", Node::Leaf(number.into()))
    }

    pub fn above(self, number: impl Into<Value>) -> Self {
        self.set("exclusiveMinimum", Node::Leaf(number.into()))
    }

    /// Characters of a text.
    pub fn length(self, least: u64, most: u64) -> Self {
        self.set("minLength", least).set("maxLength", most)
    }

    /// Items of a list.
    pub fn items(self, least: u64, most: u64) -> Self {
        self.set("minItems", least).set("maxItems", most)
    }

    /// At least one item.
    pub fn some(self) -> Self {
        self.set("minItems", 1)
    }

    /// A regular expression (ECMA 262) that the whole text matches.
    pub fn pattern(self, pattern: &str) -> Self {
        self.set("pattern", pattern)
    }

    /// What it is when nobody says.
    pub fn usually(self, value: impl Into<Value>) -> Self {
        self.set("default", Node::from(value.into()))
    }

    pub fn example(self, value: impl Into<Value>) -> Self {
        self.set("examples", Node::List(vec![value.into().into()]))
    }
}
