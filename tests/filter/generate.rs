//! Random trees, as both encodings can write them.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use jiantu::domain::filter::{
    Arithmetic, At, Comparison, Expr, Filter, Literal, Node, Relation, SetRelation, TimeRelation,
};
use proptest::prelude::*;
use proptest::sample::select;

fn node(expr: Expr) -> Node {
    Node::new(At::Whole, expr)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<i32>().prop_map(f64::from),
        (-1000..1000_i32).prop_map(|n| f64::from(n) / 8.0),
        any::<f64>().prop_filter("finite", |n| n.is_finite()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z%_'\\\\]{0,8}", any::<String>(), "[健图步道\n\t\u{7}\u{8}\u{b}\u{c}\r]{0,4}"]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_:][a-z0-9_.:]{0,8}",
        "[A-Z名称道]{1,4}",
        any::<String>(),
        select(vec!["and", "Not", "DATE", "point", "interval", "s_within", "TRUE", "div", "bbox"])
            .prop_map(str::to_owned),
    ]
}

fn day() -> impl Strategy<Value = jiff::civil::Date> {
    (0_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| jiff::civil::date(year, month, day))
}

fn time() -> impl Strategy<Value = jiff::Timestamp> {
    (-62_000_000_000_i64..250_000_000_000, prop_oneof![Just(0), 0..1_000_000_000_i32]).prop_map(|(s, ns)| {
        jiff::Timestamp::new(s, if s < 0 { -ns } else { ns }).expect("within the calendar")
    })
}

fn coord() -> impl Strategy<Value = Coord<f64>> {
    (number(), number()).prop_map(|(x, y)| Coord { x, y })
}

fn line() -> impl Strategy<Value = LineString<f64>> {
    prop::collection::vec(coord(), 2..5).prop_map(LineString)
}

fn ring() -> impl Strategy<Value = LineString<f64>> {
    prop::collection::vec(coord(), 3..6).prop_map(|mut coords| {
        coords.push(coords[0]);
        LineString(coords)
    })
}

fn polygon() -> impl Strategy<Value = Polygon<f64>> {
    (ring(), prop::collection::vec(ring(), 0..2)).prop_map(|(outer, inner)| Polygon::new(outer, inner))
}

pub fn geometry() -> impl Strategy<Value = Geometry<f64>> {
    let single = prop_oneof![
        coord().prop_map(|c| Geometry::Point(Point(c))),
        line().prop_map(Geometry::LineString),
        polygon().prop_map(Geometry::Polygon),
        prop::collection::vec(coord(), 1..4)
            .prop_map(|all| Geometry::MultiPoint(MultiPoint(all.into_iter().map(Point).collect()))),
        prop::collection::vec(line(), 1..3).prop_map(|all| Geometry::MultiLineString(MultiLineString(all))),
        prop::collection::vec(polygon(), 1..3).prop_map(|all| Geometry::MultiPolygon(MultiPolygon(all))),
    ];
    prop_oneof![
        4 => single.clone(),
        1 => prop::collection::vec(single, 1..3)
            .prop_map(|all| Geometry::GeometryCollection(GeometryCollection(all))),
    ]
}

fn leaf() -> impl Strategy<Value = Node> {
    let literal = prop_oneof![
        any::<bool>().prop_map(Literal::Bool),
        number().prop_map(Literal::Number),
        text().prop_map(Literal::Text),
        day().prop_map(Literal::Date),
        time().prop_map(Literal::Timestamp),
        geometry().prop_map(Literal::Geometry),
        prop::array::uniform4(number()).prop_map(Literal::Box),
    ];
    prop_oneof![name().prop_map(Expr::Property), literal.prop_map(Expr::Literal)].prop_map(node)
}

/// An end of an interval: a literal other than a moment would be no end in a text.
fn end(inner: impl Strategy<Value = Node> + Clone) -> impl Strategy<Value = Option<Node>> {
    prop_oneof![
        Just(None),
        day().prop_map(|day| Some(node(Expr::Literal(Literal::Date(day))))),
        time().prop_map(|time| Some(node(Expr::Literal(Literal::Timestamp(time))))),
        name().prop_map(|name| Some(node(Expr::Property(name)))),
        ("[a-z]{2,5}", prop::collection::vec(inner, 0..2))
            .prop_map(|(name, all)| Some(node(Expr::Call(format!("fn_{name}"), all)))),
    ]
}

/// Any expression; `-` before a number is part of it.
pub fn expression() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(6, 60, 4, |inner| {
        // Arrays stand in array predicates, arrays and calls only.
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|all| node(Expr::List(all)));
        let nested = prop::collection::vec(list.clone(), 0..3).prop_map(|all| node(Expr::List(all)));
        let argument = prop_oneof![2 => inner.clone(), 1 => list, 1 => nested];
        let arguments = prop::collection::vec(argument.clone(), 0..3);
        let one = || inner.clone().prop_map(Box::new);
        let two = || (inner.clone(), inner.clone()).prop_map(|(a, b)| Box::new([a, b]));
        let many = |range| prop::collection::vec(inner.clone(), range);
        let comparisons = vec![
            Comparison::Eq,
            Comparison::NotEq,
            Comparison::Lt,
            Comparison::Gt,
            Comparison::LtEq,
            Comparison::GtEq,
        ];
        let relations = vec![
            Relation::Intersects,
            Relation::Equals,
            Relation::Disjoint,
            Relation::Touches,
            Relation::Within,
            Relation::Overlaps,
            Relation::Crosses,
            Relation::Contains,
        ];
        let sets =
            vec![SetRelation::Equals, SetRelation::Contains, SetRelation::ContainedBy, SetRelation::Overlaps];
        let arithmetic = vec![
            Arithmetic::Add,
            Arithmetic::Subtract,
            Arithmetic::Multiply,
            Arithmetic::Divide,
            Arithmetic::Modulo,
            Arithmetic::IntegerDivide,
            Arithmetic::Power,
        ];
        prop_oneof![
            many(2..4).prop_map(Expr::And),
            many(2..4).prop_map(Expr::Or),
            one().prop_map(Expr::Not),
            (select(comparisons), two()).prop_map(|(op, two)| Expr::Compare(op, two)),
            two().prop_map(Expr::Like),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| Expr::Between(Box::new([a, b, c]))),
            (one(), many(0..4)).prop_map(|(one, list)| Expr::In(one, list)),
            one().prop_map(Expr::IsNull),
            (select(relations), two()).prop_map(|(op, two)| Expr::Spatial(op, two)),
            (select(all_time_relations()), two()).prop_map(|(op, two)| Expr::Temporal(op, two)),
            (select(sets), argument.clone(), argument)
                .prop_map(|(op, a, b)| Expr::Arrays(op, Box::new([a, b]))),
            (end(inner.clone()), end(inner.clone())).prop_map(|(a, b)| Expr::Interval(Box::new([a, b]))),
            (select(arithmetic), two()).prop_map(|(op, two)| Expr::Arithmetic(op, two)),
            one().prop_map(Expr::CaseI),
            one().prop_map(Expr::AccentI),
            ("[a-z]{1,6}", arguments).prop_map(|(name, all)| Expr::Call(format!("fn_{name}"), all)),
        ]
        .prop_map(node)
    })
}

pub fn all_time_relations() -> Vec<TimeRelation> {
    vec![
        TimeRelation::After,
        TimeRelation::Before,
        TimeRelation::Contains,
        TimeRelation::Disjoint,
        TimeRelation::During,
        TimeRelation::Equals,
        TimeRelation::FinishedBy,
        TimeRelation::Finishes,
        TimeRelation::Intersects,
        TimeRelation::Meets,
        TimeRelation::MetBy,
        TimeRelation::OverlappedBy,
        TimeRelation::Overlaps,
        TimeRelation::StartedBy,
        TimeRelation::Starts,
    ]
}

pub fn filter() -> impl Strategy<Value = Filter> {
    expression().prop_filter_map("within the limits", |root| Filter::new(root).ok())
}
