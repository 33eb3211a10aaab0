//! The tree of a filter, as both encodings have it: names are not looked up yet.

use super::error::{At, FilterError};
use super::limits::{MAX_DEPTH, MAX_NODES, MAX_VERTICES};
use super::temporal::{Instant, written};
use geo::CoordsIter;
use geo_types::Geometry;

/// A condition, not larger than [the limits](super::MAX_NODES) allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    root: Node,
}

/// An expression and where it was written. Two nodes are equal when their expressions are.
#[derive(Clone, Debug)]
pub struct Node {
    pub at: At,
    pub expr: Expr,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.expr == other.expr
    }
}

/// An expression: a condition, or a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// Two or more.
    And(Vec<Node>),
    /// Two or more.
    Or(Vec<Node>),
    Not(Box<Node>),
    Compare(Comparison, Box<[Node; 2]>),
    /// A text and a pattern.
    Like(Box<[Node; 2]>),
    /// A value, its least and its greatest, both included.
    Between(Box<[Node; 3]>),
    In(Box<Node>, Vec<Node>),
    IsNull(Box<Node>),
    Spatial(Relation, Box<[Node; 2]>),
    Temporal(TimeRelation, Box<[Node; 2]>),
    Arrays(SetRelation, Box<[Node; 2]>),
    Property(String),
    Literal(Literal),
    /// First and last; `None` is open.
    Interval(Box<[Option<Node>; 2]>),
    List(Vec<Node>),
    Arithmetic(Arithmetic, Box<[Node; 2]>),
    CaseI(Box<Node>),
    AccentI(Box<Node>),
    Call(String, Vec<Node>),
}

/// A value that is written out.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Bool(bool),
    /// Finite.
    Number(f64),
    Text(String),
    Date(jiff::civil::Date),
    Timestamp(jiff::Timestamp),
    /// In the system of the filter's coordinates, first axis first.
    Geometry(Geometry<f64>),
    /// First and second axis of one corner, then of the other, as given: neither order nor system
    /// is checked before [`Filter::bind`].
    Box([f64; 4]),
}

/// How two scalars are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Eq,
    NotEq,
    Lt,
    Gt,
    LtEq,
    GtEq,
}

/// How two geometries lie (DE-9IM).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Intersects,
    Equals,
    Disjoint,
    Touches,
    Within,
    Overlaps,
    Crosses,
    Contains,
}

/// How two instants or intervals lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeRelation {
    After,
    Before,
    Contains,
    Disjoint,
    During,
    Equals,
    FinishedBy,
    Finishes,
    Intersects,
    Meets,
    MetBy,
    OverlappedBy,
    Overlaps,
    StartedBy,
    Starts,
}

/// How two arrays lie, taken as sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetRelation {
    Equals,
    Contains,
    ContainedBy,
    Overlaps,
}

/// What is computed of two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    /// The rest of a division whose quotient is cut to a whole number.
    Modulo,
    /// The quotient, cut to a whole number.
    IntegerDivide,
    Power,
}

impl Node {
    pub fn new(at: At, expr: Expr) -> Self {
        Self { at, expr }
    }

    /// Whether it can be the first or the last of an interval: a moment, a property or a call.
    pub fn is_interval_end(&self) -> bool {
        matches!(
            self.expr,
            Expr::Property(_) | Expr::Call(..) | Expr::Literal(Literal::Date(_) | Literal::Timestamp(_))
        )
    }

    /// The nodes right below, from left to right.
    pub fn children(&self) -> Vec<&Node> {
        match &self.expr {
            Expr::And(all) | Expr::Or(all) | Expr::List(all) | Expr::Call(_, all) => all.iter().collect(),
            Expr::Not(inner) | Expr::IsNull(inner) | Expr::CaseI(inner) | Expr::AccentI(inner) => vec![inner],
            Expr::Compare(_, two)
            | Expr::Like(two)
            | Expr::Spatial(_, two)
            | Expr::Temporal(_, two)
            | Expr::Arrays(_, two)
            | Expr::Arithmetic(_, two) => two.iter().collect(),
            Expr::Between(three) => three.iter().collect(),
            Expr::In(value, list) => std::iter::once(&**value).chain(list).collect(),
            Expr::Interval(ends) => ends.iter().flatten().collect(),
            Expr::Property(_) | Expr::Literal(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub(super) fn children_mut(&mut self) -> Vec<&mut Node> {
        match &mut self.expr {
            Expr::And(all) | Expr::Or(all) | Expr::List(all) | Expr::Call(_, all) => all.iter_mut().collect(),
            Expr::Not(inner) | Expr::IsNull(inner) | Expr::CaseI(inner) | Expr::AccentI(inner) => vec![inner],
            Expr::Compare(_, two)
            | Expr::Like(two)
            | Expr::Spatial(_, two)
            | Expr::Temporal(_, two)
            | Expr::Arrays(_, two)
            | Expr::Arithmetic(_, two) => two.iter_mut().collect(),
            Expr::Between(three) => three.iter_mut().collect(),
            Expr::In(value, list) => std::iter::once(&mut **value).chain(list).collect(),
            Expr::Interval(ends) => ends.iter_mut().flatten().collect(),
            Expr::Property(_) | Expr::Literal(_) => Vec::new(),
        }
    }
}

impl Filter {
    /// A filter of a tree.
    ///
    /// # Errors
    /// The tree is larger than the limits allow.
    pub fn new(root: Node) -> Result<Self, FilterError> {
        let (mut nodes, mut vertices) = (0, 0);
        measure(&root, 1, &mut nodes, &mut vertices)?;
        Ok(Self { root })
    }

    pub fn root(&self) -> &Node {
        &self.root
    }

    pub(super) fn root_mut(&mut self) -> &mut Node {
        &mut self.root
    }
}

fn measure(node: &Node, depth: usize, nodes: &mut usize, vertices: &mut usize) -> Result<(), FilterError> {
    if depth > MAX_DEPTH {
        return Err(FilterError::too_deep(&node.at));
    }
    *nodes += 1;
    if *nodes > MAX_NODES {
        return Err(FilterError::too_many_nodes(&node.at));
    }
    if let Expr::Literal(Literal::Geometry(geometry)) = &node.expr {
        *vertices += geometry.coords_count();
        if *vertices > MAX_VERTICES {
            return Err(FilterError::too_many_vertices(&node.at));
        }
    }
    node.children().into_iter().try_for_each(|child| measure(child, depth + 1, nodes, vertices))
}

impl Literal {
    /// The date or the time that a text writes (RFC 3339).
    pub fn instant(text: &str) -> Option<Self> {
        written(text).map(|instant| match instant {
            Instant::Day(day) => Self::Date(day),
            Instant::Time(time) => Self::Timestamp(time),
        })
    }

    pub(super) fn is_spatial(&self) -> bool {
        matches!(self, Self::Geometry(_) | Self::Box(_))
    }
}
