//! Documents as pages to read: made from the JSON that machines get, so that both say the same.

use super::collections::path;
use crate::api::address::Address;
use crate::api::features::Collection;
use crate::api::features::fields::Field;
use crate::formats::document::{Block, Cell, Document};
use serde_json::Value;

/// Features of a page that are shown at most; a table of thousands helps nobody.
const SHOWN: usize = 200;

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

/// The landing page.
pub fn landing(body: &Value, address: &Address) -> String {
    let blocks = vec![Block::Text(text(body, "description").to_owned()), Block::Links(links(body))];
    page(text(body, "title"), Vec::new(), blocks, address)
}

/// Conformance classes.
pub fn conformance(body: &Value, address: &Address) -> String {
    let classes = body["conformsTo"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let blocks = vec![Block::Links(classes.map(|class| Cell::link(class, class)).collect())];
    page("符合的标准 / Conformance classes", Vec::new(), blocks, address)
}

/// All collections.
pub fn collections(body: &Value, address: &Address) -> String {
    let rows = body["collections"].as_array().into_iter().flatten().map(|one| {
        let href = address.of(&path(text(one, "id")));
        vec![
            Cell::link(text(one, "title"), format!("{href}?f=html")),
            Cell::text(text(one, "description")),
            Cell::link("要素 / features", format!("{href}/items?f=html")),
        ]
    });
    let head = ["数据集 / collection", "说明 / description", ""].map(str::to_owned).to_vec();
    let blocks = vec![Block::Table { head, rows: rows.collect() }, Block::Links(links(body))];
    page("数据集 / Collections", Vec::new(), blocks, address)
}

/// One collection.
pub fn collection(body: &Value, address: &Address) -> String {
    let systems = body["crs"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut blocks = vec![Block::Text(text(body, "description").to_owned())];
    if let Some(extent) = body.pointer("/extent/spatial/bbox/0") {
        blocks.push(Block::Text(format!("范围 / extent (西,南,东,北 / west, south, east, north): {extent}")));
    }
    blocks.extend([
        Block::Links(links(body)),
        Block::Heading("坐标系 / Reference systems".to_owned()),
        Block::Links(systems.map(|uri| Cell::link(uri, uri)).collect()),
    ]);
    page(text(body, "title"), vec![all(address)], blocks, address)
}

/// A schema, or what can be filtered and ordered by.
pub fn schema(body: &Value, id: &str, address: &Address) -> String {
    let properties = body["properties"].as_object().into_iter().flatten();
    let rows = properties.map(|(name, told)| {
        let words = told["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut sort = text(told, "type").to_owned();
        if let Some(format) = told["format"].as_str() {
            sort = format!("{sort} ({format})");
        }
        vec![
            Cell::text(name),
            Cell::text(text(told, "title")),
            Cell::text(sort.trim()),
            Cell::text(words.collect::<Vec<_>>().join(", ")),
        ]
    });
    let head =
        ["属性 / member", "含义 / meaning", "类型 / type", "取值 / values"].map(str::to_owned).to_vec();
    let blocks = vec![Block::Table { head, rows: rows.collect() }];
    let own = Cell::link(id, format!("{}?f=html", address.of(&path(id))));
    page(text(body, "title"), vec![all(address), own], blocks, address)
}

/// Functions of filters.
pub fn functions(body: &Value, address: &Address) -> String {
    let rows = body["functions"].as_array().into_iter().flatten().map(|one| {
        let arguments = one["arguments"].as_array().into_iter().flatten().map(|one| text(one, "title"));
        let call = format!("{}({})", text(one, "name"), arguments.collect::<Vec<_>>().join(", "));
        vec![Cell::text(call), Cell::text(text(one, "description")), Cell::text(shown(&one["returns"][0]))]
    });
    let head = ["函数 / function", "说明 / description", "结果 / returns"].map(str::to_owned).to_vec();
    let blocks = vec![Block::Table { head, rows: rows.collect() }];
    page("筛选函数 / Functions of filters", Vec::new(), blocks, address)
}

/// A page of features.
pub fn items<C: Collection>(body: &[u8], of: &C, fields: &[Field], address: &Address) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let (zh, en) = of.title();
    let features: Vec<&Value> = body["features"].as_array().into_iter().flatten().take(SHOWN).collect();
    let told = |field: &&Field| features.iter().any(|one| one["properties"].get(&field.name).is_some());
    let fields: Vec<&Field> = fields.iter().filter(told).collect();
    let base = address.of(&path(of.id()));
    let rows = features.iter().map(|feature| {
        let id = shown(&feature["id"]);
        let mut row = vec![Cell::link(id.clone(), format!("{base}/items/{id}?f=html"))];
        row.extend(fields.iter().map(|field| Cell::text(shown(&feature["properties"][&field.name]))));
        row.push(Cell::text(text(&feature["geometry"], "type")));
        row
    });
    let mut head = vec!["id".to_owned()];
    head.extend(fields.iter().map(|field| {
        if field.zh == field.name { field.name.clone() } else { format!("{} / {}", field.zh, field.name) }
    }));
    head.push("geometry".to_owned());
    let told = format!(
        "共 {} 条，本页 {} 条；时间 {} / {} in all, {} on this page; {}",
        body["numberMatched"],
        body["numberReturned"],
        text(&body, "timeStamp"),
        body["numberMatched"],
        body["numberReturned"],
        text(&body, "timeStamp"),
    );
    let rows = rows.collect();
    let blocks = vec![Block::Text(told), Block::Links(links(&body)), Block::Table { head, rows }];
    let own = Cell::link(of.id(), format!("{base}?f=html"));
    page(&format!("{zh} / {en}"), vec![all(address), own], blocks, address)
}

/// One feature.
pub fn item<C: Collection>(body: &[u8], of: &C, id: &str, address: &Address) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let members = body["properties"].as_object().into_iter().flatten();
    let rows = members.map(|(name, value)| vec![Cell::text(name), Cell::text(shown(value))]);
    let base = address.of(&path(of.id()));
    let geometry = body["geometry"].to_string();
    let blocks = vec![
        Block::Table { head: Vec::new(), rows: rows.collect() },
        Block::Heading("位置 / Geometry".to_owned()),
        Block::Text(geometry.chars().take(2000).collect()),
        Block::Links(links(&body)),
    ];
    let name = body.pointer("/properties/name_zh").and_then(Value::as_str).unwrap_or(id);
    let way = vec![
        all(address),
        Cell::link(of.id(), format!("{base}?f=html")),
        Cell::link("要素 / features", format!("{base}/items?f=html")),
    ];
    page(name, way, blocks, address)
}

fn all(address: &Address) -> Cell {
    Cell::link("数据集 / collections", address.of("/ogc/collections?f=html"))
}

fn page(title: &str, mut way: Vec<Cell>, blocks: Vec<Block>, address: &Address) -> String {
    way.insert(0, Cell::link("健图 jiantu", address.of("/ogc?f=html")));
    let foot = "健图 jiantu · 示范数据、估算与示意边界均有标注 / demonstration data, estimates and schematic boundaries are marked";
    Document { title: title.to_owned(), way, blocks, foot: foot.to_owned() }.to_html()
}

/// A document's links; a page leads to pages where there are any.
fn links(body: &Value) -> Vec<Cell> {
    let each = body["links"].as_array().into_iter().flatten().filter(|link| link["templated"] != true);
    each.map(|link| {
        let (rel, media) = (text(link, "rel"), text(link, "type"));
        let rel = rel.rsplit('/').next().unwrap_or(rel);
        let title = link["title"].as_str().unwrap_or(rel);
        Cell::link(format!("{title} ({rel}, {media})"), text(link, "href"))
    })
    .collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
