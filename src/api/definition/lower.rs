//! The same document in the dialect of OpenAPI 3.0.3, for clients that know no newer one.
//!
//! What 3.1 says and 3.0 has no word for is said another way, never left out where a client would then
//! refuse what is right: `type: [x, "null"]` becomes `nullable`, `const` an enumeration of one,
//! `exclusiveMinimum: n` a `minimum` with a flag, `examples` the first of them, and what stands beside a
//! `$ref`, which 3.0 ignores, moves out of its way.

use super::node::Node;
use serde_json::Value;

/// The whole document.
pub fn lowered(mut document: Node) -> Node {
    document.set("openapi", "3.0.3");
    lower(&mut document);
    document
}

/// Every schema below, wherever it stands; members that are values (examples, defaults) stay as they are.
fn lower(node: &mut Node) {
    match node {
        Node::Object(members) => {
            for (name, member) in members {
                match &**name {
                    "schema" | "items" | "additionalProperties" | "not" => schema(member),
                    "schemas" | "properties" => each(member),
                    "oneOf" | "anyOf" | "allOf" => each(member),
                    "example" | "examples" | "default" | "enum" | "const" => {}
                    _ => lower(member),
                }
            }
        }
        Node::List(items) => items.iter_mut().for_each(lower),
        Node::Leaf(_) => {}
    }
}

fn each(node: &mut Node) {
    match node {
        Node::Object(members) => members.iter_mut().for_each(|(_, one)| schema(one)),
        Node::List(items) => items.iter_mut().for_each(schema),
        Node::Leaf(_) => {}
    }
}

fn schema(node: &mut Node) {
    lower(node);
    if let Some(value) = node.remove("const") {
        if let Some(kind) = kind_of(&value) {
            node.set("type", kind);
        }
        node.set("enum", Node::List(vec![value]));
    }
    if let Some(Node::List(examples)) = node.remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        node.set("example", first);
    }
    for (bound, plain) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(value) = node.remove(bound) {
            node.set(plain, value);
            node.set(bound, true);
        }
    }
    // Places of a list have one schema: what holds of all of them stands in `items`.
    node.remove("prefixItems");
    nullable(node);
    beside_reference(node);
}

/// `null` among types, or as the only one.
fn nullable(node: &mut Node) {
    match node.get("type").cloned() {
        Some(Node::List(kinds)) => {
            let (null, others): (Vec<Node>, Vec<Node>) =
                kinds.into_iter().partition(|kind| kind.as_str() == Some("null"));
            node.remove("type");
            match <[Node; 1]>::try_from(others) {
                Ok([only]) => {
                    node.set("type", only);
                    if !null.is_empty() {
                        node.set("nullable", true);
                    }
                }
                // Several types are several choices.
                Err(others) => {
                    let of = |kind| Node::object().with("type", kind);
                    let null = null.iter().map(|_| only_null());
                    node.set("anyOf", Node::List(others.into_iter().map(of).chain(null).collect()));
                }
            }
        }
        Some(kind) if kind.as_str() == Some("null") => *node = only_null(),
        _ => {}
    }
}

/// `nullable` counts only beside a type, so what is always null has one.
fn only_null() -> Node {
    let values = Node::List(vec![Node::Leaf(Value::Null)]);
    Node::object().with("type", "string").with("nullable", true).with("enum", values)
}

/// Nothing that stands beside a `$ref` is read.
fn beside_reference(node: &mut Node) {
    let Node::Object(members) = node else { return };
    if members.len() < 2 {
        return;
    }
    if let Some(reference) = node.remove("$ref") {
        node.set("allOf", Node::List(vec![Node::object().with("$ref", reference)]));
    }
}

fn kind_of(value: &Node) -> Option<&'static str> {
    let Node::Leaf(value) = value else { return None };
    match value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::lowered;
    use crate::api::definition::node::Node;
    use serde_json::{Value, json};

    fn of(schema: Value) -> Value {
        let document = Node::object().with("x", Node::object().with("schema", Node::from(schema)));
        let lowered = serde_json::to_value(lowered(document)).expect("JSON");
        lowered["x"]["schema"].clone()
    }

    #[test]
    fn what_3_0_has_no_word_for_is_said_another_way() {
        for (newer, older) in [
            (json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true})),
            (json!({"const": "Feature"}), json!({"type": "string", "enum": ["Feature"]})),
            (
                json!({"type": "number", "exclusiveMinimum": 0}),
                json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
            ),
            (json!({"type": "string", "examples": ["a", "b"]}), json!({"type": "string", "example": "a"})),
            (
                json!({"$ref": "#/a", "description": "b"}),
                json!({"allOf": [{"$ref": "#/a"}], "description": "b"}),
            ),
            (json!({"$ref": "#/a"}), json!({"$ref": "#/a"})),
            (
                json!({"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}),
                json!({"anyOf": [{"$ref": "#/a"}, {"type": "string", "nullable": true, "enum": [null]}]}),
            ),
            (
                json!({"type": ["string", "number"]}),
                json!({"anyOf": [{"type": "string"}, {"type": "number"}]}),
            ),
        ] {
            assert_eq!(of(newer), older);
        }
    }

    #[test]
    fn schemas_are_found_wherever_they_stand_and_values_are_left_alone() {
        let inner = json!({"type": ["integer", "null"]});
        let lowered = json!({"type": "integer", "nullable": true});
        assert_eq!(
            of(json!({"type": "object", "properties": {"const": inner}, "additionalProperties": inner})),
            json!({"type": "object", "properties": {"const": lowered}, "additionalProperties": lowered})
        );
        assert_eq!(
            of(json!({"type": "array", "items": inner, "default": {"const": 1}})),
            json!({"type": "array", "items": lowered, "default": {"const": 1}})
        );
    }
}
