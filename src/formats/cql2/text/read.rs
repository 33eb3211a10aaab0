//! Reads CQL2 text.

use super::parser::Parser;
use super::tokens::tokens;
use crate::domain::filter::{At, Filter, FilterError, MAX_BYTES};

/// Reads a filter; errors tell the byte.
pub fn read(text: &str) -> Result<Filter, FilterError> {
    if text.len() > MAX_BYTES {
        return Err(FilterError::too_long(text.len()));
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(FilterError::new(&At::Whole, "empty_filter", "过滤条件为空", "the filter is empty"));
    }
    let mut parser = Parser::new(tokens, text.len());
    let root = parser.condition()?;
    parser.end()?;
    Filter::new(root)
}
