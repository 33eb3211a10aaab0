//! The tree of divisions: where a point lies, how a trail is cut at boundaries.
//!
//! The deepest division that contains a place has it. A place on a shared boundary belongs to
//! exactly one of the neighbours, so sums over divisions are exact.

/// A boundary prepared for many point-in-polygon questions.
pub mod boundary;
/// Cuts a line at boundaries and tells the length in each division.
pub mod cut;
/// The divisions of one day, always a tree.
mod living;

pub use boundary::Boundary;
pub use living::living;

use crate::domain::contribution::Ordinal;
use crate::domain::division::Division;
use crate::domain::id::DivisionId;
use geo::{Coord, Geometry};
use std::collections::HashMap;
use std::sync::Arc;

/// One division in the tree.
#[derive(Clone, Debug)]
pub struct Node {
    pub division: Arc<Division>,
    pub parent: Option<Ordinal>,
    pub children: Vec<Ordinal>,
    /// 0 for a root.
    pub depth: u16,
    /// `None` for a division of which only a place is known.
    pub boundary: Option<Arc<Boundary>>,
}

/// All divisions of one day.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    by_id: HashMap<DivisionId, Ordinal>,
    /// Those with a boundary, deepest first.
    bounded: Vec<Ordinal>,
}

/// Why divisions make no tree; a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    #[error("{name} 的上级行政区划不存在 / the parent of {name} does not exist")]
    NoParent { id: DivisionId, name: String },
    #[error("{name} 的上级关系成环 / {name} is its own ancestor")]
    Cycle { id: DivisionId, name: String },
    #[error("行政区划超过 65,534 个 / more than 65,534 divisions")]
    TooMany,
}

impl TreeError {
    /// The division at which it shows; `None`: it is about all of them.
    pub fn division(&self) -> Option<DivisionId> {
        match self {
            Self::NoParent { id, .. } | Self::Cycle { id, .. } => Some(*id),
            Self::TooMany => None,
        }
    }
}

impl Tree {
    /// Orders the divisions parents first; siblings keep the order of their first code, then name.
    ///
    /// # Errors
    /// A parent is missing, ancestors form a ring, or there are more than 65,534.
    pub fn new(mut divisions: Vec<Division>) -> Result<Self, TreeError> {
        if divisions.len() >= usize::from(u16::MAX) {
            return Err(TreeError::TooMany);
        }
        divisions.sort_by(|a, b| (&a.codes, &a.external_id).cmp(&(&b.codes, &b.external_id)));
        let known: HashMap<DivisionId, usize> =
            divisions.iter().enumerate().map(|(i, d)| (d.id, i)).collect();
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); divisions.len()];
        let mut queue = std::collections::VecDeque::new();
        for (position, division) in divisions.iter().enumerate() {
            match division.parent {
                None => queue.push_back((position, None, 0)),
                Some(parent) => children[*known.get(&parent).ok_or_else(|| TreeError::NoParent {
                    id: division.id,
                    name: division.name_zh.clone(),
                })?]
                .push(position),
            }
        }
        let mut tree = Self::default();
        let mut placed = vec![false; divisions.len()];
        while let Some((position, parent, depth)) = queue.pop_front() {
            placed[position] = true;
            let ordinal = Ordinal(u16::try_from(tree.nodes.len()).map_err(|_| TreeError::TooMany)?);
            let division = Arc::new(divisions[position].clone());
            let boundary = division.geometry.as_ref().and_then(Boundary::of).map(Arc::new);
            if let Some(Ordinal(parent)) = parent {
                tree.nodes[usize::from(parent)].children.push(ordinal);
            }
            tree.by_id.insert(division.id, ordinal);
            tree.nodes.push(Node { division, parent, children: Vec::new(), depth, boundary });
            queue.extend(children[position].iter().map(|child| (*child, Some(ordinal), depth + 1)));
        }
        if let Some(position) = placed.iter().position(|placed| !placed) {
            let Division { id, name_zh, .. } = &divisions[position];
            return Err(TreeError::Cycle { id: *id, name: name_zh.clone() });
        }
        let mut bounded: Vec<Ordinal> =
            tree.ordinals().filter(|o| tree.node(*o).boundary.is_some()).collect();
        bounded.sort_by_key(|o| (std::cmp::Reverse(tree.node(*o).depth), *o));
        tree.bounded = bounded;
        Ok(tree)
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// All ordinals, parents before children.
    pub fn ordinals(&self) -> impl Iterator<Item = Ordinal> + use<> {
        #[expect(clippy::cast_possible_truncation, reason = "`new` refuses more than 65,534")]
        let count = self.nodes.len() as u16;
        (0..count).map(Ordinal)
    }

    /// # Panics
    /// On an ordinal of another tree or `Ordinal::NONE`.
    pub fn node(&self, ordinal: Ordinal) -> &Node {
        &self.nodes[usize::from(ordinal.0)]
    }

    pub fn get(&self, ordinal: Ordinal) -> Option<&Node> {
        self.nodes.get(usize::from(ordinal.0))
    }

    pub fn find(&self, id: DivisionId) -> Option<Ordinal> {
        self.by_id.get(&id).copied()
    }

    pub fn roots(&self) -> impl Iterator<Item = Ordinal> + '_ {
        self.ordinals().filter(|o| self.node(*o).parent.is_none())
    }

    /// All divisions that a text names: a bare code may name several, they must be told apart.
    pub fn named(&self, text: &str) -> Vec<Ordinal> {
        self.ordinals().filter(|o| self.node(*o).division.is_named(text)).collect()
    }

    /// The division itself and all below it.
    pub fn subtree(&self, top: Ordinal) -> Vec<Ordinal> {
        let mut found = vec![top];
        let mut next = 0;
        while let Some(ordinal) = found.get(next).copied() {
            found.extend(&self.node(ordinal).children);
            next += 1;
        }
        found
    }

    /// Whether `below` is `top` or lies under it.
    pub fn is_within(&self, below: Ordinal, top: Ordinal) -> bool {
        let mut at = self.get(below).map(|_| below);
        while let Some(ordinal) = at {
            if ordinal == top {
                return true;
            }
            at = self.node(ordinal).parent;
        }
        false
    }

    /// The deepest division whose boundary contains the place (lon, lat).
    pub fn locate(&self, place: Coord<f64>) -> Ordinal {
        self.bounded
            .iter()
            .copied()
            .find(|o| self.boundary_of(*o).is_some_and(|b| b.contains(place)))
            .unwrap_or(Ordinal::NONE)
    }

    /// Divisions with a boundary, deepest first.
    pub fn bounded(&self) -> &[Ordinal] {
        &self.bounded
    }

    pub(crate) fn boundary_of(&self, ordinal: Ordinal) -> Option<&Boundary> {
        self.node(ordinal).boundary.as_deref()
    }
}

/// The one place by which a geometry that is no line finds its statistical home: a point itself,
/// of several the first, of a surface its centroid, or an inner point where that lies outside.
pub fn home_place(geometry: &Geometry<f64>) -> Option<Coord<f64>> {
    use geo::{Centroid, Contains, InteriorPoint};
    match geometry {
        Geometry::Point(point) => Some(point.0),
        Geometry::MultiPoint(points) => points.0.first().map(|point| point.0),
        other => {
            let centre = other.centroid()?;
            if other.contains(&centre) { Some(centre.0) } else { other.interior_point().map(|point| point.0) }
        }
    }
}
