//! Units of indicators in words, and with how many places their values are written.

use crate::domain::plan::Comparator;
use crate::formats::report::{Number, Words};

/// A unit in words; one that a plan has made up stays as it is.
pub fn words(unit: &str) -> Words {
    match known(unit) {
        Some((_, zh, en, _)) => Words::new(*zh, *en),
        None => Words::same(unit),
    }
}

/// What a number in a unit tells.
pub fn meaning(unit: &str) -> Words {
    let (zh, en) = match unit {
        "m2_per_head" => {
            ("每名常住人口的场地面积（平方米）", "square metres of venue area for each resident")
        }
        "per_1000" => ("每千名常住人口", "for each thousand residents"),
        "percent" => ("百分比", "of a hundred"),
        "percentage_points" => ("两个百分比之差", "difference of two percentages"),
        "ratio" => ("无单位的系数；未经乘除换算", "a number without a unit, as it is computed"),
        "stage" => ("进展阶段的序号，见该指标的说明", "number of a stage, told with the indicator"),
        "evidence" => ("经认定的佐证材料份数", "pieces of accepted evidence"),
        "cells" => ("集聚区与设施类别表中的格", "cells of the table of clusters and facilities"),
        "points" => ("评价得分", "score of an evaluation"),
        other => {
            let words = words(other);
            return Words::new(format!("按“{}”计数", words.zh), format!("counted in {}", words.en));
        }
    };
    Words::new(zh, en)
}

/// Beside a number; some numbers have none.
fn beside(unit: &str) -> Option<Words> {
    (!BARE.contains(&unit)).then(|| words(unit))
}

/// Numbers that nobody reads with a unit.
const BARE: &[&str] = &["ratio", "stage"];

type Unit = (&'static str, &'static str, &'static str, usize);

fn known(unit: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|(name, ..)| *name == unit)
}

/// Word of the plan, Chinese, English, places after the point.
const UNITS: &[Unit] = &[
    ("categories", "类", "categories", 0),
    ("cells", "格", "cells", 0),
    ("communities", "个社区", "communities", 0),
    ("editions", "届", "editions", 0),
    ("events", "场", "events", 0),
    ("evidence", "份", "evidence", 0),
    ("m2", "m²", "m²", 0),
    ("m2_per_head", "m²/人", "m²/head", 2),
    ("meetings", "次", "meetings", 0),
    ("organisations", "个", "organisations", 0),
    ("people", "人", "people", 0),
    ("per_1000", "‰", "per 1,000", 2),
    ("percent", "%", "%", 1),
    ("percentage_points", "个百分点", "points of %", 2),
    ("pieces", "件", "pieces", 0),
    ("points", "分", "points", 1),
    ("ratio", "系数", "coefficient", 4),
    ("series", "项", "series", 0),
    ("services", "项", "services", 0),
    ("sites", "处", "sites", 0),
    ("stage", "阶段", "stage", 0),
    ("stations", "个站点", "stations", 0),
    ("subdistricts", "个街道", "sub-districts", 0),
    ("years", "年", "years", 0),
];

/// Places beyond which nobody reads.
const MOST: usize = 9;

/// A value against its target, with as many places as it takes to tell the same as the value itself:
/// 4.496 against 4.5 is not written 4.50.
pub fn against(value: f64, comparator: Comparator, target: f64, unit: &str) -> Number {
    let truth = comparator.holds(value, target);
    let tells = |decimals: usize| comparator.holds(rounded(value, decimals), target) == truth;
    written(value, unit, tells)
}

/// A number in a unit; a little is not nothing.
pub fn plain(value: f64, unit: &str) -> Number {
    written(value, unit, |_| true)
}

/// A bound in its own digits.
pub fn bound(value: f64, comparator: Comparator, unit: &str) -> Number {
    let places = |decimals: &usize| rounded(value, *decimals) == value;
    let decimals = (0..=MOST).find(places).unwrap_or(MOST);
    let sign = match comparator {
        Comparator::AtLeast => "≥",
        Comparator::MoreThan => ">",
        Comparator::AtMost => "≤",
        Comparator::LessThan => "<",
        Comparator::Equal => "=",
    };
    Number { value, decimals, unit: beside(unit), sign: Some(sign) }
}

fn written(value: f64, unit: &str, tells: impl Fn(usize) -> bool) -> Number {
    let usual = known(unit).map_or(2, |(.., places)| *places);
    // Whole things are told whole; a share of them is not.
    let fewest = if usual == 0 && value.fract() != 0.0 { 2 } else { usual };
    let is_seen = |decimals: usize| value == 0.0 || rounded(value, decimals) != 0.0;
    let decimals = (fewest..=MOST).find(|decimals| tells(*decimals) && is_seen(*decimals)).unwrap_or(MOST);
    Number { value, decimals, unit: beside(unit), sign: None }
}

/// As it is printed with so many places.
fn rounded(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(value: f64, target: f64, unit: &str) -> String {
        against(value, Comparator::AtLeast, target, unit).digits()
    }

    #[test]
    fn rounding_never_changes_the_verdict() {
        assert_eq!(digits(4.496, 4.5, "m2_per_head"), "4.496");
        assert_eq!(digits(4.499_96, 4.5, "m2_per_head"), "4.49996");
        assert_eq!(digits(4.5, 4.5, "m2_per_head"), "4.50");
        assert_eq!(digits(4.512, 4.5, "m2_per_head"), "4.51");
        assert_eq!(digits(57.96, 58.0, "percent"), "57.96");
        assert_eq!(digits(12.0, 15.0, "organisations"), "12");
        assert_eq!(digits(11.5, 15.0, "organisations"), "11.50");
    }

    #[test]
    fn a_little_is_not_nothing_and_bounds_are_as_written() {
        assert_eq!(plain(0.000_02, "ratio").digits(), "0.00002");
        assert_eq!(plain(0.0, "ratio").digits(), "0.0000");
        let of = |value| bound(value, Comparator::AtLeast, "m2_per_head").digits();
        assert_eq!([of(4.5), of(4.0), of(0.125)], ["4.5", "4", "0.125"]);
        assert_eq!(words("furlongs"), Words::same("furlongs"));
    }
}
