//! Reads CQL2 JSON.

use super::literal::{a_box, geometry, instant, interval};
use crate::domain::filter::{At, Expr, Filter, FilterError, Literal, MAX_BYTES, MAX_DEPTH, Node};
use crate::formats::cql2::words::{
    ARITHMETIC, COMPARISONS, RELATIONS, SET_RELATIONS, TIME_RELATIONS, is_identifier, meaning,
};
use serde_json::{Map, Value};

pub(super) type Found<T> = Result<T, FilterError>;

/// Reads a filter; errors tell a JSON pointer.
pub fn read(text: &str) -> Result<Filter, FilterError> {
    if text.len() > MAX_BYTES {
        return Err(FilterError::too_long(text.len()));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| {
        // Its own limit is twice ours, or more.
        if error.to_string().starts_with("recursion limit") {
            return FilterError::too_deep(&At::Whole);
        }
        let zh = format!("不是 JSON(第 {} 行第 {} 列):{error}", error.line(), error.column());
        FilterError::new(&At::Whole, "json", zh, format!("not JSON: {error}"))
    })?;
    Filter::new(node(&value, "", 1)?)
}

/// What stands at a pointer, so many levels deep; anything but an array.
pub(super) fn node(value: &Value, pointer: &str, depth: usize) -> Found<Node> {
    if value.is_array() {
        return Err(expected(
            &At::Pointer(pointer.to_owned()),
            "条件或值,而不是数组",
            "a condition or a value, not an array,",
        ));
    }
    argument(value, pointer, depth)
}

/// The same; an array too.
fn argument(value: &Value, pointer: &str, depth: usize) -> Found<Node> {
    let at = At::Pointer(pointer.to_owned());
    if depth > MAX_DEPTH {
        return Err(FilterError::too_deep(&at));
    }
    let expr = match value {
        Value::Bool(value) => Expr::Literal(Literal::Bool(*value)),
        Value::String(text) => Expr::Literal(Literal::Text(text.clone())),
        Value::Number(number) => match number.as_f64().filter(|number| number.is_finite()) {
            Some(number) => Expr::Literal(Literal::Number(number)),
            None => return Err(expected(&at, "双精度范围内的数", "a number within the range of doubles")),
        },
        Value::Array(members) => Expr::List(each(members, pointer, depth, argument)?),
        Value::Object(object) => {
            let expr = self::object(object, value, pointer, depth)?;
            // One part of AND or OR is that part.
            match expr {
                Expr::And(mut parts) | Expr::Or(mut parts) if parts.len() == 1 => {
                    return Ok(parts.remove(0));
                }
                expr => expr,
            }
        }
        Value::Null => {
            return Err(expected(
                &at,
                "值或对象(空值请用 isNull)",
                "a value or an object (isNull asks for no value)",
            ));
        }
    };
    Ok(Node::new(at, expr))
}

fn each(
    members: &[Value],
    pointer: &str,
    depth: usize,
    read: fn(&Value, &str, usize) -> Found<Node>,
) -> Found<Vec<Node>> {
    let member = |(index, value)| read(value, &format!("{pointer}/{index}"), depth + 1);
    members.iter().enumerate().map(member).collect()
}

fn object(object: &Map<String, Value>, value: &Value, pointer: &str, depth: usize) -> Found<Expr> {
    let below = |member: &str| format!("{pointer}/{member}");
    if let Some(op) = object.get("op") {
        let Some(op) = op.as_str() else {
            return Err(expected(
                &At::Pointer(below("op")),
                "运算符的名称(文本)",
                "the name of an operator (a text)",
            ));
        };
        let at = below("args");
        let Some(Value::Array(arguments)) = object.get("args") else {
            return Err(expected(&At::Pointer(at), "参数数组 args", "an array args of arguments"));
        };
        return operation(op, arguments, pointer, depth);
    }
    if let Some(name) = object.get("property") {
        return match name {
            Value::String(name) => Ok(Expr::Property(name.clone())),
            _ => Err(expected(
                &At::Pointer(below("property")),
                "属性名(文本)",
                "the name of a property (a text)",
            )),
        };
    }
    if let Some(day) = object.get("date") {
        return instant(day, &below("date"), true).map(Expr::Literal);
    }
    if let Some(time) = object.get("timestamp") {
        return instant(time, &below("timestamp"), false).map(Expr::Literal);
    }
    if let Some(ends) = object.get("interval") {
        return interval(ends, &below("interval"), depth);
    }
    if object.contains_key("type") {
        return geometry(value, pointer).map(|geometry| Expr::Literal(Literal::Geometry(geometry)));
    }
    if let Some(corners) = object.get("bbox") {
        return a_box(corners, &below("bbox")).map(Expr::Literal);
    }
    Err(expected(
        &At::Pointer(pointer.to_owned()),
        "含 op、property、date、timestamp、interval、bbox 或几何 type 的对象",
        "an object with op, property, date, timestamp, interval, bbox or the type of a geometry",
    ))
}

fn operation(op: &str, arguments: &[Value], pointer: &str, depth: usize) -> Found<Expr> {
    let args = format!("{pointer}/args");
    let parts = |read| each(arguments, &args, depth, read);
    let exactly = |count: usize| {
        if arguments.len() == count {
            return Ok(());
        }
        Err(FilterError::new(
            &At::Pointer(args.clone()),
            "arguments",
            format!("{op} 应有 {count} 个参数,收到 {} 个", arguments.len()),
            format!("{op} takes {count} arguments, not {}", arguments.len()),
        ))
    };
    let two_of = |read: fn(&Value, &str, usize) -> Found<Node>| -> Found<Box<[Node; 2]>> {
        exactly(2)?;
        let node = |index: usize| read(&arguments[index], &format!("{args}/{index}"), depth + 1);
        Ok(Box::new([node(0)?, node(1)?]))
    };
    let two = || two_of(node);
    let one = || -> Found<Box<Node>> {
        exactly(1)?;
        Ok(Box::new(node(&arguments[0], &format!("{args}/0"), depth + 1)?))
    };
    if let Some(comparison) = meaning(COMPARISONS, op) {
        return Ok(Expr::Compare(comparison, two()?));
    }
    if let Some(arithmetic) = meaning(ARITHMETIC, op) {
        return Ok(Expr::Arithmetic(arithmetic, two()?));
    }
    if let Some(relation) = meaning(RELATIONS, op) {
        return Ok(Expr::Spatial(relation, two()?));
    }
    if let Some(relation) = meaning(TIME_RELATIONS, op) {
        return Ok(Expr::Temporal(relation, two()?));
    }
    if let Some(relation) = meaning(SET_RELATIONS, op) {
        return Ok(Expr::Arrays(relation, two_of(argument)?));
    }
    Ok(match op.to_ascii_lowercase().as_str() {
        word @ ("and" | "or") => {
            let parts = parts(node)?;
            if parts.is_empty() {
                return Err(expected(&At::Pointer(args), "至少一个条件", "at least one condition"));
            }
            if word == "and" { Expr::And(parts) } else { Expr::Or(parts) }
        }
        "not" => Expr::Not(one()?),
        "like" => Expr::Like(two()?),
        "between" => {
            exactly(3)?;
            let node = |index: usize| node(&arguments[index], &format!("{args}/{index}"), depth + 1);
            Expr::Between(Box::new([node(0)?, node(1)?, node(2)?]))
        }
        "in" => {
            exactly(2)?;
            let value = node(&arguments[0], &format!("{args}/0"), depth + 1)?;
            let list = format!("{args}/1");
            let Value::Array(members) = &arguments[1] else {
                return Err(expected(&At::Pointer(list), "值的数组", "an array of values"));
            };
            Expr::In(Box::new(value), each(members, &list, depth, node)?)
        }
        "isnull" => Expr::IsNull(one()?),
        "casei" => Expr::CaseI(one()?),
        "accenti" => Expr::AccentI(one()?),
        _ if is_identifier(op) => Expr::Call(op.to_owned(), parts(argument)?),
        _ => {
            return Err(expected(
                &At::Pointer(format!("{pointer}/op")),
                "CQL2 的运算符或函数名",
                "an operator of CQL2 or the name of a function",
            ));
        }
    })
}

pub(super) fn expected(at: &At, zh: &str, en: &str) -> FilterError {
    FilterError::new(at, "syntax", format!("此处应为{zh}"), format!("{en} was expected here"))
}
