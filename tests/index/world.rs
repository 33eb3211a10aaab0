//! Random places, geometries and histories, and the plain map that is always right.

use geo_types::{
    Coord, Geometry, GeometryCollection, Line, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon, Rect, Triangle,
};
use jiantu::index::{Entry, Hangs, Layer, Shape};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Facts of the test's entities: a number that filters look at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub u32);

impl Hangs for Number {
    /// Two in three hang on one of a handful of others.
    fn parent(&self) -> Option<Uuid> {
        (!self.0.is_multiple_of(3)).then(|| id(self.0 % 5))
    }
}

pub type Map = BTreeMap<Uuid, Entry<Number>>;

pub fn id(number: u32) -> Uuid {
    // Spread over both halves, and not in the order of the numbers.
    Uuid::from_u64_pair(u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15), u64::from(number))
}

pub fn entry(number: u32, version: u64, geometry: Geometry<f64>) -> Entry<Number> {
    Entry {
        id: id(number),
        version,
        geometry: Shape::of(Some(geometry)),
        feature: format!("{number}@{version}").into_bytes().into(),
        facts: Number(number.wrapping_mul(31) ^ u32::try_from(version).expect("a small version")),
    }
}

/// Where the coordinates of one test are: small grids make edges touch; the others are where
/// longitudes are difficult.
#[derive(Clone, Copy, Debug)]
pub enum Ground {
    /// Whole degrees from 0 to 10.
    Grid,
    /// Some kilometres around 123.45 E, 41.70 N.
    Town,
    /// Both sides of the antimeridian, ±180 included.
    Antimeridian,
    /// All longitudes near the poles, the poles included.
    Poles,
    World,
}

pub fn ground() -> impl Strategy<Value = Ground> {
    prop_oneof![
        Just(Ground::Grid),
        Just(Ground::Town),
        Just(Ground::Antimeridian),
        Just(Ground::Poles),
        Just(Ground::World),
    ]
}

pub fn place(on: Ground) -> BoxedStrategy<Coord<f64>> {
    let free = |lon: std::ops::RangeInclusive<f64>, lat: std::ops::RangeInclusive<f64>| {
        (lon, lat).prop_map(|(x, y)| Coord { x, y }).boxed()
    };
    match on {
        Ground::Grid => {
            (0..=10_i32, 0..=10_i32).prop_map(|(x, y)| Coord { x: x.into(), y: y.into() }).boxed()
        }
        Ground::Town => free(123.40..=123.50, 41.65..=41.75),
        Ground::Antimeridian => prop_oneof![
            free(179.9..=180.0, -0.1..=0.1),
            free(-180.0..=-179.9, -0.1..=0.1),
            free(180.0..=180.0, -0.1..=0.1),
            free(-180.0..=-180.0, -0.1..=0.1),
        ]
        .boxed(),
        Ground::Poles => prop_oneof![
            free(-180.0..=180.0, 89.5..=90.0),
            free(-180.0..=180.0, 90.0..=90.0),
            free(-180.0..=180.0, -90.0..=-89.5),
        ]
        .boxed(),
        Ground::World => free(-180.0..=180.0, -90.0..=90.0),
    }
}

/// How far a geometry reaches from its first vertex, degrees.
fn reach(on: Ground) -> f64 {
    match on {
        Ground::Grid => 4.0,
        Ground::Town => 0.02,
        Ground::Antimeridian => 0.05,
        Ground::Poles | Ground::World => 0.4,
    }
}

fn clamp(c: Coord<f64>) -> Coord<f64> {
    Coord { x: c.x.clamp(-180.0, 180.0), y: c.y.clamp(-90.0, 90.0) }
}

/// Vertices near one place, on the grid if the ground is one.
fn cloud(on: Ground, count: std::ops::RangeInclusive<usize>) -> BoxedStrategy<Vec<Coord<f64>>> {
    let step = (-8_i32..=8, -8_i32..=8);
    (place(on), vec(step, count))
        .prop_map(move |(first, steps)| {
            let near = |(dx, dy): &(i32, i32)| {
                let unit = reach(on) / 8.0;
                let (dx, dy) = (f64::from(*dx) * unit, f64::from(*dy) * unit);
                let moved = Coord { x: first.x + dx, y: first.y + dy };
                clamp(match on {
                    Ground::Grid => Coord { x: moved.x.round(), y: moved.y.round() },
                    _ => moved,
                })
            };
            std::iter::once(first).chain(steps.iter().map(near)).collect()
        })
        .boxed()
}

/// A box of at least four units a side, with room for a hole, that stays on the globe.
fn block(on: Ground) -> BoxedStrategy<Rect<f64>> {
    (place(on), 4..=8_i32, 4..=8_i32)
        .prop_map(move |(at, wide, high)| {
            let unit = if matches!(on, Ground::Grid) { 1.0 } else { reach(on) / 8.0 };
            let (wide, high) = (f64::from(wide) * unit, f64::from(high) * unit);
            let x = at.x.clamp(-180.0, 180.0 - wide);
            let y = at.y.clamp(-90.0, 90.0 - high);
            Rect::new(Coord { x, y }, Coord { x: x + wide, y: y + high })
        })
        .boxed()
}

/// The block with a hole one quarter in from each side.
fn with_hole(block: Rect<f64>) -> Polygon<f64> {
    let quarter = Coord { x: block.width() / 4.0, y: block.height() / 4.0 };
    let hole = Rect::new(block.min() + quarter, block.max() - quarter);
    Polygon::new(block.to_polygon().exterior().clone(), vec![hole.to_polygon().exterior().clone()])
}

/// The west and the east third of a block, the middle one left free.
fn thirds(block: Rect<f64>) -> MultiPolygon<f64> {
    let third = Coord { x: block.width() / 3.0, y: block.height() };
    let east = Coord { x: block.max().x - third.x, y: block.min().y };
    MultiPolygon(vec![
        Rect::new(block.min(), block.min() + third).to_polygon(),
        Rect::new(east, block.max()).to_polygon(),
    ])
}

/// An L: a block without its north-east quarter.
fn corner(block: Rect<f64>) -> Polygon<f64> {
    let (a, b) = (block.min(), block.max());
    let m = Coord { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) };
    let ring = [(a.x, a.y), (b.x, a.y), (b.x, m.y), (m.x, m.y), (m.x, b.y), (a.x, b.y)];
    Polygon::new(ring.to_vec().into(), vec![])
}

fn triangle(on: Ground) -> BoxedStrategy<Triangle<f64>> {
    let wide = |c: &Vec<Coord<f64>>| {
        let (u, v) = (c[1] - c[0], c[2] - c[0]);
        (u.x * v.y - u.y * v.x).abs() > 1e-9
    };
    let thin = "a triangle without area";
    cloud(on, 2..=2).prop_filter(thin, wide).prop_map(|c| Triangle::new(c[0], c[1], c[2])).boxed()
}

/// Any geometry with an area.
pub fn area(on: Ground) -> BoxedStrategy<Geometry<f64>> {
    prop_oneof![
        block(on).prop_map(|b| b.to_polygon().into()),
        block(on).prop_map(|b| with_hole(b).into()),
        block(on).prop_map(|b| corner(b).into()),
        block(on).prop_map(|b| thirds(b).into()),
        triangle(on).prop_map(|t| t.to_polygon().into()),
    ]
    .boxed()
}

/// Any geometry of any type.
pub fn geometry(on: Ground) -> BoxedStrategy<Geometry<f64>> {
    let line = move || cloud(on, 1..=4).prop_map(LineString::new);
    let point = move || place(on).prop_map(Point::from);
    prop_oneof![
        4 => point().prop_map(Geometry::from),
        1 => cloud(on, 1..=3).prop_map(|c| MultiPoint::from(c).into()),
        1 => cloud(on, 1..=1).prop_map(|c| Line::new(c[0], c[1]).into()),
        2 => line().prop_map(Geometry::from),
        1 => vec(line(), 1..=3).prop_map(|l| MultiLineString(l).into()),
        4 => area(on),
        1 => block(on).prop_map(Geometry::from),
        1 => triangle(on).prop_map(Geometry::from),
        1 => (point(), line(), area(on))
            .prop_map(|(p, l, a)| Geometry::GeometryCollection(GeometryCollection(vec![p.into(), l.into(), a]))),
    ]
    .boxed()
}

/// One step of a layer's history.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Sets (`Some`) and deletes (`None`) several entities at once.
    Apply(Vec<(u32, Option<Geometry<f64>>)>),
    Compact,
    /// Takes the state from which a compaction starts ...
    BeginCompaction,
    /// ... and puts what came since on top of its result.
    EndCompaction,
}

pub fn history(on: Ground, ids: u32, deeds: usize) -> impl Strategy<Value = Vec<Deed>> {
    let change = (0..ids, prop::option::weighted(0.75, geometry(on)));
    let deed = prop_oneof![
        6 => vec(change, 1..12).prop_map(Deed::Apply),
        1 => Just(Deed::Compact),
        1 => Just(Deed::BeginCompaction),
        1 => Just(Deed::EndCompaction),
    ];
    vec(deed, 1..=deeds)
}

/// Lives through a history, in a layer and in a map; `watch` looks at both after each deed.
pub fn live(deeds: Vec<Deed>, mut watch: impl FnMut(&Layer<Number>, &Map)) -> (Layer<Number>, Map) {
    let (mut layer, mut map) = (Layer::default(), Map::new());
    let mut begun: Option<Layer<Number>> = None;
    for (version, deed) in (1..).zip(deeds) {
        match deed {
            Deed::Apply(changes) => {
                let mut batch = Vec::new();
                for (number, geometry) in changes {
                    let new = geometry.map(|geometry| entry(number, version, geometry));
                    match &new {
                        Some(entry) => map.insert(entry.id, entry.clone()),
                        None => map.remove(&id(number)),
                    };
                    batch.push((id(number), new));
                }
                layer = layer.apply(batch);
            }
            Deed::Compact => layer = layer.compact(),
            Deed::BeginCompaction => begun = Some(layer.clone()),
            Deed::EndCompaction => {
                if let Some(older) = begun.take()
                    && let Some(rebased) = layer.onto(&older, &older.compact())
                {
                    layer = rebased;
                }
            }
        }
        watch(&layer, &map);
    }
    (layer, map)
}
