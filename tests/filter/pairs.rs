//! What both encodings read, side by side.

use jiantu::formats::cql2::{CONFORMANCE, json, text};
use serde_json::json;

fn same(as_text: &str, as_json: serde_json::Value) {
    let left = text::read(as_text).unwrap_or_else(|error| panic!("{as_text}: {error:?}"));
    let right = json::read(&as_json.to_string()).unwrap_or_else(|error| panic!("{as_json}: {error:?}"));
    assert_eq!(left, right, "{as_text}\n{as_json}");
}

fn property(name: &str) -> serde_json::Value {
    json!({"property": name})
}

fn op(op: &str, args: serde_json::Value) -> serde_json::Value {
    json!({"op": op, "args": args})
}

#[test]
fn comparisons() {
    same("name='Toronto'", op("=", json!([property("name"), "Toronto"])));
    same("5 <= area", op("<=", json!([5, property("area")])));
    same("area<>-1.5e3", op("<>", json!([property("area"), -1500])));
    same("a.b:c_1 > +.5", op(">", json!([property("a.b:c_1"), 0.5])));
    same("\"my name\" = ''", op("=", json!([property("my name"), ""])));
    same("\"a \"\"b\"\"\" = TRUE", op("=", json!([property("a \"b\""), true])));
    same("名称 = '健身步道'", op("=", json!([property("名称"), "健身步道"])));
    same("name NOT LIKE 'a%'", op("not", json!([op("like", json!([property("name"), "a%"]))])));
    same("casei(name) like Casei('a_')", {
        op("like", json!([op("casei", json!([property("name")])), op("casei", json!(["a_"]))]))
    });
    same("accenti(casei(name))=accenti('É')", {
        let left = op("accenti", json!([op("casei", json!([property("name")]))]));
        op("=", json!([left, op("accenti", json!(["É"]))]))
    });
    same("area between 1 and 2+3", op("between", json!([property("area"), 1, op("+", json!([2, 3]))])));
    same("kind NOT IN ('a', 'b')", op("not", json!([op("in", json!([property("kind"), ["a", "b"]]))])));
    same("geometry is not null", op("not", json!([op("isNull", json!([property("geometry")]))])));
}

#[test]
fn logic_and_its_ranks() {
    let is = |name: &str| op("=", json!([property(name), 1]));
    same(
        "a=1 or b=1 and not c=1",
        op("or", json!([is("a"), op("and", json!([is("b"), op("not", json!([is("c")]))]))])),
    );
    same("(a=1 or b=1) and c=1", op("and", json!([op("or", json!([is("a"), is("b")])), is("c")])));
    same("a=1 and b=1 and c=1", op("and", json!([is("a"), is("b"), is("c")])));
    same("a=1 and (b=1 and c=1)", op("and", json!([is("a"), op("and", json!([is("b"), is("c")]))])));
    same("a=1", op("and", json!([is("a")])));
    same("not not true", op("not", json!([op("not", json!([true]))])));
    same("(((false)))", json!(false));
}

#[test]
fn arithmetic_and_its_ranks() {
    let a = || property("a");
    same("a - 2 - 3 * a div 4 % 5 = 1", {
        let product = op("%", json!([op("div", json!([op("*", json!([3, a()])), 4])), 5]));
        op("=", json!([op("-", json!([op("-", json!([a(), 2])), product])), 1]))
    });
    same("2 * a ^ 2 = -a", {
        op("=", json!([op("*", json!([2, op("^", json!([a(), 2]))])), op("*", json!([-1, a()]))]))
    });
    same("-2 ^ 2 = a ^ 2 ^ 3", {
        op("=", json!([op("^", json!([-2, 2])), op("^", json!([a(), op("^", json!([2, 3]))]))]))
    });
    same("(a + 1) / 2 = a--1", {
        op("=", json!([op("/", json!([op("+", json!([a(), 1])), 2])), op("-", json!([a(), -1]))]))
    });
    same("f(a, (1 + 2), g()) > 0", {
        op(">", json!([op("f", json!([a(), op("+", json!([1, 2])), op("g", json!([]))])), 0]))
    });
}

#[test]
fn times() {
    same("\"date\" >= DATE('1970-01-01')", op(">=", json!([property("date"), {"date": "1970-01-01"}])));
    same("date < timestamp('1969-07-20T20:17:40.5Z')", {
        op("<", json!([property("date"), {"timestamp": "1969-07-20T20:17:40.5Z"}]))
    });
    same("T_FINISHEDBY(INTERVAL(a, f(b)), interval('2005-01-10', '..'))", {
        let first = json!({"interval": [property("a"), op("f", json!([property("b")]))]});
        op("t_finishedBy", json!([first, {"interval": ["2005-01-10", ".."]}]))
    });
    same("t_intersects(a, INTERVAL('1969-07-16T05:32:00Z', DATE('1970-01-01')))", {
        op("t_intersects", json!([property("a"), {"interval": ["1969-07-16T05:32:00Z", "1970-01-01"]}]))
    });
}

#[test]
fn places() {
    let of = |kind: &str, coordinates: serde_json::Value| json!({"type": kind, "coordinates": coordinates});
    let within = |other| op("s_within", json!([property("geometry"), other]));
    same("S_WITHIN(geometry,POINT(36.3 -32))", within(of("Point", json!([36.3, -32]))));
    same("S_WITHIN(geometry, point z (1 2 3))", within(of("Point", json!([1, 2, 3]))));
    same("S_WITHIN(geometry, LINESTRINGZ(1 2 9, 3 4 9))", within(of("LineString", json!([[1, 2], [3, 4]]))));
    same("S_WITHIN(geometry, POLYGON((0 0,4 0,4 4,0 0),(1 .5, 2 .5, 2 1, 1 .5)))", {
        within(of(
            "Polygon",
            json!([[[0, 0], [4, 0], [4, 4], [0, 0]], [[1, 0.5], [2, 0.5], [2, 1], [1, 0.5]]]),
        ))
    });
    let points = || within(of("MultiPoint", json!([[1, 2], [3, 4]])));
    same("S_WITHIN(geometry, MULTIPOINT(1 2, 3 4))", points());
    same("S_WITHIN(geometry, MULTIPOINT((1 2), (3 4)))", points());
    same("S_WITHIN(geometry, MULTILINESTRING((1 2, 3 4), (5 6, 7 8)))", {
        within(of("MultiLineString", json!([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])))
    });
    same("S_WITHIN(geometry, MULTIPOLYGON(((0 0,4 0,4 4,0 0))))", {
        within(of("MultiPolygon", json!([[[[0, 0], [4, 0], [4, 4], [0, 0]]]])))
    });
    same("S_WITHIN(geometry, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4)))", {
        let members = [of("Point", json!([1, 2])), of("LineString", json!([[1, 2], [3, 4]]))];
        within(json!({"type": "GeometryCollection", "geometries": members}))
    });
    same(
        "S_WITHIN(geometry, BBOX(160.6,-55.95,-170,-25.89))",
        within(json!({"bbox": [160.6, -55.95, -170, -25.89]})),
    );
    same("S_WITHIN(geometry, BBOX(1,2,-9,3,4,9))", within(json!({"bbox": [1, 2, 0, 3, 4, 0]})));
    // Words for geometries are names where no bracket follows.
    same("point = polygon", op("=", json!([property("point"), property("polygon")])));
}

#[test]
fn arrays() {
    let contains = |a, b| op("a_contains", json!([a, b]));
    same("A_CONTAINS(layer:ids, ('a','b'))", contains(property("layer:ids"), json!(["a", "b"])));
    same("A_CONTAINS(('a'), ())", contains(json!(["a"]), json!([])));
    same("a_contains((1 + 2), t)", contains(json!([op("+", json!([1, 2]))]), property("t")));
    same("a_contains((DATE('2020-01-01'), true, (1, 2), ('x'), (1+2)), t)", {
        let members = json!([{"date": "2020-01-01"}, true, [1, 2], ["x"], op("+", json!([1, 2]))]);
        contains(members, property("t"))
    });
    same("a_contains(((1+2)), ((('x'))))", contains(json!([op("+", json!([1, 2]))]), json!([[["x"]]])));
    same("A_CONTAINEDBY(f(('a'), (b)), t)", {
        op("a_containedBy", json!([op("f", json!([["a"], [property("b")]])), property("t")]))
    });
}

#[test]
fn escapes() {
    let is = |text: &str| op("=", json!([property("name"), text]));
    same("name = 'Via dell''Avvento'", is("Via dell'Avvento"));
    same(r"name = 'Via dell\'Avvento'", is("Via dell'Avvento"));
    same(r"name = '\a\b\t\n\v\f\r'", is("\u{7}\u{8}\t\n\u{b}\u{c}\r"));
    same(r"name = '100\% \_ \\ \\n'", is(r"100\% \_ \ \n"));
}

#[test]
fn conformance_classes_are_named_once() {
    let mut all = CONFORMANCE.to_vec();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), CONFORMANCE.len());
    assert!(all.iter().all(|class| class.starts_with("http://www.opengis.net/spec/cql2/1.0/conf/")));
}

/// See `text_oracle.py`.
#[test]
fn another_reader_makes_the_same_of_a_text() {
    let pairs: Vec<(String, serde_json::Value)> =
        serde_json::from_str(include_str!("text_oracle.json")).expect("the oracle's answers");
    assert!(pairs.len() > 30);
    for (as_text, as_json) in pairs {
        same(&as_text, as_json);
    }
}
