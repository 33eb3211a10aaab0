//! What is refused, where and why.

use super::world::{Thing, fields, refusal};
use jiantu::domain::filter::{At, FilterError, MAX_BYTES};
use jiantu::formats::cql2::{json, text};

fn pointed(written: &str) -> FilterError {
    match json::read(written).and_then(|filter| filter.bind(&fields())) {
        Ok(_) => panic!("{written} is not refused"),
        Err(error) => error,
    }
}

#[test]
fn text_errors_tell_the_byte_and_what_was_expected() {
    for (written, byte, code, expected) in [
        ("name = ", 7, "syntax", "but the filter ends"),
        ("name == 'x'", 6, "syntax", "not ="),
        ("name = 'x", 7, "unclosed_text", "closing quotation mark"),
        ("\"name = 5", 0, "unclosed_name", "closing quotation mark"),
        ("名称 = 'x' nd open", 13, "syntax", "an operator or the end"),
        ("name = 'x' AND", 14, "syntax", "a property, a value or a function"),
        ("(name = 'x'", 11, "syntax", "')'"),
        ("name = 'x')", 10, "syntax", "an operator or the end"),
        ("name IS 5", 8, "syntax", "NULL"),
        ("name NOT 5", 9, "syntax", "LIKE, BETWEEN or IN"),
        ("area BETWEEN 1 OR 2", 15, "syntax", "AND of BETWEEN"),
        ("name IN 'x'", 8, "syntax", "'('"),
        ("area > 1 < 2", 9, "syntax", "an operator or the end"),
        ("area = #", 7, "syntax", "double quotation marks"),
        ("and = 1", 0, "syntax", "keyword"),
        ("area = 1e999", 7, "number", "range of doubles"),
        ("area = .", 7, "number", "a number"),
        ("date = DATE('2020-02-30')", 12, "syntax", "DATE('2025-01-31')"),
        ("date = DATE('2020-02-03T00:00:00Z')", 12, "syntax", "a date"),
        ("start = TIMESTAMP('2020-02-03')", 18, "syntax", "a time"),
        ("T_AFTER(date, INTERVAL('soon', '..'))", 23, "syntax", "'..' or a property"),
        ("T_AFTER(date, INTERVAL('2020-01-01'))", 35, "syntax", "','"),
        ("S_WITHIN(geometry, POINT(1))", 26, "syntax", "a coordinate"),
        ("S_WITHIN(geometry, POINT(1 2 3 4 5))", 33, "syntax", "')'"),
        ("S_WITHIN(geometry, LINESTRING(1 2))", 29, "short_line", "two positions"),
        ("S_WITHIN(geometry, POLYGON((0 0, 1 0, 1 1)))", 27, "short_ring", "four"),
        ("S_WITHIN(geometry, POLYGON((0 0, 1 0, 1 1, 2 2)))", 27, "unclosed_ring", "not closed"),
        ("S_WITHIN(geometry, BBOX(1, 2, 3))", 23, "bbox", "four numbers"),
        ("S_WITHIN(geometry, GEOMETRYCOLLECTION(BBOX(1,2,3,4)))", 38, "syntax", "a member"),
        ("S_WITHIN(geometry)", 17, "syntax", "','"),
    ] {
        let error = text::read(written).expect_err(written);
        assert_eq!((&error.at, error.code), (&At::Byte(byte), code), "{written}: {error:?}");
        assert!(error.message_en.contains(expected), "{written}: {error:?}");
        assert!(error.message_zh.chars().any(|c| c >= '\u{4e00}'), "{written}: {error:?}");
    }
    assert_eq!(text::read("  \n ").expect_err("nothing").code, "empty_filter");
}

#[test]
fn binding_tells_the_place_and_the_types() {
    for (written, byte, code, expected) in [
        ("open AND nmae = 'x'", 9, "unknown_property", "the nearest are name"),
        ("name = 'x' OR fooo(name) = 1", 14, "unknown_function", "floor"),
        ("area = 'x'", 7, "type_mismatch", "a number can not be compared with a text"),
        ("'x' = area", 6, "type_mismatch", "a text can not be compared with a number"),
        ("area = date", 7, "type_mismatch", "a date"),
        ("opened_on > '2020-13-01'", 12, "no_date", "'2020-13-01' is neither a date"),
        ("opened_on > name", 12, "type_mismatch", "a date or timestamp was expected"),
        ("geometry = 5", 0, "type_mismatch", "S_INTERSECTS"),
        ("tags = 'smart'", 0, "type_mismatch", "A_CONTAINS"),
        ("name", 0, "type_mismatch", "a condition was expected here, not a text"),
        ("open AND 5", 9, "type_mismatch", "a condition was expected here, not a number"),
        ("name + 1 = 2", 0, "type_mismatch", "a number was expected here, not a text"),
        ("CASEI(area) = 'x'", 6, "type_mismatch", "a text was expected"),
        ("area LIKE 'x'", 0, "type_mismatch", "a text was expected"),
        ("name LIKE kind", 10, "no_pattern", "written text"),
        ("S_WITHIN(name, POINT(1 2))", 9, "type_mismatch", "a geometry was expected here, not a text"),
        ("S_WITHIN(geometry, INTERVAL('..', '..'))", 19, "type_mismatch", "not an interval"),
        ("S_WITHIN(geometry, POINT(90 180))", 19, "coordinates", "longitude, latitude"),
        ("S_INTERSECTS(geometry, MULTIPOINT(7.02 49.92, 90 180))", 23, "coordinates", "latitude"),
        ("S_WITHIN(geometry, BBOX(0, 50, 10, 40))", 19, "bbox", "north"),
        ("S_WITHIN(geometry, BBOX(0, 50, 190, 60))", 19, "bbox", "190"),
        ("T_AFTER(name, DATE('2020-01-01'))", 8, "type_mismatch", "a date, timestamp or interval"),
        ("T_MEETS(INTERVAL(start, end), start)", 30, "no_interval", "INTERVAL(first, last)"),
        ("A_CONTAINS(name, ('a'))", 11, "type_mismatch", "an array was expected here, not a text"),
        ("abs(name) = 1", 4, "type_mismatch", "abs takes a number here, not a text"),
        ("abs(area, 1) = 1", 0, "arguments", "abs(number)"),
        ("min(area) = 1", 0, "arguments", "min(first, other, …)"),
        ("distance_m(geometry, LINESTRING(1 2, 3 4)) < 5", 0, "no_point", "POINT"),
        ("year(area) = 2020", 5, "type_mismatch", "a date or a timestamp"),
    ] {
        let error = refusal(written);
        assert_eq!((&error.at, error.code), (&At::Byte(byte), code), "{written}: {error:?}");
        assert!(error.message_en.contains(expected), "{written}: {error:?}");
        assert!(error.message_zh.chars().any(|c| c >= '\u{4e00}'), "{written}: {error:?}");
    }
    let invalid = refusal("open AND nmae = 'x'").to_invalid("filter");
    assert_eq!((invalid.field.as_str(), invalid.code.as_str()), ("filter", "unknown_property"));
    assert!(
        invalid.message_en.starts_with("at byte 10: ") && invalid.message_zh.starts_with("第 10 个字节:")
    );
}

#[test]
fn json_errors_tell_the_pointer() {
    for (written, pointer, code, expected) in [
        (r#"{"op": "=", "args": [{"property": "nmae"}, 1]}"#, "/args/0", "unknown_property", "name"),
        (r#"{"op": "=", "args": [{"property": "area"}, "x"]}"#, "/args/1", "type_mismatch", "a text"),
        (r#"{"op": "=", "args": [1]}"#, "/args", "arguments", "takes 2 arguments, not 1"),
        (r#"{"op": "=="}"#, "/args", "syntax", "an array args"),
        (r#"{"op": "==", "args": []}"#, "/op", "syntax", "an operator of CQL2"),
        (r#"{"op": 5, "args": []}"#, "/op", "syntax", "the name of an operator"),
        (r#"{"op": "and", "args": []}"#, "/args", "syntax", "at least one condition"),
        (r#"{"op": "and", "args": [true, null]}"#, "/args/1", "syntax", "isNull"),
        (r#"{"op": "not", "args": [{}]}"#, "/args/0", "syntax", "an object with op"),
        (r#"{"op": "in", "args": [1, 2]}"#, "/args/1", "syntax", "an array of values"),
        (r#"{"op": "=", "args": [[1], [1]]}"#, "/args/0", "syntax", "not an array"),
        (r#"{"property": 5}"#, "/property", "syntax", "the name of a property"),
        (r#"{"date": "2020-02-30"}"#, "/date", "syntax", "a date such as"),
        (r#"{"timestamp": "2020-02-20"}"#, "/timestamp", "syntax", "a time such as"),
        (
            r#"{"op": "isNull", "args": [{"interval": ["x", ".."]}]}"#,
            "/args/0/interval/0",
            "syntax",
            "a property",
        ),
        (
            r#"{"op": "isNull", "args": [{"interval": [".."]}]}"#,
            "/args/0/interval",
            "syntax",
            "the first and the last",
        ),
        (
            r#"{"op": "s_within", "args": [{"property": "geom"}, {"bbox": [1, 2, 3]}]}"#,
            "/args/1/bbox",
            "bbox",
            "four",
        ),
        (
            r#"{"op": "s_within", "args": [{"property": "geom"}, {"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[2,2]]]}]}"#,
            "/args/1/coordinates/0",
            "unclosed_ring",
            "not closed",
        ),
        (
            r#"{"op": "s_within", "args": [{"property": "geom"}, {"type": "Point", "coordinates": []}]}"#,
            "/args/1",
            "empty_geometry",
            "empty",
        ),
        (
            r#"{"op": "s_within", "args": [{"property": "geom"}, {"type": "Point", "coordinates": [90, 180]}]}"#,
            "/args/1",
            "coordinates",
            "latitude",
        ),
        ("[true]", "", "syntax", "not an array"),
    ] {
        let error = pointed(written);
        assert_eq!((&error.at, error.code), (&At::Pointer(pointer.to_owned()), code), "{written}: {error:?}");
        assert!(error.message_en.contains(expected), "{written}: {error:?}");
    }
    assert_eq!(pointed("{\"op\"").code, "json");
}

#[test]
fn depth_is_bounded_in_every_way() {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    for (open, inner, close) in [
        ("(", "open", ")"),
        ("NOT ", "open", ""),
        ("NOT (", "open", ")"),
        ("f(", "area", ")"),
        ("CASEI(", "name", ")"),
        ("(1 + ", "1", ")"),
        ("A_EQUALS((", "1", "),x)"),
        ("-", "area", ""),
        ("2 ^ ", "2", ""),
        ("A_EQUALS(x,", "1", ")"),
        ("S_WITHIN(x,", "1", ")"),
        ("name IN (", "1", ")"),
        ("1 + ", "1", ""),
        ("1 * ", "1", ""),
    ] {
        for depth in [65, 100, 1_000, 4_000] {
            let written = nested(open, inner, close, depth);
            let error = text::read(&written).expect_err(&written);
            assert_eq!(error.code, "filter_too_deep", "{open} {depth}: {error:?}");
        }
        assert!(text::read(&nested(open, inner, close, 20)).is_ok(), "{open}");
    }
    let array = nested("(", "1", ")", 100);
    assert_eq!(text::read(&format!("A_EQUALS({array}, x)")).expect_err("deep").code, "filter_too_deep");
    for (open, inner, close) in [
        (r#"{"op":"not","args":["#, "true", "]}"),
        (r#"{"op":"+","args":[1,"#, "1", "]}"),
        (r#"{"op":"f","args":[["#, "1", "]]}"),
        (r#"{"op":"isNull","args":[{"interval":["..","#, "\"..\"", "]}]}"),
    ] {
        for depth in [65, 100, 1_000] {
            let written = nested(open, inner, close, depth);
            assert!(
                json::read(&written).is_err_and(|e| e.code == "filter_too_deep" || open.contains("interval")),
                "{open} {depth}"
            );
        }
    }
    for depth in [65, 127, 200, 30_000] {
        let error = json::read(&nested("[", "1", "]", depth)).expect_err("an array");
        assert!(matches!(error.code, "filter_too_deep" | "syntax"), "{depth}: {error:?}");
    }
}

/// As deep as it may be: in the small stack of a thread it is read, bound, asked and written.
#[test]
fn the_deepest_filter_is_no_trouble() {
    // Each round is one, two or three levels of the tree.
    for (rounds, open, inner, close) in [
        (60, "NOT (", "open", ")"),
        (30, "NOT (open AND ", "lit", ")"),
        (20, "NOT (TRUE = (FALSE OR ", "open", "))"),
        (30, "abs(-", "area", ")"),
        (60, "(1 - ", "area", ")"),
    ] {
        let mut written = format!("{}{inner}{}", open.repeat(rounds), close.repeat(rounds));
        if !written.starts_with("NOT") {
            written = format!("{written} = 1");
        }
        let filter = text::read(&written).unwrap_or_else(|error| panic!("{written}: {error:?}"));
        filter.bind(&fields()).expect(&written).matches(&Thing::default());
        assert_eq!(json::read(&json::write(&filter)).as_ref(), Ok(&filter));
        assert_eq!(text::read(&text::write(&filter)).as_ref(), Ok(&filter));
    }
    let deepest = format!("{}true{}", r#"{"op":"not","args":["#.repeat(63), "]}".repeat(63));
    let filter = json::read(&deepest).expect("as deep as it may be");
    assert!(!filter.bind(&fields()).expect("bound").matches(&Thing::default()));
    assert_eq!(text::read(&text::write(&filter)).as_ref(), Ok(&filter));
}

#[test]
fn size_is_bounded() {
    let long = format!("name = '{}'", "x".repeat(MAX_BYTES));
    assert_eq!(text::read(&long).expect_err("long").code, "filter_too_long");
    assert_eq!(json::read(&long).expect_err("long").code, "filter_too_long");
    let ten_megabytes = "(".repeat(10 << 20);
    assert_eq!(text::read(&ten_megabytes).expect_err("long").code, "filter_too_long");
    let many = format!("area IN ({}0)", "1,".repeat(6_000));
    assert_eq!(text::read(&many).expect_err("many").code, "filter_too_large");
    let many = format!(r#"{{"op":"in","args":[1,[{}0]]}}"#, "1,".repeat(6_000));
    assert_eq!(json::read(&many).expect_err("many").code, "filter_too_large");
    let line = format!("S_WITHIN(geometry, LINESTRING({}0 0))", "1 1,".repeat(10_001));
    assert_eq!(text::read(&line).expect_err("many vertices").code, "too_many_vertices");
    let line = format!(
        r#"{{"op":"s_within","args":[{{"property":"geom"}},{{"type":"LineString","coordinates":[{}[0,0]]}}]}}"#,
        "[1,1],".repeat(10_001)
    );
    assert_eq!(json::read(&line).expect_err("many vertices").code, "too_many_vertices");
    let lines = format!("LINESTRING({}0 0)", "1 1,".repeat(5_001));
    let two = format!("S_WITHIN({lines}, {lines})");
    assert_eq!(text::read(&two).expect_err("many vertices").code, "too_many_vertices");
}
