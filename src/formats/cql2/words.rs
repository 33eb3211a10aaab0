//! The words that both encodings have, as JSON writes them; text writes them in capitals.

use crate::domain::filter::{Arithmetic, Comparison, Relation, SetRelation, TimeRelation};

pub(super) const COMPARISONS: &[(&str, Comparison)] = &[
    ("=", Comparison::Eq),
    ("<>", Comparison::NotEq),
    ("<", Comparison::Lt),
    (">", Comparison::Gt),
    ("<=", Comparison::LtEq),
    (">=", Comparison::GtEq),
];

pub(super) const RELATIONS: &[(&str, Relation)] = &[
    ("s_intersects", Relation::Intersects),
    ("s_equals", Relation::Equals),
    ("s_disjoint", Relation::Disjoint),
    ("s_touches", Relation::Touches),
    ("s_within", Relation::Within),
    ("s_overlaps", Relation::Overlaps),
    ("s_crosses", Relation::Crosses),
    ("s_contains", Relation::Contains),
];

pub(super) const TIME_RELATIONS: &[(&str, TimeRelation)] = &[
    ("t_after", TimeRelation::After),
    ("t_before", TimeRelation::Before),
    ("t_contains", TimeRelation::Contains),
    ("t_disjoint", TimeRelation::Disjoint),
    ("t_during", TimeRelation::During),
    ("t_equals", TimeRelation::Equals),
    ("t_finishedBy", TimeRelation::FinishedBy),
    ("t_finishes", TimeRelation::Finishes),
    ("t_intersects", TimeRelation::Intersects),
    ("t_meets", TimeRelation::Meets),
    ("t_metBy", TimeRelation::MetBy),
    ("t_overlappedBy", TimeRelation::OverlappedBy),
    ("t_overlaps", TimeRelation::Overlaps),
    ("t_startedBy", TimeRelation::StartedBy),
    ("t_starts", TimeRelation::Starts),
];

pub(super) const SET_RELATIONS: &[(&str, SetRelation)] = &[
    ("a_equals", SetRelation::Equals),
    ("a_contains", SetRelation::Contains),
    ("a_containedBy", SetRelation::ContainedBy),
    ("a_overlaps", SetRelation::Overlaps),
];

pub(super) const ARITHMETIC: &[(&str, Arithmetic)] = &[
    ("+", Arithmetic::Add),
    ("-", Arithmetic::Subtract),
    ("*", Arithmetic::Multiply),
    ("/", Arithmetic::Divide),
    ("%", Arithmetic::Modulo),
    ("div", Arithmetic::IntegerDivide),
    ("^", Arithmetic::Power),
];

/// What a word stands for; capitals make no difference.
pub(super) fn meaning<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, meaning)| *meaning)
}

/// The word for it.
pub(super) fn word<T: Copy + PartialEq>(table: &[(&'static str, T)], meaning: T) -> &'static str {
    table.iter().find(|(_, own)| *own == meaning).map_or("", |(name, _)| name)
}

/// Whether a name can stand in a text as it is (and is no operator there).
pub(super) fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(starts_identifier) && letters.all(continues_identifier)
}

pub(super) fn starts_identifier(letter: char) -> bool {
    matches!(letter,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1ffe}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
        && !letter.is_whitespace()
}

pub(super) fn continues_identifier(letter: char) -> bool {
    starts_identifier(letter)
        || matches!(letter, '.' | '0'..='9' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// A number as both write it: the shortest text that reads as the same number.
pub(super) fn number(value: f64) -> String {
    // Beyond this, digits are zeros that say nothing.
    let plain = value == 0.0 || (1e-7..1e17).contains(&value.abs());
    if plain { format!("{value}") } else { format!("{value:e}") }
}
