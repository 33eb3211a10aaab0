//! Values: properties, literals, and what is computed of them.

use super::names::unknown_property;
use super::{Binder, Typed, mismatch};
use crate::domain::filter::bound::Term;
use crate::domain::filter::error::{At, FilterError, shown};
use crate::domain::filter::temporal::{Instant, written};
use crate::domain::filter::tree::{Expr, Literal, Node};
use crate::domain::filter::value::{Field, Kind, Value};

impl<P: Clone> Binder<'_, P> {
    pub(super) fn field(&mut self, at: &At, name: &str) -> Result<&Field<P>, FilterError> {
        let found = self.fields.iter().position(|field| field.name == name);
        let Some(position) = found else {
            return Err(unknown_property(at, name, self.fields.iter().map(|field| field.name.as_str())));
        };
        self.used[position] = true;
        Ok(&self.fields[position])
    }

    /// A value of any kind but a geometry or an interval.
    pub(super) fn value(&mut self, node: &Node) -> Result<Typed<P>, FilterError> {
        let at = &node.at;
        let typed = |term, kind| Ok(Typed { term, kind, at: at.clone() });
        match &node.expr {
            Expr::Property(name) => {
                let field = self.field(at, name)?;
                let kind = field.kind.kind();
                if kind == Kind::Geometry {
                    return Err(FilterError::new(
                        at,
                        "type_mismatch",
                        format!("“{}”是几何:请用 S_INTERSECTS 等空间函数", shown(name)),
                        format!(
                            "'{}' is a geometry: use S_INTERSECTS or another spatial function",
                            shown(name)
                        ),
                    ));
                }
                typed(Term::Property(field.property.clone()), kind)
            }
            Expr::Literal(literal) => match literal {
                Literal::Bool(value) => typed(Term::Known(Value::Bool(*value)), Kind::Boolean),
                Literal::Number(value) => typed(Term::Known(Value::from(*value)), Kind::Number),
                Literal::Text(text) => typed(Term::Known(Value::from(text.clone())), Kind::Text),
                Literal::Date(day) => typed(Term::Known(Value::Date(*day)), Kind::Date),
                Literal::Timestamp(time) => typed(Term::Known(Value::Timestamp(*time)), Kind::Timestamp),
                Literal::Geometry(_) | Literal::Box(_) => {
                    Err(mismatch(at, "标量", "a scalar", Kind::Geometry))
                }
            },
            Expr::Interval(_) => Err(mismatch(at, "标量", "a scalar", Kind::Interval)),
            Expr::List(members) => {
                let members: Vec<Term<P>> =
                    members.iter().map(|member| Ok(self.value(member)?.term)).collect::<Result<_, _>>()?;
                let known = members.iter().all(Term::is_known);
                typed(Term::List(members).settled(known), Kind::Array)
            }
            Expr::Arithmetic(arithmetic, operands) => {
                let a = self.number(&operands[0])?;
                let b = self.number(&operands[1])?;
                let known = a.is_known() && b.is_known();
                typed(Term::Arithmetic(*arithmetic, Box::new([a, b])).settled(known), Kind::Number)
            }
            Expr::CaseI(inner) => {
                let text = self.text(inner)?;
                let known = text.is_known();
                typed(Term::WithoutCase(Box::new(text)).settled(known), Kind::Text)
            }
            Expr::AccentI(inner) => {
                let text = self.text(inner)?;
                let known = text.is_known();
                typed(Term::WithoutAccents(Box::new(text)).settled(known), Kind::Text)
            }
            Expr::Call(name, arguments) => self.call(at, name, arguments),
            Expr::And(_)
            | Expr::Or(_)
            | Expr::Not(_)
            | Expr::Compare(..)
            | Expr::Like(_)
            | Expr::Between(_)
            | Expr::In(..)
            | Expr::IsNull(_)
            | Expr::Spatial(..)
            | Expr::Temporal(..)
            | Expr::Arrays(..) => {
                let test = self.condition(node)?;
                let known = test.is_known();
                typed(Term::Truth(Box::new(test)).settled(known), Kind::Boolean)
            }
        }
    }

    /// A value that a comparison can be of: neither an array.
    pub(super) fn scalar(&mut self, node: &Node) -> Result<Typed<P>, FilterError> {
        let value = self.value(node)?;
        if value.kind == Kind::Array {
            return Err(FilterError::new(
                &value.at,
                "type_mismatch",
                "数组不能直接比较:请用 A_CONTAINS、A_OVERLAPS、A_EQUALS 或 A_CONTAINEDBY",
                "an array has no such comparison: use A_CONTAINS, A_OVERLAPS, A_EQUALS or A_CONTAINEDBY",
            ));
        }
        Ok(value)
    }

    pub(super) fn number(&mut self, node: &Node) -> Result<Term<P>, FilterError> {
        let value = self.value(node)?;
        match value.kind {
            Kind::Number | Kind::Any => Ok(value.term),
            other => Err(mismatch(&value.at, "数", "a number", other)),
        }
    }

    pub(super) fn text(&mut self, node: &Node) -> Result<Term<P>, FilterError> {
        let value = self.value(node)?;
        match value.kind {
            Kind::Text | Kind::Any => Ok(value.term),
            other => Err(mismatch(&value.at, "文本", "a text", other)),
        }
    }
}

/// Makes two scalars comparable: a written text beside a date or a time becomes one, and a written 0 or 1 beside
/// a boolean false or true, as GDAL writes them.
pub(super) fn align<P>(a: &mut Typed<P>, b: &mut Typed<P>) -> Result<(), FilterError> {
    let is_time = |kind| matches!(kind, Kind::Date | Kind::Timestamp);
    if a.kind == Kind::Text && is_time(b.kind) {
        into_time(a)?;
    } else if b.kind == Kind::Text && is_time(a.kind) {
        into_time(b)?;
    }
    if a.kind == Kind::Number && b.kind == Kind::Boolean {
        into_truth(a);
    } else if b.kind == Kind::Number && a.kind == Kind::Boolean {
        into_truth(b);
    }
    let fits = a.kind == b.kind
        || a.kind == Kind::Any
        || b.kind == Kind::Any
        || (is_time(a.kind) && is_time(b.kind));
    if fits {
        return Ok(());
    }
    Err(FilterError::new(
        &b.at,
        "type_mismatch",
        format!("不能比较{}与{}", a.kind.zh(), b.kind.zh()),
        format!("{} can not be compared with {}", a.kind.en(), b.kind.en()),
    ))
}

/// A written 0 or 1 as false or true; anything else stays.
fn into_truth<P>(typed: &mut Typed<P>) {
    let truth = match &typed.term {
        Term::Known(Value::Number(number)) if *number == 0.0 => false,
        Term::Known(Value::Number(number)) if *number == 1.0 => true,
        _ => return,
    };
    (typed.term, typed.kind) = (Term::Known(Value::Bool(truth)), Kind::Boolean);
}

/// The date or time that a written text is; of a day GDAL writes `2025-01-31T`.
pub(super) fn into_time<P>(typed: &mut Typed<P>) -> Result<(), FilterError> {
    let Term::Known(Value::Text(text)) = &typed.term else {
        return Err(mismatch(&typed.at, "日期或时刻", "a date or timestamp", typed.kind));
    };
    let (value, kind) = match written(text.strip_suffix('T').unwrap_or(text)) {
        Some(Instant::Day(day)) => (Value::Date(day), Kind::Date),
        Some(Instant::Time(time)) => (Value::Timestamp(time), Kind::Timestamp),
        None => return Err(no_time(&typed.at, text)),
    };
    (typed.term, typed.kind) = (Term::Known(value), kind);
    Ok(())
}

fn no_time(at: &At, text: &str) -> FilterError {
    let text = shown(text);
    FilterError::new(
        at,
        "no_date",
        format!("“{text}”不是日期(如 '2025-01-31')或时刻(如 '2025-01-31T08:00:00Z')"),
        format!("'{text}' is neither a date such as '2025-01-31' nor a time such as '2025-01-31T08:00:00Z'"),
    )
}
