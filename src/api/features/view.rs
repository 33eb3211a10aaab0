//! A view: the sites of some kinds, or of one sort of geometry, as a collection of their own.

use crate::domain::invalid::Invalid;
use crate::domain::kind::{Catalogue, KindIndex, Shape as Sort, View};
use crate::index::Shape;
use serde_json::{Map, Value};

/// Which sites a view holds.
#[derive(Clone, Debug)]
pub struct Part {
    pub view: View,
    /// Whether it holds each kind, by the kinds' numbers; empty: all.
    kinds: Vec<bool>,
}

impl Part {
    pub fn of(view: &View, catalogue: &Catalogue) -> Self {
        let named = catalogue.kinds().iter().map(|kind| view.kinds.contains(&kind.id));
        let kinds = if view.kinds.is_empty() { Vec::new() } else { named.collect() };
        Self { view: view.clone(), kinds }
    }

    /// Whether a site of a kind, at a place, is in it.
    pub fn holds(&self, kind: KindIndex, place: &Shape) -> bool {
        self.holds_kind(kind) && self.view.geometry.is_none_or(|wanted| sort(place) == Some(wanted))
    }

    fn holds_kind(&self, kind: KindIndex) -> bool {
        self.kinds.is_empty() || self.kinds.get(usize::from(kind.0)).copied().unwrap_or(false)
    }

    /// Refuses what is sent to the view and would not be in it. What is no kind, or no geometry, is left to the rules
    /// of sites.
    ///
    /// # Errors
    /// The kind or the geometry is none of the view's.
    pub fn admits(&self, members: &Map<String, Value>, catalogue: &Catalogue) -> Result<(), Invalid> {
        let id = &self.view.id;
        let kind = members.get("kind").and_then(Value::as_str).and_then(|label| catalogue.find(label));
        if let Some((_, kind)) = kind.filter(|(index, _)| !self.holds_kind(*index)) {
            return Err(Invalid::new(
                "/kind",
                "not_in_collection",
                format!("{id} 不含“{}”；请发到 sites，或用 {}", kind.name_zh, self.view.kinds.join("、")),
                format!(
                    "{id} holds no {}; send it to `sites`, or use {}",
                    kind.id,
                    self.view.kinds.join(", ")
                ),
            ));
        }
        let given = members.get("geometry").and_then(|geometry| geometry.get("type")).and_then(Value::as_str);
        let given = given.and_then(Sort::named);
        let Some((wanted, given)) = self.view.geometry.zip(given).filter(|(wanted, given)| wanted != given)
        else {
            return Ok(());
        };
        let ((wanted_zh, wanted_en), (given_zh, given_en)) = (wanted.words(), given.words());
        Err(Invalid::new(
            "/geometry",
            "not_in_collection",
            format!("{id} 只含{wanted_zh}，收到的是{given_zh}；请发到 sites"),
            format!("{id} holds {wanted_en}, not {given_en}; send it to `sites`"),
        ))
    }
}

fn sort(place: &Shape) -> Option<Sort> {
    match place {
        Shape::Nowhere => None,
        Shape::Point(_) => Some(Sort::Point),
        Shape::Other(geometry) => Sort::of(geometry),
    }
}
