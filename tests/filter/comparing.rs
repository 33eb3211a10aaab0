//! Comparisons, `LIKE`, `IN`, arrays, arithmetic and functions.

use super::world::{Thing, bound, truth};
use geo_types::{Geometry, Point, line_string, polygon};
use jiantu::domain::filter::functions::FUNCTIONS;
use jiantu::domain::filter::{Kind, Value};
use jiff::civil::date;
use proptest::prelude::*;

fn list<T: Into<Value<'static>>>(members: impl IntoIterator<Item = T>) -> Value<'static> {
    Value::List(members.into_iter().map(Into::into).collect())
}

fn court() -> Thing {
    Thing::at(Point::new(123.46, 41.68))
        .with("name", "Straße København")
        .with("kind", "basketball")
        .with("名称", "浑南健身步道")
        .with("area", 420.0)
        .with("count", 21.0)
        .with("open", true)
        .with("shut", false)
        .with("opened_on", date(2019, 5, 1))
        .with("closed_on", date(2024, 12, 31))
        .with("start", "2019-05-01T08:30:00Z".parse::<jiff::Timestamp>().expect("a time"))
        .with("tags", list(["smart", "rural_square"]))
        .with("widths", list([1.5, 2.0]))
        .with("extra", "2019-05-01")
}

#[test]
fn anything_is_compared_with_anything_of_its_kind() {
    let court = court();
    for (text, known) in [
        ("kind = 'basketball'", true),
        ("'basketball' = kind", true),
        ("kind <> name", true),
        ("kind > 'Basketball'", true),
        ("名称 LIKE '%步道'", true),
        ("\"名称\" LIKE '__健身__'", true),
        ("area >= 20 * count", true),
        ("area > 20 * count", false),
        ("1 < 2", true),
        ("open", true),
        ("NOT shut AND open = TRUE", true),
        ("open = 1 AND 0 = shut AND NOT open = 0", true),
        ("opened_on >= '2019-05-01T' AND opened_on < '2019-05-02T'", true),
        ("open > shut", true),
        ("(area > 5) = open", true),
        ("opened_on = DATE('2019-05-01')", true),
        ("opened_on < '2019-05-02' AND '2019-04-30' < opened_on", true),
        ("opened_on <= closed_on", true),
        ("opened_on < start AND start < TIMESTAMP('2019-05-01T08:30:00.001Z')", true),
        ("start = TIMESTAMP('2019-05-01T16:30:00+08:00')", true),
        ("area BETWEEN 420 AND 420.0", true),
        ("area NOT BETWEEN 400 AND 440", false),
        ("opened_on BETWEEN '2019-01-01' AND DATE('2019-12-31')", true),
        ("kind BETWEEN 'a' AND 'c'", true),
        ("kind IN ('tennis', 'basketball')", true),
        ("kind NOT IN ('tennis', 'football')", true),
        ("opened_on IN ('2019-05-01')", true),
        ("open IN (FALSE)", false),
        ("area IN (count * 20)", true),
        ("-0 IN (0) AND 0 = -0", true),
        // Of no fixed type: by what it holds.
        ("extra = '2019-05-01'", true),
        ("extra = DATE('2019-05-01')", true),
        ("extra IN (1, DATE('2019-05-01'))", true),
        ("extra = 5", false),
        ("extra <> 5", true),
        ("extra LIKE '2019%'", true),
    ] {
        assert_eq!(truth(text, &court), Some(known), "{text}");
    }
    assert_eq!(truth("extra < 5", &court), None);
    let on = |value: Value<'static>| Thing::default().with("extra", value);
    assert_eq!(truth("extra", &on(Value::Bool(true))), Some(true));
    assert_eq!(truth("extra > 4 AND extra + 1 = 6", &on(Value::Number(5.0))), Some(true));
    assert_eq!(truth("A_CONTAINS(extra, ('x'))", &on(list(["y", "x"]))), Some(true));
}

#[test]
fn texts_are_compared_without_case_and_accents() {
    let court = court();
    for (text, known) in [
        ("CASEI(name) = CASEI('STRASSE KØBENHAVN')", true),
        ("CASEI(name) = 'STRASSE KØBENHAVN'", false),
        ("CASEI(name) = CASEI('strasse kobenhavn')", false),
        ("ACCENTI(name) = ACCENTI('Strasse Kobenhavn')", true),
        ("ACCENTI(CASEI(name)) = ACCENTI(CASEI('STRASSE KOBENHAVN'))", true),
        ("CASEI(name) LIKE CASEI('STRASSE %')", true),
        ("name ILIKE 'STRASSE %' AND NOT name NOT ILIKE 'strasse %'", true),
        ("ACCENTI(CASEI(name)) LIKE accenti(casei('%_KO%'))", true),
        ("CASEI(kind) IN (CASEI('Tennis'), CASEI('BasketBall'))", true),
        ("name LIKE 'straße%'", false),
        (r"'100%' LIKE '100\%' AND '1000' NOT LIKE '100\%'", true),
        (r"'a_b' LIKE 'a\_b' AND 'axb' NOT LIKE 'a\_b'", true),
        (r"'a\\b' LIKE 'a\\\\b'", true),
    ] {
        assert_eq!(truth(text, &court), Some(known), "{text}");
    }
}

#[test]
fn arrays_are_compared_as_sets() {
    let court = court();
    for (text, known) in [
        ("A_EQUALS(tags, ('rural_square', 'smart', 'smart'))", true),
        ("A_CONTAINS(tags, ('smart'))", true),
        ("A_CONTAINS(tags, ('smart', kind))", false),
        ("A_CONTAINEDBY(tags, ('smart', 'rural_square', kind))", true),
        ("A_OVERLAPS(tags, ('a', 'smart'))", true),
        ("A_OVERLAPS(('a', 'b'), tags)", false),
        ("A_CONTAINS(tags, ())", true),
        ("A_EQUALS(widths, (2, 3 / 2))", true),
        ("A_CONTAINS((DATE('2019-05-01'), 'x'), (opened_on))", true),
        ("A_CONTAINS(((1, 2), 3), ((2, 1)))", true),
        ("size(tags) = 2", true),
    ] {
        assert_eq!(truth(text, &court), Some(known), "{text}");
    }
}

#[test]
fn functions_compute() {
    let court = court();
    for (text, known) in [
        ("lower(name) = 'straße københavn' AND UPPER(kind) = 'BASKETBALL'", true),
        ("length(名称) = 6 AND length(trim('  a ')) = 1", true),
        ("abs(-area) = 420 AND round(2.5) = 3 AND floor(-1.5) = -2 AND ceil(1.2) = 2", true),
        ("min(area, count, 30) = 21 AND max(area, count) = 420", true),
        ("year(opened_on) = 2019 AND month(opened_on) = 5 AND year(start) = 2019", true),
        ("year(extra) = 2019", true),
        ("area_m2(geometry) = 0 AND length_m(geometry) = 0", true),
        ("distance_m(geometry, POINT(123.46 41.68)) = 0", true),
        ("min(area, 1/0) IS NULL", true),
    ] {
        assert_eq!(truth(text, &court), Some(known), "{text}");
    }
}

#[test]
fn measures_agree_with_geographiclib() {
    // GeographicLib 2.0 (Python), WGS 84.
    let pitch = Thing::at(
        polygon![(x: 123.463, y: 41.679), (x: 123.4642, y: 41.679), (x: 123.4642, y: 41.6796), (x: 123.463, y: 41.6796)],
    );
    assert_eq!(truth("area_m2(geometry) BETWEEN 6658.595 AND 6658.597", &pitch), Some(true));
    let trail = Thing::at(
        line_string![(x: 123.463, y: 41.679), (x: 123.469049, y: 41.681356), (x: 123.475460, y: 41.687673)],
    );
    assert_eq!(truth("length_m(geom) BETWEEN 1449.1577 AND 1449.1578", &trail), Some(true));
    // One degree along the meridian from the equator.
    let origin = Thing::at(Point::new(180.0, 0.0));
    assert_eq!(
        truth("distance_m(POINT(-180 1), geometry) BETWEEN 110574.3 AND 110574.4", &origin),
        Some(true)
    );
    assert_eq!(truth("area_m2(BBOX(0, 0, 1, 1)) > 1.2e10", &origin), Some(true));
}

#[test]
fn the_list_of_functions_is_callable() {
    for function in FUNCTIONS {
        let example = |kind: Kind| match kind {
            Kind::Text => "'x'",
            Kind::Number => "1",
            Kind::Date => "DATE('2020-01-01')",
            Kind::Geometry => "POINT(1 2)",
            Kind::Array => "('x', 'y')",
            other => panic!("{other:?}"),
        };
        let arguments: Vec<&str> =
            function.arguments.iter().map(|argument| example(argument.kinds[0])).collect();
        let text = format!("{}({}) IS NOT NULL", function.name, arguments.join(", "));
        assert!(bound(&text).matches(&Thing::default()), "{text}");
        assert!(!function.zh.is_empty() && !function.en.is_empty() && !function.returns.as_str().is_empty());
    }
}

/// A formula over numbers, and its value by plain recursion; `None` where there is none.
#[derive(Clone, Debug)]
enum Sum {
    Number(i32),
    Area,
    Of(&'static str, Box<Sum>, Box<Sum>),
    Minus(Box<Sum>),
}

impl Sum {
    fn write(&self) -> String {
        match self {
            Self::Number(n) => n.to_string(),
            Self::Area => "area".to_owned(),
            Self::Of(op, a, b) => format!("({} {op} {})", a.write(), b.write()),
            Self::Minus(a) => format!("-({})", a.write()),
        }
    }

    fn value(&self, area: f64) -> Option<f64> {
        let value = match self {
            Self::Number(n) => f64::from(*n),
            Self::Area => area,
            Self::Minus(a) => -a.value(area)?,
            Self::Of(op, a, b) => {
                let (a, b) = (a.value(area)?, b.value(area)?);
                match *op {
                    "+" => a + b,
                    "-" => a - b,
                    "*" => a * b,
                    "/" => a / b,
                    // Whole numbers by machine integers, as far as doubles count them all.
                    "%" if [a, b].iter().all(|n| n.fract() == 0.0 && n.abs() < 9e15) => {
                        (a as i64).checked_rem(b as i64)? as f64
                    }
                    "%" => a % b,
                    "div" => (a / b).trunc(),
                    _ => a.powf(b),
                }
            }
        };
        value.is_finite().then_some(value)
    }
}

fn sum() -> impl Strategy<Value = Sum> {
    prop_oneof![(-9..10_i32).prop_map(Sum::Number), Just(Sum::Area)].prop_recursive(4, 16, 2, |inner| {
        let operator = prop::sample::select(vec!["+", "-", "*", "/", "%", "div", "^"]);
        prop_oneof![
            4 => (operator, inner.clone(), inner.clone())
                .prop_map(|(op, a, b)| Sum::Of(op, Box::new(a), Box::new(b))),
            1 => inner.prop_map(|a| Sum::Minus(Box::new(a))),
        ]
    })
}

proptest! {
    #[test]
    fn arithmetic_agrees_with_recursion(sum in sum(), area in -20..20_i32) {
        let area = f64::from(area);
        let thing = Thing::default().with("area", area);
        let written = sum.write();
        match sum.value(area) {
            None => prop_assert_eq!(truth(&format!("{written} IS NULL"), &thing), Some(true)),
            Some(value) => {
                let wide = value.abs() * 1e-9 + 1e-9;
                let near = format!("{written} BETWEEN {} AND {}", value - wide, value + wide);
                prop_assert_eq!(truth(&near, &thing), Some(true), "{} is {}", written, value);
            }
        }
    }

    #[test]
    fn one_of_many_is_any_of_them(value in -3..4_i32, list in prop::collection::vec(-3..4_i32, 0..6)) {
        let thing = Thing::default().with("area", f64::from(value)).with("name", value.to_string());
        let numbers: Vec<String> = list.iter().map(i32::to_string).collect();
        let texts: Vec<String> = list.iter().map(|n| format!("'{n}'")).collect();
        let found = list.contains(&value);
        prop_assert_eq!(truth(&format!("area IN ({})", numbers.join(",")), &thing), Some(found));
        prop_assert_eq!(truth(&format!("name IN ({})", texts.join(",")), &thing), Some(found));
        prop_assert_eq!(truth(&format!("area NOT IN (area + 1, {})", "9"), &thing), Some(true));
    }
}

#[test]
fn geometry_without_a_value_is_null() {
    let nowhere = Thing { geometry: None, ..court() };
    assert_eq!(truth("geometry IS NULL", &nowhere), Some(true));
    assert_eq!(truth("geom IS NOT NULL", &court()), Some(true));
    let empty: Option<Geometry<f64>> = None;
    assert_eq!(empty, nowhere.geometry);
}
