//! The value of a bound filter for one subject.

use super::bound::{Known, Term, Test, When};
use super::fold::{without_accents, without_case};
use super::temporal::{Span, instant};
use super::tree::{Comparison, Relation};
use super::value::{Subject, Value};
use crate::domain::geodesy::{area_m2, length_m};
use geo_types::Geometry;
use std::borrow::Cow;

/// Who has nothing: what is asked of it is what is known beforehand.
pub(super) struct Nobody;

impl<P> Subject<P> for Nobody {
    fn value(&self, _: &P) -> Value<'_> {
        Value::Null
    }
    fn geometry(&self) -> Option<Cow<'_, Geometry<f64>>> {
        None
    }
    fn bounds(&self) -> Option<[f64; 4]> {
        None
    }
}

impl<P> Test<P> {
    /// `None`: it can not be said.
    pub(super) fn truth(&self, of: &impl Subject<P>) -> Option<bool> {
        match self {
            Self::Known(truth) => *truth,
            Self::And(all) => decide(all.iter().map(|part| part.truth(of)), false),
            Self::Or(any) => decide(any.iter().map(|part| part.truth(of)), true),
            Self::Not(inner) => inner.truth(of).map(|truth| !truth),
            Self::Compare(comparison, a, b) => comparison.of(&a.value(of), &b.value(of)),
            Self::Like(term, pattern) => match term.value(of) {
                Value::Null => None,
                Value::Text(text) => Some(pattern.matches(&text)),
                _ => Some(false),
            },
            Self::Between(term, low, high) => {
                let value = term.value(of);
                let from = Comparison::GtEq.of(&value, &low.value(of));
                let to = Comparison::LtEq.of(&value, &high.value(of));
                decide([from, to].into_iter(), false)
            }
            Self::In(term, list) => {
                let value = term.value(of);
                decide(list.iter().map(|one| Comparison::Eq.of(&value, &one.value(of))), true)
            }
            Self::InKnown(term, known) => known.holds(&term.value(of)),
            Self::IsNull(term) => Some(term.value(of).is_null()),
            Self::IsNowhere => Some(of.bounds().is_none()),
            Self::Itself(truth) => of.bounds().map(|_| *truth),
            Self::Place(relation, other) => {
                let bounds = of.bounds()?;
                if other.is_apart(bounds) {
                    return Some(*relation == Relation::Disjoint);
                }
                Some(other.holds(*relation, of.geometry()?.as_ref(), bounds))
            }
            Self::Time(relation, a, b) => relation.of(a.span(of)?, b.span(of)?),
            Self::Arrays(relation, a, b) => {
                a.with_list(of, |a| b.with_list(of, |b| relation.of(a, b))).flatten()
            }
            Self::Holds(term) => match term.value(of) {
                Value::Bool(truth) => Some(truth),
                _ => None,
            },
        }
    }
}

/// One part that is `decisive` decides; otherwise one that can not be said leaves all unsaid.
fn decide(parts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut answer = Some(!decisive);
    for part in parts {
        match part {
            Some(truth) if truth == decisive => return Some(decisive),
            Some(_) => {}
            None => answer = None,
        }
    }
    answer
}

impl<P> Term<P> {
    pub(super) fn value<'s>(&'s self, of: &'s impl Subject<P>) -> Value<'s> {
        match self {
            Self::Known(value) => value.borrowed(),
            Self::Property(property) => of.value(property),
            Self::Arithmetic(arithmetic, operands) => match (operands[0].value(of), operands[1].value(of)) {
                (Value::Number(a), Value::Number(b)) => Value::of(arithmetic.of(a, b)),
                _ => Value::Null,
            },
            Self::WithoutCase(term) => changed(term.value(of), without_case),
            Self::WithoutAccents(term) => changed(term.value(of), without_accents),
            Self::List(members) => Value::List(members.iter().map(|member| member.value(of)).collect()),
            Self::Truth(test) => Value::of(test.truth(of)),
            Self::Call(builtin, arguments) => {
                builtin.of(arguments.iter().map(|term| term.value(of)).collect())
            }
            Self::Distance(to) => Value::of(of.geometry().and_then(|geometry| distance_m(&geometry, to))),
            Self::Area => Value::of(of.geometry().map(|geometry| area_m2(&geometry))),
            Self::Length => Value::of(of.geometry().map(|geometry| length_m(&geometry))),
        }
    }

    /// Hands over its members, without copying those that are known; `None` when it is no list.
    fn with_list<R>(&self, of: &impl Subject<P>, then: impl FnOnce(&[Value<'_>]) -> R) -> Option<R> {
        if let Self::Known(Value::List(members)) = self {
            return Some(then(members));
        }
        match self.value(of) {
            Value::List(members) => Some(then(&members)),
            _ => None,
        }
    }
}

/// Geodesic metres between two geometries, one of them a point.
pub(super) fn distance_m(a: &Geometry<f64>, b: &Geometry<f64>) -> Option<f64> {
    match (a, b) {
        (Geometry::Point(point), other) | (other, Geometry::Point(point)) => {
            crate::domain::geodesy::distance_m(*point, other)
        }
        _ => None,
    }
}

/// A text with something done to it; nothing else has a value then.
fn changed(value: Value<'_>, change: impl Fn(&str) -> Cow<'_, str>) -> Value<'_> {
    match value {
        Value::Text(Cow::Borrowed(text)) => Value::Text(change(text)),
        Value::Text(Cow::Owned(text)) => Value::Text(Cow::Owned(change(&text).into_owned())),
        _ => Value::Null,
    }
}

impl<P> When<P> {
    pub(super) fn span(&self, of: &impl Subject<P>) -> Option<Span> {
        match self {
            Self::Known(span) => *span,
            Self::At(term) => instant(&term.value(of)).map(Span::at),
            Self::Between(ends) => {
                let end = |end: &Option<Term<P>>| match end {
                    None => Some(None),
                    Some(term) => instant(&term.value(of)).map(Some),
                };
                Some(Span { first: end(&ends[0])?, last: end(&ends[1])? })
            }
        }
    }
}

impl Known {
    pub(super) fn new(values: impl IntoIterator<Item = Value<'static>>) -> Self {
        let mut known = Self::default();
        for value in values {
            match value {
                Value::Null => known.has_null = true,
                Value::Text(text) => {
                    known.texts.insert(text.into());
                }
                Value::Number(number) => known.numbers.push(number),
                other => known.others.push(other),
            }
        }
        known.numbers.sort_unstable_by(f64::total_cmp);
        known
    }

    /// Whether the value is one of them; `None` when it can not be said.
    fn holds(&self, value: &Value<'_>) -> Option<bool> {
        let found = match value {
            Value::Null => return None,
            Value::Text(text) => self.texts.contains(text.as_ref()),
            // As numbers compare, both zeros are one.
            Value::Number(number) => self
                .numbers
                .binary_search_by(|own| own.partial_cmp(number).unwrap_or(std::cmp::Ordering::Less))
                .is_ok(),
            // A date may be written as a text.
            _ => self.texts.iter().any(|text| Comparison::Eq.of(value, &Value::text(text)) == Some(true)),
        };
        let found = found || self.others.iter().any(|own| Comparison::Eq.of(value, own) == Some(true));
        if found { Some(true) } else { (!self.has_null).then_some(false) }
    }
}
