//! Text and JSON give back what was written, and each other's trees.

use super::generate::filter;
use super::world::fields;
use jiantu::domain::filter::{Filter, MAX_BYTES};
use jiantu::formats::cql2::{json, text};
use proptest::prelude::*;

fn read_back(filter: &Filter) -> Result<(), TestCaseError> {
    let (as_text, as_json) = (text::write(filter), json::write(filter));
    prop_assume!(as_text.len() <= MAX_BYTES && as_json.len() <= MAX_BYTES);
    let from_json = json::read(&as_json).map_err(|e| TestCaseError::fail(format!("{e:?}\n{as_json}")))?;
    prop_assert_eq!(&from_json, filter, "{}", as_json);
    let from_text = text::read(&as_text).map_err(|e| TestCaseError::fail(format!("{e:?}\n{as_text}")))?;
    prop_assert_eq!(&from_text, filter, "{}", as_text);
    prop_assert_eq!(text::write(&from_text), as_text);
    prop_assert_eq!(json::write(&from_json), as_json);
    // Binding says something of every tree, and breaks at none.
    let _ = filter.bind(&fields());
    Ok(())
}

proptest! {
    #[test]
    fn what_is_written_reads_the_same(filter in filter()) {
        read_back(&filter)?;
    }
}
