//! Functions that a filter may call: the list, and what they compute.
//!
//! A function of something that has no value has none.

use super::temporal::{Instant, instant};
use super::value::{Kind, Value};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::borrow::Cow;

/// A function as `/functions` lists it.
#[derive(Debug)]
pub struct Function {
    /// As it is called; capitals make no difference.
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub arguments: &'static [Argument],
    /// The last argument may be given several times.
    pub repeats: bool,
    pub returns: Kind,
    pub(super) builtin: Builtin,
}

/// One argument of a function.
#[derive(Debug)]
pub struct Argument {
    pub name: &'static str,
    /// What it may be.
    pub kinds: &'static [Kind],
}

/// What a function computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Builtin {
    Lower,
    Upper,
    Trim,
    Length,
    Size,
    Abs,
    Round,
    Floor,
    Ceil,
    Min,
    Max,
    Year,
    Month,
    DistanceM,
    AreaM2,
    LengthM,
}

const TEXT: &[Kind] = &[Kind::Text];
const NUMBER: &[Kind] = &[Kind::Number];
const GEOMETRY: &[Kind] = &[Kind::Geometry];
const DAY: &[Kind] = &[Kind::Date, Kind::Timestamp];

const fn argument(name: &'static str, kinds: &'static [Kind]) -> Argument {
    Argument { name, kinds }
}

const fn function(
    name: &'static str,
    arguments: &'static [Argument],
    returns: Kind,
    builtin: Builtin,
    (zh, en): (&'static str, &'static str),
) -> Function {
    let repeats = matches!(builtin, Builtin::Min | Builtin::Max);
    Function { name, zh, en, arguments, repeats, returns, builtin }
}

const ONE_TEXT: &[Argument] = &[argument("text", TEXT)];
const ONE_NUMBER: &[Argument] = &[argument("number", NUMBER)];
const NUMBERS: &[Argument] = &[argument("first", NUMBER), argument("other", NUMBER)];
const ONE_DAY: &[Argument] = &[argument("time", DAY)];
const ONE_GEOMETRY: &[Argument] = &[argument("geometry", GEOMETRY)];
const TWO_GEOMETRIES: &[Argument] = &[argument("from", GEOMETRY), argument("to", GEOMETRY)];

/// All functions.
pub const FUNCTIONS: &[Function] = &[
    function("lower", ONE_TEXT, Kind::Text, Builtin::Lower, ("转为小写", "the text in small letters")),
    function("upper", ONE_TEXT, Kind::Text, Builtin::Upper, ("转为大写", "the text in capitals")),
    function(
        "trim",
        ONE_TEXT,
        Kind::Text,
        Builtin::Trim,
        ("去掉首尾空白", "the text without white space around it"),
    ),
    function("length", ONE_TEXT, Kind::Number, Builtin::Length, ("字符数", "number of characters")),
    function(
        "size",
        &[argument("array", &[Kind::Array])],
        Kind::Number,
        Builtin::Size,
        ("数组的元素个数", "number of members of an array"),
    ),
    function("abs", ONE_NUMBER, Kind::Number, Builtin::Abs, ("绝对值", "the number without its sign")),
    function(
        "round",
        ONE_NUMBER,
        Kind::Number,
        Builtin::Round,
        ("四舍五入为整数", "the nearest whole number, halves away from zero"),
    ),
    function(
        "floor",
        ONE_NUMBER,
        Kind::Number,
        Builtin::Floor,
        ("不大于它的最大整数", "the greatest whole number that is not greater"),
    ),
    function(
        "ceil",
        ONE_NUMBER,
        Kind::Number,
        Builtin::Ceil,
        ("不小于它的最小整数", "the least whole number that is not less"),
    ),
    function("min", NUMBERS, Kind::Number, Builtin::Min, ("几个数中最小的", "the least of some numbers")),
    function("max", NUMBERS, Kind::Number, Builtin::Max, ("几个数中最大的", "the greatest of some numbers")),
    function("year", ONE_DAY, Kind::Number, Builtin::Year, ("年份(UTC)", "the year, in UTC")),
    function(
        "month",
        ONE_DAY,
        Kind::Number,
        Builtin::Month,
        ("月份 1-12(UTC)", "the month, 1 to 12, in UTC"),
    ),
    function(
        "distance_m",
        TWO_GEOMETRIES,
        Kind::Number,
        Builtin::DistanceM,
        (
            "两个几何之间的大地线距离(米),其中一个须为 POINT",
            "geodesic metres between two geometries, one of which is written as a POINT",
        ),
    ),
    function(
        "area_m2",
        ONE_GEOMETRY,
        Kind::Number,
        Builtin::AreaM2,
        ("面的大地面积(平方米)", "geodesic square metres of its polygons"),
    ),
    function(
        "length_m",
        ONE_GEOMETRY,
        Kind::Number,
        Builtin::LengthM,
        ("线的大地长度(米)", "geodesic metres of its lines"),
    ),
];

impl Function {
    /// The function of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FUNCTIONS.iter().find(|function| function.name.eq_ignore_ascii_case(name))
    }

    /// The argument at a position; `None` when there are not so many.
    pub(super) fn argument(&self, at: usize) -> Option<&'static Argument> {
        self.arguments.get(at).or_else(|| self.arguments.last().filter(|_| self.repeats))
    }
}

impl Builtin {
    /// What it computes of values; those of geometries are computed elsewhere.
    pub(super) fn of(self, values: Vec<Value<'_>>) -> Value<'_> {
        if values.iter().any(Value::is_null) {
            return Value::Null;
        }
        match self {
            Self::Min => least(&values, f64::min),
            Self::Max => least(&values, f64::max),
            _ => match values.into_iter().next() {
                Some(value) => self.of_one(value),
                None => Value::Null,
            },
        }
    }

    fn of_one(self, value: Value<'_>) -> Value<'_> {
        match (self, value) {
            (Self::Lower, Value::Text(text)) => Value::from(text.to_lowercase()),
            (Self::Upper, Value::Text(text)) => Value::from(text.to_uppercase()),
            (Self::Trim, Value::Text(Cow::Borrowed(text))) => Value::text(text.trim()),
            (Self::Trim, Value::Text(text)) => Value::from(text.trim().to_owned()),
            (Self::Length, Value::Text(text)) => Value::Number(text.chars().count() as f64),
            (Self::Size, Value::List(members)) => Value::Number(members.len() as f64),
            (Self::Abs, Value::Number(number)) => Value::Number(number.abs()),
            (Self::Round, Value::Number(number)) => Value::Number(number.round()),
            (Self::Floor, Value::Number(number)) => Value::Number(number.floor()),
            (Self::Ceil, Value::Number(number)) => Value::Number(number.ceil()),
            (Self::Year, value) => day(&value).map_or(Value::Null, |day| Value::Number(day.year().into())),
            (Self::Month, value) => day(&value).map_or(Value::Null, |day| Value::Number(day.month().into())),
            _ => Value::Null,
        }
    }
}

fn day(value: &Value<'_>) -> Option<Date> {
    Some(match instant(value)? {
        Instant::Day(day) => day,
        Instant::Time(time) => time.to_zoned(TimeZone::UTC).date(),
    })
}

fn least<'a>(values: &[Value<'_>], choose: impl Fn(f64, f64) -> f64) -> Value<'a> {
    let mut chosen = None;
    for value in values {
        let Value::Number(number) = value else { return Value::Null };
        chosen = Some(chosen.map_or(*number, |sofar| choose(sofar, *number)));
    }
    Value::of(chosen)
}
