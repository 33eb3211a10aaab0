//! Filters: conditions on the properties and the place of a feature (OGC CQL2, 21-065r2).
//!
//! A [`Filter`] is a tree without any encoding; `formats::cql2` reads and writes its two. Bound to
//! the fields of a collection ([`Filter::bind`]) it becomes a [`Bound`], which is asked of one
//! [`Subject`] after another without looking up a name or copying a text.
//!
//! The evaluator here is the meaning of a filter; whatever lowers one to SQL has to agree with it:
//!
//! - Three answers, as in SQL: a comparison with something that has no value is neither true nor
//!   false, and neither is its opposite. Only what is true matches.
//! - Arithmetic whose result is no finite number (a division by zero) has no value.
//! - Text is ordered by Unicode code points.
//! - A date compares with a timestamp as its midnight in UTC; in a temporal predicate it is the
//!   whole day. Dates among themselves are days.
//! - Geometry is planar in (lon, lat), as RFC 7946 has it. A `BBOX` whose west lies east of its
//!   east crosses the antimeridian; for `S_INTERSECTS` and `S_DISJOINT` with a box 180° and -180°
//!   are one meridian.

/// Arithmetic on values.
mod arithmetic;
/// Predicates on arrays, taken as sets.
mod arrays;
/// From a tree to what can be evaluated.
mod bind;
/// A filter that is bound, and where it can match.
mod bound;
/// Boxes outside of which a filter can not be true.
mod boxes;
/// Comparisons of values.
mod compare;
/// Literals that were given in another system.
mod crs;
/// What is wrong with a filter, and where.
mod error;
/// The value of a bound filter for one subject.
mod evaluate;
/// Texts without case and accents.
mod fold;
/// Functions that a filter may call.
pub mod functions;
/// Patterns of `LIKE`.
mod like;
/// How long, deep and wide a filter may be.
mod limits;
/// Relations of geometries, with a literal made ready for many.
mod spatial;
/// Relations of instants and intervals.
mod temporal;
/// The tree.
mod tree;
/// Values, their types, and who has them.
mod value;

pub use bound::Bound;
pub use crs::SpatialLiteral;
pub use error::{At, FilterError};
pub use limits::{MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_VERTICES};
pub use tree::{Arithmetic, Comparison, Expr, Filter, Literal, Node, Relation, SetRelation, TimeRelation};
pub use value::{Field, FieldType, Kind, Subject, Value};
