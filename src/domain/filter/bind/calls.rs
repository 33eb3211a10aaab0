//! Calls of functions.

use super::names::unknown_function;
use super::places::Side;
use super::{Binder, Typed};
use crate::domain::filter::bound::Term;
use crate::domain::filter::error::{At, FilterError};
use crate::domain::filter::evaluate::distance_m;
use crate::domain::filter::functions::{Argument, Builtin, Function};
use crate::domain::filter::spatial::Other;
use crate::domain::filter::tree::Node;
use crate::domain::filter::value::{Kind, Value};
use crate::domain::geodesy::{area_m2, length_m};
use geo_types::Geometry;

impl<P: Clone> Binder<'_, P> {
    pub(super) fn call(&mut self, at: &At, name: &str, arguments: &[Node]) -> Result<Typed<P>, FilterError> {
        let function = Function::named(name).ok_or_else(|| unknown_function(at, name))?;
        let enough = arguments.len() >= function.arguments.len();
        if !enough || (arguments.len() > function.arguments.len() && !function.repeats) {
            return Err(wrong_number(at, function, arguments.len()));
        }
        let term = match function.builtin {
            Builtin::DistanceM => self.distance(at, arguments)?,
            Builtin::AreaM2 => self.measure(&arguments[0], Term::Area, area_m2)?,
            Builtin::LengthM => self.measure(&arguments[0], Term::Length, length_m)?,
            builtin => {
                let mut terms = Vec::with_capacity(arguments.len());
                for (position, node) in arguments.iter().enumerate() {
                    let value = self.value(node)?;
                    if let Some(argument) = function.argument(position) {
                        expect(function, argument, &value)?;
                    }
                    terms.push(value.term);
                }
                let known = terms.iter().all(Term::is_known);
                Term::Call(builtin, terms).settled(known)
            }
        };
        Ok(Typed { term, kind: function.returns, at: at.clone() })
    }

    fn distance(&mut self, at: &At, arguments: &[Node]) -> Result<Term<P>, FilterError> {
        let sides = (self.place_of(&arguments[0])?, self.place_of(&arguments[1])?);
        let is_point = |other: &Other| matches!(other.to_geometry(), Geometry::Point(_));
        match sides {
            (Side::Own, Side::Written(other)) | (Side::Written(other), Side::Own) if is_point(&other) => {
                Ok(Term::Distance(Box::new(other.to_geometry())))
            }
            (Side::Written(a), Side::Written(b)) if is_point(&a) || is_point(&b) => {
                Ok(Term::Known(Value::of(distance_m(&a.to_geometry(), &b.to_geometry()))))
            }
            _ => Err(FilterError::new(
                at,
                "no_point",
                "distance_m 的两个参数中须有一个写作 POINT",
                "one of the two arguments of distance_m has to be written as a POINT",
            )),
        }
    }

    fn measure(
        &mut self,
        argument: &Node,
        own: Term<P>,
        measure: fn(&Geometry<f64>) -> f64,
    ) -> Result<Term<P>, FilterError> {
        Ok(match self.place_of(argument)? {
            Side::Own => own,
            Side::Written(other) => Term::Known(Value::from(measure(&other.to_geometry()))),
        })
    }
}

fn expect<P>(function: &Function, argument: &Argument, value: &Typed<P>) -> Result<(), FilterError> {
    if value.kind == Kind::Any || argument.kinds.contains(&value.kind) {
        return Ok(());
    }
    let zh: Vec<&str> = argument.kinds.iter().map(|kind| kind.zh()).collect();
    let en: Vec<&str> = argument.kinds.iter().map(|kind| kind.en()).collect();
    Err(FilterError::new(
        &value.at,
        "type_mismatch",
        format!("函数 {} 的参数应为{},收到的是{}", function.name, zh.join("或"), value.kind.zh()),
        format!("{} takes {} here, not {}", function.name, en.join(" or "), value.kind.en()),
    ))
}

fn wrong_number(at: &At, function: &Function, found: usize) -> FilterError {
    let names: Vec<&str> = function.arguments.iter().map(|argument| argument.name).collect();
    let more = if function.repeats { ", …" } else { "" };
    let shape = format!("{}({}{more})", function.name, names.join(", "));
    FilterError::new(
        at,
        "arguments",
        format!("参数个数不对(收到 {found} 个):应写作 {shape}"),
        format!("{found} arguments were given; it is called as {shape}"),
    )
}
