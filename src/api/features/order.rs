//! Lists in another order than that of their ids: `sortby`.

use super::Collection;
use super::fields::Sort;
use super::property::Property;
use crate::api::query::Params;
use crate::domain::filter::Value;
use crate::domain::kind::Catalogue;
use crate::index::Entry;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// By which members a list is ordered; what is equal in all of them is ordered by id.
pub struct Order<F> {
    keys: Vec<(Property<F>, bool)>,
}

/// What of an entry its place in the order depends on. What has no value comes last, also downwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    Bool(bool),
    Number(f64),
    Text(String),
    Missing(()),
}

impl<F: 'static> Order<F> {
    /// Takes `sortby`: names separated by commas, `-` before those that go downwards.
    pub fn take<C: Collection<Facts = F>>(
        params: &mut Params,
        of: &C,
        catalogue: &Catalogue,
    ) -> Option<Self> {
        params.read("sortby", |text| {
            let fields = of.fields(catalogue);
            let sortable = |sort: Sort| !sort.is_nested() && sort != Sort::Texts;
            let mut keys = Vec::new();
            for name in text.split(',').map(str::trim) {
                let down = name.starts_with('-');
                let name = name.trim_start_matches(['+', '-', ' ']);
                if name == "id" {
                    keys.push((Property::Id, down));
                    continue;
                }
                let field = fields.iter().find(|field| field.name == name && sortable(field.sort));
                let field = field.ok_or_else(|| {
                    let known: Vec<&str> = fields
                        .iter()
                        .filter(|field| sortable(field.sort))
                        .map(|field| field.name.as_str())
                        .collect();
                    (
                        format!("sortby 不能按“{name}”排序；可用：{}", known.join("、")),
                        format!("`sortby` can not order by `{name}`; there are {}", known.join(", ")),
                    )
                })?;
                keys.push((Property::of(of, field), down));
            }
            Ok(Self { keys })
        })
    }

    /// The keys of an entry.
    pub fn keys(&self, entry: &Entry<F>, catalogue: &Catalogue) -> Vec<Key> {
        self.keys
            .iter()
            .map(|(property, _)| match property.value(entry, catalogue) {
                Value::Bool(value) => Key::Bool(value),
                Value::Number(value) => Key::Number(value),
                Value::Text(text) => Key::Text(text.into_owned()),
                // A day's text sorts as the day does.
                Value::Date(day) => Key::Text(day.to_string()),
                _ => Key::Missing(()),
            })
            .collect()
    }

    /// Which of two entries comes first by their keys alone.
    pub fn compare(&self, a: &[Key], b: &[Key]) -> Ordering {
        let each = self.keys.iter().zip(a.iter().zip(b));
        each.map(|((_, down), (a, b))| one(a, b, *down))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

fn one(a: &Key, b: &Key, down: bool) -> Ordering {
    let order = match (a, b) {
        (Key::Missing(()), Key::Missing(())) => return Ordering::Equal,
        (Key::Missing(()), _) => return Ordering::Greater,
        (_, Key::Missing(())) => return Ordering::Less,
        (Key::Bool(a), Key::Bool(b)) => a.cmp(b),
        (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
        (Key::Text(a), Key::Text(b)) => a.cmp(b),
        // A field has values of one sort; a cursor may say otherwise.
        _ => Ordering::Equal,
    };
    if down { order.reverse() } else { order }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_comes_last_both_ways() {
        let (few, many, none) = (Key::Number(1.0), Key::Number(2.0), Key::Missing(()));
        assert_eq!(one(&few, &many, false), Ordering::Less);
        assert_eq!(one(&few, &many, true), Ordering::Greater);
        assert_eq!(one(&none, &many, false), Ordering::Greater);
        assert_eq!(one(&none, &many, true), Ordering::Greater);
    }

    #[test]
    fn keys_read_back_from_a_cursor() {
        let keys = vec![Key::Bool(true), Key::Number(0.1), Key::Text("甲".to_owned()), Key::Missing(())];
        let text = serde_json::to_string(&keys).expect("JSON");
        assert_eq!(serde_json::from_str::<Vec<Key>>(&text).expect("keys"), keys);
    }
}
