//! What stands in a path, a query or a header.

use super::node::Node;
use super::schema::Schema;
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    Header,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    name: String,
    place: Place,
    required: bool,
    about: String,
    schema: Schema,
    example: Option<Value>,
    /// Its name among the document's components, when several operations take it.
    shared: Option<String>,
}

pub fn path(name: impl Into<String>, schema: Schema) -> Parameter {
    Parameter::new(name, Place::Path, schema)
}

/// A list is written with commas: `kind=a,b`.
pub fn query(name: impl Into<String>, schema: Schema) -> Parameter {
    Parameter::new(name, Place::Query, schema)
}

pub fn header(name: impl Into<String>, schema: Schema) -> Parameter {
    Parameter::new(name, Place::Header, schema)
}

impl Parameter {
    fn new(name: impl Into<String>, place: Place, schema: Schema) -> Self {
        let required = place == Place::Path;
        Self { name: name.into(), place, required, about: String::new(), schema, example: None, shared: None }
    }

    pub fn about(mut self, zh: &str, en: &str) -> Self {
        self.about = format!("{zh} / {en}");
        self
    }

    pub fn example(mut self, value: impl Into<Value>) -> Self {
        self.example = Some(value.into());
        self
    }

    /// Taken by several operations: it is told once, under this name.
    pub fn shared(mut self, name: impl Into<String>) -> Self {
        self.shared = Some(name.into());
        self
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it looks like as a member of an object.
    pub fn told(&self) -> Schema {
        self.schema.clone().set("description", self.about.clone())
    }

    /// Name among the components, and what stands there.
    pub fn component(&self) -> Option<(String, Node)> {
        self.shared.clone().map(|name| (name, self.node()))
    }

    /// What an operation says of it.
    pub fn place(&self) -> Node {
        match &self.shared {
            Some(name) => Node::object().with("$ref", format!("#/components/parameters/{name}")),
            None => self.node(),
        }
    }

    fn node(&self) -> Node {
        let (place, style) = match self.place {
            Place::Path => ("path", "simple"),
            Place::Query => ("query", "form"),
            Place::Header => ("header", "simple"),
        };
        Node::object()
            .with("name", self.name.clone())
            .with("in", place)
            .with("required", self.required)
            .with("description", self.about.clone())
            .with("style", style)
            .with("explode", false)
            .with("schema", self.schema.clone())
            .with_some("example", self.example.clone())
    }
}
