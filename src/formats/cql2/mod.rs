//! CQL2 (OGC 21-065r2): the two encodings of a [`Filter`](crate::domain::filter::Filter), which
//! read into the same tree and write what they read.
//!
//! - [`text`]: `kind = 'square' AND S_INTERSECTS(geometry, BBOX(123, 41, 124, 42))`
//! - [`json`]: `{"op": "and", "args": [...]}`
//!
//! Both refuse what is too long, too deep or too large before it costs anything
//! ([`MAX_BYTES`](crate::domain::filter::MAX_BYTES) and its neighbours), and say by byte or by
//! JSON pointer what was expected. Neither knows which properties there are: binding does.
//!
//! Where the text's grammar is silent or forgiving is a habit of clients:
//! - Constructors and predicates (`DATE`, `POINT`, `S_WITHIN` ...) are words like any other unless
//!   a bracket follows, so that a property `date` needs no quotation marks.
//! - A backslash in a text escapes a quotation mark, itself, and the letters for control
//!   characters; before anything else it stays, because `LIKE` escapes with it too.
//! - `-` before anything is a multiplication by -1; `a ^ b ^ c` is `a ^ (b ^ c)`.
//! - Among the members of an array, and among the arguments of a function, brackets around one
//!   whole argument make an array of it, unless an operator stands right inside: `(1 + 2)` is 3,
//!   `('a')` is an array.
//! - `ILIKE`, of the draft before, is `LIKE` with both sides in `CASEI`.
//! - Heights are read and dropped.

pub mod json;
pub mod text;
mod words;

/// The conformance classes of CQL2 that hold.
pub const CONFORMANCE: &[&str] = &[
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/array-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
];
