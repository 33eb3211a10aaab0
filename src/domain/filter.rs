//! A filter: a condition on the fields of an entity, as a tree.
//!
//! The evaluator here is the meaning of a filter; whatever lowers one to SQL has to agree with it.
//! It knows three answers, as SQL does: a comparison with a field that has no value is neither
//! true nor false, and neither is its opposite. Only what is true matches.

use super::bbox::Bbox;
use super::geodesy::distance_m;
use geo::Intersects;
use geo_types::{Geometry, Point, Rect};
use std::cmp::Ordering;

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    Bool(bool),
    Number(f64),
    Text(String),
    /// Days are compared as days.
    Date(jiff::civil::Date),
    /// A list holds a value if one of its members is it.
    List(Vec<FieldValue>),
}

/// What a filter can be asked about.
pub trait Fields {
    /// The value of a field by its public name; `None` when it has none.
    fn get(&self, name: &str) -> Option<FieldValue>;
    /// Where it is, degrees (lon, lat).
    fn geometry(&self) -> Option<&Geometry<f64>>;
}

/// A condition. An empty `And` is true, an empty `Or` false.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    /// The field has no value; always true or false.
    IsNull(String),
    Eq(String, FieldValue),
    In(String, Vec<FieldValue>),
    /// Between two bounds, both included; `None` is open.
    Range(String, Option<FieldValue>, Option<FieldValue>),
    /// `%` stands for any text, `_` for one character, `\` takes the next one literally.
    Like(String, String),
    /// The geometry shares a point with the box.
    Box(Bbox),
    /// The geometry comes within so many geodesic metres of the point (lon, lat).
    Within(Point<f64>, f64),
}

impl Filter {
    /// Whether the filter is true of something; `false` also when it can not be said.
    pub fn matches(&self, of: &impl Fields) -> bool {
        self.truth(of) == Some(true)
    }

    /// `None`: it can not be said.
    fn truth(&self, of: &impl Fields) -> Option<bool> {
        match self {
            Self::And(all) => decide(all.iter().map(|part| part.truth(of)), false),
            Self::Or(any) => decide(any.iter().map(|part| part.truth(of)), true),
            Self::Not(inner) => inner.truth(of).map(|truth| !truth),
            Self::IsNull(field) => Some(of.get(field).is_none()),
            Self::Eq(field, value) => Some(holds(&of.get(field)?, value)),
            Self::In(field, values) => {
                let found = of.get(field)?;
                Some(values.iter().any(|value| holds(&found, value)))
            }
            Self::Range(field, low, high) => {
                let found = of.get(field)?;
                let from = low.as_ref().is_none_or(|low| order(&found, low).is_some_and(Ordering::is_ge));
                let to = high.as_ref().is_none_or(|high| order(&found, high).is_some_and(Ordering::is_le));
                Some(from && to)
            }
            Self::Like(field, pattern) => match of.get(field)? {
                FieldValue::Text(text) => Some(is_like(&text, pattern)),
                _ => Some(false),
            },
            Self::Box(bbox) => Some(is_in_box(of.geometry()?, *bbox)),
            Self::Within(point, metres) => Some(distance_m(*point, of.geometry()?)? <= *metres),
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

fn holds(found: &FieldValue, value: &FieldValue) -> bool {
    match found {
        FieldValue::List(members) => members.iter().any(|member| holds(member, value)),
        other => order(other, value) == Some(Ordering::Equal),
    }
}

/// `None` for values of different types, which are never equal, greater or less.
fn order(a: &FieldValue, b: &FieldValue) -> Option<Ordering> {
    match (a, b) {
        (FieldValue::Bool(a), FieldValue::Bool(b)) => Some(a.cmp(b)),
        (FieldValue::Number(a), FieldValue::Number(b)) => a.partial_cmp(b),
        (FieldValue::Text(a), FieldValue::Text(b)) => Some(a.cmp(b)),
        (FieldValue::Date(a), FieldValue::Date(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn is_in_box(geometry: &Geometry<f64>, bbox: Bbox) -> bool {
    if let Geometry::Point(point) = geometry {
        return bbox.contains_point(point.x(), point.y());
    }
    bbox.split().any(|part| {
        let (low, high) = ((part.min_lon, part.min_lat), (part.max_lon, part.max_lat));
        geometry.intersects(&Rect::new(low, high))
    })
}

/// One step of a pattern.
enum Step {
    AnyText,
    AnyOne,
    This(char),
}

/// Walks both with one place to fall back to: time in proportion to text times pattern, whatever
/// the pattern.
fn is_like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut steps = Vec::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        steps.push(match letter {
            '%' => Step::AnyText,
            '_' => Step::AnyOne,
            '\\' => Step::This(letters.next().unwrap_or('\\')),
            other => Step::This(other),
        });
    }
    let (mut at, mut step) = (0, 0);
    let mut fallback: Option<(usize, usize)> = None;
    while at < text.len() {
        match steps.get(step) {
            Some(Step::AnyText) => {
                fallback = Some((at, step));
                step += 1;
            }
            Some(Step::AnyOne) => (at, step) = (at + 1, step + 1),
            Some(Step::This(wanted)) if *wanted == text[at] => (at, step) = (at + 1, step + 1),
            _ => {
                let Some((from, any)) = fallback else { return false };
                fallback = Some((from + 1, any));
                (at, step) = (from + 1, any + 1);
            }
        }
    }
    steps[step..].iter().all(|step| matches!(step, Step::AnyText))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    struct Thing(BTreeMap<&'static str, FieldValue>, Option<Geometry<f64>>);

    impl Fields for Thing {
        fn get(&self, name: &str) -> Option<FieldValue> {
            self.0.get(name).cloned()
        }
        fn geometry(&self) -> Option<&Geometry<f64>> {
            self.1.as_ref()
        }
    }

    fn text(value: &str) -> FieldValue {
        FieldValue::Text(value.to_owned())
    }

    fn court() -> Thing {
        let fields = [
            ("kind", text("basketball")),
            ("area_m2", FieldValue::Number(420.0)),
            ("demo", FieldValue::Bool(true)),
            ("programmes", FieldValue::List(vec![text("smart"), text("rural_square")])),
            ("opened_on", FieldValue::Date(jiff::civil::date(2019, 5, 1))),
        ];
        Thing(fields.into(), Some(Point::new(179.99, 41.7).into()))
    }

    fn not(filter: Filter) -> Filter {
        Filter::Not(Box::new(filter))
    }

    #[test]
    fn comparisons_are_of_like_with_like() {
        let court = court();
        let eq = |field: &str, value| Filter::Eq(field.to_owned(), value);
        assert!(eq("kind", text("basketball")).matches(&court));
        assert!(eq("programmes", text("smart")).matches(&court));
        assert!(!eq("area_m2", text("420")).matches(&court));
        let range = |low: f64, high: f64| {
            let bound = |value| Some(FieldValue::Number(value));
            Filter::Range("area_m2".to_owned(), bound(low), bound(high))
        };
        assert!(range(420.0, 420.0).matches(&court) && !range(421.0, 900.0).matches(&court));
        let since = Some(FieldValue::Date(jiff::civil::date(2019, 1, 1)));
        assert!(Filter::Range("opened_on".to_owned(), since, None).matches(&court));
        assert!(Filter::In("kind".to_owned(), vec![text("tennis"), text("basketball")]).matches(&court));
    }

    #[test]
    fn what_has_no_value_is_neither_true_nor_false() {
        let court = court();
        let owned = Filter::Eq("owner".to_owned(), text("x"));
        assert!(!owned.matches(&court) && !not(owned.clone()).matches(&court));
        assert!(Filter::IsNull("owner".to_owned()).matches(&court));
        let demo = Filter::Eq("demo".to_owned(), FieldValue::Bool(true));
        assert!(Filter::Or(vec![owned.clone(), demo.clone()]).matches(&court));
        assert!(!Filter::And(vec![owned.clone(), demo.clone()]).matches(&court));
        assert!(not(Filter::And(vec![owned, not(demo)])).matches(&court));
        assert!(Filter::And(vec![]).matches(&court) && !Filter::Or(vec![]).matches(&court));
    }

    #[test]
    fn places_are_on_the_globe() {
        let court = court();
        let across = Bbox::new(179.0, 41.0, -179.0, 42.0).expect("a box");
        assert!(Filter::Box(across).matches(&court));
        assert!(Filter::Within(Point::new(-179.99, 41.7), 2_000.0).matches(&court));
        assert!(!Filter::Within(Point::new(-179.99, 41.7), 1_000.0).matches(&court));
        let nowhere = Thing(BTreeMap::new(), None);
        assert!(!not(Filter::Box(across)).matches(&nowhere));
    }

    /// The plain recursive meaning of a pattern without escapes.
    fn slowly(text: &[char], pattern: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('%', rest)) => (0..=text.len()).any(|skip| slowly(&text[skip..], rest)),
            Some((wanted, rest)) => text
                .split_first()
                .is_some_and(|(c, tail)| (*wanted == '_' || c == wanted) && slowly(tail, rest)),
        }
    }

    proptest! {
        #[test]
        fn patterns_mean_what_recursion_says(text in "[ab场]{0,8}", pattern in "[ab场%_]{0,6}") {
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            prop_assert_eq!(is_like(&text, &pattern), slowly(&chars(&text), &chars(&pattern)));
        }

        #[test]
        fn an_escaped_text_is_like_itself_only(text in any::<String>()) {
            let escaped: String = text.chars().flat_map(|c| ['\\', c]).collect();
            prop_assert!(is_like(&text, &escaped));
            let longer = format!("{text}x");
            prop_assert!(!is_like(&longer, &escaped));
        }
    }
}
