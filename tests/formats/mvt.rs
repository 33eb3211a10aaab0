//! Vector tiles: what is written is valid, shows what was given, and is read by GDAL as it is meant.

#[path = "../support/mvt.rs"]
mod decode;

use super::ogr::ogr2ogr;
use super::story::{Desk, read};
use decode::{Feature, Layer, layers};
use geo::{Area, BooleanOps, CoordsIter, Distance, Euclidean, Length, MapCoords, Validation};
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Point, Polygon, Rect, polygon};
use jiantu::domain::tile::TileMatrixSet::{WebMercatorQuad, WorldCrs84Quad};
use jiantu::domain::tile::{Tile, TileMatrixSet};
use jiantu::formats::Value;
use jiantu::formats::mvt::{Attribute, BUFFER, EXTENT, TileWriter};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;
use std::sync::Arc;

/// Shenyang at zoom 10.
fn shenyang() -> Tile {
    Tile::at(WebMercatorQuad, 10, 123.463, 41.679).expect("a tile")
}

/// One layer `things` with these geometries and no attributes, ids from 1.
fn tile_of(tile: Tile, geometries: &[Geometry<f64>]) -> Vec<u8> {
    let mut writer = TileWriter::new(tile);
    let mut layer = writer.layer("things");
    for (id, geometry) in (1..).zip(geometries) {
        layer.feature(Some(id), geometry, 0.0, std::iter::empty());
    }
    layer.finish();
    writer.finish()
}

fn only(bytes: &[u8]) -> Layer {
    let mut layers = layers(bytes);
    assert_eq!(layers.len(), 1);
    layers.remove(0)
}

/// A place so many widths of the tile to the east and south of its north-west corner, degrees.
fn within(tile: Tile, x: f64, y: f64) -> Coord<f64> {
    let (left, top) = tile.place(0.0, 0.0);
    match tile.set() {
        WebMercatorQuad => {
            let widths = f64::from(WebMercatorQuad.columns(tile.z()));
            // From the middle of the world, in parts of its width.
            let (east, north) = ((x - left) / widths, (top - y) / widths);
            let lat = (std::f64::consts::TAU * north).sinh().atan().to_degrees();
            Coord { x: 360.0 * east, y: lat }
        }
        WorldCrs84Quad => {
            let degrees = 180.0 / f64::from(WorldCrs84Quad.rows(tile.z()));
            Coord { x: (x - left) * degrees, y: (top - y) * degrees }
        }
    }
}

/// A ring of corners in units of the tile, as degrees.
fn ring_of(tile: Tile, corners: &[(f64, f64)]) -> LineString<f64> {
    let extent = f64::from(EXTENT);
    corners.iter().map(|(x, y)| within(tile, x / extent, y / extent)).collect()
}

/// The polygons of a feature, checked for winding: each exterior ring with the holes behind it.
fn polygons(feature: &Feature) -> MultiPolygon<f64> {
    let mut polygons: Vec<Polygon<f64>> = Vec::new();
    for ring in &feature.parts {
        let line: LineString<f64> = ring.iter().map(|(x, y)| Coord { x: *x as f64, y: *y as f64 }).collect();
        match Feature::doubled_area(ring) {
            0 => panic!("a ring without area: {ring:?}"),
            1.. => polygons.push(Polygon::new(line, Vec::new())),
            _ => polygons.last_mut().expect("a hole follows its exterior").interiors_push(line),
        }
    }
    MultiPolygon(polygons)
}

#[test]
fn a_tile_holds_what_it_was_given() {
    let tile = shenyang();
    let mut writer = TileWriter::new(tile);
    let names: Vec<Arc<str>> = ["名称", "people", "share", "open", "level"].map(Arc::from).to_vec();
    let values = [
        Attribute::Text("浑南".into()),
        Attribute::Integer(1234),
        Attribute::Number(0.25),
        Attribute::Bool(true),
        Attribute::Integer(-3),
    ];
    let mut layer = writer.layer("gaps");
    let square = Polygon::new(
        ring_of(tile, &[(100.0, 100.0), (300.0, 100.0), (300.0, 300.0), (100.0, 300.0), (100.0, 100.0)]),
        vec![ring_of(tile, &[(150.0, 150.0), (200.0, 150.0), (200.0, 200.0), (150.0, 150.0)])],
    );
    layer.feature(Some(7), &square.into(), 0.0, names.iter().zip(&values));
    layer.feature(None, &Point(within(tile, 0.5, 0.25)).into(), 0.0, names.iter().zip(&values).take(1));
    layer.finish();
    writer.layer("nothing").finish();
    let layer = only(&writer.finish());
    assert_eq!((layer.name.as_str(), layer.features.len()), ("gaps", 2));
    let [square, point] = layer.features.as_slice() else { panic!("two") };
    assert_eq!((square.id, square.sort, point.id, point.sort), (7, 3, 0, 1));
    assert_eq!(
        json!(square.attributes),
        json!({"名称": "浑南", "people": 1234, "share": 0.25, "open": true, "level": -3})
    );
    assert_eq!(json!(point.attributes), json!({"名称": "浑南"}));
    assert_eq!(point.parts, [[(2048, 1024)]]);
    assert_eq!(polygons(square).unsigned_area(), 200.0 * 200.0 - 50.0 * 50.0 / 2.0);
}

#[test]
fn a_tile_of_nothing_has_no_bytes() {
    let tile = shenyang();
    let far = Geometry::Point(Point(within(tile, 1.02, 0.5)));
    assert!(tile_of(tile, &[far]).is_empty(), "the margin ends before");
    let near = Geometry::Point(Point(within(tile, 1.015, 0.5)));
    assert_eq!(only(&tile_of(tile, &[near])).features[0].parts, [[(4157, 2048)]]);
    // Less than half a unit wide.
    let speck = Geometry::Polygon(Polygon::new(
        ring_of(tile, &[(9.9, 9.9), (10.3, 9.9), (10.3, 10.3), (9.9, 9.9)]),
        Vec::new(),
    ));
    let dash = Geometry::LineString(ring_of(tile, &[(9.9, 9.9), (10.3, 9.9)]));
    assert!(tile_of(tile, &[speck, dash]).is_empty());
}

#[test]
fn a_line_that_comes_back_has_several_parts() {
    let tile = shenyang();
    let trail = ring_of(tile, &[(4000.0, 10.0), (5000.0, 10.0), (5000.0, 20.0), (4000.0, 20.0)]);
    let layer = only(&tile_of(tile, &[Geometry::LineString(trail)]));
    let edge = i64::from(EXTENT + BUFFER);
    assert_eq!(layer.features[0].parts, [[(4000, 10), (edge, 10)], [(edge, 20), (4000, 20)]]);
}

#[test]
fn a_polygon_around_the_tile_fills_it() {
    for tile in [shenyang(), Tile::new(WorldCrs84Quad, 5, 40, 9).expect("a tile")] {
        let around = ring_of(tile, &[(-9e3, -9e3), (9e3, -9e3), (9e3, 9e3), (-9e3, 9e3), (-9e3, -9e3)]);
        let layer = only(&tile_of(tile, &[Geometry::Polygon(Polygon::new(around, Vec::new()))]));
        let side = f64::from(EXTENT + 2 * BUFFER);
        assert_eq!(polygons(&layer.features[0]).unsigned_area(), side * side);
    }
}

#[test]
fn a_polygon_that_is_cut_in_two_stays_two() {
    // A horseshoe whose back lies beyond the margin.
    let tile = shenyang();
    let shoe = ring_of(
        tile,
        &[
            (4000.0, 0.0),
            (5000.0, 0.0),
            (5000.0, 300.0),
            (4000.0, 300.0),
            (4000.0, 200.0),
            (4900.0, 200.0),
            (4900.0, 100.0),
            (4000.0, 100.0),
            (4000.0, 0.0),
        ],
    );
    let layer = only(&tile_of(tile, &[Geometry::Polygon(Polygon::new(shoe, Vec::new()))]));
    let found = polygons(&layer.features[0]);
    assert_eq!((found.0.len(), found.unsigned_area()), (2, 2.0 * 160.0 * 100.0));
    assert!(found.is_valid());
}

/// GDAL's own reader of vector tiles, which knows by the file's path which tile it is.
#[test]
fn gdal_reads_places_members_and_areas() {
    let tile = shenyang();
    let bounds = tile.bounds();
    let middle = Coord::from(bounds.center());
    let (width, height) = (bounds.max_lon - bounds.min_lon, bounds.max_lat - bounds.min_lat);
    let (west, south) = (middle.x - width / 8.0, middle.y - height / 8.0);
    let (east, north) = (middle.x + width / 8.0, middle.y + height / 8.0);
    let outer = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    let hole = [(middle.x, south + height / 50.0), (middle.x, middle.y), (east - width / 50.0, middle.y)];
    let square = Polygon::new(outer.to_vec().into(), vec![hole.to_vec().into()]);
    let shapes: [Geometry<f64>; 3] = [
        square.into(),
        LineString::from(vec![(west, south), (middle.x, north), (east, south)]).into(),
        Point::new(123.463, 41.679).into(),
    ];
    let mut writer = TileWriter::new(tile);
    for (name, shape) in ["areas", "lines", "points"].into_iter().zip(&shapes) {
        let mut layer = writer.layer(name);
        let names = [Arc::from("名称"), Arc::from("people"), Arc::from("share")];
        let values = [Attribute::Text("空白区一".into()), Attribute::Integer(-12), Attribute::Number(1234.5)];
        layer.feature(Some(42), shape, 0.0, names.iter().zip(&values));
        layer.finish();
    }
    let desk = Desk::new();
    let folder = desk.folder.path().join(format!("{}/{}", tile.z(), tile.x()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let ours = folder.join(format!("{}.mvt", tile.y()));
    std::fs::write(&ours, writer.finish()).expect("a file");
    // One unit is some 7.1 m here, in degrees a little less.
    let unit = width / f64::from(EXTENT);
    for (name, shape) in ["areas", "lines", "points"].into_iter().zip(&shapes) {
        let theirs = desk.path(&format!("{name}.geojson"));
        let where_layer = format!("OGRGeoJSON_{name}");
        ogr2ogr(
            &[
                "-f",
                "GeoJSON",
                "-t_srs",
                "EPSG:4326",
                "-nln",
                &where_layer,
                "-oo",
                "CLIP=NO",
                "-sql",
                &format!("SELECT * FROM {name}"),
            ],
            &theirs,
            &ours,
        );
        let back = read(&theirs).records;
        assert_eq!(back.len(), 1, "{name}");
        assert_eq!(back[0].get("名称"), Some(&Value::Text("空白区一".to_owned())), "{name}");
        assert_eq!(back[0].get("people"), Some(&Value::Integer(-12)), "{name}");
        assert_eq!(back[0].get("share"), Some(&Value::Number(1234.5)), "{name}");
        assert_eq!(back[0].get("mvt_id"), Some(&Value::Integer(42)), "{name}");
        let there = back[0].geometry.clone().expect("a geometry");
        assert!(far_off(&there, shape) <= unit && far_off(shape, &there) <= unit, "{name}: {there:?}");
        if let (Geometry::Polygon(ours), Some(area)) = (shape, polygon_area(&there)) {
            assert!((area / ours.unsigned_area() - 1.0).abs() < 1e-3, "the hole is a hole: {area}");
        }
    }
}

fn polygon_area(geometry: &Geometry<f64>) -> Option<f64> {
    match geometry {
        Geometry::Polygon(one) => Some(one.unsigned_area()),
        Geometry::MultiPolygon(all) => Some(all.unsigned_area()),
        _ => None,
    }
}

/// How far a corner of one geometry is at most from the nearest corner of another, degrees.
fn far_off(one: &Geometry<f64>, other: &Geometry<f64>) -> f64 {
    let nearest = |c: Coord<f64>| {
        let ways = other.coords_iter().map(|d| Euclidean.distance(Point(c), Point(d)));
        ways.fold(f64::INFINITY, f64::min)
    };
    one.coords_iter().map(nearest).fold(0.0, f64::max)
}

/// A star-shaped ring around a place of the tile, in units; it may leave the tile.
fn star() -> impl Strategy<Value = Vec<(f64, f64)>> {
    (-500.0..4600.0, -500.0..4600.0, vec(0.2..1500.0_f64, 3..24)).prop_map(
        |(x, y, ways): (f64, f64, Vec<f64>)| {
            let count = ways.len() as f64;
            let corner = |(n, way): (usize, &f64)| {
                let (sin, cos) = (std::f64::consts::TAU * n as f64 / count).sin_cos();
                (x + way * cos, y + way * sin)
            };
            let mut ring: Vec<(f64, f64)> = ways.iter().enumerate().map(corner).collect();
            ring.push(ring[0]);
            ring
        },
    )
}

fn set() -> impl Strategy<Value = TileMatrixSet> {
    prop_oneof![Just(WebMercatorQuad), Just(WorldCrs84Quad)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Against geo's intersection with the square: what is written is valid, covers as much, and strays from
    /// it by no more than rounding moves an edge.
    #[test]
    fn polygons_stay_valid_and_keep_their_area(corners in star(), set in set()) {
        let tile = Tile::at(set, 12, 123.463, 41.679).expect("a tile");
        let given = Polygon::new(ring_of(tile, &corners), Vec::new());
        let extent = f64::from(EXTENT);
        let placed = given.map_coords(|c| {
            let (x, y) = tile.place(c.x, c.y);
            Coord { x: x * extent, y: y * extent }
        });
        let margin = f64::from(BUFFER);
        let seen = Rect::new(Coord { x: -margin, y: -margin }, Coord { x: extent + margin, y: extent + margin });
        let wanted = placed.intersection(&seen.to_polygon());
        let perimeter: f64 = wanted.iter().map(|p| Euclidean.length(p.exterior())).sum();
        let bytes = tile_of(tile, &[Geometry::Polygon(given)]);
        let found = layers(&bytes).pop().map(|layer| polygons(&layer.features[0]));
        let found = found.unwrap_or_else(|| MultiPolygon(Vec::new()));
        prop_assert!(found.is_valid(), "{found:?}");
        let (low, high) = (-margin, extent + margin);
        let is_seen = |c: Coord<f64>| c.x >= low && c.x <= high && c.y >= low && c.y <= high;
        let all_seen = found.coords_iter().all(is_seen);
        prop_assert!(all_seen, "{found:?}");
        let off = (found.unsigned_area() - wanted.unsigned_area()).abs();
        prop_assert!(off <= 0.75 * perimeter + 1.0, "{off} of {}", wanted.unsigned_area());
    }

    /// Random closed walks cross themselves; what is written does not.
    #[test]
    fn whatever_a_ring_does_the_tile_is_valid(corners in vec((-300.0..4400.0, -300.0..4400.0), 3..30), scale in 0.001..1.0) {
        let tile = shenyang();
        let mut corners: Vec<(f64, f64)> = corners.iter().map(|(x, y)| (x * scale, y * scale)).collect();
        corners.push(corners[0]);
        let bytes = tile_of(tile, &[Geometry::Polygon(Polygon::new(ring_of(tile, &corners), Vec::new()))]);
        for layer in layers(&bytes) {
            let found = polygons(&layer.features[0]);
            prop_assert!(found.is_valid(), "{found:?}");
        }
    }

    /// Neighbours that share an edge share it in the tile.
    #[test]
    fn a_grid_has_neither_slits_nor_overlaps(side in 3.0..90.0, x in 0.0..1.0, y in 0.0..1.0) {
        let tile = shenyang();
        let edge = |n: i32, begin: f64| 700.0 + (f64::from(n) + begin) * side;
        let cells: Vec<Geometry<f64>> = (0..6)
            .flat_map(|row| (0..6).map(move |column| (row, column)))
            .map(|(row, column)| {
                let (west, east) = (edge(column, x), edge(column + 1, x));
                let (north, south) = (edge(row, y), edge(row + 1, y));
                let corners = [(west, north), (east, north), (east, south), (west, south), (west, north)];
                Geometry::Polygon(Polygon::new(ring_of(tile, &corners), Vec::new()))
            })
            .collect();
        let layer = only(&tile_of(tile, &cells));
        prop_assert_eq!(layer.features.len(), 36);
        let sum: f64 = layer.features.iter().map(|feature| polygons(feature).unsigned_area()).sum();
        let whole = |at: f64| at.round();
        let (wide, high) = (whole(edge(6, x)) - whole(edge(0, x)), whole(edge(6, y)) - whole(edge(0, y)));
        prop_assert!((sum - wide * high).abs() < 1e-6, "{sum} of {}", wide * high);
    }
}

#[test]
fn the_same_things_make_the_same_bytes() {
    let tile = shenyang();
    let shapes: Vec<Geometry<f64>> =
        vec![polygon![(x: 123.4, y: 41.6), (x: 123.5, y: 41.6), (x: 123.45, y: 41.75)].into()];
    assert_eq!(tile_of(tile, &shapes), tile_of(tile, &shapes));
}
