//! Geometries.

use super::Binder;
use crate::domain::bbox::Bbox;
use crate::domain::crs::check_lon_lat;
use crate::domain::filter::bound::Test;
use crate::domain::filter::error::{At, FilterError};
use crate::domain::filter::spatial::{Boxed, Other, Prepared};
use crate::domain::filter::tree::{Expr, Literal, Node, Relation};
use crate::domain::filter::value::Kind;
use geo::{BoundingRect, CoordsIter};
use geo_types::Geometry;

/// One side of a spatial relation.
pub(super) enum Side {
    /// The subject's own geometry.
    Own,
    Written(Other),
}

impl<P: Clone> Binder<'_, P> {
    pub(super) fn place(&mut self, relation: Relation, operands: &[Node; 2]) -> Result<Test<P>, FilterError> {
        let sides = (self.place_of(&operands[0])?, self.place_of(&operands[1])?);
        for (side, operand) in [&sides.0, &sides.1].into_iter().zip(operands) {
            if matches!(side, Side::Written(other) if other.is_beyond(relation)) {
                return Err(entangled(&operand.at));
            }
        }
        Ok(match sides {
            (Side::Own, Side::Own) => Test::Itself(relation.is_of_equals()),
            (Side::Own, Side::Written(other)) => Test::Place(relation, Box::new(other)),
            (Side::Written(other), Side::Own) => Test::Place(relation.mirrored(), Box::new(other)),
            (Side::Written(a), Side::Written(b)) => {
                let geometry = a.to_geometry();
                let truth = geometry.bounding_rect().map(|bounds| {
                    let (low, high) = (bounds.min(), bounds.max());
                    b.holds(relation, &geometry, [low.x, low.y, high.x, high.y])
                });
                Test::Known(truth)
            }
        })
    }

    pub(super) fn place_of(&mut self, node: &Node) -> Result<Side, FilterError> {
        let at = &node.at;
        let found = match &node.expr {
            Expr::Property(name) => match self.field(at, name)?.kind.kind() {
                Kind::Geometry => return Ok(Side::Own),
                other => other,
            },
            Expr::Literal(Literal::Geometry(geometry)) => {
                return Ok(Side::Written(Other::Geometry(Prepared::new(checked(at, geometry)?))));
            }
            Expr::Literal(Literal::Box(corners)) => {
                let [west, south, east, north] = *corners;
                let bbox = Bbox::new(west, south, east, north)
                    .map_err(|error| FilterError::new(at, "bbox", error.message_zh(), error.message_en()))?;
                return Ok(Side::Written(Other::Box(Boxed::new(bbox))));
            }
            Expr::Interval(_) => Kind::Interval,
            _ => self.value(node)?.kind,
        };
        Err(super::mismatch(at, "几何(属性或 POINT、POLYGON、BBOX 等)", "a geometry", found))
    }
}

fn entangled(at: &At) -> FilterError {
    FilterError::new(
        at,
        "entangled_collection",
        "此几何集合混有点、线、面,或其中的面互相重叠:只能用于 S_INTERSECTS 与 S_DISJOINT,否则请分开写或合并",
        "this collection has points, lines and polygons together, or polygons that lie on each other: it can be \
         used with S_INTERSECTS and S_DISJOINT only; for other relations write its parts apart, or unite them",
    )
}

/// On earth.
fn checked(at: &At, geometry: &Geometry<f64>) -> Result<Geometry<f64>, FilterError> {
    for c in geometry.coords_iter() {
        check_lon_lat(c.x, c.y).map_err(|error| {
            FilterError::new(
                at,
                "coordinates",
                format!("{};坐标次序为经度、纬度(或用 filter-crs 指明坐标系)", error.message_zh()),
                format!(
                    "{}; coordinates are longitude, latitude, unless filter-crs says otherwise",
                    error.message_en()
                ),
            )
        })?;
    }
    Ok(geometry.clone())
}
