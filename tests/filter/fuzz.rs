//! Arbitrary and damaged input: an error or a tree, and never more than that. `PROPTEST_CASES`
//! makes more of it.

use super::generate::filter;
use super::world::{Thing, fields};
use geo_types::Point;
use jiantu::domain::filter::{Filter, FilterError};
use jiantu::formats::cql2::{json, text};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What is read is written, bound and asked without a complaint.
fn use_it(read: Result<Filter, FilterError>) -> Result<(), TestCaseError> {
    match read {
        Err(error) => {
            prop_assert!(!error.code.is_empty() && !error.message_zh.is_empty());
            prop_assert!(error.message_en.len() < 2_000, "{}", error.message_en);
        }
        Ok(filter) => {
            let again = text::write(&filter);
            prop_assert_eq!(&text::read(&again), &Ok(filter.clone()), "{}", again);
            let again = json::write(&filter);
            prop_assert_eq!(&json::read(&again), &Ok(filter.clone()), "{}", again);
            if let Ok(bound) = filter.bind(&fields()) {
                let thing = Thing::at(Point::new(1.0, 2.0)).with("name", "x").with("area", 5.0);
                let matches = bound.matches(&thing);
                prop_assert!(!(matches && bound.is_never()));
            }
        }
    }
    Ok(())
}

/// Pieces that make something of a grammar.
fn soup() -> impl Strategy<Value = String> {
    let pieces = vec![
        "(",
        ")",
        ",",
        "=",
        "<>",
        "<=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "'",
        "''",
        "'x'",
        "\"",
        "\"y\"",
        "AND",
        "OR",
        "NOT",
        "LIKE",
        "BETWEEN",
        "IN",
        "IS",
        "NULL",
        "DIV",
        "TRUE",
        "CASEI(",
        "ACCENTI(",
        "name",
        "area",
        "tags",
        "geometry",
        "1",
        ".5",
        "1e3",
        "-2",
        "DATE('2020-01-01')",
        "INTERVAL('..',",
        "TIMESTAMP(",
        "POINT(1 2)",
        "POLYGON((0 0,1 0,1 1,0 0))",
        "BBOX(1,2,3,4)",
        "GEOMETRYCOLLECTION(",
        "S_INTERSECTS(",
        "T_AFTER(",
        "A_CONTAINS(",
        "f(",
        "max(",
        "\\",
        "\u{0}",
        "场",
        "🏀",
    ];
    prop::collection::vec(select(pieces), 0..14).prop_map(|pieces| pieces.join(" "))
}

/// One change to a text, at a character.
#[derive(Clone, Debug)]
enum Damage {
    Cut(Index),
    Drop(Index, usize),
    Put(Index, String),
    Double(Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        any::<Index>().prop_map(Damage::Cut),
        (any::<Index>(), 1..6_usize).prop_map(|(at, len)| Damage::Drop(at, len)),
        (any::<Index>(), "[ -~]{1,3}|.").prop_map(|(at, text)| Damage::Put(at, text)),
        (any::<Index>(), 1..12_usize).prop_map(|(at, len)| Damage::Double(at, len)),
    ]
}

fn damaged(text: &str, all: &[Damage]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for one in all {
        let len = letters.len();
        let place = |at: &Index| at.index(len + 1);
        match one {
            Damage::Cut(at) => letters.truncate(place(at)),
            Damage::Drop(at, count) => {
                let from = place(at);
                letters.drain(from..(from + count).min(len));
            }
            Damage::Put(at, text) => {
                let at = place(at);
                letters.splice(at..at, text.chars());
            }
            Damage::Double(at, count) => {
                let from = place(at);
                let piece: Vec<char> = letters[from..(from + count).min(len)].to_vec();
                letters.splice(from..from, piece);
            }
        }
    }
    letters.into_iter().collect()
}

proptest! {
    #[test]
    fn arbitrary_text(written in any::<String>()) {
        use_it(text::read(&written))?;
        use_it(json::read(&written))?;
    }

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let written = String::from_utf8_lossy(&bytes);
        use_it(text::read(&written))?;
        use_it(json::read(&written))?;
    }

    #[test]
    fn pieces_in_any_order(written in soup()) {
        use_it(text::read(&written))?;
    }

    #[test]
    fn damaged_text(filter in filter(), all in prop::collection::vec(damage(), 1..4)) {
        use_it(text::read(&damaged(&text::write(&filter), &all)))?;
    }

    #[test]
    fn damaged_json(filter in filter(), all in prop::collection::vec(damage(), 1..4)) {
        use_it(json::read(&damaged(&json::write(&filter), &all)))?;
    }
}
