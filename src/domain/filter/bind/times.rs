//! Instants and intervals.

use super::values::into_time;
use super::{Binder, mismatch};
use crate::domain::filter::bound::{Term, Test, When};
use crate::domain::filter::error::FilterError;
use crate::domain::filter::evaluate::Nobody;
use crate::domain::filter::tree::{Expr, Node, TimeRelation};
use crate::domain::filter::value::Kind;

impl<P: Clone> Binder<'_, P> {
    pub(super) fn time(
        &mut self,
        relation: TimeRelation,
        operands: &[Node; 2],
    ) -> Result<Test<P>, FilterError> {
        if relation.is_of_intervals() {
            for operand in operands {
                self.expect_interval(operand)?;
            }
        }
        let (a, b) = (self.when(&operands[0])?, self.when(&operands[1])?);
        let known = matches!((&a, &b), (When::Known(_), When::Known(_)));
        Ok(Test::Time(relation, a, b).settled(known))
    }

    fn expect_interval(&mut self, operand: &Node) -> Result<(), FilterError> {
        if matches!(operand.expr, Expr::Interval(_)) {
            return Ok(());
        }
        // A name that is not known is the greater mistake.
        self.when(operand)?;
        Err(FilterError::new(
            &operand.at,
            "no_interval",
            "此时间函数只用于区间:请写 INTERVAL(始, 终),或改用 T_INTERSECTS、T_BEFORE、T_AFTER、T_EQUALS、T_DISJOINT",
            "this temporal function is for intervals only: write INTERVAL(first, last), or use T_INTERSECTS, \
             T_BEFORE, T_AFTER, T_EQUALS or T_DISJOINT",
        ))
    }

    pub(super) fn when(&mut self, node: &Node) -> Result<When<P>, FilterError> {
        let Expr::Interval(ends) = &node.expr else {
            let term = self.instant(node)?;
            return Ok(if term.is_known() { settled(When::At(term)) } else { When::At(term) });
        };
        let mut end = |end: &Option<Node>| end.as_ref().map(|node| self.instant(node)).transpose();
        let ends = [end(&ends[0])?, end(&ends[1])?];
        let known = ends.iter().flatten().all(Term::is_known);
        let when = When::Between(Box::new(ends));
        if !known {
            return Ok(when);
        }
        let when = settled(when);
        if matches!(when, When::Known(Some(span)) if span.is_reversed()) {
            return Err(FilterError::new(
                &node.at,
                "reversed_interval",
                "区间的终点早于起点",
                "the interval ends before it begins",
            ));
        }
        Ok(when)
    }

    fn instant(&mut self, node: &Node) -> Result<Term<P>, FilterError> {
        let mut value = self.value(node)?;
        match value.kind {
            Kind::Date | Kind::Timestamp | Kind::Any => Ok(value.term),
            Kind::Text if value.term.is_known() => {
                into_time(&mut value)?;
                Ok(value.term)
            }
            other => Err(mismatch(&value.at, "日期、时刻或区间", "a date, timestamp or interval", other)),
        }
    }
}

fn settled<P>(when: When<P>) -> When<P> {
    When::Known(when.span(&Nobody))
}
