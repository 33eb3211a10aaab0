//! What a request asks of features beside their place: the collection's own parameters, any of its members by
//! name, `datetime`, and `filter`.

use super::fields::{Field, Sort};
use super::property::{Looked, Property, queryables};
use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::{Params, System, interval};
use crate::domain::bbox::Bbox;
use crate::domain::filter::{Filter, Value};
use crate::domain::invalid::Invalid;
use crate::formats::cql2;
use crate::registry::reference::Reference;
use crate::registry::world::World;

/// Where to look for what holds for nothing: one point.
const NOWHERE: Bbox = Bbox { min_lon: 0.0, min_lat: -90.0, max_lon: 0.0, max_lat: -90.0 };

/// All conditions, and a box outside of which the filter holds for nothing.
pub struct Conditions<'a, F> {
    pub tests: Tests<'a, F>,
    pub within: Option<Bbox>,
}

/// Takes the conditions.
///
/// # Errors
/// A look-up failed for a reason that is not the user's; what is wrong with a parameter is told by `finish`.
pub fn conditions<'a, C: Collection>(
    of: &'a C,
    params: &mut Params,
    world: &'a World,
    reference: &'a Reference,
    served: &[String],
) -> Result<Conditions<'a, C::Facts>, ApiError> {
    let during = interval(params, &reference.zone);
    let mut tests = of.filters(params, world, reference)?;
    of.during(&mut tests, during);
    // Most requests ask nothing more: the list of members need not be made.
    if params.is_taken() {
        return Ok(Conditions { tests, within: None });
    }
    for field in of.fields(&reference.catalogue) {
        by_name(of, &field, params, reference, &mut tests);
    }
    let mut within = None;
    if let Some(filter) = take_filter(params, served) {
        match filter.bind(&queryables(of, &reference.catalogue)) {
            Err(error) => params.found_wrong(error.to_invalid("filter")),
            Ok(bound) => {
                let never = bound.is_never();
                within = if never { Some(NOWHERE) } else { bound.bounding_box() };
                let catalogue = &reference.catalogue;
                tests.push(move |entry| !never && bound.matches(&Looked { entry, catalogue }));
            }
        }
    }
    Ok(Conditions { tests, within })
}

/// A member given by its name: one of the values, separated by commas.
fn by_name<'a, C: Collection>(
    of: &C,
    field: &Field,
    params: &mut Params,
    reference: &'a Reference,
    tests: &mut Tests<'a, C::Facts>,
) {
    if field.sort.is_nested() || !params.has(&field.name) {
        return;
    }
    let Some(text) = params.text(&field.name) else { return };
    let wanted: Vec<String> = text.split(',').map(|one| one.trim().to_owned()).collect();
    let defect = wanted.iter().find(|one| !fits(one, field.sort));
    if let Some(one) = defect {
        let (zh, en) = expected(field.sort);
        params.found_wrong(Invalid::new(
            &field.name,
            "malformed",
            format!("{} 应为{zh}，收到“{one}”", field.name),
            format!("`{}` is {en}, not `{one}`", field.name),
        ));
        return;
    }
    let property = Property::of(of, field);
    let catalogue = &reference.catalogue;
    tests.push(move |entry| {
        let value = property.value(entry, catalogue);
        wanted.iter().any(|wanted| is(&value, wanted))
    });
}

fn fits(text: &str, sort: Sort) -> bool {
    match sort {
        Sort::Text | Sort::Texts | Sort::List | Sort::Object | Sort::Nested => true,
        Sort::Integer | Sort::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        Sort::Bool => matches!(text, "true" | "false"),
        Sort::Date => text.parse::<jiff::civil::Date>().is_ok(),
    }
}

const fn expected(sort: Sort) -> (&'static str, &'static str) {
    match sort {
        Sort::Integer | Sort::Number => ("数", "a number"),
        Sort::Bool => (" true 或 false", "true or false"),
        Sort::Date => ("日期，如 2025-12-31", "a day such as 2025-12-31"),
        Sort::Text | Sort::Texts | Sort::List | Sort::Object | Sort::Nested => ("文字", "a text"),
    }
}

fn is(value: &Value<'_>, wanted: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => wanted == if *value { "true" } else { "false" },
        Value::Number(value) => wanted.parse::<f64>().is_ok_and(|wanted| wanted == *value),
        Value::Text(value) => *value == wanted,
        Value::Date(value) => wanted.parse().is_ok_and(|wanted: jiff::civil::Date| wanted == *value),
        Value::Timestamp(value) => wanted.parse().is_ok_and(|wanted: jiff::Timestamp| wanted == *value),
        Value::List(values) => values.iter().any(|value| is(value, wanted)),
    }
}

/// Takes `filter`, `filter-lang` and `filter-crs`.
fn take_filter(params: &mut Params, served: &[String]) -> Option<Filter> {
    let language = params.read("filter-lang", |text| match text {
        // The second is the draft's name, which GDAL still sends.
        "cql2-text" | "cql-text" => Ok(true),
        "cql2-json" => Ok(false),
        other => Err((
            format!("filter-lang 只能是 cql2-text 或 cql2-json，收到“{other}”"),
            format!("`filter-lang` is cql2-text or cql2-json, not `{other}`"),
        )),
    });
    let system = System::take(params, "filter-crs", served);
    let given = params.text("filter")?;
    let is_text = language.unwrap_or(!given.starts_with('{'));
    let read = if is_text { cql2::text::read(&given) } else { cql2::json::read(&given) };
    let read = match system.filter(|system| !system.is_stored()) {
        None => read,
        Some(system) => read.and_then(|read| read.to_wgs84(system.transform(), system.north_first())),
    };
    match read {
        Ok(filter) => Some(filter),
        Err(error) => {
            params.found_wrong(error.to_invalid("filter"));
            None
        }
    }
}
