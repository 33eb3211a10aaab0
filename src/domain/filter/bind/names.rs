//! Names that are not known, and those that are meant.

use crate::domain::filter::error::{At, FilterError, shown};
use crate::domain::filter::functions::FUNCTIONS;
use std::cmp::Reverse;

/// So many names are shown as perhaps meant.
const MOST: usize = 5;

/// No field has this name.
pub(super) fn unknown_property<'a>(at: &At, name: &str, known: impl Iterator<Item = &'a str>) -> FilterError {
    let (near, all) = nearest(name, known);
    let (list, name) = (near.join("、"), shown(name));
    let (zh, en) = match (near.is_empty(), all) {
        (true, _) => {
            (format!("没有可查询的属性“{name}”"), format!("there is no queryable property '{name}'"))
        }
        (false, true) => (
            format!("没有可查询的属性“{name}”;可用:{list}"),
            format!("there is no queryable property '{name}'; one of {} was expected", near.join(", ")),
        ),
        (false, false) => (
            format!("没有可查询的属性“{name}”;相近的有:{list}"),
            format!("there is no queryable property '{name}'; the nearest are {}", near.join(", ")),
        ),
    };
    FilterError::new(at, "unknown_property", zh, en)
}

/// No function has this name.
pub(super) fn unknown_function(at: &At, name: &str) -> FilterError {
    let (near, _) = nearest(name, FUNCTIONS.iter().map(|function| function.name));
    let name = shown(name);
    FilterError::new(
        at,
        "unknown_function",
        format!("没有函数“{name}”;相近的有:{}", near.join("、")),
        format!("there is no function '{name}'; the nearest are {}", near.join(", ")),
    )
}

/// The names most like one, the most like first, and whether these are all.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> (Vec<&'a str>, bool) {
    let wanted: Vec<char> = name.chars().flat_map(char::to_lowercase).take(80).collect();
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    known.dedup();
    let all = known.len() <= MOST;
    known.sort_by_cached_key(|candidate| {
        let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).take(80).collect();
        let common = letters.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        (changes(&wanted, &letters), Reverse(common))
    });
    known.truncate(MOST);
    (known, all)
}

/// How many letters have to be put in, left out or exchanged (Levenshtein).
fn changes(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_named() {
        let known = ["kind", "status", "name_zh", "name_en", "area_m2", "opened_on", "closed_on"];
        let error = unknown_property(&At::Byte(3), "opend_on", known.into_iter());
        assert!(error.message_en.contains("the nearest are opened_on,"), "{}", error.message_en);
        assert!(error.message_zh.contains("opened_on、"), "{}", error.message_zh);
        assert!(unknown_function(&At::Whole, "distanc").message_en.contains("distance_m"));
        assert_eq!(changes(&['a', 'b', 'c'], &['b', 'c', 'd']), 2);
        assert_eq!(changes(&[], &['b']), 1);
    }
}
