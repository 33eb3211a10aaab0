//! Names of divisions as points of their own: of an area, each of its tiles would write the name again.

use crate::api::features::fields::{Field, Sort};
use crate::domain::tile::Tile;
use crate::formats::mvt::{EXTENT, TileWriter};
use crate::index::{DivisionFacts, Entry, feature, feature_number};
use crate::registry::world::World;
use geo::InteriorPoint;
use serde_json::{Map, Value, json};

/// The layer's name in tiles that have divisions.
pub(super) const DIVISION_LABELS: &str = "division-labels";

const ABOUT: (&str, &str) = ("区划名称的位置", "where names of divisions are written");

/// Writes the names that stand in a tile, each of which stands in one tile of a zoom only.
pub(super) fn write(
    world: &World,
    tile: Tile,
    wanted: &dyn Fn(&Entry<DivisionFacts>) -> bool,
    writer: &mut TileWriter,
) {
    let bounds = tile.bounds();
    let mut layer = writer.layer(DIVISION_LABELS);
    let names = ["id", "name_zh", "name_en", "level"].map(|name| (name, layer.name(name)));
    for entry in world.snapshot.divisions.query_bbox(bounds, None) {
        let place = entry.geometry.to_geometry().and_then(|geometry| geometry.interior_point());
        let Some(place) = place.filter(|_| wanted(entry)) else { continue };
        let inside = |unit: i32| u32::try_from(unit).is_ok_and(|unit| unit < EXTENT);
        let Some((x, y)) = layer.visible(place, 0.0).filter(|(x, y)| inside(*x) && inside(*y)) else {
            continue;
        };
        let mut tags = Vec::with_capacity(2 * names.len());
        for (name, number) in names {
            let member = || feature::member(&entry.feature, name).and_then(feature::text);
            let value = if name == "id" { feature::id(&entry.feature) } else { member() };
            if let Some(value) = value {
                tags.extend([number, layer.text(&value)]);
            }
        }
        layer.point(Some(feature_number(entry.id)), x, y, &tags);
    }
    layer.finish();
}

/// Members of a name.
pub(super) fn fields() -> Vec<Field> {
    [
        ("id", "区划ID", "id of the division"),
        ("name_zh", "名称", "name, Chinese"),
        ("name_en", "英文名称", "name, English"),
        ("level", "级别", "level"),
    ]
    .map(|(name, zh, en)| Field::new(name, Sort::Text, zh, en))
    .into()
}

/// As a layer of TileJSON.
pub(super) fn in_tilejson(deepest: u8) -> Value {
    let fields: Map<String, Value> = fields()
        .into_iter()
        .map(|field| (field.name, format!("String: {} / {}", field.zh, field.en).into()))
        .collect();
    let about = format!("{} / {}", ABOUT.0, ABOUT.1);
    json!({"id": DIVISION_LABELS, "description": about, "fields": fields, "minzoom": 0, "maxzoom": deepest})
}

/// The layer's title, Chinese and English.
pub(super) fn title() -> String {
    format!("{} / {}", ABOUT.0, ABOUT.1)
}
