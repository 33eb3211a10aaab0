//! A filter that is bound: names looked up, types checked, constants computed, literals prepared.

use super::boxes::around;
use super::functions::Builtin;
use super::like::Pattern;
use super::spatial::Other;
use super::temporal::Span;
use super::tree::{Arithmetic, Comparison, Relation, SetRelation, TimeRelation};
use super::value::{Subject, Value};
use crate::domain::bbox::Bbox;
use geo_types::Geometry;
use std::collections::HashSet;

/// A filter bound to the properties `P` of a collection, to be asked of one subject after another.
pub struct Bound<P> {
    pub(super) test: Test<P>,
    pub(super) boxes: Option<Vec<Bbox>>,
    pub(super) properties: Vec<P>,
}

/// A condition.
pub(super) enum Test<P> {
    Known(Option<bool>),
    And(Vec<Test<P>>),
    Or(Vec<Test<P>>),
    Not(Box<Test<P>>),
    Compare(Comparison, Term<P>, Term<P>),
    Like(Term<P>, Pattern),
    Between(Term<P>, Term<P>, Term<P>),
    In(Term<P>, Vec<Term<P>>),
    InKnown(Term<P>, Known),
    IsNull(Term<P>),
    /// The subject has no geometry.
    IsNowhere,
    /// The subject's geometry and something else.
    Place(Relation, Box<Other>),
    /// The subject's geometry and itself: known, but for there being none.
    Itself(bool),
    Time(TimeRelation, When<P>, When<P>),
    Arrays(SetRelation, Term<P>, Term<P>),
    /// A value that is true.
    Holds(Term<P>),
}

/// A value.
pub(super) enum Term<P> {
    Known(Value<'static>),
    Property(P),
    Arithmetic(Arithmetic, Box<[Term<P>; 2]>),
    WithoutCase(Box<Term<P>>),
    WithoutAccents(Box<Term<P>>),
    List(Vec<Term<P>>),
    Truth(Box<Test<P>>),
    Call(Builtin, Vec<Term<P>>),
    /// Metres from the subject to something.
    Distance(Box<Geometry<f64>>),
    /// Square metres of the subject's polygons.
    Area,
    /// Metres of the subject's lines.
    Length,
}

/// An instant or an interval.
pub(super) enum When<P> {
    Known(Option<Span>),
    At(Term<P>),
    /// First and last; `None` is open.
    Between(Box<[Option<Term<P>>; 2]>),
}

/// A list of values that are all known, made ready for looking one up.
#[derive(Default)]
pub(super) struct Known {
    pub(super) texts: HashSet<Box<str>>,
    /// In order.
    pub(super) numbers: Vec<f64>,
    pub(super) others: Vec<Value<'static>>,
    /// One of them has no value: what is not found may be that one.
    pub(super) has_null: bool,
}

impl<P> Bound<P> {
    /// Whether the filter is true of a subject; `false` also when that can not be said.
    pub fn matches(&self, subject: &impl Subject<P>) -> bool {
        self.test.truth(subject) == Some(true)
    }

    /// Boxes (that do not cross the antimeridian, some perhaps without width) outside of which
    /// nothing matches; none at all: nothing matches anywhere. `None`: it may match everywhere,
    /// also what has no geometry.
    pub fn bounds(&self) -> Option<&[Bbox]> {
        self.boxes.as_deref()
    }

    /// One box that holds all of [`Bound::bounds`]; it may cross the antimeridian. `None` where
    /// there is no bound, or nothing matches ([`Bound::is_never`]).
    pub fn bounding_box(&self) -> Option<Bbox> {
        around(self.boxes.as_ref()?)
    }

    /// Whether it surely matches nothing.
    pub fn is_never(&self) -> bool {
        self.boxes.as_ref().is_some_and(Vec::is_empty)
    }

    /// The properties it looks at, each once, without the geometry.
    pub fn properties(&self) -> &[P] {
        &self.properties
    }
}
