//! Conditions.

use super::values::align;
use super::{Binder, Typed, mismatch};
use crate::domain::filter::bound::{Known, Term, Test};
use crate::domain::filter::error::FilterError;
use crate::domain::filter::like::Pattern;
use crate::domain::filter::tree::{Comparison, Expr, Node, SetRelation};
use crate::domain::filter::value::{Kind, Value};

impl<P: Clone> Binder<'_, P> {
    pub(super) fn condition(&mut self, node: &Node) -> Result<Test<P>, FilterError> {
        match &node.expr {
            Expr::And(all) => Ok(joined(self.conditions(all)?, false)),
            Expr::Or(any) => Ok(joined(self.conditions(any)?, true)),
            Expr::Not(inner) => {
                let inner = self.condition(inner)?;
                let known = inner.is_known();
                Ok(Test::Not(Box::new(inner)).settled(known))
            }
            Expr::Compare(comparison, operands) => self.compare(*comparison, operands),
            Expr::Like(operands) => self.like(operands),
            Expr::Between(operands) => self.between(operands),
            Expr::In(value, list) => self.one_of(value, list),
            Expr::IsNull(operand) => self.is_null(operand),
            Expr::Spatial(relation, operands) => self.place(*relation, operands),
            Expr::Temporal(relation, operands) => self.time(*relation, operands),
            Expr::Arrays(relation, operands) => self.arrays(*relation, operands),
            _ => {
                let value = self.value(node)?;
                match value.kind {
                    Kind::Boolean | Kind::Any => {
                        let known = value.term.is_known();
                        Ok(Test::Holds(value.term).settled(known))
                    }
                    other => Err(mismatch(&value.at, "条件", "a condition", other)),
                }
            }
        }
    }

    fn conditions(&mut self, parts: &[Node]) -> Result<Vec<Test<P>>, FilterError> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn compare(&mut self, comparison: Comparison, operands: &[Node; 2]) -> Result<Test<P>, FilterError> {
        let (mut a, mut b) = (self.scalar(&operands[0])?, self.scalar(&operands[1])?);
        align(&mut a, &mut b)?;
        let known = a.term.is_known() && b.term.is_known();
        Ok(Test::Compare(comparison, a.term, b.term).settled(known))
    }

    fn like(&mut self, operands: &[Node; 2]) -> Result<Test<P>, FilterError> {
        let text = self.text(&operands[0])?;
        let Term::Known(Value::Text(pattern)) = self.text(&operands[1])? else {
            return Err(FilterError::new(
                &operands[1].at,
                "no_pattern",
                "LIKE 的模式须为写明的文本(可套 CASEI、ACCENTI)",
                "the pattern of LIKE has to be a written text, perhaps in CASEI or ACCENTI",
            ));
        };
        let known = text.is_known();
        Ok(Test::Like(text, Pattern::new(&pattern)).settled(known))
    }

    fn between(&mut self, operands: &[Node; 3]) -> Result<Test<P>, FilterError> {
        let mut value = self.scalar(&operands[0])?;
        let mut ends = [self.scalar(&operands[1])?, self.scalar(&operands[2])?];
        for end in &mut ends {
            align(&mut value, end)?;
        }
        // The value may have been a text that an end made a time.
        align(&mut value, &mut ends[0])?;
        let known = value.term.is_known() && ends.iter().all(|end| end.term.is_known());
        let [low, high] = ends.map(|end| end.term);
        Ok(Test::Between(value.term, low, high).settled(known))
    }

    fn one_of(&mut self, value: &Node, list: &[Node]) -> Result<Test<P>, FilterError> {
        let mut value = self.scalar(value)?;
        let mut members: Vec<Typed<P>> = Vec::with_capacity(list.len());
        for member in list {
            let mut member = self.scalar(member)?;
            align(&mut value, &mut member)?;
            members.push(member);
        }
        let all_known = members.iter().all(|member| member.term.is_known());
        let known = all_known && value.term.is_known();
        let terms = members.into_iter().map(|member| member.term);
        if !all_known {
            return Ok(Test::In(value.term, terms.collect()));
        }
        let values = terms.filter_map(|term| match term {
            Term::Known(value) => Some(value),
            _ => None,
        });
        Ok(Test::InKnown(value.term, Known::new(values)).settled(known))
    }

    fn is_null(&mut self, operand: &Node) -> Result<Test<P>, FilterError> {
        match &operand.expr {
            Expr::Property(name) if self.field(&operand.at, name)?.kind.kind() == Kind::Geometry => {
                Ok(Test::IsNowhere)
            }
            Expr::Literal(literal) if literal.is_spatial() => {
                self.place_of(operand)?;
                Ok(Test::Known(Some(false)))
            }
            Expr::Interval(_) => {
                self.when(operand)?;
                Ok(Test::Known(Some(false)))
            }
            _ => {
                let value = self.value(operand)?;
                let known = value.term.is_known();
                Ok(Test::IsNull(value.term).settled(known))
            }
        }
    }

    fn arrays(&mut self, relation: SetRelation, operands: &[Node; 2]) -> Result<Test<P>, FilterError> {
        let (a, b) = (self.array(&operands[0])?, self.array(&operands[1])?);
        let known = a.is_known() && b.is_known();
        Ok(Test::Arrays(relation, a, b).settled(known))
    }

    pub(super) fn array(&mut self, node: &Node) -> Result<Term<P>, FilterError> {
        let value = self.value(node)?;
        match value.kind {
            Kind::Array | Kind::Any => Ok(value.term),
            other => Err(mismatch(&value.at, "数组", "an array", other)),
        }
    }
}

/// And, or (`decisive` is true) or: without the parts that are known not to matter.
fn joined<P>(parts: Vec<Test<P>>, decisive: bool) -> Test<P> {
    if parts.iter().any(|part| matches!(part, Test::Known(Some(truth)) if *truth == decisive)) {
        return Test::Known(Some(decisive));
    }
    let mut left: Vec<Test<P>> =
        parts.into_iter().filter(|part| !matches!(part, Test::Known(Some(_)))).collect();
    match left.len() {
        0 => Test::Known(Some(!decisive)),
        1 => left.remove(0),
        _ if decisive => Test::Or(left),
        _ => Test::And(left),
    }
}
