//! From a tree to what can be evaluated: names are looked up, types checked, constants computed
//! and literals made ready.

/// Calls of functions.
mod calls;
/// Conditions.
mod conditions;
/// Names that are not known, and those that are meant.
mod names;
/// Geometries.
mod places;
/// Instants and intervals.
mod times;
/// Values.
mod values;

use super::bound::{Bound, Term, Test};
use super::boxes::boxes;
use super::error::{At, FilterError};
use super::evaluate::Nobody;
use super::tree::Filter;
use super::value::{Field, Kind};

impl Filter {
    /// Binds the filter to the fields of a collection.
    ///
    /// # Errors
    /// A name is not that of a field or function, a type does not fit, or a literal is no place on
    /// earth; with the place in the filter.
    pub fn bind<P: Clone>(&self, fields: &[Field<P>]) -> Result<Bound<P>, FilterError> {
        let mut binder = Binder { fields, used: vec![false; fields.len()] };
        let test = binder.condition(self.root())?;
        let boxes = boxes(&test);
        let properties = binder.properties();
        Ok(Bound { test, boxes, properties })
    }
}

struct Binder<'f, P> {
    fields: &'f [Field<P>],
    /// Which fields the filter looks at.
    used: Vec<bool>,
}

/// A value and what it is.
struct Typed<P> {
    term: Term<P>,
    kind: Kind,
    at: At,
}

impl<P: Clone> Binder<'_, P> {
    fn properties(&self) -> Vec<P> {
        let used = self
            .fields
            .iter()
            .zip(&self.used)
            .filter(|(field, used)| **used && field.kind.kind() != Kind::Geometry);
        used.map(|(field, _)| field.property.clone()).collect()
    }
}

impl<P> Term<P> {
    fn is_known(&self) -> bool {
        matches!(self, Term::Known(_))
    }

    /// Computed now, if all of its parts are known.
    fn settled(self, is_known: bool) -> Self {
        if is_known { Term::Known(self.value(&Nobody).into_owned()) } else { self }
    }
}

impl<P> Test<P> {
    fn is_known(&self) -> bool {
        matches!(self, Test::Known(_))
    }

    fn settled(self, is_known: bool) -> Self {
        if is_known { Test::Known(self.truth(&Nobody)) } else { self }
    }
}

/// An expression of another kind than is wanted.
fn mismatch(at: &At, wanted: &str, wanted_en: &str, found: Kind) -> FilterError {
    FilterError::new(
        at,
        "type_mismatch",
        format!("此处应为{wanted},收到的是{}", found.zh()),
        format!("{wanted_en} was expected here, not {}", found.en()),
    )
}
